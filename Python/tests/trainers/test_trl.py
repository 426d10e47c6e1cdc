"""TRL's GRPOTrainer with a tiny random model: plain and conversational, None, logs, several functions."""

from __future__ import annotations

from math import isnan
from pathlib import Path
from typing import Any, Dict, List

import pytest
from datasets import Dataset
from trl import GRPOConfig, GRPOTrainer

from adjudge.adapters.trl import RewardFunction
from tiny_model import model_and_tokenizer

#: Right when the model writes at least one digit: a random model does so about every other time.
DIGIT = {"type": "regex", "pattern": "[0-9]"}


class Recorder(RewardFunction):
    """Keeps what the trainer called it with and what it answered."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.calls: List[Dict[str, Any]] = []

    def __call__(self, prompts: Any, completions: Any, **columns: Any) -> List[Any]:
        rewards = super().__call__(prompts, completions, **columns)
        self.calls.append({"completions": completions, "columns": sorted(columns), "rewards": rewards})
        return rewards


def train(
    tmp_path: Path, prompts: List[Any], answers: List[Any], functions: List[RewardFunction]
) -> List[Dict[str, Any]]:
    model, tokens = model_and_tokenizer()
    config = GRPOConfig(
        output_dir=str(tmp_path),
        per_device_train_batch_size=4,
        num_generations=4,
        max_completion_length=24,
        max_steps=3,
        logging_steps=1,
        report_to=[],
        use_cpu=True,
        save_strategy="no",
        beta=0.0,
        seed=1,
    )
    trainer = GRPOTrainer(
        model=model,
        reward_funcs=functions,
        args=config,
        train_dataset=Dataset.from_dict({"prompt": prompts, "answer": answers}),
        processing_class=tokens,
    )
    trainer.train()
    return trainer.state.log_history


def test_plain_prompts(tmp_path: Path) -> None:
    function = Recorder(DIGIT, name="digit")
    history = train(tmp_path, ["1+1=", "2+2="] * 4, ["2", "4"] * 4, [function])
    assert len(function.calls) == 3 and all(len(call["rewards"]) == 4 for call in function.calls)
    assert all(isinstance(completion, str) for call in function.calls for completion in call["completions"])
    assert {"answer", "log_extra", "log_metric", "trainer_state"} <= set(function.calls[0]["columns"])
    rewards = [reward for call in function.calls for reward in call["rewards"]]
    assert set(rewards) == {0.0, 1.0}
    # Where the rewards of a group differ, there is something to learn.
    assert any(
        float(entry["reward_std"]) > 0 and float(entry["grad_norm"]) > 0 for entry in history if "reward" in entry
    )
    steps = [entry for entry in history if "rewards/digit/mean" in entry]
    means = [sum(call["rewards"]) / 4 for call in function.calls]
    assert [entry["rewards/digit/mean"] for entry in steps] == pytest.approx(means)
    assert steps[0]["digit/graded"] + steps[0].get("digit/no_answer", 0) == pytest.approx(1)


def test_conversations(tmp_path: Path) -> None:
    prompts = [[{"role": "user", "content": "1+1="}], [{"role": "user", "content": "2+2="}]] * 4
    function = Recorder(DIGIT, name="digit")
    history = train(tmp_path, prompts, ["2", "4"] * 4, [function])
    completions = [completion for call in function.calls for completion in call["completions"]]
    assert all(completion[0]["role"] == "assistant" for completion in completions)
    assert any(reward == 1.0 for call in function.calls for reward in call["rewards"])
    assert any("rewards/digit/mean" in entry for entry in history)


def test_a_missing_reward_is_left_out_and_not_counted_as_zero(tmp_path: Path) -> None:
    # Every reference is missing: math has no reward there, the other function has.
    math = Recorder({"type": "math", "extract": ["whole"]}, name="math")
    digit = Recorder(DIGIT, name="digit")
    history = train(tmp_path, ["1+1="] * 8, [None] * 8, [math, digit])
    assert all(call["rewards"] == [None] * 4 for call in math.calls)
    steps = [entry for entry in history if "rewards/math/mean" in entry]
    # TRL's mean of no rewards is not a number, which its log shows as null.
    assert steps and all(entry["rewards/math/mean"] is None or isnan(entry["rewards/math/mean"]) for entry in steps)
    means = [sum(call["rewards"]) / 4 for call in digit.calls]
    assert [entry["reward"] for entry in steps] == pytest.approx(means)
    assert steps[0]["math/no_reference"] == 1.0
