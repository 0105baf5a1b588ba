#!/usr/bin/env python3
"""Writes the table that CorpusTests.swift compares with: a checksum of each corpus file as an independent decoder reads it.

usage: make-reference.py CORPUS > reference.tsv          needs pillow and numpy

CORPUS is the folder of codec test files that lies beside the project as shared/codecs (libpng's and libjpeg-turbo's
own test images, photographs in all eight EXIF orientations, a truncated JPEG). Nothing of it is part of the project.

PNG is read by the plain-Python decoder below (zlib and the PNG specification; no libpng), because Pillow reduces 16-bit
colour to 8 bits; where Pillow gives 8-bit grey or colour the two are compared, and the script stops if they differ.
JPEG is read by Pillow. Colour becomes grey by the rule in Sources/RasterCodecs/DecodedImage.swift, repeated here.

A line: path, width, height, FNV-1a 64 of width, height (32 bits each) and the samples (16 bits each), all little
endian, row by row. `-` instead of the sizes: neither reads the file without error.
"""
import os, struct, sys, zlib
import numpy as np
from PIL import Image, ImageOps

def fnv(width, height, samples):
    h = 0xCBF29CE484222325
    for byte in struct.pack("<II", width, height) + samples.astype("<u2").tobytes():
        h = ((h ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return h

def grey(pixels, top):
    """Luma of (h, w, channels), laid on black where there is alpha; `top` is the largest sample."""
    p = pixels.astype(np.int64)
    c = p.shape[2]
    g = p[..., 0] if c <= 2 else (p[..., 0] * 19595 + p[..., 1] * 38470 + p[..., 2] * 7471 + 32768) >> 16
    if c in (2, 4): g = (2 * g * p[..., c - 1] + top) // (2 * top)
    return g

def png(data):
    """All of PNG that images need: (h, w, channels) with palettes, small depths and tRNS expanded, and the top value."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    place, idat, palette, clear, head = 8, b"", None, None, None
    while True:
        length, kind = struct.unpack(">I4s", data[place:place + 8])
        body = data[place + 8:place + 8 + length]
        assert len(body) == length
        crc, = struct.unpack(">I", data[place + 8 + length:place + 12 + length])
        if kind[0] < 97: assert crc == zlib.crc32(kind + body), "checksum"
        if kind == b"IHDR": head = struct.unpack(">IIBBBBB", body)
        if kind == b"PLTE": palette = np.frombuffer(body, np.uint8).reshape(-1, 3)
        if kind == b"tRNS": clear = body
        if kind == b"IDAT": idat += body
        if kind == b"IEND": break
        place += 12 + length
    width, height, depth, colour, _, _, interlaced = head
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    raw = zlib.decompress(idat)
    out = np.zeros((height, width, channels), np.uint16)
    passes = [(0, 0, 1, 1)] if not interlaced else \
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
    at = 0
    for x0, y0, dx, dy in passes:
        w, h = (width - x0 + dx - 1) // dx, (height - y0 + dy - 1) // dy
        if w <= 0 or h <= 0: continue
        stride, step = (w * channels * depth + 7) // 8, max(1, channels * depth // 8)
        above = bytearray(stride)
        for y in range(h):
            kind, row = raw[at], bytearray(raw[at + 1:at + 1 + stride])
            at += 1 + stride
            for i in range(stride):
                a = row[i - step] if i >= step else 0
                b = above[i]
                c = above[i - step] if i >= step else 0
                if kind == 1: row[i] = (row[i] + a) & 255
                elif kind == 2: row[i] = (row[i] + b) & 255
                elif kind == 3: row[i] = (row[i] + (a + b) // 2) & 255
                elif kind == 4:
                    p = a + b - c
                    pa, pb, pc = abs(p - a), abs(p - b), abs(p - c)
                    row[i] = (row[i] + (a if pa <= pb and pa <= pc else b if pb <= pc else c)) & 255
            above = row
            if depth == 16: line = np.frombuffer(bytes(row), ">u2")
            elif depth == 8: line = np.frombuffer(bytes(row), np.uint8)
            else:
                bits = np.unpackbits(np.frombuffer(bytes(row), np.uint8)).reshape(-1, depth)
                line = bits @ (1 << np.arange(depth)[::-1])
            out[y0 + y * dy, x0::dx] = line[:w * channels].reshape(w, channels)
    top = 65535 if depth == 16 else 255
    if colour == 3:
        table = np.zeros((256, 3), np.uint16)
        table[:len(palette)] = palette
        rgb = table[out[..., 0]]
        if clear is None: return rgb, top
        alpha = np.full(256, 255, np.uint16)
        alpha[:len(clear)] = np.frombuffer(clear, np.uint8)
        return np.dstack([rgb, alpha[out[..., 0]]]), top
    shown = out * (255 // ((1 << depth) - 1)) if depth < 8 else out
    if clear is not None and colour in (0, 2):
        key = np.frombuffer(clear, ">u2").astype(np.uint16) & ((1 << depth) - 1)
        alpha = np.where((out == key).all(axis=2), 0, top).astype(np.uint16)
        shown = np.dstack([shown, alpha])
    return shown, top

def jpeg(path):
    image = ImageOps.exif_transpose(Image.open(path))
    image.load()
    if image.mode == "CMYK": image = image.convert("RGB")
    pixels = np.asarray(image)
    return pixels if pixels.ndim == 3 else pixels[..., None], 255

def upright(pixels, orientation):
    if orientation >= 5: return upright(pixels.swapaxes(0, 1), {5: 1, 6: 2, 7: 3, 8: 4}[orientation])
    if orientation in (2, 3): pixels = pixels[:, ::-1]
    return pixels[::-1] if orientation in (3, 4) else pixels

def check_against_pillow(path, pixels, top):
    image = Image.open(path)
    if top != 255: return
    # Pillow 13 compares the transparent grey of 2- and 4-bit files before it stretches it: only the grey is compared.
    if pixels.shape[2] == 2 and "transparency" in image.info: pixels, image = pixels[..., :1], image.convert("L")
    theirs = np.asarray(image.convert({1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}[pixels.shape[2]]))
    theirs = theirs if theirs.ndim == 3 else theirs[..., None]
    assert (theirs == pixels).all(), "Pillow reads other pixels: " + path

def main():
    corpus = sys.argv[1]
    names = [os.path.relpath(os.path.join(d, f), corpus) for d, _, files in os.walk(corpus) for f in files]
    for name in sorted(n for n in names if n.endswith((".png", ".jpg"))):
        path = os.path.join(corpus, name)
        try:
            if name.endswith(".png"):
                pixels, top = png(open(path, "rb").read())
                try:
                    check_against_pillow(path, pixels, top)
                    orientation = Image.open(path).getexif().get(0x0112, 1)
                except (OSError, ValueError):
                    orientation = 1
                pixels = upright(pixels, orientation)
            else:
                pixels, top = jpeg(path)
            g = grey(pixels, top)
        except Exception as error:
            sys.stderr.write(f"{name}: {type(error).__name__} {error}\n")
            print(name, "-", "-", "-", sep="\t")
            continue
        print(name, g.shape[1], g.shape[0], f"{fnv(g.shape[1], g.shape[0], g):016x}", sep="\t")

if __name__ == "__main__": main()
