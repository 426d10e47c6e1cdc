"""Peers' names over Adjudge, for those who switch by changing an import."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, List

__all__ = ["math_verify"]

if TYPE_CHECKING:
    from . import math_verify


def __getattr__(name: str) -> Any:
    """The peers, imported when they are first used."""
    if name in __all__:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}, expected one of: {', '.join(__all__)}")


def __dir__() -> List[str]:
    return sorted({*globals(), *__all__})
