#!/usr/bin/env python3
"""Measures Adjudge and its peers on the same rows, in the same run, on one core, in alternating rounds.

Prints Markdown: medians, ratios, how often the verdicts differ, what each said of rows whose truth is known, and what
was left out and why. Python peers are installed into a virtual environment; nothing else on the machine changes.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

import files
import report
from columns import read_rows, spread, write_columns, write_lines
from contenders import Contender, alternate, start_all
from install import HERE, LEFT_OUT, compile_programs, install_peers

GENERATOR = HERE.parent / "workload" / "generate.py"
ROOT = HERE.parent.parent

#: The default of --grader: the last box, compared as text and as numbers.
BOXED = '{"type": "math", "extract": ["boxed"]}'
#: The default of --pattern.
PATTERN = r"\\boxed\{[^{}]*\}"

#: The rows are repeated to a file of at least this size, so that reading it outweighs starting the command.
FILE_BYTES = 200_000_000

#: Adjudge's grader with the same rule as a peer: (grader, peer)
TWINS = [
    ("preset:gsm8k", "verl.gsm8k"),
    ("preset:gsm8k_flexible", "verl.gsm8k_flexible"),
    ("preset:dapo", "verl.math_dapo"),
    ("preset:hendrycks", "verl.math_reward"),
    ('{"type": "format", "preset": "trl.think"}', "trl.think_format"),
]
#: Whole-response scorers that a trainer would replace by --grader.
RIVALS = ["verl.gsm8k", "verl.math_dapo", "verl.math_reward", "C: last box, compare"]


def short(grader):
    """A grader's name in tables."""
    if grader.startswith("{"):
        document = json.loads(grader)
        return "Adjudge %s" % document.get("preset", document["type"])
    return "Adjudge " + grader


def judges(grader):
    """Whether a grader's rewards are about the answer being right."""
    return grader.startswith("preset:") or json.loads(grader)["type"] not in ("regex", "format")


def full_lineup(options, programs, python, peers):
    """Contenders over all rows, and the pairs to compare."""
    pattern_grader = json.dumps({"type": "regex", "pattern": options.pattern})
    graders = [options.grader, "preset:math", *(grader for grader, peer in TWINS if peer in peers), pattern_grader]
    lineup = []
    if "adjudge_loop" in programs:
        lineup += [
            Contender(short(g), "adjudge", [programs["adjudge_loop"], "{rows}", g], judges=judges(g))
            for g in dict.fromkeys(graders)]
    lineup += [
        Contender(peer, "peer", [python, HERE / "peer_loop.py", "{rows}", peer], judges=peer != "trl.think_format")
        for peer in peers if peer != "math-verify"]
    if "floor" in programs:
        floor = [programs["floor"], "{rows}"]
        lineup += [
            Contender("C: copy the responses", "floor", floor + ["copy"], judges=False),
            Contender("C: last box, compare", "floor", floor + ["compare"]),
            Contender("C: pcre2_match", "floor", floor + ["regex", options.pattern], judges=False),
            Contender(
                "C: pcre2_match, UTF-8 not checked", "floor", floor + ["regex-unchecked", options.pattern],
                judges=False),
        ]
    pairs = [(short(options.grader), rival, False) for rival in RIVALS]
    pairs += [(short(grader), peer, True) for grader, peer in TWINS]
    pairs += [(short(pattern_grader), "C: pcre2_match", True)]
    pairs += [(short(pattern_grader), "C: pcre2_match, UTF-8 not checked", True)]
    return lineup, pairs


def subset_lineup(options, programs, python):
    """Contenders over the rows that a slow peer can score in a round."""
    lineup = [Contender("math-verify", "peer", [python, HERE / "peer_loop.py", "{rows}", "math-verify"])]
    graders = list(dict.fromkeys([options.grader, "preset:math"]))
    if "adjudge_loop" in programs:
        loop = programs["adjudge_loop"]
        lineup += [Contender(short(g), "adjudge", [loop, "{rows}", g]) for g in graders]
    return lineup, [(short(g), "math-verify", False) for g in graders]


def compared(pairs, contenders):
    """Ratios of the pairs whose two sides both ran."""
    by_name = {contender.name: contender for contender in contenders}
    results = []
    for ours, theirs, same_rule in pairs:
        left, right = by_name.get(ours), by_name.get(theirs)
        if left and right:
            differing = sum((a is True) != (b is True) for a, b in zip(left.passed(), right.passed()))
            results.append({
                "ours": ours, "theirs": theirs, "ratio": left.rate() / right.rate(),
                "ratio_of_best_rounds": left.best_rate() / right.best_rate(),
                "rewards_that_differ": differing if same_rule else None})
    return results


def section(title, rows, lineup, pairs, options, work, left_out):
    """Runs one line-up over some rows; prints its tables; returns its figures."""
    rows_file = work / "rows.columns"
    size = write_columns(rows_file, rows)
    ready = start_all(lineup, rows_file, size, left_out)
    alternate(ready, options.rounds, options.seconds, work / "rewards")
    results = compared(pairs, ready)
    labels = [row.label for row in rows]
    print("## %s: %s rows, %.1f MB of responses\n" % (title, report.number(len(rows)), size / 1e6))
    print(report.rates(ready) + "\n")
    if results:
        print(report.ratios(results) + "\n")
    if any(label is not None for label in labels):
        print(report.truth([contender for contender in ready if contender.judges], labels) + "\n")
    figures = [contender.result() for contender in ready]
    return {"title": title, "rows": len(rows), "bytes": size, "contenders": figures, "pairs": results}


def file_section(rows, options, programs, cores, work, left_out):
    """The same rows as a file of JSON lines: floors of reading, and the command end to end."""
    lines = work / "rows.jsonl"
    write_lines(lines, rows, FILE_BYTES)
    size = lines.stat().st_size
    grader = options.grader
    if not grader.startswith("preset:"):
        grader = work / "grader.json"
        grader.write_text(options.grader)
    if not options.command.exists():
        left_out["adjudge score"] = "no %s; `make release` builds it" % options.command.name
    command = options.command if options.command.exists() else None
    figures = files.measure(lines, work / "verdicts.jsonl", command, grader, options.rounds, cores)
    print("## A file of JSON lines: %.1f MB\n" % (size / 1e6))
    print(report.files(figures) + "\n")
    if "floor_simdjson" in programs:
        command = [programs["floor_simdjson"], lines, "response"]
        parser = Contender("simdjson, one string of each line", "floor", command)
        for contender in start_all([parser], lines, size, left_out):
            alternate([contender], options.rounds, options.seconds, work / "rewards")
            print(report.rates([contender]) + "\n")
            figures.append(contender.result())
    return {"title": "file", "bytes": size, "commands": figures}


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=Path, metavar="F", help="JSON lines with response and reference, gold or answer "
                        "(.xz and .gz are read); by default 10,000 rows of the generator")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N rows")
    parser.add_argument("--grader", default=BOXED, help="a grader document or preset:NAME for the main comparison")
    parser.add_argument("--pattern", default=PATTERN, help="the pattern of the regex comparison")
    parser.add_argument("--library", type=Path, default=ROOT / "build" / "lib", help="where libadjudge.so is")
    parser.add_argument("--include", type=Path, default=ROOT / "build" / "include", help="where adjudge.h is")
    parser.add_argument("--command", type=Path, default=ROOT / ".build" / "release" / "adjudge",
                        help="the adjudge command")
    parser.add_argument("--folder", type=Path, default=HERE / ".venv", help="the peers' virtual environment")
    parser.add_argument("--rounds", type=int, default=5, help="alternating rounds (5)")
    parser.add_argument("--seconds", type=float, default=0.3, help="the least processor time of a round (0.3)")
    parser.add_argument("--math-verify-rows", type=int, default=500,
                        help="rows for Math-Verify, evenly spread; 0: none")
    parser.add_argument("--core", type=int, help="the core to run on; by default the last one allowed")
    parser.add_argument("--json", type=Path, metavar="F", help="write every figure of every round here")
    options = parser.parse_args()
    for name in ("library", "include", "command", "folder"):
        # Without resolve(): a virtual environment's Python is a link that must stay one.
        setattr(options, name, Path(os.path.abspath(getattr(options, name))))
    return options


def load_rows(options, work):
    path = options.rows
    if path is None:
        path = work / "generated.jsonl"
        subprocess.run(
            [sys.executable, str(GENERATOR), "--rows", "10000", "--seed", "1", "--output", str(path)], check=True,
            stderr=subprocess.DEVNULL)
    rows, unreadable = read_rows(path, options.limit)
    if not rows:
        sys.exit("%s: no row has a response and a reference" % path)
    return rows, unreadable


def main():
    options = arguments()
    cores = os.sched_getaffinity(0)
    left_out = dict(LEFT_OUT)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        python, peers = install_peers(options.folder, left_out)
        programs = compile_programs(work, options.library, options.include, left_out)
        rows, unreadable = load_rows(options, work)
        core = options.core if options.core is not None else max(cores)
        os.sched_setaffinity(0, {core})
        print("# Adjudge and its peers\n\n%s, one core, %d alternating rounds, medians of processor time.\n" % (
            processor(), options.rounds))
        if unreadable:
            print("%d rows without a response or a reference as text are left out.\n" % unreadable)
        lineup, pairs = full_lineup(options, programs, python, peers)
        sections = [section("Whole responses from memory", rows, lineup, pairs, options, work, left_out)]
        if "math-verify" in peers and options.math_verify_rows:
            lineup, pairs = subset_lineup(options, programs, python)
            some = spread(rows, options.math_verify_rows)
            sections.append(section("Math-Verify", some, lineup, pairs, options, work, left_out))
        sections.append(file_section(rows, options, programs, cores, work, left_out))
    print("## Left out\n\n" + report.left_out(left_out))
    if options.json:
        options.json.write_text(json.dumps(
            {"processor": processor(), "sections": sections, "left_out": left_out}, indent=1) + "\n")


if __name__ == "__main__":
    main()
