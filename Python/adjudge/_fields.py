"""Sequences of Python objects as fields of the library: pointers into the strings, nothing joined or copied."""

from __future__ import annotations

import ctypes
import warnings
from typing import AbstractSet as Set
from typing import Any, List, Mapping, Optional, Tuple

from . import _library
from ._buffers import address
from ._columns import objects_of
from ._values import Unreadable, field_of
from .errors import AdjudgeError

_FIELD = ctypes.sizeof(_library.Field)
_OTHER = 0xFFFF_FFFF
_CHANGED = 0xFFFF_FFFF_FFFF_FFFF


class Fields:
    """One field of every row of a batch. Holds on to what it points into."""

    __slots__ = ("_held", "_memory", "address", "column")

    def __init__(self, name: str, values: Any, count: Optional[int] = None) -> None:
        """Reads ``values``: str, bytes (UTF-8), numbers, dates, missing values (the row has none), or what is JSON.

        A column of strings of pyarrow is taken as it lies. A value that is none of these spoils its row and is warned
        of. Raises AdjudgeError where the number of rows is not ``count``, TypeError where ``values`` is no sequence.
        """
        self._held: List[Any] = []
        self.address: Optional[int] = None
        self.column = _library.Column()
        if not _is_sequence(values):
            raise TypeError(f"{name}: found {type(values).__name__}, expected a sequence with an entry for each row")
        if count is not None and len(values) != count:
            raise AdjudgeError(f"{name}: found {len(values)} entries, expected {count}, one for each response")
        if type(values).__module__.partition(".")[0] == "pyarrow" and self._take_arrow(values):
            return
        # A tuple keeps the strings alive, whatever another thread does to a list while the batch is scored.
        if not isinstance(values, (list, tuple)):
            values = objects_of(values)
        rows = len(values)
        self._memory = bytearray(_FIELD * max(rows, 1))
        self.address = address(self._memory)
        objects: Tuple[Any, ...]
        if isinstance(values, tuple):
            objects = values
            others = _library.python_fields(_library.PYTHON, objects, rows, self.address)
        else:
            found = ctypes.c_uint64()
            objects = _library.python_list_fields(_library.PYTHON, values, rows, self.address, ctypes.byref(found))
            others = found.value
        self._held.append(objects)
        if others == _CHANGED or (count is not None and rows != count):
            raise AdjudgeError(f"{name}: the sequence changed while it was read")
        if others:
            self._convert_others(name, objects)

    def _convert_others(self, name: str, objects: Tuple[Any, ...]) -> None:
        kinds = memoryview(self._memory).cast("I")[4 :: _FIELD // 4]
        words = memoryview(self._memory).cast("Q")
        texts = bytearray()
        places: List[Tuple[int, int, int]] = []
        unreadable: List[Tuple[int, str]] = []
        for row, kind in enumerate(kinds):
            if kind == _OTHER:
                text: Optional[bytes]
                try:
                    text, kinds[row] = field_of(objects[row])
                except Unreadable as error:
                    # The kind stays one that there is not: the engine then says that the row cannot be read.
                    unreadable.append((row, str(error)))
                    text = b""
                if text is not None:
                    places.append((row * (_FIELD // 8), len(texts), len(text)))
                    texts += text
        # Now that it no longer grows, what lies in it has an address; an empty text has one too.
        texts += b"\0"
        start = address(texts)
        for word, offset, length in places:
            words[word] = start + offset
            words[word + 1] = length
        self._held.append(texts)
        if unreadable:
            row, found = unreadable[0]
            others = f", and {len(unreadable) - 1} more" if len(unreadable) > 1 else ""
            warnings.warn(
                f"{name}[{row}]: found {found}, expected text, a number, a date, JSON or None; "
                f"the row is bad_sample{others}",
                RuntimeWarning,
                stacklevel=5,
            )

    def bytes_of(self, row: int) -> bytes:
        """The bytes of a row's field; empty where it has none."""
        if self.address is None:
            offsets = (ctypes.c_uint64 * 2).from_address(self.column.offsets + 8 * row)
            return ctypes.string_at(self.column.data + offsets[0], offsets[1] - offsets[0])
        field = _library.Field.from_address(self.address + _FIELD * row)
        return ctypes.string_at(field.data, field.length) if field.data else b""

    def _take_arrow(self, values: Any) -> bool:
        """Points at the buffers of a pyarrow array of strings without nulls; False when it is not one."""
        import pyarrow

        if isinstance(values, pyarrow.ChunkedArray):
            values = values.combine_chunks() if values.num_chunks != 1 else values.chunk(0)
        if not isinstance(values, pyarrow.Array) or values.null_count:
            return False
        if pyarrow.types.is_string(values.type):
            values = values.cast(pyarrow.large_string())
        elif not pyarrow.types.is_large_string(values.type):
            return False
        _, offsets, data = values.buffers()
        if data is None or offsets is None:
            return False
        self._held.append(values)
        self.column = _library.Column(data.address, offsets.address + 8 * values.offset)
        return True


def _is_sequence(values: Any) -> bool:
    if isinstance(values, (str, bytes, bytearray, Mapping, Set)) or type(values).__name__ in ("DataFrame", "Table"):
        return False
    return hasattr(values, "__len__") and getattr(values, "ndim", 1) != 0
