"""Held-back ordinary films, each with a look-alike of heterotopic ossification drawn in: look_alikes.py SHARED OUT CHECKPOINT [--seed 9500]

The kinds are what such films really show: calcified vessels (two broken lines along the limb), phleboliths (round, 3 to 7 mm, two of three with a lucent
centre), deposits in tendons (dense clouds of 5 to 18 mm within 12 mm of bone) and loose bodies (a shell around trabeculae, 5 to 16 mm, within 5 mm of bone;
up to three tenths hidden by it). Each film has two of them in turn, one at a time; hands no tendon's and no loose body. CHECKPOINT says where tissue and bone are;
use the same one for every comparison. Training's bank has vessels and points of its own making, but neither these shapes nor these places.
Writes what score.py reads, and OUT/manifest.csv.
"""
import argparse
import os

import cv2
import numpy as np
import torch

from bone_inserted import mostly_beside, placed, record, seen
from dataset import ordinary_films
from lesions import along, canvas, fractal, inward, noise, packed, trimmed, tube, wavy
from quantise import load


def vessel(rng, axis):
    length = rng.uniform(15, 70)
    x, y = canvas(length * 1.3 + 12)[1:]
    bend, wave = rng.uniform(-0.15, 0.15) * length, rng.uniform(0, 0.04) * length
    best, _ = along(wavy(length, bend, wave, rng.uniform(6, 18), rng.uniform(0, 6), axis + rng.normal(0, 0.25), 20), x, y)
    plaques = np.clip(rng.uniform(0.3, 0.8) + noise(rng, x.shape, rng.uniform(2, 10)), 0, 1.3)
    return tube(best, rng.uniform(0.9, 3.5), rng.uniform(0.4, 0.9), 0.12) * plaques


def phlebolith(rng, axis):
    across = rng.uniform(3, 7)
    x, y = canvas(across * 1.5 + 4)[1:]
    return tube(np.hypot(x, y * rng.uniform(0.85, 1.15)), across / 2, rng.uniform(0.8, 1.4) if rng.random() < 0.66 else across, 0.4)


def oval(rng, half, roundness, rough, grain):
    """An oval's inward distance in mm (0 outside), its edge rough."""
    x, y = canvas(half * 3)[1:]
    a = rng.uniform(0, np.pi)
    u, v = x * np.cos(a) + y * np.sin(a), y * np.cos(a) - x * np.sin(a)
    inside = 1 - np.hypot(u / half, v / half / roundness) + rough * fractal(rng, x.shape, grain) > 0
    return inward(inside)


def tendon(rng, axis):
    depth = oval(rng, rng.uniform(2.5, 9), rng.uniform(0.3, 0.7), rng.uniform(0.05, 0.2), 3)
    return np.clip(depth / rng.uniform(0.3, 1.5), 0, 1) * (1 + rng.uniform(0, 0.3) * fractal(rng, depth.shape, 2))


def loose_body(rng, axis):
    depth = oval(rng, rng.uniform(2.5, 8), rng.uniform(0.6, 1), 0.06, 4)
    shell = np.clip(1 - np.abs(depth - 0.4) / 0.5, 0, 1) * rng.uniform(0.5, 1)
    return (depth > 0) * (shell + rng.uniform(0.3, 0.7) * np.clip(1.2 - np.abs(noise(rng, depth.shape, 1.5)), 0.6, None))


class Within:
    """Lesions lie in soft tissue, with their middle from `least` to `most` mm away from bone; three tenths may be hidden by it."""

    def __init__(self, least, most):
        self.least, self.most = least, most

    def spots(self, rng, away, size):
        return (away > self.least) & (away < self.most)

    fits = staticmethod(mostly_beside)


KINDS = dict(vessel=(vessel, Within(3, np.inf)), tendon=(tendon, Within(1, 12)), phlebolith=(phlebolith, Within(1, np.inf)), loose_body=(loose_body, Within(0, 5)))
AT_JOINTS = ("tendon", "loose_body")


def drawn_into(rng, film, soft, bone, kind):
    """The film with one of the kind in it, and where that is; None where none finds room."""
    shape, where = KINDS[kind]
    axis = long_axis(soft | bone)
    for _ in range(200):
        path = np.clip(shape(rng, axis), 0, None)
        done = path.any() and placed(rng, film, soft, bone, packed(trimmed(path)), where)
        if done:
            return done
    return None


def long_axis(body):
    """The direction in which the body is longest, in radians from x to y."""
    ys, xs = np.nonzero(body)
    x, y = np.linalg.eigh(np.cov(xs, ys))[1][:, 1]
    return np.arctan2(y, x)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("shared"), ap.add_argument("out"), ap.add_argument("checkpoint")
    ap.add_argument("--seed", type=int, default=9500)
    o = ap.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    os.makedirs(o.out, exist_ok=True)
    net, rows = load(o.checkpoint), ["image,id,spacing_mm"]
    for i, path in enumerate(ordinary_films(o.shared)[1]):
        film, _, known = seen(net, path)
        name = os.path.basename(path)[:-4]
        for k in (i % 4, (i + 1) % 4):
            kind = list(KINDS)[k]
            done = not (kind in AT_JOINTS and name.startswith("hand")) and drawn_into(np.random.default_rng([o.seed, i, k]), film, known.body, known.bone, kind)
            if done:
                rows.append(record(o.out, f"{name}-{kind}", *done, kind))
    open(f"{o.out}/manifest.csv", "w").write("\n".join(rows) + "\n")
    print(len(rows) - 1, "films")


if __name__ == "__main__":
    main()
