"""Children of forks in the midst of another thread's first scores, through ctypes: each must score by itself.

A parent loads the library, and a thread of it makes an engine and its first scores: a program, one in C++ whose headers
are compiled, a formula, or all of them under a route. Meanwhile it forks; a child that does not answer in a minute hangs.

Usage: forks.py LIBRARY [CHILDREN] [SEED]. The moments of the forks follow from the seed.
"""
import ctypes
import json
import os
import random
import sys
import threading
import time

from abi import Batch, Column, column

PER_PARENT = 10
PATIENCE = 60  # seconds until a child counts as hanging
WINDOW = 0.06  # seconds over which a parent forks, about what a first score takes
CODE, MATH = b'{"type": "code"}', b'{"type": "math"}'
ROUTE = b'{"type": "route", "by": "{{item.kind}}", "cases": {"code": "code", "math": "math"}}'
PROGRAM = ("```python\nprint(int(input()) + 1)\n```", {"inputs": ["41\n"], "outputs": ["42\n"]})
CPP = ("```cpp\n#include <bits/stdc++.h>\nint main() { int n; std::cin >> n; std::cout << n + 1; }\n```",
       {"inputs": ["41\n"], "outputs": ["42\n"]})
CHECK = ("```python\ndef f(x): return x + 1\n```", {"test": "def check(c):\n    assert c(1) == 2\n", "entry_point": "f"})
FORMULA = (r"So \boxed{\frac{\sqrt{8}}{2}}.", r"\sqrt{2}")
#: What the parent's thread scores while it forks, and what its children score: engines' graders, rows and their kinds.
FIRST = [(CODE, PROGRAM, "code"), (MATH, FORMULA, "math"), (CODE, CHECK, "code"), (ROUTE, FORMULA, "math"), (ROUTE, PROGRAM, "code"),
         (CODE, CPP, "code")]


def engine_of(library, grader):
    engine = ctypes.c_void_p()
    status = library.adj_engine_create(grader, ctypes.c_size_t(len(grader)), 2, ctypes.byref(engine))
    assert status == 0, library.adj_last_error()
    return engine


def is_right(library, engine, row, kind):
    response, reference = row
    reference = reference if isinstance(reference, str) else json.dumps(reference)
    texts = [column([text.encode()]) for text in (response, reference, json.dumps({"kind": kind}))]
    batch = Batch(ctypes.sizeof(Batch), 0, 1, *[each for each, _ in texts])
    rewards = (ctypes.c_double * 1)()
    return library.adj_score(engine, ctypes.byref(batch), rewards, None, None) == 0 and rewards[0] == 1.0


def end_of(child, until):
    """The exit status of a child; None when it had to be killed."""
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status
        time.sleep(0.005)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return None


def parent(path, seed):
    """A process that forks while its first scores go on; its exit status is the number of children that failed."""
    chance = random.Random(seed)
    library = ctypes.CDLL(path)
    library.adj_last_error.restype = ctypes.c_char_p
    library.adj_score.argtypes = [ctypes.c_void_p] * 5
    library.adj_engine_destroy.argtypes = [ctypes.c_void_p]
    own, engines = [], []

    def score_first():
        grader, row, kind = FIRST[seed % len(FIRST)]
        engines.append(engine_of(library, grader))
        own.append(is_right(library, engines[0], row, kind))

    thread = threading.Thread(target=score_first)
    thread.start()
    children = []
    for moment in sorted(chance.uniform(0, WINDOW) for _ in range(PER_PARENT)):
        time.sleep(max(0, moment - WINDOW / PER_PARENT * len(children)) if not children else WINDOW / PER_PARENT * chance.uniform(0, 2))
        grader, row, kind = FIRST[chance.randrange(len(FIRST) - 1)]
        child = os.fork()
        if child == 0:
            # The engine of the parent, where there is one for this, or one of its own.
            inherited = engines and grader == FIRST[seed % len(FIRST)][0] and chance.random() < 0.5
            engine = engines[0] if inherited else engine_of(library, grader)
            right = is_right(library, engine, row, kind)
            # Of the parent's engine this gives back nothing, as the parent's own score shows.
            library.adj_engine_destroy(engine)
            os._exit(0 if right else 1)
        children.append(child)
    until = time.monotonic() + PATIENCE
    ends = [end_of(child, until) for child in children]
    thread.join()
    hanging, wrong = ends.count(None), sum(1 for status in ends if status not in (None, 0))
    if hanging or wrong or own != [True]:
        print("seed %d: %d children hang, %d score wrongly; the parent's score: %s" % (seed, hanging, wrong, own), flush=True)
    return hanging + wrong + (own != [True])


def main():
    path = sys.argv[1]
    parents = (int(sys.argv[2]) if len(sys.argv) > 2 else 200) // PER_PARENT
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    failed = 0
    for seed in range(first, first + parents):
        child = os.fork()
        if child == 0:
            os._exit(min(parent(path, seed), 255))
        failed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert not failed, "%d of %d children hang or score wrongly" % (failed, parents * PER_PARENT)
    print("forks: ok, %d children" % (parents * PER_PARENT))


if __name__ == "__main__":
    main()
