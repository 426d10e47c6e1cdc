"""``math_metric``: a metric over golds and predictions."""

from __future__ import annotations

import logging
from typing import Callable, List, Optional, Sequence, Tuple

from ._configs import ExprExtractionConfig, ExtractionTarget
from .grader import verify
from .parser import parse

__all__ = ["math_metric"]

_logger = logging.getLogger(__name__)

Metric = Callable[[List[str], List[str]], Tuple[float, Optional[Tuple[List[str], List[str]]]]]


def math_metric(
    gold_extraction_target: Sequence[ExtractionTarget] = (ExprExtractionConfig(),),
    pred_extraction_target: Sequence[ExtractionTarget] = (ExprExtractionConfig(),),
    aggregation_function: Callable[[List[float]], float] = max,
    precision: int = 6,
) -> Metric:
    """A function of golds and predictions: the aggregate of 1.0 for each prediction that equals some gold and 0.0 for
    each that does not, and the golds and predictions as they were found. A gold without an answer is a ``ValueError``.
    """

    def metric(golds: List[str], predictions: List[str]) -> Tuple[float, Optional[Tuple[List[str], List[str]]]]:
        found_predictions = [parse(prediction, pred_extraction_target) for prediction in predictions]
        found_golds = [parse(gold, gold_extraction_target) for gold in golds]
        if not all(found_golds):
            raise ValueError(f"math_metric: no answer in at least one of the golds {golds!r}")
        if not any(found_predictions):
            _logger.warning("math_metric: no answer in the predictions %r", predictions)
        scores = [
            1.0 if any(verify(gold, found, precision) for gold in found_golds) else 0.0 for found in found_predictions
        ]
        texts = (
            [str(gold) for golds in found_golds for gold in golds],
            [str(p) for ps in found_predictions for p in ps],
        )
        return aggregation_function(scores), texts

    return metric
