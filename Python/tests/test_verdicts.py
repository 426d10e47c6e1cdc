"""Verdicts: columns, parts, groups, single verdicts, explanations."""

from __future__ import annotations

import json

import pytest

import adjudge
from adjudge import _buffers

RESPONSES = [r"so \boxed{1/2}", r"é \boxed{3}", "none", r"\boxed{4}"]
REFERENCES = ["0.5", "4", "1", None]


def test_columns_are_numpy_arrays_over_the_same_memory(math: adjudge.Engine) -> None:
    numpy = pytest.importorskip("numpy")
    verdicts = math.score(RESPONSES, REFERENCES)
    assert verdicts.rewards.dtype == numpy.float64 and verdicts.statuses.dtype == numpy.uint8
    assert verdicts.rewards.base is not None and not verdicts.rewards.flags.owndata
    assert numpy.isnan(verdicts.rewards[3]) and numpy.nansum(verdicts.rewards) == 1
    assert verdicts.rewards is verdicts.rewards
    kept = math.score(RESPONSES, REFERENCES).rewards
    assert kept.tolist()[:3] == [1.0, 0.0, 0.0]


def test_without_numpy_columns_are_memoryviews(math: adjudge.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_buffers, "_numpy", None)
    monkeypatch.setattr(_buffers, "_numpy_sought", True)
    verdicts = math.score(RESPONSES, REFERENCES)
    assert isinstance(verdicts.rewards, memoryview) and verdicts.rewards.format == "d"
    assert verdicts.to_list() == [1.0, 0.0, 0.0, None]
    assert verdicts.passed.tolist() == [1, 0, 0, -1]
    assert verdicts[0].answer == "1/2"


def test_every_column(math: adjudge.Engine) -> None:
    verdicts = math.score(RESPONSES, REFERENCES)
    assert verdicts.span_starts.tolist()[:2] == [10, 10] and verdicts.span_lengths.tolist() == [3, 1, 0, 1]
    assert [adjudge.RULES[rule] for rule in verdicts.rules.tolist()] == ["boxed", "boxed", "none", "boxed"]
    assert verdicts.reason_names()[:2] == ["equal_number", "different_number"]
    assert verdicts.passed.tolist() == [1, 0, 0, -1]
    assert min(verdicts.work.tolist()[:3]) > 0
    assert verdicts.answers() == ["1/2", "3", None, "4"]


def test_a_verdict_by_its_row(math: adjudge.Engine) -> None:
    verdicts = math.score(RESPONSES, REFERENCES)
    assert verdicts[0] == adjudge.Verdict(1.0, "graded", "equal_number", True, "1/2", {})
    assert verdicts[-1].reward is None and verdicts[-1].passed is None
    assert [verdict.reward for verdict in verdicts] == [1.0, 0.0, 0.0, None]
    assert [verdict.reward for verdict in verdicts[1:3]] == [0.0, 0.0]
    with pytest.raises(IndexError, match="row 4, expected less than 4"):
        verdicts[4]


def test_the_json_of_a_verdict_is_that_of_the_command(math: adjudge.Engine) -> None:
    long = "9" * 3000
    verdicts = math.score([rf"\boxed{{{long}}}"], [long])
    row = verdicts.to_dict(0)
    assert row["pred"] == long and row["reward"] == 1 and row["valid"] is True and row["grader"] == math.grader_hash
    assert list(row) == ["id", "reward", "valid", "status", "score", "acc", "pred", "parts", "reason", "grader"]


def test_parts(multi: adjudge.Engine) -> None:
    assert multi.part_names == ("acc", "fmt")
    verdicts = multi.score(RESPONSES, REFERENCES)
    assert verdicts.to_list() == [1.0, 0.25, 0.0, None]
    assert verdicts.parts["acc"].to_list() == [1.0, 0.0, 0.0, None]
    assert verdicts.parts["fmt"].rewards.tolist() == [1.0, 1.0, 0.0, 1.0]
    assert verdicts[1].parts == {"acc": 0.0, "fmt": 1.0}
    assert verdicts.parts["acc"].status_names()[3] == "no_reference"


def test_groups(math: adjudge.Engine) -> None:
    verdicts = math.score(
        [r"\boxed{1}", r"\boxed{2}", r"\boxed{1}", "x"], ["1", "1", None, "1"], groups=["b", "b", 7, 7]
    )
    groups = verdicts.groups
    assert groups.keys == ["b", 7] and len(groups) == 2 and groups.of_row == [0, 0, 1, 1]
    assert list(groups.rows) == [2, 2] and list(groups.rewarded) == [2, 1] and list(groups.passed) == [1, 0]
    assert list(groups.means) == [0.5, 0.0] and list(groups.deviations) == [0.5, 0.0]
    assert list(groups.minimums) == [0.0, 0.0] and list(groups.maximums) == [1.0, 0.0]
    with pytest.raises(adjudge.AdjudgeError, match="without groups"):
        math.score([], []).groups


def test_verdicts_outlive_their_engine() -> None:
    verdicts = adjudge.Engine("preset:math").score([r"\boxed{1}"], ["1"])
    assert verdicts[0].reward == 1 and verdicts.to_dict(0)["pred"] == "1"


def test_arrow_columns_are_read_where_they_lie(math: adjudge.Engine) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    for kind in (pyarrow.string(), pyarrow.large_string()):
        responses = pyarrow.array(["gone", *RESPONSES], kind)[1:]
        assert math.score(responses, pyarrow.array(REFERENCES, kind)).to_list() == [1.0, 0.0, 0.0, None]
        assert math.score(responses, REFERENCES).answers() == ["1/2", "3", None, "4"]
    chunked = pyarrow.chunked_array([RESPONSES[:1], RESPONSES[1:]])
    assert math.score(chunked, REFERENCES).to_list() == [1.0, 0.0, 0.0, None]
    empty = pyarrow.array([], pyarrow.string())
    assert math.score(empty, empty).to_list() == []


def test_numpy_and_pandas_columns(math: adjudge.Engine) -> None:
    numpy = pytest.importorskip("numpy")
    assert math.score(numpy.array(RESPONSES), numpy.array(REFERENCES, dtype=object)).to_list() == [1.0, 0.0, 0.0, None]
    assert math.score([r"\boxed{3}"], numpy.array([3])).to_list() == [1.0]
    assert math.score([r"\boxed{3}"], [numpy.int64(3)]).to_list() == [1.0]


def test_explain_gives_the_verdict_of_the_batch_and_its_steps(multi: adjudge.Engine) -> None:
    explanation = adjudge.explain(multi, r"so \boxed{1/2}", "0.5")
    assert explanation.reward == multi.score([r"so \boxed{1/2}"], ["0.5"])[0].reward
    assert explanation.answer == "1/2" and explanation.span == (10, 13) and explanation.rule == "boxed"
    assert explanation.parts["fmt"]["reward"] == 1 and explanation.grader == multi.grader_hash
    assert any(note.part == "acc" and note.value == "1/2" for note in explanation.notes)
    assert "reward     1" in str(explanation) and "steps" in str(explanation)
    none = adjudge.explain("preset:math", r"\boxed{1}", None)
    assert none.reward is None and "reward     none" in str(none)
    item = adjudge.explain({"type": "string_check", "reference": "{{item.a}}"}, "x", item={"a": "x"})
    assert item.reward == 1


def test_hostile_texts_are_data(math: adjudge.Engine) -> None:
    texts = ["\0", "\\boxed{" * 5000, "{" * 100_000, "\ufffe", "𝟙" * 1000, "#### " * 1000, json.dumps(["\ud800"])]
    verdicts = math.score(texts, texts)
    assert len(verdicts.answers()) == len(texts)
    assert "internal_error" not in verdicts.counts()
