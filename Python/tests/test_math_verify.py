"""The drop-in for Math-Verify."""

from __future__ import annotations

import threading
import time

import pytest

import adjudge
from adjudge.compat.math_verify import (
    ExprExtractionConfig,
    LatexExtractionConfig,
    StringExtractionConfig,
    compare,
    math_metric,
    parse,
    verify,
)


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


def test_a_torn_box_is_a_gold_and_no_answer() -> None:
    torn = r"\boxed{x = 3 \text{ or } x = 4"
    assert verify(parse(torn), parse(r"\boxed{x = 4 \text{ or } x = 3}"))
    assert not verify(parse(r"\boxed{x = 3 \text{ or } x = 4}"), parse(torn))
    assert not verify(parse(r"\boxed{3}"), parse("so it is \\boxed{3"))


def test_an_amount_in_a_sentence_is_stated() -> None:
    assert verify(parse("$40%$"), parse("With $x=2$ the price then increases by 40%."))
    assert not verify(parse("$40%$"), parse("With $x=2$ the price then increases by 30%."))


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


def test_boxes_of_one_sentence_are_a_list() -> None:
    gold = parse("Its zeros are $\\boxed{4}$ and $\\boxed{-4}$.")
    assert verify(gold, parse("so $x$ is $\\boxed{-4}$ or $\\boxed{4}$"))
    assert verify(gold, parse(r"\boxed{4, -4}")) and not verify(gold, parse(r"\boxed{4}"))
    assert verify(parse("$5$ or $6$"), parse(r"\boxed{6,5}"))


def test_configurations_say_what_is_looked_for() -> None:
    text = r"we find $\frac{2}{7}$ after 12 steps"
    assert parse(text, [LatexExtractionConfig()]) == [r"\frac{2}{7}"]
    assert parse("about 12 steps", [LatexExtractionConfig()]) == []
    assert parse("after 12 steps", [ExprExtractionConfig()]) == ["12"]
    assert parse(r"\boxed{3}", [LatexExtractionConfig(boxed_match_priority=-1)], fallback_mode="no_fallback") == []
    late = LatexExtractionConfig(boxed_match_priority=100)
    assert parse(r"the answer is $8$, and \boxed{3} was a step", [late]) == ["8"]


@pytest.mark.parametrize(
    ("text", "config", "found"),
    [
        ("so the answer is C.", StringExtractionConfig(), ["c", "C"]),
        ("so the answer is C.", StringExtractionConfig(lowercase=False), ["C", "C"]),
        ("the answer is V", StringExtractionConfig(strings=("V", "W")), ["v", "V"]),
        ("no letter here", StringExtractionConfig(), []),
    ],
)
def test_strings(text: str, config: StringExtractionConfig, found: list) -> None:
    assert parse(text, [config]) == found


def test_the_metric_scores_predictions_against_golds() -> None:
    metric = math_metric([LatexExtractionConfig()], [LatexExtractionConfig(), ExprExtractionConfig()])
    score, texts = metric([r"$\frac{3}{8}$"], ["I think it is 0.375"])
    assert score == 1.0 and texts == ([r"\frac{3}{8}"], ["0.375"])
    assert metric([r"$\frac{3}{8}$"], ["I think it is 0.4"])[0] == 0.0
    with pytest.raises(ValueError, match="no answer"):
        metric(["nothing"], ["1"])


def test_parameters_of_verify() -> None:
    assert verify("1/3", "0.33", float_rounding=2) and not verify("1/3", "0.33")
    assert not verify(r"x \in [1, 3]", r"1 \le x \le 3")
    assert verify(r"x \in [1, 3]", r"1 \le x \le 3", allow_set_relation_comp=True)
    assert not verify("2t+1", "2s+1") and verify("2t+1", "2s+1", strict=False)


def test_submodules_have_their_names() -> None:
    from adjudge.compat.math_verify import grader, metric, parser
    from adjudge.compat.math_verify.errors import TimeoutException

    assert parser.parse is parse and grader.verify is verify and metric.math_metric is math_metric
    assert grader.sympy_expr_eq("1/2", 0.5) and issubclass(TimeoutException, Exception)


def test_a_false_step_is_no_answer() -> None:
    # Math-Verify takes the last term of any chain.
    assert not verify("$z = 2 + 2 = 4$", parse("$z = 5 + 5 = 4$"))
    assert verify("$9$", parse("$E = kx = 9$"))


def test_long_texts_of_formulas_alone_take_no_time() -> None:
    from adjudge.compat.math_verify import parser

    formulas = "$1$, $2$"
    start = time.perf_counter()
    for tail in (" " * 200_000 + "x", ", $3$" * 40_000 + "x", "and" * 60_000, "$" * 200_000):
        parser._FORMULAS_ONLY.fullmatch(formulas + tail)
    assert time.perf_counter() - start < 2
    assert parser._FORMULAS_ONLY.fullmatch(" $1$ and $2$ . ") and not parser._FORMULAS_ONLY.fullmatch("$1$")
