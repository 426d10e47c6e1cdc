"""What the documentation shows is what happens."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from pathlib import Path
from types import FunctionType

import pytest

import adjudge
from adjudge import _engine

README = Path(__file__).parents[1] / "README.md"
TOP_README = Path(__file__).parents[2] / "README.md"


@pytest.mark.parametrize("module", [adjudge, _engine])
def test_examples_of_docstrings(module: object) -> None:
    pytest.importorskip("numpy")
    found = doctest.testmod(module)  # type: ignore[arg-type]
    assert found.attempted > 1 and found.failed == 0


@pytest.mark.parametrize("readme", [README, TOP_README], ids=["python", "top"])
def test_the_first_block_of_python_runs_as_printed(readme: Path, tmp_path: Path) -> None:
    pytest.importorskip("numpy")
    pytest.importorskip("pandas")
    code = re.findall(r"```python\n(.*?)```", readme.read_text(encoding="utf-8"), re.DOTALL)[0]
    file = tmp_path / "block.py"
    file.write_text(code, encoding="utf-8")
    shown = subprocess.run([sys.executable, str(file)], capture_output=True, text=True, check=True).stdout
    assert "reward" in shown
    scope: dict = {}
    exec(compile(code, str(readme), "exec"), scope)
    said = re.findall(r"^([a-z][\w.]*[\w.()\[\]\"]*)  # (.+)$", code, re.MULTILINE)
    assert len(said) >= 2
    for expression, comment in said:
        assert repr(eval(expression, scope)) == comment, expression


def test_every_public_name_is_documented() -> None:
    for name in adjudge.__all__:
        value = getattr(adjudge, name)
        if isinstance(value, (type, FunctionType)):
            assert value.__doc__, name
            if isinstance(value, type):
                for member, function in vars(value).items():
                    if not member.startswith("_") and (callable(function) or isinstance(function, property)):
                        assert function.__doc__ or issubclass(value, tuple), f"{name}.{member}"
