"""Run by itself, by Python alone: the wheel scores 100,000 responses where there is no NumPy, no Swift, no PATH."""

from __future__ import annotations

import importlib
import os
import sys
import time

import adjudge

ROWS = 100_000


def main() -> None:
    """Scores and checks; prints one line."""
    found = [name for name in ("PATH", "LD_LIBRARY_PATH", "ADJUDGE_LIBRARY") if name in os.environ]
    assert not found, f"the environment is not empty: {found}"
    with open("/proc/self/maps", encoding="utf-8") as file:
        libraries = {line.split()[-1] for line in file if ".so" in line}
    assert not [library for library in libraries if "swift" in os.path.basename(library)], libraries
    assert [library for library in libraries if "adjudge.libs/libgmp" in library], libraries
    responses = [f"so we add, and \\boxed{{{row % 10}/4}} comes out" for row in range(ROWS)]
    references = ["0.75"] * ROWS
    start = time.perf_counter()
    verdicts = adjudge.Engine("preset:math").score(responses, references)
    taken = time.perf_counter() - start
    assert verdicts.to_list() == [float(row % 10 == 3) for row in range(ROWS)]
    assert verdicts.counts() == {"graded": ROWS} and "numpy" not in sys.modules
    assert isinstance(verdicts.rewards, memoryview)
    assert adjudge.explain("preset:math", responses[3], "0.75").answer == "3/4"
    for name in ("trl", "verl", "openrlhf", "verifiers", "ray"):
        importlib.import_module(f"adjudge.adapters.{name}")
    assert importlib.import_module("adjudge.compat.math_verify").verify("1/2", "0.5")
    version = ".".join(map(str, sys.version_info[:3]))
    right = sum(verdicts.to_list())
    print(f"python {version}: {ROWS} responses in {taken * 1e3:.0f} ms, {right:.0f} right, no NumPy, no Swift")


main()
