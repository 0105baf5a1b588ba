"""The steps of classical_opencv.py with scikit-image and SciPy: the same arguments, the same line."""
import sys

import numpy as np
from scipy import ndimage
from skimage import filters, io, measure, morphology, transform


def main(path, out):
    image = io.imread(path).astype(np.float32)
    smooth = filters.gaussian(image, 2, mode="nearest", truncate=3, preserve_range=True)
    small = transform.downscale_local_mean(image, (8, 8))
    ground = filters.gaussian(small, 7.5, mode="nearest", preserve_range=True)
    ground = transform.resize(ground, image.shape, order=1, mode="edge", preserve_range=True)
    excess = np.clip(smooth - ground + 32768, 0, 65535).astype(np.uint16)
    bright = excess > filters.threshold_otsu(excess, nbins=65536)
    disc = morphology.disk(3)
    mask = ndimage.binary_closing(
        np.pad(ndimage.binary_opening(bright, disc), 3), disc)[3:-3, 3:-3]
    mask = ndimage.binary_fill_holes(mask)
    labels = measure.label(mask, connectivity=2)
    areas = np.bincount(labels.ravel())
    areas[0] = 0
    large = areas >= 200
    bone = smooth > 0.75 * smooth.max()
    distance = ndimage.distance_transform_edt(~bone)
    opened = ndimage.grey_opening(excess, (81, 81))
    near = float(distance[mask].mean()) + float(opened.mean()) * 0
    io.imsave(f"{out}.lesions.png", np.where(large[labels], labels, 0).astype(np.uint16), check_contrast=False)
    io.imsave(f"{out}.bones.png", bone.astype(np.uint8), check_contrast=False)
    print(large.sum(), areas[large].sum(), bone.sum(), round(near))


main(*sys.argv[1:3])
