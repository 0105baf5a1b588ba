"""Finds what a network takes for lesions on ordinary training films (nothing was drawn into these), and what it knows there.

train.py --mine runs this before it starts, and `mine.py SHARED DATA CHECKPOINT` beside it (loaders read it anew): DATA/hard.npy gets a row (film, x, y) per false positive,
and DATA/pseudo/NAME.png: blue = bone (255 confident, 0 confidently none, 128 unsure), green = field, red = on hip films 1 sure of pelvis + 2 sure of femur.
"""
import os
import sys

import cv2
import numpy as np
import scipy.ndimage as ndi
import torch
from scipy.special import expit

from dataset import ordinary_films, simulated_films
from inputs import channels, normalise, padded, resample
from net import BONE, FIELD, MINERAL


def answer(net, n):
    x = torch.from_numpy(padded(channels(n))[None]).to(torch.bfloat16) / 255
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        logit = net(x.contiguous(memory_format=torch.channels_last))[0, [MINERAL, BONE, FIELD, 0, 1], : n.shape[0], : n.shape[1]]
    return logit.float().numpy()


def from_every_side(net, n, first):
    """The mean log odds of mineralisation over the film and its three mirrored copies: what is false from one side only is left out."""
    total = first.copy()
    for axes in ((0,), (1,), (0, 1)):
        total += np.flip(answer(net, np.ascontiguousarray(np.flip(n, axes)))[0], axes)
    return total / 4


def known_bone(bone, n):
    known = np.where(bone > 0.9, 255, np.where(bone < 0.05, 0, 128)).astype(np.uint8)
    known[(bone < 0.9) & (n > 0.55)] = 128  # what is bright is not called "no bone"
    return known


def suspicious(mineral, bone):
    return (mineral > 0.3) & (bone < 0.6)


def mine(net, shared, data, smallest=1.5):
    net.eval()
    os.makedirs(f"{data}/pseudo", exist_ok=True)
    rows = []
    paths = ordinary_films(shared)[0]
    for i, path in enumerate(paths):
        n = normalise(cv2.imread(path, cv2.IMREAD_GRAYSCALE).astype(np.float32), thin=2)
        log_odds = answer(net, n)
        bone, field, pelvis, femur = expit(log_odds[1:])
        name = os.path.basename(path)[:-4]
        named = ((pelvis > 0.8) + 2 * (femur > 0.8)) * (bone > 0.9) * name.startswith("hip")
        cv2.imwrite(f"{data}/pseudo/{name}.png", np.dstack([known_bone(bone, n), (field * 255).astype(np.uint8), named.astype(np.uint8)]))
        mineral = expit(log_odds[0])
        if suspicious(mineral, bone).any():
            mineral = expit(from_every_side(net, n, log_odds[0]))
        lab, _ = ndi.label(suspicious(mineral, bone))
        for j, box in enumerate(ndi.find_objects(lab), 1):
            m = lab[box] == j
            if m.sum() * 0.25 >= smallest and mineral[box][m].max() > 0.5:
                y, x = (s.start + (s.stop - s.start) / 2 for s in box)
                rows.append((i, x, y))
    np.save(f"{data}/hard.npy", np.array(rows, np.float32).reshape(-1, 3))
    print(f"mined {len(paths)} films: {len(rows)} places on {len({r[0] for r in rows})} films", flush=True)
    net.train()


def mine_simulated(net, data):
    """The same on simulated films, where what is a lesion and what is not are known, so parts that are missed too: DATA/hard-simulated.npy."""
    net.eval()
    rows = []
    for i, path in enumerate(simulated_films(data)):
        z = np.load(path)
        n = normalise(resample(z["image"], 0.25), thin=2)
        mineral = expit(answer(net, n)[0])
        other = cv2.resize(cv2.dilate(z["lesions"] | z["unsure"], np.ones((9, 9), np.uint8)), n.shape[::-1], interpolation=cv2.INTER_NEAREST)
        missed = cv2.resize(z["lesions"] * 255 * (z["unsure"] == 0), n.shape[::-1], interpolation=cv2.INTER_AREA) > 250
        lab, _ = ndi.label((mineral > 0.4) & (other == 0) | ndi.binary_opening((mineral < 0.4) & missed, iterations=2))
        for j, box in enumerate(ndi.find_objects(lab), 1):
            m = lab[box] == j
            if m.sum() * 0.25 >= 3:
                y, x = (s.start + (s.stop - s.start) / 2 for s in box)
                rows += [(i, 2 * x, 2 * y)] * int(np.clip(m.sum() / 40, 1, 4))
    np.save(f"{data}/hard-simulated.npy", np.array(rows, np.float32).reshape(-1, 3))
    print(f"mined simulated films: {len(rows)} places on {len({r[0] for r in rows})} films", flush=True)
    net.train()


if __name__ == "__main__":
    from quantise import load

    shared, data, checkpoint = sys.argv[1:]
    torch.set_num_threads(1)
    network = load(checkpoint).to(memory_format=torch.channels_last)
    mine_simulated(network, data)
    mine(network, shared, data)
