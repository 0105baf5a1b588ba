"""Held-back ordinary films with lesions that the shared simulator inserts: inserted.py SHARED OUT CHECKPOINT [--seed 9200]

Films that training never saw, lesions of a seed of their own: the check that the eight films of SHARED/radiographs/real are too few for.
Part of the bank comes from the same simulator. CHECKPOINT only says where soft tissue is (field, not bone); use the same one for every comparison.
Then: evaluate.py SHARED WEIGHTS --cases OUT --only cases
"""
import argparse
import os
import sys
import types

import numpy as np
import scipy.ndimage as ndi
import torch

from dataset import ordinary_films, tissue_and_bone
from evaluate import probabilities
from films import use_simulator
from inputs import channels, normalise
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
        n = normalise(a)
        return ndi.binary_erosion(soft_tissue(probabilities(net, channels(n)), n), iterations=3)[::4, ::4]

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


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("shared")
    ap.add_argument("out")
    ap.add_argument("checkpoint")
    ap.add_argument("--seed", type=int, default=9200)
    o = ap.parse_args()
    torch.set_num_threads(1)
    use_simulator(o.shared)
    sys.modules["auto_allow"] = types.SimpleNamespace(allow_mask=tissue(load(o.checkpoint)))
    import insert_real

    insert_real.Flat.insert = insert
    rng = np.random.default_rng(o.seed)
    films = []
    for k, path in enumerate(ordinary_films(o.shared)[1]):
        if k % 3 == 2:
            continue
        count = int(rng.integers(1, 3))
        films.append(dict(name=os.path.basename(path)[:-4], path=path, spacing=0.5, fmt=["jpeg", "png8"][k // 2 % 2],
                          bone_contrast=float(rng.choice([60, 80, 100])), auto=[0.02, 0.02, 0.98, 0.98],
                          lesions=[str(x) for x in rng.choice(KINDS, count, replace=False)]))
    insert_real.run(o.out, o.seed, films)


if __name__ == "__main__":
    main()
