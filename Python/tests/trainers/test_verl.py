"""verl: its own loader finds the adapter by file path, its reward managers call it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import Any, List

import numpy
import pytest
import torch
from omegaconf import OmegaConf
from verl import DataProto
from verl.trainer.ppo.reward import get_custom_reward_fn
from verl.utils.reward_score import default_compute_score

from tiny_model import tokenizer

ROWS = [
    ("openai/gsm8k", "12 and 60, so #### 72", "72"),
    ("openai/gsm8k", "#### 71", "72"),
    ("openai/gsm8k", "I do not know", "72"),
    ("math_dapo", "So.\nAnswer: 34", "34"),
    ("math_dapo", "So.\nAnswer: 35", "34"),
    ("lighteval/MATH", r"thus \boxed{\frac{1}{2}}", r"\frac12"),
    ("lighteval/MATH", r"thus \boxed{3}", r"\frac12"),
]


def path_of_adapter() -> str:
    """As the documentation says to find it."""
    return subprocess.run(
        [sys.executable, "-m", "adjudge.adapters.verl"], check=True, capture_output=True, text=True
    ).stdout.strip()


def config(name: str, **reward_kwargs: Any) -> Any:
    return OmegaConf.create(
        {
            "reward": {
                "custom_reward_function": {"path": path_of_adapter(), "name": name, "reward_kwargs": reward_kwargs},
                "num_workers": 2,
            }
        }
    )


def data(rows: List[Any]) -> DataProto:
    """A batch as a rollout leaves it: prompts padded on the left, responses on the right."""
    tokens = tokenizer()
    prompts = [tokens.encode("q: ") for _ in rows]
    responses = [tokens.encode(response) for _, response, _ in rows]
    width = max(map(len, responses)) + 3
    pad = tokens.pad_token_id
    prompt_ids = torch.tensor(prompts)
    response_ids = torch.tensor([ids + [pad] * (width - len(ids)) for ids in responses])
    mask = torch.tensor([[1] * len(prompts[0]) + [1] * len(ids) + [0] * (width - len(ids)) for ids in responses])
    return DataProto.from_dict(
        tensors={"prompts": prompt_ids, "responses": response_ids, "attention_mask": mask},
        non_tensors={
            "data_source": numpy.array([source for source, _, _ in rows], dtype=object),
            "reward_model": numpy.array(
                [{"ground_truth": truth, "style": "rule"} for _, _, truth in rows], dtype=object
            ),
            "extra_info": numpy.array([{"index": row} for row in range(len(rows))], dtype=object),
        },
    )


def peer_score(source: str, response: str, truth: str) -> float:
    """What verl's own rule says."""
    result = default_compute_score(source, response, truth)
    return float(result["score"] if isinstance(result, dict) else result)


def test_compute_score_agrees_with_verls_own_rules() -> None:
    compute = get_custom_reward_fn(config("compute_score"))
    for source, response, truth in ROWS:
        ours = compute(data_source=source, solution_str=response, ground_truth=truth, extra_info={})
        assert ours["score"] == peer_score(source, response, truth), (source, response)


def test_naive_manager_scores_each_row() -> None:
    from verl.experimental.reward_loop.reward_manager.naive import NaiveRewardManager

    async def run() -> List[Any]:
        settings = config("compute_score")
        manager = NaiveRewardManager(settings, tokenizer(), get_custom_reward_fn(settings))
        batch = data(ROWS)
        return [await manager.run_single(batch[row : row + 1]) for row in range(len(ROWS))]

    results = asyncio.run(run())
    assert [result["reward_score"] for result in results] == [peer_score(*row) for row in ROWS]
    assert results[0]["reward_extra_info"]["pred"] == "72" and results[0]["reward_extra_info"]["status"] == "graded"


def test_batch_manager_scores_a_batch() -> None:
    from verl.workers.reward_manager.batch import BatchRewardManager

    compute = get_custom_reward_fn(config("compute_score_batch"))
    batch = data(ROWS)
    manager = BatchRewardManager(tokenizer(), num_examine=0, compute_score=compute)
    result = manager(batch, return_dict=True)
    expected = [peer_score(*row) for row in ROWS]
    assert result["reward_tensor"].sum(dim=1).tolist() == expected
    assert result["reward_extra_info"]["status"][2] == "no_answer"
    assert batch.batch["acc"].tolist() == expected


def test_a_grader_of_reward_kwargs_and_a_missing_reward() -> None:
    # reward_kwargs come as OmegaConf's own mappings.
    compute = get_custom_reward_fn(
        config("compute_score_batch", grader={"type": "math", "extract": ["boxed"]}, missing=-2)
    )
    scores = compute(
        data_sources=["mine", "mine"],
        solution_strs=[r"\boxed{0.5}"] * 2,
        ground_truths=["1/2", None],
        extra_infos=[{}, {}],
    )
    assert [score["score"] for score in scores] == [1.0, -2]
    assert [score["valid"] for score in scores] == [1.0, 0.0] and scores[1]["status"] == "no_reference"


def test_remote_manager_scores_in_ray_actors() -> None:
    ray = pytest.importorskip("ray")
    from verl.experimental.reward_loop.reward_manager.remote import RemoteRewardManager

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    try:

        async def run() -> List[Any]:
            settings = config("compute_score")
            manager = RemoteRewardManager(settings, tokenizer(), get_custom_reward_fn(settings))
            batch = data(ROWS)
            return await asyncio.gather(*(manager.run_single(batch[row : row + 1]) for row in range(len(ROWS))))

        assert [result["reward_score"] for result in asyncio.run(run())] == [peer_score(*row) for row in ROWS]
    finally:
        ray.shutdown()
