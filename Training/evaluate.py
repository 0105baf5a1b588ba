"""Measures a checkpoint (.npz) or integer weights (.bin): evaluate.py SHARED FILE [--data DATA] [--cases FOLDER] [--pictures FOLDER]

Prints found, false per film, Dice and bone Dice on SHARED/radiographs (spacing and polarity known) and on DATA/sim/val
(a skeleton never trained on), and the share of held-back ordinary films that get a false lesion.
"""
import argparse
import glob
import json
import os

import cv2
import numpy as np
import scipy.ndimage as ndi
import torch

import candidates
from dataset import Films, ordinary_films, tissue_and_bone
from inputs import channels, normalise, padded, resample
from net import BONE, LETTERS, METAL, MINERAL
from quantise import LOGIT_LIMIT, infer, load, read, sigmoid_table


def probabilities(net, planes):
    """net: a network, or an integer model read from a weights file."""
    _, h, w = planes.shape
    if isinstance(net, dict):
        q = infer(net, padded(planes))[:, :h, :w].astype(np.int64)
        return (sigmoid_table()[q + LOGIT_LIMIT] / np.float32(65535)).astype(np.float32)
    with torch.no_grad():
        x = torch.from_numpy(padded(planes)[None].astype(np.float32) / 255).contiguous(memory_format=torch.channels_last)
        return torch.sigmoid(net(x))[0, :, :h, :w].numpy()


def predict(net, image, spacing):
    """(probabilities, normalised image) on the 0.5 mm grid."""
    n = normalise(resample(image, spacing))
    return probabilities(net, channels(n)), n


def enlarged(a, shape, spacing):
    """A 0.5 mm map on the original grid (linear)."""
    k = spacing / 0.5
    m = np.array([[k, 0, 0.5 * k - 0.5], [0, k, 0.5 * k - 0.5]], np.float32)
    return cv2.warpAffine(a, m, shape[::-1], flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE)


def read_case(folder, name, t):
    image = cv2.imread(f"{folder}/{t['image']}", cv2.IMREAD_UNCHANGED)
    image = (image[..., :3].mean(2) if image.ndim == 3 else image).astype(np.float32)
    if t.get("polarity") == "bone-dark":
        image = image.max() - image
    label = lambda kind: (lambda f: cv2.imread(f, cv2.IMREAD_UNCHANGED) if os.path.exists(f) else np.zeros(image.shape, np.uint8))(f"{folder}/{name}.{kind}.png")
    return image, label("lesions"), label("bones") if os.path.exists(f"{folder}/{name}.bones.png") else None


def cases(folder):
    for f in sorted(glob.glob(f"{folder}/*.truth.json")):
        t = json.load(open(f))
        name = os.path.basename(f)[:-11]
        yield name, t["spacing_mm"], *read_case(folder, name, t), {l["id"]: l["kind"] for l in t["lesions"]}


def grouped(mask, spacing, smallest=4.0):
    """Pieces within 3 mm of each other are one lesion; what is under 4 mm2 is not asked for."""
    lab, k = ndi.label(cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5) * spacing <= 1.5, np.ones((3, 3)))
    lab *= mask
    lab[(np.bincount(lab.ravel(), minlength=k + 1) * spacing**2 < smallest)[lab]] = 0
    return lab


def simulated(folder):
    for f in sorted(glob.glob(f"{folder}/*[0-9].npz")):
        z = np.load(f)
        yield os.path.basename(f)[:-4], 0.25, z["image"].astype(np.float32), grouped(z["lesions"] > 0, 0.25), (z["bones"] & 31), {}


def dice(a, b):
    s = a.sum() + b.sum()
    return 2 * (a & b).sum() / s if s else 1.0


def picture(path, n, p, truth, lab):
    """The film, the network's answer, and truth (green) with result (red)."""
    grey = np.repeat((n * 255).astype(np.uint8)[..., None], 3, 2)
    mid, right = grey.copy(), grey.copy()
    mid[..., 2] = np.maximum(mid[..., 2], p[MINERAL] * 255)
    mid[..., 1] = np.maximum(mid[..., 1], p[BONE] * 130)
    mid[..., 0] = np.maximum(mid[..., 0], np.maximum(p[METAL], p[LETTERS]) * 255)
    edge = lambda m: cv2.morphologyEx(m.astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8)) > 0
    if truth is not None:
        right[edge(truth)] = (0, 255, 0)
    right[edge(lab > 0)] = (0, 0, 255)
    cv2.imwrite(path, np.hstack([grey, mid, right]))


def score(net, films, gate, pictures=None, table=None):
    total = found = false = films_n = 0
    dices, bones, areas = [], [], []
    for name, spacing, image, truth, bone, kinds in films:
        p, n = predict(net, image, spacing)
        lab, rows = candidates.lesions(p, n, gate)
        reach = ndi.binary_dilation(lab > 0, iterations=2).astype(np.float32)
        up = [enlarged(a, image.shape, spacing) for a in (p[MINERAL], p[BONE], reach)]
        mask = (up[0] > 0.5) & (up[1] < 0.5) & (up[2] > 0.5)
        near = cv2.distanceTransform((truth == 0).astype(np.uint8), cv2.DIST_L2, 5) * spacing <= 1.0 if truth.any() else np.zeros(truth.shape, bool)
        out, k = ndi.label(mask, np.ones((3, 3)))
        index = np.arange(1, k + 1)
        size, touch = np.bincount(out.ravel(), minlength=k + 1)[1:] * spacing**2, np.atleast_1d(ndi.mean(near, out, index)) if k else []
        bad = [i for i in range(k) if size[i] >= 2 and touch[i] < 0.1]
        ids = [int(i) for i in np.unique(truth) if i]
        cover = dict(zip(ids, np.atleast_1d(ndi.mean(mask, truth, ids)).astype(float))) if ids else {}
        films_n, total, found, false = films_n + 1, total + len(ids), found + sum(c >= 0.3 for c in cover.values()), false + len(bad)
        row = dict(film=name, covered={f"{i} {kinds.get(i, '')}": round(float(c), 2) for i, c in cover.items()}, false=len(bad))
        if ids:
            dices.append(dice(truth > 0, mask))
            row["dice"] = round(dices[-1], 3)
        for i in ids:
            if cover[i] >= 0.3 and len(ids) == 1:
                areas.append(abs(mask[ndi.binary_dilation(truth == i, iterations=int(2 / spacing))].sum() / (truth == i).sum() - 1))
        if bone is not None and bone.any():
            bones.append(dice(bone > 0, up[1] > 0.5))
            row["bone_dice"] = round(bones[-1], 3)
        row["candidates"] = rows
        if table is not None:
            table.append(row)
        if pictures:
            t = cv2.resize((truth > 0).astype(np.uint8), n.shape[::-1], interpolation=cv2.INTER_NEAREST)
            picture(f"{pictures}/{name}.png", n, p, t, lab)
    mean = lambda v, f=np.mean: round(float(f(v)), 3) if len(v) else None
    return dict(films=films_n, lesions=total, found=round(float(found) / max(total, 1), 3), false_per_film=round(false / max(films_n, 1), 3), dice=mean(dices), dice_median=mean(dices, np.median),
                bone_dice=mean(bones), area_error_median=mean(areas, np.median))


def ordinary(net, paths, gate, pictures=None):
    """Share of films with any false lesion, and false lesions per film, before and after the gate."""
    any_raw = any_kept = raw = kept = 0
    for path in paths:
        p, n = predict(net, cv2.imread(path, cv2.IMREAD_GRAYSCALE).astype(np.float32), 0.5)
        lab, rows = candidates.lesions(p, n, gate)
        k = sum(r["kept"] for r in rows)
        any_raw, any_kept, raw, kept = any_raw + bool(rows), any_kept + bool(k), raw + len(rows), kept + k
        if pictures and k:
            picture(f"{pictures}/{os.path.basename(path)[:-4]}.png", n, p, None, lab)
    m = len(paths)
    return dict(films=m, share_with_candidate=round(any_raw / m, 3), share_with_false=round(any_kept / m, 3), candidates_per_film=round(raw / m, 2), false_per_film=round(kept / m, 2))


def drawn(shared, data, count, seed=99):
    """Held-back ordinary films with one to four lesions drawn into one place, as cases for score()."""
    films = Films(shared, data, seed)
    rng = np.random.default_rng(seed)
    for path in ordinary_films(shared)[1][:count]:
        v = normalise(cv2.imread(path, cv2.IMREAD_GRAYSCALE).astype(np.float32))
        body, bone = tissue_and_bone(v)
        if not body.any():
            continue
        box, share, _ = films.insertion.insert_somewhere(rng, v, body, bone)
        truth = np.zeros(v.shape, np.int32)
        truth[box] = grouped(share > 0.5, 0.5)
        yield os.path.basename(path)[:-4], 0.5, v, truth, None, {}


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("shared")
    ap.add_argument("checkpoint")
    ap.add_argument("--data")
    ap.add_argument("--cases", help="one more folder of films with truth, as make_cases.py writes it")
    ap.add_argument("--ordinary", type=int, default=1000)
    ap.add_argument("--gate", type=float, default=candidates.GATE)
    ap.add_argument("--pictures")
    ap.add_argument("--only", help="names of the sets to score, by their first word, with commas")
    ap.add_argument("--verbose", action="store_true")
    o = ap.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    net = read(o.checkpoint) if o.checkpoint.endswith(".bin") else load(o.checkpoint).to(memory_format=torch.channels_last)
    where = lambda d: os.makedirs(f"{o.pictures}/{d}", exist_ok=True) or f"{o.pictures}/{d}" if o.pictures else None
    sets = [("simulated", cases(f"{o.shared}/radiographs/simulated")), ("real", cases(f"{o.shared}/radiographs/real"))]
    if o.cases:
        sets.append(("cases", cases(o.cases)))
    if o.data:
        sets.append(("other skeleton", simulated(f"{o.data}/sim/val")))
        sets.append(("drawn into ordinary", drawn(o.shared, o.data, o.ordinary)))
    wanted = lambda name: not o.only or name.split()[0] in o.only.split(",")
    for name, films in (s for s in sets if wanted(s[0])):
        table = []
        print(name, score(net, films, o.gate, where(name.split()[0]), table), flush=True)
        if o.verbose:
            for row in table:
                print("   ", json.dumps(row))
    held = ordinary_films(o.shared)[1][: o.ordinary]
    if wanted("ordinary"):
        print("ordinary", ordinary(net, held, o.gate, where("ordinary")), flush=True)


if __name__ == "__main__":
    main()
