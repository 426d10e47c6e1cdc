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

from . import _library
from ._buffers import Column
from ._engine import Engine, GraderSource
from ._explain import Explanation, Note, explain
from ._groups import Groups
from ._presets import Preset, presets
from ._verdicts import PartColumns, Verdict, Verdicts
from .errors import AdjudgeError, GraderError, UnscoredError

#: The version of the library.
__version__: str = _library.version().decode("ascii")

#: How the scoring of a row can end, by code. Only ``graded`` and ``no_answer`` come with a reward.
STATUSES = _library.STATUSES
#: The rules that can decide, by code.
REASONS = _library.REASONS
#: The extraction rules, by code.
RULES = _library.RULES

__all__ = [
    "REASONS",
    "RULES",
    "STATUSES",
    "AdjudgeError",
    "Column",
    "Engine",
    "Explanation",
    "GraderError",
    "GraderSource",
    "Groups",
    "Note",
    "PartColumns",
    "Preset",
    "UnscoredError",
    "Verdict",
    "Verdicts",
    "explain",
    "presets",
]
