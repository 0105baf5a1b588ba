"""Crops that the network has just answered wrong, to be shown again while it trains: what is rare among its mistakes would else come once in thousands of crops."""
import numpy as np
import scipy.ndimage as ndi
import torch

from net import MINERAL

MISSED, INVENTED = 10, 5  # mm2 of a lesion that counts as missed, and of a place that counts as falsely found
OFTEN = 6  # times shown, and still wrong: nobody can tell


def wrong(logit, target, weight):
    """Which crops of a batch have a lesion whose mean probability is below one half, or a place above it without any lesion; where weight is 0 nobody knows.

    All three are (batch, classes x 4, height, width) at 1 mm, target and weight as the loader gives them."""
    mineral = slice(4 * MINERAL, 4 * MINERAL + 4)
    p = torch.sigmoid(logit[:, mineral].detach().float()).mean(1).cpu().numpy()
    t, known = target[:, mineral].numpy(), (weight[:, mineral] > 0).all(1).numpy()
    return [missed(*crop) or invented(*crop) for crop in zip(p, t, known)]


def missed(p, t, known):
    lab, large = parts((t.mean(0) > 127) & known, MISSED)
    return bool((ndi.mean(p, lab, large) < 0.5).any())


def invented(p, t, known):
    return len(parts((p > 0.5) & (t == 0).all(0) & known, INVENTED)[1]) > 0


def parts(mask, least):
    """The label map of a mask, and the labels of its parts of at least `least` pixels."""
    lab, _ = ndi.label(mask)
    return lab, np.flatnonzero(np.bincount(lab.ravel())[1:] >= least) + 1


class Again:
    """Up to `most` crops, each (planes, targets, weights) as the loader gives them, of which a batch shows `count`."""

    def __init__(self, seed, count, most=1500):
        self.rng, self.count, self.most = np.random.default_rng([seed, 9]), count, most
        self.kept, self.shown = [], []  # (crop, times shown again); which of them the last batch showed

    def joined(self, batch):
        """The batch with `count` of the crops kept here behind it; at first, while there are none, its own first ones."""
        if not self.count:
            return batch
        enough = len(self.kept) >= self.count
        self.shown = [int(k) for k in self.rng.choice(len(self.kept), self.count, replace=False)] if enough else []
        more = [self.kept[k][0] for k in self.shown] or [tuple(part[k] for part in batch) for k in range(self.count)]
        return tuple(torch.cat([part, torch.stack([crop[i] for crop in more])]) for i, part in enumerate(batch))

    def learn(self, batch, errors):
        """Keeps the new crops among the batch that are wrong, and lets those go that were shown again and are right, or have been shown OFTEN."""
        fresh = len(errors) - self.count
        # The last ones first: what takes the place of one that goes comes from the end.
        for k, error in sorted(zip(self.shown, errors[fresh:]), reverse=True):
            crop, times = self.kept[k]
            self.kept[k] = crop, times + 1
            if not error or times + 1 >= OFTEN:
                self.kept[k] = self.kept[-1]
                del self.kept[-1]
        for k in np.flatnonzero(errors[:fresh]):
            new = tuple(part[k].clone() for part in batch), 0
            if len(self.kept) < self.most:
                self.kept.append(new)
            else:
                self.kept[int(self.rng.integers(self.most))] = new
