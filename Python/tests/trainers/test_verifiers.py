"""verifiers 0.1: an environment evaluated with the rubric, against a local server that answers as OpenAI's does."""

from __future__ import annotations

import asyncio
from typing import Any, Dict

import pytest
import verifiers
from datasets import Dataset

from adjudge.adapters.verifiers import rubric


def state(completion: Any, answer: Any) -> Dict[str, Any]:
    """A finished rollout."""
    found = verifiers.State(
        input={"prompt": [{"role": "user", "content": "q"}], "answer": answer, "task": "t", "info": {}}
    )
    found["completion"] = completion
    found["trajectory"] = []
    return found


def message(text: str) -> Any:
    return [{"role": "assistant", "content": text}]


def test_a_group_of_rollouts() -> None:
    judge = rubric("preset:math")
    states = [state(message(r"\boxed{1/2}"), "0.5"), state(message(r"\boxed{3}"), "0.5"), state(message("x"), "0.5")]
    asyncio.run(judge.score_group(states))
    assert [found["reward"] for found in states] == [1.0, 0.0, 0.0]
    assert [found["metrics"]["adjudge_valid"] for found in states] == [1.0, 1.0, 1.0]
    assert [found["adjudge"]["status"] for found in states] == ["graded", "graded", "no_answer"]
    assert states[0]["advantage"] == pytest.approx(2 / 3)


def test_one_rollout_and_a_missing_reward() -> None:
    judge = rubric("preset:math", missing=-1.0, weight=2.0)
    found = state(message(r"\boxed{1}"), None)
    asyncio.run(judge.score_rollout(found))
    assert found["reward"] == -2.0 and found["metrics"] == {"adjudge_reward": -1.0, "adjudge_valid": 0.0}
    assert found["adjudge"]["status"] == "no_reference"


def test_an_environment_is_evaluated(openai_server: str) -> None:
    from openai import AsyncOpenAI

    dataset = Dataset.from_dict({"question": ["1/4 + 1/4 = ?", "1 + 1 = ?"], "answer": ["0.5", "2"]})
    environment = verifiers.SingleTurnEnv(eval_dataset=dataset, rubric=rubric("preset:math"))
    client = (
        verifiers.ClientConfig(api_base_url=openai_server)
        if hasattr(verifiers, "ClientConfig")
        else AsyncOpenAI(base_url=openai_server, api_key="none")
    )
    results = asyncio.run(environment.evaluate(client, "tiny", num_examples=2, rollouts_per_example=2))
    outputs = results.get("outputs", results)
    rewards = sorted(output["reward"] for output in outputs)
    assert rewards == [0.0, 0.0, 1.0, 1.0]
