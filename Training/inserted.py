"""Films kept apart with lesions that the shared simulator inserts: inserted.py SHARED OUT CHECKPOINT [--seed 9200] [--standing]

Ordinary films held back or, with --standing, parts of SHARED/radiographs/real's three whole standing films: training never saw them, and the lesions
have a seed of their own. The check that the eight films of SHARED/radiographs/real are too few for.
Part of the bank comes from the same simulator. CHECKPOINT only says where soft tissue is (field, not bone); use the same one for every comparison.
Then: evaluate.py SHARED WEIGHTS --cases OUT --only cases
"""
import argparse
import glob
import os
import sys
import types

import cv2
import numpy as np
import scipy.ndimage as ndi
import torch

from dataset import ordinary_films, tissue_and_bone
from evaluate import probabilities
from films import use_simulator
from inputs import channels, normalise, resample
from net import BONE, FIELD
from quantise import load

KINDS = ["rim", "uniform", "central", "sheet", "punctate", "ring_arc"]


def soft_tissue(p, n):
    """Where the network's answer `p` and the grey levels of the normalised film agree that there is tissue beside bone: networks take a plate's
    grey ground for tissue, and all that was missed there counted as missed lesions."""
    body, _ = tissue_and_bone(n)
    return ndi.binary_opening((p[FIELD] > 0.9) & (p[BONE] < 0.3) & (n < 0.93) & (n > 0.06) & (body > 0), iterations=4)


def tissue(net):
    """Stands in for the simulator's own rule, which takes air and bone of equalised films for soft tissue; a quarter of the size."""

    def allow_mask(a, spacing, low=None, k=1.0):
        n = normalise(resample(a, spacing))
        allowed = ndi.binary_erosion(soft_tissue(probabilities(net, channels(n)), n), iterations=3)
        rows, columns = (np.arange(0, size, 4) * kept // size for size, kept in zip(a.shape, allowed.shape))
        return allowed[np.ix_(rows, columns)]

    return allow_mask


def insert(scene, path, kind, visible):
    """Stands in for the simulator's own, whose mask leaves out pieces of a lesion that lie apart and points under three pixels wide: whoever
    found those would have found something false."""
    scene.extra += path
    mask = (path > visible) & ~scene.bonemask()
    if not mask.any():
        return None
    scene.lesions.append(dict(kind=kind, mask=mask, path=path))
    return scene.lesions[-1]


def ordinary(shared, rng):
    """Two of three of the ordinary films held back, with one or two lesions."""
    return [entry(rng, path, os.path.basename(path)[:-4], 0.5, int(rng.integers(1, 3)), k // 2)
            for k, path in enumerate(ordinary_films(shared)[1]) if k % 3 < 2]


def standing(shared, rng):
    """Five parts of each standing film from hip to ankle, twice, with one to three lesions."""
    films = []
    for path in sorted(glob.glob(f"{shared}/radiographs/real/standing_*.jpg")):
        height, width = cv2.imread(path, cv2.IMREAD_GRAYSCALE).shape
        for k, (top, share) in enumerate([(0.02, 0.28), (0.22, 0.28), (0.42, 0.25), (0.6, 0.25), (0.75, 0.24)] * 2):
            film = entry(rng, path, f"{os.path.basename(path)[:-4]}_{k}", 0.234, int(rng.integers(1, 4)), k // 5)
            films.append(dict(film, crop=[0, int(top * height), width, int(share * height)]))
    return films


def entry(rng, path, name, spacing, count, turn):
    """An entry of the simulator's list; files of even and odd `turn` are JPEG and PNG."""
    return dict(name=name, path=path, spacing=spacing, fmt=["jpeg", "png8"][turn % 2], bone_contrast=float(rng.choice([60, 80, 100])),
                auto=[0.02, 0.02, 0.98, 0.98], lesions=[str(x) for x in rng.choice(KINDS, count, replace=False)])


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("shared")
    ap.add_argument("out")
    ap.add_argument("checkpoint")
    ap.add_argument("--seed", type=int, default=9200)
    ap.add_argument("--standing", action="store_true")
    o = ap.parse_args()
    torch.set_num_threads(1)
    use_simulator(o.shared)
    sys.modules["auto_allow"] = types.SimpleNamespace(allow_mask=tissue(load(o.checkpoint)))
    import insert_real

    insert_real.Flat.insert = insert
    films = (standing if o.standing else ordinary)(o.shared, np.random.default_rng(o.seed))
    insert_real.run(o.out, o.seed, films)


if __name__ == "__main__":
    main()
