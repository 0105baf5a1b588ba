"""The grid of a training crop, SIZE x SIZE at 0.5 mm with a margin so that the local normalisation sees its surroundings, and how films
are laid on it."""
import cv2
import numpy as np

SIZE, MARGIN = 224, 40
FULL = SIZE + 2 * MARGIN


def affine(centre, step, turn, flip, aspect, size=(2 * FULL, 2 * FULL)):
    """Maps pixels of a grid twice as fine as the crop (with margin), or another of `size` at 0.25 mm, to source pixels; `centre` comes to
    lie in its middle. step: source pixels per 0.5 mm."""
    a = np.deg2rad(turn)
    r = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]]) @ np.diag([step * aspect * (-1 if flip else 1), step / aspect]) / 2
    mid = (np.array(size) - 1) / 2
    return np.c_[r, np.array(centre) - r @ mid].astype(np.float32)


def warp(a, m, border, interpolation=cv2.INTER_LINEAR, size=(2 * FULL, 2 * FULL)):
    return cv2.warpAffine(a, m, tuple(int(n) for n in size), flags=interpolation | cv2.WARP_INVERSE_MAP, borderMode=border)


def coarse(m):
    """What maps the crop's own pixels to those of the source, for an `m` of the grid twice as fine."""
    return np.c_[2 * m[:, :2], m[:, 2] + m[:, :2] @ (0.5, 0.5)]


def warp_coarse(a, m, border, interpolation=cv2.INTER_LINEAR):
    """The same on the crop's own grid, for masks that need no exact edge."""
    return cv2.warpAffine(a, coarse(m), (FULL, FULL), flags=interpolation | cv2.WARP_INVERSE_MAP, borderMode=border)


def unshuffled(a):
    """(c, h, w) to (h/2, w/2, c*4): the network's own order, channels last."""
    c, h, w = a.shape
    return np.ascontiguousarray(a.reshape(c, h // 2, 2, w // 2, 2).transpose(1, 3, 0, 2, 4).reshape(h // 2, w // 2, c * 4))


def halve(a):
    return cv2.resize(a.astype(np.float32), (a.shape[1] // 2, a.shape[0] // 2), interpolation=cv2.INTER_AREA)
