"""One film of 2500 x 3000 pixels and 16 bits from four phantoms of `ossiquant phantom --count 6 --format png16 --spacing 0.15`.

Two hips above, a thigh and a knee below, edges mirrored outward. `make_film.py PHANTOMS FILM.png`.
"""
import glob
import sys

import cv2
import numpy as np


def phantom(folder, number):
    path = next(p for p in glob.glob(f"{folder}/phantom-{number:02d}-*.png") if p.count(".") == 1)
    return cv2.imread(path, cv2.IMREAD_UNCHANGED)


def fitted(image, height, width):
    image = image[:height, :width]
    dy, dx = height - image.shape[0], width - image.shape[1]
    return np.pad(image, ((dy // 2, dy - dy // 2), (dx // 2, dx - dx // 2)), mode="symmetric")


def main(folder, out):
    hips = [fitted(phantom(folder, 2), 1250, 1250), fitted(phantom(folder, 1), 1250, 1250)[:, ::-1]]
    legs = [fitted(phantom(folder, 4), 1750, 1250), fitted(phantom(folder, 5), 1750, 1250)[:, ::-1]]
    film = np.ascontiguousarray(np.vstack([np.hstack(hips), np.hstack(legs)]))
    assert film.shape == (3000, 2500) and film.dtype == np.uint16
    cv2.imwrite(out, film, [cv2.IMWRITE_PNG_COMPRESSION, 6])


main(*sys.argv[1:3])
