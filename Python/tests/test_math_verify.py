"""The drop-in for Math-Verify."""

from __future__ import annotations

import threading

import pytest

import adjudge
from adjudge.compat.math_verify import compare, parse, verify


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (r"so \boxed{1/2} or \boxed{3}", ["3"]),
        ("first 4, then #### 5", ["5"]),
        (r"$\frac{1}{2}$", [r"\frac{1}{2}"]),
        (r"we get \[ x = 5 \]", ["x = 5"]),
        ("1,234", ["1,234"]),
        (r"it costs $\$66,828$ in all", [r"\$66,828"]),
        ("there are 12 apples and 7 pears", ["7"]),
        ("nothing at all here", []),
        ("", []),
        ("so <answer>8</answer> it is", ["8"]),
        (r"2 + 2 = 4, so \boxed{\frac{45}{2}", []),
    ],
)
def test_parse_finds_the_answer(text: str, answer: list) -> None:
    assert parse(text) == answer


def test_verify_compares_what_parse_gave() -> None:
    assert verify(parse("1/2"), parse(r"so \boxed{0.5}"))
    assert not verify(parse("1/2"), parse(r"so \boxed{0.3333}"))
    assert verify("0.5", "1/2") and not verify([], parse("1")) and not verify(parse("1"), [])
    assert verify(parse("7"), ["8", "7"])


def test_what_cannot_be_decided_is_false_and_can_raise() -> None:
    gold, target = ["?!"], ["!?"]
    verdicts = compare(gold, target)
    assert len(verdicts) == 1 and not verdicts[0].passed
    assert not verify(gold, target)
    if verdicts[0].reward is None:
        with pytest.raises(adjudge.AdjudgeError, match="verify: "):
            verify(gold, target, raise_on_error=True)
    with pytest.raises(TypeError):
        parse(7, raise_on_error=True)  # type: ignore[arg-type]
    assert parse(7) == []  # type: ignore[arg-type]


def test_any_thread_may_call_it() -> None:
    found = []
    thread = threading.Thread(target=lambda: found.append(verify(parse("2"), parse("it is 2"), timeout_seconds=5)))
    thread.start()
    thread.join()
    assert found == [True]


def test_no_text_stalls_it() -> None:
    # A quadratic search would take minutes for each.
    assert parse(r"\[" * 200_000) == [] and parse("$" * 400_000) == [] and parse(r"\(" * 200_000) == []
    assert parse(r"\[" * 200_000 + r"x\]") == ["x"]
    assert parse(r"\boxed{" * 100_000) in ([], [""])
