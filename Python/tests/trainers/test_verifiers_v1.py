"""verifiers v1: the rewards of a task's traces."""

from __future__ import annotations

import asyncio

import pytest
import verifiers.v1 as vf
from verifiers.v1.trace import AgentInfo, Trace, TraceTask

from adjudge.adapters.verifiers import TraceReward, rubric

REWARD = TraceReward("preset:math", missing=-1.0)


class SumData(vf.TaskData):
    """A row with its answer."""

    answer: object = None


class SumTask(vf.Task[SumData, vf.State, vf.TaskConfig]):
    """Its reward is Adjudge's."""

    @vf.reward(weight=0.5)
    async def correct(self, trace: vf.Trace) -> float:
        """1 where the last message has the answer."""
        return REWARD(trace, self.data.answer)


def scored(answer: object, reply: str) -> Trace:
    task = SumTask(SumData(prompt="1/4 + 1/4 = ?", answer=answer))
    trace = Trace(
        task=TraceTask(type="SumTask", data=task.data), agent=AgentInfo(config=vf.AgentConfig()), root_reply=reply
    )
    asyncio.run(task.score(trace))
    return trace


def test_a_task_is_scored_by_its_last_reply() -> None:
    right, wrong = scored("0.5", r"\boxed{1/2}"), scored("0.5", r"\boxed{3}")
    assert (right.rewards["correct"].score, right.rewards["correct"].weight, right.reward) == (1.0, 0.5, 0.5)
    assert wrong.reward == 0.0 and wrong.info["adjudge"]["reason"] == "different_number"
    assert right.metrics["adjudge_valid"] == 1.0


def test_a_missing_reward_is_marked() -> None:
    trace = scored(None, r"\boxed{1/2}")
    assert trace.rewards["correct"].score == -1.0 and trace.metrics["adjudge_valid"] == 0.0
    assert trace.info["adjudge"]["status"] == "no_reference"


def test_a_rubric_is_refused_with_what_takes_its_place() -> None:
    with pytest.raises(ImportError, match=r"verifiers 0\.4\.0 has no Rubric, expected 0\.1 to 0\.3; .*TraceReward"):
        rubric("preset:math")
