"""What a process pays before its first verdict: Adjudge's engines, and the peers' imports."""

import json
import os
import statistics
import subprocess

from pairs import HERE
from columns import Row, write_columns
from report import table

#: (name, grader, answer, reference): an engine of text, then of math with pairs from cheap to dear.
ENGINES = [
    ("string_check", '{"type": "string_check", "operation": "eq"}', "42", "42"),
    ("math: two numbers", '{"type": "math", "extract": ["whole"]}', "\\frac{1}{2}", "0.5"),
    ("math: two polynomials", '{"type": "math", "extract": ["whole"]}', "(x+1)^2", "x^2+2x+1"),
    ("math: two trigonometric values", '{"type": "math", "extract": ["whole"]}', "\\sin\\frac{\\pi}{12}",
     "\\frac{\\sqrt{6}-\\sqrt{2}}{4}"),
]
RUNS, PEER_RUNS = 200, 3


def _spent(command, text=""):
    """Processor seconds of a process from its start to its end, and what it says."""
    process = subprocess.Popen(
        [str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True)
    process.stdin.write(text)
    process.stdin.close()
    said = process.stdout.read()
    process.stdout.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, said


def _engines(programs):
    commands = {"an empty process": [programs["empty"]], "libadjudge loaded": [programs["start"]]}
    commands.update((name, [programs["start"], *rest]) for name, *rest in ENGINES)
    spent, inside = {name: [] for name in commands}, {name: [] for name in commands}
    for _ in range(RUNS):
        for name, command in commands.items():
            cpu, said = _spent(command)
            spent[name].append(cpu)
            if said:
                inside[name].append(json.loads(said)["seconds"])
    return [
        {"name": name, "cpu": statistics.median(spent[name]),
         "to_verdict": statistics.median(inside[name]) if inside[name] else None} for name in commands]


def _peers(run):
    rows = run.work / "one.columns"
    write_columns(rows, [Row("\\frac{1}{2}", "0.5", None)])
    rewards = run.work / "one.rewards"
    commands = {"Python": [run.python, "-c", "pass"]}
    commands.update((name, [run.python, HERE / "graders.py", rows, name]) for name in run.peers)
    found = []
    for name, command in commands.items():
        runs = [_spent(command, "rewards %s\n" % rewards) for _ in range(PEER_RUNS)]
        found.append({"name": name, "cpu": statistics.median(cpu for cpu, _ in runs)})
    return found


def starts_section(run):
    """Prints both tables, returns their figures."""
    engines, peers = _engines(run.programs), _peers(run)
    print("## Start: a process up to its first verdict\n")
    print(table(
        ["process", "processor ms", "ms from main to verdict"],
        [[one["name"], "%.2f" % (1e3 * one["cpu"]),
          "" if one["to_verdict"] is None else "%.3f" % (1e3 * one["to_verdict"])] for one in engines]) + "\n")
    print(table(["peer", "processor ms"], [[one["name"], "%.0f" % (1e3 * one["cpu"])] for one in peers]) + "\n")
    return {"engines": engines, "peers": peers}
