"""What the tool `candidates` proposes on films whose lesions are known: which of it is a lesion."""
import json

import cv2
import numpy as np
import scipy.ndimage as ndi

from confidence_films import LESION

# What rises over its surroundings by less, in units of the noise, has no confidence at all.
LEAST = 0.5


def films(folder):
    """Of each film that FOLDER/out/candidates.jsonl names, in its order: (name, rows, truth of each row). FOLDER is what confidence_films.py or
    judge_films.py wrote.

    A candidate is a lesion, True, where a quarter of it lies within 1 mm of one, and none, False, where less than a tenth does, of it or of places
    where nobody can tell; between the two, or without contrast, its truth is None."""
    spacing = {b: float(c or 0.5) for _, b, c in (l.rstrip("\n").split("\t") for l in open(f"{folder}/list.tsv"))}
    rows = {}
    for line in open(f"{folder}/out/candidates.jsonl"):
        row = json.loads(line)
        rows.setdefault(row["film"], []).extend([row] if "id" in row else [])
    for film, own in rows.items():
        truth = cv2.imread(f"{folder}/{film}.truth.png", -1)
        near = lambda m: cv2.distanceTransform((~m).astype(np.uint8), cv2.DIST_L2, 5) * spacing[film] <= 1 if m.any() else m
        label = cv2.imread(f"{folder}/out/{film}.candidates.png", -1).astype(int) if own else np.zeros(truth.shape, int)
        shares = lambda m: ndi.mean(m, label, np.arange(1, len(own) + 1)) if own else []
        yield film, own, [judged(*s, row) for *s, row in zip(shares(near(truth == LESION)), shares(near(truth > 0)), own)]


def judged(lesion, possible, row):
    if row["noise"] < LEAST or not (lesion >= 0.25 or possible < 0.1):
        return None
    return bool(lesion >= 0.25)
