#!/usr/bin/env python3
"""What a judged row costs: rows a second, CPU and memory, with one call each over loopback.

The server is that of transport/server.c, a process of its own that answers every request with CORRECT. Needs the wheel
of build/wheel (`make wheel`) in the interpreter that runs this. Usage: rows.py [--rows N] [--connections N] [--rounds N]"""

import argparse
import pathlib
import resource
import subprocess
import tempfile
import time

import adjudge

HERE = pathlib.Path(__file__).resolve().parent
GRADER = (
    '{"type": "judge", "mode": "label", "labels": ["CORRECT", "INCORRECT"], "passing": ["CORRECT"], "gate": "strict",'
    ' "extract": ["whole"]}'
)
QUESTION = "A mass hangs on a spring, is pulled down a little and let go. What does it do over time, and how often? " * 3


def usage() -> resource.struct_rusage:
    return resource.getrusage(resource.RUSAGE_SELF)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=20_000)
    options.add_argument("--connections", type=int, default=64)
    options.add_argument("--rounds", type=int, default=3)
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder, "server")
        subprocess.run(["gcc", "-O2", "-o", program, HERE / "transport" / "server.c"], check=True)
        with subprocess.Popen([program], stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            endpoint = {
                "url": f"http://127.0.0.1:{int(server.stdout.readline())}/v1", "model": "m", "structured": "none",
                "max_concurrent": wanted.connections,
            }
            try:
                adjudge.configure_judges({"endpoints": {"local": endpoint}})
                engine = adjudge.Engine(GRADER)
                for number in range(wanted.rounds):
                    measure(engine, number, wanted.rows)
            finally:
                server.kill()


def measure(engine: adjudge.Engine, number: int, rows: int) -> None:
    """Scores rows that nobody asked about before, and prints what it took."""
    responses = [f"it swings, answer {number} {row}" for row in range(rows)]
    references = [f"it oscillates, reference {row}" for row in range(rows)]
    before, start = usage(), time.perf_counter()
    verdicts = engine.score(responses, references, [{"question": QUESTION}] * rows)
    seconds, after = time.perf_counter() - start, usage()
    assert verdicts.counts() == {"graded": rows}, verdicts.counts()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{rows / seconds:,.0f} rows/s, {cpu / rows * 1e6:.0f} us CPU a row, "
        f"{after.ru_maxrss / 1024:.0f} MB at most ({before.ru_maxrss / 1024:.0f} before)"
    )


if __name__ == "__main__":
    main()
