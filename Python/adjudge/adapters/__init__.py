"""Reward functions in the form that each trainer calls. Importing one needs nothing but Adjudge until it is used."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, List

__all__ = ["openrlhf", "ray", "trl", "verifiers", "verl"]

if TYPE_CHECKING:
    from . import openrlhf, ray, trl, verifiers, verl


def __getattr__(name: str) -> Any:
    """The adapters, imported when they are first used."""
    if name in __all__:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}, expected one of: {', '.join(__all__)}")


def __dir__() -> List[str]:
    return sorted({*globals(), *__all__})
