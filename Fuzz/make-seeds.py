#!/usr/bin/env python3
"""Writes the valid inputs that fuzzing starts from, small ones of every kind: Fuzz/Corpus/*/seed-*.

usage: make-seeds.py     needs Pillow, for the JPEGs; the files are committed, so this runs only when a kind is added
"""
import base64, io, json, pathlib, struct, zlib
from PIL import Image

CORPUS = pathlib.Path(__file__).resolve().parent / "Corpus"
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def save(kind, name, data):
    folder = CORPUS / kind
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ("seed-" + name)).write_bytes(data if isinstance(data, bytes) else data.encode())


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def png(width, height, depth, colour, interlaced=False, extra=(), value=lambda x, y, c: 37 * x + 11 * y + 60 * c):
    def row(xs, y, filtering):
        bits = "".join(format(value(x, y, c) % (1 << depth), f"0{depth}b") for x in xs for c in range(CHANNELS[colour]))
        bits += "0" * (-len(bits) % 8)
        return bytes([filtering]) + int(bits, 2).to_bytes(len(bits) // 8, "big") if bits else b""

    if interlaced:
        rows = [row(range(x0, width, dx), y, 0) for x0, y0, dx, dy in PASSES for y in range(y0, height, dy)]
    else:
        rows = [row(range(width), y, y % 5) for y in range(height)]
    data = SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced)))
    for kind, body in extra:
        data += chunk(kind, body)
    return data + chunk(b"IDAT", zlib.compress(b"".join(rows), 9)) + chunk(b"IEND", b"")


def exif(orientation):
    entries = [struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0), struct.pack("<HHII", 0x011A, 5, 1, 50),
               struct.pack("<HHIHH", 0x0128, 3, 1, 2, 0)]
    return b"II*\0" + struct.pack("<IH", 8, 3) + b"".join(entries) + struct.pack("<III", 0, 300, 1)


def jpeg(mode="L", size=(16, 16), **options):
    image = Image.new(mode, size)
    bands = len(image.getbands())
    image.putdata([tuple((13 * x + 7 * y + 50 * c) % 256 for c in range(bands)) if bands > 1 else (13 * x + 7 * y) % 256
                   for y in range(size[1]) for x in range(size[0])])
    out = io.BytesIO()
    image.save(out, "JPEG", quality=options.pop("quality", 60), **options)
    return out.getvalue()


palette = [(b"PLTE", bytes(range(0, 96, 2))), (b"tRNS", bytes([255, 0, 128]))]
tags = [(b"sBIT", b"\x0c"), (b"pHYs", struct.pack(">IIB", 6993, 6666, 1)), (b"tEXt", b"Comment\0planted"),
        (b"eXIf", exif(6))]
for depth in (1, 2, 4, 8, 16):
    save("png", f"grey{depth}.png", png(7, 5, depth, 0, extra=tags if depth == 16 else ()))
save("png", "rgb8.png", png(5, 4, 8, 2))
save("png", "rgb16.png", png(3, 3, 16, 2, extra=[(b"tRNS", bytes(6))]))
save("png", "palette4.png", png(6, 4, 4, 3, extra=palette))
save("png", "grey-alpha8.png", png(4, 4, 8, 4))
save("png", "rgba16.png", png(3, 4, 16, 6))
save("png", "interlaced-grey16.png", png(9, 9, 16, 0, interlaced=True))
save("png", "interlaced-palette2.png", png(9, 10, 2, 3, interlaced=True, extra=palette[:1]))
save("png", "12in16.png", png(6, 6, 16, 0, value=lambda x, y, c: (401 * x + 77 * y) % 4096))

save("jpeg", "grey.jpg", jpeg())
save("jpeg", "rgb-420.jpg", jpeg("RGB"))
save("jpeg", "rgb-444-restart.jpg", jpeg("RGB", subsampling=0, restart_marker_blocks=1))
save("jpeg", "cmyk.jpg", jpeg("CMYK", size=(8, 8)))
save("jpeg", "progressive.jpg", jpeg("RGB", progressive=True))
save("jpeg", "exif.jpg", jpeg(size=(8, 16), exif=b"Exif\0\0" + exif(8), dpi=(300, 300)))

two = lambda x, y, c: 255 if 1 < x < 4 and 1 < y < 4 else 0
save("mask", "binary.png", png(8, 6, 8, 0, value=two))
save("mask", "binary1.png", png(9, 6, 1, 0, value=lambda x, y, c: (x // 3 + y // 3) % 2))
save("mask", "labels16.png", png(8, 6, 16, 0, value=lambda x, y, c: 300 * (x // 3) if y % 3 else 0))
save("mask", "palette.png", png(8, 6, 4, 3, extra=palette[:1], value=lambda x, y, c: x // 3))
save("mask", "rgba.png", png(6, 6, 8, 6, value=lambda x, y, c: two(x, y, 0) if c < 3 else 255))
save("mask", "dots.png", png(16, 16, 1, 0, value=lambda x, y, c: int(x % 3 == 0 and y % 3 == 0)))

save("manifest", "plain.csv", "image,spacing_mm,region,patient\nphantom-01-hip-islands.png,0.25,hip,P1\n"
     "phantom-02-hip-spur.png,0.2,hip,\"P, 2\"\n")
save("manifest", "all.csv", "\ufeffimage;id;spacing_mm;magnification;polarity;region;side;bone_mask;lesion_mask;roi;note\r\n"
     "phantom-03-hip-bridge.png;x;0.2,0.25;1.2±0.03;auto;hip;left;phantom-03-hip-bridge.bones.png;"
     "phantom-03-hip-bridge.lesions.png;;\"=1+1 \"\"quoted\"\"\"\r\n")
save("manifest", "faults.csv", "image\tid\n../README.md\ta\n/etc/passwd\tb\nnone.png\tc\n\t\nREADME.md\ta\n")
save("manifest", "odd.csv", "id,image,note\n,README.md,\"two\nlines\"\n.hidden,README.md,@x\na/b,index.json,-5\n")

film = base64.b64encode(png(24, 20, 8, 0)).decode()
mask = base64.b64encode(png(24, 20, 1, 0, value=lambda x, y, c: int(8 < x < 14 and 6 < y < 12))).decode()
save("worker", "base64.json", json.dumps({"id": "a", "image_base64": film, "spacing_mm": 0.5}))
save("worker", "masks.json", json.dumps({"id": "b", "image_base64": film, "lesion_mask_base64": mask,
                                         "bone_mask_base64": mask, "spacing_mm": "0.5,0.6"}))
save("worker", "path.json", json.dumps({"image": "/none.png", "magnification": "1.2±0.03", "polarity": "bone-dark",
                                        "region": "hip", "pass_through": {"ward": "=7", "é": "\u2028"}}))
save("worker", "small.json", '{"image":"a.png","spacing_mm":0.143,"roi":"b.png"}')
save("worker", "faults.json", '{"id":"../x","image":"","image_base64":"%%%","imge":1,"id":null}')

save("worker", "type.json", '{"id":"a","image":7,"spacing_mm":[0.1]}')
save("worker", "pass.json", '{"image":"a.png","pass_through":{"ward":7}}')

save("settings", "all.json", '{"sensitivity":"high","spacing_mm":"0.143,0.150","magnification":"1.20±0.03",'
     '"marker_diameter_mm":25,"trust_file_density":true,"polarity":"bone-dark","region":"hip","scheme":"brooker",'
     '"max_pixels":1000,"allow_truncated":true,"radiomics":{"bin_count":32}}')
save("settings", "some.json", '{"radiomics":{"bin_width":12.5},"spacing_mm":[0.2,0.3],"magnification":[1.1,0.01],'
     '"polarity":"auto","region":null}')
save("settings", "faults.json", '{"sensitivity":"max","spacing_mm":"0,2","a":[{"b":[1e999,-0.0e-7]},"\\ud83d\\ude00"]}')
save("settings", "scale.json", '{"spacing_mm":"50"}')
save("settings", "word.json", '{"magnification":"none","spacing_mm":"wide"}')
