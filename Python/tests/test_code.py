"""Code graders through Python: programs run beside the interpreter, which goes on."""

from __future__ import annotations

import multiprocessing
import pickle

import pytest

import adjudge

pytestmark = pytest.mark.skipif(
    "code" not in [preset.name for preset in adjudge.presets()], reason="this library has no code grader"
)

RIGHT = "```python\nn = int(input())\nprint(sum(map(int, input().split())))\n```"
WRONG = "```python\nprint(0)\n```"
TESTS = {"inputs": ["3\n1 2 3\n", "2\n5 -4\n"], "outputs": ["6\n", "1\n"]}


def rewards() -> list:
    engine = adjudge.Engine("preset:code", threads=2)
    return engine.score([RIGHT, WRONG, "no program"], [TESTS] * 3).to_list()


def test_programs_are_run_and_judged() -> None:
    assert rewards() == [1.0, 0.0, 0.0]


def test_a_child_of_fork_runs_programs_of_its_own() -> None:
    assert rewards() == [1.0, 0.0, 0.0]
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.starmap(rewards, [()] * 4) == [[1.0, 0.0, 0.0]] * 4
    assert rewards() == [1.0, 0.0, 0.0]


def test_a_verdict_says_what_the_run_was() -> None:
    verdicts = adjudge.Engine("preset:code", threads=2).score([RIGHT, WRONG, "no program"], [TESTS] * 3)
    assert verdicts[0].run is not None and verdicts[0].run == verdicts.to_dict(0)["run"]
    assert verdicts[1].run is not None and verdicts[1].run["verdict"] == "wrong_answer"
    assert verdicts[2].run is None
    assert pickle.loads(pickle.dumps(verdicts))[1] == verdicts[1]
