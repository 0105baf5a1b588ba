#!/usr/bin/env python3
"""Writes the readings and the reference values that StatisticsTests compares with.

usage:  python3 -m venv V && V/bin/pip install pingouin statsmodels scikit-learn && V/bin/pip install --no-deps irrCAC
        V/bin/python make_reference.py

Made with numpy 2, scipy 1.17.1, scikit-learn 1.9.1, statsmodels 0.15.0, pingouin 0.7.0, irrCAC 0.4.4.
"""
import itertools, os
import numpy as np
import pandas as pd
import pingouin
import scipy.special as special
import scipy.stats as stats
from irrCAC.raw import CAC
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa
from statsmodels.stats.proportion import proportion_confint

here = os.path.dirname(os.path.abspath(__file__))
random = np.random.default_rng(20261121)
lines = []


def put(name, value):
    lines.append(f"{name}\t{float(value)!r}")


def interval(name, pair):
    put(name + ".lower", pair[0]), put(name + ".upper", pair[1])


def grades(cases, readers, size, noise, shares):
    truth = random.choice(size, size=cases, p=shares)
    moved = truth[None] + np.where(random.random((readers, cases)) < noise, random.integers(-2, 3, (readers, cases)), 0)
    return np.clip(moved, 0, size - 1)


sets = {
    "brooker": (5, grades(60, 3, 5, 0.5, [0.4, 0.25, 0.15, 0.15, 0.05])),
    "binary": (2, grades(37, 2, 2, 0.4, [0.8, 0.2])),
    "unused": (4, np.where(grades(25, 4, 4, 0.6, [0.5, 0.3, 0.1, 0.1]) == 2, 3, grades(25, 4, 4, 0.6, [0.5, 0.3, 0.1, 0.1]) // 2)),
}
with open(f"{here}/grades.tsv", "w") as file:
    for name, (size, readings) in sets.items():
        for reader in readings:
            file.write(f"{name}\t{size}\t{' '.join(map(str, reader))}\n")
for name, (size, readings) in sets.items():
    for a, b in itertools.combinations(range(len(readings)), 2):
        table = np.zeros((size, size))
        np.add.at(table, (readings[a], readings[b]), 1)
        for weights in ("none", "linear", "quadratic"):
            result = cohens_kappa(table, wt=None if weights == "none" else weights)
            key = f"kappa.{name}.{a}.{b}.{weights}"
            put(key, cohen_kappa_score(readings[a], readings[b], labels=range(size), weights=None if weights == "none" else weights))
            assert abs(result.kappa - float(lines[-1].split("\t")[1])) < 1e-12
            put(key + ".se", result.std_kappa), interval(key, (result.kappa_low, result.kappa_upp))
        agreed = int((readings[a] == readings[b]).sum())
        key = f"percentage.{name}.{a}.{b}"
        put(key, agreed / len(readings[a]))
        interval(key, proportion_confint(agreed, len(readings[a]), method="wilson"))
    counts = aggregate_raters(readings.T, n_cat=size)[0]
    put(f"fleiss.{name}", fleiss_kappa(counts))
    estimate = CAC(pd.DataFrame(readings.T), categories=list(range(size)), digits=15).fleiss()["est"]
    assert abs(estimate["coefficient_value"] - fleiss_kappa(counts)) < 1e-12 and estimate["confidence_interval"][1] < 1
    put(f"fleiss.{name}.se", estimate["se"]), interval(f"fleiss.{name}", estimate["confidence_interval"])
    for grade in range(size):
        if counts[:, grade].sum():
            one = np.stack([counts[:, grade], counts.sum(1) - counts[:, grade]], 1)
            put(f"fleiss.{name}.grade.{grade}", fleiss_kappa(one))
            put(f"specific.{name}.{grade}", sum(c * (c - 1) for c in counts[:, grade]) / (counts[:, grade].sum() * (len(readings) - 1)))


def measurements(cases, readers, spread, shift, noise, start):
    truth = start + spread * random.gamma(2, 1, cases)
    return np.round(truth[None] + shift * np.arange(readers)[:, None] + noise * random.standard_normal((readers, cases)), 3)


tables = {
    "area": measurements(30, 3, 150, 4, 12, 40),
    "gap": measurements(12, 2, 4, 0.6, 0.5, 3),
    "far": measurements(20, 2, 0.02, 0.004, 0.01, 1e6),
    "noise": measurements(15, 4, 0.1, 0, 3, 20),
    "shifted": measurements(18, 2, 1, 9, 1.5, 5),
}
with open(f"{here}/measurements.tsv", "w") as file:
    for name, table in tables.items():
        for reader in table:
            file.write(f"{name}\t{' '.join(map(repr, map(float, reader)))}\n")
for name, table in tables.items():
    readers, cases = table.shape
    centred = table - np.floor(table.mean())  # the sums of squares of pingouin lose digits far from zero; nothing else changes
    long = pd.DataFrame(dict(case=np.tile(np.arange(cases), readers), reader=np.repeat(np.arange(readers), cases), value=centred.ravel()))
    pingouin.options.update({"round": None, "round.column.CI95": 15})
    icc = pingouin.intraclass_corr(long, targets="case", raters="reader", ratings="value")
    for kind, key in (("ICC(A,1)", "agreement"), ("ICC(C,1)", "consistency"), ("ICC(A,k)", "mean")):
        row = icc[icc.Type == kind].iloc[0]
        put(f"icc.{name}.{key}", row.ICC), interval(f"icc.{name}.{key}", row.CI95)
    own = table.var(axis=0, ddof=1)
    sw, freedom = np.sqrt(own.mean()), cases * (readers - 1)
    put(f"within.{name}", sw), put(f"within.{name}.cv", np.sqrt((own / table.mean(axis=0) ** 2).mean()))
    interval(f"within.{name}", [sw * np.sqrt(freedom / stats.chi2.ppf(p, freedom)) for p in (0.975, 0.025)])
    put(f"repeatability.{name}", 1.96 * np.sqrt(2) * sw)
    for a, b in itertools.combinations(range(readers), 2):
        x, y = table[a], table[b]
        d = x - y
        bias, sd, n = d.mean(), d.std(ddof=1), len(d)
        key = f"bland.{name}.{a}.{b}"
        for part, value, se in (("bias", bias, sd / np.sqrt(n)), ("lowerLimit", bias - 1.96 * sd, np.sqrt(3 * sd**2 / n)), ("upperLimit", bias + 1.96 * sd, np.sqrt(3 * sd**2 / n))):
            put(f"{key}.{part}", value), interval(f"{key}.{part}", stats.t.interval(0.95, n - 1, loc=value, scale=se))
        # Lin 1989 with the correction of 2000, written as epiR's epi.ccc writes it; none of the three packages has it. epi.ccc(ci="z-transform") of
        # epiR 2.0.57 gives the same values and intervals on these readings to 4e-10.
        x, y = centred[a], centred[b]
        r = np.corrcoef(x, y)[0, 1]
        p = 2 * np.cov(x, y, ddof=0)[0, 1] / (x.var() + y.var() + (x.mean() - y.mean()) ** 2)
        u = (x.mean() - y.mean()) / (x.var() * y.var()) ** 0.25
        se = np.sqrt(((1 - r**2) * p**2 * (1 - p**2) / r**2 + 2 * p**3 * (1 - p) * u**2 / r - 0.5 * p**4 * u**4 / r**2) / (n - 2))
        put(f"lin.{name}.{a}.{b}", p), put(f"lin.{name}.{a}.{b}.pearson", r), put(f"lin.{name}.{a}.{b}.se", se)
        interval(f"lin.{name}.{a}.{b}", np.tanh(np.arctanh(p) + np.array([-1, 1]) * stats.norm.ppf(0.975) * se / (1 - p**2)))

for p in (1e-10, 0.001, 0.025, 0.3, 0.5, 0.8, 0.975, 0.999999):
    put(f"normal {p!r}", stats.norm.ppf(p))
    for freedom in (1, 2.5, 11, 300, 49999):
        put(f"t {p!r} {freedom!r}", stats.t.ppf(p, freedom)) if p > 1e-6 else None
        put(f"chi {p!r} {freedom!r}", stats.chi2.ppf(p, freedom)) if p > 1e-6 else None
    for one, two in ((1, 1), (2, 7.25), (29, 58), (58, 29), (3.7, 4000), (49999, 49999), (1, 30)):
        put(f"f {p!r} {one!r} {two!r}", stats.f.ppf(p, one, two)) if p > 1e-6 else None
for x, a, b in ((0.1, 0.5, 0.5), (0.9, 2, 3), (0.5, 300, 310), (1e-5, 0.5, 20), (0.99, 40, 1.5), (0.3, 25000, 58000)):
    put(f"beta {x!r} {a!r} {b!r}", special.betainc(a, b, x))
for a, x in ((0.5, 0.2), (0.5, 9), (30, 28), (30, 55), (2500, 2450), (1, 0.001)):
    put(f"gamma {a!r} {x!r}", special.gammainc(a, x))
with open(f"{here}/reference.tsv", "w") as file:
    file.write("\n".join(lines) + "\n")
