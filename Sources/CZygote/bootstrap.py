# Warms a CPython and hands it to the zygote. argv: -c, shared object, modules, layers, uid, directory, prelude, paths...
import _random
import functools
import gc
import importlib
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


def fork_hooks():
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
            hook = threading._main_thread._set_native_id
        hook()
        needed.append(hook)
    return hooks, needed


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
    # What a run touches first is touched here, once.
    for text in ("import sys\nfor i in range(3):\n    str(i)\n",
                 "class A:\n    def f(self, *a, **k):\n        return [x for x in a]\nA().f(1)\n",
                 "try:\n    int('x')\nexcept ValueError as e:\n    str(e)\n'%d' % 3\nf'{3:>5}'\n"):
        exec(compile(text.encode(), "warm", "exec", 0, True), {"__name__": "warm"})
    os.environ.pop("LD_BIND_NOW", None)  # symbols were bound here, once, and not in every run
    sys.argv = sys.orig_argv = [""]
    sys.path.insert(0, directory)
    version = "%d.%d.%d" % sys.version_info[:3]
    names = {}
    if prelude:
        zygote.make_candidate()
        names["__name__"] = "prelude"
        exec(compile(prelude, "tests.py", "exec", 0, True), names)
        del names["__name__"], names["__builtins__"]
    hooks = fork_hooks()
    gc.collect()
    gc.freeze()
    zygote.serve(version, int(layers), int(uid), directory, paths, ListNode, TreeNode, *hooks, names)


start()
