"""Compares what a contained run costs with what other harnesses cost, in one run on one machine.

CPU time is that of everything a contender starts, by getrusage of a subreaper; ratios are what to look at. Everybody
runs the Python that runs this: interpreters differ by more than harnesses do.
Usage: python3 run.py --adjudge PATH [--rows N] [--rounds N] [--repeats N] [--peers FOLDER]
"""

import argparse
import ctypes
import json
import os
import resource
import shutil
import statistics
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
STARTING = 128  # rows after which everything that is started once has been
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
    for count in (STARTING, rows + STARTING):
        source, target = os.path.join(folder, "in.jsonl"), os.path.join(folder, "out.jsonl")
        write_rows(source, program, form, count)
        call = [*command, "score", "--grader", "preset:code", "--input", source, "--output", target, "--overwrite"]
        costs[count] = measure(lambda: subprocess.run(
            call, check=True, env=dict(os.environ, **environment), stderr=subprocess.DEVNULL))
    verdicts = [json.loads(line) for line in open(target)]
    wrong = [v for v in verdicts if v["reward"] != 1]
    if wrong:
        raise SystemExit("a right program did not pass: %s" % wrong[0])
    walls = sorted(v["run"]["wall_us"] / 1e6 for v in verdicts[STARTING:])
    few, many = costs[STARTING], costs[rows + STARTING]
    return (many[0] - few[0]) / rows, (many[1] - few[1]) / rows, walls


FORKS = """
import os, time
held, start = bytearray(8 << 20), time.perf_counter()
for _ in range(400):
    child = os.fork()
    if child == 0:
        held[::4096] = bytes(2048)
        os._exit(0)
    os.waitpid(child, 0)
print(400 / (time.perf_counter() - start))
"""


def fork_rate(cores):
    """Forks per second of processes that know nothing of one another, one on each core."""
    workers = [subprocess.Popen(["taskset", "-c", core, sys.executable, "-c", FORKS], stdout=subprocess.PIPE) for core in cores]
    return sum(float(worker.communicate()[0]) for worker in workers)


def own(options, folder):
    """Adjudge's own ways to run, in alternating rounds; of each the medians, and forks per second on one core and two."""
    plain, system = {"ADJUDGE_PYTHON": sys.executable}, {"ADJUDGE_PYTHON": "/usr/bin/python3"}
    command = [options.adjudge]
    ways = {form: (command, form, plain) for form in ("stdio", "imports", "function", "script")}
    if shutil.which("g++"):
        ways["a C++ program again"] = (command, "cpp", plain)
    # A Python that every level may read: level 0 has no way to show programs what only root sees.
    ways["stdio, system Python"] = (command, "stdio", system)
    ways["stdio, system Python, level 0"] = (command, "stdio", dict(system, ADJUDGE_SANDBOX_LEVEL="0"))
    for cores in ("0", "0,1"):
        ways["stdio, cores %s" % cores] = (["taskset", "-c", cores, *command], "stdio", plain)
    found, rates = {name: [] for name in ways}, {"0": [], "01": []}
    for _ in range(options.rounds):
        for name, (call, form, environment) in ways.items():
            program = PROGRAMS["function" if form == "script" else form]
            found[name].append(adjudge(call, program, form, options.rows, folder, environment))
        for cores, rounds in rates.items():
            rounds.append(fork_rate(cores))
    middle = lambda rounds, column: statistics.median(r[column] for r in rounds)
    figures = {name: (middle(r, 0), middle(r, 1), sorted(w for walls in r for w in walls[2])) for name, r in found.items()}
    return figures, [statistics.median(rounds) for rounds in rates.values()]


def line(name, wall, cpu, walls, base):
    at = lambda share: walls[min(len(walls) - 1, int(share * len(walls)))] * 1e3
    ratio = "%7.1f x" % (cpu / base) if base else ""
    print("%-34s %8.2f ms CPU %9.1f runs/s  p50 %7.2f  p99 %7.2f ms %s" % (name, cpu * 1e3, 1 / wall, at(0.5), at(0.99), ratio))


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--adjudge", required=True)
    arguments.add_argument("--rows", type=int, default=600)
    arguments.add_argument("--rounds", type=int, default=5)
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
        bases, rates = own(options, folder)
        for name, (wall, cpu, walls) in bases.items():
            line("adjudge, " + name, wall, cpu, walls, None)
        high, low = bases["stdio, system Python"], bases["stdio, system Python, level 0"]
        print("level 3 against level 0, CPU: %.2f x" % (high[1] / low[1]))
        print("1 -> 2 cores: %.2f x; two processes that only fork: %.2f x"
              % (bases["stdio, cores 0"][0] / bases["stdio, cores 0,1"][0], rates[1] / rates[0]))
        for name, harness, form in there:
            wall, cpu, walls = peer(harness, PROGRAMS[form], folder, options.repeats)
            line(name, wall, cpu, walls, bases["function" if form == "function" else "stdio"][1])
        for name, harness, form in there[:2]:
            wall, cpu, walls = peer(harness, PROGRAMS["imports"], folder, options.repeats)
            line(name + ", ten imports", wall, cpu, walls, bases["imports"][1])
    for name, why in missing.items():
        print("%-34s left out: %s" % (name, why))


if __name__ == "__main__":
    main()
