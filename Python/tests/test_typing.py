"""The package's types: what mypy --strict says of a user's module, with NumPy and without."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parent / "typing" / "sample.py"
WRONG = """
import adjudge
verdict: str = adjudge.Engine("math").score(["a"], ["1"])[0]
verdicts: adjudge.Verdict = adjudge.Engine("math").score(["a"], ["1"])[0:1]
adjudge.Engine(7)
adjudge.Engine("math", threads="2")
adjudge.Engine("math").score(7)
reward: float = adjudge.Engine("math").score(["a"], ["1"]).to_list()[0]
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where mypy keeps what it has read, NumPy's types above all."""
    return str(tmp_path_factory.mktemp("mypy"))


def mypy(path: Path, cache: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", cache, str(path)]
    return subprocess.run(command, capture_output=True, text=True)


def test_the_sample_runs() -> None:
    pytest.importorskip("numpy")
    shown = subprocess.run([sys.executable, str(SAMPLE)], capture_output=True, text=True, check=True).stdout
    assert shown.startswith("1.0 ['1', '2', None] {'graded': 2, 'no_answer': 1} 2.0 1 [0.5, 0.0] [] 3 0.333")


def test_a_users_module_is_checked_strictly(cache: str) -> None:
    pytest.importorskip("mypy")
    pytest.importorskip("numpy")
    found = mypy(SAMPLE, cache)
    assert found.returncode == 0, found.stdout


def test_wrong_uses_are_found(tmp_path: Path, cache: str) -> None:
    pytest.importorskip("mypy")
    path = tmp_path / "wrong.py"
    path.write_text(WRONG)
    found = mypy(path, cache)
    lines = [int(line.split(":")[1]) for line in found.stdout.splitlines() if ": error:" in line]
    assert lines == [3, 4, 5, 6, 7, 8], found.stdout
