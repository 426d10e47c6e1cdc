"""TRL: a reward function for ``GRPOTrainer`` and its like.

    GRPOTrainer(reward_funcs=RewardFunction("preset:math"), …)

Completions may be text or conversations. A row without a reward gives None, which TRL leaves out of the reward of that
function; what the row's status was shows in the logs.
"""

from __future__ import annotations

from typing import Any, Callable, List, Optional, Sequence, Union

from .._engine import Engine
from .._graders import GraderSource
from ..errors import AdjudgeError
from ._chat import text_of
from ._engines import engine_of

#: Where a data set has its references, most telling first.
REFERENCE_COLUMNS = ("solution", "answer", "ground_truth", "reference", "target", "label")


class RewardFunction:
    """Scores completions against a column of the data set."""

    def __init__(
        self,
        grader: Union[Engine, GraderSource],
        *,
        reference: Optional[str] = None,
        items: Sequence[str] = (),
        name: str = "adjudge",
        threads: int = 0,
    ) -> None:
        """A reward function.

        Args:
            grader: an engine, or whatever ``Engine`` takes.
            reference: the data set's column of references; the first of ``REFERENCE_COLUMNS`` that it has when None.
            items: columns that the grader reads as ``{{item.NAME}}``.
            name: what TRL logs the reward as.
            threads: how many threads a batch is split over; 0: one for each processor.
        """
        self.engine = engine_of(grader, threads)
        self._reference = reference
        self._items = tuple(items)
        # TRL names a reward by its function's __name__.
        self.__name__ = name

    def __call__(
        self,
        prompts: Sequence[Any],
        completions: Sequence[Any],
        *,
        log_extra: Optional[Callable[[str, List[Any]], None]] = None,
        log_metric: Optional[Callable[[str, float], None]] = None,
        **columns: Any,
    ) -> List[Optional[float]]:
        """The rewards of ``completions``; None where there is none. Called by TRL."""
        verdicts = self.engine.score(
            [text_of(completion) for completion in completions],
            self._references(columns, len(completions)),
            self._rows(columns, len(completions)),
        )
        if log_extra is not None:
            log_extra(f"{self.__name__}/status", verdicts.status_names())
            log_extra(f"{self.__name__}/reason", verdicts.reason_names())
        if log_metric is not None and len(verdicts):
            for status, count in verdicts.counts().items():
                log_metric(f"{self.__name__}/{status}", count / len(verdicts))
            for part, part_columns in verdicts.parts.items():
                rewards = [reward for reward in part_columns.to_list() if reward is not None]
                if rewards:
                    log_metric(f"{self.__name__}/{part}", sum(rewards) / len(rewards))
        return verdicts.scores_list()

    def _references(self, columns: Any, count: int) -> Optional[Sequence[Any]]:
        if self._reference is not None:
            if self._reference not in columns:
                raise AdjudgeError(
                    f"the data set has no column {self._reference!r}, expected one of: {', '.join(sorted(columns))}"
                )
            return list(columns[self._reference])
        for name in REFERENCE_COLUMNS:
            if name in columns:
                return list(columns[name])
        return None

    def _rows(self, columns: Any, count: int) -> Optional[Sequence[Any]]:
        if not self._items:
            return None
        missing = [name for name in self._items if name not in columns]
        if missing:
            raise AdjudgeError(
                f"the data set has no column {missing[0]!r}, expected one of: {', '.join(sorted(columns))}"
            )
        return [{name: columns[name][row] for name in self._items} for row in range(count)]
