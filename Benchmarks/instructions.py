#!/usr/bin/env python3
"""Counts instructions, which do not depend on a machine's load, and compares them with Benchmarks/instructions.tsv.

`instructions.py [--update] [--program Benchmarks/.build/release/Stages]` takes the film of the benchmarks (2500 x 3000 pixels, 16 bits)
from its bytes to its masks under valgrind's callgrind, in one thread; valgrind knows AVX2, not AVX-512. A stage that costs over 1 % more
than its threshold fails, and so does one that costs over 1 % less: then the threshold is worth lowering. `--update` writes this build's
counts as thresholds and fails too, so that no update passes for a check. The counts hold for the libraries of Debian 12.
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
THRESHOLDS = HERE / "instructions.tsv"
TOLERANCE = 0.01
# What a stage's function is called in the program; everything that it calls counts.
STAGES = {
    "decode": r"^craster_png_decode$",
    "working image": r"^\$s14Mineralisation12WorkingImageV_5scale",
    "polarity": r"^\$s14Mineralisation17GreyScaleEvidenceV__8surround",
    "network input": r"^\$s14Mineralisation12NetworkInputV10normalised8multiple",
    "network": r"^\$s14Mineralisation7NetworkV6logits2of",
    "field": r"^\$s14Mineralisation11FieldFinderV5field8polarity",
    "bones": r"^\$s14Mineralisation10BoneFinderV5parts",
    "bones' outlines": r"^\$s14Mineralisation10BoneFinderV5bones",
    "all before lesions": r"^\$s14Mineralisation12lesionFinder_8settings",
    "lesions": r"^\$s14Mineralisation12LesionFinderV7lesions16regionOfInterest",
    "measuring": r"^\$s14Mineralisation14measureLesions",
    "grading": r"^\$s14Mineralisation11gradeJoints",
    "masks": r"^\$s12RasterCodecs9encodePNG_5depth",
}


def profiled(program, folder):
    """The listing of callgrind: inclusive counts by function."""
    bare = folder / "stages"
    # valgrind 3.19 cannot read Swift's debugging information.
    subprocess.run(["strip", "-g", "-o", bare, program], check=True)
    film = folder / "film.png"
    subprocess.run([bare, "film", film], check=True)
    runtime = pathlib.Path(shutil.which("swift")).resolve().parent.parent / "lib/swift/linux"
    profile = folder / "profile"
    # Hashing and addresses would otherwise differ from run to run.
    run = subprocess.run(
        ["setarch", "-R", "valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}", bare, "measure", film],
        capture_output=True, text=True,
        env={**os.environ, "SWIFT_DETERMINISTIC_HASHING": "1", "LD_LIBRARY_PATH": str(runtime)})
    if run.returncode != 0:
        sys.exit(f"valgrind: status {run.returncode}\n{run.stderr[-3000:]}")
    print(run.stdout.strip())
    return subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", profile], check=True, capture_output=True,
                          text=True).stdout


def counts(listing):
    """Instructions by stage, and of the whole process."""
    found = {}
    for line in listing.splitlines():
        match = re.match(r"\s*([\d,]+) \(.*?\)\s+(.*)$", line)
        if not match:
            continue
        number, name = int(match[1].replace(",", "")), match[2]
        if name.startswith("PROGRAM TOTALS"):
            found["process"] = number
        name = re.sub(r"'\d+$", "", re.sub(r"^.*?:", "", name).split(" [")[0])
        for stage, pattern in STAGES.items():
            # The outermost of a function's specialisations costs most and is listed first.
            if stage not in found and re.search(pattern, name):
                found[stage] = number
    return found


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--update", action="store_true")
    options.add_argument("--program", type=pathlib.Path, default=HERE / ".build/release/Stages")
    given = options.parse_args()
    if not shutil.which("valgrind"):
        sys.exit("valgrind is not installed: instructions are not counted")
    with tempfile.TemporaryDirectory(prefix="ossiquant-instructions-") as folder:
        now = counts(profiled(given.program, pathlib.Path(folder)))
    missing = [stage for stage in ["process", *STAGES] if stage not in now]
    if missing:
        sys.exit(f"no counts of {', '.join(missing)}: was the function renamed, or inlined?")
    if given.update:
        THRESHOLDS.write_text("".join(f"{stage}\t{now[stage]}\n" for stage in ["process", *STAGES]))
        sys.exit("thresholds written: look at the difference, then run again without --update")
    limits = dict(line.split("\t") for line in THRESHOLDS.read_text().splitlines())
    failed = False
    for stage in ["process", *STAGES]:
        change = now[stage] / int(limits[stage]) - 1 if stage in limits else float("inf")
        failed |= abs(change) > TOLERANCE
        verdict = "" if abs(change) <= TOLERANCE else "WORSE" if change > 0 else "BETTER: lower the threshold with --update"
        print(f"{stage:24}{now[stage]:>15,}{change * 100:+8.2f} % {verdict}")
    sys.exit(1 if failed else 0)


main()
