"""Which drawn lesions can still be seen once a film has been changed: what nobody can see must not be taught as a lesion, nor as none."""
import cv2
import numpy as np
import scipy.ndimage as ndi

PIXEL_MM2 = 0.25
RING = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (17, 17))  # 4 mm around
EDGE = np.ones((3, 3), np.uint8)
RISE = 0.02  # of the film's range
OVER_NOISE = 2  # times the noise, over 5 mm2; of what is smaller more (Rose's criterion)
OVER_STRUCTURE = 1.0  # times what the tissue around varies by beside its slope


def unseen(img, share, bone):
    """Where lesions (`share` of each pixel, at 0.5 mm) rise too little over the slope of what lies within 4 mm of them, beside bone, to be seen in `img` (0...1)."""
    lab, _ = ndi.label(share > 0.5)
    fine = img - cv2.GaussianBlur(img, (0, 0), 1.5)
    out = np.zeros(img.shape, bool)
    for j, (y, x) in enumerate(ndi.find_objects(lab), 1):
        box = (slice(max(0, y.start - 9), y.stop + 9), slice(max(0, x.start - 9), x.stop + 9))
        inside = lab[box] == j
        around = cv2.dilate(inside.astype(np.uint8), RING) > 0
        ring = around & (share[box] < 0.05)
        if (ring & ~bone[box]).sum() > 30:
            ring &= ~bone[box]
        if ring.sum() < 20:
            continue
        yy, xx = np.nonzero(ring | inside)
        at, values = np.c_[np.ones(len(yy)), yy, xx].astype(np.float32), img[box][yy, xx]
        tissue = ring[yy, xx]
        rest = values - at @ np.linalg.lstsq(at[tissue], values[tissue], rcond=None)[0]
        structure = 1.4826 * np.median(np.abs(rest[tissue]))
        noise = 1.4826 * np.median(np.abs(fine[box][around]))
        rise = np.median(rest[~tissue])
        size = np.sqrt(5 / max(inside.sum() * PIXEL_MM2, 1))
        if rise < max(RISE, OVER_NOISE * noise * max(size, 1), OVER_STRUCTURE * structure):
            out[box] |= (cv2.dilate(inside.astype(np.uint8), EDGE) > 0) & (share[box] > 0)
    return out
