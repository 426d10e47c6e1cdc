"""Two sandboxes in two processes of a container that maps 65,536 uids, each with programs that leave orphans behind: no
right program may come to harm. python3 neighbours.py LEVEL [--runs 400]; as root, else it is skipped."""
import argparse
import ctypes
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from binding import *
from checks import check, conclude

ORPHAN = """import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0: time.sleep(30)
    os._exit(0)
print(sum(map(int, input().split())))
"""
NATIVE = "sleep 60 & read a b; i=0; while [ $i -lt 300 ]; do i=$((i+1)); done; echo $((a + b))"
CLONE_NEWUSER = 0x10000000


def enter_container():
    """A user namespace with the uids 0 to 65535 and no others; its maps are written by a child that stays outside."""
    ready, go = os.pipe(), os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        os.read(ready[0], 1)
        for name in ("uid_map", "gid_map"):
            with open(f"/proc/{parent}/{name}", "w") as file:
                file.write("0 0 65536")
        os.write(go[1], b"x")
        os._exit(0)
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWUSER) != 0:
        return False
    os.write(ready[1], b"x")
    os.read(go[0], 1)
    os.waitpid(child, 0)
    os.setresgid(0, 0, 0)
    os.setresuid(0, 0, 0)
    return True


def work(level, runs):
    """Runs programs; the count of those that came out wrong."""
    wrong = 0
    with Sandbox(slots=2, level=level) as box:
        tickets = []
        for i in range(runs + 8):
            if i < runs:
                if i % 2:
                    tickets.append(box.submit(PYTHON, ORPHAN, stdin=f"{i} 1"))
                else:
                    tickets.append(box.submit(EXEC, executable="/bin/sh", argv=["sh", "-c", NATIVE], stdin=f"{i} 1\n"))
            if len(tickets) > 6 or i >= runs and tickets:
                a = box.wait(tickets.pop(0))
                expected = b"%d\n" % (i - 6 + 1 if i < runs else 0)
                if a.status != "ok" or (i < runs and a.out != expected):
                    wrong += 1
                    print(a, flush=True)
        if box.missing()[0]:
            print("no private uids:", box.missing()[0])
            wrong += 1
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("level", type=int)
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--inner", action="store_true")
    options = parser.parse_args()
    if options.inner:
        return 1 if work(options.level, options.runs // 2) else 0
    if os.geteuid() != 0 or not enter_container():
        print("neighbours: skipped, a container of 65,536 uids cannot be made here")
        return 77
    command = [sys.executable, os.path.abspath(__file__), str(options.level), "--runs", str(options.runs), "--inner"]
    both = [subprocess.Popen(command) for _ in range(2)]
    for number, process in enumerate(both):
        check(f"every program of process {number}", process.wait() == 0)
    return conclude(options.level, f"of two processes with {options.runs} runs hold")


if __name__ == "__main__":
    sys.exit(main())
