"""OpenRLHF: its single-turn executor gets rewards from a Python file and from the remote server, for what a tiny random
model wrote."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Dict, Iterator, List

import pytest
import torch
from openrlhf.utils.agent import SingleTurnAgentExecutor

from adjudge.adapters.openrlhf import Server
from tiny_model import model_and_tokenizer

#: Right when the label stands in what the model wrote.
GRADER = {
    "type": "string_check",
    "operation": "like",
    "input": "{{sample.output_text}}",
    "reference": "{{reference}}",
}
PROMPT = "<|im_start|>user\nIs it \\boxed{1}?<|im_end|>\n<|im_start|>assistant\n"


class Generator:
    """The interface of the trainer's generation engine over the tiny model."""

    def __init__(self) -> None:
        self.model, self.tokens = model_and_tokenizer()
        self.written = ""

    async def generate(self, prompt_ids: List[int], params: Any, multi_modal_data: Any = None) -> Any:
        torch.manual_seed(7)
        with torch.no_grad():
            ids = self.model.generate(
                torch.tensor([prompt_ids]),
                max_new_tokens=params.max_tokens,
                do_sample=True,
                pad_token_id=self.tokens.pad_token_id,
            )[0][len(prompt_ids) :].tolist()
        self.written = self.tokens.decode(ids, skip_special_tokens=False)
        return SimpleNamespace(
            outputs=[SimpleNamespace(token_ids=ids, text=self.written, finish_reason="length", logprobs=None)]
        )


@pytest.fixture(scope="module")
def generator() -> Generator:
    return Generator()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    found = Server(("127.0.0.1", 0), GRADER, missing=0.0)
    thread = threading.Thread(target=found.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{found.server_address[1]}/get_reward"
    found.shutdown()
    thread.join()
    found.server_close()


def rollout(url: str, generator: Generator, label: Any) -> Dict[str, Any]:
    executor = SingleTurnAgentExecutor(url)
    params = SimpleNamespace(max_tokens=16, logprobs=None)
    return asyncio.run(executor.execute(PROMPT, label, params, 512, generator.tokens, generator))


def reward_file(tmp_path: Path) -> str:
    path = tmp_path / "reward.py"
    path.write_text(
        "from adjudge.adapters.openrlhf import RewardFunction\n\n"
        f"reward_func = RewardFunction({GRADER!r}, missing=0.0)\n"
    )
    return str(path)


def tensor(value: Any) -> List[float]:
    """A value of a rollout as the trainer makes a tensor of it."""
    return torch.tensor([value]).flatten().tolist()


@pytest.mark.parametrize("source", ["file", "server"])
def test_rewards_reach_the_rollout(source: str, generator: Generator, server: str, tmp_path: Path) -> None:
    url = server if source == "server" else reward_file(tmp_path)
    rollout(url, generator, "x")
    answer = generator.written[:3]
    for label, expected in ((answer, 1.0), ("\\boxed{1}", 0.0)):
        found = rollout(url, generator, label)
        assert tensor(found["reward"]) == [expected] and tensor(found["scores"]) == [expected]
        assert tensor(found["extra_logs"]["valid"]) == [1.0]


@pytest.mark.parametrize("source", ["file", "server"])
def test_a_missing_reward_is_marked(source: str, generator: Generator, server: str, tmp_path: Path) -> None:
    found = rollout(server if source == "server" else reward_file(tmp_path), generator, None)
    assert tensor(found["reward"]) == [0.0] and tensor(found["extra_logs"]["valid"]) == [0.0]


def test_batches_over_http(server: str) -> None:
    executor = SingleTurnAgentExecutor([server, server])
    queries, labels = [PROMPT + text for text in ("yes", "no", "yes")], ["yes"] * 3
    answers = asyncio.run(executor._fetch_rewards_via_http(queries, [PROMPT] * 3, labels))
    assert [reward for answer in answers for reward in answer["rewards"]] == [1.0, 0.0, 1.0]
