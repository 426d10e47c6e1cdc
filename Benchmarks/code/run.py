"""Compares what a contained run costs with what other harnesses cost, in one run on one machine.

CPU time is that of everything a contender starts, by getrusage of a subreaper; ratios are what to look at.
Usage: python3 run.py --adjudge PATH [--rows N] [--peers FOLDER]
"""

import argparse
import ctypes
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time

IMPORTS = "import sys, os, re, math, json, random, itertools, functools, collections, heapq\n"
PROGRAMS = {
    "stdio": "n = int(input())\nprint(sum(map(int, input().split())))\n",
    "imports": IMPORTS + "n = int(input())\nprint(sum(map(int, input().split())))\n",
    "function": "def total(xs):\n    return sum(xs)\n",
    "cpp": "#include <iostream>\nint main() {\n    long n, x, s = 0;\n    std::cin >> n;\n    while (std::cin >> x) s += x;\n"
           "    std::cout << s << std::endl;\n}\n",
}
TEST = {"input": "3\n1 2 3\n", "output": "6\n"}


def used():
    """CPU seconds of this process and of all that it has waited for."""
    return sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def reap():
    """Waits for everything that has become this process's child."""
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def measure(body):
    """Wall and CPU seconds of a call, with all that it leaves behind."""
    start, before = time.perf_counter(), used()
    body()
    wall = time.perf_counter() - start
    reap()
    return wall, used() - before


def peer(harness, program, folder, repeats):
    path = os.path.join(folder, "main.py")
    with open(path, "w") as file:
        file.write(program)
    with open(path + ".in", "w") as file:
        file.write(TEST["input"])
    walls = []

    def body():
        for _ in range(repeats):
            start = time.perf_counter()
            if not harness(program, path, TEST):
                raise SystemExit("a right program did not pass: %s" % harness.__name__)
            walls.append(time.perf_counter() - start)

    wall, cpu = measure(body)
    return wall / repeats, cpu / repeats, sorted(walls)


def write_rows(path, program, form, rows):
    reference = {"inputs": [TEST["input"]], "outputs": [TEST["output"]]} if form != "function" else \
        {"fn_name": "total", "inputs": [[[1, 2, 3]]], "outputs": [6]}
    if form == "cpp":
        reference["language"] = "cpp"
    if form == "script":
        reference = {"entry_point": "total", "test": "def check(c):\n    assert c([1, 2, 3]) == 6\n"}
    with open(path, "w") as file:
        for row in range(rows):
            # Each program is another one: nothing may be kept from row to row. The compiled one is the same: it is kept.
            text = "```cpp\n%s```" % program if form == "cpp" else "```python\n%s# %d\n```" % (program, row)
            file.write(json.dumps({"id": row, "response": text, "reference": reference}) + "\n")


def adjudge(command, program, form, rows, folder, environment):
    """One row's cost: that of many rows less that of a few, so that starting up does not count."""
    costs = {}
    for count in (8, rows + 8):
        source, target = os.path.join(folder, "in.jsonl"), os.path.join(folder, "out.jsonl")
        write_rows(source, program, form, count)
        call = [command, "score", "--grader", "preset:code", "--input", source, "--output", target, "--overwrite"]
        costs[count] = measure(lambda: subprocess.run(
            call, check=True, env=dict(os.environ, **environment), stderr=subprocess.DEVNULL))
    verdicts = [json.loads(line) for line in open(target)]
    wrong = [v for v in verdicts if v["reward"] != 1]
    if wrong:
        raise SystemExit("a right program did not pass: %s" % wrong[0])
    walls = sorted(v["run"]["wall_us"] / 1e6 for v in verdicts[8:])
    few, many = costs[8], costs[rows + 8]
    return (many[0] - few[0]) / rows, (many[1] - few[1]) / rows, walls


def line(name, wall, cpu, walls, base):
    at = lambda share: walls[min(len(walls) - 1, int(share * len(walls)))] * 1e3
    ratio = "%7.1f x" % (cpu / base) if base else ""
    print("%-34s %8.2f ms CPU %9.1f runs/s  p50 %7.2f  p99 %7.2f ms %s" % (name, cpu * 1e3, 1 / wall, at(0.5), at(0.99), ratio))


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--adjudge", required=True)
    arguments.add_argument("--rows", type=int, default=1500)
    arguments.add_argument("--repeats", type=int, default=60)
    arguments.add_argument("--peers", help="a folder with the peers' packages")
    options = arguments.parse_args()
    if options.peers:
        sys.path.insert(0, options.peers)
        os.environ["PYTHONPATH"] = options.peers
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
    import harnesses
    there, missing = harnesses.available()
    with tempfile.TemporaryDirectory() as folder:
        bases = {}
        for form in ("stdio", "imports", "function", "script"):
            program = PROGRAMS["function" if form == "script" else form]
            wall, cpu, walls = adjudge(options.adjudge, program, form, options.rows, folder, {})
            bases[form] = cpu
            line("adjudge, %s" % form, wall, cpu, walls, None)
        if shutil.which("g++"):
            wall, cpu, walls = adjudge(options.adjudge, PROGRAMS["cpp"], "cpp", options.rows, folder, {})
            line("adjudge, a C++ program again", wall, cpu, walls, None)
        wall, cpu, walls = adjudge(options.adjudge, PROGRAMS["stdio"], "stdio", options.rows, folder, {"ADJUDGE_SANDBOX_LEVEL": "0"})
        line("adjudge, stdio, level 0", wall, cpu, walls, bases["stdio"])
        for cores in ("0", "0,1"):
            call = ["taskset", "-c", cores, options.adjudge]
            script = os.path.join(folder, "adjudge-on")
            with open(script, "w") as file:
                file.write("#!/bin/sh\nexec %s \"$@\"\n" % " ".join(call))
            os.chmod(script, 0o755)
            wall, cpu, walls = adjudge(script, PROGRAMS["stdio"], "stdio", options.rows, folder, {})
            line("adjudge, stdio, cores %s" % cores, wall, cpu, walls, bases["stdio"])
        for name, harness, form in there:
            wall, cpu, walls = peer(harness, PROGRAMS[form], folder, options.repeats)
            line(name, wall, cpu, walls, bases["function" if form == "function" else "stdio"])
        for name, harness, form in there[:2]:
            wall, cpu, walls = peer(harness, PROGRAMS["imports"], folder, options.repeats)
            line(name + ", ten imports", wall, cpu, walls, bases["imports"])
    for name, why in missing.items():
        print("%-34s left out: %s" % (name, why))


if __name__ == "__main__":
    main()
