#!/usr/bin/env python3
"""Scores files again and again with one engine on two threads: memory must stay flat, verdicts must stay the same.

Without --rows: the corpora of math cases, pairs drawn by a seed, and whole responses of the workload's generator.
Prints a Markdown line a minute; ends with status 1 when a verdict changed or memory grew.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from pairs import HERE, ROOT, drawn, read
from columns import write_columns
from install import compile_plans, with_adjudge
from report import number

#: One engine for bare answers and whole responses.
GRADER = '{"type": "math", "extract": ["strip_think", "boxed", "hash", "answer_line", "whole"]}'
GENERATOR = HERE.parent / "workload" / "generate.py"
#: How much resident memory may grow between the tenth pass and the last.
SLACK_KILOBYTES = 2048


def own_rows(work):
    """The project's own rows."""
    responses = work / "responses.jsonl"
    subprocess.run(
        [sys.executable, str(GENERATOR), "--rows", "5000", "--output", str(responses)], check=True,
        stderr=subprocess.DEVNULL)
    rows = drawn(6000, 1)
    for path in sorted((ROOT / "corpora" / "math").glob("*.jsonl")) + [responses]:
        rows += sum(read(path)[:2], [])
    return rows


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10, help="how long (10)")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rows", type=Path, nargs="+", default=[], metavar="F",
                        help="more rows: JSON lines (.xz and .gz are read)")
    parser.add_argument("--library", type=Path, default=ROOT / "build" / "lib", help="where libadjudge.so is")
    parser.add_argument("--include", type=Path, default=ROOT / "build" / "include", help="where adjudge.h is")
    return parser.parse_args()


def main():
    options = arguments()
    library, include = os.path.abspath(options.library), os.path.abspath(options.include)
    left_out = {}
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        sources = [HERE / "soak.c", HERE / "scoring.c", HERE.parent / "peers" / "columns.c"]
        compile_plans({"soak": with_adjudge(library, include, *sources)}, work, Path(library), left_out)
        if left_out:
            sys.exit("; ".join(left_out.values()))
        rows = own_rows(work)
        for path in options.rows:
            rows += sum(read(path)[:2], [])
        write_columns(work / "rows.columns", rows)
        command = [work / "soak", work / "rows.columns", GRADER, options.threads, options.minutes]
        with subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True) as process:
            last = watched(process.stdout)
    if process.returncode or last is None:
        sys.exit("a verdict changed" if last else "the run ended early")
    growth = last["last_kb"] - last["tenth_kb"]
    print("\nVerdicts identical in %s passes; resident memory %+.1f MB from the tenth pass to the last." % (
        number(last["passes"]), growth / 1024))
    if growth > SLACK_KILOBYTES:
        sys.exit("resident memory grew by %d KB, expected at most %d" % (growth, SLACK_KILOBYTES))


def watched(lines):
    """Prints a table row a report; returns the last report."""
    report = None
    print("| seconds | rows | passes | verdicts changed | MB after pass 1 | after pass 10 | most | now |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    for line in lines:
        report = json.loads(line)
        memory = ["%.1f" % (report[key] / 1024) for key in ("first_kb", "tenth_kb", "most_kb", "last_kb")]
        cells = ["%.0f" % report["seconds"]] + [number(report[key]) for key in ("rows", "passes", "changed")] + memory
        print("| " + " | ".join(cells) + " |", flush=True)
    return report


if __name__ == "__main__":
    main()
