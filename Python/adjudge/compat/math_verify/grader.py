"""``verify``: whether two answers are the same."""

from __future__ import annotations

import logging
import re
from typing import Any, Dict, List, Optional, Sequence, Tuple, Union

from ..._verdicts import Verdict
from ...errors import AdjudgeError
from ._engines import engine
from .parser import Answer

__all__ = ["compare", "sympy_expr_eq", "verify"]

_logger = logging.getLogger(__name__)

Answers = Union[str, Sequence[Any]]


def verify(
    gold: Answers,
    target: Answers,
    float_rounding: int = 6,
    numeric_precision: int = 15,
    strict: bool = True,
    allow_set_relation_comp: bool = False,
    timeout_seconds: Optional[int] = None,
    raise_on_error: bool = False,
) -> bool:
    """Whether any answer of ``target`` equals any of ``gold``; what ``parse`` gave, or text.

    A comparison that can be neither proved nor refuted is False, and logged; with ``raise_on_error`` it raises
    ``AdjudgeError``. Numbers are exact, and an exact gold takes a decimal that has at least four of its digits; a
    ``float_rounding`` below 6 takes what is the same to so many places. ``strict=False`` takes variables of other
    names. Without ``allow_set_relation_comp`` a gold that is a set takes no inequality. ``numeric_precision`` and the
    timeout are accepted and without effect.
    """
    golds, targets = _answers(gold), [answer for answer in _answers(target) if not answer.is_torn]
    if not strict:
        targets = targets + [renamed for g in golds for t in targets for renamed in _renamed(t, g)]
    if not allow_set_relation_comp and golds:
        targets = [t for t in targets if not (_is_inequality(t) and all(_is_set(g) for g in golds))]
    undecided: Optional[Verdict] = None
    for verdict in compare(golds, targets, float_rounding if float_rounding < 6 else None):
        if verdict.passed:
            return True
        if verdict.passed is None:
            undecided = verdict
    if undecided is not None:
        message = f"verify: {undecided.status} ({undecided.reason}) for gold {gold!r} and target {target!r}"
        if raise_on_error:
            raise AdjudgeError(message)
        _logger.warning("%s", message)
    return False


def compare(gold: Answers, target: Answers, rounding: Optional[int] = None) -> List[Verdict]:
    """The verdict of every pair, gold by gold, to know why. ``rounding`` is how many places count."""
    pairs = [(answer, reference) for reference in _answers(gold) for answer in _answers(target)]
    verdicts: Dict[int, Verdict] = {}
    # One batch for each way in which an answer was found.
    groups: Dict[str, List[Tuple[int, str, str]]] = {}
    chains: Dict[str, Any] = {}
    for index, (answer, reference) in enumerate(pairs):
        chain = answer.chain
        key = repr(chain)
        chains[key] = chain
        response = str(answer) if chain is None or answer.source is None else answer.source
        groups.setdefault(key, []).append((index, response, _reference(reference)))
    for key, rows in groups.items():
        scored = engine(chains[key], rounding).score([row[1] for row in rows], [row[2] for row in rows])
        for place, (index, _, _) in enumerate(rows):
            verdicts[index] = scored[place]
    return [verdicts[index] for index in range(len(pairs))]


def sympy_expr_eq(
    gold: Any, pred: Any, float_rounding: int = 6, numeric_precision: int = 15, *_: Any, **__: Any
) -> bool:
    """Whether two answers are the same; Math-Verify's name for the comparison of two expressions."""
    return verify(str(gold), str(pred), float_rounding, numeric_precision)


_ORDER = re.compile(r"[<>]|\\(?:le|leq|ge|geq|lt|gt|leqslant|geqslant)(?![a-zA-Z])")
_SET = re.compile(r"\\in(?![a-zA-Z])|\\cup(?![a-zA-Z])|^\s*\$?[\[(].*[\])]\$?\s*$")
_VARIABLE = re.compile(r"(?<![\\a-zA-Z])[a-zA-Z](?![a-zA-Z])")


def _is_inequality(answer: Answer) -> bool:
    return _ORDER.search(answer) is not None and _SET.search(answer) is None


def _is_set(answer: Answer) -> bool:
    return _SET.search(answer) is not None and _ORDER.search(answer) is None


def _renamed(answer: Answer, gold: Answer) -> List[Answer]:
    """``answer`` with its variables named as the gold's, in the order in which they come."""
    mine, theirs = (list(dict.fromkeys(_VARIABLE.findall(text))) for text in (answer, gold))
    if len(mine) != len(theirs) or mine == theirs:
        return []
    names = dict(zip(mine, theirs))
    return [Answer(_VARIABLE.sub(lambda found: names[found.group()], answer))]


def _answers(value: Answers) -> List[Answer]:
    entries = [value] if isinstance(value, str) else list(value)
    return [entry if isinstance(entry, Answer) else Answer(entry) for entry in entries]


def _reference(answer: Answer) -> str:
    """The gold's own text where boxes mark the answer, which are a list when they share its last sentence."""
    if answer.chain is not None and "boxed" in answer.chain and answer.source is not None:
        return answer.source
    return str(answer)
