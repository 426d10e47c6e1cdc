"""Engines by grader, compiled once in a process."""

from __future__ import annotations

import json
import os
import threading
from typing import Dict, Mapping, Tuple, Union

from .._engine import Engine, GraderSource, grader_text

_engines: Dict[Tuple[int, bytes, int], Engine] = {}
_lock = threading.Lock()


def engine_of(grader: Union[Engine, GraderSource], threads: int) -> Engine:
    """The engine for a grader, made at the first call. Mappings of configuration libraries are taken as dicts."""
    if isinstance(grader, Engine):
        return grader
    if isinstance(grader, Mapping):
        text = json.dumps(grader, default=_plain).encode("ascii")
    else:
        text = grader_text(grader)
    key = (os.getpid(), text, threads)
    with _lock:
        if key not in _engines:
            _engines[key] = Engine(text, threads=threads)
        return _engines[key]


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    return list(value)  # type: ignore[call-overload]


def _unlocked_in_child() -> None:
    global _lock
    _lock = threading.Lock()


os.register_at_fork(after_in_child=_unlocked_in_child)
