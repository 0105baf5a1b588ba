#!/usr/bin/env python3
"""Prints how ossiquant's cost compares with libpng's decoding, an OpenCV script, a tuned matrix product and PyRadiomics.

`ratios.py [--binary .build/release/ossiquant] [--peers VENV/bin/python] [--runs 20] [--film FILM.png]`

The film is made of the program's own phantoms, so that anybody can repeat it. `--peers` names a Python with opencv-python-headless
and scikit-image (torch and pyradiomics where there are: their rows are left out else); without it `peers/.venv` is made by pip. CPU
times are user + system of whole processes, the least of the runs; throughput needs an idle machine, so the load is printed, and is
the median of rounds of runs, one after the other, because a machine's speed drifts; what two processes reach, which share nothing,
is what the machine allows.
"""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
SIZE = (2500, 3000)
SPACING = 0.143
# Swift brings a clang, which knows #embed.
COMPILER = shutil.which("clang") or "cc"


def by_turns(measures, runs):
    """The least of each of some measurements, which take turns: a machine that slows down slows all of them."""
    least = [float("inf")] * len(measures)
    for _ in range(runs):
        least = [min(known, measure()) for known, measure in zip(least, measures)]
    return least


def cpu_of(command):
    return lambda: measured(command, 1)[0]


def wall_of_many(parent, command, processes):
    """The wall time of `processes` at once, each into a folder of its own: to clear away earlier results is no part of a batch."""
    parent.mkdir(exist_ok=True)
    start = time.monotonic()
    running = [subprocess.Popen(command + ["--out", tempfile.mkdtemp(dir=parent)], stdout=subprocess.DEVNULL) for _ in range(processes)]
    if any(process.wait() for process in running):
        sys.exit(f"{' '.join(map(str, command))} failed")
    return time.monotonic() - start


def measured(command, runs):
    """The least CPU seconds and wall seconds of the runs, and the most memory in MB."""
    cpu, wall, memory = [], [], []
    for _ in range(runs):
        start = time.monotonic()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        error = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))}: status {child.returncode}\n{error.decode()}")
        wall.append(time.monotonic() - start)
        cpu.append(usage.ru_utime + usage.ru_stime)
        memory.append(usage.ru_maxrss / 1000)
    return min(cpu), min(wall), max(memory)


def peers_python(given):
    if given:
        return given
    venv = HERE / "peers" / ".venv"
    if not venv.exists():
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([venv / "bin/pip", "install", "-q", "-r", HERE / "peers/requirements.txt"], check=True)
    return venv / "bin/python"


def built(name, folder, sources, flags):
    out = folder / name
    subprocess.run([COMPILER, "-O2", "-o", out, *sources, *flags], check=True)
    return out


def has(python, module):
    return subprocess.run([python, "-c", f"import {module}"], capture_output=True).returncode == 0


def output(command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def row(name, value, unit, limit, ratio=None):
    shown = value if ratio is None else ratio
    verdict = "" if limit is None else ("met" if limit(shown) else "missed")
    left = f"{value:.3g} {unit}" if ratio is None else f"{ratio:.3g} ({value:.3g} {unit})"
    print(f"| {name} | {left} | {verdict} |", flush=True)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--binary", default=ROOT / ".build/release/ossiquant")
    options.add_argument("--peers")
    options.add_argument("--film")
    options.add_argument("--runs", type=int, default=20)
    given = options.parse_args()
    python = peers_python(given.peers)
    folder = pathlib.Path(tempfile.mkdtemp(prefix="ossiquant-ratios-"))
    tool, runs = str(given.binary), given.runs
    film = given.film
    if not film:
        subprocess.run([tool, "phantom", "--out", folder / "phantoms", "--count", "6", "--seed", "5", "--format", "png16",
                        "--spacing", "0.15"], check=True, stdout=subprocess.DEVNULL)
        film = folder / "film.png"
        subprocess.run([python, HERE / "peers/make_film.py", folder / "phantoms", film], check=True)
    print(f"{output([tool, '--version', '--verbose'])}\nload {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores, least of {runs}\n")
    print("| figure | value | target |\n|---|---|---|")

    measure = [tool, "measure", film, "--spacing", SPACING, "--jobs", 1, "--no-overlays", "--quiet", "--force"]
    measure = [str(part) for part in measure]
    whole = measure + ["--out", str(folder / "results")]
    decoder = built("decode", folder, [HERE / "peers/decode_libpng.c"], ["-I/usr/include/libpng16", "-lpng"])
    scripts = {name: [str(python), str(HERE / f"peers/classical_{name}.py"), str(film), str(folder / name)]
               for name in ["opencv", "skimage"]}
    cpu, decode, alone, opencv = by_turns(
        [cpu_of(whole), lambda: float(output([decoder, film])) / 1000, cpu_of([decoder, film, "1"]), cpu_of(scripts["opencv"])],
        runs)
    memory = measured(whole, 1)[2]
    row("whole process, CPU over one that reads and decodes once by libpng", alone * 1000, "ms theirs", lambda r: r <= 2.0, cpu / alone)
    row("the same over libpng's decode alone, its memory at hand", cpu * 1000, "ms", lambda r: r <= 2.0, cpu / decode)
    row("whole process, CPU over the OpenCV script", opencv * 1000, "ms theirs", lambda r: r <= 0.3, cpu / opencv)
    skimage = measured(scripts["skimage"], 2)[0]
    row("whole process, CPU over the scikit-image script", skimage * 1000, "ms theirs", None, cpu / skimage)
    lines = {name: output(command) for name, command in scripts.items()}
    areas = [int(line.split()[1]) for line in lines.values()]
    row("areas of the two scripts differ by", abs(areas[0] / areas[1] - 1) * 100, "%", lambda r: r < 1)
    row("peak memory over 16-bit pixels", memory, "MB", lambda r: r <= 6 and memory <= 120, memory / (SIZE[0] * SIZE[1] * 2e-6))

    working = [str(round(side * SPACING / 0.5)) for side in SIZE]
    network = built("network", folder, [HERE / "peers/network_speed.c", *sorted((ROOT / "Sources/CNetwork").glob("*.c"))],
                    [f"-I{ROOT}/Sources/CNetwork/include"]) if cc_embeds() else None
    if network:
        speed = float(output([network, *working]))
        if has(python, "torch"):
            theirs = float(output([python, HERE / "peers/gemm.py", *working]))
            row("network over torch's products of bytes", speed, "10^9/s", lambda r: r >= 0.5, speed / theirs)
        else:
            row("network (no torch among the peers)", speed, "10^9/s", None)

    cpu_start, wall_start, _ = measured([tool, "--version"], 30)
    row("start-up, wall", wall_start * 1000, "ms", lambda r: r <= 10)
    row("start-up, CPU", cpu_start * 1000, "ms", None)

    lesions = sum(1 for _ in open(folder / "results/lesions.csv")) - 1
    plain, more = by_turns([cpu_of(whole), cpu_of(measure + ["--radiomics", "--out", str(folder / "radiomics")])], runs)
    each = max(0, more - plain) / max(lesions, 1)
    if has(python, "radiomics"):
        theirs = float(output([python, HERE / "peers/radiomics_lesion.py", film, folder / "results/masks/film.lesions.png"]))
        row("radiomics, per lesion over PyRadiomics", each * 1000, "ms", lambda r: r <= 0.02, each / theirs)
    else:
        row("radiomics, per lesion (no PyRadiomics among the peers)", each * 1000, "ms", None)

    idle = idle_share()
    if os.cpu_count() < 2 or idle < 0.9:
        print(f"| 40 such images, throughput of 2 jobs over 1 | not measured: others take {100 - idle * 100:.0f} % of {os.cpu_count()} cores | |")
        return
    for batch, count in [("many", 40), ("half", 20)]:
        (folder / batch).mkdir()
        for number in range(count):
            (folder / f"{batch}/film-{number:02}.png").symlink_to(pathlib.Path(film).resolve())
    def batches(name, jobs, processes=1):
        command = [tool, "measure", str(folder / name), "--spacing", str(SPACING), "--quiet", "--jobs", str(jobs)]
        return wall_of_many(folder / "batches", command, processes)
    rounds = [(batches("many", 1), batches("many", 2), batches("half", 1, processes=2)) for _ in range(5)]
    for what, place, limit in [("throughput of 2 jobs over 1", 1, lambda r: r >= 1.85), ("the same of two processes with half each", 2, None)]:
        ratios = sorted(times[0] / times[place] for times in rounds)
        speed = 40 / statistics.median(times[place] for times in rounds)
        row(f"40 such images with overlays, {what} ({ratios[0]:.2f} to {ratios[-1]:.2f})", speed, "images/s", limit, ratios[2])


def idle_share(seconds=2.0):
    """The share of all cores' time that nobody takes while this program waits: the load's average would count this program too."""
    def times():
        fields = [int(field) for field in open("/proc/stat").readline().split()[1:]]
        return fields[3] + fields[4], sum(fields[:8])
    before = times()
    time.sleep(seconds)
    after = times()
    return (after[0] - before[0]) / max(1, after[1] - before[1])


def cc_embeds():
    """Whether the compiler knows #embed, which the weights need."""
    return subprocess.run([COMPILER, "-E", "-x", "c", "-", "-o", "/dev/null"], input=b"#ifndef __has_embed\n#error\n#endif\n",
                          capture_output=True).returncode == 0


main()
