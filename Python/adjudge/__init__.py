"""Adjudge: a native verifier engine for reinforcement learning with verifiable rewards.

Given a response and a reference: what is the reward, and why?

    >>> import adjudge
    >>> engine = adjudge.Engine("preset:math")
    >>> verdicts = engine.score([r"… so \\boxed{1/2}."], ["0.5"])
    >>> verdicts.rewards
    array([1.])
    >>> verdicts[0].reason
    'equal_number'

``adjudge.adapters`` has the reward functions of trainers, ``adjudge.compat`` the names of peers.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, List

from . import _library
from ._engine import Engine, Rows
from ._explain import Explanation, Note, explain
from ._graders import GraderSource
from ._groups import Groups
from ._judges import configure_judges, judge_usage
from ._machine import doctor, lint
from ._part_columns import PartColumns
from ._presets import Key, Preset, Verifier, presets, verifiers
from ._verdicts import Verdict, Verdicts
from .errors import AdjudgeError, GraderError, UnscoredError

#: The version of the library.
__version__: str = _library.version().decode("ascii")

#: How the scoring of a row can end, by code. Only ``graded`` and ``no_answer`` come with a reward.
STATUSES = _library.STATUSES
#: The rules that can decide, by code, each by the name that rows have.
REASONS = _library.REASONS
#: The extraction rules, by code.
RULES = _library.RULES

__all__ = [
    "REASONS",
    "RULES",
    "STATUSES",
    "AdjudgeError",
    "Engine",
    "Explanation",
    "GraderError",
    "GraderSource",
    "Groups",
    "Key",
    "Note",
    "PartColumns",
    "Preset",
    "Rows",
    "UnscoredError",
    "Verdict",
    "Verdicts",
    "Verifier",
    "adapters",
    "compat",
    "configure_judges",
    "doctor",
    "explain",
    "judge_usage",
    "lint",
    "presets",
    "verifiers",
]

if TYPE_CHECKING:
    from . import adapters, compat


def __getattr__(name: str) -> Any:
    """The packages that are imported when they are first used."""
    if name in ("adapters", "compat"):
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> List[str]:
    return sorted({*globals(), *__all__})
