"""What names a grader: a preset, a document, a file of JSON or YAML."""

from __future__ import annotations

import difflib
import json
import os
from typing import Any, List, Mapping, Sequence, Union

from . import _library
from .errors import GraderError

#: What names a grader: a document as a dict, its JSON text, the name of a preset with or without ``preset:``, or the
#: path of a file of JSON or YAML.
GraderSource = Union[str, bytes, Mapping[str, Any], "os.PathLike[str]"]

_SUFFIXES = (".json", ".yaml", ".yml")


def grader_text(grader: GraderSource) -> bytes:
    """The document that ``grader`` names, as the library reads it.

    Raises:
        GraderError: there is no such preset or file, or the file is no YAML.
        TypeError: ``grader`` names nothing.
    """
    if isinstance(grader, Mapping):
        return _document(grader)
    if isinstance(grader, bytes):
        return grader
    if isinstance(grader, str):
        return _named(grader)
    if isinstance(grader, os.PathLike):
        return _file(os.fspath(grader))
    raise TypeError(
        f"grader: found {type(grader).__name__}, expected a dict, JSON text, the name of a preset, or a path"
    )


def _document(grader: Mapping[str, Any]) -> bytes:
    try:
        return json.dumps(grader, ensure_ascii=False, allow_nan=False, default=_plain).encode("utf-8")
    except RecursionError:
        raise GraderError("grader: found a dict that is nested too deeply, or in itself") from None
    except UnicodeEncodeError as error:
        found = error.object[error.start : error.end]
        raise GraderError(f"grader: found a text with {found!r}, expected texts that UTF-8 has") from None
    except ValueError as error:
        # NaN, infinities, and what json finds to hold itself.
        raise GraderError(f"grader: {error}, expected what JSON has") from None


def _named(grader: str) -> bytes:
    if grader.startswith("preset:") or grader.lstrip()[:1] in ("{", "["):
        return grader.encode("utf-8", "surrogatepass")
    if grader.endswith(_SUFFIXES) or os.sep in grader:
        return _file(grader)
    names = [preset["name"] for preset in json.loads(_library.presets_json())]
    if grader in names:
        return b"preset:" + grader.encode("ascii")
    if os.path.isfile(grader):
        return _file(grader)
    near = difflib.get_close_matches(grader, names, 1)
    raise GraderError(
        f"grader: found {_short(grader)}{f', did you mean {json.dumps(near[0])}?' if near else ''}; expected a preset "
        f"({', '.join(names)}) with or without preset:, the path of a file of JSON or YAML, the JSON text of a "
        "document, or the document as a dict"
    )


def _file(path: Union[str, bytes]) -> bytes:
    name = os.fsdecode(path)
    try:
        with open(path, "rb") as file:
            text = file.read()
    except OSError as error:
        raise GraderError(f"{name}: {error.strerror}, expected a grader file or preset:NAME") from error
    return _library.json_of_yaml(text, name).encode("utf-8") if name.endswith((".yaml", ".yml")) else text


def _short(text: str) -> str:
    shown = json.dumps(text, ensure_ascii=False)
    return shown if len(shown) <= 80 else f"{shown[:80]}…"


def _plain(value: Any) -> Union[Mapping[str, Any], List[Any]]:
    """What JSON has for the mappings and sequences of configuration libraries."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence):
        return list(value)
    raise TypeError(f"a grader holds {type(value).__name__}, expected what JSON has")
