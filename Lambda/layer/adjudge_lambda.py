"""A reward function for Amazon Nova in a Python Lambda: Adjudge behind the reward contract.

The handler of the function is ``adjudge_lambda.lambda_handler``; the grader stands in the environment variable
``ADJUDGE_GRADER``: a document as JSON, ``preset:NAME``, a preset's bare name, or the path of a JSON file. A file of your
own that only says ``from adjudge_lambda import lambda_handler`` does as well.

The native bootstrap of this project answers the same and more (queues, HTTP, deadlines, metrics) and starts much
sooner; this layer is for functions that must stay Python.
"""

from __future__ import annotations

import difflib
import json
import logging
import math
import os
import pathlib
from typing import Any, Dict, Iterable, List, Optional, Tuple

import adjudge

_ROLES = ("assistant", "nova_assistant")
_REASONING_BLOCKS = ("reasoning", "thinking")
_THOUGHTS = (
    ("<begin_internal_thought>", "</end_internal_thought>"),
    ("<begin_internal_thought>", "<end_internal_thought>"),
    ("<|begin_of_thought|>", "<|end_of_thought|>"),
)
_SOLUTIONS = (
    ("<|begin_of_solution|>", "<|end_of_solution|>"),
    ("<begin_of_solution>", "</end_of_solution>"),
    ("<begin_of_solution>", "<end_of_solution>"),
)

# The keys for the answer in a reference that is an object, most specific first; the bootstrap has the same list.
_ANSWERS = ("answer", "final_answer", "ground_truth", "label", "sentiment", "polarity", "target", "solution")
_TESTS = frozenset((
    "inputs", "outputs", "tests", "test_cases", "test_list", "test", "test_code", "input_output", "assert_case", "asserts",
    "functional", "check", "fn_name", "entry_point", "base_input", "public_test_cases", "private_test_cases"))
_VALUE_TYPES = frozenset(("math", "number", "choice", "preset", "format", "multi", "route", "cascade", "judge"))
_VARIABLES = ("ADJUDGE_GRADER", "ADJUDGE_FAILURE_REWARD", "ADJUDGE_RESULT_SHAPE", "ADJUDGE_PYTHON", "ADJUDGE_WARDEN",
              "ADJUDGE_CACHE", "ADJUDGE_SANDBOX_LEVEL", "ADJUDGE_ISA", "ADJUDGE_LIBRARY", "ADJUDGE_JUDGES",
              "ADJUDGE_JUDGE_URL", "ADJUDGE_JUDGE_MODEL", "ADJUDGE_JUDGE_KEY")
_KNOWN = ('expected a list of samples, one sample with "messages", {"trajectories"|"input"|"batch": […]}, or {"body": …} '
          "of one of these")

_log = logging.getLogger("adjudge")


def _refuse_unknown_variables() -> None:
    for name in os.environ:
        if name.startswith("ADJUDGE_") and name not in _VARIABLES:
            near = difflib.get_close_matches(name, _VARIABLES, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise RuntimeError(
                f"{name[:64]}: found a name that the Python layer does not read, expected one of "
                f"{', '.join(_VARIABLES)}{hint}")


def _grader() -> Any:
    text = os.environ.get("ADJUDGE_GRADER")
    if not text:
        raise RuntimeError("ADJUDGE_GRADER: found nothing, expected a grader as JSON, a preset's name, or a file")
    if "{" in text or text.startswith("preset:"):
        return text
    if any(preset.name == text for preset in adjudge.presets()):
        return "preset:" + text
    return pathlib.Path(os.environ.get("LAMBDA_TASK_ROOT", "."), text)


def _compares_values(document: Any) -> bool:
    """Whether all checks of a grader, at any depth, compare values, whose expected answer is never JSON text."""
    if isinstance(document, list):
        return all(map(_compares_values, document))
    if not isinstance(document, dict):
        return True
    return all(value in _VALUE_TYPES if key == "type" else _compares_values(value) for key, value in document.items())


def _document(grader: Any) -> Any:
    """A grader's document; None for a preset's name."""
    text = grader.read_text() if isinstance(grader, pathlib.Path) else grader
    return None if text.startswith("preset:") else json.loads(text)


_refuse_unknown_variables()
_engine = adjudge.Engine(_grader())
_opens_text = _compares_values(_document(_grader()))
_failure_reward = float(os.environ.get("ADJUDGE_FAILURE_REWARD", "0"))
_wrapped = os.environ.get("ADJUDGE_RESULT_SHAPE", "array") == "wrapped"
if not math.isfinite(_failure_reward):
    raise RuntimeError(f"ADJUDGE_FAILURE_REWARD: found {_failure_reward}, expected a finite number")


def lambda_handler(event: Any, context: Any) -> Any:
    """Scores an event of the reward contract: a list of samples, one sample, a list in ``trajectories``, ``input`` or
    ``batch``, or a ``body`` of one of these. Any other object is refused: it is never taken for a sample.

    The results are in the order of the samples, one for each, and ``aggregate_reward_score`` is always finite: a sample
    that cannot be verified gets ``ADJUDGE_FAILURE_REWARD`` and an ``error`` metric of 1.
    """
    samples, in_body = _samples(event)
    results = _score(samples)
    return {"statusCode": 200, "body": json.dumps(results)} if _wrapped or in_body else results


def _samples(event: Any) -> Tuple[List[Any], bool]:
    """The samples of an event, and whether they came in a body."""
    if isinstance(event, list):
        return event, False
    if not isinstance(event, dict):
        raise ValueError(f"event: found {type(event).__name__}, {_KNOWN}")
    if isinstance(event.get("trajectories"), list):
        return event["trajectories"], False
    for name in ("input", "batch"):
        found = event.get(name)
        if isinstance(found, list) and (not found or any(map(_is_sample, found))):
            return found, False
    if _is_sample(event):
        return [event], False
    body = event.get("body")
    if isinstance(body, str):
        body = json.loads(body)
    if isinstance(body, (list, dict)):
        return _samples(body)[0], True
    keys = ", ".join(json.dumps(str(key)[:40]) for key in list(event)[:8])
    raise ValueError(f"event: found an object with {keys or 'no keys'}, {_KNOWN}")


def _is_sample(value: Any) -> bool:
    return isinstance(value, dict) and ("messages" in value or ("reward_model" in value and _turns(value) is not None))


def _turns(sample: Dict[str, Any]) -> Optional[List[Any]]:
    turns = sample["messages"] if "messages" in sample else sample.get("prompt")
    return turns if isinstance(turns, list) else None


def _id(sample: Any) -> Any:
    if not isinstance(sample, dict):
        return None
    extra = sample.get("extra_info")
    return sample["id"] if "id" in sample else extra.get("index") if isinstance(extra, dict) else None


def _score(samples: List[Any]) -> List[Dict[str, Any]]:
    read = [_read(sample) for sample in samples]
    items = [sample if isinstance(sample, dict) else {} for sample in samples] if _engine.reads_items else None
    verdicts = _engine.score([response for response, _ in read], [reference for _, reference in read], items)
    rewards = verdicts.to_list()
    parts = {name: part.to_list() for name, part in verdicts.parts.items()}
    error, no_answer = (_distinct(name, parts) for name in ("error", "no_answer"))
    results = []
    for row, (sample, reward) in enumerate(zip(samples, rewards)):
        if reward is None:
            _log.error("sample %d not verified: %s: %s", row, verdicts.status(row), verdicts.reason(row))
        shown = {name: values[row] for name, values in parts.items()} or {"correctness": reward}
        results.append(
            {
                "id": _id(sample),
                "aggregate_reward_score": _failure_reward if reward is None else reward,
                "metrics_list": [
                    {"name": name, "value": value, "type": "Reward"}
                    for name, value in shown.items()
                    if value is not None
                ]
                + [
                    {"name": error, "value": float(reward is None), "type": "Metric"},
                    {"name": no_answer, "value": float(verdicts.status(row) == "no_answer"), "type": "Metric"},
                ],
            }
        )
    return results


def _distinct(name: str, parts: Dict[str, Any]) -> str:
    while name in parts:
        name += "_"
    return name


def _read(sample: Any) -> Tuple[Optional[str], Any]:
    """The response and the reference of a sample; None for a missing one."""
    if not isinstance(sample, dict):
        return None, None
    messages = _turns(sample)
    turn = messages[-1] if messages else None
    text = _text(turn) if isinstance(turn, dict) and turn.get("role") in _ROLES else None
    return None if text is None else _answer(text), _reference(sample)


def _reference(sample: Dict[str, Any]) -> Any:
    metadata = sample.get("metadata")
    reference = metadata.get("reference_answer") if isinstance(metadata, dict) else None
    if reference is None:
        reference = sample.get("reference_answer")
    if reference is None and isinstance(sample.get("reward_model"), dict):
        reference = sample["reward_model"].get("ground_truth")
    if isinstance(reference, dict):
        found = _answer_of(reference)
        reference = found if found is not None else next(iter(reference.values())) if len(reference) == 1 else reference
    return _opened(reference) if isinstance(reference, str) and _opens_text else reference


def _opened(text: str) -> Any:
    """The answer in a JSON object that `text` holds, else `text` itself."""
    if not (text.startswith("{") and text.endswith("}")):
        return text
    try:
        found = json.loads(text)
    except ValueError:
        return text
    answer = _answer_of(found) if isinstance(found, dict) else None
    return text if answer is None else answer


def _answer_of(reference: Dict[str, Any]) -> Any:
    if reference.get("answer") is not None:
        return reference["answer"]
    if not _TESTS.isdisjoint(reference):
        return None
    return next((reference[name] for name in _ANSWERS if reference.get(name) is not None), None)


def _text(turn: Dict[str, Any]) -> Optional[str]:
    """The text of a turn; for a turn that only calls tools, its calls as JSON."""
    content = turn.get("content", "" if turn.get("tool_calls") else None)
    if "content" in turn and content is None:
        content = ""
    if isinstance(content, dict) and isinstance(content.get("text"), str):
        content = [content]
    if isinstance(content, list):
        content = "".join(_blocks(content))
    if content == "" and turn.get("tool_calls"):
        return json.dumps(turn["tool_calls"], ensure_ascii=False)
    return content if isinstance(content, str) else None


def _blocks(blocks: Iterable[Any]) -> Iterable[str]:
    for block in blocks:
        if isinstance(block, str):
            yield block
        elif isinstance(block, dict) and block.get("type") not in _REASONING_BLOCKS:
            text = block.get("text")
            if isinstance(text, str):
                yield text


def _answer(text: str) -> str:
    """The text after the last thought, reduced to its last solution block if it has one."""
    ends = [text.rfind(close) + len(close) for _, close in _THOUGHTS if close in text]
    if ends:
        text = text[max(ends) :]
    else:
        begins = [text.find(opening) for opening, _ in _THOUGHTS if opening in text]
        if begins:
            # A thought that is cut off: only a solution block before it is an answer.
            return _solution(text[: min(begins)]) or ""
    solution = _solution(text)
    return text if solution is None else solution


def _solution(text: str) -> Optional[str]:
    starts = [text.rfind(opening) + len(opening) for opening, _ in _SOLUTIONS if opening in text]
    if not starts:
        return None
    block = text[max(starts) :]
    for _, close in _SOLUTIONS:
        block = block.split(close, 1)[0]
    return block
