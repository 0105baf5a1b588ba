"""Writes the integer weights: export.py SHARED DATA CHECKPOINT.npz OUT [--reference]

Calibrates on training films, compares integer with float masks on SHARED/radiographs, and writes OUT/weights.bin with a
small input and its answer beside it. --reference also writes the float answers (float16 .npy) to DATA/reference.
"""
import argparse
import glob
import os

import cv2
import numpy as np
import torch

import evaluate
import net as nets
import quantise as Q
from dataset import ordinary_films
from inputs import channels, normalise, padded, resample


def calibration(shared, data, count=40):
    """Inputs of both kinds of training film, whole: letters and metal, which answer most strongly, stand at the edges."""
    films = [cv2.imread(p, cv2.IMREAD_GRAYSCALE) for p in ordinary_films(shared)[0][:: 1066 // count]]
    bank = sorted(glob.glob(f"{data}/sim/train/*[0-9].npz"))
    films = [(f, 0.5) for f in films] + [(np.load(p)["image"], 0.25) for p in bank[:: max(1, len(bank) // count)]]
    return [padded(channels(normalise(resample(f, spacing)))) for f, spacing in films]


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("shared")
    ap.add_argument("data")
    ap.add_argument("checkpoint")
    ap.add_argument("out")
    ap.add_argument("--reference", action="store_true")
    ap.add_argument("--compare", type=int, default=20)
    ap.add_argument("--silent", default="", help="classes that are not known well enough to be answered: their logits fall by 6")
    o = ap.parse_args()
    torch.set_num_threads(1)
    net = Q.load(o.checkpoint)
    with torch.no_grad():
        for name in filter(None, o.silent.split(",")):
            k = nets.CLASSES.index(name)
            net.head.bias[4 * k : 4 * k + 4] -= 6
    model = Q.quantise(net, calibration(o.shared, o.data))
    os.makedirs(o.out, exist_ok=True)
    films = list(evaluate.cases(f"{o.shared}/radiographs/real")) + list(evaluate.cases(f"{o.shared}/radiographs/simulated"))[::3]
    sums = np.zeros((3, len(nets.CLASSES)))
    worst = np.ones(len(nets.CLASSES))
    for k, (name, spacing, image, *_) in enumerate(films[: o.compare]):
        p, n = evaluate.predict(net, image, spacing)
        x = padded(channels(n))
        if k == 0:
            y, x0 = 96, 64
            Q.write_reference(f"{o.out}/weights", model, nets.CLASSES, np.ascontiguousarray(x[:, y : y + 96, x0 : x0 + 160]))
        f, q = p > 0.5, Q.infer(model, x)[:, : n.shape[0], : n.shape[1]] > 0
        part = np.array([(f & q).sum((1, 2)), f.sum((1, 2)), q.sum((1, 2))])
        sums += part
        d = 2 * part[0] / np.maximum(part[1] + part[2], 1)
        worst = np.where(part[1] > 200, np.minimum(worst, d), worst)
        if o.reference:
            os.makedirs(f"{o.data}/reference", exist_ok=True)
            np.save(f"{o.data}/reference/{name}.npy", p.astype(np.float16))
    for c, name in enumerate(nets.CLASSES):
        print(f"{name:16s} Dice of integer and float masks: together {2 * sums[0, c] / max(sums[1, c] + sums[2, c], 1):.4f}, worst film {worst[c]:.4f}")
    print(os.path.getsize(f"{o.out}/weights.bin"), "bytes")


if __name__ == "__main__":
    main()
