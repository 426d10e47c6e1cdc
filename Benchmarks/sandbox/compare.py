"""Contained runs against the ways people start Python, in alternating rounds of one run: ratios of CPU time per run and
of runs per second. Absolute figures belong to the machine and the minute; ratios are what is compared.

    python3 Benchmarks/sandbox/compare.py [--rounds 7] [--runs 40] [--python /usr/bin/python3] [--kill]

CPU time counts everything that a run costs: the starting process, and for the runner its warden, zygotes and runs.
"""
import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Tests/sandbox"))
from attacks import processes_below
from binding import EXEC, PYTHON, Sandbox

PLAIN = "import sys\nd = sys.stdin.read().split()\nprint(sum(map(int, d[1:])))\n"
IMPORTS = "import sys, os, math, re, collections, itertools, functools, heapq, bisect, random, datetime\n" + PLAIN
INPUT = b"3\n1 2 3\n"
TICK = os.sysconf("SC_CLK_TCK")


def children_cpu():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def own_cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def tree_cpu(root):
    total = 0
    for pid in processes_below(root):
        try:
            with open(f"/proc/{pid}/stat") as f:
                total += sum(map(int, f.read().rsplit(")", 1)[1].split()[11:15]))
        except OSError:
            pass
    return total / TICK


class Command:
    """Each run a new process by subprocess.run."""

    def __init__(self, *command, own=True):
        self.command, self.own = command, own

    def round(self, path, runs):
        before, began = children_cpu() + self.own * own_cpu(), time.perf_counter()
        for _ in range(runs):
            done = subprocess.run([*self.command, path], input=INPUT, capture_output=True)
            assert done.stdout == b"6\n", done
        return (children_cpu() + self.own * own_cpu() - before) / runs, runs / (time.perf_counter() - began)

    def close(self):
        pass


class Runner:
    """Each run contained, several in flight."""

    def __init__(self, level, slots, python):
        self.box = Sandbox(slots=slots, level=level, pythons=[(python, None)])
        self.real = self.box.level
        self.box.run(PYTHON, PLAIN, stdin=INPUT)
        warden = self.box.statistics().warden_pids[0]
        with open(f"/proc/{warden}/stat") as f:
            self.guard = int(f.read().rsplit(")", 1)[1].split()[1])
        self.walls = []

    def round(self, path, runs):
        with open(path) as f:
            program = f.read()
        runs *= 10
        before, began = tree_cpu(self.guard) + own_cpu(), time.perf_counter()
        tickets, answers = [], []
        for _ in range(runs):
            tickets.append(self.box.submit(PYTHON, program, stdin=INPUT))
            if len(tickets) > 16:
                answers.append(self.box.wait(tickets.pop(0)))
        answers += [self.box.wait(t) for t in tickets]
        assert all(a.out == b"6\n" and a.level == self.real for a in answers)
        self.walls += [a.wall for a in answers]
        return (tree_cpu(self.guard) + own_cpu() - before) / runs, runs / (time.perf_counter() - began)

    def close(self):
        self.box.close()


def compile_ratio():
    """g++ with a precompiled header against without, both contained; and a run of what was compiled."""
    source = "#include <bits/stdc++.h>\nint main(){long n,s=0,x;std::cin>>n;while(n--&&std::cin>>x)s+=x;std::cout<<s<<'\\n';}\n"
    with tempfile.TemporaryDirectory() as headers:
        os.chmod(headers, 0o755)
        with Sandbox(slots=1, read_only=[headers]) as box:
            def compiled(*more):
                a = box.run(EXEC, executable="/usr/bin/g++", argv=["g++", "-O1", "-static", *more, "-o", "out", "main.cpp"],
                            files=[("main.cpp", source)], outputs=["out"], cpu=60, memory=2 << 30)
                assert a.status == "ok" and a.files[0], a
                return a
            made = box.run(EXEC, executable="/usr/bin/g++", argv=["g++", "-O1", "-x", "c++-header", "-o", "all.gch", "all.h"],
                           files=[("all.h", "#include <bits/stdc++.h>\n")], outputs=["all.gch"], cpu=60, memory=2 << 30)
            assert made.files[0], made
            for name, content in (("all.h", b"#include <bits/stdc++.h>\n"), ("all.h.gch", made.files[0])):
                with open(os.path.join(headers, name), "wb") as f:
                    f.write(content)
            plain = statistics.median(compiled().cpu for _ in range(3))
            quick = statistics.median(compiled("-include", os.path.join(headers, "all.h")).cpu for _ in range(3))
            program = os.memfd_create("program")
            os.write(program, compiled().files[0])
            runs = [box.run(EXEC, fd=program, argv=["p"], stdin=INPUT) for _ in range(60)]
            assert all(a.out == b"6\n" for a in runs)
            print(f"g++ -O1 -static: {plain / 1000:.0f} ms of CPU; with a precompiled header {quick / 1000:.0f} ms: "
                  f"{quick / plain:.2f} of plain; running the binary {statistics.median(a.wall for a in runs) / 1000:.2f} ms")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--python", default=shutil.which("/usr/bin/python3") or sys.executable)
    options = parser.parse_args()
    python = options.python
    contestants = {"cold": Command(python, own=False), "subprocess.run": Command(python),
                   "level 3, 1 slot": Runner(3, 1, python), "level 3, 2 slots": Runner(3, 2, python), "level 0, 1 slot": Runner(0, 1, python)}
    if shutil.which("bwrap"):
        # Its CPU column lacks the program itself, whose time bwrap does not hand on.
        contestants["bwrap"] = Command("bwrap", "--unshare-all", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", python)
    with tempfile.TemporaryDirectory() as directory:
        os.chmod(directory, 0o755)
        for title, program in (("plain", PLAIN), ("ten imports", IMPORTS)):
            path = os.path.join(directory, "program.py")
            with open(path, "w") as f:
                f.write(program)
            figures = {name: [] for name in contestants}
            for _ in range(options.rounds):
                for name, contestant in contestants.items():
                    figures[name].append(contestant.round(path, options.runs))
            base = statistics.median(cpu for cpu, _ in figures["level 3, 1 slot"])
            rate = statistics.median(r for _, r in figures["level 3, 1 slot"])
            print(f"{title}: {options.rounds} alternating rounds, medians; load {os.getloadavg()[0]:.1f}")
            for name, rounds in figures.items():
                cpu, runs = statistics.median(c for c, _ in rounds), statistics.median(r for _, r in rounds)
                print(f"  {name:18} {1e6 * cpu:8.0f} us CPU per run ({cpu / base:5.1f} x level 3)  {runs:7.1f} runs/s ({runs / rate:5.2f} x)")
    walls = sorted(contestants["level 3, 1 slot"].walls)
    print(f"level {contestants['level 3, 1 slot'].real} wall: p50 {walls[len(walls) // 2]} us, p99 {walls[len(walls) * 99 // 100]} us")
    for contestant in contestants.values():
        contestant.close()
    if os.path.exists("/usr/bin/g++"):
        compile_ratio()


if __name__ == "__main__":
    main()
