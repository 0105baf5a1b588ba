"""Writes a trained judge as 8-bit integers: judge_file.py RUN.npz OUT.bin --films FOLDER --held-back FOLDER

Calibrates on candidates of FOLDER and says how its integers agree with the float judge on those held back. The file: Judge.swift, `init(bytes:)`.
"""
import argparse
import struct

import numpy as np
import torch

import judge as J
import quantise as Q


def quantise(judge, samples):
    """The integer layers, and the weights of the last level's sums and maxima, and the constant."""
    scales = Q.output_scales(Q.ranges(judge.layers(), judge.deepest, samples))
    weights = [Q.folded(l) for l in judge.layers()]
    layers, wanted = zip(*(Q.integers(w, b, *s) for (w, b), *s in zip(weights, [np.full(4 * J.INPUTS, 1 / 255)] + scales, scales)))
    layers = list(layers)
    Q.settle([l.norm for l in judge.layers()], judge.deepest, lambda x, prepare: deepest(layers, x, prepare), layers, wanted, Q.mosaic(samples, J.SIDE))
    places = (J.SIDE >> len(judge.widths)) ** 2
    of_means, of_maxima = judge.head.weight.detach().numpy()[0].reshape(2, -1) * scales[-1]
    return layers, (of_means / places).astype("<f4"), of_maxima.astype("<f4"), np.float32(judge.head.bias.item())


def deepest(layers, planes, prepare=None):
    """uint8 values (channels, height, width) of the last level."""
    return Q.encode(planes, len(layers) // 2, Q.in_turn(layers, prepare))[-1]


def opinion(model, planes):
    layers, of_sums, of_maxima, constant = model
    x = deepest(layers, planes).reshape(len(of_sums), -1).astype(np.int64)
    return float(constant) + float(of_sums.astype(np.float64) @ x.sum(1) + of_maxima.astype(np.float64) @ x.max(1))


def write(path, model):
    layers, *floats = model
    out = bytearray(b"OSSIJUDG" + struct.pack("<4I", 1, J.INPUTS, J.SIDE, len(layers) // 2))
    for layer in layers:
        out += Q.layer_bytes(*layer)
    return Q.write_checked(path, out + b"".join(np.asarray(f, "<f4").tobytes() for f in floats))


def random_reference(stem, widths=(4, 8), seed=5):
    """A judge with random weights, planes and its opinion of them, for the tests of another implementation."""
    torch.manual_seed(seed)
    rng, judge = np.random.default_rng(seed), J.Judge(widths).train()
    yy, xx = np.mgrid[0 : J.SIDE, 0 : J.SIDE]
    planes = np.stack([127 + 120 * np.sin(xx / (5 + c) + yy / 9) * np.cos(yy / (7 + c)) for c in range(J.INPUTS)])
    planes = np.clip(planes + rng.normal(0, 20, planes.shape), 0, 255).astype(np.uint8)
    with torch.no_grad():
        judge.head.weight.normal_()
        for _ in range(60):
            judge.opinion(Q.as_input(planes))
    model = quantise(judge.eval(), [planes] * 4)
    write(f"{stem}.bin", model)
    planes.tofile(f"{stem}.input.u8")
    np.array([opinion(model, planes)]).tofile(f"{stem}.opinion.f64")


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("run"), ap.add_argument("out"), ap.add_argument("--films"), ap.add_argument("--held-back")
    o = ap.parse_args()
    torch.set_num_threads(1)
    export(J.load(o.run), o.out, J.examples(o.films)[0], J.examples(o.held_back))


def export(judge, out, views, held_back, count=400):
    samples = [J.seen(v) for v in views[:: max(1, len(views) // count)]]
    model = quantise(judge, samples)
    print(write(out, model), "bytes")
    views, _, y = held_back
    planes = np.stack([J.seen(v) for v in views])
    with torch.no_grad():
        float_ = np.array([judge.opinion(Q.as_input(p)).item() for p in planes])
    whole = np.array([opinion(model, p) for p in planes])
    print(f"opinions on {len(y)} candidates: spread {float_.std():.3f}, differ by {np.abs(whole - float_).mean():.3f} in the mean; area under the curve {J.area_under(float_, y):.4f} float, {J.area_under(whole, y):.4f} integers")


if __name__ == "__main__":
    main()
