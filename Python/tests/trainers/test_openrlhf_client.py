"""OpenRLHF's own client of remote rewards without its trainer, and so without torch: a batch of 1,024 rows at once,
each over a connection of its own, as its rollouts ask."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import resource
import subprocess
import sys
import types
from pathlib import Path
from typing import Any, Iterator, List

import pytest

ROWS = 1024


@pytest.fixture(scope="module")
def agent() -> Any:
    """The module of OpenRLHF's executors. Its package would import torch first."""
    found = importlib.util.find_spec("openrlhf")
    assert found is not None and found.origin is not None
    folder = Path(found.origin).parent
    for name, path in (("openrlhf", folder), ("openrlhf.utils", folder / "utils")):
        package = types.ModuleType(name)
        package.__path__ = [str(path)]
        sys.modules[name] = package
    return importlib.import_module("openrlhf.utils.agent")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    command = [sys.executable, "-m", "adjudge.adapters.openrlhf", "--grader", "math", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield f"http://{process.stdout.readline().split()[-1]}/get_reward"
        finally:
            process.terminate()


def test_a_batch_of_rollouts_at_once(agent: Any, server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    said: List[str] = []
    monkeypatch.setattr(agent.logger, "info", said.append)
    executor = agent.SingleTurnAgentExecutor(server)

    async def ask() -> List[Any]:
        asked = (executor._fetch_rewards_via_http([rf"q so \boxed{{{row % 3}}}"], ["q"], ["1"]) for row in range(ROWS))
        return await asyncio.gather(*asked)

    answers = asyncio.run(ask())
    assert [answer[0]["rewards"] for answer in answers] == [[1.0 if row % 3 == 1 else 0.0] for row in range(ROWS)]
    # A reset, or a connection that had to be tried again, is logged.
    assert said == []


def test_a_row_that_was_not_verified_is_an_error_and_no_reward(
    agent: Any, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def at_once(_: float) -> None:
        """The client waits before it tries again."""

    monkeypatch.setattr(agent.asyncio, "sleep", at_once)
    executor = agent.SingleTurnAgentExecutor(server)
    with pytest.raises(RuntimeError, match="Request error for 5 times"):
        asyncio.run(executor._fetch_rewards_via_http([r"q \boxed{1}"], ["q"], [None]))
