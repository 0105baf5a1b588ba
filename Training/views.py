"""The ways in which films reach the program: mining looks at each film in all of them, and training shows a place again as it was found false.

A view takes a film of values 0...1 and its pixels' size in mm."""
import cv2
import numpy as np

from augment import in_tiles


def sharpened(v, pixel):
    """Unsharp masking as an archive's export does it, with a radius of 0.65 mm."""
    return np.clip(2 * v - cv2.GaussianBlur(v, (0, 0), 0.65 / pixel), 0, 1)


def brightened(v, pixel):
    return v ** np.float32(0.7)


def equalised(v, pixel):
    """Histogram equalisation of the whole film at once."""
    q = (v * 255 + 0.5).astype(np.uint8)
    below = np.cumsum(np.bincount(q.ravel(), minlength=256)).astype(np.float32)
    return (below / below[-1])[q]


def equalised_in_tiles(v, pixel):
    """The same in 8 x 8 tiles, clipped at three times the mean count."""
    return in_tiles(v, 3, 8)


VIEWS = [lambda v, pixel: v, sharpened, brightened, equalised, equalised_in_tiles]


def shown(v, view, pixel):
    """A film of whole numbers over their type's range in the view of this number."""
    top = np.iinfo(v.dtype).max
    return (VIEWS[view](v.astype(np.float32) / top, pixel) * top + 0.5).astype(v.dtype) if view else v
