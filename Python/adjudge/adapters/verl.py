"""verl: custom reward functions, loaded by the path of this file.

    custom_reward_function.path=$(python -m adjudge.adapters.verl)
    custom_reward_function.name=compute_score            # or compute_score_batch, for the batch reward manager
    +custom_reward_function.reward_kwargs.grader=preset:math

Without ``grader``, the row's data source chooses the rule that verl itself would use; ``graders`` maps data sources to
graders. verl has no reward that is missing: such a row gets ``missing`` (0), ``valid`` is then 0 and ``status`` says
why, so that it can be told from a wrong answer.
"""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence

from adjudge import AdjudgeError, Engine
from adjudge.adapters._engines import engine_of

#: The preset that has the rule which verl applies to a data source.
DATA_SOURCES = {
    "openai/gsm8k": "preset:gsm8k",
    "lighteval/MATH": "preset:hendrycks",
    "DigitalLearningGmbH/MATH-lighteval": "preset:hendrycks",
    "HuggingFaceH4/MATH-500": "preset:hendrycks",
    "math_dapo": "preset:dapo",
    "math": "preset:dapo",
    "math_dapo_reasoning": "preset:dapo",
}


def grader_for(data_source: str, grader: Any, graders: Optional[Mapping[str, Any]]) -> Any:
    """The grader for a row: ``grader``, else what ``graders`` says, else verl's own rule as a preset."""
    if grader is not None:
        return grader
    if graders is not None and data_source in graders:
        return graders[data_source]
    if data_source in DATA_SOURCES:
        return DATA_SOURCES[data_source]
    if data_source.startswith("aime"):
        return "preset:dapo"
    raise AdjudgeError(
        f"no grader for the data source {data_source!r}, expected reward_kwargs.grader, an entry in "
        f"reward_kwargs.graders, or one of: {', '.join(sorted(DATA_SOURCES))}"
    )


def compute_score(
    data_source: str,
    solution_str: str,
    ground_truth: Any,
    extra_info: Optional[Mapping[str, Any]] = None,
    *,
    grader: Any = None,
    graders: Optional[Mapping[str, Any]] = None,
    missing: float = 0.0,
    **_: Any,
) -> Dict[str, Any]:
    """The score of one response: ``score``, ``acc``, ``pred``, ``valid``, ``status`` and ``reason``."""
    engine = engine_of(grader_for(data_source, grader, graders), 1)
    return _score(engine, [solution_str], [ground_truth], [extra_info], missing)[0]


def compute_score_batch(
    data_sources: Sequence[str],
    solution_strs: Sequence[str],
    ground_truths: Sequence[Any],
    extra_infos: Optional[Sequence[Optional[Mapping[str, Any]]]] = None,
    *,
    grader: Any = None,
    graders: Optional[Mapping[str, Any]] = None,
    missing: float = 0.0,
    threads: int = 0,
    **_: Any,
) -> List[Dict[str, Any]]:
    """The scores of a batch, in its order; each like that of ``compute_score``."""
    sources = [str(source) for source in data_sources]
    infos = [None] * len(sources) if extra_infos is None else list(extra_infos)
    by_source: Dict[str, List[int]] = {}
    for row, source in enumerate(sources):
        by_source.setdefault(source, []).append(row)
    scores: List[Dict[str, Any]] = [{}] * len(sources)
    for source, rows in by_source.items():
        engine = engine_of(grader_for(source, grader, graders), threads)
        found = _score(
            engine,
            [solution_strs[row] for row in rows],
            [ground_truths[row] for row in rows],
            [infos[row] for row in rows],
            missing,
        )
        for row, score in zip(rows, found):
            scores[row] = score
    return scores


def _score(
    engine: Engine,
    responses: List[Any],
    references: List[Any],
    infos: Sequence[Optional[Mapping[str, Any]]],
    missing: float,
) -> List[Dict[str, Any]]:
    items = [_item(info) for info in infos] if engine.reads_items else None
    verdicts = engine.score(responses, references, items)
    return [
        {
            "score": missing if score is None else score,
            "acc": float(bool(verdict.passed)),
            "pred": verdict.answer or "",
            "valid": float(verdict.reward is not None),
            "status": verdict.status,
            "reason": verdict.reason,
        }
        for verdict, score in zip(verdicts, verdicts.scores_list())
    ]


def _item(info: Optional[Mapping[str, Any]]) -> Optional[Dict[str, Any]]:
    return None if info is None else dict(info)


if __name__ == "__main__":
    print(__file__)
