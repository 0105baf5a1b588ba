"""Pieces of real films' bone in the shape of a lesion: their cortex, trabeculae and natural edges are those of mature ossification, and
no simulator has them."""
import cv2
import numpy as np

from lesions import INSIDE, packed
from warps import affine, warp

QUARTER = 4
KNOWN = 200  # of what is known of bone (see mine.py) more than this is bone
NEAR = 6  # quarter-size pixels (2 mm each) over which soft tissue tells the grey level beneath bone


def ground_of(v, body, known):
    """The grey level of the soft tissue around every place, a quarter of the film's size (uint8); 0 where there is none near."""
    soft = ((body > 0) & (known < 64))[::QUARTER, ::QUARTER].astype(np.float32)
    blurred = lambda a: cv2.GaussianBlur(a, (0, 0), NEAR)
    share = blurred(soft)
    return np.where(share > 0.05, blurred(v[::QUARTER, ::QUARTER] * soft) / np.maximum(share, 0.05), 0).astype(np.uint8)


def transplanted(rng, shape, film):
    """What the bone of `film`, a RealFilm, rises over its soft tissue inside `shape`, a path of the bank, packed as that is; None where that
    is too little."""
    ys, xs = np.nonzero((film.known[:: 2 * QUARTER, :: 2 * QUARTER] > KNOWN) & (film.ground[::2, ::2] > 0))
    if len(ys) < 20:
        return None
    k = rng.integers(len(ys))
    size = shape.shape[::-1]
    m = affine((xs[k] * 2 * QUARTER, ys[k] * 2 * QUARTER), np.exp(rng.uniform(-0.6, 0.3)), rng.uniform(0, 360), rng.random() < 0.5, 1, size)
    laid = lambda a, m=m: warp(a, m, cv2.BORDER_CONSTANT, size=size).astype(np.float32)
    level = laid(film.ground, m / QUARTER)
    outline = (shape > INSIDE).astype(np.float32)
    bone = np.clip(laid(film.known) / 170 - 0.5, 0, 1) * (level > 0)
    if (bone * outline).sum() < 0.3 * outline.sum():
        return None
    soft = cv2.GaussianBlur(outline, (0, 0), rng.choice([0.6, 1.5, 3]))
    path = np.clip(laid(film.values) - level, 0, None) * bone * soft
    if rng.random() < 0.5:  # with the rim, the core or the holes of the shape
        path *= np.sqrt(shape / np.float32(200))
    there = path[path > 0]
    top = np.quantile(there, 0.98) if len(there) > 30 else 0
    if top < 12:  # of 255: bone that hardly rises is noise when it is raised to a lesion's contrast
        return None
    return packed(path, top)
