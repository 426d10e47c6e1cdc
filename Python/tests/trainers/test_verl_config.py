"""verl's own configuration, composed by Hydra with the lines that the documentation gives, and its own loader of reward
functions over it. Only verl's files are needed, not what verl depends on."""

from __future__ import annotations

import ast
import importlib
import importlib.metadata
import re
import shlex
import subprocess
import sys
import types
from pathlib import Path
from typing import Any, Callable, List, Optional
from unittest.mock import MagicMock

import pytest
from hydra import compose, initialize_config_dir
from hydra.errors import ConfigCompositionException
from omegaconf import OmegaConf

import adjudge
from adjudge.adapters import verl as adapter

VERL = Path(str(importlib.metadata.distribution("verl").locate_file("verl")))
VERSION = tuple(int(part) for part in importlib.metadata.version("verl").split(".")[:3])
#: From here on, what has a reward stands under ``reward``.
UNDER_REWARD = (0, 7, 1)
#: From here on, nobody looks at the older place any more.
OLDER_FORM_IS_DEAD = (0, 9, 0)


def documented() -> List[str]:
    """The lines of the adapter's documentation, as a shell would pass them on, in the form that this version has."""
    text = adapter.__doc__ or ""
    lines = [line.strip() for line in text.splitlines() if re.match(r"\s+\+?reward\.custom_reward_function\.", line)]
    assert len(lines) == 3
    path = subprocess.run(
        [sys.executable, "-m", "adjudge.adapters.verl"], check=True, capture_output=True, text=True
    ).stdout.strip()
    overrides = [shlex.split(line.replace("$(python -m adjudge.adapters.verl)", path))[0] for line in lines]
    return overrides if VERSION >= UNDER_REWARD else older(overrides)


def older(overrides: List[str]) -> List[str]:
    return [override.replace("reward.custom_reward_function", "custom_reward_function") for override in overrides]


def composed(overrides: List[str]) -> Any:
    with initialize_config_dir(str(VERL / "trainer" / "config"), version_base=None):
        return compose("ppo_trainer", overrides)


class Absent(types.ModuleType):
    """A package of which only the files are needed, or a module of which nothing is."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        if name.partition(".")[0] == "verl":
            self.__path__ = [str(VERL.joinpath(*name.split(".")[1:]))]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return MagicMock(name=name)


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], Optional[Callable[..., Any]]]:
    """verl's ``get_custom_reward_fn``, imported where torch and Ray are not installed: it uses neither."""
    packages = ["verl", "verl.utils", "verl.trainer", "verl.trainer.ppo"]
    modules = ["ray", "torch", "verl.utils.transferqueue_utils", "verl.workers", "verl.workers.reward_manager"]
    for name in [*packages, *modules, "verl.workers.reward_manager.abstract"]:
        monkeypatch.setitem(sys.modules, name, Absent(name))
    for name in ("verl.trainer.ppo.reward", "custom_module"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    found: Callable[[Any], Optional[Callable[..., Any]]] = importlib.import_module(
        "verl.trainer.ppo.reward"
    ).get_custom_reward_fn
    return found


def test_the_documented_lines_reach_the_reward(load: Any) -> None:
    compute = load(composed(documented()))
    assert compute is not None
    right = compute(data_source="mine", solution_str=r"so \boxed{1/2}", ground_truth="0.5", extra_info={})
    assert right["score"] == 1.0 and right["status"] == "graded"


def test_a_grader_may_be_a_mapping_a_path_or_by_data_source(tmp_path: Path, load: Any) -> None:
    path = tmp_path / "grader.json"
    path.write_text('{"type": "math", "profile": "lenient"}')
    key = documented()[2].partition("=")[0]
    for grader in (f"{key}={{type:math,profile:lenient}}", f"{key}={path}", f"{key}s={{mine:math}}"):
        compute = load(composed([*documented()[:2], grader]))
        assert compute is not None
        found = compute(data_source="mine", solution_str=r"so \boxed{1/2}", ground_truth="0.5", extra_info={})
        assert found["score"] == 1.0, grader


@pytest.mark.skipif(VERSION < UNDER_REWARD, reason="there is only one form")
def test_the_older_form_says_what_the_documentation_says_of_it(load: Any) -> None:
    config = composed(older(documented()))
    if VERSION >= OLDER_FORM_IS_DEAD:
        assert config.reward.custom_reward_function.path is None and load(config) is None
        assert "migrate_legacy_reward_impl" not in (VERL / "trainer" / "main_ppo.py").read_text(encoding="utf-8")


def test_the_last_line_needs_its_plus() -> None:
    with pytest.raises(ConfigCompositionException, match="reward_kwargs"):
        composed([override.lstrip("+") for override in documented()])


def test_every_data_source_of_verl_has_a_grader() -> None:
    source = (VERL / "utils" / "reward_score" / "__init__.py").read_text(encoding="utf-8")
    route = next(
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and node.name == "default_compute_score"
    )
    names = {
        constant.value
        for compare in ast.walk(route)
        if isinstance(compare, ast.Compare)
        for constant in ast.walk(compare)
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
    }
    assert len(names) > 15
    for name in names:
        adjudge.Engine(adapter.grader_for(name, None, None), threads=1)
    assert names <= set(adapter.DATA_SOURCES)
    assert OmegaConf.is_config(composed([]))
