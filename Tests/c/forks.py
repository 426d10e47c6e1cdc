"""Children of forks while another thread scores its first program, through ctypes: each scores a program of its own.

Usage: forks.py LIBRARY [CHILDREN] [WINDOW_MS]. A parent forks ten children over the window, then another parent begins.
"""
import ctypes
import json
import os
import sys
import threading
import time

from abi import Batch, Column, column

PER_PARENT = 10
PATIENCE = 60  # seconds until a child counts as hanging
PYTHON = ("```python\nprint(int(input()) + 1)\n```", {"inputs": ["41\n"], "outputs": ["42\n"]})
CPP = ("```cpp\n#include <bits/stdc++.h>\nint main() { int n; std::cin >> n; std::cout << n + 1; }\n```",
       {"inputs": ["41\n"], "outputs": ["42\n"]})


def score(library, engine, row):
    response, tests = row
    responses, keep1 = column([response.encode()])
    references, keep2 = column([json.dumps(tests).encode()])
    batch = Batch(ctypes.sizeof(Batch), 0, 1, responses, references, Column())
    rewards = (ctypes.c_double * 1)()
    status = library.adj_score(engine, ctypes.byref(batch), rewards, None, None)
    return status == 0 and rewards[0] == 1.0


def end_of(child):
    """The exit status of a child; None when it had to be killed."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        time.sleep(0.005)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return None


def parent(path, row, offset, window):
    """A process whose first score is under way while it forks; its exit status is the number of children that failed."""
    library = ctypes.CDLL(path)
    library.adj_last_error.restype = ctypes.c_char_p
    library.adj_score.argtypes = [ctypes.c_void_p] * 5
    engine = ctypes.c_void_p()
    grader = b'{"type": "code"}'
    assert library.adj_engine_create(grader, ctypes.c_size_t(len(grader)), 2, ctypes.byref(engine)) == 0
    own = []
    first = threading.Thread(target=lambda: own.append(score(library, engine, row)))
    first.start()
    children = []
    for index in range(PER_PARENT):
        time.sleep((offset if index == 0 else window / PER_PARENT))
        child = os.fork()
        if child == 0:
            os._exit(0 if score(library, engine, PYTHON) else 1)
        children.append(child)
    ends = [end_of(child) for child in children]
    first.join()
    hanging, wrong = ends.count(None), sum(1 for status in ends if status not in (None, 0))
    if hanging or wrong or own != [True]:
        print("%d children hang, %d score wrongly; the parent's score: %s" % (hanging, wrong, own), flush=True)
    return hanging + wrong + (own != [True])


def main():
    path = sys.argv[1]
    parents = (int(sys.argv[2]) if len(sys.argv) > 2 else 100) // PER_PARENT
    window = (float(sys.argv[3]) if len(sys.argv) > 3 else 60) / 1000
    failed = 0
    for index in range(parents):
        child = os.fork()
        if child == 0:
            # Each begins a little later than the one before, so that together they fill the window.
            os._exit(parent(path, CPP if index % 4 == 3 else PYTHON, window / PER_PARENT * index / parents, window))
        failed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0
    assert not failed, "%d of %d parents had children that hang or score wrongly" % (failed, parents)
    print("forks: ok, %d children" % (parents * PER_PARENT))


if __name__ == "__main__":
    main()
