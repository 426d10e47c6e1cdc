"""What one record of the verdicts, the total or a part, says of every row."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any, Dict, List, Optional

from . import _library
from ._buffers import Buffer
from ._handles import Handle

if TYPE_CHECKING:
    from ._buffers import Floats, Integers

_CODES = {
    "rewards": "d",
    "scores": "d",
    "work": "Q",
    "span_starts": "I",
    "span_lengths": "I",
    "statuses": "B",
    "reasons": "H",
    "rules": "B",
    "passed": "b",
}
#: What a column is called in C, where that differs.
_IN_C = {"reasons": "exact_reasons"}
_TOTAL_ONLY = ("scores", "passed")


class PartColumns:
    """What one record of the verdicts, the total or a part, says of every row. Columns are made when first read."""

    _handle: Optional[Handle]

    def __init__(self, handle: Handle, part: int, count: int) -> None:
        self._handle = handle
        self._part = part
        self._count = count
        self._buffers: Dict[str, Buffer] = {}
        self._columns: Dict[str, Any] = {}

    def __len__(self) -> int:
        return self._count

    def _load(self) -> None:
        """Asks the library for every column that is not there yet."""
        assert self._handle is not None
        out = _library.VerdictColumns(ctypes.sizeof(_library.VerdictColumns))
        buffers = {
            name: Buffer(code, self._count)
            for name, code in _CODES.items()
            if name not in self._buffers and (self._part == _library.TOTAL or name not in _TOTAL_ONLY)
        }
        for name, buffer in buffers.items():
            setattr(out, _IN_C.get(name, name), buffer.address)
        _library.check(_library.verdicts_columns(self._handle.pointer, self._part, ctypes.byref(out)))
        for name, buffer in buffers.items():
            self._buffers.setdefault(name, buffer)

    def _column(self, name: str) -> Any:
        if name not in self._columns:
            if name not in self._buffers:
                self._load()
            self._columns.setdefault(name, self._buffers[name].column())
        return self._columns[name]

    @property
    def rewards(self) -> Floats:
        """The rewards; NaN where there is none."""
        column: Floats = self._column("rewards")
        return column

    @property
    def statuses(self) -> Integers:
        """How each row ended, as an index into ``adjudge.STATUSES``."""
        column: Integers = self._column("statuses")
        return column

    @property
    def reasons(self) -> Integers:
        """The rule that decided, as a key of ``adjudge.REASONS``."""
        column: Integers = self._column("reasons")
        return column

    @property
    def rules(self) -> Integers:
        """The extraction rule that found the answer, as an index into ``adjudge.RULES``."""
        column: Integers = self._column("rules")
        return column

    @property
    def span_starts(self) -> Integers:
        """Where each answer begins in its response, in bytes of UTF-8."""
        column: Integers = self._column("span_starts")
        return column

    @property
    def span_lengths(self) -> Integers:
        """How many bytes each answer has; 0 where there is none."""
        column: Integers = self._column("span_lengths")
        return column

    @property
    def work(self) -> Integers:
        """The work spent on each row: bytes looked at and steps taken."""
        column: Integers = self._column("work")
        return column

    def to_list(self) -> List[Optional[float]]:
        """The rewards as floats, None where there is none."""
        return [reward if reward == reward else None for reward in self.rewards.tolist()]

    def status(self, row: int) -> str:
        """How a row ended."""
        return _library.STATUSES[int(self.statuses[row])]

    def reason(self, row: int) -> str:
        """The rule that decided a row."""
        return _library.REASONS[int(self.reasons[row])]

    def status_names(self) -> List[str]:
        """How every row ended."""
        names = _library.STATUSES
        return [names[status] for status in self.statuses.tolist()]

    def reason_names(self) -> List[str]:
        """The rule that decided every row."""
        names = _library.REASONS
        return [names[reason] for reason in self.reasons.tolist()]

    def counts(self) -> Dict[str, int]:
        """How many rows ended in each status, those that occur."""
        counts = [0] * len(_library.STATUSES)
        for status in self.statuses.tolist():
            counts[status] += 1
        return {name: count for name, count in zip(_library.STATUSES, counts) if count}

    def __getstate__(self) -> Dict[str, Any]:
        if self._handle is not None:
            self._load()
        return {"_part": self._part, "_count": self._count, "_buffers": self._buffers}

    def __setstate__(self, state: Dict[str, Any]) -> None:
        self._handle = None
        self._columns = {}
        self.__dict__.update(state)

    def __repr__(self) -> str:
        counts = ", ".join(f"{count} {name}" for name, count in self.counts().items())
        return f"<adjudge.{type(self).__name__} of {len(self)} rows: {counts or 'none'}>"
