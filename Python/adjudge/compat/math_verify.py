"""Math-Verify's ``parse`` and ``verify``, for those who switch by changing an import:

    from adjudge.compat.math_verify import parse, verify

    verify(parse(gold), parse(prediction))

``parse`` finds the answer in a text, ``verify`` compares two under Adjudge's ``math`` rules. What differs: nothing
needs ``signal.alarm``, so that any thread may call both; work is bounded by budgets and not by seconds, so that the
timeouts are accepted and without effect; a comparison that cannot be decided is False and shows in ``compare``.
"""

from __future__ import annotations

import logging
from typing import Any, List, Optional, Sequence, Union

from .._engine import Engine
from .._verdicts import Verdict
from ..adapters._engines import engine_of
from ..errors import AdjudgeError

__all__ = ["Answer", "compare", "parse", "verify"]

_logger = logging.getLogger(__name__)

_MARKED = ["boxed", "hash", {"xml": "answer"}, "answer_line"]
#: Mathematics between dollars, ``\\[ \\]`` or ``\\( \\)``. Each alternative ends at the next mark, so that no text
#: makes it slow.
_FORMULA = [
    {"regex": r"(?<!\\)\$((?:[^$\\]|\\[\s\S])++)\$", "take": "last"},
    {"regex": r"\\\[((?:(?!\\[\[\]])[\s\S])+)\\\]", "take": "last"},
    {"regex": r"\\\(((?:(?!\\[()])[\s\S])+)\\\)", "take": "last"},
]
_NUMBER = ["last_number"]
_UNMARKED = ("nothing_extracted", "empty_response")
_COMPARISON = {"type": "math", "input": "{{sample.output_text}}"}
#: A text of at most this many words and characters that has no marks is taken for an answer as a whole.
_SHORT_WORDS, _SHORT_LENGTH = 3, 200


class Answer(str):
    """An answer as text; what ``parse`` returns in the place of Math-Verify's SymPy expressions."""


def parse(
    pred: str,
    extraction_config: Any = None,
    fallback_mode: str = "first_match",
    extraction_mode: str = "any_match",
    parsing_timeout: Optional[int] = None,
    raise_on_error: bool = False,
) -> List[Answer]:
    """The answer in a text, as a list of one; empty where there is none.

    The last box wins, then ``#### answer``, ``<answer>``, a phrase such as "the answer is"; then the last formula
    between dollars or the like, a short text as a whole, and the last number. ``fallback_mode="no_fallback"`` leaves
    the last three out. The other parameters are accepted for the sake of the signature.
    """
    if not isinstance(pred, str):
        if raise_on_error:
            raise TypeError(f"pred: found {type(pred).__name__}, expected str")
        return []
    verdicts = _engine({"type": "math", "extract": _MARKED}).score([pred], ["0"])
    found = verdicts.answer(0)
    # A box that was begun and not closed is no answer; nothing else in the text is either.
    if found is None and fallback_mode != "no_fallback" and verdicts.reason(0) in _UNMARKED:
        found = _find(pred, _FORMULA) or _short(pred) or _find(pred, _NUMBER)
    return [Answer(found)] if found else []


def verify(
    gold: Union[str, Sequence[Any]],
    target: Union[str, Sequence[Any]],
    float_rounding: int = 6,
    numeric_precision: int = 15,
    strict: bool = True,
    allow_set_relation_comp: bool = False,
    timeout_seconds: Optional[int] = None,
    raise_on_error: bool = False,
) -> bool:
    """Whether any answer of ``target`` equals any of ``gold``; what ``parse`` gave, or text.

    A comparison that can be neither proved nor refuted is False, and logged; with ``raise_on_error`` it raises
    ``AdjudgeError``. The numeric parameters and the timeout are accepted and without effect: numbers are exact.
    """
    undecided: Optional[Verdict] = None
    for verdict in compare(gold, target):
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


def compare(gold: Union[str, Sequence[Any]], target: Union[str, Sequence[Any]]) -> List[Verdict]:
    """The verdict of every pair, for those who want to know why."""
    golds, targets = _texts(gold), _texts(target)
    pairs = [(answer, reference) for reference in golds for answer in targets]
    if not pairs:
        return []
    verdicts = _engine(_COMPARISON).score([answer for answer, _ in pairs], [reference for _, reference in pairs])
    return list(verdicts)


def _texts(value: Union[str, Sequence[Any]]) -> List[str]:
    return [value] if isinstance(value, str) else [str(entry) for entry in value]


def _engine(grader: Any) -> Engine:
    return engine_of(grader, 1)


def _find(text: str, extract: List[Any]) -> Optional[str]:
    """What an extraction chain finds in ``text``; the comparison that comes with it is of no interest."""
    found = _engine({"type": "math", "extract": extract}).score([text], ["0"]).answer(0)
    return found.strip() if found is not None else None


def _short(text: str) -> Optional[str]:
    if len(text) > _SHORT_LENGTH:
        return None
    words = text.split()
    prose = any(word.isalpha() and len(word) > 1 for word in words)
    return text.strip() if 0 < len(words) <= _SHORT_WORDS and not prose else None
