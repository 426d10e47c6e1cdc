"""TRL: a reward function for ``GRPOTrainer`` and its like.

    GRPOTrainer(reward_funcs=RewardFunction("preset:math"), …)

Completions may be text or conversations. A row without a reward gives None, which TRL leaves out of the reward of that
function; what the row's status was shows in the logs. What the grader reads as ``{{item.NAME}}`` are the data set's
columns of these names, ``{{item.prompt}}`` is the prompt, and ``{{item.completions}}`` are the completions of the
batch to the same prompt, among which a judge in ``ranking`` mode compares.
"""

from __future__ import annotations

import json
import warnings
from typing import Any, Callable, Collection, Dict, List, Optional, Sequence, Union

from .._engine import Engine
from .._graders import GraderSource
from .._verdicts import Verdicts
from ..errors import AdjudgeError
from ._chat import text_of
from ._engines import engine_of
from ._missing import lacking

#: Where a data set has its references, most telling first.
REFERENCE_COLUMNS = ("solution", "answer", "ground_truth", "reference", "target", "label")


class RewardFunction:
    """Scores completions against a column of the data set."""

    def __init__(
        self,
        grader: Union[Engine, GraderSource],
        *,
        reference: Optional[str] = None,
        items: Optional[Sequence[str]] = None,
        name: str = "adjudge",
        threads: int = 0,
    ) -> None:
        """A reward function.

        Args:
            grader: an engine, or whatever ``Engine`` takes.
            reference: the data set's column of references; the first of ``REFERENCE_COLUMNS`` that it has when None.
            items: the columns to hand over as ``{{item.NAME}}``, all of which must be there; None: those that the
                grader reads.
            name: what TRL logs the reward as.
            threads: how many threads a batch is split over; 0: one for each processor.
        """
        self.engine = engine_of(grader, threads)
        self._reference = reference
        self._items = None if items is None else tuple(items)
        self._has_warned = False
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
        """The rewards of ``completions``; None where there is none. Called by TRL.

        Raises:
            AdjudgeError: a column is missing that the constructor names, or no row has a reward and the grader reads
                columns, or references, that the data set does not have. Where some rows have one, a ``RuntimeWarning``
                names them.
        """
        given: Dict[str, Any] = {"prompt": prompts, **columns}
        texts = [text_of(completion) for completion in completions]
        if "completions" not in columns and "completions" in self.engine.item_names:
            given["completions"] = _of_the_same_prompt(prompts, texts)
        names = self._names(given)
        references = self._references(columns)
        verdicts = self.engine.score(
            texts,
            references,
            [{name: given[name][row] for name in names} for row in range(len(completions))] if names else None,
        )
        self._tell_missing(verdicts, given, has_references=references is not None)
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

    def _references(self, columns: Any) -> Optional[Sequence[Any]]:
        if self._reference is not None:
            if self._reference not in columns:
                raise AdjudgeError(f"the data set has no column {self._reference!r}, {_expected(columns)}")
            return list(columns[self._reference])
        for name in REFERENCE_COLUMNS:
            if name in columns:
                return list(columns[name])
        return None

    def _names(self, given: Dict[str, Any]) -> Sequence[str]:
        """The columns that become items."""
        if self._items is None:
            wanted = given if "" in self.engine.item_names else self.engine.item_names
            return [name for name in wanted if isinstance(given.get(name), (list, tuple))]
        missing = [name for name in self._items if name not in given]
        if missing:
            raise AdjudgeError(f"the data set has no column {missing[0]!r}, {_expected(given)}")
        return self._items

    def _tell_missing(self, verdicts: Verdicts, given: Collection[str], has_references: bool) -> None:
        unscored = sum(1 for score in verdicts.scores_list() if score is None)
        if not unscored:
            return
        absent = lacking(self.engine, given if self._items is None else self._items)
        if absent:
            wanted = f"the grader reads the columns {', '.join(absent)}, which are not there, {_expected(given)}"
        elif not has_references and "no_reference" in verdicts.counts():
            wanted = (
                f"the data set has none of the columns {', '.join(REFERENCE_COLUMNS)} that hold references, "
                f"expected reference= with one of: {', '.join(sorted(given))}"
            )
        else:
            return
        found = f"{unscored} of {len(verdicts)} rows have no reward: {wanted}"
        if unscored == len(verdicts):
            raise AdjudgeError(found)
        if not self._has_warned:
            self._has_warned = True
            warnings.warn(found, RuntimeWarning, stacklevel=3)


def _of_the_same_prompt(prompts: Sequence[Any], texts: Sequence[Optional[str]]) -> List[List[str]]:
    """For each row the texts of all rows that answer the same prompt, its own among them."""
    groups: Dict[str, List[str]] = {}
    keys = [json.dumps(prompt, sort_keys=True, default=str) for prompt in prompts]
    for key, text in zip(keys, texts):
        groups.setdefault(key, []).append(text or "")
    return [groups[key] for key in keys]


def _expected(columns: Collection[str]) -> str:
    names = ", ".join(sorted(columns))
    return f"expected one of: {names}" if names else "expected a data set with more columns than prompts"
