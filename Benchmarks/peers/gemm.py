"""How fast a tuned library multiplies bytes here: torch's quantised linear layer (oneDNN) at the shapes of the network.

Each convolution as one matrix product of width * height rows, inputs * kernel^2 columns and `outputs` results, on one thread, without
the gathering of the rows that a convolution adds. CPU time, the best of several. `gemm.py WIDTH HEIGHT` of the working image.
"""
import sys
import time
import warnings

import torch

warnings.filterwarnings("ignore")
WIDTHS = [16, 32, 48, 64, 80]


def layers(width, height):
    """(rows, inner, outputs) of every convolution."""
    w, h = (width + 31) // 32 * 16, (height + 31) // 32 * 16
    down = [(i, (12 if i == 0 else WIDTHS[i - 1], WIDTHS[i])) for i in range(5)]
    up = [(i, (WIDTHS[i + 1] + WIDTHS[i], WIDTHS[i])) for i in (3, 2, 1, 0)]
    for level, (inputs, outputs) in down + up:
        rows = (w >> level) * (h >> level)
        yield rows, 9 * inputs, outputs
        yield rows, 9 * outputs, outputs
    yield w * h, 16, 40


def main():
    width, height = map(int, sys.argv[1:3])
    torch.set_num_threads(1)
    torch.backends.quantized.engine = "onednn"
    total = seconds = 0.0
    for rows, inner, outputs in layers(width, height):
        x = torch.quantize_per_tensor(torch.rand(rows, inner), 1 / 255, 0, torch.quint8)
        w = torch.quantize_per_tensor(torch.randn(outputs, inner) * 0.1, 0.01, 0, torch.qint8)
        packed = torch.ops.quantized.linear_prepack(w, torch.zeros(outputs))
        best = 1e9
        for _ in range(5):
            start = time.thread_time()
            torch.ops.quantized.linear(x, packed, 0.1, 0)
            best = min(best, time.thread_time() - start)
        total += rows * inner * outputs
        seconds += best
        if "--verbose" in sys.argv:
            print(rows, inner, outputs, f"{rows * inner * outputs / best / 1e9:.0f}")
    print(f"{total / seconds / 1e9:.1f}")


main()
