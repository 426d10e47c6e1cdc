#!/usr/bin/env python3
"""What a route costs: a mixed file of twelve data sources through one `route`, against each source's rows by their own
grader. Verdicts have to be the same row by row, for one thread and for two; processor time is compared in alternating
rounds of the same run."""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

import mixed


def score(adjudge, grader, rows, output, jobs):
    """Scores a file and returns the processor seconds that it took."""
    before = os.times()
    subprocess.run(
        [adjudge, "score", "--quiet", "--overwrite", "--max-bad", "100", "--jobs", str(jobs), "--grader",
         json.dumps(grader) if isinstance(grader, dict) else grader, "--output", str(output), str(rows)], check=True)
    after = os.times()
    return after.children_user - before.children_user + after.children_system - before.children_system


def verdicts(path):
    """What was said of each row, without what the grader's name and the row's number add."""
    with open(path, "rb") as rows:
        for line in rows:
            row = json.loads(line)
            yield row.get("reward"), row["status"], row.get("reason")


def compare(folder, order):
    """Counts the right rows by source, and the rows whose verdict through the route differs from that of their grader."""
    singly = {source: verdicts(folder / ("%02d.out" % index)) for index, source in enumerate(mixed.SOURCES)}
    counts = {source: [0, 0, 0] for source in mixed.SOURCES}
    for source, routed in zip(order, verdicts(folder / "mixed.1.out"), strict=True):
        alone = next(singly[source])
        count = counts[source]
        count[0] += 1
        count[1] += alone[0] is not None and alone[0] >= 1
        count[2] += routed != alone
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--adjudge", default=".build/release/adjudge")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    route = {"type": "route", "by": "{{item.data_source}}", "cases": mixed.SOURCES}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        order = mixed.write(folder, options.rows, options.seed)
        ratios = []
        for round in range(options.rounds):
            through = score(options.adjudge, route, folder / "mixed.jsonl", folder / "mixed.1.out", 1)
            alone = sum(
                score(options.adjudge, grader, folder / ("%02d.jsonl" % index), folder / ("%02d.out" % index), 1)
                for index, grader in enumerate(mixed.SOURCES.values()))
            ratios.append(through / alone)
            print("round %d: routed %.2f s, singly %.2f s of processor time" % (round + 1, through, alone), flush=True)
        score(options.adjudge, route, folder / "mixed.jsonl", folder / "mixed.2.out", 2)
        same = subprocess.run(["cmp", folder / "mixed.1.out", folder / "mixed.2.out"]).returncode == 0
        counts = compare(folder, order)
    print("| source | rows | right | differ |\n|---|---|---|---|")
    for source, count in counts.items():
        print("| %s | %d | %d | %d |" % (source, *count))
    print("routed / singly: %.3f (median of %d rounds)" % (statistics.median(ratios), options.rounds))
    print("one and two threads: %s" % ("the same bytes" if same else "DIFFERENT BYTES"))
    return 0 if same and not any(count[2] for count in counts.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
