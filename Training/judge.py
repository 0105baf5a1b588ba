"""Trains the judge of candidates: judge.py RUN --films FOLDER ... --held-back FOLDER [--minutes M]

Each FOLDER is what judge_films.py wrote, with what the tool `candidates LIST FOLDER/out --views` says of it. Writes RUN.npz and RUN.csv, the curve:
how the judge tells lesions from the rest on the films held back, of which it learns nothing.
"""
import argparse
import math
import time

import cv2
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import augment as A
import labelled
from confidence import measured
from inputs import channels
from net import Conv, device, quick
from quantise import restored, stored

VIEW, SIDE = 144, 96  # pixels of 0.5 mm: what `candidates` writes, and what the judge sees of it
INPUTS = 6  # three of the image, the first look's mineralisation and bone, the candidate
WIDTHS = [24, 48, 96, 128, 160]
LEAST = 32  # pixels of an image that is changed as a whole
INSIDE, CANDIDATE = 1, 2  # in a view's last plane


class Judge(nn.Module):
    """Input: (batch, 6, 96, 96) in 0...1, and what the confidence has besides. Output: the log odds that each is a lesion."""

    def __init__(self, widths=WIDTHS):
        super().__init__()
        self.widths, c, pairs = list(widths), 4 * INPUTS, []
        for w in widths:
            pairs.append(nn.ModuleList([Conv(c, w), Conv(w, w)]))
            c = w
        self.pairs, self.drop, self.head = nn.ModuleList(pairs), nn.Dropout(0.2), nn.Linear(2 * c, 1)
        self.rest = nn.Parameter(torch.tensor([0.8, 1.0, -2.4]))  # peak, contrast and air, constant: where the fit of the confidence was
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def layers(self):
        return [c for pair in self.pairs for c in pair]

    def deepest(self, x):
        x = F.pixel_unshuffle(x, 2)
        for k, (a, b) in enumerate(self.pairs):
            x = b(a(F.max_pool2d(x, 2) if k else x))
        return x

    def opinion(self, x):
        """The log odds that the pictures alone add."""
        x = self.deepest(x)
        return self.head(self.drop(torch.cat([x.mean((2, 3)), x.amax((2, 3))], 1).float()))[:, 0]

    def forward(self, x, rest):
        return self.opinion(x) + rest @ self.rest[:2] + self.rest[2]


def examples(folder):
    """(views, evidence, truth) of every candidate of the films of `folder` whose truth is known."""
    views, rows, truth = [], [], []
    for film, own, known in labelled.films(folder):
        if own:
            seen = np.fromfile(f"{folder}/out/{film}.views.u8", np.uint8).reshape(len(own), 4, VIEW, VIEW)
            kept = [k for k, t in enumerate(known) if t is not None]
            views.append(seen[kept]), rows.extend(own[k] for k in kept), truth.extend(known[k] for k in kept)
    return np.concatenate(views), np.stack([[r["peak"] for r in rows], measured(rows)], 1).astype(np.float32), np.array(truth, np.float32)


def seen(view, m=None, change=lambda v: v):
    """The planes (6, 96, 96) of bytes that the judge sees of a view: its middle, or where the 2 x 3 matrix `m` leads from what is seen.

    change: what happens to the image (0...1) on the way."""
    if m is None:
        edge = (VIEW - SIDE) // 2
        image, mineral, bone, place = view[:, edge : edge + SIDE, edge : edge + SIDE]
        inside, own = place >= INSIDE, (place == CANDIDATE) * np.uint8(255)
    else:
        warp = lambda a, border=cv2.BORDER_CONSTANT: cv2.warpAffine(a, m, (SIDE, SIDE), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=border)
        image, mineral, bone = warp(view[0], cv2.BORDER_REPLICATE), warp(view[1]), warp(view[2])
        inside, own = warp((view[3] >= INSIDE) * np.uint8(255)) > 127, warp((view[3] == CANDIDATE) * np.uint8(255))
    rows, columns = (np.flatnonzero(inside.any(k)) for k in (1, 0))
    shown = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
    planes = np.zeros((INPUTS, SIDE, SIDE), np.uint8)
    planes[:3, shown[0], shown[1]] = channels(change(image[shown] / np.float32(255)))
    planes[3:] = mineral, bone, own
    return planes * inside


class Examples(torch.utils.data.IterableDataset):
    """Examples without end, turned, enlarged and changed."""

    def __init__(self, views, rest, truth, seed):
        self.views, self.rest, self.truth, self.seed = views, rest, truth, seed

    def __iter__(self):
        cv2.setNumThreads(1)
        torch.set_num_threads(1)
        info = torch.utils.data.get_worker_info()
        rng = np.random.default_rng([self.seed, info.id if info else 0])
        while True:
            for k in rng.permutation(len(self.views)):
                planes = seen(self.views[k], self.placed(rng), lambda v: self.changed(rng, v))
                planes[3:5] = [self.doubted(rng, p) for p in planes[3:5]]
                yield planes, self.rest[k], self.truth[k]

    def placed(self, rng):
        turn = rng.uniform(0, 2 * np.pi) if rng.random() < 0.5 else rng.integers(4) * np.pi / 2 + rng.normal(0, 0.15)
        r = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) * np.exp(rng.uniform(-0.3, 0.3)) @ np.diag([rng.choice([-1, 1]), 1])
        return np.c_[r, (VIEW - 1) / 2 + rng.uniform(-4, 4, 2) - r @ np.full(2, (SIDE - 1) / 2)]

    def changed(self, rng, v):
        """Other exposures, machines and ways: films that are put to the program differ more than those of the training."""
        if min(v.shape) >= LEAST and rng.random() < 0.3:
            v = A.dynamic_range(rng, v)
        if min(v.shape) >= LEAST and rng.random() < 0.15:
            v = A.in_tiles(v, rng.uniform(1.2, 4), int(rng.integers(1, 4)))
        if rng.random() < 0.3:
            v = A.shading(rng, v)
        if rng.random() < 0.7:
            v = A.curve(rng, np.clip(v, 0, 1))
        return A.degrade(rng, v) if rng.random() < 0.7 else np.clip(v, 0, 1).astype(np.float32)

    def doubted(self, rng, said):
        """What the first look says of mineralisation or bone, surer or less sure, blurred, or not known at all."""
        if rng.random() < 0.4:
            said = ((said / np.float32(255)) ** np.exp(rng.uniform(-0.8, 0.8)) * 255).astype(np.uint8)
        if rng.random() < 0.2:
            said = cv2.GaussianBlur(said, (0, 0), rng.uniform(0.5, 1.5))
        return said * np.uint8(rng.random() > 0.1)


def area_under(p, y):
    rank = np.argsort(np.argsort(p))
    return (rank[y > 0].mean() - (y.sum() - 1) / 2) / (y == 0).sum()


def held_back(judge, planes, rest, y):
    """(loss, area under the curve, share of the lesions above the twentieth, fortieth and eightieth of those that are none) of a judge."""
    where = next(judge.parameters()).device
    there = lambda a: torch.from_numpy(a).to(where)
    with torch.no_grad():
        p = np.concatenate([judge(there(planes[k : k + 64] / np.float32(255)), there(rest[k : k + 64])).cpu().numpy() for k in range(0, len(y), 64)])
    others = np.sort(p[y == 0])[::-1]
    return [np.logaddexp(0, -p * (2 * y - 1)).mean(), area_under(p, y)] + [(p[y > 0] > others[min(k, len(others)) - 1]).mean() for k in (20, 40, 80)]


def save(path, judge):
    np.savez_compressed(path, widths=np.array(judge.widths), **stored(judge))


def load(path):
    z = np.load(path)
    judge = Judge([int(w) for w in z["widths"]])
    judge.load_state_dict(restored(z))
    return judge.eval()


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("run"), ap.add_argument("--films", nargs="+"), ap.add_argument("--held-back")
    ap.add_argument("--start", help="judge to go on from")
    ap.add_argument("--minutes", type=float, default=45)
    ap.add_argument("--rate", type=float, default=2e-3)
    ap.add_argument("--batch", type=int, default=64)
    ap.add_argument("--seed", type=int, default=1)
    o = ap.parse_args()
    torch.manual_seed(o.seed)
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    train(o, [np.concatenate(a) for a in zip(*(examples(f) for f in o.films))], examples(o.held_back))


def train(o, known, checked):
    planes, rest, y = np.stack([seen(v) for v in checked[0]]), *checked[1:]
    where = device()
    judge = (load(o.start) if o.start else Judge()).train().to(where, memory_format=torch.channels_last)
    ema = Judge().to(where)
    ema.load_state_dict(judge.state_dict())
    ema.eval()
    forward = torch.compile(judge, dynamic=False)
    batches = iter(torch.utils.data.DataLoader(Examples(*known, o.seed), o.batch, num_workers=1, prefetch_factor=4))
    optimiser = torch.optim.AdamW(judge.parameters(), lr=o.rate, weight_decay=0.02)
    curve = open(f"{o.run}.csv", "w")
    curve.write("iteration,minutes,loss,loss_held_back,area_under_curve,lesions_at_20_false,at_40,at_80\n")
    start = said = time.time()
    k, since, losses = 0, 0, 0.0
    while (share := (time.time() - start) / 60 / o.minutes) < 1:
        for g in optimiser.param_groups:
            g["lr"] = o.rate * min(1, (k + 1) / 200) * (0.5 + 0.5 * math.cos(math.pi * share)) + 1e-6
        x, r, t = (a.to(where) for a in next(batches))
        with quick(where):
            z = forward((x / 255).to(memory_format=torch.channels_last), r)
        loss = F.binary_cross_entropy_with_logits(z.float(), t)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(judge.parameters(), 5.0)
        optimiser.step()
        k, losses = k + 1, losses + loss.item()
        d = min(0.999, (k + 1) / (k + 20))
        with torch.no_grad():
            for a, b in zip(ema.state_dict().values(), judge.state_dict().values()):
                a.lerp_(b, 1 - d) if a.is_floating_point() else a.copy_(b)
        if time.time() - said > 180:
            row = [k, round((time.time() - start) / 60, 2), round(losses / (k - since), 4), *np.round(held_back(ema, planes, rest, y), 4)]
            curve.write(",".join(map(str, row)) + "\n")
            curve.flush()
            print(*row, flush=True)
            save(f"{o.run}.npz", ema)
            said, since, losses = time.time(), k, 0.0
    save(f"{o.run}.npz", ema)
    print(k, *np.round(held_back(ema, planes, rest, y), 4))


if __name__ == "__main__":
    main()
