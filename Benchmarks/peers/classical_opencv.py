"""The classical steps of such a measurement with OpenCV on one thread, for comparison.

Decode, Gaussian of 2 px, background of 60 px taken away, Otsu's threshold, opening and closing by a disc of 3 px, holes filled,
8-connected parts over 200 px labelled and measured, bright bone by a second threshold, distance to it, grey opening of 81 px, masks
written. `classical_opencv.py IMAGE OUT` prints the number of parts, their area and that of bone.
"""
import sys

import cv2
import numpy as np


def main(path, out):
    cv2.setNumThreads(1)
    image = cv2.imread(path, cv2.IMREAD_UNCHANGED).astype(np.float32)
    smooth = cv2.GaussianBlur(image, (13, 13), 2, borderType=cv2.BORDER_REPLICATE)
    small = cv2.resize(image, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    ground = cv2.GaussianBlur(small, (0, 0), 7.5, borderType=cv2.BORDER_REPLICATE)
    ground = cv2.resize(ground, image.shape[::-1], interpolation=cv2.INTER_LINEAR)
    excess = np.clip(smooth - ground + 32768, 0, 65535).astype(np.uint16)
    level, bright = cv2.threshold(excess, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    y, x = np.ogrid[-3:4, -3:4]
    disc = (x * x + y * y <= 9).astype(np.uint8)
    mask = cv2.morphologyEx(bright.astype(np.uint8), cv2.MORPH_OPEN, disc)
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, disc)
    outside = np.zeros((mask.shape[0] + 2, mask.shape[1] + 2), np.uint8)
    framed = cv2.copyMakeBorder(mask, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    filled = framed.copy()
    cv2.floodFill(filled, cv2.copyMakeBorder(outside, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0), (0, 0), 2)
    mask = (filled != 2).astype(np.uint8)[1:-1, 1:-1]
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    large = stats[1:, cv2.CC_STAT_AREA] >= 200
    bone = (smooth > np.float32(0.75) * smooth.max()).astype(np.uint8)
    distance = cv2.distanceTransform(1 - bone, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    opened = cv2.morphologyEx(excess, cv2.MORPH_OPEN, np.ones((81, 81), np.uint8))
    near = float(distance[mask > 0].mean()) + float(opened.mean()) * 0
    keep = np.concatenate([[False], large])
    cv2.imwrite(f"{out}.lesions.png", np.where(keep[labels], labels, 0).astype(np.uint16))
    cv2.imwrite(f"{out}.bones.png", bone)
    print(large.sum(), stats[1:][large, cv2.CC_STAT_AREA].sum(), bone.sum(), round(near))


main(*sys.argv[1:3])
