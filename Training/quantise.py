"""Folds, calibrates and writes the network as 8-bit integers, and runs them: README.md, "Weights file"."""
import itertools
import struct
import zlib

import numpy as np
import torch

import net as nets

MAGIC, VERSION = b"OSSIQNET", 1
LOGIT_SCALE, LOGIT_LIMIT = 256, 2048


def sigmoid_table():
    q = np.arange(-LOGIT_LIMIT, LOGIT_LIMIT) / LOGIT_SCALE
    return np.floor(65535 / (1 + np.exp(-q)) + 0.5).astype("<u2")


def folded(layer):
    """Convolution weights and biases with the batch norm folded in."""
    n = layer.norm
    k = (n.weight / torch.sqrt(n.running_var + n.eps)).detach().numpy().astype(np.float64)
    w = layer.conv.weight.detach().numpy().astype(np.float64) * k[:, None, None, None]
    return w, n.bias.detach().numpy() - n.running_mean.numpy() * k


def as_input(planes):
    return torch.from_numpy(planes[None].astype(np.float32) / 255)


def ranges(layers, run, samples, quantile=0.99999):
    """The largest activation (a high quantile of each input, the largest of all) of each layer's channels, and of all of them
    together, over calibration inputs that `run` runs through them.

    Lesions, metal and letters are rare and answer strongly, and a lower quantile clips them: mineralisation's Dice is .9845 with the
    95 % input and .9913 with the largest; letters' is .979 with the quantile .9999 of the films' middles, .994 with this one of whole films."""
    channels, together = [[] for _ in layers], [[] for _ in layers]

    def note(k, values):
        channels[k].append(np.quantile(values.reshape(len(values), -1), quantile, axis=1))
        together[k].append(np.quantile(values.ravel()[::3], quantile))

    hooks = [l.register_forward_hook(lambda m, i, o, k=k: note(k, o[0].numpy())) for k, l in enumerate(layers)]
    with torch.no_grad():
        for x in samples:
            run(as_input(x))
    for h in hooks:
        h.remove()
    return [(np.max(c, 0), max(max(t), 1e-3)) for c, t in zip(channels, together)]


def output_scales(tops, share=0.6):
    """A scale per channel of each layer: that of the whole layer, finer where a channel stays smaller.

    A channel of its own full range would press its errors into the next layer's weights: `share` 0.3 to 0.6 agrees best with the float
    network. What the head reads has its own full range: nothing comes after the head's weights, and metal and letters gain."""
    scale = lambda channel, top, share: top / 255 * np.clip(channel / top, 1 / 64, 1) ** share
    return [scale(*layer, share) for layer in tops[:-1]] + [scale(*tops[-1], 1)]


def input_scales(scales, inputs, levels):
    """The scale of each channel that a layer reads, layer by layer, the head last."""
    out = [np.full(inputs, 1 / 255)] + scales[: 2 * levels - 1]
    for k in range(2 * levels, len(scales), 2):  # a decoder's first layer reads its encoder's second and the output one level deeper
        skip = 2 * (levels - 2 - (k - 2 * levels) // 2) + 1
        out += [np.concatenate([scales[skip], scales[k - 1]]), scales[k]]
    return out + [scales[-1]]


def integers(w, b, s_in, s_out):
    """int8 weights, int32 bias, multiplier and shift of one layer; the weights before rounding, and their scale per output channel."""
    w = w * s_in[None, :, None, None]
    scale = np.maximum(np.abs(w).reshape(len(w), -1).max(1), 1e-12) / 127
    for _ in range(40):  # float lanes stay exact: sum(|w|)*255 + |bias| < 2^24
        real = w / scale[:, None, None, None]
        q, bias = np.rint(real), np.rint(b / scale)
        fit = fits(q, bias)
        if fit.all():
            break
        scale[~fit] *= 1.1
    assert fit.all()
    step = scale / s_out
    shift = np.clip(14 - np.floor(np.log2(step)), 17, 32).astype(np.int64)
    mult = np.rint(step * 2.0**shift).astype(np.int64)
    assert (mult << (32 - shift)).max() < 2**31
    return (q.astype(np.int8), bias.astype(np.int32), mult.astype(np.int32), shift.astype(np.int32)), (real, scale)


def fits(q, bias):
    """Which output channels keep every sum exact in float32."""
    return np.abs(q.astype(np.int64)).reshape(len(q), -1).sum(1) * 255 + np.abs(bias) < 2**24


def quantise(net, samples):
    weights = [folded(l) for l in net.layers()] + [tuple(p.detach().numpy().astype(np.float64) for p in (net.head.weight, net.head.bias))]
    scales = output_scales(ranges(net.layers(), net.eval(), samples))
    s_in = input_scales(scales, weights[0][0].shape[1], len(net.widths))
    layers, wanted = zip(*(integers(w, b, *s) for (w, b), *s in zip(weights, s_in, scales + [1 / LOGIT_SCALE])))
    model = dict(widths=net.widths, classes=weights[-1][0].shape[0] // 4, layers=list(layers))
    image = mosaic(samples, 160)
    if image is not None:
        settle([l.norm for l in net.layers()] + [net.head], net, lambda x, prepare: infer(model, x, prepare), model["layers"], wanted, image)
    return model


def mosaic(samples, side):
    """The middles of the samples that are at least `side` wide and high, in four rows; None with fewer than four."""
    middle = lambda n: slice((n - side) // 2, (n + side) // 2)
    tiles = [x[:, middle(x.shape[1]), middle(x.shape[2])] for x in samples if min(x.shape[1:]) >= side]
    return np.concatenate([np.concatenate(tiles[i::4][: len(tiles) // 4], 2) for i in range(4)], 1) if len(tiles) > 3 else None


def settle(modules, run, infer, layers, wanted, image):
    """Rounds each layer's weights again so that their errors cancel in what the layer reads, and moves each bias so that the
    layer's mean over the calibration image is the float network's.

    `modules` are what gives the float layers' sums when `run` runs, `infer` runs the integer `layers`; `wanted` holds the weights before
    rounding and the float value of a count of the sums. Layer by layer, so that each makes up for those before it."""
    means, hooks = [], []
    for m in modules:
        hooks.append(m.register_forward_hook(lambda m, i, o: means.append(o[0].mean((1, 2)).numpy().astype(np.float64))))
    with torch.no_grad():
        run(as_input(image))
    for h in hooks:
        h.remove()
    rng = np.random.default_rng(1)

    def prepare(k, x):
        w, b, m, s = layers[k]
        real, unit = wanted[k]
        q = rounded_together(real.reshape(len(real), -1), patches(x, w.shape[2], 60_000, rng)).reshape(w.shape)
        w = np.where(fits(q, b)[:, None, None, None], q, w).astype(np.int8)
        sums = convolve(x, w, b).reshape(len(b), -1)
        moved = b + np.rint(means[k] / unit - sums.mean(1, dtype=np.float64)).astype(np.int32)
        layers[k] = (w, np.where(fits(w, moved), moved, b).astype(np.int32), m, s)

    infer(image, prepare)


def patches(x, side, most, rng):
    """What a convolution of `side` reads at up to `most` places of `x`, a column for each."""
    c, h, w = x.shape
    r = side // 2
    p = np.pad(x, ((0, 0), (r, r), (r, r))).astype(np.float32)
    places = np.arange(h * w) if h * w <= most else rng.choice(h * w, most, replace=False)
    y, x0 = places // w, places % w
    return np.stack([p[:, y + dy, x0 + dx] for dy in range(side) for dx in range(side)], 1).reshape(c * side * side, -1)


def rounded_together(w, x, damping=0.003):
    """The rows of `w` as whole numbers of -127 to 127 whose products with `x` stay close: one weight after the other, those still to
    come making up for the error of those that are rounded (GPTQ, Frantar et al. 2022)."""
    h = (x @ x.T).astype(np.float64) / x.shape[1]
    h[np.diag_indices(len(h))] += damping * np.diag(h).mean() + 1e-6
    order = np.argsort(-np.diag(h))
    u = np.linalg.cholesky(np.linalg.inv(h[order][:, order])).T
    rest, q = w[:, order].astype(np.float64), np.zeros(w.shape)
    for j in range(w.shape[1]):
        q[:, order[j]] = np.clip(np.rint(rest[:, j]), -127, 127)
        rest[:, j + 1 :] -= ((rest[:, j] - q[:, order[j]]) / u[j, j])[:, None] * u[j, j + 1 :]
    return q


def write(path, model, names):
    out = bytearray(MAGIC + struct.pack("<6I", VERSION, nets.INPUTS, model["classes"], len(model["widths"]), len(model["layers"]), LOGIT_LIMIT))
    out += struct.pack(f"<{len(model['widths'])}I", *model["widths"])
    for name in names:
        out += name.encode().ljust(16, b"\0")
    for layer in model["layers"]:
        out += layer_bytes(*layer)
    return write_checked(path, out + sigmoid_table().tobytes())


def layer_bytes(w, b, m, s):
    whole = b"".join(v.astype("<i4").tobytes() for v in (b, m, s))
    return struct.pack("<3I", w.shape[1], w.shape[0], w.shape[2]) + w.tobytes() + b"\0" * (-w.size % 4) + whole


def write_checked(path, out):
    open(path, "wb").write(out + struct.pack("<I", zlib.crc32(bytes(out))))
    return len(out) + 4


def read(path):
    """The model back from its file."""
    data = open(path, "rb").read()
    assert data[:8] == MAGIC and zlib.crc32(data[:-4]) == struct.unpack("<I", data[-4:])[0], "damaged weights file"
    version, _, classes, levels, n, _ = struct.unpack_from("<6I", data, 8)
    assert version == VERSION
    widths, at = list(struct.unpack_from(f"<{levels}I", data, 32)), 32 + 4 * levels + 16 * classes
    take = lambda kind, count, at: (np.frombuffer(data, kind, count, at), at + count * np.dtype(kind).itemsize)
    layers = []
    for _ in range(n):
        cin, cout, k = struct.unpack_from("<3I", data, at)
        w, at = take("i1", cout * cin * k * k, at + 12)
        at += -len(w) % 4
        rest = []
        for _ in range(3):
            v, at = take("<i4", cout, at)
            rest.append(v)
        layers.append((w.reshape(cout, cin, k, k), *rest))
    return dict(widths=widths, classes=classes, layers=layers)


def convolve(x, w, b):
    """Integer sums of a zero-padded convolution, exact in float32 because they stay under 2^24."""
    r = w.shape[2] // 2
    c, h, wd = x.shape
    p = np.pad(x, ((0, 0), (r, r), (r, r))).astype(np.float32)
    acc = np.zeros((w.shape[0], h * wd), np.float32)
    for dy in range(w.shape[2]):
        for dx in range(w.shape[2]):
            acc += w[:, :, dy, dx].astype(np.float32) @ p[:, dy : dy + h, dx : dx + wd].reshape(c, -1)
    return (acc + b[:, None].astype(np.float32)).reshape(-1, h, wd)


def rescaled(acc, m, s, lo, hi):
    """(acc * multiplier + 2^(shift-1)) >> shift, clamped; exact in float64."""
    half, whole = 2.0 ** (s - 1), 2.0**s
    return np.clip(np.floor((acc.astype(np.float64) * m[:, None, None] + half[:, None, None]) / whole[:, None, None]), lo, hi)


def infer(model, planes, prepare=None):
    """int16 logits (classes, h, w) in 1/256 from uint8 planes (3, h, w), h and w multiples of 32.

    prepare(k, x) may change layer k before it is applied to x (calibration)."""
    n, conv = len(model["widths"]), in_turn(model["layers"], prepare)
    c, h, w = planes.shape
    skips = encode(planes, n, conv)
    x = skips[-1]
    for k in reversed(range(n - 1)):
        x = np.concatenate([skips[k], x.repeat(2, 1).repeat(2, 2)])
        x = conv(conv(x))
    q = conv(x, -LOGIT_LIMIT, LOGIT_LIMIT - 1, np.int16)
    k = model["classes"]
    return q.reshape(k, 2, 2, h // 2, w // 2).transpose(0, 3, 1, 4, 2).reshape(k, h, w)


def in_turn(layers, prepare=None):
    """What applies the layers, one at each call."""
    numbers = itertools.count()

    def conv(x, lo=0, hi=255, kind=np.uint8):
        k = next(numbers)
        if prepare:
            prepare(k, x)
        w, b, m, s = layers[k]
        return rescaled(convolve(x, w, b), m, s, lo, hi).astype(kind)

    return conv


def encode(planes, levels, conv):
    """What comes out of each level on the way down, `conv` being called twice a level."""
    c, h, w = planes.shape
    x, out = planes.reshape(c, h // 2, 2, w // 2, 2).transpose(0, 2, 4, 1, 3).reshape(c * 4, h // 2, w // 2), []
    for k in range(levels):
        if k:
            c, a, b = x.shape
            x = x.reshape(c, a // 2, 2, b // 2, 2).max((2, 4))
        x = conv(conv(x))
        out.append(x)
    return out


def stored(net):
    """The state of a network as arrays for a file, weights in 16 bits."""
    half = lambda v: v.numpy().astype(np.float16) if v.dtype == torch.float32 and v.ndim > 1 else v.numpy()
    return {f"state.{k}": half(v.detach().cpu()) for k, v in net.state_dict().items()}


def restored(z):
    """The state that a file holds."""
    whole = lambda v: torch.from_numpy(v.astype(np.float32) if v.dtype == np.float16 else v)
    return {k[6:]: whole(z[k]) for k in z.files if k.startswith("state.")}


def load(path):
    z = np.load(path)
    net = nets.Net([int(v) for v in z["widths"]], int(z["classes"]))
    net.load_state_dict(restored(z))
    return net.eval()


def save(path, net):
    np.savez_compressed(path, widths=np.array(net.widths), classes=np.array(net.head.weight.shape[0] // 4), **stored(net))


def write_reference(stem, model, names, planes):
    """Weights, one input and its logits, for tests of another implementation."""
    write(f"{stem}.bin", model, names)
    planes.tofile(f"{stem}.input.u8")
    infer(read(f"{stem}.bin"), planes).astype("<i2").tofile(f"{stem}.logits.i16")
    open(f"{stem}.txt", "w").write(f"input 3 x {planes.shape[1]} x {planes.shape[2]} uint8, logits {model['classes']} x {planes.shape[1]} x {planes.shape[2]} int16 little-endian\n")


def random_reference(stem, widths, names, h, w, seed=5):
    """A network with random weights whose activations use the whole range."""
    torch.manual_seed(seed)
    net = nets.Net(widths, len(names))
    rng = np.random.default_rng(seed)
    yy, xx = np.mgrid[0:h, 0:w]
    planes = np.stack([127 + 120 * np.sin(xx / (5 + c) + yy / 9) * np.cos(yy / (7 - c)) for c in range(3)])
    planes = np.clip(planes + rng.normal(0, 20, planes.shape), 0, 255).astype(np.uint8)
    net.train()
    with torch.no_grad():
        for p in net.parameters():
            if p.ndim == 1:
                p.add_(torch.randn_like(p) * 0.2)
        net.head.weight.mul_(6)
        for _ in range(60):
            net(torch.from_numpy(planes[None] / np.float32(255)))
    write_reference(stem, quantise(net.eval(), [planes]), names, planes)
