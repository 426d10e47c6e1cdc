"""Engines by grader, compiled once in a process."""

from __future__ import annotations

import os
import threading
from typing import Dict, Mapping, Tuple, Union

from .._engine import Engine
from .._graders import GraderSource, grader_text

_engines: Dict[Tuple[int, Union[str, bytes], int], Engine] = {}
_lock = threading.Lock()


def engine_of(grader: Union[Engine, GraderSource], threads: int) -> Engine:
    """The engine for a grader, made at the first call: a file is read once. Mappings of configuration libraries are
    taken as dicts.
    """
    if isinstance(grader, Engine):
        return grader
    if isinstance(grader, Mapping):
        grader = grader_text(grader)
    name = grader if isinstance(grader, (str, bytes)) else os.fspath(grader)
    key = (os.getpid(), name, threads)
    with _lock:
        if key not in _engines:
            _engines[key] = Engine(grader, threads=threads)
        return _engines[key]


def _unlocked_in_child() -> None:
    global _lock
    _lock = threading.Lock()


os.register_at_fork(after_in_child=_unlocked_in_child)
