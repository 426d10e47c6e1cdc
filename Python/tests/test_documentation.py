"""What the documentation shows is what happens."""

from __future__ import annotations

import doctest
import re
from pathlib import Path
from types import FunctionType

import pytest

import adjudge
from adjudge import _engine

README = Path(__file__).parents[1] / "README.md"


@pytest.mark.parametrize("module", [adjudge, _engine])
def test_examples_of_docstrings(module: object) -> None:
    pytest.importorskip("numpy")
    found = doctest.testmod(module)  # type: ignore[arg-type]
    assert found.attempted > 1 and found.failed == 0


def test_the_readmes_example_runs() -> None:
    code = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)[0]
    responses = [r"<think></think> \boxed{1/2}", "none", r"\boxed{1}"]
    lines = [line for line in code.splitlines() if 'parts["fmt"]' not in line]
    scope = {"responses": responses, "references": ["0.5", "1", None]}
    exec("\n".join(lines), scope)
    verdicts = scope["verdicts"]
    assert isinstance(verdicts, adjudge.Verdicts) and verdicts.to_list() == [1.0, 0.0, None]
    assert str(verdicts[0]).startswith(
        "Verdict(reward=1.0, status='graded', reason='equal_number', passed=True, answer='1/2'"
    )


def test_every_public_name_is_documented() -> None:
    for name in adjudge.__all__:
        value = getattr(adjudge, name)
        if isinstance(value, (type, FunctionType)):
            assert value.__doc__, name
            if isinstance(value, type):
                for member, function in vars(value).items():
                    if not member.startswith("_") and (callable(function) or isinstance(function, property)):
                        assert function.__doc__ or issubclass(value, tuple), f"{name}.{member}"
