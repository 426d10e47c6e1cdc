"""Statistics of the rewards by group, such as the rollouts of one prompt."""

from __future__ import annotations

import ctypes
from array import array
from typing import TYPE_CHECKING, Any, Dict, Hashable, List, Tuple

from . import _library
from ._buffers import Buffer
from ._columns import objects_of
from ._handles import Handle
from ._values import is_missing
from .errors import AdjudgeError

if TYPE_CHECKING:
    from ._buffers import Floats, Integers

_CODES = {
    "rows": "Q",
    "rewarded": "Q",
    "passed": "Q",
    "means": "d",
    "deviations": "d",
    "minimums": "d",
    "maximums": "d",
}


class Numbering:
    """The groups of a batch by number, in the order in which they first occur. Read once: a list may change later."""

    __slots__ = ("keys", "of_row")

    def __init__(self, groups: Any, count: int) -> None:
        if isinstance(groups, (str, bytes)) or not hasattr(groups, "__len__"):
            raise TypeError(f"groups: found {type(groups).__name__}, expected a sequence with an entry for each row")
        entries = groups if isinstance(groups, (list, tuple, range)) else objects_of(groups)
        numbers: Dict[Tuple[type, Hashable], int] = {}
        of_row: List[int] = []
        for entry in entries:
            # Rows without a key would be a group of strangers, whose rewards would be compared.
            if is_missing(entry):
                raise AdjudgeError(f"groups[{len(of_row)}]: found {entry!r}, expected the key of the row's group")
            # True and 1.0 are no other spelling of 1.
            kind = bool if isinstance(entry, bool) else float if isinstance(entry, float) else object
            try:
                of_row.append(numbers.setdefault((kind, entry), len(numbers)))
            except TypeError:
                found = type(entry).__name__
                raise TypeError(f"groups[{len(of_row)}]: found {found}, expected a key such as a str or int") from None
        if len(of_row) != count:
            raise AdjudgeError(f"groups: found {len(of_row)} entries, expected {count}, one for each response")
        #: The groups, as they were given.
        self.keys: List[Hashable] = [key for _, key in numbers]
        #: The number of each row's group.
        self.of_row = of_row


class Groups:
    """Columns with an entry for each group, in the order in which the groups first occur.

    Rows without a reward count among ``rows`` only; a group without any reward has NaN for mean and extremes.
    """

    def __init__(self, handle: Handle, numbering: Numbering) -> None:
        count = len(numbering.keys)
        buffers = {name: Buffer(code, count) for name, code in _CODES.items()}
        out = _library.GroupColumns(ctypes.sizeof(_library.GroupColumns))
        for name, buffer in buffers.items():
            setattr(out, name, buffer.address)
        packed = array("Q", numbering.of_row)
        start, length = packed.buffer_info()
        assert length == _library.verdicts_count(handle.pointer)
        # An empty array has no memory; the library reads nothing of it either.
        _library.check(_library.verdicts_groups(handle.pointer, start or 8, count, ctypes.byref(out)))
        self._take(numbering.keys, numbering.of_row, buffers)

    def _take(self, keys: List[Hashable], of_row: List[int], buffers: Dict[str, Buffer]) -> None:
        self._buffers = buffers
        #: The groups, as they were given.
        self.keys: List[Hashable] = keys
        #: The number of each row's group, an index into the other columns.
        self.of_row: List[int] = of_row
        #: How many rows each group has.
        self.rows: Integers = buffers["rows"].column()
        #: How many of them have a reward.
        self.rewarded: Integers = buffers["rewarded"].column()
        #: How many of them count as right.
        self.passed: Integers = buffers["passed"].column()
        #: The means of the rewards.
        self.means: Floats = buffers["means"].column()
        #: Their standard deviations, of the population.
        self.deviations: Floats = buffers["deviations"].column()
        #: The least reward of each group.
        self.minimums: Floats = buffers["minimums"].column()
        #: The greatest reward of each group.
        self.maximums: Floats = buffers["maximums"].column()

    def __getstate__(self) -> Dict[str, Any]:
        return {"keys": self.keys, "of_row": self.of_row, "buffers": self._buffers}

    def __setstate__(self, state: Dict[str, Any]) -> None:
        self._take(**state)

    def __len__(self) -> int:
        return len(self.keys)

    def __repr__(self) -> str:
        shown = ", ".join(f"{key!r}: {mean:.4g}" for key, mean in zip(self.keys[:5], self.means.tolist()))
        return f"<adjudge.Groups of {len(self)}, means {{{shown}{', …' if len(self) > 5 else ''}}}>"
