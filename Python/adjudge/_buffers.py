"""Columns: memory that the library writes and that Python sees as NumPy arrays, or as memoryviews without NumPy."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any, Tuple

from ._library import SIZES

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray
    from typing_extensions import TypeAlias

    #: A column of rewards and the like; without NumPy a ``memoryview``, which has ``len``, entries and ``tolist``.
    Floats: TypeAlias = NDArray[numpy.float64]
    #: A column of codes, counts, or places in bytes; likewise.
    Integers: TypeAlias = NDArray[Any]

_NUMPY_TYPES = {"d": "f8", "Q": "u8", "I": "u4", "H": "u2", "B": "u1", "b": "i1"}
_numpy: Any = None
_numpy_sought = False


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

    def column(self) -> Any:
        """The entries, without copying."""
        numpy = numpy_module()
        if numpy is not None:
            return numpy.frombuffer(self._bytes, dtype=_NUMPY_TYPES[self._code], count=self._count)
        return self.view()

    def view(self) -> memoryview:
        """The entries as a memoryview."""
        return memoryview(self._bytes).cast(self._code)[: self._count]  # type: ignore[call-overload,no-any-return]

    def __reduce__(self) -> Tuple[Any, ...]:
        return _filled, (self._code, self._count, bytes(self._bytes))


def _filled(code: str, count: int, content: bytes) -> Buffer:
    """A buffer that was pickled."""
    buffer = Buffer(code, count)
    buffer._bytes[:] = content
    return buffer


def address(memory: bytearray) -> int:
    """Where a bytearray's memory is. It must not be resized."""
    return ctypes.addressof(ctypes.c_char.from_buffer(memory))
