"""A bank of lesion shapes (mineral path maps at 0.25 mm) to insert into films while training:
lesions.py SHARED OUT.npz --count N --simulated M --sheets K

Each patch is uint8: the path as a share of its own peak (98 % quantile) times 200. All kinds of DESIGN.md occur. M more are bodies of
the shared simulator, in three dimensions and projected, and K its sheets: on equalised films they are what is missed most.
"""
import argparse

import cv2
import numpy as np

from films import use_simulator

MM = 0.25
KINDS = ["blob", "cloud", "bony", "mass", "diffuse", "band", "punctate", "rings", "sheet", "vessel"]
SHARES = [0.17, 0.08, 0.09, 0.12, 0.12, 0.11, 0.10, 0.06, 0.10, 0.05]
LONGEST = 360  # pixels
INSIDE = 28  # of a packed path: 14 % of its peak, where a lesion ends


def noise(rng, shape, mm):
    """Smooth noise of unit variance with a grain of `mm`."""
    k = max(1, int(mm / MM / 2))
    small = rng.standard_normal((shape[0] // k + 3, shape[1] // k + 3)).astype(np.float32)
    big = cv2.resize(cv2.GaussianBlur(small, (0, 0), 1.0), (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return big / (big.std() + 1e-6)


def fractal(rng, shape, mm):
    return sum(noise(rng, shape, mm / 2**k) * 0.6**k for k in range(4)) / 1.3


def canvas(mm):
    n = int(mm / MM) + 8
    y, x = np.mgrid[0:n, 0:n].astype(np.float32)
    return n, (x - n / 2) * MM, (y - n / 2) * MM


def outline(rng, size):
    """A lobulated mask of about `size` mm."""
    n, x, y = canvas(size * 1.9)
    f = np.full((n, n), -9, np.float32)
    for _ in range(int(rng.integers(1, 6))):
        a = size / 2 * rng.uniform(0.35, 1)
        b, t = a * rng.uniform(0.35, 1), rng.uniform(0, np.pi)
        cx, cy = rng.normal(0, size / 7, 2)
        u, v = (x - cx) * np.cos(t) + (y - cy) * np.sin(t), -(x - cx) * np.sin(t) + (y - cy) * np.cos(t)
        f = np.maximum(f, 1 - np.sqrt((u / a) ** 2 + (v / b) ** 2))
    rough = rng.choice([0.03, 0.08, 0.16, 0.3])
    return f + rough * fractal(rng, f.shape, max(size * rng.uniform(0.2, 0.6), 2)) > 0


def dome(depth):
    """Path through a body whose outline has this inward distance (mm) everywhere."""
    top = depth.max() + 1e-6
    return 2 * top * np.sqrt(np.clip(1 - (1 - np.clip(depth, 0, top) / top) ** 2, 0, 1))


def inward(mask):
    """The distance to the mask's edge in mm, 0 outside."""
    return cv2.distanceTransform(np.pad(mask, 1).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1] * MM


def trimmed(p):
    """The part of p in which anything lies."""
    ys, xs = np.nonzero(p > 0)
    return p[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]


def solid(rng, mask, kind):
    depth = inward(mask)
    if kind == "rim":
        rim, lo = rng.uniform(0.7, 3.2), rng.uniform(0.03, 0.3)
        outer, inner = dome(depth), dome(np.clip(depth - rim, 0, None))
        inner = np.minimum(inner, outer)
        return outer - inner + lo * inner
    if kind == "central":
        core = np.clip((depth / max(depth.max(), 1e-3) - rng.uniform(0.2, 0.4)) / 0.3, 0, 1)
        return dome(depth) * (core + rng.uniform(0.08, 0.25) * (mask > 0))
    if kind == "flat":
        return np.clip(depth / rng.uniform(0.3, 2), 0, 1)
    return dome(depth)


def line(rng, length):
    """A wavy centre line in mm."""
    a, bend, wave = rng.uniform(0, 2 * np.pi), rng.uniform(-0.7, 0.7) * length, rng.uniform(0, 0.12) * length
    return wavy(length, bend, wave, rng.uniform(6, 18), rng.uniform(0, 6), a, 14)


def wavy(length, bend, wave, turns, phase, angle, n):
    """n points of a centre line: length, bend and wave in mm, the wave's radians over the length and at the middle, the line's direction in radians."""
    t = np.linspace(-0.5, 0.5, n)
    u, v = t * length, bend * (t**2 - 0.08) + wave * np.sin(t * turns + phase)
    return np.c_[u * np.cos(angle) - v * np.sin(angle), u * np.sin(angle) + v * np.cos(angle)]


def along(p, x, y):
    """Distance to a polyline and the share of its length (0...1) at the nearest point."""
    best, share = np.full(x.shape, 1e9, np.float32), np.zeros(x.shape, np.float32)
    for i in range(len(p) - 1):
        d = p[i + 1] - p[i]
        t = np.clip(((x - p[i][0]) * d[0] + (y - p[i][1]) * d[1]) / (d @ d + 1e-9), 0, 1)
        q = np.hypot(x - p[i][0] - t * d[0], y - p[i][1] - t * d[1])
        m = q < best
        best[m], share[m] = q[m], ((i + t) / (len(p) - 1))[m]
    return best, share


def tube(best, r, wall, fill):
    outer = 2 * np.sqrt(np.clip(r**2 - best**2, 0, None))
    inner = 2 * np.sqrt(np.clip((r - wall) ** 2 - best**2, 0, None)) * (r > wall)
    return outer - inner + fill * inner


def mass(rng, size):
    """A large cloudy to trabeculated mass, as mature heterotopic ossification looks: patches of shell, struts, holes, faint parts."""
    m = outline(rng, size)
    depth = inward(m)
    body = np.clip(depth / rng.uniform(0.5, 6), 0, 1)
    cloud = np.clip(rng.uniform(0.3, 1) + rng.uniform(0.2, 0.7) * fractal(rng, m.shape, rng.uniform(5, 25)), 0.05, 2)
    strut = sum(np.clip(1 - np.abs(noise(rng, m.shape, g)) / rng.uniform(0.15, 0.45), 0, 1) * k for g, k in ((rng.uniform(1.2, 3), 1), (rng.uniform(3, 8), 0.7)))
    shell = np.clip(1 - np.abs(depth - rng.uniform(0.3, 1)) / rng.uniform(0.4, 1.2), 0, 1) * (m > 0) * np.clip(0.5 + noise(rng, m.shape, rng.uniform(4, 15)), 0, 1.5)
    p = body * cloud * (rng.uniform(0.2, 0.8) + rng.uniform(0, 0.6) * strut) + rng.uniform(0, 0.9) * shell
    if rng.random() < 0.4:  # pieces rather than one body
        p = p * np.clip(rng.uniform(0.2, 1) + noise(rng, m.shape, rng.uniform(4, 14)) * 1.2, 0, 1)
    return p * m


def diffuse(rng, size):
    m = outline(rng, size)
    depth = inward(m)
    d = depth / max(depth.max(), 1e-3)
    lo = rng.uniform(0.1, 0.35)
    core = np.clip((d - rng.uniform(0.2, 0.5)) / rng.uniform(0.15, 0.5), 0, 1)
    return dome(depth) * (lo + (1 - lo) * core) * (1 + rng.uniform(0, 0.15) * fractal(rng, m.shape, rng.uniform(1, 4))) + m * 0.02 * dome(depth).max()


def patch(rng):
    kind = KINDS[rng.choice(len(KINDS), p=SHARES)]
    size = np.exp(rng.uniform(np.log(2.5), np.log(42)))
    if kind == "blob":
        p = solid(rng, outline(rng, size), rng.choice(["rim", "uniform", "central", "flat"], p=[0.4, 0.3, 0.12, 0.18]))
        p = p * (1 + rng.uniform(0, 0.35) * fractal(rng, p.shape, rng.uniform(1, 6)))
    elif kind == "cloud":
        size = max(size, 5)
        m = outline(rng, size)
        f = fractal(rng, m.shape, rng.uniform(1.5, 8))
        p = solid(rng, m, rng.choice(["uniform", "flat"])) * np.clip(f * rng.uniform(0.4, 1.2) + rng.uniform(0.1, 0.9), 0, None)
    elif kind == "bony":  # cortex around trabeculae, as mature bone looks
        size = max(size, 6)
        m = outline(rng, size)
        shell = solid(rng, m, "rim")
        t = np.abs(noise(rng, m.shape, rng.uniform(0.8, 2.5)))
        p = shell / (np.quantile(shell[m], 0.9) + 1e-6) * rng.uniform(0.5, 1) + m * rng.uniform(0.15, 0.6) * np.clip(1.2 - t, 0, None)
    elif kind == "mass":
        p = mass(rng, np.exp(rng.uniform(np.log(14), np.log(62))))
    elif kind == "diffuse":  # a faint body around a dense centre
        p = diffuse(rng, np.exp(rng.uniform(np.log(8), np.log(42))))
    elif kind == "band":  # spurs and bridges
        length = max(size, 8) * rng.uniform(1, 1.5)
        n, x, y = canvas(length * 1.6 + 14)
        best, share = along(line(rng, length), x, y)
        r0, r1 = rng.uniform(1.5, 7), rng.uniform(0.6, 5)
        r = (r0 + (r1 - r0) * share) * (1 + rng.uniform(0.05, 0.25) * fractal(rng, x.shape, rng.uniform(3, 10)))
        p = tube(best, np.maximum(r, 0.3), rng.uniform(0.5, 1.5), rng.uniform(0.15, 0.9))
        p = p * (1 + rng.uniform(0, 0.3) * fractal(rng, p.shape, rng.uniform(1, 5)))
    elif kind in ("punctate", "rings"):
        spread = np.clip(size / 2, 2, 14)
        n, x, y = canvas(spread * 5 + 10)
        p = np.zeros((n, n), np.float32)
        for _ in range(int(rng.integers(1, 28) if kind == "punctate" else rng.integers(2, 15))):
            cx, cy = rng.normal(0, spread, 2) * (1, rng.uniform(0.4, 1))
            r = rng.uniform(0.5, 1.9) if kind == "punctate" else rng.uniform(1.5, 4.5)
            q = np.hypot(x - cx, (y - cy) * rng.uniform(0.8, 1.25))
            p = np.maximum(p, tube(q, r, 9 if kind == "punctate" else rng.uniform(0.4, 1.0), 0.1) * rng.uniform(0.6, 1))
    elif kind == "sheet":
        length = max(size, 8) * 1.4
        n, x, y = canvas(length * 1.6 + 6)
        best, share = along(line(rng, length), x, y)
        w = rng.uniform(0.45, 1.5) * (1 + rng.uniform(0.1, 0.35) * noise(rng, x.shape, 3))
        p = np.clip((w - best) / 0.4 + 0.5, 0, 1) * np.clip(1 + rng.choice([0, rng.uniform(0, 0.9)]) * noise(rng, x.shape, rng.uniform(2, 10)), 0, None)
    else:  # vessel: two parallel broken lines
        length = max(size, 10) * 1.4
        n, x, y = canvas(length * 1.6 + 10)
        best, share = along(line(rng, length), x, y)
        r = rng.uniform(1.2, 3.2)
        p = tube(best, r, rng.uniform(0.4, 0.9), 0.15) * np.clip(0.6 + noise(rng, x.shape, rng.uniform(2, 8)), 0, 1.3)
    if np.count_nonzero(p > 0) < 12:
        return patch(rng)
    p = trimmed(p)
    if max(p.shape) > LONGEST:
        return patch(rng)
    return packed(p)


def packed(p, top=None):
    """The path as the bank keeps it; top: its 98 % quantile, where that is known."""
    return np.clip(p / (np.quantile(p[p > 0], 0.98) if top is None else top) * 200, 0, 255).astype(np.uint8)


BODIES = dict(rim=0.12, uniform=0.2, central=0.5, punctate=0.06, ring_arc=0.04, sheet=0.08)
SHEETS = dict(sheet=1)


def simulated(shared):
    """Draws shapes of the shared simulator: a function of a generator and of the shares of the kinds."""
    use_simulator(shared)
    from scene import Scene

    def draw(rng, shares):
        kind = rng.choice([*shares], p=[*shares.values()])
        size = np.exp(rng.uniform(np.log(3), np.log(16)))  # half the length of a body
        length = rng.uniform(5, 16)  # half that of a sheet
        mm = {"punctate": 44, "ring_arc": 48, "sheet": 2 * length + 16}.get(kind, 3.2 * size)
        scene = Scene("", "", "", (0, 0), (mm, mm), MM, rng)
        if kind in ("rim", "uniform", "central"):
            dense = rng.uniform(0.6, 0.9), rng.uniform(0.05, 0.25)
            p = scene.blob((0, 0), (size, size * rng.uniform(0.5, 0.95)), rng.uniform(0, np.pi), kind, rim=rng.uniform(1, 3), dens=dense, rough=rng.uniform(0.05, 0.2))
        elif kind == "sheet":
            z = np.linspace(-1, 1, 7) * length
            p = scene.sheet(np.c_[rng.uniform(0.5, 4) * np.sin(z / rng.uniform(4, 10)), z], rng.uniform(0.8, 2.4), depth=10)
        else:
            n, rings = int(rng.integers(4, 20)), kind == "ring_arc"
            at = rng.normal(0, rng.uniform(2.5, 5), (n, 2))
            p = scene.rings(at, rng.uniform(1.6, 3.2, n)) if rings else scene.points(at, rng.uniform(0.6, 1.6, n))
        return packed(trimmed(p))

    return draw


class Bank:
    def __init__(self, path):
        z = np.load(path)
        self.flat, self.shapes = z["flat"], z["shapes"]
        self.starts = np.r_[0, np.cumsum(self.shapes.prod(1))]

    def draw(self, rng):
        i = rng.integers(len(self.shapes))
        return self.flat[self.starts[i] : self.starts[i + 1]].reshape(self.shapes[i])


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("shared")
    ap.add_argument("out")
    ap.add_argument("--count", type=int, default=6000)
    ap.add_argument("--simulated", type=int, default=6000)
    ap.add_argument("--sheets", type=int, default=1500)
    ap.add_argument("--seed", type=int, default=7006)
    o = ap.parse_args()
    cv2.setNumThreads(1)
    patches = [patch(np.random.default_rng([o.seed, i])) for i in range(o.count)]
    draw = simulated(o.shared)
    patches += [draw(np.random.default_rng([o.seed, 1, i]), BODIES) for i in range(o.simulated)]
    patches += [draw(np.random.default_rng([o.seed, 2, i]), SHEETS) for i in range(o.sheets)]
    np.savez(o.out, flat=np.concatenate([p.ravel() for p in patches]), shapes=np.array([p.shape for p in patches]))


if __name__ == "__main__":
    main()
