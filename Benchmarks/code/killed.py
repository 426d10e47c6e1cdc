"""Scores right programs while what runs them is killed at random: compilers, interpreters, keepers, wardens. What the machine
does is no program's fault: none may get 0.

Usage: python3 killed.py --adjudge PATH [--rows 5000] [--compiled 150] [--every 0.5] [--seed 1]
"""

import argparse
import collections
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

# What is killed; the runs of programs themselves are not, for a program can do that to itself.
VICTIMS = ("adjudge-warden", "adjudge-python", "adjudge-launch", "adjudge-keeper", "cc1", "cc1plus", "as", "ld", "collect2", "gcc", "g++")


def rows(count, compiled):
    """Right programs, each a text of its own, so that nothing is known from before."""
    for i in range(count):
        tests = {"inputs": ["1 2\n", "40 2\n"], "outputs": [f"{3 + i}\n", f"{42 + i}\n"]}
        if i % max(1, count // compiled) == 0:
            language = "cpp" if i % 2 else "c"
            head = "#include <cstdio>\n" if language == "cpp" else "#include <stdio.h>\n"
            program = head + f'int main() {{ int a, b; scanf("%d%d", &a, &b); printf("%d\\n", a + b + {i}); return 0; }}\n'
        else:
            language = "python"
            program = f"a, b = map(int, input().split())\nprint(a + b + {i})\n"
        yield {"id": i, "response": f"```{language}\n{program}```\n", "reference": tests}


def below(pid):
    """The processes below one, with their names."""
    parents, names = collections.defaultdict(list), {}
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{entry}/stat") as file:
                head, tail = file.read().rsplit(")", 1)
        except OSError:
            continue
        names[int(entry)] = head.split("(", 1)[1]
        parents[int(tail.split()[1])].append(int(entry))
    found, waiting = [], [pid]
    while waiting:
        for child in parents[waiting.pop()]:
            found.append((child, names[child]))
            waiting.append(child)
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--adjudge", required=True)
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--compiled", type=int, default=150)
    parser.add_argument("--every", type=float, default=0.5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    killed = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        paths = {name: os.path.join(folder, name) for name in ("grader.json", "in.jsonl", "out.jsonl")}
        with open(paths["grader.json"], "w") as file:
            json.dump({"type": "code", "limits": {"cpu_seconds": 10, "wall_seconds": 300, "compile_cpu_seconds": 60}}, file)
        with open(paths["in.jsonl"], "w") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows(options.rows, options.compiled))
        process = subprocess.Popen([options.adjudge, "score", "--grader", paths["grader.json"], "--input", paths["in.jsonl"],
                                    "--output", paths["out.jsonl"], "--overwrite"], stderr=subprocess.DEVNULL)
        while process.poll() is None:
            time.sleep(options.every * chance.uniform(0.5, 1.5))
            kinds = collections.defaultdict(list)
            for pid, name in below(process.pid):
                if name in VICTIMS:
                    kinds[name].append(pid)
            if kinds:
                name = chance.choice(sorted(kinds))
                try:
                    os.kill(chance.choice(kinds[name]), signal.SIGKILL)
                    killed[name] += 1
                except ProcessLookupError:
                    pass
        with open(paths["out.jsonl"]) as file:
            verdicts = [json.loads(line) for line in file]
    counts = collections.Counter("none" if v["reward"] is None else str(v["reward"]) for v in verdicts)
    print("killed:", dict(killed))
    print("rewards:", dict(counts), "of", len(verdicts), "rows")
    wrong = [v for v in verdicts if v["reward"] is not None and v["reward"] < 1]
    for verdict in wrong[:5]:
        print(json.dumps(verdict)[:600])
    print(f"{len(wrong)} right programs got 0")
    return 1 if wrong or len(verdicts) != options.rows else 0


if __name__ == "__main__":
    sys.exit(main())
