"""Runs corpora/attacks (or files given with --file) at one level: python3 attacks.py LEVEL [--file PATH]... [--only TEXT]

A row: {id, class, kind, program, must, why} and, where it needs them,
  kind      stdio | call | split: the sum of a list, three cases; c, sh, node: the same on stdin
  must      fail: never rewarded; contained: `accept`, `forbid`, `require` hold; pass: rewarded
  accept    statuses of sandbox.h that a contained run may end with
  then      a second program on the same slot, with then_forbid and then_require
  survivors no process is left; clean: no file is left; quick: it is over soon after its deadline
  level_private_uid, level_same_uid: the lowest level that can contain it, with and without a uid of its own. Below it
            the row is not run and is counted as "beyond this level", as at the levels in not_at.
"""
import argparse
import glob
import json
import os
import socket
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from binding import *

# In two parts, so that a checkout in a folder that programs can read at level 0 is not what they find.
MARK = "EXPECTED_" + "7f3a91"
CASES = [("3\n1 2 3\n", "6"), ("2\n-5 5\n", "0"), ("0\n\n", "0")]
CALLS = [[[1, 2, 3]], [[-5, 5]], [[]]]
VALUES = [6, 0, 0]
TESTS = f"""
import candidate
SECRET = {MARK!r}
names = dict(candidate.names())
passed = 0
for arguments, expected in {[(c, v) for c, v in zip(CALLS, VALUES)]!r}:
    got = candidate.call('total', arguments)
    assert type(got) is type(expected) and got == expected, (got, expected)
    passed += 1
candidate.report({{'passed': passed, 'of': 3}})
"""


def processes_below(root):
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as f:
                    tail = f.read().rsplit(")", 1)[1].split()
                parents[int(entry)] = (int(tail[1]), tail[0])
            except (OSError, IndexError):
                pass
    below, found = {root}, True
    while found:
        found = {p for p, (parent, _) in parents.items() if parent in below and p not in below}
        below |= found
    return {p for p in below if parents.get(p, (0, "X"))[1] not in "ZX"}


class Port:
    """A listener on loopback that counts who comes."""

    def __init__(self):
        self.hits = 0
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.number = self.tcp.getsockname()[1]
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", self.number))
        threading.Thread(target=self.accept, daemon=True).start()
        threading.Thread(target=self.receive, daemon=True).start()

    def accept(self):
        while True:
            self.tcp.accept()[0].close()
            self.hits += 1

    def receive(self):
        while True:
            self.udp.recvfrom(10)
            self.hits += 1


def settled_below(pid, few, patience=3.0):
    """How many processes are below `pid` once they are `few`; those that are more after a while. A cell's own are made
    anew for a moment; what an attack leaves behind stays."""
    end = time.time() + patience
    while (left := len(processes_below(pid))) > few and time.time() < end:
        time.sleep(0.02)
    return left


class Attacks:
    def __init__(self, level):
        self.box = Sandbox(slots=1, level=level)
        self.level = self.box.level
        self.private_uid = self.box.missing()[0] is None
        self.port = Port()
        self.secret = os.path.join(os.environ.get("TMPDIR", "/tmp"), f"adjudge-secret-{os.getpid()}")
        with open(os.open(self.secret, os.O_CREAT | os.O_WRONLY, 0o600), "w") as f:
            f.write("secret")
        self.guard = None
        self.idle = None

    def close(self):
        os.unlink(self.secret)
        self.box.close()

    def warm(self):
        self.box.run(PYTHON, f"# {MARK}\nprint(open(0).read())\n", stdin=MARK)
        self.box.run(SPLIT, "def total(a): return sum(a)\n", tests=TESTS)
        self.box.run(NODE, "console.log(1)")
        self.box.run(EXEC, executable="/bin/true", argv=["true"])
        time.sleep(0.3)
        warden = self.box.statistics().warden_pids[0]
        with open(f"/proc/{warden}/stat") as f:
            self.guard = int(f.read().rsplit(")", 1)[1].split()[1])
        self.idle = len(processes_below(self.guard))

    def limits(self, row):
        limits = {"cpu": 3, "wall": 20}
        limits.update(row.get("limits", {}))
        return limits

    def text(self, row, name="program"):
        text = row[name].replace("SECRET_PATH", self.secret)
        return text.replace("PORT", str(self.port.number)) if row.get("port") else text

    def compile(self, row):
        done = self.box.run(EXEC, executable="/usr/bin/gcc", argv=["gcc", "-w", "-O1", "-o", "out", "main.c", "-include", "unistd.h"],
                            files=[("main.c", self.text(row))], outputs=["out"], cpu=20)
        if done.files[0] is None:
            raise RuntimeError(f"{row['id']}: {done}")
        fd = os.memfd_create("program", 0)
        os.write(fd, done.files[0])
        return fd

    def run_once(self, row, stdin):
        self.began = time.time()
        kind, limits = row["kind"], self.limits(row)
        outputs = row.get("outputs")
        if kind == "c":
            fd = self.compile(row)
            self.began = time.time()
            try:
                return self.box.run(EXEC, fd=fd, argv=["program"], stdin=stdin, **limits)
            finally:
                os.close(fd)
        if kind == "sh":
            return self.box.run(EXEC, executable="/bin/sh", argv=["sh", "main.sh"], files=[("main.sh", self.text(row))],
                                stdin=stdin, **limits)
        return self.box.run(NODE if kind == "node" else PYTHON, self.text(row), stdin=stdin, outputs=outputs, **limits)

    def rewarded(self, row):
        """Whether a judge that follows sandbox.h would give a reward, and the last answer."""
        self.began = time.time()
        if row["kind"] == "call":
            a = self.box.run(CALL, self.text(row), entry="total", calls=encode(CALLS), **self.limits(row))
            try:
                values = records(a.records)
            except (ValueError, struct.error, KeyError):
                values = None
            same = values is not None and len(values) == len(VALUES) and all(
                v[0] == "V" and type(v[1]) is type(e) and v[1] == e for v, e in zip(values, VALUES))
            return a.status == "ok" and same, a
        if row["kind"] == "split":
            a = self.box.run(SPLIT, self.text(row), tests=TESTS, **self.limits(row))
            reported = a.records == b"V" + encode({"passed": 3, "of": 3})
            return a.status == "ok" and reported, a
        a = None
        for stdin, expected in CASES:
            a = self.run_once(row, stdin)
            if a.status != "ok" or a.out.decode(errors="replace").rstrip() != expected:
                return False, a
        return True, a

    def check(self, row):
        """None when the row holds, else what is wrong."""
        if row.get("secret"):
            self.box.run(PYTHON, f"# {MARK}\nimport sys\nsys.stderr.write({MARK!r})\nprint(open(0).read())\n", stdin="x" * 70000 + MARK)
        hits = self.port.hits
        if row["must"] == "contained":
            good, answer = None, self.run_once(row, CASES[0][0])
        else:
            good, answer = self.rewarded(row)
        took = time.time() - self.began
        if answer.status in ("judge", "unavailable"):
            return f"the judge failed: {answer}"
        if row["must"] == "pass" and not good:
            return f"a control has no reward: {answer}"
        if row["must"] == "fail" and good:
            return f"rewarded: {answer}"
        if "accept" in row and answer.status not in row["accept"]:
            return f"status {answer.status}, not {row['accept']}: {answer}"
        output = answer.out.decode(errors="replace")
        if "forbid" in row and row["forbid"] in output:
            return f"printed {row['forbid']}: {answer}"
        if "require" in row and row["require"] not in output:
            return f"did not print {row['require']}: {answer}"
        if self.port.hits != hits:
            return "the network was reached"
        if row.get("quick") and took > self.limits(row)["wall"] * answer.attempts + 20:
            return f"took {took:.2f} s"
        if row.get("survivors"):
            left = settled_below(self.guard, self.idle)
            if left > self.idle:
                return f"{left - self.idle} processes are left: {answer}"
        if "then" in row:
            answer = self.box.run(PYTHON, self.text(row, "then"), stdin="1\n1\n")
            output = answer.out.decode(errors="replace")
            if answer.status != "ok":
                return f"the next run failed: {answer}"
            if row.get("then_forbid", "\0") in output or row.get("then_require", "") not in output:
                return f"the next run: {answer}"
        if row.get("clean"):
            answer = self.box.run(PYTHON, "import os\nprint(os.listdir('.'))\n")
            if answer.out != b"[]\n":
                return f"left in the directory: {answer}"
        return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("level", type=int)
    parser.add_argument("--file", action="append")
    parser.add_argument("--only")
    options = parser.parse_args()
    rows = []
    for path in options.file or sorted(glob.glob(os.path.join(ROOT, "corpora/attacks/*.jsonl"))):
        with open(path) as f:
            rows += [row for row in map(json.loads, f) if row["kind"] != "tests"]  # those are about tests, not about the runner
    attacks = Attacks(options.level)
    if attacks.level != options.level:
        print(f"level {options.level} cannot be built here: {attacks.box.missing()}")
        attacks.close()
        return 77
    attacks.warm()
    wrong, beyond, done = [], [], 0
    for row in rows:
        if options.only and options.only not in row["id"]:
            continue
        lowest = row.get("level_private_uid" if attacks.private_uid else "level_same_uid", 0)
        if attacks.level < lowest or attacks.level in row.get("not_at", []):
            beyond.append(row["id"])
            continue
        problem = attacks.check(row)
        done += 1
        if problem:
            wrong.append(row["id"])
            print(f"WRONG {row['id']}: {problem}", flush=True)
    statistics = attacks.box.statistics()
    attacks.close()
    print(f"level {attacks.level}, {'its own' if attacks.private_uid else 'the same'} uid: {done - len(wrong)} of {done} hold, "
          f"{len(beyond)} beyond this level, {statistics.retries} repeated, {statistics.warden_restarts} wardens lost")
    if beyond:
        print("beyond this level:", *beyond)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
