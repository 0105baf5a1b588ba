"""Trains the network: train.py SHARED DATA RUN --minutes M [--start CHECKPOINT] [--mine N]

DATA holds what films.py and lesions.py wrote. Writes DATA/runs/RUN/{last,ema}.npz and curve.csv every two minutes.
"""
import argparse
import math
import os
import time

import cv2
import numpy as np
import torch
import torch.nn.functional as F

import net as nets
from again import Again, wrong
from dataset import Films
from mine import mine, mine_simulated
from quantise import load, save

N = len(nets.CLASSES)
CLASS_WEIGHT = torch.tensor([0.8, 0.8, 4.0, 4.0, 4.0, 1.5, 10.0, 0.5, 0.7, 1.5]).repeat_interleave(4).view(1, -1, 1, 1)
DICE_WEIGHT = torch.tensor([0.15, 0.15, 0.2, 0.2, 0.2, 0.4, 1.0, 0.1, 0.2, 0.2])
LESION = torch.arange(N) == nets.MINERAL


def loss_of(logit, target, weight):
    """Weighted BCE plus soft Dice over the batch, only where the truth is known.

    Lesion pixels count no more than others: that made sheets and clusters 15 to 35 % too large.
    Classes that a batch does not show have no Dice term (but lesions): it held tibia, fibula and patella at nothing for good.
    All three are (batch, classes x 4, height / 2, width / 2); target and weight are uint8 with 255 for one."""
    z, t, w = logit.float(), target.float() / 255, weight.float() / 255
    share = w * CLASS_WEIGHT.to(w.device)
    bce = ((F.softplus(z) - z * t) * share).sum() / share.sum()
    w = w.sqrt()
    p, t = torch.sigmoid(z) * w, t * w
    classes = lambda v: v.sum((0, 2, 3)).view(N, 4).sum(1)
    there = classes(t * t)
    dice = (2 * classes(p * t) + 50) / (classes(p * p) + there + 50)
    loss = bce + ((1 - dice) * DICE_WEIGHT.to(w.device) * ((there > 200) | LESION.to(w.device))).sum() / 2
    return loss, torch.stack([loss.detach(), bce.detach(), dice[nets.MINERAL].detach(), dice[nets.BONE].detach()])


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("shared")
    ap.add_argument("data")
    ap.add_argument("run")
    ap.add_argument("--minutes", type=float, default=40)
    ap.add_argument("--iterations", type=int, default=0, help="stop after this many instead (the schedule then follows iterations)")
    ap.add_argument("--start", help="checkpoint to go on from")
    ap.add_argument("--widths", type=int, nargs="+", help="the start is widened to these first; its answer stays")
    ap.add_argument("--mine", type=int, default=0, help="first look for what is wrong, and for known bone, on one ordinary film of so many (1: on all)")
    ap.add_argument("--rate", type=float, default=2e-3)
    ap.add_argument("--batch", type=int, default=8)
    ap.add_argument("--again", type=int, default=2, help="of a batch's crops so many were answered wrong before")
    ap.add_argument("--real", type=float, default=0.6)
    ap.add_argument("--workers", type=int, default=1)
    ap.add_argument("--threads", type=int, default=1, help="more than one only on an idle machine: threads that wait for each other spin")
    ap.add_argument("--seed", type=int, default=1)
    o = ap.parse_args()
    torch.manual_seed(o.seed)
    torch.set_num_threads(o.threads)
    # Before the loaders are forked: OpenCV's pool of threads, woken by mining, would never answer in them.
    cv2.setNumThreads(1)
    folder = f"{o.data}/runs/{o.run}"
    os.makedirs(folder, exist_ok=True)
    net = load(o.start) if o.start else nets.Net()
    if o.widths:
        net = nets.widened(net, o.widths) if o.start else nets.Net(o.widths)
    where = nets.device()
    net = net.train().to(where, memory_format=torch.channels_last)
    if o.mine:
        mine(net, o.shared, o.data, o.mine)
        mine_simulated(net, o.data)
    ema = nets.Net(net.widths).to(where)
    ema.load_state_dict(net.state_dict())
    # compiled: three times as fast on one core (needs a C++ compiler)
    forward = torch.compile(net.halved, dynamic=False)
    loss_function = torch.compile(loss_of, dynamic=False)
    films = Films(o.shared, o.data, o.seed, o.real)
    batches = iter(torch.utils.data.DataLoader(films, o.batch - o.again, num_workers=o.workers, prefetch_factor=6))
    decay = [p for p in net.parameters() if p.ndim > 1]
    rest = [p for p in net.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW([dict(params=decay, weight_decay=0.01), dict(params=rest, weight_decay=0)], lr=o.rate)
    again = Again(o.seed, o.again)
    curve = open(f"{folder}/curve.csv", "w")
    curve.write("iteration,minutes,rate,loss,bce,dice_mineralisation,dice_bone,wait_share,again\n")
    start = saved = time.time()
    k, sums, waited = 0, np.zeros(4), 0.0
    while True:
        share = k / o.iterations if o.iterations else (time.time() - start) / 60 / o.minutes
        if share >= 1:
            break
        rate = o.rate * min(1, (k + 1) / 200) * (0.5 + 0.5 * math.cos(math.pi * share)) + 1e-6
        for g in optimiser.param_groups:
            g["lr"] = rate
        t0 = time.time()
        batch = again.joined(next(batches))
        waited += time.time() - t0
        loaded = [a.permute(0, 3, 1, 2) for a in batch]
        x, t, w = (a.to(where) for a in loaded)
        with nets.quick(where):
            logit = forward(x.float() / 255)
        loss, parts = loss_function(logit, t, w)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        again.learn(batch, wrong(logit, *loaded[1:]))
        d = min(0.999, (k + 1) / (k + 20))
        with torch.no_grad():
            for a, b in zip(ema.state_dict().values(), net.state_dict().values()):
                a.lerp_(b, 1 - d) if a.is_floating_point() else a.copy_(b)
        k += 1
        sums += parts.cpu().numpy()
        if k % 100 == 0:
            minutes = (time.time() - start) / 60
            row = [k, round(minutes, 2), round(rate, 6), *np.round(sums / 100, 4), round(waited / (time.time() - start), 2), len(again.kept)]
            curve.write(",".join(map(str, row)) + "\n")
            curve.flush()
            print(*row, flush=True)
            sums[:] = 0
        if time.time() - saved > 120:
            save(f"{folder}/last.npz", net)
            save(f"{folder}/ema.npz", ema)
            saved = time.time()
    save(f"{folder}/last.npz", net)
    save(f"{folder}/ema.npz", ema)


if __name__ == "__main__":
    main()
