"""Several processes: fork, spawn, a pool of either, a fork in the middle of scoring."""

from __future__ import annotations

import concurrent.futures
import multiprocessing
import os
import signal
import threading
import time

import pytest

import adjudge

ENGINE = adjudge.Engine("preset:math", threads=2)
ROWS = [rf"so \boxed{{{row % 7}}}" for row in range(5_000)]
REFERENCES = ["3"] * len(ROWS)
EXPECTED = [1.0 if row % 7 == 3 else 0.0 for row in range(len(ROWS))]


def score_with_shared_engine(_: int) -> bool:
    """Runs in a worker, with the engine that the module made."""
    return ENGINE.score(ROWS, REFERENCES).to_list() == EXPECTED


def score_with_given_engine(engine: adjudge.Engine) -> bool:
    """Runs in a worker, with an engine that came through a pipe."""
    return engine.score(ROWS, REFERENCES).to_list() == EXPECTED


def exit_code_of_child(body: object) -> int:
    """Forks, runs ``body``, and returns the child's exit code; kills it after 60 s."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = 0 if body() else 2  # type: ignore[operator]
        finally:
            os._exit(code)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    raise AssertionError("the child hung")


def test_a_child_of_fork_scores_with_its_parents_engine() -> None:
    assert score_with_shared_engine(0)
    assert exit_code_of_child(lambda: score_with_shared_engine(0)) == 0
    assert score_with_shared_engine(0)


def test_a_grandchild_scores_too() -> None:
    assert exit_code_of_child(lambda: exit_code_of_child(lambda: score_with_shared_engine(0)) == 0) == 0


def test_verdicts_of_the_parent_are_read_in_the_child() -> None:
    verdicts = ENGINE.score(ROWS, REFERENCES)
    assert exit_code_of_child(lambda: verdicts.to_list() == EXPECTED and verdicts.to_dict(3)["reward"] == 1) == 0


def test_fork_while_other_threads_score() -> None:
    stop = threading.Event()

    def score() -> None:
        while not stop.is_set():
            ENGINE.score(ROWS[:300], REFERENCES[:300])

    threads = [threading.Thread(target=score) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        codes = [exit_code_of_child(lambda: score_with_shared_engine(0)) for _ in range(40)]
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert codes == [0] * 40


def score_in_four_threads() -> bool:
    """Small batches, so that the threads meet at the engine's locks; the thread that forked is one of them."""
    right = []

    def score() -> None:
        right.append(all(ENGINE.score(ROWS[:40], REFERENCES[:40]).to_list() == EXPECTED[:40] for _ in range(2000)))

    threads = [threading.Thread(target=score) for _ in range(3)]
    for thread in threads:
        thread.start()
    score()
    for thread in threads:
        thread.join()
    return right == [True] * 4


def test_threads_of_a_child_share_its_engine() -> None:
    ENGINE.score(ROWS[:40], REFERENCES[:40])
    assert [exit_code_of_child(score_in_four_threads) for _ in range(10)] == [0] * 10


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_a_pool_of_processes(method: str) -> None:
    context = multiprocessing.get_context(method)
    with concurrent.futures.ProcessPoolExecutor(3, mp_context=context) as pool:
        assert all(pool.map(score_with_shared_engine, range(6)))
        assert all(pool.map(score_with_given_engine, [ENGINE] * 6))
