"""Ctrl-C, and any other signal whose handler raises, ends what is being scored within a second."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from typing import Callable, Iterator, Optional

import pytest

import adjudge
from adjudge import _interruption, _library
from adjudge._handles import Handle

RUNS_PROGRAMS = "code" in [preset.name for preset in adjudge.presets()]
ENDLESS = "```python\nwhile True:\n    pass\n```"
TESTS = {"inputs": ["1\n"], "outputs": ["1\n"]}


class TooLong(Exception):
    """What a handler of this test raises."""


@pytest.fixture
def alarm() -> Iterator[Callable[[float], None]]:
    """Lets ``TooLong`` be raised after some seconds, as trainers' own time limits do."""

    def handler(number: int, frame: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, handler)
    yield lambda seconds: signal.setitimer(signal.ITIMER_REAL, seconds)  # type: ignore[misc]
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def interrupt_in(seconds: float) -> None:
    threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGINT)).start()


def ended_within(start: float, seconds: float) -> bool:
    return time.monotonic() - start < seconds


def test_a_native_batch_ends_and_its_engine_goes_on(alarm: Callable[[float], None]) -> None:
    engine = adjudge.Engine("math", threads=2)
    responses = [r"so \boxed{x^3+2*x+1} " * 400] * 1_000_000
    references = [r"(x+1)^3-3*x^2-x"] * len(responses)
    start = time.monotonic()
    interrupt_in(0.3)
    with pytest.raises(KeyboardInterrupt):
        engine.score(responses, references)
    assert ended_within(start, 1.3)
    start = time.monotonic()
    alarm(0.2)
    with pytest.raises(TooLong):
        engine.score(responses, references)
    assert ended_within(start, 1.2)
    assert engine.score([r"\boxed{1}"] * 100, ["1"] * 100).to_list() == [1.0] * 100


@pytest.mark.skipif(not RUNS_PROGRAMS, reason="this library has no code grader")
def test_programs_end(alarm: Callable[[float], None]) -> None:
    engine = adjudge.Engine("code", threads=1)
    # The sandbox is open from here on.
    assert engine.score(["```python\nprint(input())\n```"], [TESTS]).to_list() == [1.0]
    for rows in (8, 1):
        start = time.monotonic()
        interrupt_in(0.3)
        with pytest.raises(KeyboardInterrupt):
            engine.score([ENDLESS] * rows, [TESTS] * rows)
        assert ended_within(start, 1.3)
    start = time.monotonic()
    alarm(0.3)
    with pytest.raises(TooLong):
        adjudge.explain(engine, ENDLESS, TESTS)
    assert ended_within(start, 1.3)
    assert engine.score(["```python\nprint(input())\n```"] * 6, [TESTS] * 6).to_list() == [1.0] * 6


def test_another_threads_batch_is_not_ended(alarm: Callable[[float], None]) -> None:
    engine = adjudge.Engine("math", threads=1)
    long, short = [r"so \boxed{x^3+2*x+1} " * 400] * 600_000, [r"so \boxed{1} " * 400] * 20_000
    found = []
    thread = threading.Thread(target=lambda: found.append(engine.score(short, ["1"] * len(short)).counts()))
    alarm(0.2)
    with pytest.raises(TooLong):
        thread.start()
        engine.score(long, ["1"] * len(long))
    thread.join()
    assert found == [{"graded": len(short)}]


def test_an_interrupted_command_ends_with_a_traceback() -> None:
    script = (
        "import adjudge\n"
        "engine = adjudge.Engine('math', threads=2)\n"
        "rows = [r'so \\boxed{x^3+2*x+1} ' * 400] * 60_000\n"
        "print('go', flush=True)\n"
        "while True: engine.score(rows, ['1'] * len(rows))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        try:
            assert child.stdout is not None and child.stderr is not None
            assert child.stdout.readline() == "go\n"
            time.sleep(0.3)
            child.send_signal(signal.SIGINT)
            start = time.monotonic()
            assert child.wait(timeout=10) == -signal.SIGINT
            assert ended_within(start, 2)
            assert child.stderr.read().rstrip().endswith("KeyboardInterrupt")
        finally:
            # Leaving the block waits for the child without end.
            child.kill()


def test_a_signal_is_not_lost_where_a_pointer_is_given_back(alarm: Callable[[float], None]) -> None:
    handle: Optional[Handle] = Handle(ctypes.c_void_p(signal.SIGALRM), ctypes.CDLL(None)["raise"])
    with pytest.raises(TooLong):
        handle = None
        # Python looks for signals where it calls.
        repr(handle)


def test_a_call_that_has_ended_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    class Lock:
        """A lock whose second taker, which has waited for the end of the call, is met by a signal."""

        def __init__(self) -> None:
            self.lock = threading.Lock()
            self.release = self.lock.release
            self.takers = 0

        def acquire(self, timeout: float = -1) -> bool:
            self.takers += 1
            assert self.takers <= 2
            self.lock.acquire()
            if self.takers == 2:
                raise TooLong
            return True

    monkeypatch.setattr(_interruption._thread, "allocate_lock", Lock)
    with pytest.raises(TooLong):
        _interruption.carry_out(lambda: _library.OK, lambda: None)


def test_scoring_while_the_interpreter_ends() -> None:
    # There, no thread is to be had.
    script = (
        "import adjudge, atexit\n"
        "engine = adjudge.Engine('math', threads=1)\n"
        "def last():\n"
        "    print(engine.score([r'\\boxed{1}'] * 9, ['1'] * 9).counts())\n"
        "atexit.register(last)\n"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert found.stdout == "{'graded': 9}\n", found.stderr
