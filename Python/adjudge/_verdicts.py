"""The verdicts of a batch: columns for those who compute, one verdict at a time for those who read."""

from __future__ import annotations

import ctypes
import json
from typing import TYPE_CHECKING, Any, Dict, Hashable, Iterator, List, NamedTuple, Optional, Sequence, Tuple

from . import _library
from ._buffers import Buffer, Column
from ._fields import Fields
from ._groups import Groups
from ._handles import Handle

if TYPE_CHECKING:
    from ._engine import Engine

_CODES = {
    "rewards": "d",
    "scores": "d",
    "work": "Q",
    "span_starts": "I",
    "span_lengths": "I",
    "statuses": "B",
    "reasons": "B",
    "rules": "B",
    "passed": "b",
}
_TOTAL_ONLY = ("scores", "passed")


class Verdict(NamedTuple):
    """The answer to one question: what is the reward of this response, and why?"""

    #: The reward, or None: a failed verification is not a zero.
    reward: Optional[float]
    #: How the scoring ended, such as ``"graded"`` or ``"no_reference"``.
    status: str
    #: The rule that decided, such as ``"equal_number"``.
    reason: str
    #: Whether the response counts as right; None without a reward.
    passed: Optional[bool]
    #: The answer as it stands in the response; None when there is none.
    answer: Optional[str]
    #: The reward of each part of the grader; empty for a grader of one part.
    parts: Dict[str, Optional[float]]


class PartColumns:
    """What one record of the verdicts, the total or a part, says of every row. Columns are made when first read."""

    def __init__(self, handle: Handle, part: int, count: int) -> None:
        self._handle = handle
        self._part = part
        self._count = count
        self._columns: Dict[str, Column] = {}

    def __len__(self) -> int:
        return self._count

    def _load(self) -> None:
        buffers = {
            name: Buffer(code, self._count)
            for name, code in _CODES.items()
            if self._part == _library.TOTAL or name not in _TOTAL_ONLY
        }
        out = _library.VerdictColumns(ctypes.sizeof(_library.VerdictColumns))
        for name, buffer in buffers.items():
            setattr(out, name, buffer.address)
        _library.check(_library.verdicts_columns(self._handle.pointer, self._part, ctypes.byref(out)))
        for name, buffer in buffers.items():
            self._columns.setdefault(name, buffer.column())

    def _column(self, name: str) -> Column:
        if name not in self._columns:
            self._load()
        return self._columns[name]

    @property
    def rewards(self) -> Column:
        """The rewards; NaN where there is none."""
        return self._column("rewards")

    @property
    def statuses(self) -> Column:
        """How each row ended, as an index into ``adjudge.STATUSES``."""
        return self._column("statuses")

    @property
    def reasons(self) -> Column:
        """The rule that decided, as an index into ``adjudge.REASONS``."""
        return self._column("reasons")

    @property
    def rules(self) -> Column:
        """The extraction rule that found the answer, as an index into ``adjudge.RULES``."""
        return self._column("rules")

    @property
    def span_starts(self) -> Column:
        """Where each answer begins in its response, in bytes of UTF-8."""
        return self._column("span_starts")

    @property
    def span_lengths(self) -> Column:
        """How many bytes each answer has; 0 where there is none."""
        return self._column("span_lengths")

    @property
    def work(self) -> Column:
        """The work spent on each row: bytes looked at and steps taken."""
        return self._column("work")

    def to_list(self) -> List[Optional[float]]:
        """The rewards as floats, None where there is none."""
        return [reward if reward == reward else None for reward in self.rewards.tolist()]

    def status(self, row: int) -> str:
        """How a row ended."""
        return str(_library.STATUSES[self.statuses[row]])

    def reason(self, row: int) -> str:
        """The rule that decided a row."""
        return str(_library.REASONS[self.reasons[row]])

    def status_names(self) -> List[str]:
        """How every row ended."""
        names = _library.STATUSES
        return [names[status] for status in self.statuses.tolist()]

    def reason_names(self) -> List[str]:
        """The rule that decided every row."""
        names = _library.REASONS
        return [names[reason] for reason in self.reasons.tolist()]


class Verdicts(PartColumns, Sequence[Verdict]):
    """The verdicts of a batch, in the order of its rows.

    Columns (``rewards``, ``statuses``, …) are NumPy arrays over the library's output, or memoryviews without NumPy.
    """

    def __init__(
        self,
        engine: Engine,
        handle: Handle,
        rewards: Buffer,
        statuses: Buffer,
        groups: Optional[Sequence[Hashable]],
        held: Tuple[Optional[Fields], ...],
    ) -> None:
        super().__init__(handle, _library.TOTAL, int(_library.verdicts_count(handle.pointer)))
        self._buffers: Dict[str, Buffer] = {"rewards": rewards, "statuses": statuses}
        self._engine = engine
        self._group_keys = groups
        self._held = held
        self._parts: Optional[Dict[str, PartColumns]] = None
        self._groups: Optional[Groups] = None

    def _column(self, name: str) -> Column:
        if name not in self._columns and name in self._buffers:
            self._columns[name] = self._buffers[name].column()
        return super()._column(name)

    @property
    def scores(self) -> Column:
        """The rewards, and where there is none what the grader's ``on_error`` makes of it: 0 or NaN."""
        return self._column("scores")

    @property
    def passed(self) -> Column:
        """1 where a response counts as right, 0 where not, -1 without a reward."""
        return self._column("passed")

    @property
    def parts(self) -> Dict[str, PartColumns]:
        """The columns of each part of the grader, by name; empty for a grader of one part."""
        if self._parts is None:
            self._parts = {
                name: PartColumns(self._handle, index, len(self)) for index, name in enumerate(self._engine.part_names)
            }
        return self._parts

    @property
    def groups(self) -> Groups:
        """The statistics of the groups that ``Engine.score`` was given."""
        if self._groups is None:
            self._groups = Groups(self._handle, self._group_keys)
        return self._groups

    @property
    def grader_hash(self) -> str:
        """The hash of the grader that gave these verdicts."""
        return self._engine.grader_hash

    def scores_list(self) -> List[Optional[float]]:
        """``scores`` as floats, None where there is none."""
        return [score if score == score else None for score in self.scores.tolist()]

    def counts(self) -> Dict[str, int]:
        """How many rows ended in each status, those that occur."""
        counts = [0] * len(_library.STATUSES)
        for status in self.statuses.tolist():
            counts[status] += 1
        return {name: count for name, count in zip(_library.STATUSES, counts) if count}

    def to_dict(self, row: int) -> Dict[str, Any]:
        """The verdict of a row with the keys that ``adjudge score`` writes."""
        length = ctypes.c_size_t()
        buffer = ctypes.create_string_buffer(1024)
        while True:
            code = _library.verdicts_json(
                self._handle.pointer, self._index(row), buffer, len(buffer), ctypes.byref(length)
            )
            if code != _library.BUFFER_TOO_SMALL:
                break
            buffer = ctypes.create_string_buffer(length.value)
        _library.check(code)
        verdict: Dict[str, Any] = json.loads(buffer.raw[: length.value])
        return verdict

    def answers(self) -> List[Optional[str]]:
        """The answer of every row as it stands in the response; None where there is none."""
        return [self.answer(row) for row in range(len(self))]

    def answer(self, row: int) -> Optional[str]:
        """The answer of a row as it stands in the response; None where there is none."""
        length = int(self.span_lengths[row])
        if length == 0:
            return None
        start = int(self.span_starts[row])
        texts = self._held[0]
        assert texts is not None
        return texts.bytes_of(row)[start : start + length].decode("utf-8", "replace")

    def __getitem__(self, row: Any) -> Any:
        if isinstance(row, slice):
            return [self[index] for index in range(*row.indices(len(self)))]
        row = self._index(row)
        reward = float(self.rewards[row])
        passed = int(self.passed[row])
        return Verdict(
            reward if reward == reward else None,
            self.status(row),
            self.reason(row),
            None if passed < 0 else bool(passed),
            self.answer(row),
            {name: _reward(part.rewards[row]) for name, part in self.parts.items()},
        )

    def __iter__(self) -> Iterator[Verdict]:
        for row in range(len(self)):
            yield self[row]

    def __len__(self) -> int:
        return self._count

    def _index(self, row: int) -> int:
        if row < 0:
            row += len(self)
        if not 0 <= row < len(self):
            raise IndexError(f"row {row}, expected less than {len(self)}")
        return row

    def __repr__(self) -> str:
        counts = ", ".join(f"{count} {name}" for name, count in self.counts().items())
        return f"<adjudge.Verdicts of {len(self)} rows: {counts}>"


def _reward(value: Any) -> Optional[float]:
    reward = float(value)
    return reward if reward == reward else None
