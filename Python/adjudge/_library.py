"""libadjudge through ctypes: structs, signatures, the version check, and errors as exceptions.

The structs mirror ``adjudge.h``; a test compares their layout with the committed one.
"""

from __future__ import annotations

import ctypes
import json
import os
from ctypes import (
    POINTER,
    Structure,
    byref,
    c_char,
    c_char_p,
    c_double,
    c_int8,
    c_int32,
    c_size_t,
    c_uint8,
    c_uint16,
    c_uint32,
    c_uint64,
    c_void_p,
)
from typing import Any, Callable, Dict

from .errors import AdjudgeError, GraderError

ABI_VERSION = 1
ABI_REVISION = 6

OK = 0
INVALID_GRADER = 2
BUFFER_TOO_SMALL = 4

TOTAL = 0xFFFF_FFFF
NOT_EVALUATED = 9
FIELD_TEXT = 0
FIELD_JSON = 1


class Column(Structure):
    """``adj_column``."""

    _fields_ = [("data", c_void_p), ("offsets", c_void_p)]


class Field(Structure):
    """``adj_field``."""

    _fields_ = [("data", c_void_p), ("length", c_uint64), ("kind", c_uint32), ("reserved", c_uint32)]


class Batch(Structure):
    """``adj_batch``."""

    _fields_ = [
        ("struct_size", c_uint32),
        ("reserved", c_uint32),
        ("count", c_uint64),
        ("responses", Column),
        ("references", Column),
        ("items", Column),
        ("response_fields", c_void_p),
        ("reference_fields", c_void_p),
        ("item_fields", c_void_p),
        ("cancellation", c_void_p),
        ("groups", c_void_p),
    ]


class VerdictColumns(Structure):
    """``adj_verdict_columns``."""

    _fields_ = [
        ("struct_size", c_uint32),
        ("reserved", c_uint32),
        ("rewards", c_void_p),
        ("scores", c_void_p),
        ("work", c_void_p),
        ("span_starts", c_void_p),
        ("span_lengths", c_void_p),
        ("statuses", c_void_p),
        ("reasons", c_void_p),
        ("rules", c_void_p),
        ("passed", c_void_p),
        ("exact_reasons", c_void_p),
    ]


class GroupColumns(Structure):
    """``adj_group_columns``."""

    _fields_ = [
        ("struct_size", c_uint32),
        ("reserved", c_uint32),
        ("rows", c_void_p),
        ("rewarded", c_void_p),
        ("passed", c_void_p),
        ("means", c_void_p),
        ("deviations", c_void_p),
        ("minimums", c_void_p),
        ("maximums", c_void_p),
    ]


class Python(Structure):
    """``adj_python``: the interpreter's functions that the library borrows to read strings."""

    _fields_ = [
        ("tuple_item", c_void_p),
        ("text", c_void_p),
        ("bytes", c_void_p),
        ("clear_error", c_void_p),
        ("none", c_void_p),
        ("tuple_new", c_void_p),
        ("list_item", c_void_p),
        ("tuple_set", c_void_p),
        ("hold", c_void_p),
    ]


def _path() -> str:
    """Where the library is: ``ADJUDGE_LIBRARY``, else in the package."""
    chosen = os.environ.get("ADJUDGE_LIBRARY")
    if chosen:
        return chosen
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), "libadjudge.so.0")


def _load() -> tuple[ctypes.CDLL, ctypes.PyDLL]:
    path = _path()
    try:
        # The same library twice: calls through the first let other Python threads run, calls through the second,
        # which read Python's objects, do not.
        return ctypes.CDLL(path), ctypes.PyDLL(path)
    except OSError as error:
        raise ImportError(
            f"adjudge: cannot load {path}: {error}. The wheel carries the library; "
            "in a checkout, run `make library` and set ADJUDGE_LIBRARY to build/lib/libadjudge.so"
        ) from error


_free, _locked = _load()


def _function(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    function = getattr(_free, name)
    function.restype = result
    function.argtypes = list(arguments)
    return function  # type: ignore[no-any-return]


last_error = _function("adj_last_error", c_char_p)
version = _function("adj_version", c_char_p)
abi_check = _function("adj_abi_check", c_int32, c_uint32, c_uint32)
engine_create = _function("adj_engine_create", c_int32, c_char_p, c_size_t, c_uint32, POINTER(c_void_p))
engine_destroy = _function("adj_engine_destroy", None, c_void_p)
engine_cancel = _function("adj_engine_cancel", None, c_void_p)
engine_grader_hash = _function("adj_engine_grader_hash", c_char_p, c_void_p)
engine_threads = _function("adj_engine_threads", c_uint32, c_void_p)
engine_on_error = _function("adj_engine_on_error", c_uint32, c_void_p)
engine_reads_items = _function("adj_engine_reads_items", c_uint32, c_void_p)
engine_item_names = _function("adj_engine_item_names", c_int32, c_void_p, POINTER(c_void_p), POINTER(c_size_t))
engine_waits = _function("adj_engine_waits", c_uint32, c_void_p)
engine_part_count = _function("adj_engine_part_count", c_uint32, c_void_p)
engine_part_name = _function("adj_engine_part_name", c_char_p, c_void_p, c_uint32)
score = _function("adj_score", c_int32, c_void_p, POINTER(Batch), c_void_p, c_void_p, POINTER(c_void_p))
explain = _function("adj_explain", c_int32, c_void_p, POINTER(Batch), c_uint64, POINTER(c_void_p), POINTER(c_size_t))
cancellation_create = _function("adj_cancellation_create", c_void_p)
cancellation_cancel = _function("adj_cancellation_cancel", None, c_void_p)
cancellation_destroy = _function("adj_cancellation_destroy", None, c_void_p)
verdicts_count = _function("adj_verdicts_count", c_uint64, c_void_p)
verdicts_columns = _function("adj_verdicts_columns", c_int32, c_void_p, c_uint32, POINTER(VerdictColumns))
verdicts_groups = _function("adj_verdicts_groups", c_int32, c_void_p, c_void_p, c_uint64, POINTER(GroupColumns))
verdicts_json = _function("adj_verdicts_json", c_int32, c_void_p, c_uint64, c_char_p, c_size_t, POINTER(c_size_t))
verdicts_advantages = _function("adj_verdicts_advantages", c_int32, c_void_p, c_void_p, c_void_p)
verdicts_metrics = _function("adj_verdicts_metrics", c_int32, c_void_p, POINTER(c_void_p), POINTER(c_size_t))
verdicts_detail = _function(
    "adj_verdicts_detail", c_int32, c_void_p, c_uint64, c_uint32, POINTER(c_void_p), POINTER(c_size_t)
)
verdicts_destroy = _function("adj_verdicts_destroy", None, c_void_p)
_presets = _function("adj_presets", c_int32, POINTER(c_void_p), POINTER(c_size_t))
_verifiers = _function("adj_verifiers", c_int32, POINTER(c_void_p), POINTER(c_size_t))
_machine = _function("adj_machine", c_int32, POINTER(c_void_p), POINTER(c_size_t))
_engine_warnings = _function("adj_engine_warnings", c_int32, c_void_p, POINTER(c_void_p), POINTER(c_size_t))
judges_configure = _function("adj_judges_configure", c_int32, c_char_p, c_size_t, c_uint32)
JUDGE_FUNCTION = ctypes.CFUNCTYPE(None, c_void_p, c_uint64, c_char_p, POINTER(c_char), c_size_t)
judges_function = _function("adj_judges_function", None, JUDGE_FUNCTION, c_void_p)
judges_reply = _function("adj_judges_reply", c_int32, c_uint64, c_char_p, c_size_t, c_char_p)
_yaml_to_json = _function("adj_yaml_to_json", c_int32, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_size_t))
_judges_tally = _function("adj_judges_tally", c_int32, POINTER(c_void_p), POINTER(c_size_t))
_exact_reasons = _function("adj_exact_reasons", c_int32, POINTER(c_void_p), POINTER(c_size_t))
_text_destroy = _function("adj_text_destroy", None, c_void_p)

python_fields = _locked.adj_python_fields
python_fields.restype = c_uint64
python_fields.argtypes = [POINTER(Python), ctypes.py_object, c_uint64, c_void_p]
python_list_fields = _locked.adj_python_list_fields
python_list_fields.restype = ctypes.py_object
python_list_fields.argtypes = [POINTER(Python), ctypes.py_object, c_uint64, c_void_p, POINTER(c_uint64)]


def _address(function: Any) -> int:
    address = ctypes.cast(function, c_void_p).value
    assert address is not None
    return address


#: The interpreter's functions, in this process.
PYTHON = Python(
    _address(ctypes.pythonapi.PyTuple_GetItem),
    _address(ctypes.pythonapi.PyUnicode_AsUTF8AndSize),
    _address(ctypes.pythonapi.PyBytes_AsStringAndSize),
    _address(ctypes.pythonapi.PyErr_Clear),
    id(None),
    _address(ctypes.pythonapi.PyTuple_New),
    _address(ctypes.pythonapi.PyList_GetItem),
    _address(ctypes.pythonapi.PyTuple_SetItem),
    _address(ctypes.pythonapi.Py_IncRef),
)


def check(code: int) -> None:
    """Raises what the library's code stands for, said in the calling thread."""
    if code != OK:
        raise error_of(code)


def error_of(code: int) -> AdjudgeError:
    """The error of the calling thread's last call, which returned ``code``."""
    message = last_error().decode("utf-8", "replace")
    return GraderError(message) if code == INVALID_GRADER else AdjudgeError(message)


def take_text(call: Callable[[Any, Any], int]) -> str:
    """The text that ``call`` hands out; the library's copy is given back."""
    text, length = c_void_p(), c_size_t()
    check(call(byref(text), byref(length)))
    return taken(text, length)


def taken(text: c_void_p, length: c_size_t) -> str:
    """A text that the library has handed out; its copy is given back."""
    try:
        return ctypes.string_at(text.value or 0, length.value).decode("utf-8")
    finally:
        _text_destroy(text)


def presets_json() -> str:
    """Every preset, as the library's JSON."""
    return take_text(_presets)


def json_of_yaml(text: bytes, name: str) -> str:
    """The JSON of a document in YAML, read as every door reads it. ``name`` is what errors begin with."""
    try:
        return take_text(lambda found, length: _yaml_to_json(text, len(text), found, length))
    except GraderError as error:
        raise GraderError(f"{name}: {error}") from None


def verifiers_json() -> str:
    """Every type of grader, as the library's JSON."""
    return take_text(_verifiers)


def machine_json() -> str:
    """The machine's capabilities, as the library's JSON."""
    return take_text(_machine)


def judges_tally_json() -> str:
    """What judges were asked, as the library's JSON."""
    return take_text(_judges_tally)


def warnings_json(engine: Any) -> str:
    """The oddities of an engine's grader, as the library's JSON."""
    return take_text(lambda text, length: _engine_warnings(engine, text, length))


def names(function_name: str) -> tuple[str, ...]:
    """All names that ``adj_status_name`` and its like give, by code."""
    function = _function(function_name, c_char_p, c_uint8)
    found: list[str] = []
    while len(found) < 256:
        name = function(len(found))
        if name is None:
            break
        found.append(name.decode("ascii"))
    return tuple(found)


check(abi_check(ABI_VERSION, ABI_REVISION))

STATUSES = names("adj_status_name")
REASONS: Dict[int, str] = {reason["code"]: reason["name"] for reason in json.loads(take_text(_exact_reasons))}
RULES = names("adj_rule_name")

#: The size in bytes of an entry of each type that columns have, by its ``struct`` code.
SIZES = {"d": ctypes.sizeof(c_double), "Q": ctypes.sizeof(c_uint64), "I": ctypes.sizeof(c_uint32)}
SIZES.update({"H": ctypes.sizeof(c_uint16), "B": ctypes.sizeof(c_uint8), "b": ctypes.sizeof(c_int8)})
