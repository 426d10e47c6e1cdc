"""What a run needs: the peers in a virtual environment, the C programs compiled. What cannot be had is reported."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent

#: (what pip installs, its options, the peers that it brings)
PACKAGES = [
    ("verl==0.9.1", ["--no-deps"], ["verl.gsm8k", "verl.gsm8k_flexible", "verl.math_dapo", "verl.math_reward"]),
    ("trl==1.16.0", ["--no-deps"], ["trl.think_format"]),
    ("math-verify==0.9.0", [], ["math-verify"]),
]
#: Peers that are left out on purpose.
LEFT_OUT = {
    "verl.prime_math": "evaluates model text as Python, and needs the whole of verl",
    "open-r1 format": "is not on PyPI",
}


def _said(process):
    lines = (process.stderr or process.stdout).strip().splitlines()
    return lines[-1] if lines else "exit status %d" % process.returncode


def _run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True)


def install_peers(folder, left_out, packages=PACKAGES):
    """Makes the environment, installs what is missing. Returns its Python and the peers that are there."""
    python = folder / "bin" / "python"
    if not python.exists():
        made = _run(sys.executable, "-m", "venv", folder)
        if made.returncode:
            left_out["every Python peer"] = "no virtual environment: " + _said(made)
            return None, []
    have = _run(python, "-m", "pip", "list", "--format=freeze", "--disable-pip-version-check").stdout.split()
    there = []
    for package, options, peers in packages:
        if package not in have:
            print("installing %s" % package, file=sys.stderr)
            done = _run(python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *options, package)
            if done.returncode:
                left_out.update((peer, _said(done)) for peer in peers)
                continue
        there += peers
    return python, there


GCC = ["gcc", "-std=gnu11", "-O3", "-march=native", "-Wall", "-Wextra"]


def with_adjudge(library, include, *sources):
    """The command that compiles C sources against libadjudge."""
    return GCC + ["-I%s" % include, *sources, "-L%s" % library, "-ladjudge", "-Wl,-rpath,%s" % library]


def compile_programs(folder, library, include, left_out):
    """Compiles what can be compiled. Returns the programs by name."""
    common = [HERE / "columns.c", HERE / "rounds.c"]
    plans = {
        "rounds.o": GCC + ["-c", HERE / "rounds.c"],
        "floor": GCC + [HERE / "floor.c", HERE / "floor_compare.c", HERE / "floor_regex.c", *common, "-lpcre2-8"],
        "adjudge_loop": with_adjudge(library, include, HERE / "adjudge_loop.c", *common),
        "floor_simdjson": [
            "g++", "-std=c++17", "-O3", "-march=native", "-Wall", "-Wextra", HERE / "floor_simdjson.cpp",
            folder / "rounds.o", "-lsimdjson"],
    }
    return compile_plans(plans, folder, library, left_out)


def compile_plans(plans, folder, library, left_out):
    """Compiles programs, name by command, into a folder; those that use Adjudge only where its library is."""
    programs = {}
    for name, command in plans.items():
        if "-ladjudge" in command and not (library / "libadjudge.so").exists():
            left_out["Adjudge"] = "no libadjudge.so in %s; `make library` builds it" % library
            continue
        try:
            done = _run(*command, "-o", folder / name)
        except FileNotFoundError:
            left_out[name] = "no %s here" % command[0]
            continue
        if done.returncode:
            left_out[name] = "does not compile: " + next(
                (line for line in done.stderr.splitlines() if "error" in line), _said(done))
        else:
            programs[name] = folder / name
    return programs
