"""Scores the programs of public reports, suites and attacks (`reports.jsonl.xz`), and says what came out otherwise than it should.

`expect` is pass, fail, contained or null. A `fail` row must not be rewarded, a `null` row must have no reward, a
`contained` row must leave the program after it unharmed. The exit code is 0 when all that holds and at least 95 % of the
`pass` rows pass; rows whose programs need what is not to be had here are counted apart (--without NAME,NAME).
Usage: python3 reports.py --adjudge PATH --cases ../shared/cases/code [--part TEXT] [--id TEXT] [--list] [--without pandas,lodash]
"""

import argparse
import collections
import json
import lzma
import os
import subprocess
import sys
import tempfile

# Suites whose tests cannot do without the rules of their preset.
PRESETS = {"kodcode": {"type": "code", "module": "solution", "forgeable": "allow"},
           "classeval": {"type": "code", "forgeable": "allow"}}
SCRIPTS = {"type": "code", "forgeable": "allow"}  # humaneval_x, multipl_e
# Rows that another row of the file contradicts since the judge reads pytest's shapes itself: the same case must pass.
CONTRADICTED = {"nopytest-raises": "tf-pytest-raises-good"}
# Tests that pass for any program: no reward is the rule, whatever the program is.
VACUOUS = {"tf-empty-good", "odex-13745648/0"}
# What the file has only the beginning of.
SHORTENED = {"a-big-out": {"inputs": [""], "outputs": ["\n".join(map(str, range(1500000)))]},
             "a-big-in": {"inputs": ["123456 " * 1500000], "outputs": [str(123456 * 1500000)]}}
# Rows whose grader itself says which share of a reward is right, so that this very reward must come out.
DECIDED = {"chk-partial": 0.0,  # half a checker's points, and a reward for tests that pass entirely: none, and graded so
           "weights": 0.75}  # `weighted` is asked for, and the case of weight 3 of 4 passes
# What runs after a program that must be contained: it answers rightly, and finds nothing that was left for it.
CONTROL = """import os, fcntl
left = [os.listxattr(fd) for fd in (0, 1, 2)]
left += [fcntl.fcntl(fd, fcntl.F_GETFL) & (os.O_ASYNC | os.O_NONBLOCK) for fd in (0, 1, 2)]
open("own", "w").close()
print(sum(map(int, input().split())) if not any(left) and os.listdir(".") == ["own"] else left)
"""
CONTROL_TESTS = {"inputs": ["1 2\n"], "outputs": ["3\n"]}


def options_of(arguments):
    """The members of a grader that the arguments of `adjudge run` stand for."""
    members = {}
    for name, value in zip(arguments[::2], arguments[1::2]):
        if name == "--cpu":
            members["limits"] = {"cpu_seconds": float(value)}
        else:
            members[name.lstrip("-")] = value
    return members


def grader_of(row):
    """The grader of a row: its own members, or those of its suite's preset."""
    grader = dict(PRESETS.get(row["id"].split("-")[0], {"type": "code"}))
    if row["language"] != "python" and isinstance(row["tests"], dict) and "test" in row["tests"]:
        grader = dict(SCRIPTS)
    grader.update(row.get("grader") or {})
    grader.update(options_of(row.get("args") or []))
    if row.get("program") is not None:
        grader["input"] = "{{response}}"
        if row["language"] != "python":
            grader["language"] = row["language"]
    return grader


def score(adjudge, grader, rows, folder):
    """The verdicts of rows that share a grader."""
    paths = {name: os.path.join(folder, name) for name in ("grader.json", "in.jsonl", "out.jsonl")}
    with open(paths["grader.json"], "w") as file:
        json.dump(grader, file)
    with open(paths["in.jsonl"], "w") as file:
        for row in rows:
            response = row["program"] if row.get("program") is not None else row["response"]
            file.write(json.dumps({"id": row["id"], "response": response, "reference": row["tests"]}) + "\n")
    arguments = [adjudge, "score", "--grader", paths["grader.json"], "--input", paths["in.jsonl"], "--output",
                 paths["out.jsonl"], "--overwrite", "--jobs", "1"]
    done = subprocess.run(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    verdicts = {}
    if os.path.exists(paths["out.jsonl"]):
        with open(paths["out.jsonl"]) as file:
            verdicts = {verdict["id"]: verdict for verdict in map(json.loads, file)}
    if len(verdicts) < len(rows):
        print("   ", len(rows) - len(verdicts), "rows without a verdict:", done.stderr.strip()[-300:])
    return verdicts


def controls(row):
    """The control behind a row that must be contained."""
    return {"id": row["id"] + " (after it)", "language": "python", "program": CONTROL, "tests": CONTROL_TESTS,
            "grader": row.get("grader"), "expect": "pass", "part": row["part"], "is_control": True}


def holds(row, verdict):
    if verdict is None:
        return False
    reward = verdict.get("reward")
    if row["id"] in DECIDED:
        return reward == DECIDED[row["id"]]
    if row["id"] in VACUOUS:
        return reward is None and verdict.get("reason") == "bad_tests"
    if row["expect"] == "pass":
        return reward is not None and reward >= 1
    if row["expect"] == "fail":
        return not reward
    if row["expect"] == "null":
        return reward is None
    return True


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--adjudge", required=True)
    arguments.add_argument("--cases", required=True, help="the folder with reports.jsonl.xz")
    arguments.add_argument("--part", help="only parts that contain this")
    arguments.add_argument("--id", help="only rows whose id contains this")
    arguments.add_argument("--list", action="store_true", help="show every miss with program, tests and verdict")
    arguments.add_argument("--without", default="", help="words of programs or tests that cannot be had here")
    options = arguments.parse_args()
    with lzma.open(os.path.join(options.cases, "reports.jsonl.xz"), "rt") as file:
        rows = [json.loads(line) for line in file]
    for row in rows:
        row["tests"] = SHORTENED.get(row["id"], row["tests"])
    rows = [row for row in rows if (options.part or "") in row["part"] and (options.id or "") in row["id"]]
    groups = collections.OrderedDict()
    for row in rows:
        grader = grader_of(row)
        groups.setdefault(json.dumps(grader, sort_keys=True), (grader, []))[1].append(row)
        if row["expect"] == "contained":
            control = controls(row)
            grader = dict(grader, language="python") if "language" in grader else grader
            key = json.dumps(grader, sort_keys=True)
            groups.setdefault(key, (grader, []))[1].append(control)
    verdicts = {}
    with tempfile.TemporaryDirectory() as folder:
        for grader, members in groups.values():
            verdicts.update(score(options.adjudge, grader, members, folder))
    report(rows, groups, verdicts, options)


def report(rows, groups, verdicts, options):
    absent = [word for word in options.without.split(",") if word]
    counts, misses, excused, bad = {}, [], 0, 0
    for row in (row for _, members in groups.values() for row in members):
        verdict = verdicts.get(row["id"])
        text = str(row.get("program")) + json.dumps(row["tests"])
        if row["id"] in CONTRADICTED:
            print("left out: %s, since %s is the same case" % (row["id"], CONTRADICTED[row["id"]]))
            continue
        if row["expect"] == "pass" and not holds(row, verdict) and any(word in text for word in absent):
            excused += 1
            continue
        kind = "control" if row.get("is_control") else row["expect"]
        entry = counts.setdefault((row["part"], kind), [0, 0])
        entry[1] += 1
        if holds(row, verdict):
            entry[0] += 1
        else:
            misses.append((row, kind, verdict))
            bad += kind != "pass"
    for row, kind, verdict in misses:
        verdict = verdict or {}
        print("%-9s %s%s: %s %s %s" % (kind, row["id"], " (policy)" if row.get("policy") else "", verdict.get("reward"),
                                        verdict.get("reason"), row.get("why", "")[:100]))
        if options.list:
            print("    program:", repr(row.get("program") or row.get("response"))[:1500])
            print("    tests:  ", json.dumps(row["tests"])[:1500])
            print("    verdict:", json.dumps(verdict)[:1500])
    print()
    for (part, kind), (right, total) in sorted(counts.items()):
        print("%-45s %-9s %4d of %4d" % (part, kind, right, total))
    right, total = (sum(entry[i] for (_, kind), entry in counts.items() if kind == "pass") for i in (0, 1))
    print("pass rows: %d of %d%s; others wrong: %d" % (
        right, total, ", %d need what is not here" % excused if excused else "", bad))
    sys.exit(bad > 0 or right < 0.95 * total)


if __name__ == "__main__":
    main()
