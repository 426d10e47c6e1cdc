"""Judges through Python: settings, functions of the host's, usage."""

from __future__ import annotations

import json
import os
import pathlib
from typing import Any, Dict, Iterator

import pytest

import adjudge
from adjudge.adapters import trl

GRADER = '{"type": "judge", "extract": ["whole"], "swap": false}'
SETTINGS = {"endpoints": {"mine": {"kind": "function", "model": "m", "retries": 0}}}


@pytest.fixture(autouse=True)
def none_afterwards() -> Iterator[None]:
    yield
    adjudge.configure_judges(None)


def verdict(request: Dict[str, Any]) -> str:
    """SAME for answers that begin with "right"."""
    question = request["messages"][-1]["content"]
    return json.dumps({"verdict": "SAME" if "\nright" in question else "DIFFERENT"})


def test_a_function_answers() -> None:
    adjudge.configure_judges(SETTINGS, functions={"mine": verdict})
    verdicts = adjudge.Engine(GRADER).score([f"right {i}" for i in range(100)] + ["false one"], ["a reference"] * 101)
    assert verdicts.to_list() == [1] * 100 + [0]
    usage = adjudge.judge_usage()
    assert usage is not None and usage["questions"] == 101 and usage["calls"] == 101 and usage["failures"] == {}


def test_a_coroutine_answers() -> None:
    async def later(request: Dict[str, Any]) -> Dict[str, Any]:
        import asyncio

        await asyncio.sleep(0.01)
        message = {"content": verdict(request)}
        return {"choices": [{"message": message, "finish_reason": "stop"}], "usage": {"prompt_tokens": 7}}

    adjudge.configure_judges(SETTINGS, functions={"mine": later})
    assert adjudge.Engine(GRADER).score(["right one", "false one"], ["a", "b"]).to_list() == [1, 0]
    usage = adjudge.judge_usage()
    assert usage is not None and usage["input_tokens"] == 14


@pytest.mark.parametrize("bad", [lambda _: 1 / 0, lambda _: 5, lambda _: "no verdict"])
def test_a_function_that_fails_is_no_zero(bad: Any) -> None:
    adjudge.configure_judges(SETTINGS, functions={"mine": bad})
    found = adjudge.Engine(GRADER).score(["right one"], ["a"])
    assert found.to_list() == [None] and found[0].reason in ("judge_unavailable", "judge_unreadable")


def test_a_missing_function_is_said_at_once() -> None:
    with pytest.raises(ValueError, match='an endpoint without a function, "mine"'):
        adjudge.configure_judges(SETTINGS)
    with pytest.raises(ValueError, match='a function without an endpoint, "other"'):
        adjudge.configure_judges(SETTINGS, functions={"mine": verdict, "other": verdict})


def test_counts_that_no_reply_can_have_harm_nobody() -> None:
    def boasting(_: Dict[str, Any]) -> Dict[str, Any]:
        message = {"content": '{"verdict": "SAME"}'}
        return {"choices": [{"message": message}], "usage": {"prompt_tokens": 2**63 - 1, "completion_tokens": 10**30}}

    adjudge.configure_judges(SETTINGS, functions={"mine": boasting})
    assert adjudge.Engine(GRADER).score(["right one"] * 3, ["a", "b", "c"]).to_list() == [1] * 3


def test_a_child_of_fork_asks_its_own_functions() -> None:
    adjudge.configure_judges(SETTINGS, functions={"mine": verdict})
    assert adjudge.Engine(GRADER).score(["right one"], ["a"]).to_list() == [1]
    child = os.fork()
    if child == 0:
        adjudge.configure_judges(SETTINGS, functions={"mine": verdict})
        os._exit(0 if adjudge.Engine(GRADER).score(["right one"], ["b"]).to_list() == [1] else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_replay_from_a_cache(tmp_path: pathlib.Path) -> None:
    cache = tmp_path / "replies.jsonl"
    adjudge.configure_judges(SETTINGS, cache=cache, functions={"mine": verdict})
    assert adjudge.Engine(GRADER).score(["right one", "false one"], ["a", "b"]).to_list() == [1, 0]
    adjudge.configure_judges(SETTINGS, cache=cache, mode="replay", functions={"mine": verdict})
    assert adjudge.Engine(GRADER).score(["right one", "false one", "new one"], ["a", "b", "c"]).to_list() == [
        1,
        0,
        None,
    ]


def test_settings_from_a_file(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "judges.json"
    path.write_text(json.dumps(SETTINGS))
    adjudge.configure_judges(path, functions={"mine": verdict})
    assert adjudge.Engine(GRADER).score(["right one"], ["a"]).to_list() == [1]


def test_wrong_settings_say_where() -> None:
    with pytest.raises(adjudge.GraderError, match=r"\$\.endpoints\.a\.api_key: found a key in the settings"):
        adjudge.configure_judges({"endpoints": {"a": {"api_key": "sk-1"}}})
    with pytest.raises(ValueError, match="expected live or replay"):
        adjudge.configure_judges(SETTINGS, mode="dead")


def test_without_judges_rows_have_a_name() -> None:
    found = adjudge.Engine(GRADER).score(["right one"], ["a"])
    assert found.to_list() == [None] and found[0].reason == "judge_unavailable"


def test_trl_ranks_completions_of_the_same_prompt() -> None:
    def longer(request: Dict[str, Any]) -> str:
        parts = request["messages"][-1]["content"].split("====")
        first, second = (len(parts[place].strip().splitlines()[1]) for place in (3, 5))
        return json.dumps({"verdict": "FIRST" if first > second else "SECOND" if second > first else "TIE"})

    adjudge.configure_judges(SETTINGS, functions={"mine": longer})
    function = trl.RewardFunction({"type": "judge", "mode": "ranking"})
    prompts = ["Why?", [{"role": "user", "content": "How?"}]] * 3
    completions = ["short one", "an answer", "a longer one", "an answer of length", "the longest of all", "words"]
    assert function(prompts, completions) == [0, 0.5, 0.5, 1, 1, 0]
    usage = adjudge.judge_usage()
    assert usage is not None and usage["calls"] == 12
