"""The network: a small U-Net on a 1 mm grid (pixel-unshuffled 0.5 mm input), one sigmoid per class."""
import torch
import torch.nn as nn
import torch.nn.functional as F

CLASSES = ["pelvis", "femur", "tibia", "fibula", "patella", "bone", "mineralisation", "field", "metal", "letters"]
BONE, MINERAL, FIELD, METAL, LETTERS = 5, 6, 7, 8, 9
INPUTS = 3
WIDTHS = [16, 32, 64, 96, 128]


class Conv(nn.Module):
    """3 x 3 convolution with zero padding, batch norm and ReLU: one integer layer after folding."""

    def __init__(self, cin, cout):
        super().__init__()
        self.conv = nn.Conv2d(cin, cout, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(cout)

    def forward(self, x):
        return F.relu(self.norm(self.conv(x)), inplace=True)


class Net(nn.Module):
    """Input: (batch, 3, height, width) in 0...1, height and width multiples of 32. Output: logits of the same size."""

    def __init__(self, widths=WIDTHS, classes=len(CLASSES)):
        super().__init__()
        self.widths = list(widths)
        enc, dec, cin = [], [], INPUTS * 4
        for w in widths:
            enc.append(nn.ModuleList([Conv(cin, w), Conv(w, w)]))
            cin = w
        for k in reversed(range(len(widths) - 1)):
            w = widths[k]
            dec.append(nn.ModuleList([Conv(w + widths[k + 1], w), Conv(w, w)]))
        self.enc, self.dec = nn.ModuleList(enc), nn.ModuleList(dec)
        self.head = nn.Conv2d(widths[0], classes * 4, 1)
        with torch.no_grad():
            self.head.bias.fill_(-2.0)

    def layers(self):
        """The integer layers in file order: enc0a, enc0b, ..., enc4b, dec3a, dec3b, ..., dec0b (the head follows)."""
        return [c for pair in list(self.enc) + list(self.dec) for c in pair]

    def forward(self, x):
        return F.pixel_shuffle(self.halved(F.pixel_unshuffle(x, 2)), 2)

    def halved(self, x):
        """The network between pixel-unshuffle and pixel-shuffle: 12 planes in, classes x 4 planes out, at 1 mm."""
        skips = []
        for k, (a, b) in enumerate(self.enc):
            if k:
                x = F.max_pool2d(x, 2)
            x = b(a(x))
            skips.append(x)
        for k, (a, b) in enumerate(self.dec):
            skip = skips[len(self.widths) - 2 - k]
            x = F.interpolate(x, scale_factor=2.0, mode="nearest")
            x = b(a(torch.cat([skip, x], 1)))
        return self.head(x)


def widened(net, widths):
    """A network of at least the same widths with the same answer: what is new reads what it likes, and nothing that was there reads it yet."""
    out = Net(widths, net.head.weight.shape[0] // 4)
    n = len(widths)
    for k, (a, b) in enumerate(zip(net.layers(), out.layers())):
        kept, read = a.conv.out_channels, torch.arange(a.conv.in_channels)
        if k >= 2 * n and k % 2 == 0:  # a decoder's first layer reads what comes from one level deeper behind the whole skip
            level = 2 * n - 2 - k // 2
            read[net.widths[level] :] += widths[level] - net.widths[level]
        with torch.no_grad():
            b.conv.weight[:kept] = 0
            b.conv.weight[:kept, read] = a.conv.weight
            for name, value in a.norm.state_dict().items():
                if value.ndim:
                    getattr(b.norm, name)[:kept] = value
    with torch.no_grad():
        out.head.weight[:] = 0
        out.head.weight[:, : net.widths[0]] = net.head.weight
        out.head.bias[:] = net.head.bias
    return out


def device():
    """Where networks are trained: an accelerator where there is one, else the processor."""
    return torch.accelerator.current_accelerator(check_available=True) or torch.device("cpu")


def quick(where):
    """What convolutions are fastest in on a device: bfloat16, but float32 on processors that do not multiply bfloat16 (it takes them two to three times as long)."""
    has = torch.cpu.get_capabilities()
    return torch.autocast(where.type, torch.bfloat16, enabled=where.type != "cpu" or bool(has.get("avx512_bf16") or has.get("amx_bf16")))


def macs_per_pixel(net):
    """Multiply-adds per input pixel."""
    total, n = 0, len(net.widths)
    for k, pair in enumerate(list(net.enc) + list(net.dec)):
        level = k if k < n else 2 * n - 2 - k
        total += sum(c.conv.weight.numel() for c in pair) / 4 ** (level + 1)
    return total + net.head.weight.numel() / 4
