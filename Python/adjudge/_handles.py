"""Objects of the library, given back when Python lets go of them."""

from __future__ import annotations

import ctypes
import os
from typing import Any, Callable

from . import _library


class Handle:
    """A pointer with the function that takes it back."""

    __slots__ = ("_destroy", "pointer")

    def __init__(self, pointer: ctypes.c_void_p, destroy: Callable[[Any], Any]) -> None:
        self.pointer = pointer
        self._destroy = destroy

    def __del__(self) -> None:
        # A constructor that raised has set neither.
        destroy = getattr(self, "_destroy", None)
        if destroy is not None:
            destroy(self.pointer)


class EngineHandle(Handle):
    """A compiled grader and its threads, which belong to the process that made them."""

    __slots__ = ("grader", "owner", "threads")

    def __init__(self, grader: bytes, threads: int) -> None:
        pointer = ctypes.c_void_p()
        _library.check(_library.engine_create(grader, len(grader), threads, ctypes.byref(pointer)))
        super().__init__(pointer, _library.engine_destroy)
        self.grader = grader
        self.threads = threads
        self.owner = os.getpid()

    def __del__(self) -> None:
        # What a child of fork inherited is its parent's to take down: threads, and processes that run code.
        if getattr(self, "owner", None) == os.getpid():
            super().__del__()

    def in_this_process(self) -> EngineHandle:
        """This handle, or in a child of fork a new one: the parent's threads do not exist there."""
        return self if self.owner == os.getpid() else EngineHandle(self.grader, self.threads)
