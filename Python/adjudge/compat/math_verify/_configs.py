"""What ``parse`` looks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Tuple, Union


@dataclass(frozen=True)
class LatexExtractionConfig:
    """Boxes and formulas.

    A ``boxed_match_priority`` below 0 leaves boxes out, one above 50 takes an announced answer before a box. Without
    ``try_extract_without_anchor`` a formula must be announced. ``normalization_config`` is accepted and without effect:
    the reader knows the usual damage of LaTeX and needs no rewriting.
    """

    try_extract_without_anchor: bool = True
    boxed_match_priority: int = 50
    normalization_config: Any = None


@dataclass(frozen=True)
class ExprExtractionConfig:
    """Plain numbers and expressions."""

    try_extract_without_anchor: bool = True


@dataclass(frozen=True)
class StringExtractionConfig:
    """One of a few strings, such as the letters of a multiple choice."""

    strings: Tuple[str, ...] = ("A", "B", "C", "D")
    try_extract_without_anchor: bool = True
    lowercase: bool = True


ExtractionTarget = Union[LatexExtractionConfig, ExprExtractionConfig, StringExtractionConfig]
