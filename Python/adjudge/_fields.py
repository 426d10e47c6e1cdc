"""Sequences of Python objects as fields of the library: pointers into the strings, nothing joined or copied."""

from __future__ import annotations

import ctypes
import json
from typing import AbstractSet as Set
from typing import Any, List, Mapping, Optional, Sequence, Tuple

from . import _library
from ._buffers import address
from .errors import AdjudgeError

_FIELD = ctypes.sizeof(_library.Field)
_OTHER = 0xFFFF_FFFF
_CHANGED = 0xFFFF_FFFF_FFFF_FFFF


class Fields:
    """One field of every row of a batch. Holds on to what it points into."""

    __slots__ = ("_held", "_memory", "address", "column")

    def __init__(self, name: str, values: Any, count: Optional[int] = None) -> None:
        """Reads ``values``: str, bytes (UTF-8), None (the row has none), or anything that is JSON.

        A column of strings of pyarrow is taken as it lies. Raises AdjudgeError where the number of rows is not
        ``count``, and TypeError where a value is none of these.
        """
        self._held: List[Any] = []
        self.address: Optional[int] = None
        self.column = _library.Column()
        if isinstance(values, (str, bytes, bytearray, Mapping, Set)) or not hasattr(values, "__len__"):
            raise TypeError(f"{name}: found {type(values).__name__}, expected a sequence with an entry for each row")
        if count is not None and len(values) != count:
            raise AdjudgeError(f"{name}: found {len(values)} entries, expected {count}, one for each response")
        if type(values).__module__.partition(".")[0] == "pyarrow" and self._take_arrow(values):
            return
        # A tuple keeps the strings alive, whatever another thread does to a list while the batch is scored.
        if not isinstance(values, (list, tuple)):
            values = _as_tuple(values)
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
        for row, kind in enumerate(kinds):
            if kind == _OTHER:
                text, kinds[row] = _converted(name, row, objects[row])
                places.append((row * (_FIELD // 8), len(texts), len(text)))
                texts += text
        # Now that it no longer grows, what lies in it has an address; an empty text has one too.
        texts += b"\0"
        start = address(texts)
        for word, offset, length in places:
            words[word] = start + offset
            words[word + 1] = length
        self._held.append(texts)

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


def _as_tuple(values: Any) -> Tuple[Any, ...]:
    # Arrays of NumPy, pandas and pyarrow give Python objects this way, and quicker than by iterating.
    for name in ("to_pylist", "tolist"):
        convert = getattr(values, name, None)
        if convert is not None:
            return tuple(convert())
    return tuple(values)


def _converted(name: str, row: int, value: Any) -> Tuple[bytes, int]:
    """The UTF-8 of a value, and the kind of field it is."""
    if isinstance(value, str):
        # Lone surrogates have no UTF-8; the engine sees ill-formed bytes and says so.
        return value.encode("utf-8", "surrogatepass"), _library.FIELD_TEXT
    if isinstance(value, (bytearray, memoryview)):
        return bytes(value), _library.FIELD_TEXT
    if isinstance(value, bool):
        return (b"true" if value else b"false"), _library.FIELD_TEXT
    if isinstance(value, int):
        return str(value).encode("ascii"), _library.FIELD_TEXT
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            raise TypeError(f"{name}[{row}]: found {value}, expected a finite number, text, JSON or None")
        return repr(value).encode("ascii"), _library.FIELD_TEXT
    item = getattr(value, "item", None)
    if item is not None and getattr(value, "ndim", None) == 0:
        return _converted(name, row, item())
    if hasattr(value, "tolist"):
        value = value.tolist()
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_plain).encode(
            "utf-8"
        ), _library.FIELD_JSON
    except UnicodeEncodeError:
        return json.dumps(value, allow_nan=False, default=_plain).encode("ascii"), _library.FIELD_JSON
    except (TypeError, ValueError) as error:
        raise TypeError(f"{name}[{row}]: found {type(value).__name__}, expected text, JSON or None: {error}") from None


def _plain(value: Any) -> Any:
    """What JSON has for NumPy's numbers and arrays, and for the mappings and sequences of configuration libraries."""
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")
