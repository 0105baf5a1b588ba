"""Simulated films of a person that the training keeps apart, with their truth: other_person.py SHARED OUT [--subject LHDL_CT] [--seed 5101]

The shared simulator's own cases, two of each kind that this person's bones allow: what SHARED/radiographs/simulated shows of a person that was trained on.
Then: ../Benchmarks/accuracy.py SHARED BINARY --parts none --drawn "films of another person"=OUT
"""
import argparse
import glob
import json

from films import use_simulator


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("shared"), ap.add_argument("out")
    ap.add_argument("--subject", default="LHDL_CT")
    ap.add_argument("--seed", type=int, default=5101)
    o = ap.parse_args()
    use_simulator(o.shared)
    import make_cases

    make_cases.main(o.subject, o.out, o.seed, "held", ("hip", "thigh", "knee"))
    rows = ["image,id,spacing_mm,region"]
    for path in sorted(glob.glob(f"{o.out}/*.truth.json")):
        truth = json.load(open(path))
        rows.append(f"{truth['image']},{truth['image'].rsplit('.', 1)[0]},{truth['spacing_mm']},{truth['region']}")
    open(f"{o.out}/manifest.csv", "w").write("\n".join(rows) + "\n")
    print(len(rows) - 1, "films")


if __name__ == "__main__":
    main()
