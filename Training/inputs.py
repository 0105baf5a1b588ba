"""What the network sees, defined so simply that the Swift side can repeat it: see README.md, "Input"."""
import cv2
import numpy as np

WORKING_MM = 0.5
FINE, FINE_SPREAD, COARSE, COARSE_SPREAD = 4, 6, 20, 30  # box radii in pixels of 0.5 mm


def area_matrix(n, step):
    """Weights of the area average: output i covers the source interval [i*step, (i+1)*step)."""
    m = max(1, int(np.floor(n / step + 0.5)))
    w = np.zeros((m, n), np.float32)
    for i in range(m):
        if step <= 1:  # enlarging: linear between pixel centres
            x = min(max((i + 0.5) * step - 0.5, 0), n - 1)
            j = min(int(x), n - 1)
            w[i, j] += 1 - (x - j)
            w[i, min(j + 1, n - 1)] += x - j
            continue
        a, b = i * step, min((i + 1) * step, n)
        for j in range(int(a), min(int(np.ceil(b)), n)):
            w[i, j] = min(b, j + 1) - max(a, j)
        w[i] /= w[i].sum()
    return w


def resample(image, spacing):
    """Area average of a bone-bright image to 0.5 mm."""
    step = WORKING_MM / spacing
    return area_matrix(image.shape[0], step) @ image.astype(np.float32) @ area_matrix(image.shape[1], step).T


def smooth(x, r):
    """Three box means of 2r+1 pixels along each axis, the edge pixel repeated outside."""
    for _ in range(3):
        x = cv2.blur(x, (2 * r + 1, 2 * r + 1), borderType=cv2.BORDER_REPLICATE)
    return x


def quantile(x, p):
    s = np.sort(x, axis=None)
    return s[int(np.floor(p * (s.size - 1) + 0.5))]


def normalise(x, thin=1):
    """thin: looks only at every thin-th pixel (training)."""
    lo, hi = quantile(x[::thin, ::thin], 0.002), quantile(x[::thin, ::thin], 0.998)
    return np.clip((x - lo) / max(hi - lo, 1e-6), 0, 1).astype(np.float32)


def channels(n):
    """Three uint8 planes (3, height, width) from the normalised image at 0.5 mm."""
    planes = [n * 255]
    for r, spread in ((FINE, FINE_SPREAD), (COARSE, COARSE_SPREAD)):
        d = n - smooth(n, r)
        planes.append(d / (np.sqrt(np.maximum(smooth(d * d, spread), 0)) + 0.012) * 32 + 128)
    return np.clip(np.floor(np.stack(planes) + 0.5), 0, 255).astype(np.uint8)


def padded(planes, multiple=32):
    """Zeros to the right and below up to a multiple of 32."""
    _, h, w = planes.shape
    return np.pad(planes, ((0, 0), (0, -h % multiple), (0, -w % multiple)))
