"""Python's values as the texts that a person sees: numbers of every library, dates, missing values, JSON."""

from __future__ import annotations

import datetime
import json
import numbers
from typing import Any, List, Mapping, Optional, Sequence, Tuple

from . import _library
from ._columns import objects_of

#: The longest decimal number that Python writes out itself, whatever its limit has been set to.
_SHORT_INTEGER = 10**600
#: How many zeros a decimal number may have before it is written with an exponent.
_PLAIN_DIGITS = 64


class Unreadable(Exception):
    """A value that is neither missing, nor has a text, nor is JSON. The message says what it is."""


def field_of(value: Any) -> Tuple[Optional[bytes], int]:
    """The UTF-8 of a value and the kind of field it is; None where the value is missing.

    Raises Unreadable for what has no form that a person would read.
    """
    if isinstance(value, (bytearray, memoryview)):
        return bytes(value), _library.FIELD_TEXT
    if isinstance(value, bytes):
        return value, _library.FIELD_TEXT
    if is_missing(value):
        return None, _library.FIELD_TEXT
    scalar = _scalar(value)
    if scalar is not None:
        # Lone surrogates have no UTF-8; the engine sees ill-formed bytes and says so.
        return scalar[0].encode("utf-8", "surrogatepass"), _library.FIELD_TEXT
    inner = _inner(value)
    if inner is not value:
        return field_of(inner)
    return json_of(value), _library.FIELD_JSON


def is_missing(value: Any) -> bool:
    """Whether a value is what a library has where there is none: None, NaN, pandas's NA and NaT, NumPy's NaT and
    masked, a Decimal that is not a number."""
    if value is None:
        return True
    if isinstance(value, float):
        return value != value
    kind = type(value)
    if kind.__name__ in ("NAType", "NaTType", "MaskedConstant"):
        return True
    if kind.__module__ == "numpy":
        return kind.__name__ in ("datetime64", "timedelta64", "float16", "float32", "longdouble") and value != value
    return kind.__name__ == "Decimal" and bool(value.is_nan())


def json_of(value: Any) -> bytes:
    """A value as JSON. Raises Unreadable for what has no form there."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except (TypeError, ValueError, RecursionError):
        # Something within it that JSON does not know: a missing value, a number of NumPy, a lone surrogate.
        parts: List[str] = []
        try:
            _write(value, parts)
        except RecursionError:
            raise Unreadable(f"{type(value).__name__} that is nested too deeply") from None
        return "".join(parts).encode("utf-8")


def _write(value: Any, parts: List[str]) -> None:
    if is_missing(value):
        parts.append("null")
        return
    scalar = _scalar(value)
    if scalar is not None:
        text, is_json = scalar
        parts.append(text if is_json else json.dumps(text))
        return
    value = _inner(value)
    if isinstance(value, Mapping):
        for index, (key, entry) in enumerate(value.items()):
            parts.append(", " if index else "{")
            name = _scalar(key)
            if name is None:
                raise Unreadable(f"a key that is {type(key).__name__}")
            parts.append(json.dumps(name[0]))
            parts.append(": ")
            _write(entry, parts)
        parts.append("}" if value else "{}")
    elif isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray, memoryview)):
        for index, entry in enumerate(value):
            parts.append(", " if index else "[")
            _write(entry, parts)
        parts.append("]" if value else "[]")
    elif _scalar(value) is not None or is_missing(value):
        _write(value, parts)
    else:
        raise Unreadable(type(value).__name__)


def _scalar(value: Any) -> Optional[Tuple[str, bool]]:
    """The text of a value that is one thing, and whether it is JSON as it stands; None for what holds others."""
    if isinstance(value, str):
        return str(value), False
    if isinstance(value, bool):
        return ("true" if value else "false"), True
    if isinstance(value, int):
        return _integer(int(value)), True
    if isinstance(value, float):
        text = float.__repr__(value)
        return text, value - value == 0
    kind = type(value)
    if kind.__module__ == "numpy" and getattr(value, "shape", None) == ():
        return _numpy_scalar(value)
    if kind.__name__ == "Decimal" and isinstance(value, numbers.Number):
        return _decimal(value)
    if isinstance(value, (numbers.Number, datetime.date, datetime.time, datetime.timedelta)):
        return str(value), False
    # What else pandas has in its columns: periods, intervals.
    if kind.__module__.partition(".")[0] == "pandas" and not hasattr(value, "__len__"):
        return str(value), False
    return None


def _integer(value: int) -> str:
    if -_SHORT_INTEGER < value < _SHORT_INTEGER:
        return str(value)
    # Python refuses to write long numbers, by a limit that may be lowered; Decimal writes any in reasonable time.
    from decimal import Decimal

    return format(Decimal(value), "f")


def _decimal(value: Any) -> Tuple[str, bool]:
    if not value.is_finite():
        return str(value), False
    plain = -_PLAIN_DIGITS < value.as_tuple().exponent <= _PLAIN_DIGITS
    return (format(value, "f") if plain else str(value)), True


def _numpy_scalar(value: Any) -> Optional[Tuple[str, bool]]:
    kind = value.dtype.kind
    if kind == "b":
        return ("true" if value else "false"), True
    if kind in "iu":
        return str(int(value)), True
    if kind == "f":
        # The shortest text that is this number in its own precision: 0.1 of 32 bits is not 0.10000000149011612.
        text = str(value)
        return text, bool(value - value == 0)
    if kind in "cmMUS":
        return str(value), False
    return None


def _inner(value: Any) -> Any:
    """What is in an array, a column, or a scalar of another library; else the value itself."""
    if hasattr(value, "as_py"):
        return value.as_py()
    if not any(hasattr(value, name) for name in ("tolist", "to_pylist", "to_list")):
        return value
    if getattr(value, "ndim", 1) == 0:
        # An array of NumPy without dimensions keeps its precision this way.
        return value[()] if type(value).__name__ == "ndarray" else value.item()
    return list(objects_of(value))
