"""Statistics of the rewards by group, such as the rollouts of one prompt."""

from __future__ import annotations

import ctypes
from array import array
from typing import Dict, Hashable, List, Optional, Sequence

from . import _library
from ._buffers import Buffer, Column
from ._handles import Handle
from .errors import AdjudgeError

_CODES = {
    "rows": "Q",
    "rewarded": "Q",
    "passed": "Q",
    "means": "d",
    "deviations": "d",
    "minimums": "d",
    "maximums": "d",
}


class Groups:
    """Columns with an entry for each group, in the order in which the groups first occur.

    Rows without a reward count among ``rows`` only; a group without any reward has NaN for mean and extremes.
    """

    def __init__(self, handle: Handle, keys: Optional[Sequence[Hashable]]) -> None:
        if keys is None:
            raise AdjudgeError("the batch was scored without groups, expected Engine.score(…, groups=…)")
        numbers: Dict[Hashable, int] = {}
        of_row = [numbers.setdefault(key, len(numbers)) for key in keys]
        #: The groups, as they were given.
        self.keys: List[Hashable] = list(numbers)
        count = len(numbers)
        buffers = {name: Buffer(code, count) for name, code in _CODES.items()}
        out = _library.GroupColumns(ctypes.sizeof(_library.GroupColumns))
        for name, buffer in buffers.items():
            setattr(out, name, buffer.address)
        packed = array("Q", of_row)
        start, _ = packed.buffer_info()
        # An empty array has no memory; the library reads nothing of it either.
        _library.check(_library.verdicts_groups(handle.pointer, start or 8, count, ctypes.byref(out)))
        #: The number of each row's group, an index into the other columns.
        self.of_row: List[int] = of_row
        #: How many rows each group has.
        self.rows: Column = buffers["rows"].column()
        #: How many of them have a reward.
        self.rewarded: Column = buffers["rewarded"].column()
        #: How many of them count as right.
        self.passed: Column = buffers["passed"].column()
        #: The means of the rewards.
        self.means: Column = buffers["means"].column()
        #: Their standard deviations, of the population.
        self.deviations: Column = buffers["deviations"].column()
        #: The least reward of each group.
        self.minimums: Column = buffers["minimums"].column()
        #: The greatest reward of each group.
        self.maximums: Column = buffers["maximums"].column()

    def __len__(self) -> int:
        return len(self.keys)
