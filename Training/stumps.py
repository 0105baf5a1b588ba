"""Amputation stumps out of ordinary training films: stumps.py SHARED OUT CHECKPOINT [--count N] [--seed S]

Real ossification is common in stumps, and no film of the training shows one. A long bone is cut off with all that lies beyond, the limb ends
round in air. CHECKPOINT says where bone and limb are. OUT/NAME.K.npz gets the film in 8 bits (`values`), what is known of bone (`known`, see mine.py), where soft
tissue is (`body`) and (x, y) of the cut bone's end (`end`).
"""
import argparse
import itertools
import os
from typing import NamedTuple

import cv2
import numpy as np
import scipy.ndimage as ndi
import torch

from dataset import ordinary_films
from evaluate import probabilities
from inputs import channels, normalise
from mine import known_bone
from net import BONE, FIELD
from quantise import load

LONG = 6  # times as much variance along a bone as across
LEAST = 4000  # pixels of a bone that is cut
BORDER = 30  # pixels along the edge
LIMB = (60, 420)  # pixels across
LIMBS = ("leg", "hip", "mixed", "shoulder")  # what such films' names begin with
FAR = (8, 20, 60)  # pixels over which soft tissue tells the grey level of what is laid over bone
BRIGHT = 0.04  # of the film's range over that: no soft tissue
EDGE = 5  # pixels: how far what lies at tissue's edge reaches into it, and over how many its grain fades in
MOST_LOOKS = 6  # at films, for each stump


def of_limbs(paths):
    """Those films among `paths` that are amputated."""
    return [p for p in paths if os.path.basename(p).startswith(LIMBS)]


class Stump(NamedTuple):
    film: np.ndarray  # 0...1
    known: np.ndarray
    body: np.ndarray
    end: np.ndarray  # (x, y) of the middle of the cut


class Cut:
    """A cut through a film at `middle` (x, y), and all beyond it along `axis`, a unit vector, cut off.

    along, across: distances of all pixels from the middle."""

    def __init__(self, middle, axis, shape):
        self.middle, self.axis = middle, axis
        y, x = np.indices(shape).astype(np.float32)
        self.along = (x - middle[0]) * axis[0] + (y - middle[1]) * axis[1]
        self.across = (y - middle[1]) * axis[0] - (x - middle[0]) * axis[1]


def blurred(a, s):
    return cv2.GaussianBlur(a.astype(np.float32), (0, 0), s)


def spread(a, where, *widths):
    """`a` blurred from where it is known (0 or 1), by ever more where little of that is near."""
    where = where.astype(np.float32)
    out = np.full(a.shape, (a * where).sum() / max(where.sum(), 1), np.float32)
    for s in sorted(widths, reverse=True):
        share = blurred(where, s)
        trust = np.clip(4 * share, 0, 1)
        out = trust * blurred(a * where, s) / np.maximum(share, 1e-4) + (1 - trust) * out
    return out


def grain(rng, a, where):
    """The fine structure of `a` in `where`, laid over the whole film from other places of it: parts that fade into each other, of one strength throughout.

    What stands out of it (letters, metal, vessels) and what lies at its edge (skin, cortex) is no grain: laid elsewhere it made cracks and marks."""
    depth = cv2.distanceTransform(where.astype(np.uint8), cv2.DIST_L2, 3)
    if (depth > EDGE).sum() < 1000:
        return np.zeros_like(a)
    fine = a - spread(a, where, 4)
    most = 4 * np.median(np.abs(fine[depth > EDGE]))
    fine, trust = np.clip(fine, -most, most), np.clip(depth / EDGE - 1, 0, 1)
    out, total, squares = np.zeros_like(a), np.zeros_like(a), np.zeros_like(a)
    for _ in range(40):
        shift = tuple(rng.integers(-150, 150, 2))
        share = np.roll(trust, shift, (0, 1)) * (1 - total)
        out += share * np.roll(fine, shift, (0, 1))
        total += share
        squares += share * share
    return out / np.sqrt(np.maximum(squares, 0.2))


def long_bones(bone):
    """(mask, axis) of every long bone. What lies along the film's edge is a plate's border that the network takes for bone."""
    middle = np.zeros(bone.shape, bool)
    middle[BORDER:-BORDER, BORDER:-BORDER] = True
    lab, n = ndi.label(ndi.binary_opening(bone, iterations=4))
    for j in range(1, n + 1):
        ys, xs = np.nonzero(lab == j)
        if len(ys) >= LEAST:
            size, axes = np.linalg.eigh(np.cov(np.c_[xs, ys].T))
            if size[1] >= LONG * size[0] and middle[ys, xs].mean() > 0.5:
                yield lab == j, axes[:, 1]


def drawn_cut(rng, bone):
    """A cut through one of the long bones, mostly towards the film's foot; None where there is none."""
    bones = list(long_bones(bone))
    if not bones:
        return None
    mask, axis = bones[rng.integers(len(bones))]
    axis = axis * np.sign(axis[1] or 1) * (1 if rng.random() < 0.75 else -1)
    ys, xs = np.nonzero(mask)
    u = xs * axis[0] + ys * axis[1]
    low, high = np.quantile(u, [0.02, 0.98])
    at = np.abs(u - low - rng.uniform(0.25, 0.85) * (high - low)) < 6
    return Cut(np.array([np.median(xs[at]), np.median(ys[at])]), axis, bone.shape) if at.any() else None


def limb_through(cut, field):
    """(mask, middle of the limb across the cut, half its width there); None where it is no limb."""
    lab, _ = ndi.label(ndi.binary_opening(field, iterations=3))
    middle = tuple(cut.middle.astype(int)[::-1])
    limb = (lab == lab[middle]) & (lab[middle] > 0)
    row = cut.across[limb & (np.abs(cut.along) < 3)]
    if not len(row) or not LIMB[0] <= np.ptp(row) <= LIMB[1]:
        return None
    return limb, (row.min() + row.max()) / 2, np.ptp(row) / 2


def without_bone(rng, n, bone, cut, limb):
    """(the film with soft tissue where bone of the limb, of which these are the probabilities, lies beyond the cut, all that lies beyond it); None where
    too little soft tissue is seen."""
    wave = ndi.gaussian_filter1d(rng.normal(0, 1, 4000), rng.uniform(4, 30))
    wave *= rng.uniform(0, 4) / wave.std()
    edge = rng.uniform(-0.35, 0.35) * cut.across + wave[np.clip(cut.across.astype(int) + 2000, 0, 3999)]
    beyond = limb & (cut.along > edge)
    soft = limb & ~ndi.binary_dilation(bone > 0.15, iterations=4)
    if soft.sum() < 3000:
        return None
    rise = n - spread(n, soft, *FAR)
    # Bone that the network is not sure of, and metal: pieces left of these would be taught as no lesions.
    bright = beyond & (rise > max(BRIGHT, 6 * np.median(np.abs(rise[soft]))))
    taken = beyond & ndi.binary_dilation(bright | (bone > 0.2), iterations=4)
    soft &= ~taken
    share = blurred(taken, rng.uniform(0.6, 2)) * ndi.binary_dilation(beyond, iterations=2)
    v = n * (1 - share) + (spread(n, soft, *FAR) + grain(rng, n, soft)) * share
    if rng.random() < 0.4:  # healed over
        cap = np.exp(-(((cut.along - edge + 2) / rng.uniform(1, 2.5)) ** 2)) * blurred(bone > 0.5, 1.5)
        v = v + rng.uniform(0.03, 0.2) * cap * (1 - v)
    return v, beyond


def left_of(rng, cut, limb, centre, half):
    """The share of the limb's thickness that is left: less and less towards its round end, and nothing beyond."""
    length = rng.uniform(16, 90)
    reach = max(min(half, rng.uniform(0.5, 1.3) * half), 0.8 * length)
    w = np.clip((cut.across - centre) / half, -1, 1)
    t = np.clip((cut.along - length + reach) / reach, 0, 2) * (1 + rng.uniform(-0.3, 0.3) * w)
    thickness = np.sqrt(np.clip(1 - w**2 - t**2, 0, 1) / np.clip(1 - w**2, 0.05, 1))
    return blurred(np.where(limb & (t > 0), np.clip(thickness, 0, 1), 1), 1)


def amputated(rng, n, p):
    """A Stump made of the normalised film `n` with the answer `p` of a network; None where there is nothing to cut."""
    cut = drawn_cut(rng, p[BONE] > 0.5)
    found = cut and limb_through(cut, p[FIELD] > 0.5)
    made = found and without_bone(rng, n, p[BONE], cut, found[0])
    if not made:
        return None
    (inner, centre, half), (v, beyond) = found, made
    limb = ndi.binary_dilation(inner, iterations=6)  # with the halo that sharpening left around it
    thickness = left_of(rng, cut, limb, centre, half)
    outside = ~ndi.binary_dilation(p[FIELD] > 0.2, iterations=6) & (n < 0.9)
    air = spread(n, outside, 10, 40) + grain(rng, n, outside) if outside.sum() > 3000 else float(np.quantile(n, 0.01))
    v = v * thickness + np.minimum(air, v) * (1 - thickness)
    known = np.where(beyond, 0, known_bone(p[BONE], n)).astype(np.uint8)
    body = ndi.binary_erosion(inner & (thickness > 0.4), iterations=4)  # beneath the skin
    return Stump(np.clip(v, 0, 1).astype(np.float32), known, body, cut.middle)


def stump_of(rng, n, p, tries=8):
    """The first Stump that one of some cuts gives, or None."""
    return next((s for s in (amputated(rng, n, p) for _ in range(tries)) if s), None)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("shared"), ap.add_argument("out"), ap.add_argument("checkpoint")
    ap.add_argument("--count", type=int, default=700)
    ap.add_argument("--seed", type=int, default=7012)
    o = ap.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    os.makedirs(o.out, exist_ok=True)
    net = load(o.checkpoint)
    paths = of_limbs(ordinary_films(o.shared)[0])
    made = 0
    looks = ((k, i) for k in itertools.count() for i in np.random.default_rng([o.seed, k]).permutation(len(paths)))
    for k, i in itertools.islice(looks, MOST_LOOKS * o.count):  # a network that knows little finds little to cut
        path = paths[i]
        n = normalise(cv2.imread(path, cv2.IMREAD_GRAYSCALE).astype(np.float32), thin=3)
        s = stump_of(np.random.default_rng([o.seed, k, i]), n, probabilities(net, channels(n)))
        if s:
            made += 1
            name = os.path.basename(path)[:-4]
            np.savez_compressed(f"{o.out}/{name}.{k}.npz", values=(s.film * 255 + 0.5).astype(np.uint8), known=s.known, body=s.body, end=s.end)
        if made == o.count:
            break
    print(made, "stumps")


if __name__ == "__main__":
    main()
