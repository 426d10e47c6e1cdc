"""verl: custom reward functions, loaded by the path of this file. From verl 0.7.1 on:

    reward.custom_reward_function.path=$(python -m adjudge.adapters.verl)
    reward.custom_reward_function.name=compute_score
    +reward.custom_reward_function.reward_kwargs.grader=preset:math

Up to verl 0.7.0 the same three without ``reward.`` before them. From 0.9.0 on, that older form is still composed and
without any effect: verl then trains on its own reward. ``+`` is part of the last line in every version.

Without ``grader``, the row's data source chooses the rule that verl itself would use; ``graders`` maps data sources to
graders. verl has no reward that is missing, and a number that is not one would spoil the advantages of its whole group.
So a row that cannot be verified for want of a reference, of a field or of the machine ends the run with an error that
says why, and one that the response itself left undecided is 0. ``+…reward_kwargs.missing=0`` makes all of them that
number. ``valid`` is then 0 and ``status`` says why, so that they can be told from wrong answers.

``compute_score`` scores one row, as every reward manager of verl's reward loop calls it: all that verl's trainers have
since 0.7.1. ``compute_score_batch`` is for the manager ``batch``, which they took by
``reward_model.reward_manager=batch`` up to 0.7.0 (there with ``reward_model.use_reward_loop=False``); since then it is
there for programs that make the manager themselves.
"""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from adjudge import AdjudgeError
from adjudge.adapters._engines import engine_of
from adjudge.adapters._missing import filled

#: ``hiyouga/geometry3k``: nine tenths for the answer in the last box, one for the form.
GEOMETRY3K = {
    "type": "multi",
    "graders": {
        "answer": {"type": "math", "profile": "compat:prm800k"},
        "form": {
            "type": "regex",
            # <think>, then </think>, then a box that ends: each at the first place where it may stand.
            "pattern": r"\A<think>[^<]*+(?:<(?!/think>)[^<]*+)*+</think>"
            r"[^\\]*+(?:\\(?!boxed\{)[^\\]*+)*+\\boxed\{[^}]*+\}",
            "input": "{{sample.output_text}}",
        },
    },
    "calculate_output": "0.9 * answer + 0.1 * form",
}
#: Search-R1's exact match of short answers; a quarter for those who write more than ten tags.
SEARCH_R1 = {
    "type": "multi",
    "graders": {
        "match": {
            "type": "string_check",
            # Where one tag is never closed, no later one is: the search ends there, whatever a response holds.
            "extract": [
                {"regex": r"<answer>(?:([^<]*+(?:<(?!/answer>)[^<]*+)*+)</answer>|(*COMMIT)(*F))", "take": "last"}
            ],
            "normalize": "squad",
        },
        "many": {
            "type": "regex",
            "pattern": r"\A(?:[^<]*+(?:<(?!answer>)[^<]*+)*+<answer>){11}"
            r"|\A(?:[^<]*+(?:<(?!/answer>)[^<]*+)*+</answer>){11}",
            "input": "{{sample.output_text}}",
        },
    },
    "calculate_output": "match * (1 - 0.75 * many)",
}
#: verl's own rules, with the data sources that it applies each to.
_RULES: Sequence[Tuple[Any, Sequence[str]]] = (
    ("preset:gsm8k", ["openai/gsm8k"]),
    ("preset:hendrycks", ["lighteval/MATH", "DigitalLearningGmbH/MATH-lighteval", "HuggingFaceH4/MATH-500"]),
    ("preset:dapo", ["math_dapo", "math", "math_dapo_reasoning"]),
    (
        {"type": "math", "profile": "compat:prime"},
        [
            "numina_aops_forum",
            "numina_synthetic_math",
            "numina_amc_aime",
            "numina_synthetic_amc",
            "numina_cn_k12",
            "numina_olympiads",
        ],
    ),
    ("preset:prime_code", ["codecontests", "apps", "codeforces", "taco"]),
    (GEOMETRY3K, ["hiyouga/geometry3k"]),
    (
        SEARCH_R1,
        [
            "searchR1_nq",
            "searchR1_triviaqa",
            "searchR1_popqa",
            "searchR1_hotpotqa",
            "searchR1_2wikimultihopqa",
            "searchR1_musique",
            "searchR1_bamboogle",
        ],
    ),
)
#: The grader that has the rule which verl applies to a data source.
DATA_SOURCES: Dict[str, Any] = {source: grader for grader, sources in _RULES for source in sources}


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
        f"reward_kwargs.graders, or one of: aime…, {', '.join(sorted(DATA_SOURCES))}"
    )


def compute_score(
    data_source: str,
    solution_str: str,
    ground_truth: Any,
    extra_info: Optional[Mapping[str, Any]] = None,
    *,
    grader: Any = None,
    graders: Optional[Mapping[str, Any]] = None,
    missing: Optional[float] = None,
    **_: Any,
) -> Dict[str, Any]:
    """The score of one response: ``score``, ``acc``, ``pred``, ``valid``, ``status`` and ``reason``.

    Raises:
        UnscoredError: the row has no reward, the response is not the reason, and ``missing`` is None.
    """
    chosen = grader_for(data_source, grader, graders)
    return _score(chosen, 1, [solution_str], [ground_truth], [extra_info], missing)[0]


def compute_score_batch(
    data_sources: Sequence[str],
    solution_strs: Sequence[str],
    ground_truths: Sequence[Any],
    extra_infos: Optional[Sequence[Optional[Mapping[str, Any]]]] = None,
    *,
    grader: Any = None,
    graders: Optional[Mapping[str, Any]] = None,
    missing: Optional[float] = None,
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
        found = _score(
            grader_for(source, grader, graders),
            threads,
            [solution_strs[row] for row in rows],
            [ground_truths[row] for row in rows],
            [infos[row] for row in rows],
            missing,
        )
        for row, score in zip(rows, found):
            scores[row] = score
    return scores


def _score(
    grader: Any,
    threads: int,
    responses: List[Any],
    references: List[Any],
    infos: Sequence[Optional[Mapping[str, Any]]],
    missing: Optional[float],
) -> List[Dict[str, Any]]:
    engine = engine_of(grader, threads)
    if grader is SEARCH_R1:
        responses = [_lowered(response) for response in responses]
        references = [_targets(reference) for reference in references]
    items = [_item(info) for info in infos] if engine.reads_items else None
    verdicts = engine.score(responses, references, items)
    scores = filled(engine, verdicts, missing, {name for info in infos if info is not None for name in info})
    return [
        {
            "score": score,
            "acc": float(bool(verdict.passed)),
            "pred": verdict.answer or "",
            "valid": float(verdict.reward is not None),
            "status": verdict.status,
            "reason": verdict.reason,
        }
        for verdict, score in zip(verdicts, scores)
    ]


def _targets(reference: Any) -> Any:
    """Search-R1's references: ``{"target": …}``, one answer or several."""
    target: Any = reference.get("target") if isinstance(reference, Mapping) else reference
    if hasattr(target, "tolist"):
        target = target.tolist()
    return [_lowered(gold) for gold in target] if isinstance(target, (list, tuple)) else _lowered(target)


def _lowered(text: Any) -> Any:
    """``text`` with the small letters and plain spaces that the rule's ``str.lower`` and ``str.split`` see in it, where
    the grader's normalisation knows ASCII only."""
    if not isinstance(text, str) or text.isascii():
        return text
    return "".join(mark if mark.isascii() else " " if mark.isspace() else mark.lower() for mark in text)


def _item(info: Optional[Mapping[str, Any]]) -> Optional[Dict[str, Any]]:
    return None if info is None else dict(info)


if __name__ == "__main__":
    print(__file__)
