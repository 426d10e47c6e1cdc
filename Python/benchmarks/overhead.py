"""What a row costs through Python beyond what it costs through C: both score the same rows on one thread.

Time is the CPU time of all threads: the call scores on a thread beside its own. Rounds of the two alternate, so that a
noisy machine disturbs both; the best round of each counts.

usage: overhead.py C_PROGRAM [--rows N] [--rounds N]
"""

from __future__ import annotations

import argparse
import gc
import random
import struct
import subprocess
import tempfile
import time

import adjudge

WORDS = "so we add the two sides and then divide by three which leaves the term asked for".split()  # noqa: SIM905


def rows(count: int, length: int, ascii_only: bool) -> tuple[list[str], list[str]]:
    """Responses of about ``length`` characters that end in a box, and their references."""
    dice = random.Random(1)
    responses, references = [], []
    for _ in range(count):
        value = dice.randrange(100_000)
        shown = value if dice.random() < 0.7 else value + 1
        text = " ".join(dice.choices(WORDS, k=length // 5)) if length >= 5 else ""
        responses.append(f"{text}{'' if ascii_only else ' für α'} \\boxed{{{shown}}}")
        references.append(str(value))
    return responses, references


def column(texts: list[str]) -> bytes:
    """A column as the C program reads it: offsets, then bytes."""
    encoded = [text.encode() for text in texts]
    offsets, end = [0], 0
    for text in encoded:
        end += len(text)
        offsets.append(end)
    return struct.pack(f"<{len(offsets)}Q", *offsets) + b"".join(encoded)


def main() -> None:
    """Prints a line for each workload."""
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=15)
    arguments = parser.parse_args()
    print("CPU ns a row, best round; C column: all rows in one block; C fields: each row allocated by itself")
    print(
        f"{'grader':<8} {'response':<21} {'C column':>9} {'C fields':>9} {'Python':>8} "
        f"{'over column':>12} {'over fields':>12}"
    )
    for grader in ("math", "gsm8k"):
        for length, ascii_only in ((0, True), (250, True), (1000, True), (1000, False)):
            responses, references = rows(arguments.rows, length, ascii_only)
            with tempfile.NamedTemporaryFile() as file:
                file.write(struct.pack("<Q", len(responses)) + column(responses) + column(references))
                file.flush()
                engine = adjudge.Engine(f"preset:{grader}", threads=1)
                in_c: dict[str, list[float]] = {"column": [], "fields": []}
                in_python: list[float] = []
                for _ in range(3):
                    for layout, times in in_c.items():
                        command = [arguments.program, f"preset:{grader}", file.name, str(arguments.rounds // 3), layout]
                        times.append(float(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
                    for _ in range(arguments.rounds // 3):
                        gc.collect()
                        start = time.process_time_ns()
                        verdicts = engine.score(responses, references)
                        verdicts.rewards
                        del verdicts
                        in_python.append((time.process_time_ns() - start) / len(responses))
            shape = f"{sum(map(len, responses)) // len(responses)} chars" + ("" if ascii_only else ", not ASCII")
            column_time, fields_time, python = min(in_c["column"]), min(in_c["fields"]), min(in_python)
            print(
                f"{grader:<8} {shape:<21} {column_time:>9.1f} {fields_time:>9.1f} {python:>8.1f} "
                f"{python - column_time:>12.1f} {python - fields_time:>12.1f}"
            )


main()
