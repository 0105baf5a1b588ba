"""Films to fit the confidence on: confidence_films.py SHARED DATA OUT

The ordinary films held back from training, each as it is and with lesions drawn in, and simulated films of a skeleton that
the network was not trained on, several rounds of all of them; most are changed on the way (contrast, sharpening,
equalisation, noise, JPEG), other lesions are drawn in and other changes made in each round.
OUT gets NAME.png, NAME.truth.png (1 in a lesion, 2 where nobody can tell) and list.tsv (path, name, spacing) for the tool
`candidates`.
"""
import argparse
import os

import cv2
import numpy as np

import augment as A
from dataset import Films, ordinary_films, simulated_films, tissue_and_bone
from inputs import normalise

LESION, UNKNOWN = 1, 2
KINDS = dict(none=0.3, unsharp=0.2, equalised=0.2, gamma=0.15, noise=0.08, jpeg=0.07)


def changed(rng, v, step, kinds=KINDS):
    """What happens to a film after its exposure, and its name; `step` is mm per pixel, `kinds` how often each is drawn."""
    kind = rng.choice(list(kinds), p=list(kinds.values()))
    if kind == "unsharp":
        v = v + rng.uniform(0.3, 1.3) * (v - cv2.GaussianBlur(v, (0, 0), np.exp(rng.uniform(np.log(0.4), np.log(2.5))) / step))
    elif kind == "equalised":
        v = A.equalise(rng, np.clip(v, 0, 1), None)
    elif kind == "tiles":
        v = A.in_tiles(np.clip(v, 0, 1), np.exp(rng.uniform(np.log(1.5), np.log(6))), int(rng.integers(4, 11)))
    elif kind == "whole":
        v = A.as_a_whole(np.clip(v, 0, 1), (np.clip(v, 0, 1) * 255 + 0.5).astype(np.uint8))
    elif kind == "gamma":
        v = np.clip(v, 0, 1) ** np.exp(rng.uniform(-0.45, 0.45))
    elif kind == "noise":
        v = v + rng.normal(0, rng.uniform(0.003, 0.015), v.shape)
    elif kind == "jpeg":
        v = A.compressed(np.clip(v, 0, 1), rng.integers(50, 92))
    return np.clip(v, 0, 1), kind


def drawn_into(films, rng, v):
    """The film with one to four lesions in each of two places, and their truth."""
    truth = np.zeros(v.shape, np.uint8)
    body, bone = tissue_and_bone(v)
    for _ in range(2 if body.any() else 0):
        box, share, unknown = films.insertion.insert_somewhere(rng, v, body, bone)
        truth[box][(truth[box] == 0) & unknown] = UNKNOWN
        truth[box][share > 0.5] = LESION
    return v, truth


class Written:
    """A folder of films with their truth, and its list."""

    def __init__(self, folder):
        self.folder, self.rows = folder, []
        os.makedirs(folder, exist_ok=True)

    def save(self, name, v, truth, spacing):
        """`truth` None: no lesion; `spacing` "": not stated."""
        truth = np.zeros(v.shape, np.uint8) if truth is None else truth
        cv2.imwrite(f"{self.folder}/{name}.png", (np.clip(v, 0, 1) * 65535 + 0.5).astype(np.uint16), [cv2.IMWRITE_PNG_COMPRESSION, 1])
        cv2.imwrite(f"{self.folder}/{name}.truth.png", truth)
        self.rows.append(f"{self.folder}/{name}.png\t{name}\t{spacing}")

    def close(self):
        open(f"{self.folder}/list.tsv", "w").write("\n".join(self.rows) + "\n")


def of_simulator(path):
    """A simulated film, 0...1, and its truth."""
    z = np.load(path)
    return normalise(z["image"].astype(np.float32)), np.where(z["lesions"] > 0, LESION, np.where(z["unsure"] & 1, UNKNOWN, 0)).astype(np.uint8)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("shared"), ap.add_argument("data"), ap.add_argument("out")
    ap.add_argument("--seed", type=int, default=8102)
    ap.add_argument("--rounds", type=int, default=3)
    o = ap.parse_args()
    cv2.setNumThreads(1)
    paths, films, out = ordinary_films(o.shared)[1], Films(o.shared, o.data, o.seed), Written(o.out)
    for i, path in enumerate(paths):
        v = normalise(cv2.imread(path, cv2.IMREAD_GRAYSCALE).astype(np.float32))
        for k in range(o.rounds):
            rng = np.random.default_rng([o.seed + k, i, 1])
            name = f"{os.path.basename(path)[:-4]}.{k}"
            a, kind = changed(rng, v.copy(), 0.5)
            out.save(f"{name}.plain-{kind}", a, None, 0.5 if rng.random() < 0.7 else "")
            a, truth = drawn_into(films, rng, v.copy())
            a, kind = changed(rng, a, 0.5)
            out.save(f"{name}.drawn-{kind}", a, truth, 0.5 if rng.random() < 0.7 else "")
    for i, path in enumerate(simulated_films(o.data, "val")):
        v, truth = of_simulator(path)
        for k in range(o.rounds):
            rng = np.random.default_rng([o.seed + k, i, 77])
            a, kind = changed(rng, v.copy(), 0.25)
            out.save(f"sim-{i}.{k}.{kind}", a, truth, 0.25 if rng.random() < 0.8 else "")
    out.close()


if __name__ == "__main__":
    main()
