# Warms a CPython and hands it to the zygote. argv: -c, shared object, modules, layers, uid, directory, prelude, paths...
import _random
import functools
import gc
import importlib
import marshal
import os
import sys
from importlib.machinery import ExtensionFileLoader
from importlib.util import module_from_spec, spec_from_loader


class ListNode:
    def __init__(self, val=0, next=None):
        self.val = val
        self.next = next


class TreeNode:
    def __init__(self, val=0, left=None, right=None):
        self.val = val
        self.left = left
        self.right = right


def fork_hooks(zygote):
    """What this Python calls in each child of a fork, as its own list; and what a run, whose zygote never had a second
    thread, needs of it: random is seeded anew, and the main thread knows its number."""
    def mark():
        pass

    os.register_at_fork(after_in_child=mark)
    lists = [found for found in gc.get_referrers(mark) if type(found) is list]
    if len(lists) != 1:
        return [], []
    hooks, = lists
    hooks.remove(mark)
    random, threading, needed = sys.modules.get("random"), sys.modules.get("threading"), []
    for hook in hooks:
        if random and hook == random._inst.seed:
            hook = functools.partial(_random.Random.seed, random._inst)
        elif threading and hook is threading._after_fork:
            hook = functools.partial(zygote.number_thread, threading._main_thread)
        hook()
        needed.append(hook)
    return hooks, needed


# What most programs do first. Run once here, its types' look-ups are in the interpreter's cache when a run begins.
USUAL_PROGRAM = """
import sys
class A:
    def f(self, *a, **k):
        return [x for x in a]
A().f(1)
try:
    int('x')
except ValueError as e:
    str(e)
n, *rest = map(int, input().split())
words = [line.strip().split(',') for line in sys.stdin if line]
print(n, sum(rest), max(rest), min(rest), len(words), *sorted(rest, reverse=True), sep=' ', end='\\n')
d, s = {}, set()
for i, x in enumerate(rest):
    d[x] = d.get(x, 0) + 1
    s.add(x)
l = list(d.items())
l.append((0, 1))
l.sort(key=lambda pair: pair[1])
l.pop()
print('%d' % n, f'{n:>5} {n / 3:.2f}', '{}'.format(n), ''.join(str(x) for x in range(3)), abs(-1), any(s), all(s))
sys.stdout.write(' '.join(map(str, sorted(s))) + 'x'.upper().replace('X', 'y'))
sys.stdout.flush()
"""


def warm_up():
    own = sys.stdin, sys.stdout
    reading, writing = os.pipe()
    os.write(writing, b"3 1 2\na,b\n")
    os.close(writing)
    with open(reading) as sys.stdin, open(os.devnull, "w") as sys.stdout:
        exec(compile(USUAL_PROGRAM.encode(), "warm", "exec", 0, True), {"__name__": "warm"})
    sys.stdin, sys.stdout = own


def warm_imports():
    """What judges of contests put before every program."""
    for name in ("typing", "collections", "itertools", "functools", "heapq", "bisect", "math", "operator", "string", "re", "random"):
        if name in sys.modules:
            exec("from %s import *" % name, {"__name__": "warm"})


def start():
    image, modules, layers, uid, directory, prelude, *paths = sys.argv[1:]
    for name in modules.split():
        optional = name.endswith("?")
        try:
            importlib.import_module(name.rstrip("?"))
        except ImportError:
            if not optional:
                raise
    loader = ExtensionFileLoader("adjudge_zygote", image)
    zygote = module_from_spec(spec_from_loader("adjudge_zygote", loader))
    serve_program(zygote)
    warm_up()
    for name in "LD_BIND_NOW", "LD_PRELOAD":  # symbols were bound here, once, and not in every run
        os.environ.pop(name, None)
    sys.argv = sys.orig_argv = [""]
    sys.path.insert(0, directory)
    version = "%d.%d.%d" % sys.version_info[:3]
    names = {}
    if prelude:
        zygote.make_candidate()
        names.update(__name__="prelude", pack=pack, unpack=unpack, SUBCLASSED=SUBCLASSED, directory=directory)
        # Made twice: a compiler leaves what it makes scattered among what it throws away.
        code = marshal.dumps(compile(prelude, "tests.py", "exec", 0, True))
        zygote.begin_afresh()
        exec(marshal.loads(code), names)
        # Each name that a run is given costs it a page or two. What the prelude itself uses stays in its own names.
        names = {name: names[name] for name in names.get("__all__", names) if name not in ("__name__", "__builtins__")}
    else:
        warm_imports()
    hooks = fork_hooks(zygote)
    gc.collect()
    gc.freeze()
    zygote.serve(version, int(layers), int(uid), directory, paths, ListNode, TreeNode, *hooks, names)


start()
