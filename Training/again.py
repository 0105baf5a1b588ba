"""Crops that the network has just answered wrong, to be shown again while it trains: what is rare among its mistakes would else come once in thousands of crops."""
import numpy as np
import scipy.ndimage as ndi
import torch

from net import MINERAL

MISSED, INVENTED = 10, 5  # mm2 of a lesion that counts as missed, and of a place that counts as falsely found
OFTEN = 6  # times shown, and still wrong: nobody can tell


def wrong(logit, target, weight):
    """Which crops of a batch have a lesion whose mean probability is below one half, or a place above it without any lesion; where weight is 0 nobody knows.

    All three are (batch, classes x 4, height, width) at 1 mm."""
    mineral = slice(4 * MINERAL, 4 * MINERAL + 4)
    p = torch.sigmoid(logit[:, mineral].detach().float()).mean(1).numpy()
    t, known = target[:, mineral].numpy(), (weight[:, mineral] > 0).all(1).numpy()
    return [missed(*crop) or invented(*crop) for crop in zip(p, t, known)]


def missed(p, t, known):
    lab, n = ndi.label((t.mean(0) > 127) & known)
    parts = np.arange(1, n + 1)
    return n > 0 and bool(((ndi.mean(p, lab, parts) < 0.5) & (np.bincount(lab.ravel())[1:] >= MISSED)).any())


def invented(p, t, known):
    lab, n = ndi.label((p > 0.5) & (t == 0).all(0) & known)
    return n > 0 and bool((np.bincount(lab.ravel())[1:] >= INVENTED).any())


class Again:
    """Up to `most` crops, each (planes, targets, weights) as the loader gives them."""

    def __init__(self, seed, most=1500):
        self.rng, self.most, self.crops, self.times, self.shown = np.random.default_rng([seed, 9]), most, [], [], []

    def joined(self, batch, count):
        """The batch with `count` of the crops kept here behind it; at first, while there are none, its own first ones."""
        self.shown = [int(k) for k in self.rng.choice(len(self.crops), count, replace=False)] if len(self.crops) >= count else []
        more = [self.crops[k] for k in self.shown] or [tuple(part[k] for part in batch) for k in range(count)]
        return tuple(torch.cat([part, torch.stack([crop[i] for crop in more])]) for i, part in enumerate(batch))

    def learn(self, batch, errors, count):
        """Keeps the new crops among the batch that are wrong, and lets those go that were shown again and are right, or have been shown OFTEN."""
        fresh = len(errors) - count
        done = [k for k, error in zip(self.shown, errors[fresh:]) if not error or self.times[k] + 1 >= OFTEN]
        for k in self.shown:
            self.times[k] += 1
        for k in sorted(done, reverse=True):
            self.crops[k], self.times[k] = self.crops[-1], self.times[-1]
            del self.crops[-1], self.times[-1]
        for k in np.flatnonzero(errors[:fresh]):
            crop = tuple(part[k].clone() for part in batch)
            if len(self.crops) < self.most:
                self.crops.append(crop), self.times.append(0)
            else:
                j = int(self.rng.integers(self.most))
                self.crops[j], self.times[j] = crop, 0
