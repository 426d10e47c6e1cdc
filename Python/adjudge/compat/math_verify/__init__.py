"""Math-Verify's names over Adjudge, for those who switch by changing an import:

    from adjudge.compat.math_verify import parse, verify

    verify(parse(gold), parse(prediction))

``parse`` finds the answer in a text by the extraction chain of Adjudge's ``math`` grader, ``verify`` compares two under
its ``lenient`` profile. The submodules ``parser``, ``grader`` and ``metric`` have the names that Math-Verify's have.

What differs: answers are text (``Answer``), not SymPy expressions; nothing needs ``signal.alarm``, so that any thread
may call both; work is bounded by budgets and not by seconds, so that the timeouts are accepted and without effect; a
comparison that cannot be decided is False and shows in ``compare``.
"""

from __future__ import annotations

from ._configs import ExprExtractionConfig, LatexExtractionConfig, StringExtractionConfig
from .grader import compare, verify
from .metric import math_metric
from .parser import Answer, parse

__all__ = [
    "Answer",
    "ExprExtractionConfig",
    "LatexExtractionConfig",
    "StringExtractionConfig",
    "compare",
    "math_metric",
    "parse",
    "verify",
]
