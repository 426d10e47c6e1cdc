"""Rows without a reward, for trainers that know no missing one: a failed verification is not a zero."""

from __future__ import annotations

from typing import Collection, List, Optional

from .._engine import Engine
from .._verdicts import Verdicts
from ..errors import UnscoredError

#: What a response can bring about by itself: no error of the data, and no way out of a wrong answer.
RESPONSES_OWN = ("undecided", "limit_exceeded")


def filled(engine: Engine, verdicts: Verdicts, missing: Optional[float], given: Collection[str]) -> List[float]:
    """The scores of a batch without gaps.

    A row without one gets ``missing``. Where that is None, what a response has brought about itself is 0, and all else
    an error: the row, the grader or the machine is at fault, and a number would teach the model something wrong.

    Args:
        engine: what scored.
        verdicts: what it found.
        missing: the score of a row without one; None: see above.
        given: the names of the items' fields that the trainer handed over.

    Raises:
        UnscoredError: a row has no reward, ``missing`` is None, and the response is not the reason.
    """
    scores: List[float] = []
    for row, score in enumerate(verdicts.scores_list()):
        if score is not None:
            scores.append(score)
        elif missing is not None:
            scores.append(missing)
        elif verdicts.status(row) in RESPONSES_OWN:
            scores.append(0.0)
        else:
            absent = lacking(engine, given)
            hint = f"; the grader reads {', '.join(absent)} of each row, which is not there" if absent else ""
            why = f"{hint}. With missing=0.0 it would be a zero"
            raise UnscoredError(row, verdicts.status(row), verdicts.reason(row), why)
    return scores


def lacking(engine: Engine, given: Collection[str]) -> List[str]:
    """The fields that a grader reads of each row and that are not among ``given``."""
    return [name for name in engine.item_names if name and name not in given]
