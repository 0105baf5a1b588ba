"""Draws lesions from the bank into films."""
import cv2
import numpy as np

from lesions import Bank
from transplants import KNOWN, transplanted
from warps import FULL, MARGIN, SIZE, affine, halve, warp

EDGE = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))  # the outermost millimetre
TRANSPLANTED = 0.3  # of the lesions
CLEFTS_MM = [0, 0.8, 1.5, 3]
FREE_MM = 3  # between a piece of bone and bone: nearer, lesser trochanters and other processes would be taught as lesions


class Insertion:
    """Draws shapes of the bank at `path`, with the fine structure of bone on `films`, and pieces of that bone: the loaded ordinary films (RealFilm) by number, see
    Films.load_real."""

    def __init__(self, path, films):
        self.bank, self.films = Bank(path), films

    def insert_somewhere(self, rng, v, body, bone):
        """Draws 1 to 4 lesions into one crop of the film v, in place: the crop, the share of each pixel that is lesion, and where nothing is known."""
        ys, xs = np.nonzero(body)
        k = rng.integers(len(ys))
        return self.insert_at(rng, v, body, bone, (xs[k], ys[k]))

    def insert_at(self, rng, v, body, bone, middle, place=lambda box: None):
        """The same in the crop around `middle` (x, y); place: where of the crop that a pair of slices cuts out of the film lesions begin if they can."""
        x, y = (int(np.clip(c - FULL // 2, 0, s - FULL)) for c, s in zip(middle, v.shape[::-1]))
        box = (slice(y, y + FULL), slice(x, x + FULL))
        share, weight = np.zeros((FULL, FULL), np.float32), np.ones((FULL, FULL), np.float32)
        v[box], _ = self.insert(rng, v[box], body[box] > 0, bone[box] > 0, share, weight, place(box))
        return box, share, weight == 0

    def insert(self, rng, img, body, bone, target, weight, place=None):
        """Draws 1 to 4 lesions into the image, and their shares into target and weight; over bone nothing is known. Around a stump's end, `place`,
        the lesions begin there if they can, and pieces of bone may touch bone: no process is near that they could be taken for.

        Returns the image and where the lesions are faint: their faint parts, and all of those that fade out towards their edge."""
        faint = np.zeros((FULL, FULL), bool)
        distance = cv2.distanceTransform((~bone).astype(np.uint8), cv2.DIST_L2, 3) * 0.5
        fine = img - cv2.GaussianBlur(img, (0, 0), 1.5)
        core = slice(MARGIN, MARGIN + SIZE)
        mode = rng.random()
        spots = body & ((distance > 4) if mode < 0.45 else (distance > 0) & (distance < 9) if mode < 0.8 else (distance >= 0))
        if place is not None and (spots & place).any():
            spots = spots & place
        box = np.zeros_like(spots)
        box[core, core] = spots[core, core]
        ys, xs = np.nonzero(box)
        if not len(ys):
            return img, faint
        strength = np.exp(rng.uniform(np.log(0.06), np.log(0.6)))
        for _ in range(int(rng.choice([1, 1, 2, 3, 4]))):
            k = rng.integers(len(ys))
            y, x = int(ys[k]), int(xs[k])
            near = img[max(0, y - 12) : y + 12, max(0, x - 12) : x + 12]
            noise = 1.4826 * np.median(np.abs(fine[max(0, y - 12) : y + 12, max(0, x - 12) : x + 12]))
            p, share, halo = self.stamp(rng, (x, y), bone, FREE_MM if place is None else 0)
            if p is None:
                continue
            area = share.sum() * 0.25
            a = max(strength * rng.uniform(0.7, 1.3), 0.03, noise * max(2.5, 4 * np.sqrt(5 / max(area, 1))))
            level = np.median(near)
            room = np.clip((1.02 - img) / max(1.02 - level, 0.2), 0, 1.3) if rng.random() < 0.6 else 1.0
            add = a * p * room
            if rng.random() < 0.25:  # the dark halo of local contrast enhancement
                add = add - rng.uniform(0.1, 0.5) * cv2.GaussianBlur(add, (0, 0), rng.uniform(4, 16))
            before, img = img, np.clip(img + add, 0, 1)
            inside = share > 0.5
            if not inside.any():  # slivers that a cleft has left
                weight[share > 0] = 0
                continue
            edge = inside & (cv2.erode(inside.astype(np.uint8), EDGE) == 0)
            soft = edge.any() and np.median(p[edge]) < 0.35  # a body that fades out: networks take it for muscle
            if np.mean((img - before)[inside]) < (0.024 if soft else 0.012):  # nobody can see it
                weight[share > 0] = 0
            else:
                np.maximum(target, share, out=target)
                weight[(halo > 0.3) & (share < 0.1)] = 0
                faint |= inside & ((p < 0.4) | soft)
        weight[(target > 0) & bone] = 0
        target[bone] = 0
        return img.astype(np.float32), faint

    def stamp(self, rng, centre, bone, free):
        """A lesion from the bank, turned and scaled: (path 0...1, share of each pixel inside the lesion, and in what is too faint to be
        inside but no background either: simulated films, where a lesion begins at a path in mm, call it lesion). A piece of bone keeps
        `free` mm from bone."""
        p, bony = self.shape(rng)
        cleft = free if bony and free else rng.choice(CLEFTS_MM) if rng.random() < 0.4 else None
        h, w = p.shape
        a, k = rng.uniform(0, 2 * np.pi), np.exp(rng.uniform(-0.25, 0.25))
        r = np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]]) / k @ np.diag([rng.choice([-1, 1]), 1])
        at = 2 * np.array(centre) + rng.uniform(0, 2, 2)
        reach = int(np.hypot(h, w) * k / 2) + 14
        corner = 2 * np.maximum((at - reach) // 2, 0).astype(int)
        size = np.minimum(corner + 2 * reach + 2, 2 * FULL) // 2 * 2 - corner
        m = np.c_[r, np.array([w / 2, h / 2]) - r @ (at - corner)].astype(np.float32)
        path = warp(p, m, cv2.BORDER_CONSTANT, size=size).astype(np.float32) / 200
        box = tuple(slice(c // 2, (c + n) // 2) for c, n in zip(corner[::-1], size[::-1]))
        if min(h, w) > 48 and rng.random() < 0.5:
            path *= np.clip(1 + rng.uniform(0.15, 0.5) * self.texture(rng, size), 0.1, 2.5)
        if cleft is not None:  # or a clean edge towards bone
            d = cv2.distanceTransform(cv2.resize((~bone[box]).astype(np.uint8), None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST), cv2.DIST_L2, 3) * 0.25
            path *= np.clip((d - cleft) / 0.25, 0, 1)
        if path.max() < 0.5:
            return None, None, None
        out = np.zeros((3, FULL, FULL), np.float32)
        out[0][box] = halve(cv2.GaussianBlur(path, (0, 0), rng.choice([0.3, 0.6, 1.0, 1.6])))
        out[1][box] = halve(path > 0.14)
        out[2][box] = halve((path > 0.03) & (path <= 0.14))
        return out

    def film_with_bone(self, rng):
        """One of the loaded films of which it is known where bone is, or None."""
        films = [f for f in self.films.values() if f.known is not None]
        return films[rng.integers(len(films))] if films else None

    def shape(self, rng):
        """A path of the bank, or a piece of a real film's bone in its outline, and which of the two."""
        p = self.bank.draw(rng)
        film = self.film_with_bone(rng) if rng.random() < TRANSPLANTED else None
        piece = film and transplanted(rng, p, film)
        return (p, False) if piece is None else (piece, True)

    def texture(self, rng, size):
        """Fine structure of a real film's bone, of unit spread (0 beside bone), on a grid of `size` at 0.25 mm."""
        film = self.film_with_bone(rng)
        if film is None:
            return 0
        v, known = film.values, film.known
        ys, xs = np.nonzero(known[::8, ::8] > KNOWN)
        if len(ys) < 20:
            return 0
        k = rng.integers(len(ys))
        m = affine((xs[k] * 8, ys[k] * 8), np.exp(rng.uniform(-0.7, 0.2)), rng.uniform(0, 360), rng.random() < 0.5, 1, size)
        a, b = warp(v, m, cv2.BORDER_REFLECT, size=size).astype(np.float32), warp(known, m, cv2.BORDER_REFLECT, size=size) > KNOWN
        d = (a - cv2.GaussianBlur(a, (0, 0), rng.uniform(4, 12))) * b
        return np.clip(d / (d[b].std() + 1e-3), -3, 3) if b.any() else 0
