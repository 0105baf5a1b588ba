#!/usr/bin/env python3
"""Checks `ossiquant compare` and `measure --perturb` on simulated radiographs with known truth.

usage: followup.py SIMULATED BINARY [--pairs DIR] [--perturb N] [--out DIR]

SIMULATED holds pairs.json, manifest.csv and manifest-masks.csv. DIR of --pairs holds further pairs with a truth.json that
tells the transform from baseline to follow-up pixels, and manifests with patient and date. Needs nothing but Python.
"""
import argparse, csv, json, math, os, statistics, subprocess, tempfile

def rows(path):
    with open(path, newline="") as f: return list(csv.DictReader(f))

def compare(binary, arguments, out):
    done = subprocess.run([binary, "compare", *arguments, "--out", out, "--force"], capture_output=True, text=True)
    return done.returncode, rows(out + "/changes.csv"), rows(out + "/comparisons.csv")

def number(text): return float(text) if text else None

def simulated(folder, binary, out):
    """The three pairs: matched, area ratio, density per depth ratio, residual."""
    for given in (True, False):
        manifest = {r["id"]: r for r in rows(f"{folder}/manifest-masks.csv")}
        for pair in json.load(open(f"{folder}/pairs.json")):
            names = [os.path.splitext(pair[k])[0] for k in ("baseline", "follow_up")]
            arguments = [f"{folder}/{pair['baseline']}", f"{folder}/{pair['follow_up']}", "--spacing", manifest[names[0]]["spacing_mm"]]
            if given:
                for side, name in zip(("baseline", "follow-up"), names):
                    arguments += [f"--{side}-bone-mask", f"{folder}/{manifest[name]['bone_mask']}", f"--{side}-lesion-mask", f"{folder}/{manifest[name]['lesion_mask']}"]
            status, changes, pairs = compare(binary, arguments, f"{out}/{'given' if given else 'auto'}_{pair['pair']}")
            matched = [c for c in changes if c["match"] == "matched"]
            line = f"{'given' if given else 'auto '} pair {pair['pair']}: status {status}"
            for c in matched[:1]:
                area = number(c["area_mm2_change_percent"]) / 100 + 1; density = number(c["density_per_depth_change_percent"])
                line += f", area ratio {area:.3f} of {pair['area_ratio']} ({100*(area/pair['area_ratio']-1):+.1f} %), density per depth ratio {1+density/100:.2f} of {pair['density_ratio']}, {c['course']}, uncertainty {c['registration_uncertainty_mm']} mm"
            p = pairs[0]
            print(line + f", residual {p['residual_mm']} mm, turned {p['rotation_deg']}, scale {p['scale']}, matches {[c['match'] for c in changes]} {p['reason']}", flush=True)

def further(folder, binary, out):
    """Pairs with a known transform: how far the lesions' centres are off, by what `lesions.csv` says of them."""
    truth = {f"{t['pair']:02d}": t for t in json.load(open(f"{folder}/truth.json"))}
    for name in ("manifest-masks.csv", "manifest.csv"):
        target = f"{out}/{os.path.basename(os.path.normpath(folder))}_{name[:-4]}"
        status, changes, pairs = compare(binary, [f"{folder}/{name}"], target)
        print(f"{name}: status {status}")
        for p in pairs:
            t = truth[p["baseline_id"][1:3]]
            own = [c for c in changes if c["baseline_id"] == p["baseline_id"]]
            M = t["transform"]["M"]; angle = math.degrees(math.atan2(M[1][0], M[0][0])); scale = math.hypot(M[0][0], M[1][0])
            print(f"  {p['baseline_id']} {t['kind']}: {p['status']} on {p['registered_on']}, residual {p['residual_mm']} mm, rotation {p['rotation_deg']} of {angle:.3f}, scale {p['scale']} of {scale:.4f}; "
                  + "; ".join(f"{c['match']} overlap {c['overlap_fraction']} area on bones {c['area_on_bones_change_percent']} u {c['registration_uncertainty_mm']} {c['course']}" for c in own) + f" truth {t['area_ratio']} {p['reason'][:90]}", flush=True)

def perturbed(folder, binary, count, out):
    for name in ("manifest.csv", "manifest-masks.csv"):
        target = f"{out}/perturbed_{name[:-4]}"
        subprocess.run([binary, "measure", f"{folder}/{name}", "--perturb", str(count), "--out", target, "--force", "--no-overlays", "--quiet"], check=False)
        values = {}
        for r in rows(target + "/perturbation.csv"):
            if r["lesion_id"] and r["cv_percent"]: values.setdefault(r["value"], []).append(float(r["cv_percent"]))
        images = rows(target + "/perturbation_images.csv")
        print(f"{name}: {len(images)} images, {count} perturbations each")
        for v in ("area_mm2", "feret_max_mm", "relative_density", "rim_thickness_mm", "cleft_width_mm", "core_to_peak"):
            if v in values: print(f"  {v}: median CV {statistics.median(values[v]):.2f} %, 90th percentile {sorted(values[v])[int(.9*(len(values[v])-1))]:.2f} % of {len(values[v])} lesions")
        for grade in ("brooker", "della_valle"):
            graded = [r for r in images if r[grade]]; same = sum(int(r[grade + "_unchanged"]) for r in graded); total = sum(int(r["perturbations"]) for r in graded)
            hips = [r for r in graded if r["id"].startswith("hip")]
            hip_same = sum(int(r[grade + "_unchanged"]) for r in hips); hip_total = sum(int(r["perturbations"]) for r in hips)
            if total: print(f"  {grade} unchanged: {same} of {total} ({100*same/total:.1f} %)" + (f"; hips {hip_same} of {hip_total} ({100*hip_same/hip_total:.1f} %)" if hip_total else ""))
        lesions = sum(int(r["lesion_count"]) * int(r["perturbations"]) for r in images)
        print(f"  lesions missed {sum(int(r['lesions_missed']) for r in images)} of {lesions}, added {sum(int(r['lesions_added']) for r in images)}")

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("simulated"); parser.add_argument("binary"); parser.add_argument("--pairs"); parser.add_argument("--perturb", type=int); parser.add_argument("--out")
    o = parser.parse_args(); out = o.out or tempfile.mkdtemp()
    simulated(o.simulated, o.binary, out)
    if o.pairs: further(o.pairs, o.binary, out)
    if o.perturb: perturbed(o.simulated, o.binary, o.perturb, out)

if __name__ == "__main__": main()
