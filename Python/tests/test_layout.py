"""The package's structs against the committed layout of the C interface."""

from __future__ import annotations

import ctypes
import os
import re
from pathlib import Path

import pytest

from adjudge import _library

LAYOUT = Path(os.environ.get("ADJUDGE_CHECKOUT", Path(__file__).parents[2])) / "Tests" / "c" / "layout.txt"
STRUCTS = {
    "adj_column": _library.Column,
    "adj_field": _library.Field,
    "adj_batch": _library.Batch,
    "adj_verdict_columns": _library.VerdictColumns,
    "adj_group_columns": _library.GroupColumns,
}


def lines(pattern: str) -> list[tuple[str, ...]]:
    """The fields of the layout's lines that match."""
    return re.findall(pattern, LAYOUT.read_text(), re.MULTILINE)


@pytest.mark.parametrize("name", STRUCTS)
def test_structs_lie_as_in_c(name: str) -> None:
    struct = STRUCTS[name]
    assert [(name, str(ctypes.sizeof(struct)))] == [line for line in lines(r"^(\w+) size (\d+)$") if line[0] == name]
    fields = [line[1:] for line in lines(r"^(\w+)\.(\w+) offset (\d+) size (\d+)$") if line[0] == name]
    assert [field for field, _, _ in fields] == [field for field, *_ in struct._fields_]
    for field, offset, size in fields:
        assert (getattr(struct, field).offset, getattr(struct, field).size) == (int(offset), int(size))


def test_constants_are_those_of_c() -> None:
    constants = {name: int(value) for name, value in lines(r"^(\w+) = (\d+)$")}
    assert constants["ADJ_ABI_VERSION"] == _library.ABI_VERSION
    assert constants["ADJ_INVALID_GRADER"] == _library.INVALID_GRADER
    assert constants["ADJ_BUFFER_TOO_SMALL"] == _library.BUFFER_TOO_SMALL
    assert constants["ADJ_TOTAL"] == _library.TOTAL
    assert constants["ADJ_NOT_EVALUATED"] == _library.NOT_EVALUATED
    assert (constants["ADJ_FIELD_TEXT"], constants["ADJ_FIELD_JSON"]) == (_library.FIELD_TEXT, _library.FIELD_JSON)
    statuses = [name for name, value in constants.items() if name[4:].lower() in _library.STATUSES]
    assert [_library.STATUSES[constants[name]] for name in statuses] == [name[4:].lower() for name in statuses]
    assert len(statuses) == len(_library.STATUSES)
