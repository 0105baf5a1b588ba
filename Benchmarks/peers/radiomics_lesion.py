"""The seconds that PyRadiomics takes for one lesion of a label map on the full frame: `radiomics_lesion.py IMAGE LABELS`.

Installed, where wanted, by `pip install setuptools wheel numpy`, then `pip install --no-build-isolation pyradiomics==3.0.1`.
"""
import logging
import sys
import time

import cv2
import numpy as np
import SimpleITK as sitk
from radiomics import featureextractor


def main(path, labels):
    logging.disable(logging.CRITICAL)
    image = cv2.imread(path, cv2.IMREAD_UNCHANGED)[None]
    mask = (cv2.imread(labels, cv2.IMREAD_UNCHANGED) == 1).astype(np.uint8)[None]
    extractor = featureextractor.RadiomicsFeatureExtractor(force2D=True, force2Ddimension=0, binWidth=1000)
    extractor.disableAllFeatures()
    for name in ["shape2D", "firstorder", "glcm", "glrlm"]:
        extractor.enableFeatureClassByName(name)
    start = time.process_time()
    extractor.execute(sitk.GetImageFromArray(image), sitk.GetImageFromArray(mask))
    print(f"{time.process_time() - start:.3f}")


main(*sys.argv[1:3])
