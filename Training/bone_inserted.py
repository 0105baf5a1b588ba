"""Held-back ordinary films, each with a piece of another one's bone in its soft tissue: bone_inserted.py SHARED DATA OUT CHECKPOINT [--seed 9300] [--stumps | --attached]

The check for lesions that look like bone, as mature ossification does and no simulator's body. The pieces have shapes of DATA/bank.npz, are
at least 6 mm long and rise by an eighth to a third of the range: plain to the eye. CHECKPOINT says where tissue and bone are; use the same one for every comparison.
With --stumps the films are amputated first (stumps.py), and within 25 mm of the bone's end lies a piece of bone or a shape of the bank as it is.
With --attached such a piece or shape is grown onto bone instead, as most ossification of hips is. Both leave hands out.
Writes what score.py reads, and OUT/manifest.csv.
"""
import argparse
import json
import os

import cv2
import numpy as np
import scipy.ndimage as ndi
import torch

from dataset import STUMP_MM, RealFilm, ordinary_films
from evaluate import probabilities
from inputs import WORKING_MM, channels, normalise
from inserted import soft_tissue
from lesions import INSIDE, Bank
from mine import known_bone
from net import BONE
from quantise import load
from stumps import of_limbs, stump_of
from transplants import KNOWN, ground_of, transplanted
from warps import halve

LEAST_MM, LEAST_MM2 = 6, 12


def seen(net, path):
    """The film in 0...1, what the network answers, and the film as a source of bone: its body is what is soft tissue."""
    n = normalise(cv2.imread(path, cv2.IMREAD_GRAYSCALE).astype(np.float32))
    p = probabilities(net, channels(n))
    soft, bone = soft_tissue(p, n), p[BONE] > 0.5
    values, known = (n * 255 + 0.5).astype(np.uint8), known_bone(p[BONE], n)
    return n, p.astype(np.float16), RealFilm(values, soft, bone, known, None, ground_of(values, soft, known))


def amputated(rng, film, p):
    """(film, soft, bone, where pieces lie) of a stump made of `film`; None where there is nothing to cut."""
    s = stump_of(rng, film, p)
    if s is None:
        return None
    near = np.zeros(film.shape, np.uint8)
    cv2.circle(near, tuple(int(c) for c in s.end), int(STUMP_MM / WORKING_MM), 1, -1)
    bone = s.known > KNOWN
    return s.film, s.body & ~bone, bone, Beside(near > 0)


def mostly_beside(inside, bone):
    """Whether bone hides no more than three tenths of a lesion."""
    return (inside & ~bone).sum() >= 0.7 * inside.sum()


class Beside:
    """Lesions lie in soft tissue, with their middle in `near`, half of them at least 4 mm from bone; three tenths may be hidden by bone."""

    def __init__(self, near):
        self.near = near

    def spots(self, rng, away, size):
        return (away > (4 if rng.random() < 0.5 else 0)) & self.near

    fits = staticmethod(mostly_beside)


class Onto:
    """Lesions touch bone along 3 mm at least, and a part of them, at most a half, is hidden by it; what is seen is one piece."""

    def spots(self, rng, away, size):
        return (away > 0.09 * size) & (away < 0.45 * size)

    def fits(self, inside, bone):
        shown = inside & ~bone
        pieces = np.bincount(ndi.label(shown)[0].ravel())[1:]
        touching = (ndi.binary_dilation(bone) & shown).sum() * WORKING_MM
        hidden = 1 - shown.sum() / inside.sum()
        return touching >= 3 and 0.05 <= hidden <= 0.5 and pieces.max() >= 0.9 * shown.sum()


def placed(rng, film, soft, bone, path, where):
    """The film with the piece in it and where that is; None where there is no room for it. `where`: Beside or Onto."""
    path = np.pad(path, [(0, n % 2) for n in path.shape])
    inside, path = halve(path > INSIDE) > 0.5, halve(path) / 200
    away = cv2.distanceTransform((~bone).astype(np.uint8), cv2.DIST_L2, 5) * WORKING_MM
    ys, xs = np.nonzero(ndi.binary_erosion(soft, iterations=3) & where.spots(rng, away, max(path.shape) * WORKING_MM))
    if not len(ys):
        return None
    k = rng.integers(len(ys))
    corner = np.array([ys[k], xs[k]]) - np.array(path.shape) // 2
    if (corner < 0).any() or (corner + path.shape > film.shape).any():
        return None
    box = tuple(slice(c, c + n) for c, n in zip(corner, path.shape))
    shown = inside & ~bone[box]
    if shown.sum() < LEAST_MM2 / WORKING_MM**2 or not where.fits(inside, bone[box]) or soft[box][shown].mean() < 0.9:
        return None
    out, mask = film.copy(), np.zeros(film.shape, np.uint8)
    room = (1.02 - film[box]) / max(1.02 - np.median(film[box][shown]), 0.2)
    out[box] = np.clip(film[box] + rng.uniform(0.12, 0.35) * path * np.clip(room, 0, 1.3), 0, 1)
    mask[box][shown] = 1
    return out, mask


def drawn_into(rng, film, soft, bone, where, bank, sources, as_is):
    """The film with a piece of the bone of one of `sources` in it, or if it may be (`as_is`) as often a shape of the bank, and where that is; None where
    none finds room."""
    for _ in range(200):
        piece = bank.draw(rng)
        if max(piece.shape) < LEAST_MM * 4:
            continue
        if not as_is or rng.random() < 0.5:
            piece = transplanted(rng, piece, sources[rng.integers(len(sources))])
        done = None if piece is None else placed(rng, film, soft, bone, piece, where)
        if done:
            return done
    return None


def record(out, name, film, mask, kind):
    """Writes the film with one lesion and its truth; its line of the manifest."""
    cv2.imwrite(f"{out}/{name}.png", (film * 255 + 0.5).astype(np.uint8))
    cv2.imwrite(f"{out}/{name}.lesions.png", mask)
    lesion = dict(id=1, kind=kind, area_mm2=float(mask.sum() * WORKING_MM**2), feret_max_mm=longest(mask))
    truth = dict(image=f"{name}.png", spacing_mm=WORKING_MM, width=mask.shape[1], height=mask.shape[0], lesions=[lesion])
    json.dump(truth, open(f"{out}/{name}.truth.json", "w"))
    return f"{name}.png,{name},{WORKING_MM}"


def longest(mask):
    """The maximum Feret diameter in mm."""
    hull = cv2.convexHull(np.argwhere(mask).astype(np.int32))[:, 0]
    return float((np.hypot(*(hull[:, None] - hull[None]).reshape(-1, 2).T).max() + 1) * WORKING_MM)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("shared"), ap.add_argument("data"), ap.add_argument("out"), ap.add_argument("checkpoint")
    ap.add_argument("--seed", type=int, default=9300)
    instead = ap.add_mutually_exclusive_group()
    instead.add_argument("--stumps", action="store_true")
    instead.add_argument("--attached", action="store_true")
    o = ap.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    os.makedirs(o.out, exist_ok=True)
    net, bank, paths = load(o.checkpoint), Bank(f"{o.data}/bank.npz"), ordinary_films(o.shared)[1]
    if o.attached:
        paths = [p for p in paths if not os.path.basename(p).startswith("hand")]
    if o.stumps:
        paths = of_limbs(paths)
    films, where = [seen(net, p) for p in paths], Onto() if o.attached else Beside(True)
    rows = ["image,id,spacing_mm"]
    for i, path in enumerate(paths):
        rng, name = np.random.default_rng([o.seed, i]), os.path.basename(path)[:-4]
        film, p, known = films[i]
        ground = amputated(rng, film, p) if o.stumps else (film, known.body, known.bone, where)
        done = ground and drawn_into(rng, *ground, bank, [f[2] for j, f in enumerate(films) if j != i], o.stumps or o.attached)
        if done:
            rows.append(record(o.out, name, *done, "bone"))
    open(f"{o.out}/manifest.csv", "w").write("\n".join(rows) + "\n")
    print(len(rows) - 1, "films")


if __name__ == "__main__":
    main()
