"""Renders the bank of simulated films: films.py SHARED OUT --count N --seed S [--subjects z013,JIA_MRI,MC22]

Uses the simulator in SHARED/training/simulator by its path. Each film is one .npz at 0.25 mm per pixel:
image (uint16), bones (bit mask: 1 pelvis, 2 femur, 4 tibia, 8 fibula, 16 patella, 32 field), lesions (uint8, 0 or 1),
subject. Markers, collimation, contrast curves and the like are added while training.
"""
import argparse
import os
import sys

import numpy as np
import scipy.ndimage as ndi

SPACING = 0.25
BITS = {"pelvis": 1, "femur": 2, "tibia": 4, "fibula": 8, "patella": 16}
KINDS = ["rim", "uniform", "central", "sheet", "punctate", "ring_arc", "spur", "bridge"]


def use_simulator(shared):
    """Makes the simulator's modules importable, and tells them where the skeletons lie."""
    os.environ["SIM_CACHE"] = os.path.join(shared, "training")
    sys.path.insert(0, os.path.join(shared, "training/simulator"))


def edge_points(mask, spacing):
    """Edge pixels of a mask and their outward normals (row, column)."""
    inside = ndi.gaussian_filter(mask.astype(np.float32), 3.0 / spacing)
    gy, gx = np.gradient(inside)
    ys, xs = np.nonzero(mask & ~ndi.binary_erosion(mask))
    n = -np.stack([gy[ys, xs], gx[ys, xs]], 1)
    return np.stack([ys, xs], 1), n / (np.linalg.norm(n, axis=1, keepdims=True) + 1e-9)


def to_mm(s, p):
    return np.array([s.X[0] + p[1] * s.sp, s.Z[0] - p[0] * s.sp])


def add_spur(s, rng, bone, bridge):
    """A bony spur (or a bridge to another point of the skeleton) from a random point of the bone's edge."""
    pts, nrm = edge_points(bone, s.sp)
    inside = np.all((pts > 60) & (pts < np.array(bone.shape) - 60), axis=1)
    if not inside.any():
        return
    i = rng.choice(np.flatnonzero(inside))
    a, n = to_mm(s, pts[i]), np.array([nrm[i][1], -nrm[i][0]])
    length = rng.uniform(8, 40)
    bend = rng.uniform(-0.5, 0.5)
    if bridge:
        away = np.hypot(*(pts - pts[i]).T) * s.sp
        ok = np.flatnonzero((away > 20) & (away < 70) & inside)
        if not len(ok):
            return
        b = to_mm(s, pts[rng.choice(ok)])
        t = np.linspace(0, 1, 10)[:, None]
        line = a - 3 * n + (b - a) * t + n * rng.uniform(4, 16) * 4 * t * (1 - t)
        s.insert(s.spur(line, rng.uniform(3, 7), rng.uniform(3, 6), dens=rng.uniform(0.3, 0.6)), "bridge")
        return
    t = np.linspace(-0.1, 1, 9)[:, None]
    side = np.array([-n[1], n[0]])
    line = a + n * length * t + side * length * bend * t**2
    r = rng.uniform(2, 7)
    s.insert(s.spur(line, r, r * rng.uniform(0.4, 1.0), dens=rng.uniform(0.3, 0.6)), "spur")


SHARES = [0.24, 0.24, 0.1, 0.08, 0.08, 0.06, 0.14, 0.06]
RARE_SHARES = [0.1, 0.12, 0.28, 0.14, 0.13, 0.05, 0.1, 0.08]  # --rare: what the first networks missed


def add_lesion(s, rng, tissue, shares):
    """One lesion of any kind, anywhere in the exposed soft tissue: free, beside bone or partly over it."""
    kind = KINDS[rng.choice(len(KINDS), p=shares)]
    bone = s.bonemask()
    if kind in ("spur", "bridge"):
        return add_spur(s, rng, bone, kind == "bridge")
    distance = ndi.distance_transform_edt(~bone) * s.sp
    near = rng.random() < 0.6
    ok = np.argwhere((tissue > 30) & (distance > -1) & (distance < (12 if near else 200)) & ((distance > 0) | (rng.random() < 0.15)))
    if not len(ok):
        return
    c = to_mm(s, ok[rng.integers(len(ok))])
    if kind in ("rim", "uniform", "central"):
        a = np.exp(rng.uniform(np.log(1.2), np.log(20)))
        axes = (a, a * rng.uniform(0.4, 1.0))
        keep = None
        if rng.random() < 0.6:
            keep = (bone, rng.choice([-0.3, 0.8, 1.5, 2.5, rng.uniform(0.5, 4)]))
        hi = rng.uniform(0.3, 0.95)
        path = s.blob(c, axes, rng.uniform(0, np.pi), kind, rim=rng.uniform(0.8, 3.2), dens=(hi, rng.uniform(0.05, 0.3) * hi + 0.05),
                      rough=rng.uniform(0.04, 0.35), keep_off=keep)
    elif kind == "punctate":
        n = int(rng.integers(1, 30))
        path = s.points(c + rng.normal(0, 1, (n, 2)) * rng.uniform(2, 12, 2), rng.uniform(0.6, 1.8, n))
    elif kind == "ring_arc":
        n = int(rng.integers(3, 16))
        path = s.rings(c + rng.normal(0, 1, (n, 2)) * rng.uniform(3, 9, 2), rng.uniform(1.6, 4.0, n))
    else:
        z = np.linspace(-1, 1, 8)
        half, ang, wave = rng.uniform(6, 50), rng.uniform(-0.6, 0.6), rng.uniform(0, 6)
        x = rng.uniform(0.5, 4) * np.sin(half * z / rng.uniform(8, 25) + wave)
        line = np.c_[c[0] + x * np.cos(ang) - half * z * np.sin(ang), c[1] + x * np.sin(ang) + half * z * np.cos(ang)]
        path = s.sheet(line, rng.uniform(1.0, 3.0), depth=rng.uniform(6, 20))
    s.insert(path, kind)


def pelvis_or_leg(M, sub, side, rng, which):
    """Two views the simulator's own cases lack: the whole AP pelvis, and the lower leg."""
    from scene import Scene, soft_tissue, gas
    flat = lambda v: (lambda z: np.full_like(z, v))
    if which == "pelvis":
        boxes = [M.bbox_of(sub, f"Hip_{k}", "ap") for k in "LR"]
        cx = np.mean([(b[0] + b[1]) / 2 for b in boxes])
        cz = boxes[0][2] + rng.uniform(40, 110)
        s = Scene(sub, side, "ap", (cx, cz), (rng.uniform(330, 390), rng.uniform(250, 320)), SPACING, rng)
        for k in "LR":
            s.add_bone(f"Hip_{k}", "pelvis")
            s.add_bone(f"Femur_{k}", "femur")
        s.add_bone("Sacrum", "pelvis")
        T = soft_tissue(s, [(flat(cx), flat(rng.uniform(165, 215)), flat(rng.uniform(175, 240)))], texture=rng.uniform(0.02, 0.06))
        return s, gas(s, T, int(rng.integers(2, 9)), (cx - 60, cx + 60, cz, cz + 110))
    view = rng.choice(["ap", "lat"])
    b = M.bbox_of(sub, f"Tibia_{side}", view)
    cx, cz = (b[0] + b[1]) / 2, b[2] + (b[3] - b[2]) * rng.uniform(0.1, 0.8)
    s = Scene(sub, side, view, (cx + rng.uniform(-15, 15), cz), (rng.uniform(120, 170), rng.uniform(190, 280)), SPACING, rng)
    for name, group in (("Femur", "femur"), ("Tibia", "tibia"), ("Fibula", "fibula"), ("Patella", "patella")):
        if os.path.exists(f"{os.environ['SIM_CACHE']}/bones/{sub}/{name}_{side}_{view}.npz"):
            s.add_bone(f"{name}_{side}", group)
    return s, soft_tissue(s, [(flat(cx), flat(rng.uniform(45, 68)), flat(rng.uniform(70, 120)))], texture=rng.uniform(0.02, 0.06))


SCENES = dict(hip=(0, 0.4), thigh=(0.4, 0.65), knee=(0.65, 0.82), pelvis=(0.82, 0.9), leg=(0.9, 1))


def scenario(M, sub, rng, only=None):
    side = str(rng.choice(["L", "R"]))
    u = rng.random()
    if only:
        u = rng.uniform(*SCENES[str(rng.choice(only))])
    if u < 0.4:
        level = str(rng.choice(["0", "0", "Ia", "I", "II", "III", "IV"]))
        r = M.hip(sub, side, rng, level, SPACING, False)
        return r and r[:2]
    if u < 0.65:
        kind = str(rng.choice(["rim", "uniform", "central", "punctate", "sheet", "ring_arc", "none"], p=[0.25, 0.15, 0.12, 0.09, 0.09, 0.08, 0.22]))
        cleft = [None, 0, 0.8, 1.5, 2.0, 3.0, rng.uniform(0.5, 4)][rng.integers(7)]
        a = rng.uniform(4, 24)
        spec = dict(kind=kind, rim=rng.uniform(1, 3.2), cleft=cleft, axes=(a, a * rng.uniform(0.4, 0.8)), dens=(rng.uniform(0.35, 0.9), rng.uniform(0.06, 0.2)), rough=rng.uniform(0.04, 0.3))
        return M.thigh(sub, side, rng, spec, SPACING, view=str(rng.choice(["ap", "ap", "lat"])))[:2]
    if u < 0.82:
        kind = str(rng.choice(["none", "none", "rim", "uniform", "central"]))
        a = rng.uniform(3, 12)
        return M.knee(sub, side, rng, dict(kind=kind, axes=(a, a * rng.uniform(0.5, 0.9)), rim=rng.uniform(0.9, 2.5)), SPACING, str(rng.choice(["ap", "lat"])))[:2]
    return pelvis_or_leg(M, sub, side, rng, "pelvis" if u < 0.9 else "leg")


def packed(s, image, tissue, masks, other=0, unnamed=0, subject="ct"):
    """What a film's file holds. masks: bit to mask; bones with the bit `other` also get the bit `unnamed`."""
    bones = np.zeros(image.shape, np.uint8)
    for bit, mask in masks.items():
        bones[mask] |= bit | (unnamed if bit == other else 0)
    bones[tissue > 15] |= 32
    lesions = np.zeros(image.shape, np.uint8)
    for l in s.lesions:
        lesions[l["mask"]] = 1
    # mineral over bone, or in a fragment that the truth leaves out, is neither lesion nor background
    unsure = (((s.extra > 0.9) | ((s.extra > 0.25) & s.bonemask())) & (lesions == 0)).astype(np.uint8)
    return dict(image=(image * 65535 + 0.5).astype(np.uint16), bones=bones, lesions=lesions, unsure=unsure, subject=np.array(subject))


def make(M, subjects, seed, index, only=None, rare=False):
    from scene import render
    for attempt in range(8):
        rng = np.random.default_rng([seed, index, attempt])
        sub = str(rng.choice(subjects))
        try:
            r = scenario(M, sub, rng, only)
        except (FileNotFoundError, ValueError, IndexError, KeyError):
            continue
        if r is None or not r[0].bonemask().any():
            continue
        s, T = r
        if rng.random() < 0.65:
            for _ in range(int(rng.integers(1, 5))):
                add_lesion(s, rng, T, RARE_SHARES if rare else SHARES)
        style = dict(dose=np.exp(rng.uniform(np.log(500), np.log(6000))), scatter=rng.uniform(0.1, 0.55), blur=rng.uniform(0.1, 0.3),
                     enhance=(rng.uniform(0, 1.2), rng.uniform(0, 0.9)))
        try:
            image = render(s, T, **style)
        except ValueError:  # a scene with nearly no soft tissue in view
            continue
        return packed(s, image, T, {bit: s.bonemask(group) for group, bit in BITS.items()}, subject=sub)
    return None


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("shared")
    ap.add_argument("out")
    ap.add_argument("--count", type=int, default=400)
    ap.add_argument("--start", type=int, default=0)
    ap.add_argument("--seed", type=int, default=7001)
    ap.add_argument("--subjects", default="z013,JIA_MRI,MC22")
    ap.add_argument("--only", help="scenes, with commas: hip, thigh, knee, pelvis, leg")
    ap.add_argument("--rare", action="store_true", help="more of the lesions that are hard to find")
    o = ap.parse_args()
    use_simulator(o.shared)
    import make_cases as M
    os.makedirs(o.out, exist_ok=True)
    for i in range(o.start, o.start + o.count):
        path = f"{o.out}/{i:05d}.npz"
        if os.path.exists(path):
            continue
        film = make(M, o.subjects.split(","), o.seed, i, o.only and o.only.split(","), o.rare)
        if film is None:
            continue
        np.savez(path + ".tmp.npz", **film)
        os.replace(path + ".tmp.npz", path)
        print(i, film["subject"], film["image"].shape, int(film["lesions"].sum()), flush=True)


if __name__ == "__main__":
    main()
