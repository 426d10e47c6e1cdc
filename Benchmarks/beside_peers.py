"""The common half of benchmarks that call Adjudge and its peers from one Python process: their options, the peers' virtual
environment, one core."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def parser(description, folder, rows):
    """The options that such a benchmark has; `folder` is where the peers are installed when nothing else is said."""
    options = argparse.ArgumentParser(description=description)
    options.add_argument("--rows", type=int, default=rows)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--only", help="contenders whose name has this")
    options.add_argument("--core", type=int, default=0)
    options.add_argument("--folder", default=str(folder))
    options.add_argument("--library", default=str(ROOT / "build" / "lib" / "libadjudge.so"))
    options.add_argument("--json")
    return options


def enter(arguments, peers):
    """Installs the peers from PyPI and runs the calling script again in their environment, where this returns, on one
    core."""
    os.environ.setdefault("ADJUDGE_LIBRARY", arguments.library)
    python = Path(arguments.folder) / "bin" / "python"
    if Path(sys.prefix).resolve() != Path(arguments.folder).resolve():
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", arguments.folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *peers], check=True)
        os.execv(python, [str(python), *sys.argv])
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {arguments.core})
