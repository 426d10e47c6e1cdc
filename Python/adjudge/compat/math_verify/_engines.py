"""The graders that the drop-in asks."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from ..._engine import Engine
from ...adapters._engines import engine_of

Chain = List[Any]

#: Mathematics between dollars, ``\\[ \\]`` or ``\\( \\)``. Each alternative ends at the next mark, so that no text
#: makes it slow.
FORMULAS: Chain = [
    {"regex": r"(?<!\\)\$\$((?:[^$\\]|\\[\s\S])++)\$\$", "take": "last"},
    {"regex": r"(?<!\\)\$((?:[^$\\\n]|\\[^\n])++)\$", "take": "last"},
    {"regex": r"\\\[((?:(?!\\[\[\]])[\s\S])+)\\\]", "take": "last"},
    {"regex": r"\\\(((?:(?!\\[()])[^\n])+)\\\)", "take": "last"},
]


def grader(chain: Optional[Chain] = None, rounding: Optional[int] = None) -> Dict[str, Any]:
    """The ``math`` grader over an extraction chain; without one it compares the response as it is. ``rounding`` is how
    many places of a decimal count.
    """
    node: Dict[str, Any] = {"type": "math", "profile": "lenient"}
    if rounding is not None:
        node["tolerance"] = {"absolute": f"{10.0**-rounding / 2:.{rounding + 1}f}"}
    if chain is None:
        node["input"] = "{{sample.output_text}}"
    else:
        node["extract"] = chain
    return node


def engine(chain: Optional[Chain] = None, rounding: Optional[int] = None) -> Engine:
    """The engine of that grader, made once."""
    return engine_of(grader(chain, rounding), 1)


def found(text: str, chain: Chain) -> Optional[str]:
    """What an extraction chain finds in ``text``; the comparison that comes with it is of no interest."""
    answer = engine(chain).score([text], ["0"]).answer(0)
    return answer.strip() if answer is not None else None
