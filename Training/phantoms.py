"""The program's own phantoms as training films: phantoms.py PHANTOMS OUT [--start N]

PHANTOMS is what `ossiquant phantom --out PHANTOMS --spacing 0.25` wrote; OUT gets films as films.py writes them. Where two
bones lie within 15 mm of each other their names are left unknown: a label map shows one of two that overlap.
"""
import argparse
import json
import os
from glob import glob

import cv2
import numpy as np

from films import BITS, SPACING

FIELD, UNNAMED = 32, 64


def film(truth):
    t = json.load(open(truth))
    folder, name = os.path.dirname(truth), os.path.basename(truth)[: -len(".truth.json")]
    image = cv2.imread(f"{folder}/{t['image']}", cv2.IMREAD_UNCHANGED | cv2.IMREAD_IGNORE_ORIENTATION).astype(np.float32)
    image = image[..., 0] if image.ndim == 3 else image
    image = (image - image.min()) / (image.max() - image.min())
    image = 1 - image if t["polarity"] == "bone-dark" else image
    labels = cv2.imread(f"{folder}/{name}.bones.png", -1)
    lesions = (cv2.imread(f"{folder}/{name}.lesions.png", -1) > 0).astype(np.uint8)
    tissue = cv2.morphologyEx((cv2.GaussianBlur(image, (0, 0), 4) > 0.06).astype(np.uint8), cv2.MORPH_OPEN, np.ones((61, 61), np.uint8))
    image[(tissue == 0) & (image > 0.3)] = 0  # the letter, whose place no mask tells
    bones = tissue * np.uint8(FIELD)
    near = np.zeros(labels.shape, np.uint8)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (int(15 / SPACING) | 1,) * 2)
    for label, bone in t["bone_labels"].items():
        mask = labels == int(label)
        bones[mask] |= BITS.get(bone, UNNAMED) if bone in BITS else UNNAMED | 128
        near += cv2.dilate(mask.astype(np.uint8), disc)
    bones[(near > 1) & (labels > 0)] |= UNNAMED
    return dict(image=(image * 65535 + 0.5).astype(np.uint16), bones=bones, lesions=lesions,
                unsure=np.zeros(labels.shape, np.uint8), subject=np.array("ct"))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("phantoms"), ap.add_argument("out")
    ap.add_argument("--start", type=int, default=40000)
    o = ap.parse_args()
    for i, truth in enumerate(sorted(glob(f"{o.phantoms}/*.truth.json"))):
        np.savez_compressed(f"{o.out}/{o.start + i:05}.npz", **film(truth))


if __name__ == "__main__":
    main()
