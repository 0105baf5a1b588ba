"""Fits the confidence of a candidate, and draws how it holds on films that the fit did not see: confidence.py FILMS [--svg FILE]

FILMS is a folder that confidence_films.py wrote; FILMS/out holds what the tool `candidates` says of it. None of the films
was trained on: on those the network proposes too well. What is a lesion: labelled.py. Prints the coefficients for
CandidateEvidence.confidence from all films (a fit to two classes, then bent so that its middle is right too: Kull, Silva Filho and
Flach, Beta calibration, AISTATS 2017), and the calibration error and operating points from five fits, each judged
on the fifth of the films that it left out; the SVG shows the share of lesions among candidates of each confidence.
"""
import argparse

import numpy as np
from scipy.optimize import minimize

import labelled

# Films of 0.5 mm teach little of noise, which finer films have more of: set so that faint lesions of simulated films are kept.
NOISE = 0.6
# Set: 1 would fit these films best, but they are of the kind that the judge was taught on; on others it is right less often (HISTORY.md, "A judge").
OPINION = 0.3
# Set too, because some of the drawn lesions lie in air: see CandidateEvidence.confidence.
AIR = 1.2


def table(folder):
    """(evidence rows, truth 0/1, film of each row, films) of the candidates whose truth is known."""
    out, truth, films, seen = [], [], [], []
    for film, rows, known in labelled.films(folder):
        seen.append(film)
        for row, lesion in zip(rows, known):
            if lesion is not None:
                out.append(row), truth.append(lesion), films.append(film)
    return out, np.array(truth, float), np.array(films), seen


def column(rows, name):
    return np.array([r[name] for r in rows], float)


def measured(rows):
    """What contrast and surroundings add to the score of each row."""
    return NOISE * np.log(np.minimum(column(rows, "noise"), 40)) - AIR * np.clip((0.6 - column(rows, "tissue")) / 0.2, 0, 1)


def fit(peak, rest, y):
    """((k, constant) of the score k peak + rest + constant that fits y best, (a, b, c) of a log p - b log(1 - p) + c for its p)."""
    best = lambda odds, start: minimize(lambda w: np.logaddexp(0, -odds(w) * (2 * y - 1)).mean(), start).x
    line = best(lambda w: w[0] * peak + rest + w[1], [1, 0])
    p = logistic(line[0] * peak + rest + line[1])
    return line, best(lambda w: bent(p, w), [1, 1, 0])


def bent(p, abc):
    return abc[0] * np.log(p) - abc[1] * np.log1p(-p) + abc[2]


def confidence(peak, rest, line, abc):
    return logistic(bent(logistic(line[0] * peak + rest + line[1]), abc))


def logistic(s):
    return 1 / (1 + np.exp(-s))


def reliability(p, y, bins=10):
    """(mean confidence, share of lesions, count) of each tenth that has candidates, and the expected calibration error."""
    k = np.minimum((p * bins).astype(int), bins - 1)
    rows = [(p[k == i].mean(), y[k == i].mean(), int((k == i).sum())) for i in range(bins) if (k == i).any()]
    return rows, sum(n * abs(a - b) for a, b, n in rows) / len(p)


def svg(rows, error, count):
    x, y = lambda v: 50 + 300 * v, lambda v: 330 - 300 * v
    parts = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 370 380" font-family="sans-serif" font-size="11">',
             '<rect width="370" height="380" fill="white"/>',
             f'<path d="M{x(0)} {y(0)}H{x(1)}V{y(1)}H{x(0)}Z" fill="none" stroke="#999"/>',
             f'<path d="M{x(0)} {y(0)}L{x(1)} {y(1)}" stroke="#bbb" stroke-dasharray="4 4"/>']
    for v in (0, 0.25, 0.5, 0.75, 1):
        parts += [f'<text x="{x(v)}" y="{y(0) + 16}" text-anchor="middle">{v:g}</text>', f'<text x="{x(0) - 6}" y="{y(v) + 4}" text-anchor="end">{v:g}</text>']
    parts.append('<polyline fill="none" stroke="#1f5fa8" points="' + " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b, _ in rows) + '"/>')
    for a, b, n in rows:
        low, high = max(0, b - (b * (1 - b) / n) ** 0.5), min(1, b + (b * (1 - b) / n) ** 0.5)
        parts += [f'<path d="M{x(a):.1f} {y(low):.1f}V{y(high):.1f}" stroke="#1f5fa8"/>', f'<circle cx="{x(a):.1f}" cy="{y(b):.1f}" r="4" fill="#1f5fa8"/>',
                  f'<text x="{x(a) + 7:.1f}" y="{y(b) + 12:.1f}" fill="#666">{n}</text>']
    parts += ['<text x="200" y="366" text-anchor="middle">confidence</text>', '<text x="14" y="180" text-anchor="middle" transform="rotate(-90 14 180)">share that are lesions</text>',
              f'<text x="200" y="20" text-anchor="middle">{count} candidates on films held back; calibration error {error:.3f}</text>', "</svg>"]
    return "\n".join(parts) + "\n"


def left_out(peak, rest, y, films, parts=5):
    """The confidence of each candidate, from a fit to other films than its own in any of its rounds."""
    part = np.unique([f.split(".")[0] for f in films], return_inverse=True)[1] % parts
    p = np.zeros(len(y))
    for k in range(parts):
        others = part != k
        p[~others] = confidence(peak[~others], rest[~others], *fit(peak[others], rest[others], y[others]))
    return p


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("films"), ap.add_argument("--svg")
    o = ap.parse_args()
    rows, y, films, seen = table(o.films)
    peak, rest = column(rows, "peak"), OPINION * column(rows, "opinion") + measured(rows)
    (k, constant), (a, b, c) = fit(peak, rest, y)
    print(f"peak {k:.3f} opinion {OPINION} noise {NOISE} constant {constant:.3f}, bent by {a:.3f} {b:.3f} {c:.3f}: {len(y)} candidates, {int(y.sum())} of them lesions")
    p = left_out(peak, rest, y, films)
    bins, error = reliability(p, y)
    for mean, share, n in bins:
        print(f"confidence {mean:.2f}: {share:.2f} of {n} are lesions")
    print(f"expected calibration error {error:.3f} on {len(y)} candidates of {len(seen)} films")
    plain = [f for f in seen if ".plain" in f]
    for t in (0.3, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95):
        marked = sum(((films == f) & (p >= t)).any() for f in plain)
        print(f"at {t:.2f} or more: {(p[y > 0] >= t).mean():.3f} of the lesions with a candidate, {marked} of {len(plain)} films without one marked")
    if o.svg:
        open(o.svg, "w").write(svg(bins, error, len(y)))


if __name__ == "__main__":
    main()
