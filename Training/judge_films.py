"""Films to teach the judge: judge_films.py SHARED DATA OUT [--rounds 8] [--held-back]

The ordinary films of the training, in each round as they are and with lesions drawn in, most of them changed on the way, four in ten of the later
rounds' also collimated to a part, one in five without its spacing; stumps, three in four with lesions around the bone's end; and simulated films. --held-back: three rounds of the
ordinary films held back, to see how well it judges. OUT gets what confidence_films.py writes.
"""
import argparse
import os

import cv2
import numpy as np

from confidence_films import LESION, UNKNOWN, Written, changed, drawn_into, of_simulator
from dataset import STUMP_MM, Films, is_stump, ordinary_films, real_films, simulated_films, stump
from inputs import WORKING_MM, normalise
from warps import FULL

KINDS = dict(none=0.17, unsharp=0.17, tiles=0.2, whole=0.12, equalised=0.12, gamma=0.1, noise=0.06, jpeg=0.06)
SIMULATED = 500
LEAST = 200  # pixels of a collimated film


def collimated(rng, v, truth):
    """A part of a film, around some place of its lesions where it has any."""
    h, w = (max(min(n, LEAST), int(n * k)) for n, k in zip(v.shape, [np.exp(rng.uniform(np.log(0.4), 0))] * 2))
    room = np.array([v.shape[0] - h, v.shape[1] - w])
    places = np.argwhere(truth)
    corner = places[rng.integers(len(places))] - rng.uniform(0.25, 0.75, 2) * (h, w) if len(places) else rng.uniform(0, 1, 2) * room
    y, x = np.clip(corner, 0, room).astype(int)
    return v[y : y + h, x : x + w], truth[y : y + h, x : x + w]


def at_the_end(insertion, rng, film):
    """A stump with lesions around its bone's end, three times in four, and its truth."""
    v, truth = film.values.astype(np.float32) / 255, np.zeros(film.values.shape, np.uint8)
    if rng.random() < 0.75 and min(v.shape) >= FULL:
        near = np.zeros(v.shape, np.uint8)
        cv2.circle(near, tuple(int(c) for c in film.end), int(STUMP_MM / WORKING_MM), 1, -1)
        box, share, unknown = insertion.insert_at(rng, v, film.body, film.bone, film.end, lambda box: near[box] > 0)
        truth[box][unknown], truth[box][share > 0.5] = UNKNOWN, LESION
    return v, truth


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("shared"), ap.add_argument("data"), ap.add_argument("out")
    ap.add_argument("--seed", type=int, default=5501)
    ap.add_argument("--rounds", type=int, default=8)
    ap.add_argument("--every", type=int, default=1, help="one film of so many")
    ap.add_argument("--held-back", action="store_true")
    o = ap.parse_args()
    cv2.setNumThreads(1)
    films, out = Films(o.shared, o.data, o.seed), Written(o.out)
    for i, path in enumerate(ordinary_films(o.shared)[o.held_back][:: o.every]):
        v = normalise(cv2.imread(path, cv2.IMREAD_GRAYSCALE).astype(np.float32))
        for k in range(min(o.rounds, 3) if o.held_back else o.rounds):
            rng = np.random.default_rng([o.seed + k, i, 9])
            for what in ("plain", "drawn"):
                a, truth = drawn_into(films, rng, v.copy()) if what == "drawn" else (v.copy(), np.zeros(v.shape, np.uint8))
                a, kind = changed(rng, a, WORKING_MM, KINDS)
                late = k >= o.rounds // 2 and not o.held_back
                if late and rng.random() < 0.4:
                    a, truth = collimated(rng, a, truth)
                out.save(f"{os.path.basename(path)[:-4]}.{k}.{what}-{kind}", a, truth, "" if late and rng.random() < 0.2 else WORKING_MM)
    if not o.held_back:
        for i, path in enumerate([p for p in real_films(o.shared, o.data) if is_stump(p)][:: o.every]):
            rng = np.random.default_rng([o.seed, i, 77])
            a, truth = at_the_end(films.insertion, rng, stump(path))
            a, kind = changed(rng, a, WORKING_MM, KINDS)
            out.save(f"stump-{i}.{kind}", a, truth, WORKING_MM)
        paths = simulated_films(o.data)
        for i in np.random.default_rng(o.seed).permutation(len(paths))[: SIMULATED // o.every]:
            rng = np.random.default_rng([o.seed, i, 78])
            v, truth = of_simulator(paths[i])
            a, kind = changed(rng, v, WORKING_MM / 2, KINDS)
            out.save(f"sim-{i}.{kind}", a, truth, WORKING_MM / 2)
    out.close()


if __name__ == "__main__":
    main()
