"""What happens to a film on its way: contrast, blur, noise, compression, text, metal, borders. Images are 0...1 at 0.5 mm."""
import cv2
import numpy as np

FONTS = [cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_PLAIN]


def curve(rng, v):
    """Gamma, S-curve and window."""
    if rng.random() < 0.7:
        v = np.power(np.clip(v, 0, 1), np.exp(rng.uniform(-0.5, 0.5)))
    if rng.random() < 0.3:
        m, k = rng.uniform(0.3, 0.7), rng.uniform(2, 7)
        s = lambda x: 1 / (1 + np.exp(-k * (x - m)))
        v = (s(v) - s(0.0)) / (s(1.0) - s(0.0))
    if rng.random() < 0.5:
        lo, hi = rng.uniform(-0.05, 0.12), rng.uniform(0.8, 1.15)
        v = (v - lo) / (hi - lo)
    return np.clip(v, 0, 1).astype(np.float32)


def equalise(rng, v, film):
    """CLAHE or (partial) histogram equalisation, as the 640-px films have been through.

    film: the whole film that v is a part of, in 8 bits, or None: what equalises a film as a whole looks at all of it, at its air above all."""
    if rng.random() < 0.6:
        e = in_tiles(v, np.exp(rng.uniform(np.log(1.2), np.log(9))), int(rng.integers(2, 9)))
    elif film is None or rng.random() < 0.25:
        e = as_a_whole(v, (v * 255 + 0.5).astype(np.uint8))
    else:
        e = as_a_whole(v, film)
    k = min(1, rng.uniform(0.4, 1.6))
    return v * (1 - k) + e * k


def in_tiles(v, clip, tiles):
    return cv2.createCLAHE(clip, (tiles, tiles)).apply((v * 255 + 0.5).astype(np.uint8)) / np.float32(255)


def as_a_whole(v, film):
    """v with the grey levels that equalise the histogram of `film`."""
    below = np.cumsum(np.bincount(film[::3, ::3].ravel(), minlength=256)).astype(np.float32)
    return ((below - below[0]) / max(1, below[-1] - below[0]))[(v * 255 + 0.5).astype(np.uint8)]


def dynamic_range(rng, v):
    """Compresses or restores the slow part of the image: vendors and equalisation differ in how much of it they leave."""
    slow = cv2.resize(cv2.GaussianBlur(cv2.resize(v, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), (0, 0), rng.uniform(4, 25)), v.shape[::-1])
    return np.clip(v + rng.uniform(-0.6, 0.5) * (slow - slow.mean()), 0, 1)


def degrade(rng, v):
    u = rng.random()
    if u < 0.15:
        v = cv2.GaussianBlur(v, (0, 0), rng.uniform(0.4, 1.2))
    elif u < 0.42:
        g = cv2.GaussianBlur(v, (0, 0), np.exp(rng.uniform(np.log(0.6), np.log(6))))
        v = v + rng.uniform(0.2, 1.8) * (v - g)
    elif u < 0.5:
        k = rng.uniform(0.5, 0.9)
        h, w = v.shape
        v = cv2.resize(cv2.resize(v, (int(w * k), int(h * k)), interpolation=cv2.INTER_AREA), (w, h), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.5:
        n = rng.standard_normal(v.shape).astype(np.float32)
        if rng.random() < 0.5:
            n = cv2.GaussianBlur(n, (0, 0), rng.uniform(0.4, 1.2)) * 2
        v = v + n * np.exp(rng.uniform(np.log(0.002), np.log(0.03)))
    if rng.random() < 0.15:  # scan lines
        lines = cv2.GaussianBlur(rng.standard_normal((1, v.shape[1])).astype(np.float32), (0, 0), rng.uniform(0.5, 4))
        lines = lines * rng.uniform(0.002, 0.02) / (lines.std() + 1e-6)
        v = v + (lines if rng.random() < 0.5 or v.shape[0] != v.shape[1] else lines.T)
    v = np.clip(v, 0, 1)
    if rng.random() < 0.3:
        v = compressed(v, rng.integers(25, 92))
    return v.astype(np.float32)


def compressed(v, quality):
    _, file = cv2.imencode(".jpg", (v * 255 + 0.5).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, int(quality)])
    return cv2.imdecode(file, cv2.IMREAD_GRAYSCALE) / np.float32(255)


def shading(rng, v):
    h, w = v.shape
    small = rng.standard_normal((4, 4)).astype(np.float32)
    return v * (1 + rng.uniform(0, 0.25) * cv2.resize(small, (w, h), interpolation=cv2.INTER_CUBIC).clip(-1.5, 1.5))


def haze(rng, v, tissue):
    """Air that is grey with streaks, as on contrast-equalised films (simulated films have black air)."""
    a = rng.uniform(0.03, 0.25)
    streak = cv2.GaussianBlur(rng.standard_normal((1, v.shape[1])).astype(np.float32), (0, 0), rng.uniform(1, 6))
    floor = a * (1 + 0.3 * streak / (streak.std() + 1e-6) * rng.uniform(0, 1))
    return np.maximum(v * (1 - a) + a * 0.5, floor * (1 - 0.5 * tissue))


def write_text(rng, v, letters):
    """Letters, markers and ruler ticks; `letters` (uint8) is set where they are."""
    h, w = v.shape
    for _ in range(int(rng.integers(1, 4))):
        if rng.random() < 0.7:
            text = "".join(rng.choice(list("LRABCDEHKMNPSTVWXYZ0123456789"), int(rng.choice([1, 1, 1, 2, 4, 9]))))
            m = np.zeros((h, w), np.uint8)
            cv2.putText(m, text, (int(rng.integers(0, w)), int(rng.integers(0, h))), FONTS[rng.integers(3)], rng.uniform(0.35, 1.6), 255, int(rng.integers(1, 4)), cv2.LINE_AA)
        else:
            m, x, y, step = np.zeros((h, w), np.uint8), int(rng.integers(0, w)), int(rng.integers(0, h)), int(rng.integers(2, 21))
            for k in range(int(rng.integers(5, 40))):
                p = (x, y + k * step)
                cv2.line(m, p, (p[0] + (9 if k % 5 == 0 else 5), p[1]), 255, 1, cv2.LINE_AA)
                if k % 10 == 0 and rng.random() < 0.7:
                    cv2.putText(m, str(k // 10), (p[0] + 12, p[1]), FONTS[2], rng.uniform(0.6, 1.2), 255, 1, cv2.LINE_AA)
        a = m.astype(np.float32) / 255 * rng.uniform(0.7, 1)
        v = v * (1 - a) + a * rng.uniform(0.85, 1)
        np.maximum(letters, m, out=letters)
    return v


def add_ruler(rng, v, letters):
    """A ruler along one side or across the film: a strip with ticks and numbers, light on dark or dark on light; all of it is `letters`."""
    h, w = v.shape
    n = max(h, w) * 2
    width, level = int(rng.integers(12, 46)), rng.uniform(0.05, 0.95)
    ink = rng.uniform(0, 0.25) if level > 0.5 else rng.uniform(0.7, 1)
    strip, ink = np.full((n, width), int(255 * level), np.uint8), int(255 * ink)
    step, side, size = np.exp(rng.uniform(np.log(2.2), np.log(18))), rng.random() < 0.5, rng.uniform(0.4, 1.1)
    for k in range(int(n / step)):
        y, long = int(k * step), 0.45 if k % 10 == 0 else 0.3 if k % 5 == 0 else 0.18
        cv2.line(strip, (0 if side else width - 1, y), (int(width * (long if side else 1 - long)), y), ink, 1 if step < 4 else int(rng.integers(1, 3)), cv2.LINE_AA)
        if k % 10 == 0:
            cv2.putText(strip, str(k // 10 % 100), (int(width * (0.5 if side else 0.05)), y + int(8 * size)), FONTS[0], size, ink, int(rng.integers(1, 3)), cv2.LINE_AA)
    a = rng.choice([0, 0, 90, 180]) + rng.uniform(-4, 4)
    m = cv2.getRotationMatrix2D((width / 2, n / 2), a, 1)
    m[:, 2] += (rng.uniform(0, w) - width / 2, h / 2 - n / 2)
    turn = lambda a: cv2.warpAffine(a, m, (w, h))
    mark, image = turn(np.ones(strip.shape, np.float32)), turn(strip).astype(np.float32) / 255
    opaque = rng.uniform(0.7, 1) * mark
    np.maximum(letters, (mark * 255).astype(np.uint8), out=letters)
    return v * (1 - opaque) + image * opaque / np.maximum(mark, 1e-3) * (mark > 0)


def add_metal(rng, v, metal):
    """Plates, screws, nails, wires, balls, clips and prostheses: bright, sharp, saturated; `metal` (uint8) is set where they are."""
    h, w = v.shape
    for _ in range(int(rng.integers(1, 4))):
        m, kind = np.zeros((h, w), np.uint8), rng.integers(8)
        c, a = rng.uniform(0, 1, 2) * (w, h), rng.uniform(0, np.pi)
        d = np.array([np.cos(a), np.sin(a)])
        pt = lambda p: tuple(int(t) for t in p)
        if kind == 0:  # plate or nail with holes
            l, t = rng.uniform(20, 120), int(rng.integers(6, 26))
            cv2.line(m, pt(c - d * l), pt(c + d * l), 255, t, cv2.LINE_AA)
            if rng.random() < 0.6:
                for k in np.arange(-l, l, rng.uniform(12, 30)):
                    cv2.circle(m, pt(c + d * k), max(1, t // 4), 0, -1, cv2.LINE_AA)
        elif kind == 1:  # screws
            step = rng.uniform(12, 40)
            for k in range(int(rng.integers(1, 6))):
                p, n = c + d * k * step, np.array([-d[1], d[0]])
                l = rng.uniform(15, 70)
                cv2.line(m, pt(p), pt(p + n * l), 255, int(rng.integers(3, 8)), cv2.LINE_AA)
                cv2.line(m, pt(p - d * 5), pt(p + d * 5), 255, 4, cv2.LINE_AA)
        elif kind == 2:  # wire
            p = c + np.cumsum(rng.normal(0, 9, (8, 2)) + d * 8, 0)
            cv2.polylines(m, [p.astype(np.int32)], False, 255, int(rng.integers(1, 4)), cv2.LINE_AA)
        elif kind == 3:  # ball, button or ring
            r = int(rng.integers(3, 28))
            cv2.circle(m, pt(c), r, 255, int(rng.choice([-1, 2, 3])), cv2.LINE_AA)
        elif kind == 4:  # clips and staples
            for _ in range(int(rng.integers(1, 9))):
                p, t = c + rng.normal(0, 25, 2), a + rng.normal(0, 0.6)
                e = np.array([np.cos(t), np.sin(t)]) * rng.uniform(2, 8)
                cv2.line(m, pt(p - e), pt(p + e), 255, int(rng.integers(1, 4)), cv2.LINE_AA)
                if rng.random() < 0.4:
                    q = np.array([-e[1], e[0]]) * rng.uniform(0.3, 0.8)
                    cv2.line(m, pt(p + e), pt(p + e + q), 255, 2, cv2.LINE_AA)
                    cv2.line(m, pt(p - e), pt(p - e + q), 255, 2, cv2.LINE_AA)
        elif kind == 5:  # hip stem with head and cup
            r, n = rng.uniform(22, 34), np.array([-d[1], d[0]]) * rng.choice([-1, 1])
            l, t = rng.uniform(150, 300), rng.uniform(14, 28)
            neck = c + d * r * 1.6 + n * r * 1.3
            stem = np.array([neck - n * t, neck + n * t * 0.8, neck + d * l + n * t * 0.35, neck + d * l])
            cv2.fillPoly(m, [stem.astype(np.int32)], 255, cv2.LINE_AA)
            cv2.line(m, pt(c), pt(neck), 255, int(rng.uniform(12, 24)), cv2.LINE_AA)
            cv2.circle(m, pt(c), int(r * rng.uniform(0.55, 0.9)), 255, -1, cv2.LINE_AA)
            if rng.random() < 0.8:
                cv2.ellipse(m, pt(c), (int(r * 1.3), int(r * 1.3)), np.rad2deg(a) + 180, -95, 95, 255, int(rng.uniform(5, 14)), cv2.LINE_AA)
        elif kind == 6:  # calibration ball on its stand
            r = int(rng.integers(24, 33))
            cv2.circle(m, pt(c), r, 255, -1, cv2.LINE_AA)
            if rng.random() < 0.4:
                cv2.circle(m, pt(c), int(r * rng.uniform(1.15, 1.7)), 255, 1, cv2.LINE_AA)
            if rng.random() < 0.5:
                cv2.line(m, pt(c), pt(c + d * r * rng.uniform(2, 6)), 255, int(rng.integers(2, 8)), cv2.LINE_AA)
        else:  # large implant
            q = c + rng.uniform(-60, 60, (6, 2))
            cv2.fillConvexPoly(m, cv2.convexHull(q.astype(np.int32)), 255, cv2.LINE_AA)
        s = m.astype(np.float32) / 255
        v = v * (1 - s) + s * (1.0 if kind == 2 else rng.uniform(0.88, 1.0))  # a thin line that is not saturated may be mineral
        np.maximum(metal, m, out=metal)
    return v


def cast(rng, v):
    """A cast or dressing: bright bands with a weave and rough edges along one direction."""
    h, w = v.shape
    a = rng.uniform(0, np.pi)
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    u = (x - w / 2) * np.cos(a) + (y - h / 2) * np.sin(a)
    along = -(x - w / 2) * np.sin(a) + (y - h / 2) * np.cos(a)
    slow = lambda s: cv2.GaussianBlur(rng.standard_normal((h, w)).astype(np.float32), (0, 0), s) * s * 3.5
    wave = u + 6 * slow(12)
    layer = np.zeros((h, w), np.float32)
    for _ in range(int(rng.integers(1, 5))):
        c, k = rng.uniform(-w / 2, w / 2), rng.uniform(2, 40)
        layer += rng.uniform(0.2, 1) / (1 + np.exp(np.clip((np.abs(wave - c) - k) / rng.uniform(0.5, 3), -30, 30)))
    p = rng.uniform(2.5, 8)
    weave = 1 + rng.uniform(0, 0.4) * np.sin(2 * np.pi * (u + 2 * slow(6)) / p) * np.sin(2 * np.pi * along / p) + rng.uniform(0, 0.3) * slow(1.5) / 3.5
    return np.clip(v + rng.uniform(0.03, 0.2) * layer * weave, 0, 1).astype(np.float32)


def borders(rng, v, seen):
    """Collimation: everything beyond one to four straight edges becomes dark, white or grey; `seen` (uint8) loses it."""
    h, w = v.shape
    keep = np.ones((h, w), np.uint8)
    for side in rng.permutation(4)[: int(rng.integers(1, 5))]:
        k, tilt = int(rng.uniform(0.02, 0.25) * w), rng.uniform(-0.05, 0.05) * w
        poly = np.array([[-9, -9], [w + 9, -9], [w + 9, k + tilt], [-9, k - tilt]], np.int32)
        m = np.zeros((h, w), np.uint8)
        cv2.fillPoly(m, [poly], 1)
        keep &= 1 - np.ascontiguousarray(np.rot90(m, side)) if h == w else 1 - m
    soft = cv2.GaussianBlur(keep.astype(np.float32), (0, 0), rng.uniform(0.4, 2.5))
    level = rng.choice([0.0, 0.0, 1.0, rng.uniform(0, 1)])
    seen &= keep
    return v * soft + level * (1 - soft)
