"""One zygote object serves every CPython from 3.8 on: each that is found runs, calls and splits; older ones are refused."""
import glob
import os
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from binding import *


def main():
    found = set(glob.glob("/usr/bin/python3.[0-9]*")) | set(glob.glob(os.path.expanduser("~/.pyenv/versions/3.*/bin/python3")))
    found.add(shutil.which("python3"))
    found = sorted(p for p in found if p and not p.endswith("config") and os.access(p, os.X_OK))
    held = 0
    for path in found:
        with Sandbox(slots=1, pythons=[(path, None)]) as box:
            real, version, problem = box.python()
            plain = box.run(PYTHON, "import sys\nprint('%d.%d.%d' % sys.version_info[:3], sum(map(int, open(0).read().split())))",
                            stdin="1 2 3")
            call = box.run(CALL, "def f(x): return [x, 2 ** 100, {1: 'a'}, 1.5]", entry="f", calls=encode([[3]]))
            split = box.run(SPLIT, "def f(x): x.append(1); return x",
                            tests="import candidate as c\nx = [0]\nassert c.call('f', [x]) == [0, 1] and x == [0, 1]\nc.report(1)")
            threads = box.run(PYTHON, "import threading\nt = threading.Thread(target=lambda: print('t'))\nt.start()")
            if tuple(map(int, version.split(".")[:2])) < (3, 8):
                right = plain.status == "unavailable" and "3.8" in problem
            else:
                right = (plain.out.decode() == f"{version} 6\n" and records(call.records) == [("V", [3, 2**100, {1: "a"}, 1.5])]
                         and split.status == "ok" and split.records == b"V" + encode(1) and threads.out == b"t\n")
            held += right
            if not right:
                print("WRONG", path, real, version, problem, plain, call, split, threads)
    print(f"interpreters: {held} of {len(found)} hold")
    return 0 if held == len(found) and found else 1


if __name__ == "__main__":
    sys.exit(main())
