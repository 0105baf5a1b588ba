#!/usr/bin/env python3
"""Prints how exact the segmentation, the measurements and the grades are, and how far that holds when films change.

usage: accuracy.py SHARED BINARY [--ordinary N] [--parts LIST] [--drawn NAME=FOLDER ...] > Benchmarks/accuracy.md     needs numpy, scipy, pillow

SHARED holds score.py, radiographs/simulated, radiographs/real and training/films. BINARY is a release build of ossiquant.
Every figure comes from score.py on a results folder that BINARY wrote in this run; nothing is kept between runs.
Ordinary films: every tenth of training/films in name order, which training holds back; nothing should be found on them.
--drawn: these or standing films with lesions drawn in, as Training/inserted.py, bone_inserted.py and look_alikes.py write them, or films of another
person, as Training/other_person.py does.
"""
import argparse, csv, glob, io, json, os, shutil, subprocess, sys, tempfile
from typing import Callable, NamedTuple
import numpy as np
import scipy.ndimage as ndi
from PIL import Image


def read(path):
    """The film as floats in 0...1."""
    a = np.asarray(Image.open(path))
    a = a[..., :3].mean(2) if a.ndim == 3 else a
    return a.astype(np.float32) / (65535 if a.max() > 255 else 255)


def equalised(a):
    """Histogram equalisation in 8 x 8 tiles, clipped at three times the mean count and blended between tiles."""
    h, w = a.shape
    tiles, bins = 8, 256
    q = np.clip((a * (bins - 1)).astype(int), 0, bins - 1)
    maps = np.zeros((tiles, tiles, bins), np.float32)
    for i in range(tiles):
        for j in range(tiles):
            part = q[i * h // tiles:(i + 1) * h // tiles, j * w // tiles:(j + 1) * w // tiles]
            counts = np.bincount(part.ravel(), minlength=bins).astype(float)
            top = 3 * counts.mean()
            counts = np.minimum(counts, top) + np.maximum(counts - top, 0).sum() / bins
            maps[i, j] = np.cumsum(counts) / counts.sum()
    y, x = np.meshgrid((np.arange(h) + .5) * tiles / h - .5, (np.arange(w) + .5) * tiles / w - .5, indexing="ij")
    return ndi.map_coordinates(maps, [np.clip(y, 0, tiles - 1), np.clip(x, 0, tiles - 1), q], order=1)


def wholly_equalised(a):
    """Histogram equalisation of the whole film at once."""
    q = np.clip((a * 255).astype(int), 0, 255)
    return (np.cumsum(np.bincount(q.ravel(), minlength=256)) / q.size).astype(np.float32)[q]


def jpeg(quality):
    def change(a):
        stream = io.BytesIO()
        Image.fromarray((a * 255 + .5).astype(np.uint8)).save(stream, "JPEG", quality=quality)
        return np.asarray(Image.open(stream)).astype(np.float32) / 255
    return change


def noisy(a):
    return np.clip(a + np.random.default_rng(1).normal(0, .01, a.shape), 0, 1)


def unsharp(a):
    return np.clip(a + 1.0 * (a - ndi.gaussian_filter(a, 3)), 0, 1)


class Change(NamedTuple):
    """What happens to a film on its way to the program."""
    film: Callable = lambda a: a
    spaced: bool = True  # whether its spacing is stated
    longest: int = 0  # pixels of its longer side at most, 0 as it is
    pitch: float = 0  # mm per pixel, 0 as it is
    kind: type = np.uint16  # of its pixels

    def share(self, spacing, shape):
        """Its size as a share of what it was."""
        return spacing / self.pitch if self.pitch else min(1, self.longest / max(shape)) if self.longest else 1


CHANGES = {
    "as they are": Change(), "JPEG 60": Change(jpeg(60)), "JPEG 90": Change(jpeg(90)), "gamma 0.7": Change(lambda a: a ** .7),
    "gamma 1.4": Change(lambda a: a ** 1.4), "polarity turned round": Change(lambda a: 1 - a), "noise of 1 %": Change(noisy),
    "unsharp masking": Change(unsharp), "contrast equalised": Change(equalised), "8 bits": Change(kind=np.uint8),
    "0.1 mm per pixel": Change(pitch=.1), "0.3 mm per pixel": Change(pitch=.3), "spacing unknown": Change(spaced=False),
    "640 px, equalised, spacing unknown": Change(equalised, False, 640),
    "640 px, equalised as a whole, spacing unknown": Change(wholly_equalised, False, 640)}
# Ordinary films have 640 pixels of half a millimetre, about, and were equalised before.
DRAWN = ["as they are", "gamma 0.7", "unsharp masking", "contrast equalised", "640 px, equalised as a whole, spacing unknown"]


def resized(image, size, resample):
    return np.asarray(Image.fromarray(image).resize(size, resample))


def written(folder, truth, change):
    """Writes the changed films of `truth` with a manifest and, of their size, the truth."""
    rows = []
    for path in sorted(glob.glob(f"{truth}/*.truth.json")):
        t = json.load(open(path))
        name = os.path.basename(path)[:-11]
        a = read(f"{truth}/{t['image']}")
        share = change.share(t["spacing_mm"], a.shape)
        size = round(a.shape[1] * share), round(a.shape[0] * share)
        a = a if share == 1 else resized(a, size, Image.Resampling.BOX if share < 1 else Image.Resampling.BICUBIC)
        levels = np.clip(change.film(np.clip(a, 0, 1)), 0, 1) * np.iinfo(change.kind).max
        Image.fromarray((levels + .5).astype(change.kind)).save(f"{folder}/{name}.png")
        rows.append([f"{name}.png", name, t["spacing_mm"] / share if change.spaced else "", t.get("region") or ""])
        t.update(width=size[0], height=size[1], spacing_mm=t["spacing_mm"] / share)
        json.dump(t, open(f"{folder}/{name}.truth.json", "w"))
        for mask in (f"{name}.lesions.png", f"{name}.bones.png"):
            if os.path.exists(f"{truth}/{mask}"):
                Image.open(f"{truth}/{mask}").resize(size, Image.Resampling.NEAREST).save(f"{folder}/{mask}")
    with open(f"{folder}/manifest.csv", "w", newline="") as f:
        csv.writer(f).writerows([["image", "id", "spacing_mm", "region"], *rows])
    return f"{folder}/manifest.csv"


def scored(shared, binary, truth, manifest, given=False):
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([binary, "measure", manifest, "--out", out, "--quiet", "--no-overlays", "--allow-outside"], check=False)
        report = f"{out}/score.json"
        subprocess.run([sys.executable, f"{shared}/score.py", truth, out, "--json", report, *(["--given"] if given else [])],
                       check=True, stdout=subprocess.DEVNULL)
        return json.load(open(report))


def row(name, s):
    e = lambda k: "–" if s[k]["median_abs"] is None else f"{s[k]['median_abs']} ({s[k]['answered']}/{s[k]['n']})"
    print("|", " | ".join(str(v) for v in [
        name, f"{s['found']:.0f}/{s['lesions']}", s["false_per_image"], s["dice_mean"], s["dice_median"], s["bone_dice_mean"] or "–",
        e("area_error"), e("feret_error"), e("rim_thickness_error_mm"), e("cleft_width_error_mm"), e("gap_error_mm"),
        f"{s['zonal_accuracy']} ({s['zonal_n']})", s.get("brooker_exact", "–"), s.get("brooker_weighted_kappa", "–")]), "|", flush=True)


HEAD = ("| films | found | false/film | Dice mean | median | bone Dice | area error | Feret error | rim mm | cleft mm | gap mm | "
        "zonal | Brooker | κ |\n|" + "---|" * 14)


def kinds(cases):
    """The lesions of each kind."""
    result = {}
    for case in cases:
        for lesion in case.get("lesions", []):
            result.setdefault(lesion["kind"], []).append(lesion)
    return dict(sorted(result.items()))


def is_found(lesion):
    return lesion["covered"] >= .3


def found(lesions):
    return f"{sum(map(is_found, lesions))}/{len(lesions)}"


def by_kind(cases):
    print("| kind | found | area error, median |\n|---|---|---|")
    for kind, lesions in kinds(cases).items():
        errors = [abs(l["area"]) for l in lesions if l.get("area") is not None]
        print(f"| {kind} | {found(lesions)} | {f'{np.median(errors):.3f}' if errors else '–'} |")


def found_by_kind(cases):
    """A row for each kind, a column for each change, where there is more than one kind."""
    by_change = [kinds(c) for c in cases.values()]
    if len(by_change[0]) > 1:
        print("\n| kind, found |", " | ".join(cases), "|\n|" + "---|" * (len(cases) + 1))
        for kind in by_change[0]:
            print(f"| {kind} |", " | ".join(found(k[kind]) for k in by_change), "|")


def reason(case):
    """What a film lost its Dice to, in words."""
    said = []
    for l in case.get("lesions", []):
        if not is_found(l):
            said.append(f"{l['kind']} missed ({l['covered']:.0%} covered)")
        elif l.get("area") is not None and abs(l["area"]) > .1:
            said.append(f"{l['kind']} drawn {abs(l['area']):.0%} too {'large' if l['area'] > 0 else 'small'}")
        elif l["covered"] < .8:
            said.append(f"{l['kind']} covered to {l['covered']:.0%}")
    if case["false_lesions"]:
        said.append(f"{case['false_lesions']} false")
    if case.get("bone_dice", 1) < .95:
        said.append(f"bone Dice {case['bone_dice']}")
    return "; ".join(said) or "outline"


def worst(results, count=10):
    rows = sorted(((c["dice"], name, c) for name, r in results.items() for c in r["cases"]), key=lambda row: (row[0], row[2]["name"]))
    print("| film | set | Dice | what |\n|---|---|---|---|")
    for dice, name, case in rows[:count]:
        print(f"| {case['name']} | {name} | {dice} | {reason(case)} |")


def ordinary(shared, binary, step):
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(glob.glob(f"{shared}/training/films/*.jpg"))[::10][::step]:
            shutil.copy(path, folder)
        out = f"{folder}/out"
        subprocess.run([binary, "measure", folder, "--out", out, "--quiet", "--no-overlays"], check=False)
        rows = list(csv.DictReader(open(f"{out}/images.csv")))
    marked = [r["id"] for r in rows if int(r["lesion_count"] or 0)]
    print(f"{len(marked)} of {len(rows)} ordinary films get a lesion ({len(marked) / len(rows):.1%}): {', '.join(marked)}.")


def robustness(o, truth, labels):
    """Prints a row for each change; the scored films of each."""
    print(HEAD)
    cases = {}
    for label in labels:
        with tempfile.TemporaryDirectory() as folder:
            result = scored(o.shared, o.binary, folder, written(folder, truth, CHANGES[label]))
        row(label, result["summary"])
        cases[label] = result["cases"]
    return cases


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("shared")
    ap.add_argument("binary")
    ap.add_argument("--drawn", action="append", default=[], help="NAME=FOLDER of films that training does not see")
    ap.add_argument("--ordinary", type=int, default=1, help="look at every Nth of the held-back ordinary films")
    ap.add_argument("--parts", default="automatic,given,ordinary,robustness-simulated,robustness-real", help="what to measure, with commas")
    o = ap.parse_args()
    parts = o.parts.split(",")
    drawn = dict(d.split("=", 1) for d in o.drawn)
    sets = {name: f"{o.shared}/radiographs/{name}" for name in ("simulated", "real")}
    print("# Accuracy\n\nMade by `Benchmarks/accuracy.py`; errors are medians of absolute values, (answered/asked) behind them. "
          "These films were looked at while thresholds were chosen: the figures are not held out.\n")
    print(f"Measured: {', '.join([*parts, *drawn])}, with {subprocess.run([o.binary, '--version'], capture_output=True, text=True).stdout.strip()}.")
    if "automatic" in parts:
        automatic(o, sets)
    if "given" in parts:
        print("\n## Masks given\n\nFilms without a lesion have no row in `manifest-masks.csv`: they count as missing answers here.\n\n" + HEAD)
        for name, truth in sets.items():
            row(name, scored(o.shared, o.binary, truth, f"{truth}/manifest-masks.csv", given=True)["summary"])
    if "ordinary" in parts:
        print("\n## Ordinary films, held back from training\n")
        ordinary(o.shared, o.binary, o.ordinary)
    for name, truth in sets.items():
        if f"robustness-{name}" not in parts:
            continue
        print(f"\n## Robustness: {name}\n")
        robustness(o, truth, CHANGES)
    for name, truth in drawn.items():
        print(f"\n## Held back: {name}\n")
        found_by_kind(robustness(o, truth, DRAWN))


def automatic(o, sets):
    print("\n## Automatic\n\n" + HEAD)
    results = {name: scored(o.shared, o.binary, truth, f"{truth}/manifest.csv") for name, truth in sets.items()}
    for name, result in results.items():
        row(name, result["summary"])
    print("\n## By kind, automatic, both sets\n")
    by_kind([case for result in results.values() for case in result["cases"]])
    print("\n## The ten worst films, both sets\n")
    worst(results)


if __name__ == "__main__":
    main()
