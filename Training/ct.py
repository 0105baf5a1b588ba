"""Renders films of the lower leg from a Visible Human CT volume: ct.py SHARED OUT --count N --seed S

Real soft tissue and bone, projected in parallel at random angles about the body's axis; lesions and processing as in films.py, and
the same file format with two more bits in `bones`: 128 a bone without a name, 64 bone whose name is not known (weight 0).
The volume has 1-mm voxels: bone's fine structure is missing, edges are good to about 1 mm. (The other volume, a pelvis, is not
used: its forearms lie on the trunk, and taking them out left holes.)
"""
import argparse
import gzip
import os
import struct

import cv2
import numpy as np
import scipy.ndimage as ndi

import films

MM = 0.25
TIBIA, FIBULA, FEMUR, PATELLA, OTHER, UNNAMED = 4, 8, 2, 16, 128, 64


def volume(path):
    """Hounsfield units, indexed [from the feet up, front to back, across]; one float NIfTI file of 1-mm voxels."""
    data = gzip.open(path).read()
    dims = struct.unpack_from("<8h", data, 40)
    assert struct.unpack_from("<h", data, 70)[0] == 4, "16-bit integers are expected"
    start = int(struct.unpack_from("<f", data, 108)[0])
    return np.frombuffer(data, "<i2", offset=start).reshape(dims[3], dims[2], dims[1]).astype(np.float32)


def filled_bone(a, hu):
    bone = ndi.gaussian_filter(a, 0.6) > hu
    for k in range(len(bone)):
        bone[k] = ndi.binary_fill_holes(ndi.binary_closing(bone[k], iterations=2) | bone[k])
    return bone


def legs(path):
    """Two legs from ankle to knee: list of (Hounsfield units, labels)."""
    from skimage.segmentation import watershed

    a = volume(path)[:, 190:385]  # without the table
    out = []
    for x in ((105, 255), (255, 400)):
        v = a[:, :, x[0] : x[1]].copy()
        bone = filled_bone(v, 220)
        seeds = np.zeros(v.shape, np.uint8)
        for z in range(60, 300):
            lab, n = ndi.label(ndi.binary_erosion(bone[z]))
            size = np.bincount(lab.ravel(), minlength=n + 1)[1:]
            if n >= 2:
                order = np.argsort(-size)
                seeds[z][lab == order[0] + 1], seeds[z][lab == order[1] + 1] = TIBIA, FIBULA
        low = np.argwhere(bone[338:])[:, 1].min()
        seeds[346:][bone[346:]] = FEMUR
        seeds[338:, : low + 14][bone[338:, : low + 14]] = PATELLA
        labels = watershed(-ndi.distance_transform_edt(bone), seeds, mask=bone).astype(np.uint8)
        labels[:25][bone[:25]] = OTHER  # ankle and foot: nothing is named there
        labels[332:][bone[332:] & (labels[332:] == TIBIA)] = OTHER  # plateau or condyle
        body = ndi.binary_opening(v > -350, iterations=2)
        lab, n = ndi.label(body)
        body = lab == 1 + np.argmax(np.bincount(lab.ravel())[1:])
        v[~body & ~bone] = -1000
        out.append((v, labels))
    return out


def projected(v, labels, degrees):
    """Paths in mm from the feet up: soft tissue, cortical equivalent, and one per label."""
    z, d, w = v.shape
    side = int(np.hypot(d, w)) + 2
    m = cv2.getRotationMatrix2D((w / 2, d / 2), degrees, 1)
    m[:, 2] += (side / 2 - w / 2, side / 2 - d / 2)
    turn = lambda a, how, outside: cv2.warpAffine(a, m, (side, side), flags=how, borderValue=outside)
    names = [int(k) for k in np.unique(labels) if k]
    soft, cort, per = np.zeros((z, side), np.float32), np.zeros((z, side), np.float32), {k: np.zeros((z, side), np.float32) for k in names}
    for k in range(z):
        s, l = turn(v[k], cv2.INTER_LINEAR, -1000.0), turn(labels[k], cv2.INTER_NEAREST, 0)
        soft[k] = np.clip(1 + np.minimum(s, 100) / 1000, 0, None).sum(0)
        cort[k] = (np.clip(s - 100, 0, None) / 1400).sum(0)
        for name in names:
            per[name][k] = (l == name).sum(0)
    return soft, cort, per


def fine(a):
    a = a[::-1]  # head up
    return np.clip(cv2.resize(a, None, fx=1 / MM, fy=1 / MM, interpolation=cv2.INTER_CUBIC), 0, None)


def scene(v, labels, rng, degrees):
    from scene import Scene

    soft, cort, per = projected(v, labels, degrees)
    columns = np.flatnonzero((soft > 3).any(0))
    cut = slice(max(0, columns[0] - 15), columns[-1] + 15)
    soft, cort = fine(soft[:, cut]), fine(cort[:, cut])
    top, height = 0, soft.shape[0]
    if rng.random() < 0.7:
        height = int(rng.uniform(0.5, 0.9) * height)
        top = int(rng.integers(0, soft.shape[0] - height))
    part = slice(top, top + height)
    soft, cort = soft[part], cort[part]
    grain = cv2.GaussianBlur(rng.standard_normal(soft.shape).astype(np.float32), (0, 0), rng.uniform(1, 2.5))
    cort = cort * np.clip(1 + rng.uniform(0.02, 0.1) * grain / grain.std(), 0.5, 1.5)
    s = Scene.__new__(Scene)
    s.rng, s.sp, s.sub, s.view, s.lesions = rng, MM, "ct", "ap", []
    s.nz, s.nx = soft.shape
    s.x0, s.z1 = 0.0, s.nz * MM
    s.X, s.Z = (np.arange(s.nx) + 0.5) * MM, s.z1 - (np.arange(s.nz) + 0.5) * MM
    s.extra = np.zeros(soft.shape, np.float32)
    masks = {k: fine(p[:, cut])[part] > 0.6 for k, p in per.items()}
    s.bones = {k: dict(group=k, cort=np.zeros_like(cort), trab=np.zeros_like(cort), mask=m) for k, m in masks.items()}
    next(iter(s.bones.values()))["cort"] = cort.astype(np.float32)
    return s, soft.astype(np.float32), masks


def film(v, labels, seed, index):
    from scene import render

    rng = np.random.default_rng([seed, index])
    degrees = rng.choice([0, 0, 90, 180]) + rng.uniform(-40, 40)
    s, soft, masks = scene(v, labels, rng, degrees)
    if rng.random() < 0.6:
        for _ in range(int(rng.integers(1, 5))):
            films.add_lesion(s, rng, soft, films.RARE_SHARES)
    image = render(s, soft, dose=np.exp(rng.uniform(np.log(500), np.log(6000))), scatter=rng.uniform(0.1, 0.55), blur=rng.uniform(0.1, 0.3),
                   enhance=(rng.uniform(0.3, 1.6), rng.uniform(0, 0.9)))
    return films.packed(s, image, soft, masks, OTHER, UNNAMED)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("shared")
    ap.add_argument("out")
    ap.add_argument("--count", type=int, default=60)
    ap.add_argument("--start", type=int, default=50000)
    ap.add_argument("--seed", type=int, default=7010)
    o = ap.parse_args()
    films.use_simulator(o.shared)
    os.makedirs(o.out, exist_ok=True)
    both = legs(f"{o.shared}/training/ct/vhf_legs.nii.gz")
    for i in range(o.count):
        path = f"{o.out}/{o.start + i:05d}.npz"
        if not os.path.exists(path):
            np.savez(path + ".tmp.npz", **film(*both[i % 2], o.seed, i))
            os.replace(path + ".tmp.npz", path)
            print(i, flush=True)


if __name__ == "__main__":
    main()
