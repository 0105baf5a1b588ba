"""From the network's answer to lesions: hysteresis, bone taken away, holes filled, and the gate by measured contrast."""
import cv2
import numpy as np
import scipy.ndimage as ndi

from net import BONE, FIELD, MINERAL

EIGHT = np.ones((3, 3))
HIGH, LOW, GATE, MM2 = 0.9, 0.4, 6.0, 0.25


def components(p, high=HIGH, low=LOW, smallest=2.0):
    """Label map of candidate lesions on the 0.5 mm grid."""
    mask = (p[MINERAL] > low) & (p[BONE] < 0.6)
    joined = ndi.binary_closing(mask, iterations=2) & (p[BONE] < 0.6) | mask  # fragments within 1.5 mm are one
    lab, n = ndi.label(ndi.binary_fill_holes(joined), EIGHT)
    if not n:
        return lab
    peak = ndi.maximum(p[MINERAL] * mask, lab, np.arange(1, n + 1))
    area = ndi.sum(mask, lab, np.arange(1, n + 1)) * MM2
    keep = np.r_[False, (peak > high) & (area >= smallest)]
    return ndi.label(keep[lab], EIGHT)[0]


def contrast(n, lab, p):
    """For each candidate: contrast over the noise of its surroundings (z), and the share of its ring below half height."""
    g = cv2.GaussianBlur(n, (0, 0), 0.8)
    fine = g - cv2.GaussianBlur(g, (0, 0), 6)
    other = (p[BONE] > 0.5) | (lab > 0)
    out = []
    for i, box in enumerate(ndi.find_objects(lab), 1):
        y0, x0 = max(0, box[0].start - 30), max(0, box[1].start - 30)
        cut = (slice(y0, box[0].stop + 30), slice(x0, box[1].stop + 30))
        mine = lab[cut] == i
        d = cv2.distanceTransform((~mine).astype(np.uint8), cv2.DIST_L2, 5) * 0.5
        free = ~other[cut]
        ring, far = free & (d > 0.7) & (d <= 2.7), free & (d > 2) & (d <= 14)
        if ring.sum() < 12 or far.sum() < 60:
            ring, far = ~mine & (d > 0.7) & (d <= 2.7), ~mine & (d > 2) & (d <= 14)
        inside = np.quantile(g[cut][mine], 0.7)
        base = np.median(g[cut][ring]) if ring.any() else inside
        f = fine[cut][far]
        sigma = 1.4826 * np.median(np.abs(f - np.median(f))) + 1e-4 if far.any() else 1.0
        below = (g[cut][ring] < (inside + base) / 2).mean() if ring.any() else 0
        out.append(((inside - base) / sigma, below))
    return out


def lesions(p, n, gate=GATE):
    """Label map of the lesions that pass the gate, with (z, share of ring below half height, peak) of every candidate."""
    lab = components(p)
    rows, keep = [], [False]
    for i, (z, below) in enumerate(contrast(n, lab, p), 1):
        m = lab == i
        peak, area = float(p[MINERAL][m].max()), float(m.sum() * MM2)
        sure = peak > 0.95 and area > 60 and z > gate / 2  # large confident spurs and bridges pass
        field = float(p[FIELD][cv2.dilate(m.astype(np.uint8), np.ones((21, 21), np.uint8)) > 0].mean())
        keep.append(field > 0.6 and (sure or (z >= gate and below >= 0.55)))
        rows.append(dict(z=round(float(z), 2), below=round(float(below), 2), peak=round(peak, 3), area=round(area, 1), kept=bool(keep[-1])))
    kept = np.asarray(keep)[lab] * lab
    return with_neighbours(p, kept), rows


def with_neighbours(p, kept, reach=8.0):
    """The weaker members (peak over .6) of a cluster: within 8 mm of an accepted lesion."""
    if not kept.any():
        return kept
    weak = components(p, high=0.6, smallest=0.75)
    near = cv2.distanceTransform((kept == 0).astype(np.uint8), cv2.DIST_L2, 5) * 0.5 <= reach
    joined = (kept > 0) | np.isin(weak, np.setdiff1d(weak[near], 0))
    return ndi.label(joined, EIGHT)[0]
