"""Columns: memory that the library writes and that Python sees as NumPy arrays, or as memoryviews without NumPy."""

from __future__ import annotations

import ctypes
from typing import Any, List, Protocol

from ._library import SIZES

_NUMPY_TYPES = {"d": "f8", "Q": "u8", "I": "u4", "B": "u1", "b": "i1"}
_numpy: Any = None
_numpy_sought = False


class Column(Protocol):
    """A column of numbers: a ``numpy.ndarray`` where NumPy is installed, else a ``memoryview``. Neither is a copy."""

    def __len__(self) -> int: ...

    def __getitem__(self, row: int) -> Any: ...

    def tolist(self) -> List[Any]:
        """The entries as Python numbers."""
        ...


def numpy_module() -> Any:
    """NumPy, or None where it is not installed."""
    global _numpy, _numpy_sought
    if not _numpy_sought:
        try:
            import numpy
        except ImportError:
            pass
        else:
            _numpy = numpy
        _numpy_sought = True
    return _numpy


class Buffer:
    """Room for ``count`` entries of one type, for the library to write into."""

    __slots__ = ("_bytes", "_code", "_count", "address")

    def __init__(self, code: str, count: int) -> None:
        self._bytes = bytearray(SIZES[code] * max(count, 1))
        self._code = code
        self._count = count
        #: Where the memory is; it stays there as long as the buffer lives.
        self.address = address(self._bytes)

    def column(self) -> Column:
        """The entries, without copying."""
        numpy = numpy_module()
        if numpy is not None:
            array: Column = numpy.frombuffer(self._bytes, dtype=_NUMPY_TYPES[self._code], count=self._count)
            return array
        return self.view()

    def view(self) -> memoryview:
        """The entries as a memoryview."""
        return memoryview(self._bytes).cast(self._code)[: self._count]  # type: ignore[call-overload,no-any-return]


def address(memory: bytearray) -> int:
    """Where a bytearray's memory is. It must not be resized."""
    return ctypes.addressof(ctypes.c_char.from_buffer(memory))
