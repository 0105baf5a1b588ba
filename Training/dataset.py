"""Training crops: simulated films with full truth, and ordinary films with lesions drawn in (mineralisation truth only)."""
import glob
import itertools
import os
from typing import NamedTuple, Optional

import cv2
import numpy as np
import scipy.ndimage as ndi
import torch
from skimage.filters import threshold_multiotsu

import augment as A
from inputs import channels, normalise
from insertion import Insertion
from net import BONE, CLASSES, FIELD, LETTERS, METAL, MINERAL
from transplants import KNOWN, ground_of
from visible import unseen
from views import VIEWS, equalised, equalised_in_tiles, shown
from warps import FULL, MARGIN, SIZE, affine, coarse, halve, unshuffled, warp, warp_coarse

ABSENT = dict(hand=CLASSES[:2], shoulder=CLASSES[:2])  # pelvis and femur, which such ordinary films cannot show
STUMPED = 0.2  # of the other crops of real films show a stump's end,
STUMP_WITH = 0.75  # of these with lesions
STUMP_MM = 25  # from it are the lesions
COMPRESSED = 0.15  # of the simulated crops are compressed at a film's own pitch, before they are 0.5 mm
MINED = 0.35  # of the crops show a place that was wrong,
AS_FOUND = 0.7  # of these in the view in which it was
# What these views do to a crop in which something is drawn: what equalises a film equalises its lesions with it.
AFTERWARDS = {VIEWS.index(equalised): A.as_a_whole, VIEWS.index(equalised_in_tiles): lambda v, film: A.in_tiles(v, 3, 4)}
HELD_BACK = 10  # every tenth ordinary film is kept for stopping and for the false-lesion figure


def ordinary_films(shared):
    """(training, held back) paths, split by a fixed rule on the sorted names."""
    paths = sorted(glob.glob(f"{shared}/training/films/*.jpg"))
    return [p for i, p in enumerate(paths) if i % HELD_BACK], paths[::HELD_BACK]


def real_films(shared, data):
    """Paths of all real films to train on: the ordinary ones, and the stumps made of them (stumps.py)."""
    return ordinary_films(shared)[0] + sorted(glob.glob(f"{data}/stumps/*.npz"))


def is_stump(path):
    return path.endswith(".npz")


def real_values(path):
    """The pixels of such a film in 8 bits."""
    return np.load(path)["values"] if is_stump(path) else cv2.imread(path, cv2.IMREAD_GRAYSCALE)


def simulated_films(data, part="train"):
    return sorted(glob.glob(f"{data}/sim/{part}/*[0-9].npz"))


def places(path):
    """Rows (film, x, y, view) written by mine.py, or None."""
    rows = np.load(path) if os.path.exists(path) else []
    return rows if len(rows) else None


def mined_place(rng, rows):
    """(film, x, y, view) of one of the `rows` of mine.py, or None for a crop that shows no such place."""
    if rows is None or rng.random() >= MINED:
        return None
    i, x, y, view = rows[rng.integers(len(rows))]
    return int(i), x, y, int(view) if rng.random() < AS_FOUND else 0


def with_fibula(bones):
    """Bones whose fibula is part of the tibia (bit 4): where a row has two runs the thinner one becomes fibula, and where it
    has one run or more than two, both are unknown (bit 64)."""
    tibia = (bones >> 2 & 1).astype(np.int8)
    step = np.diff(np.pad(tibia, ((0, 0), (1, 1))), axis=1)
    out = bones.copy()
    for y in np.flatnonzero(tibia.any(1)):
        a, b = np.flatnonzero(step[y] == 1), np.flatnonzero(step[y] == -1)
        size = np.sort(b - a)
        if len(a) == 2 and size[0] > 16 and size[0] < 0.8 * size[1]:
            k = int(np.argmin(b - a))
            out[y, a[k] : b[k]] = bones[y, a[k] : b[k]] & ~np.uint8(4) | np.uint8(8)
        else:
            out[y, tibia[y] > 0] |= 64
    return out


def thin(t):
    """Where a target is narrow or small, with two pixels around it."""
    m = (t > 0.3).astype(np.uint8)
    wide = cv2.morphologyEx(m, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7)))
    return cv2.dilate(m & (1 - wide), np.ones((5, 5), np.uint8)) > 0


def faint_parts(v, lesions, bone):
    """Where simulated lesions rise by less than three tenths of their height over the tissue within 5 mm: what networks leave out of them."""
    around = lambda m, mm: cv2.dilate(m, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (int(8 * mm) + 1,) * 2)) > 0
    lab, _ = ndi.label(around(lesions, 1))
    out = np.zeros(lesions.shape, bool)
    for j, (y, x) in enumerate(ndi.find_objects(lab), 1):
        box = (slice(max(0, y.start - 24), y.stop + 24), slice(max(0, x.start - 24), x.stop + 24))
        inside = (lab[box] == j) & (lesions[box] > 0)
        ring = around(inside.astype(np.uint8), 5) & (lab[box] != j) & ~bone[box]
        if ring.any():
            level = np.median(v[box][ring])
            out[box] |= inside & (v[box] < level + 0.3 * (np.quantile(v[box][inside], 0.95) - level))
    return out


def around(end, m):
    """Where the crop that `m` lays on a film shows what lies within STUMP_MM of a bone's end there."""
    c = coarse(m)
    x, y = np.linalg.solve(c[:, :2], end - c[:, 2])
    place = np.zeros((FULL, FULL), np.uint8)
    cv2.circle(place, (int(x), int(y)), 2 * STUMP_MM, 1, -1)
    return place > 0


def tissue_and_bone(v):
    """Rough soft-tissue and bone masks of an ordinary film (0...1), to place lesions sensibly."""
    small = cv2.GaussianBlur(v[::4, ::4], (0, 0), 1.5)
    try:
        air, hard = threshold_multiotsu(small[small < 0.97], 3, nbins=48)
    except ValueError:
        air, hard = 0.1, 0.6
    body = cv2.erode(((small > air) & (small < 0.97)).astype(np.uint8), np.ones((5, 5), np.uint8))
    d = small - cv2.GaussianBlur(small, (0, 0), 7)
    bone = (d > 0.05) | (small > hard)
    up = lambda m: cv2.resize(m.astype(np.uint8), v.shape[::-1], interpolation=cv2.INTER_NEAREST)
    return up(body), up(bone)


class RealFilm(NamedTuple):
    """An ordinary film in 8 bits, where it shows tissue and bone, and, where an earlier network looked at it, what that knows (see mine.py) and
    the ground that transplants.py needs; of a stump (x, y) of the cut bone's end."""

    values: np.ndarray
    body: np.ndarray
    bone: np.ndarray
    known: Optional[np.ndarray]
    names: Optional[np.ndarray]
    ground: Optional[np.ndarray]
    end: Optional[np.ndarray] = None


def stump(path):
    """A film that stumps.py wrote; it names no bone."""
    z = np.load(path)
    values, known, body = z["values"], z["known"], z["body"].astype(np.uint8)
    bone = (known > KNOWN).astype(np.uint8)
    return RealFilm(values, body, bone, known, np.zeros_like(bone), ground_of(values, body, known), z["end"])


class Films(torch.utils.data.IterableDataset):
    def __init__(self, shared, data, seed, real_share=0.6, cache=800):
        self.data, self.seed, self.real_share, self.cache, self.mined = data, seed, real_share, cache, None
        self.hard = self.hard_simulated = None
        self.real, self.simulated = {}, {}
        self.paths = real_films(shared, data)
        self.ordinary = sum(not is_stump(p) for p in self.paths)
        self.insertion = Insertion(f"{data}/bank.npz", self.real)

    def __iter__(self):
        cv2.setNumThreads(1)
        torch.set_num_threads(1)
        info = torch.utils.data.get_worker_info()
        rng = np.random.default_rng([self.seed, info.id if info else 0])
        for k in itertools.count():
            if k % 400 == 0:
                self.read_mined()
            yield self.real_crop(rng) if rng.random() < self.real_share else self.simulated_crop(rng)

    def read_mined(self):
        """What mine.py found, and which films there are; mine.py and films.py may run beside the training."""
        self.simulated_paths = simulated_films(self.data)
        file = f"{self.data}/hard.npy"
        when = os.path.getmtime(file) if os.path.exists(file) else 0
        if when != self.mined:
            self.mined, self.hard, self.hard_simulated = when, places(file), places(f"{self.data}/hard-simulated.npy")
            self.real.clear()

    # --- ordinary films ---
    def load_real(self, i):
        if i not in self.real:
            path = self.paths[i]
            self.real[i] = stump(path) if is_stump(path) else self.ordinary_film(path)
        return self.real[i]

    def ordinary_film(self, path):
        n = normalise(real_values(path).astype(np.float32), thin=3)
        body, bone = tissue_and_bone(n)
        pseudo = f"{self.data}/pseudo/{os.path.basename(path)[:-4]}.png"
        known = names = ground = None
        if os.path.exists(pseudo):  # an earlier network's answer, see mine.py
            known, field, names = cv2.split(cv2.imread(pseudo))
            known[(bone > 0) & (known < 64)] = 128
            known[(cv2.dilate(bone, np.ones((13, 13), np.uint8)) == 0) & (known > KNOWN)] = 128
            bone = ((known > KNOWN) | (bone > 0)).astype(np.uint8)
            body &= cv2.morphologyEx((field > 200).astype(np.uint8), cv2.MORPH_OPEN, np.ones((15, 15), np.uint8))
        values = (n * 255 + 0.5).astype(np.uint8)
        if known is not None:
            ground = ground_of(values, body, known)
        return RealFilm(values, body, bone, known, names, ground)

    def drawn_film(self, rng):
        stumps = len(self.paths) - self.ordinary
        return int(self.ordinary + rng.integers(stumps) if stumps and rng.random() < STUMPED else rng.integers(self.ordinary))

    def real_crop(self, rng):
        hard = mined_place(rng, self.hard)
        i, cx, cy, view = hard or (self.drawn_film(rng), None, None, 0)
        v, body, bone, known, names, _, end = self.load_real(i)
        drawn = rng.random() < (0.55 if end is None else STUMP_WITH)
        after = AFTERWARDS.get(view) if drawn else None
        if not after:
            v = shown(v, view, 0.5)
        h, w = v.shape
        if not hard and end is not None:
            cx, cy = end + rng.uniform(-60, 60, 2)
        elif not hard:
            cx, cy = rng.uniform(0.08, 0.92) * w, rng.uniform(0.08, 0.92) * h
            for _ in range(6):  # mostly where there is something to see
                if body[int(cy), int(cx)] or bone[int(cy), int(cx)]:
                    break
                cx, cy = rng.uniform(0.08, 0.92) * w, rng.uniform(0.08, 0.92) * h
        jitter = 60 if hard else 0
        cx, cy = cx + rng.uniform(-jitter, jitter), cy + rng.uniform(-jitter, jitter)
        step = np.exp(rng.uniform(-0.3, 0.3) if rng.random() < 0.6 else rng.uniform(np.log(0.55), np.log(1.75)))
        turn = rng.uniform(-20, 20) + (90 * rng.integers(4) if rng.random() < 0.2 else 0)
        keep = np.array([w, h]) / 2 - SIZE * step / 2 * 0.8  # crops mostly on the film
        cx, cy = (float(np.clip(c, n / 2 - max(k, 20), n / 2 + max(k, 20))) for c, n, k in zip((cx, cy), (w, h), keep))
        m = affine((cx, cy), step, turn, rng.random() < 0.5, np.exp(rng.uniform(-0.15, 0.15)))
        img = (halve(warp(v, m, cv2.BORDER_REPLICATE)) if step > 1.15 else warp_coarse(v.astype(np.float32), m, cv2.BORDER_REPLICATE)) / 255
        inside = warp_coarse(np.full_like(v, 255), m, cv2.BORDER_CONSTANT) > 254
        body = warp_coarse(body, m, cv2.BORDER_CONSTANT, cv2.INTER_NEAREST) > 0
        bone = warp_coarse(bone, m, cv2.BORDER_CONSTANT, cv2.INTER_NEAREST) > 0
        targets = np.zeros((len(CLASSES), FULL, FULL), np.float32)
        weight = np.zeros_like(targets)
        weight[MINERAL] = 1
        weight[[CLASSES.index(c) for c in ABSENT.get(os.path.basename(self.paths[i]).split("-")[0], ())]] = 0.4
        if known is not None:
            k = warp_coarse(known, m, cv2.BORDER_REFLECT)
            targets[BONE] = k / 255
            weight[BONE] = 0.5 * ((k < 40) | (k > 215))
            if names.any():
                b = warp_coarse(names, m, cv2.BORDER_CONSTANT, cv2.INTER_NEAREST)
                targets[0], targets[1] = b & 1, b >> 1 & 1
                weight[:2] = 0.7 * ((b > 0) | (k < 40))
        faint = False
        if drawn:
            place = None if end is None else around(end, m)
            img, faint = self.insertion.insert(rng, img, body, bone, targets[MINERAL], weight[MINERAL], place)
        if after:
            img = after(np.clip(img, 0, 1), v)
        if not view and rng.random() < 0.4:
            img = A.dynamic_range(rng, img)
        if not view and rng.random() < 0.6:
            img = A.equalise(rng, np.clip(img, 0, 1), v)
        # Ordinary films have unlabelled metal and letters of their own, all of them bright, and bone; a drawn lesion is none of these.
        lesion = targets[MINERAL] > 0.5
        sure = (img < 0.72) | lesion
        weight[METAL], weight[LETTERS] = sure, sure
        targets[BONE][lesion], weight[BONE][lesion] = 0, 0.7
        return self.finish(rng, img, inside, targets, weight, faint, 0.18, 0.6 if hard else 0.4)

    # --- simulated films ---
    def read_simulated(self, p):
        if p not in self.simulated:
            z = np.load(p)
            n = normalise(z["image"].astype(np.float32), thin=4)
            bones = z["bones"] if str(z["subject"]) in ("z013", "ct") else with_fibula(z["bones"])
            unsure = z["unsure"] | 2 * faint_parts(n, z["lesions"], (bones & 159) > 0)
            self.simulated[p] = ((n * 65535).astype(np.uint16), bones, z["lesions"] * 255, unsure.astype(np.uint8))
            if len(self.simulated) > self.cache:
                del self.simulated[next(iter(self.simulated))]
        return self.simulated[p]

    def load_simulated(self, rng):
        if len(self.simulated) < self.cache or rng.random() < 0.1:
            return self.read_simulated(self.simulated_paths[rng.integers(len(self.simulated_paths))])
        keys = list(self.simulated)
        return self.simulated[keys[rng.integers(len(keys))]]

    def simulated_crop(self, rng):
        hard = mined_place(rng, self.hard_simulated)
        i, cx, cy, view = hard or (None, None, None, 0)
        v, bones, lesions, unsure = self.read_simulated(self.simulated_paths[i]) if hard else self.load_simulated(rng)
        v = shown(v, view, 0.25)
        h, w = v.shape
        ys, xs = (None, None) if rng.random() < 0.5 else np.nonzero(lesions[::8, ::8])
        if hard:
            cx, cy = cx + rng.uniform(-160, 160), cy + rng.uniform(-160, 160)
        elif ys is not None and len(ys):
            k = rng.integers(len(ys))
            cx, cy = xs[k] * 8 + rng.uniform(-200, 200), ys[k] * 8 + rng.uniform(-200, 200)
        else:
            cx, cy = rng.uniform(0.12, 0.88) * w, rng.uniform(0.12, 0.88) * h
        step = 2 * np.exp(rng.uniform(-0.15, 0.15) if rng.random() < 0.6 else rng.uniform(-0.55, 0.6))
        m = affine((cx, cy), step, rng.uniform(-20, 20), rng.random() < 0.5, np.exp(rng.uniform(-0.08, 0.08)))
        fine = warp(v, m, cv2.BORDER_REPLICATE) / np.float32(65535)
        if rng.random() < COMPRESSED:
            fine = A.compressed(fine, rng.integers(30, 92))
        img = halve(fine)
        inside = warp_coarse(np.full(v.shape, 255, np.uint8), m, cv2.BORDER_CONSTANT) > 254
        b = warp(bones, m, cv2.BORDER_CONSTANT, cv2.INTER_NEAREST)
        targets = np.zeros((len(CLASSES), FULL, FULL), np.float32)
        coarse = b[::2, ::2]
        for k in range(5):
            targets[k] = coarse >> k & 1
        targets[BONE], targets[FIELD] = halve((b & 159) > 0), coarse >> 5 & 1
        targets[MINERAL] = halve(warp(lesions, m, cv2.BORDER_CONSTANT)) / 255
        weight = np.ones_like(targets)
        weight[:5] = coarse >> 6 & 1 == 0  # bone without a known name
        unsure = warp_coarse(unsure, m, cv2.BORDER_CONSTANT, cv2.INTER_NEAREST)
        weight[MINERAL], faint = unsure & 1 == 0, unsure & 2 > 0
        seen = np.ones((FULL, FULL), np.uint8)
        if not view and rng.random() < 0.4:
            img = A.dynamic_range(rng, img)
        hazy = not view and rng.random() < 0.5
        if hazy:
            img = A.haze(rng, img, cv2.GaussianBlur(targets[FIELD], (0, 0), 2))
        if rng.random() < 0.3:
            img, drawn = self.insertion.insert(rng, img, targets[FIELD] > 0.9, targets[BONE] > 0.02, targets[MINERAL], weight[MINERAL])
            faint |= drawn
        if rng.random() < 0.25:
            img = A.borders(rng, img, seen)
        if not view and rng.random() < 0.5:
            img = A.equalise(rng, np.clip(img, 0, 1), None if hazy else v[::4, ::4] // 257)
        targets *= seen
        return self.finish(rng, img, inside, targets, weight, faint, 0.3, 0.4)

    # --- both ---
    def finish(self, rng, img, inside, targets, weight, faint, extras, common):
        """faint: where lesions are; common: the weight of what is neither a thin lesion nor the faint part of one, where the loss takes 0.4 for
        one; more where networks went wrong."""
        if rng.random() < 0.4:
            img = A.shading(rng, img)
        if rng.random() < 0.06:
            img = A.cast(rng, img)
        img = A.curve(rng, img)
        img = A.degrade(rng, img)
        for probability, draw, c in ((extras, A.add_metal, METAL), (extras, A.write_text, LETTERS), (0.06, A.add_ruler, LETTERS)):
            if rng.random() < probability:
                mark = np.zeros((FULL, FULL), np.uint8)
                img = draw(rng, img, mark)
                targets[c] = np.maximum(targets[c], mark / np.float32(255))
                weight[c][mark > 0] = 1
                targets[MINERAL][mark > 0] *= 0
        flat = cv2.blur(((img > 0.985) | (img < 0.008)).astype(np.float32), (9, 9)) > 0.95  # a burnt-out place shows nothing
        weight[MINERAL][flat & (targets[MINERAL] > 0)] = 0
        weight[MINERAL][unseen(np.clip(img, 0, 1), targets[MINERAL], targets[BONE] > 0.5)] = 0
        weight[MINERAL] *= np.where(thin(targets[MINERAL]) | faint & (targets[MINERAL] > 0), 1, common)
        planes = channels(np.clip(img, 0, 1).astype(np.float32))
        planes *= inside
        weight *= inside
        core = slice(MARGIN, MARGIN + SIZE)
        cut = lambda a, k: torch.from_numpy(unshuffled((a[:, core, core] * np.float32(k) + np.float32(0.5)).astype(np.uint8) if k else a[:, core, core]))
        return cut(planes, 0), cut(targets, 255), cut(weight, 255)
