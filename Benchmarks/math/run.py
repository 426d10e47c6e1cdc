#!/usr/bin/env python3
"""Measures the math grader and its peers on the same pairs, in the same run, on one core, in alternating rounds.

Prints Markdown: throughput, latency of pairs scored singly, what each tier decides and costs, verdicts that differ,
rows built to exhaust a checker, memory and start. Peers come from PyPI into a virtual environment of this folder.
"""

import argparse
import array
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from pairs import HERE, ROOT, drawn, read
import tables
from columns import spread, write_columns
from contenders import Contender, alternate, start_all
from graders import EVALUATE_TEXT
from install import GCC, compile_plans, install_peers, with_adjudge
from report import left_out as left_out_list, number, truth
from starts import starts_section

PEERS = HERE.parent / "peers"
WHOLE = '{"type": "math", "extract": ["whole"]}'
BOXED = '{"type": "math"}'
FAST = ["verl.math_dapo", "verl.math_reward"]
SLOW = ["Math-Verify", "verl.prime_math", "PRM800K", "Qwen math_equal"]
SYMPY = ["sympy==1.14.0", "antlr4-python3-runtime==4.11.1", "latex2sympy2_extended==1.11.0"]

#: As in peers/install.py: (what pip installs, its options, the peers that it brings)
PACKAGES = [
    ("math-verify==0.9.0", SYMPY, ["Math-Verify"]),
    ("pylatexenc==2.11", ["numpy==2.4.6", "word2number==1.1"], []),
    ("verl==0.9.1", ["--no-deps"], FAST + ["verl.prime_math"]),
    ("tinker_cookbook==0.6.1", ["--no-deps"], ["PRM800K"]),
    ("evalscope==1.4.0", ["--no-deps"], ["Qwen math_equal"]),
]


def programs_of(options, work, left_out):
    common = [HERE / "scoring.c", PEERS / "columns.c"]
    sources = {
        "one_by_one": [HERE / "one_by_one.c", *common],
        "start": [HERE / "start.c", *common],
        "adjudge_loop": [PEERS / "adjudge_loop.c", PEERS / "columns.c", PEERS / "rounds.c"],
    }
    plans = {name: with_adjudge(options.library, options.include, *files) for name, files in sources.items()}
    plans["empty"] = GCC + [HERE / "empty.c"]
    return compile_plans(plans, work, options.library, left_out)


def singly(program, rows_file, grader, passes, work):
    """Every row scored singly: its seconds, its verdict, and the memory of the process in KB."""
    times, verdicts = work / "times", work / "verdicts"
    said = subprocess.run(
        [str(program), str(rows_file), grader, str(passes), str(times), str(verdicts)], check=True,
        capture_output=True, text=True).stdout
    lines = verdicts.read_text(encoding="utf-8").splitlines()
    return array.array("d", times.read_bytes()), [json.loads(line) for line in lines], json.loads(said)


class Run:
    """What every section needs."""

    def __init__(self, options, work, left_out):
        self.options, self.work, self.left_out = options, work, left_out
        self.python, self.peers = install_peers(options.folder, left_out, PACKAGES)
        self.programs = programs_of(options, work, left_out)

    def contest(self, names, rows, rows_file):
        """Adjudge and the named peers over the rows, in alternating rounds, then each peer row by row."""
        size = write_columns(rows_file, rows)
        adjudge = Contender("Adjudge", "adjudge", [self.programs["adjudge_loop"], "{rows}", WHOLE])
        peers = [
            Contender(name, "peer", [self.python, HERE / "graders.py", "{rows}", name])
            for name in names if name in self.peers]
        ready = start_all([adjudge] + peers, rows_file, size, self.left_out)
        alternate(ready, self.options.rounds, self.options.seconds, self.work / "doubles",
                  [one for one in ready if one is not adjudge])
        return adjudge, ready

    def section(self, title, rows, harmless):
        """One set of pairs: prints its tables, returns its figures."""
        options = self.options
        print("## %s: %s pairs\n" % (title, number(len(rows))))
        figures = {"title": title, "pairs": len(rows), "contests": []}
        some = spread(rows, options.slow_pairs) if options.slow_pairs else rows
        slow = [name for name in SLOW if harmless or name not in EVALUATE_TEXT]
        named, found = [], []
        for names, chosen in ((FAST, rows), (slow, some)):
            adjudge, ready = self.contest(names, chosen, self.work / "pairs.columns")
            print("On %s pairs:\n\n%s\n" % (number(len(chosen)), tables.throughput(ready, adjudge)))
            labels = [row.label for row in chosen]
            if any(label is not None for label in labels):
                print(truth(ready, labels) + "\n")
            named += [(one.name, tables.summary(one.latencies)) for one in ready if one is not adjudge]
            figures["contests"].append([one.result() for one in ready])
            peer = next((one for one in ready if one.name == "Math-Verify"), None)
            if peer:
                print("Against Math-Verify:\n\n%s\n" % tables.disagreements(adjudge.passed(), peer.passed()))
                found = disagreeing(chosen, adjudge.passed(), peer.passed())
        figures["disagreements_with_math_verify"] = found
        self.tiers(rows, named, figures)
        return figures

    def tiers(self, rows, named, figures):
        """Adjudge row by row: latency, and what each tier and each reason costs."""
        rows_file = self.work / "pairs.columns"
        write_columns(rows_file, rows)
        times, verdicts, memory = singly(
            self.programs["one_by_one"], rows_file, WHOLE, self.options.passes, self.work)
        whole = tables.summary(times)
        print("Scored singly:\n\n%s\n" % tables.latencies([("Adjudge", whole)] + named))
        total = sum(times)
        by_tier = tables.shares(map(tables.tier, verdicts), times)
        by_reason = tables.shares(("%s, %s" % (one["status"], one["reason"]) for one in verdicts), times)
        print(tables.shares_table("tier", by_tier, len(rows), total) + "\n")
        print(tables.shares_table("status, reason", by_reason, len(rows), total) + "\n")
        print(tables.slowest(times, rows) + "\n")
        print(memory_line(memory) + "\n")
        figures.update(latency=dict([("Adjudge", whole)] + named), tiers=by_tier, reasons=by_reason, memory=memory)

    def hostile(self, title, rows, grader):
        """Rows built to exhaust a checker."""
        rows_file = self.work / "hostile.columns"
        write_columns(rows_file, rows)
        times, verdicts, memory = singly(
            self.programs["one_by_one"], rows_file, grader, self.options.passes, self.work)
        by_status = tables.shares((one["status"] for one in verdicts), times)
        print("### %s: %s rows\n" % (title, number(len(rows))))
        print(tables.shares_table("status", by_status, len(rows), sum(times)) + "\n")
        print(tables.slowest(times, rows) + "\n")
        print("Over 10 ms: %d. %s\n" % (sum(cost > 0.01 for cost in times), memory_line(memory)))
        return {"title": title, "rows": len(rows), "statuses": by_status, "max": max(times), "memory": memory}


def memory_line(memory):
    return "Resident memory of Adjudge's process: %.1f MB with the rows, %.1f MB with an engine, %.1f MB after the " \
        "first pass, %.1f MB after the last." % tuple(
            memory[key] / 1024 for key in ("loaded", "engine", "first_pass", "last_pass"))


def disagreeing(rows, ours, theirs):
    """Rows whose acceptance differs."""
    return [
        {"reference": row.reference, "answer": row.response, "label": row.label, "adjudge": mine, "peer": their}
        for row, mine, their in zip(rows, ours, theirs) if (mine is True) != (their is True)]


def hostile_rows(options):
    """(title, rows, grader): the hostile rows of each file, bare answers and whole responses apart."""
    for path in options.hostile:
        bare, whole, _ = read(path, lambda row: row.get("category", "dos") == "dos")
        for rows, what, grader in ((bare, "answers", WHOLE), (whole, "responses", BOXED)):
            if rows:
                yield "%s, %s" % (path.name, what), rows, grader


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=Path, action="append", default=[], metavar="F",
                        help="JSON lines with gold or reference and pred or answer (.xz and .gz are read), beside the "
                        "drawn pairs; several times for several files")
    parser.add_argument("--pairs", type=int, default=6000, metavar="N", help="how many pairs to draw (6000); 0: none")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, metavar="N", help="only N pairs of each file, evenly spread")
    parser.add_argument("--slow-pairs", type=int, default=300, metavar="N",
                        help="pairs for the peers on sympy, evenly spread (300); 0: all")
    parser.add_argument("--evaluate-text", action="store_true",
                        help="also give the rows of files to the peers that hand them to Python's evaluator")
    parser.add_argument("--hostile", type=Path, action="append", metavar="F",
                        help="rows built to exhaust a checker; by default corpora/math/hostile.jsonl. Of a file with "
                        "categories, the category dos")
    parser.add_argument("--library", type=Path, default=ROOT / "build" / "lib", help="where libadjudge.so is")
    parser.add_argument("--include", type=Path, default=ROOT / "build" / "include", help="where adjudge.h is")
    parser.add_argument("--folder", type=Path, default=HERE / ".venv", help="the peers' virtual environment")
    parser.add_argument("--rounds", type=int, default=5, help="alternating rounds (5)")
    parser.add_argument("--seconds", type=float, default=0.3, help="the least processor time of a round (0.3)")
    parser.add_argument("--passes", type=int, default=9, help="how often each pair is timed singly (9)")
    parser.add_argument("--core", type=int, help="the core to run on; by default the last one allowed")
    parser.add_argument("--json", type=Path, metavar="F", help="write every figure of every round here")
    options = parser.parse_args()
    options.hostile = options.hostile or [ROOT / "corpora" / "math" / "hostile.jsonl"]
    for name in ("library", "include", "folder"):
        # Without resolve(): a virtual environment's Python is a link that must stay one.
        setattr(options, name, Path(os.path.abspath(getattr(options, name))))
    return options


def sections(run):
    """The pairs that a seed draws, then those of each file."""
    options = run.options
    if options.pairs:
        yield run.section("Drawn pairs, seed %d" % options.seed, drawn(options.pairs, options.seed), True)
    for path in options.rows:
        rows, whole, unreadable = read(path, lambda row: row.get("category") != "dos")
        if whole or unreadable:
            print("Of %s, %d whole responses and %d rows without a pair are left out.\n" % (
                path.name, len(whole), unreadable))
        if rows:
            yield run.section(path.name, spread(rows, options.limit or len(rows)), options.evaluate_text)


def main():
    options = arguments()
    left_out = {}
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        run = Run(options, work, left_out)
        for name in ("Adjudge", "adjudge_loop", "one_by_one"):
            if name in left_out:
                sys.exit("%s: %s" % (name, left_out[name]))
        os.sched_setaffinity(0, {options.core if options.core is not None else max(os.sched_getaffinity(0))})
        print("# Math: Adjudge and its peers\n\nOne core, %d alternating rounds, medians of processor time.\n" % (
            options.rounds))
        figures = {"sections": list(sections(run))}
        print("## Rows built to exhaust a checker\n")
        figures["hostile"] = [run.hostile(*group) for group in hostile_rows(options)]
        figures["starts"] = starts_section(run)
    if left_out:
        print("## Left out\n\n" + left_out_list(left_out))
    if options.json:
        options.json.write_text(json.dumps(dict(figures, left_out=left_out), indent=1) + "\n")


if __name__ == "__main__":
    main()
