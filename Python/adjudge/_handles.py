"""Objects of the library, given back when Python lets go of them."""

from __future__ import annotations

import ctypes
import functools
import os
from typing import Any, Callable

from . import _library


class Handle:
    """A pointer with the function that takes it back.

    Python finds ``__del__`` by the class, and there it is the slot in which each handle keeps its own: a function of C.
    Written in Python, it would be a place where a signal's handler can raise; what is raised in ``__del__`` is lost, so
    that Ctrl-C would do nothing, and the pointer would never be given back.
    """

    __slots__ = ("__del__", "pointer")

    def __init__(self, pointer: ctypes.c_void_p, destroy: Callable[[Any], Any]) -> None:
        self.pointer = pointer
        self.__del__ = functools.partial(destroy, pointer)


class EngineHandle(Handle):
    """A compiled grader and its threads, which belong to the process that made them: its children give nothing back."""

    __slots__ = ("grader", "owner", "threads")

    def __init__(self, grader: bytes, threads: int) -> None:
        pointer = ctypes.c_void_p()
        _library.check(_library.engine_create(grader, len(grader), threads, ctypes.byref(pointer)))
        super().__init__(pointer, _library.engine_destroy)
        self.grader = grader
        self.threads = threads
        self.owner = os.getpid()

    def in_this_process(self) -> EngineHandle:
        """This handle, or in a child of fork a new one: the parent's threads do not exist there."""
        return self if self.owner == os.getpid() else EngineHandle(self.grader, self.threads)
