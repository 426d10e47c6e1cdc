"""What Adjudge raises."""

from __future__ import annotations


class AdjudgeError(Exception):
    """A call that cannot be carried out; the message says what was found and what was expected."""


class GraderError(AdjudgeError, ValueError):
    """A grader document that cannot be compiled; the message names the JSON path and the nearest valid name."""


class UnscoredError(AdjudgeError):
    """A row without a reward, where the grader says ``"on_error": "fail"``, or a trainer knows no missing one.

    Attributes:
        row: the number of the first such row in its batch.
        status: how its scoring ended, such as ``"no_reference"``.
        reason: the rule that decided.
    """

    def __init__(
        self, row: int, status: str, reason: str, why: str = ', and the grader says "on_error": "fail"'
    ) -> None:
        super().__init__(f"row {row} has no reward: {status} ({reason}){why}")
        self.row = row
        self.status = status
        self.reason = reason
        self._why = why

    def __reduce__(self) -> tuple[type[UnscoredError], tuple[int, str, str, str]]:
        return UnscoredError, (self.row, self.status, self.reason, self._why)
