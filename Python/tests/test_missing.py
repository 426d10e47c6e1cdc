"""What trainers get for rows that cannot be verified, and for graders that read what a trainer does not hand over."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
import warnings
from typing import Any, Dict

import pytest

import adjudge
from adjudge.adapters import openrlhf, trl, verl
from adjudge.adapters.ray import Scorer

GOLD: Dict[str, Any] = {"type": "string_check", "reference": "{{item.gold}}"}
#: Undecided by what the response says: a mark that turns the direction of the text.
HIDDEN = "\\boxed{\u202e5}"


def test_verl_gets_no_number_for_a_row_that_was_not_verified() -> None:
    for reference, status in ((None, "no_reference"), ("", "bad_reference")):
        with pytest.raises(adjudge.AdjudgeError, match=rf"row 0 has no reward: {status}"):
            verl.compute_score("x", r"\boxed{1}", reference, grader="math")
    with pytest.raises(adjudge.AdjudgeError, match="row 1 has no reward: no_reference"):
        verl.compute_score_batch(["x"] * 2, [r"\boxed{1}"] * 2, ["1", None], grader="math")
    with pytest.raises(adjudge.AdjudgeError, match="the grader reads gold of each row, which is not there"):
        verl.compute_score("x", "a", "b", {"other": 1}, grader=GOLD)
    # No way out of a wrong answer: the run goes on, and the row can be told.
    found = verl.compute_score("x", HIDDEN, "5", grader="math")
    assert (found["score"], found["valid"], found["status"]) == (0.0, 0.0, "undecided")
    assert verl.compute_score("x", HIDDEN, "5", grader="math", missing=-1)["score"] == -1
    assert verl.compute_score("x", "a", None, grader={"type": "math", "on_error": "zero"})["score"] == 0


def test_openrlhf_server_answers_an_error_for_a_row_that_was_not_verified() -> None:
    server = openrlhf.Server(("127.0.0.1", 0), "math")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        body = json.dumps({"query": [r"q\boxed{1}"], "prompts": ["q"], "labels": [None]}).encode()
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(address, body, timeout=30)
        assert error.value.code == 422 and "no_reference" in json.loads(error.value.read())["error"]
        body = json.dumps({"query": ["q" + HIDDEN], "prompts": ["q"], "labels": ["5"]}).encode()
        with urllib.request.urlopen(address, body, timeout=30) as answer:
            assert json.load(answer)["extra_logs"] == {"valid": [0.0]}
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_openrlhf_hands_over_the_prompt_and_refuses_what_reads_more() -> None:
    with pytest.raises(adjudge.AdjudgeError, match="reads gold of each row; OpenRLHF hands over the prompt"):
        openrlhf.RewardFunction(GOLD)
    engine = adjudge.Engine({"type": "prompt_copy", "n": 2})
    verdicts = openrlhf.score(engine, ["one two three", "one two one two"], ["one two", "one two"], [None] * 2)
    assert verdicts.status_names() == ["graded", "graded"] and verdicts.to_list()[1] < 0


def test_trl_hands_over_what_the_grader_reads() -> None:
    assert trl.RewardFunction(GOLD)(["q"], ["yes"], gold=["yes"], other=[1]) == [1.0]
    copied = trl.RewardFunction({"type": "prompt_copy", "n": 2})
    messages = [[{"role": "user", "content": "one two three"}]]
    rewards = copied(["one two three"], ["one two three"]) + copied(messages, ["one two three"])
    assert rewards[0] is not None and rewards[0] < 0 and rewards[1] == rewards[0]
    source = "def grade(sample, item): return 1.0 if sorted(item) == ['answer', 'prompt'] else 0.0"
    assert "" in trl.RewardFunction({"type": "python", "source": source}).engine.item_names


def test_trl_names_the_columns_that_are_not_there() -> None:
    function = trl.RewardFunction(GOLD)
    with pytest.raises(adjudge.AdjudgeError, match="the columns gold, which are not there, expected one of: answer"):
        function(["q"], ["yes"], answer=["yes"])
    route = {"type": "route", "by": "{{item.kind}}", "cases": {"a": GOLD, "b": "math"}}
    function = trl.RewardFunction(route)
    with pytest.warns(RuntimeWarning, match="1 of 2 rows have no reward: the grader reads the columns gold"):
        rewards = function(["q"] * 2, ["x", r"\boxed{1}"], kind=["a", "b"], answer=["1", "1"])
    assert rewards == [None, 1.0]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert function(["q"] * 2, ["x", r"\boxed{1}"], kind=["a", "b"], answer=["1", "1"]) == [None, 1.0]
        # A missing reference is the row's own; the log has its status.
        assert trl.RewardFunction("math")(["q"], ["x"], answer=[None]) == [None]


def test_trl_names_the_references_that_are_not_there() -> None:
    with pytest.raises(
        adjudge.AdjudgeError, match=r"none of the columns solution, .*, expected reference= with one of: gold"
    ):
        trl.RewardFunction("math")(["q"], [r"\boxed{1}"], gold=["1"])
    assert trl.RewardFunction("math", reference="gold")(["q"], [r"\boxed{1}"], gold=["1"]) == [1.0]
    # A grader that brings its reference misses none.
    assert trl.RewardFunction(GOLD)(["q"], ["yes"], gold=["yes"]) == [1.0]


def test_ray_names_the_columns_that_it_is_not_told() -> None:
    with pytest.raises(adjudge.AdjudgeError, match=r"reads the columns gold, expected items=\('gold',\)"):
        Scorer(GOLD)
