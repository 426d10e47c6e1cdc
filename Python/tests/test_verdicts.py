"""Verdicts: columns, parts, groups, single verdicts, explanations."""

from __future__ import annotations

import copy
import json
import math as mathematics
import pickle
import subprocess
import sys

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


def test_groups_are_read_when_the_batch_is_scored(math: adjudge.Engine) -> None:
    groups = list(range(4)) * 250
    verdicts = math.score([r"\boxed{1}"] * 1000, ["1"] * 1000, groups=groups)
    groups.clear()
    assert verdicts.groups.keys == [0, 1, 2, 3] and list(verdicts.groups.rows) == [250] * 4
    groups = ["a", "b"]
    verdicts = math.score([r"\boxed{1}"] * 2, ["1"] * 2, groups=groups)
    groups[:] = ["c"]
    assert verdicts.groups.of_row == [0, 1] and verdicts.groups.keys == ["a", "b"]
    with pytest.raises(TypeError, match=r"groups\[1\]: found list, expected a key"):
        math.score(["a"] * 2, ["1"] * 2, groups=["a", []])
    with pytest.raises(TypeError, match="groups: found str, expected a sequence"):
        math.score(["a"] * 2, ["1"] * 2, groups="ab")


def test_groups_may_be_a_column(math: adjudge.Engine) -> None:
    numpy = pytest.importorskip("numpy")
    pyarrow = pytest.importorskip("pyarrow")
    pandas = pytest.importorskip("pandas")
    for column in (numpy.array([7, 7, 3]), pyarrow.array([7, 7, 3]), pandas.Series([7, 7, 3], index=[2, 1, 0])):
        groups = math.score([r"\boxed{1}"] * 3, ["1", "2", "1"], groups=column).groups
        assert groups.keys == [7, 3] and list(groups.means) == [0.5, 1.0]


def test_reasons_are_the_same_everywhere(math: adjudge.Engine, multi: adjudge.Engine) -> None:
    responses = [*RESPONSES, r"\boxed{unknown}", r"\boxed{?@!}", r"\boxed{", ""]
    for engine in (math, multi):
        verdicts = engine.score(responses, ["3.0"] * len(responses))
        names = verdicts.reason_names()
        assert names == [adjudge.REASONS[code] for code in verdicts.reasons.tolist()]
        assert names == [verdict.reason for verdict in verdicts] == [verdicts.reason(row) for row in range(len(names))]
        assert names == [verdicts.to_dict(row)["reason"] for row in range(len(names))]
        assert names == [adjudge.explain(engine, response, "3.0").reason for response in responses]
        for part, columns in verdicts.parts.items():
            rows = [verdicts.to_dict(row)["parts"][part]["reason"] for row in range(len(names))]
            assert rows == columns.reason_names()
    # One that a family has of its own: finer than any of the coarse ones.
    own = math.score([r"\boxed{unknown}"], ["3.0"])
    assert own[0].reason == "no_value" and int(own.reasons[0]) > 255


def same(left: adjudge.Verdicts, right: adjudge.Verdicts) -> bool:
    """Whether two verdicts say the same of every row, NaN being the same as NaN."""
    return (
        [repr(verdict) for verdict in left] == [repr(verdict) for verdict in right]
        and [left.to_dict(row) for row in range(len(left))] == [right.to_dict(row) for row in range(len(right))]
        and repr(left.scores.tolist()) == repr(right.scores.tolist())
        and left.work.tolist() == right.work.tolist()
        and (left.grader_hash, repr(left)) == (right.grader_hash, repr(right))
    )


def test_verdicts_are_pickled_and_copied(multi: adjudge.Engine) -> None:
    verdicts = multi.score(RESPONSES, REFERENCES, groups=["b", "b", 7, 7])
    for again in (pickle.loads(pickle.dumps(verdicts)), copy.copy(verdicts), copy.deepcopy(verdicts)):
        assert isinstance(again, adjudge.Verdicts) and same(verdicts, again)
        assert again.groups.keys == ["b", 7] and again.groups.means.tolist() == verdicts.groups.means.tolist()
        assert again.parts["acc"].to_list() == [1.0, 0.0, 0.0, None] and list(again.parts) == ["acc", "fmt"]
        assert same(again, pickle.loads(pickle.dumps(again)))
    part = pickle.loads(pickle.dumps(verdicts.parts["fmt"]))
    assert part.to_list() == verdicts.parts["fmt"].to_list() and len(part) == 4
    groups = pickle.loads(pickle.dumps(verdicts.groups))
    assert groups.of_row == [0, 0, 1, 1] and groups.rows.tolist() == [2, 2]
    ungrouped = pickle.loads(pickle.dumps(multi.score([], [])))
    assert len(ungrouped) == 0
    with pytest.raises(adjudge.AdjudgeError, match="without groups"):
        ungrouped.groups


def test_a_pickle_is_read_where_there_is_no_numpy(multi: adjudge.Engine) -> None:
    pickled = pickle.dumps(multi.score(RESPONSES, REFERENCES))
    script = (
        "import sys; sys.modules['numpy'] = None\n"
        "import pickle, adjudge\n"
        f"verdicts = pickle.loads({pickled!r})\n"
        "print(type(verdicts.rewards).__name__, verdicts.to_list(), verdicts[0].answer)\n"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout == "memoryview [1.0, 0.25, 0.0, None] 1/2\n"


def test_a_table_of_arrow(multi: adjudge.Engine) -> None:
    pytest.importorskip("pyarrow")
    table = multi.score(RESPONSES, REFERENCES).to_arrow()
    assert table.column("reward").to_pylist() == [1.0, 0.25, 0.0, None]
    assert table.column("status").to_pylist() == ["graded", "graded", "no_answer", "no_reference"]
    assert table.column("passed").to_pylist() == [True, False, False, None]
    assert table.column("answer").to_pylist() == ["1/2", "3", None, "4"]
    assert table.column("acc.reward").to_pylist() == [1.0, 0.0, 0.0, None]
    assert table.column("acc.reason").to_pylist()[:2] == ["equal_number", "different_number"]
    assert table.column_names[:7] == ["reward", "score", "status", "reason", "passed", "answer", "work"]
    assert table.column_names[7:] == [
        "acc.reward",
        "acc.status",
        "acc.reason",
        "fmt.reward",
        "fmt.status",
        "fmt.reason",
    ]
    assert multi.score([], []).to_arrow().num_rows == 0


def test_a_frame_of_pandas(multi: adjudge.Engine) -> None:
    pandas = pytest.importorskip("pandas")
    verdicts = multi.score(RESPONSES, REFERENCES)
    frame = pickle.loads(pickle.dumps(verdicts)).to_pandas()
    assert frame["reward"].tolist()[:3] == [1.0, 0.25, 0.0] and mathematics.isnan(frame["reward"][3])
    assert frame["status"].tolist() == verdicts.status_names() and frame["acc.status"].tolist()[3] == "no_reference"
    assert frame["passed"].tolist()[:3] == [True, False, False] and frame["passed"][3] is pandas.NA
    assert frame["answer"].tolist() == ["1/2", "3", None, "4"]
    both = pandas.concat([frame, multi.score(["x"], ["1"]).to_pandas()])
    assert both.groupby("status", observed=True)["reward"].count().to_dict() == {
        "graded": 2,
        "no_answer": 2,
        "no_reference": 0,
    }


def test_what_objects_show_of_themselves(multi: adjudge.Engine) -> None:
    verdicts = multi.score(RESPONSES, REFERENCES, groups=[1, 1, 2, 2])
    assert repr(verdicts) == "<adjudge.Verdicts of 4 rows: 2 graded, 1 no_answer, 1 no_reference>"
    assert repr(verdicts.parts["fmt"]) == "<adjudge.PartColumns of 4 rows: 4 graded>"
    assert repr(verdicts.groups) == "<adjudge.Groups of 2, means {1: 0.625, 2: 0}>"
    assert repr(multi.score([], [])) == "<adjudge.Verdicts of 0 rows: none>"
    assert repr(multi) == f"<adjudge.Engine grader={multi.grader_hash} threads=1>"


def test_parts_that_a_row_does_not_reach() -> None:
    sums = {"a": {"type": "math"}, "b": {"type": "string_check"}}
    both = {"type": "multi", "graders": sums, "calculate_output": "a + b"}
    cases = {"both": both, "text": {"type": "string_check"}}
    engine = adjudge.Engine({"type": "route", "by": "{{item.kind}}", "cases": cases}, threads=1)
    verdicts = engine.score([r"\boxed{1}", "x"], ["1", "x"], items=[{"kind": "both"}, {"kind": "text"}])
    assert [verdict.parts for verdict in verdicts] == [{"a": 1.0, "b": 0.0}, {}]
    assert [list(verdicts.to_dict(row)["parts"]) for row in range(2)] == [["a", "b"], []]
    assert verdicts.parts["a"].status_names() == ["graded", "not_evaluated"]
    assert verdicts.parts["a"].to_list() == [1.0, None]
    assert same(verdicts, pickle.loads(pickle.dumps(verdicts)))


def test_advantages_and_metrics_of_groups() -> None:
    grader = {"type": "math", "group": {"advantage": "grpo", "k": [1, 2]}}
    verdicts = adjudge.Engine(grader).score(RESPONSES, REFERENCES, groups=["p", "p", "q", "q"])
    deviation = mathematics.sqrt(0.5)
    assert verdicts.advantages.tolist()[0] == pytest.approx(0.5 / (deviation + 1e-4))
    assert mathematics.isnan(verdicts.advantages[2]) and mathematics.isnan(verdicts.advantages[3])
    assert verdicts.constant.tolist() == [0, 0, 1, 1]
    assert verdicts.metrics["pass@2"] == 1 and verdicts.metrics["groups/count"] == 2
    assert verdicts.to_dict(0)["advantage"] == verdicts.advantages[0]
    copied = pickle.loads(pickle.dumps(verdicts))
    assert copied.advantages.tolist()[:2] == verdicts.advantages.tolist()[:2]
    assert copied.metrics == verdicts.metrics


def test_advantages_need_a_grader_that_asks_and_groups(math: adjudge.Engine) -> None:
    with pytest.raises(adjudge.AdjudgeError, match="asks for no advantage"):
        _ = math.score(RESPONSES, REFERENCES, groups=[1, 1, 2, 2]).advantages
    engine = adjudge.Engine({"type": "math", "group": {"advantage": "rloo"}})
    with pytest.raises(adjudge.AdjudgeError, match="without groups"):
        _ = engine.score(RESPONSES, REFERENCES).advantages
    by = adjudge.Engine({"type": "math", "group": {"advantage": "rloo", "by": "{{item.p}}"}})
    items = [{"p": 1}, {"p": 1}, {"p": 2}, {}]
    assert by.score(RESPONSES, REFERENCES, items).advantages.tolist()[:2] == [1.0, -1.0]


def test_groups_have_keys_that_tell_them_apart(math: adjudge.Engine) -> None:
    verdicts = math.score(["x"] * 5, ["1"] * 5, groups=[1, "1", 1.0, True, 1])
    assert verdicts.groups.of_row == [0, 1, 2, 3, 0] and verdicts.groups.keys == [1, "1", 1.0, True]
    for missing in (None, float("nan")):
        with pytest.raises(adjudge.AdjudgeError, match=r"groups\[1\]: found (None|nan), expected the key"):
            math.score(["x"] * 2, ["1"] * 2, groups=["p", missing])


def test_a_grader_and_a_call_do_not_both_name_groups() -> None:
    engine = adjudge.Engine({"type": "math", "group": {"by": "{{item.p}}", "advantage": "rloo"}})
    with pytest.raises(adjudge.AdjudgeError, match=r"grader's group\.by, expected one of them"):
        engine.score(["x"], ["1"], [{"p": 1}], groups=["p"])
    statuses = engine.score(["x"] * 3, ["1"] * 3, [{"p": 1}, {}, {"p": None}]).status_names()
    assert statuses == ["no_answer", "bad_sample", "bad_sample"]


def test_a_check_says_more_where_it_is_asked(math: adjudge.Engine) -> None:
    verdicts = adjudge.Engine({"type": "math", "detail": True}).score(RESPONSES, REFERENCES)
    found = verdicts.detail(0)
    assert found is not None and found["notes"] and verdicts[0].detail == found
    assert pickle.loads(pickle.dumps(verdicts)).detail(0) == found
    assert math.score(RESPONSES, REFERENCES).detail(0) is None
    parts = {"a": {"type": "length", "target": 5, "detail": True}, "b": {"type": "math"}}
    engine = adjudge.Engine({"type": "multi", "graders": parts, "calculate_output": "a + b"})
    verdicts = engine.score(["12345"], ["5"])
    assert verdicts.detail(0, "a") == {"length": 5, "target": 5}
    assert verdicts.detail(0, "b") is None and verdicts.detail(0) is None
    with pytest.raises(KeyError, match="'c', expected one of a, b"):
        verdicts.detail(0, "c")
    shown = adjudge.explain({"type": "length", "target": 5}, "123456")
    assert shown.detail == {"length": 6, "target": 5}
