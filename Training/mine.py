"""Finds what a network takes for lesions on ordinary training films (nothing was drawn into these), and what it knows there.

train.py --mine runs this before it starts, and `mine.py SHARED DATA CHECKPOINT` beside it (loaders read it anew): DATA/hard.npy gets a row (film, x, y, view) per false positive
in each view of the film (views.py), and DATA/pseudo/NAME.png: blue = bone (255 confident, 0 confidently none, 128 unsure), green = field, red = on hip films 1 sure of pelvis + 2 sure of femur.
"""
import os
import sys

import cv2
import numpy as np
import scipy.ndimage as ndi
import torch
from scipy.special import expit

from dataset import is_stump, real_films, real_values, simulated_films
from inputs import channels, normalise, padded, resample
from net import BONE, FIELD, MINERAL, device, quick
from views import VIEWS


def answer(net, n):
    where = net.head.weight.device
    x = torch.from_numpy(padded(channels(n))[None]).to(where).float() / 255
    with torch.no_grad(), quick(where):
        logit = net(x.contiguous(memory_format=torch.channels_last))[0, [MINERAL, BONE, FIELD, 0, 1], : n.shape[0], : n.shape[1]]
    return logit.float().cpu().numpy()


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


def middles(mask, smallest):
    """(y, x, part, box) of every part of the mask of at least `smallest` mm2, at 0.5 mm."""
    lab, _ = ndi.label(mask)
    for j, box in enumerate(ndi.find_objects(lab), 1):
        part = lab[box] == j
        if part.sum() * 0.25 >= smallest:
            yield *(s.start + (s.stop - s.start) / 2 for s in box), part, box


def mine(net, shared, data, every=1, smallest=1.5):
    """Looks at one real film of `every`."""
    net.eval()
    os.makedirs(f"{data}/pseudo", exist_ok=True)
    rows = []
    paths = real_films(shared, data)
    for i in range(0, len(paths), every):
        path = paths[i]
        film = real_values(path).astype(np.float32) / 255
        for k, view in enumerate(VIEWS):
            n = normalise(view(film, 0.5), thin=2)
            log_odds = answer(net, n)
            if k == 0 and not is_stump(path):
                remember(f"{data}/pseudo/{os.path.basename(path)[:-4]}.png", n, log_odds)
            mineral, bone = expit(log_odds[:2])
            if suspicious(mineral, bone).any():
                mineral = expit(from_every_side(net, n, log_odds[0]))
            rows += [(i, x, y, k) for y, x, part, box in middles(suspicious(mineral, bone), smallest) if mineral[box][part].max() > 0.5]
    write(f"{data}/hard.npy", rows)
    print(f"mined {len(paths[::every])} films: {len(rows)} places on {len({r[0] for r in rows})} films", flush=True)
    net.train()


def remember(path, n, log_odds):
    """Writes what the network knows of an ordinary film, for the loaders."""
    bone, field, pelvis, femur = expit(log_odds[1:])
    named = ((pelvis > 0.8) + 2 * (femur > 0.8)) * (bone > 0.9) * os.path.basename(path).startswith("hip")
    cv2.imwrite(path, np.dstack([known_bone(bone, n), (field * 255).astype(np.uint8), named.astype(np.uint8)]))


def write(path, rows):
    np.save(path, np.array(rows, np.float32).reshape(-1, 4))


def mine_simulated(net, data):
    """The same on simulated films, where what is a lesion and what is not are known, so parts that are missed too: DATA/hard-simulated.npy."""
    net.eval()
    rows = []
    for i, path in enumerate(simulated_films(data)):
        z = np.load(path)
        film = resample(z["image"], 0.25)
        film = film / max(film.max(), 1e-6)
        other = cv2.resize(cv2.dilate(z["lesions"] | z["unsure"], np.ones((9, 9), np.uint8)), film.shape[::-1], interpolation=cv2.INTER_NEAREST)
        missed = cv2.resize(z["lesions"] * 255 * (z["unsure"] == 0), film.shape[::-1], interpolation=cv2.INTER_AREA) > 250
        for k, view in enumerate(VIEWS):
            mineral = expit(answer(net, normalise(view(film, 0.5), thin=2))[0])
            wrong = (mineral > 0.4) & (other == 0) | ndi.binary_opening((mineral < 0.4) & missed, iterations=2)
            for y, x, part, _ in middles(wrong, 3):
                rows += [(i, 2 * x, 2 * y, k)] * int(np.clip(part.sum() / 40, 1, 4))
    write(f"{data}/hard-simulated.npy", rows)
    print(f"mined simulated films: {len(rows)} places on {len({r[0] for r in rows})} films", flush=True)
    net.train()


if __name__ == "__main__":
    from quantise import load

    shared, data, checkpoint = sys.argv[1:]
    torch.set_num_threads(1)
    network = load(checkpoint).to(device(), memory_format=torch.channels_last)
    mine_simulated(network, data)
    mine(network, shared, data)
