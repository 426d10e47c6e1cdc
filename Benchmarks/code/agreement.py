"""Scores labelled programs several times, idle and with the machine oversubscribed, and compares verdict with label
and run with run.

Usage: python3 agreement.py --adjudge PATH --cases FOLDER [--repeats 3] [--load 4]
"""

import argparse
import json
import lzma
import os
import subprocess
import tempfile

SETS = ["canonical_python", "mutants_python", "codegen16b_humaneval", "quixbugs", "lcb_o1_stdio"]
KEYS = ["test", "call", "entry_point", "cases", "fn_name", "language"]
GRADER = {"type": "code", "input": "{{response}}", "limits": {"cpu_seconds": 4, "wall_seconds": 300}}


def rows(folder, name):
    """The rows whose label is agreed, and follows from the tests that the file has."""
    with lzma.open(os.path.join(folder, name + ".jsonl.xz"), "rt") as file:
        return [row for row in map(json.loads, file) 
                if not row.get("label_disagrees") and row.get("dataset_graded") is not False]


def score(adjudge, cases, folder):
    """The verdict of each row."""
    paths = {name: os.path.join(folder, name) for name in ("grader.json", "in.jsonl", "out.jsonl")}
    with open(paths["grader.json"], "w") as file:
        json.dump(GRADER, file)
    with open(paths["in.jsonl"], "w") as file:
        for row in cases:
            reference = {key: row[key] for key in KEYS if row.get(key) is not None}
            file.write(json.dumps({"id": row["id"], "response": row["program"], "reference": reference}) + "\n")
    subprocess.run([adjudge, "score", "--grader", paths["grader.json"], "--input", paths["in.jsonl"], "--output",
                    paths["out.jsonl"], "--overwrite"], check=True, stderr=subprocess.DEVNULL)
    with open(paths["out.jsonl"]) as file:
        return list(map(json.loads, file))


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--adjudge", required=True)
    arguments.add_argument("--cases", required=True)
    arguments.add_argument("--repeats", type=int, default=3)
    arguments.add_argument("--load", type=int, default=4, help="busy processes for each processor in the second half")
    options = arguments.parse_args()
    for name in SETS:
        cases = rows(options.cases, name)
        seen = [set() for _ in cases]
        with tempfile.TemporaryDirectory() as folder:
            for loaded in (False, True):
                busy = [subprocess.Popen(["sh", "-c", "while :; do :; done"])
                        for _ in range(options.load * os.cpu_count() if loaded else 0)]
                try:
                    for _ in range(options.repeats):
                        for row, verdict in zip(seen, score(options.adjudge, cases, folder)):
                            row.add((verdict["reward"], verdict["status"]))
                finally:
                    for process in busy:
                        process.kill()
                        process.wait()
        wrong = [(row["id"], row["label"], sorted(map(str, found))) for row, found in zip(cases, seen)
                 if {reward for reward, _ in found} != {1 if row["label"] == "pass" else 0}]
        flips = sum(len(found) > 1 for found in seen)
        print("%-22s %5d rows, %d wrong, %d changed between runs" % (name, len(cases), len(wrong), flips))
        for row in wrong[:10]:
            print("   ", *row)


if __name__ == "__main__":
    main()
