"""What the tests share."""

from __future__ import annotations

import signal

import pytest

import adjudge

# A shell that runs the tests in the background has them ignore Ctrl-C, which some of them are about.
signal.signal(signal.SIGINT, signal.default_int_handler)

MULTI = {
    "type": "multi",
    "graders": {
        "acc": {"type": "math", "required": True},
        "fmt": {
            "type": "string_check",
            "operation": "like",
            "input": "{{sample.output_text}}",
            "reference": "box",
        },
    },
    "calculate_output": "0.75 * acc + 0.25 * fmt",
}


@pytest.fixture(scope="session")
def math() -> adjudge.Engine:
    """Math answers on two threads."""
    return adjudge.Engine("preset:math", threads=2)


@pytest.fixture(scope="session")
def multi() -> adjudge.Engine:
    """A grader of two parts."""
    return adjudge.Engine(MULTI, threads=1)
