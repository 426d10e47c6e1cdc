"""What names a grader, and what is said of what does not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict

import pytest

import adjudge
from adjudge.adapters import verl

DOCUMENT = {"type": "math", "extract": ["boxed"]}


def hash_of(grader: Any) -> str:
    return adjudge.Engine(grader, threads=1).grader_hash


def test_a_preset_may_be_named_with_or_without_its_mark() -> None:
    assert hash_of("math") == hash_of("preset:math") == hash_of({"type": "preset", "name": "math"})
    for preset in adjudge.presets():
        assert hash_of(preset.name) == hash_of(preset.grader)


def test_a_path_may_be_text_or_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "grader.json"
    path.write_text(json.dumps(DOCUMENT))
    without_suffix = tmp_path / "grader"
    without_suffix.write_text(json.dumps(DOCUMENT))
    expected = hash_of(DOCUMENT)
    assert {hash_of(path), hash_of(str(path)), hash_of(json.dumps(DOCUMENT)), hash_of(f"  {json.dumps(DOCUMENT)}")} == {
        expected
    }
    monkeypatch.chdir(tmp_path)
    assert hash_of("grader.json") == hash_of("./grader.json") == hash_of("grader") == expected
    assert adjudge.explain("grader.json", r"\boxed{1}", "1").reward == 1.0
    assert verl.compute_score("x", r"\boxed{1}", "1", grader=str(path))["score"] == 1.0


def test_yaml_is_read_as_the_command_reads_it(tmp_path: Path) -> None:
    for suffix in ("yaml", "yml"):
        path = tmp_path / f"grader.{suffix}"
        path.write_text("type: math\nextract:\n  - boxed  # the last one\n")
        assert hash_of(path) == hash_of(str(path)) == hash_of(DOCUMENT)
    path = tmp_path / "check.yaml"
    # YAML 1.1 has booleans, octal numbers and dates that YAML's JSON schema, and the command, take for words.
    for word in ("no", "yes", "on", "0x1f", "010", "2024-01-02", "1_000", "1:30", "é", "=", "'1'"):
        path.write_text(f"type: string_check\nreference: {word}\n")
        assert hash_of(path) == hash_of({"type": "string_check", "reference": word.strip("'")}), word
    path.write_text("extract: &chain [boxed]\ntype: math\n")
    assert hash_of(path) == hash_of(DOCUMENT)
    path.write_text('type: number\ntolerance: {relative: "0.01"}\non_error: "null"\n')
    assert hash_of(path) == hash_of({"type": "number", "tolerance": {"relative": "0.01"}, "on_error": "null"})


def test_yaml_that_is_none_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "grader.yaml"
    for text, message in (
        ("type: [math", r"grader\.yaml.*line 1"),
        ("type: math\nextract: *chain", r"grader\.yaml: line 2: found "),
        ("", r"grader\.yaml: line 1: found nothing"),
        ("type: math\ntype: choice", r"grader\.yaml: .*\"type\" twice"),
        ("type: maths", r'grader\.yaml: \$\.type: .*did you mean "math"'),
    ):
        path.write_text(text)
        with pytest.raises(adjudge.GraderError, match=f"(?s){message}"):
            adjudge.Engine(path)


def test_one_error_says_all_that_a_grader_may_be(tmp_path: Path) -> None:
    with pytest.raises(adjudge.GraderError) as error:
        adjudge.Engine("maths")
    message = str(error.value)
    assert message.startswith('grader: found "maths", did you mean "math"?; expected a preset (math, ')
    assert all(word in message for word in ("preset:", "JSON or YAML", "JSON text", "a dict"))
    with pytest.raises(adjudge.GraderError, match=r"grader: found \"what is this\"; expected a preset"):
        adjudge.Engine("what is this")
    with pytest.raises(adjudge.GraderError, match=r"nowhere\.json: No such file or directory, expected a grader file"):
        adjudge.Engine(str(tmp_path / "nowhere.json"))
    with pytest.raises(adjudge.GraderError, match="Is a directory"):
        adjudge.Engine(tmp_path)
    with pytest.raises(adjudge.GraderError, match=r'\$\.name.*did you mean "math"'):
        adjudge.Engine("preset:mth")


@pytest.mark.parametrize("grader", [0, None, 1.5, ["math"], object()])
def test_what_names_no_grader_is_refused(grader: Any) -> None:
    with pytest.raises(TypeError, match=f"grader: found {type(grader).__name__}, expected a dict, JSON text"):
        adjudge.Engine(grader)


def test_threads_are_a_number(math: adjudge.Engine) -> None:
    numpy = pytest.importorskip("numpy")
    assert adjudge.Engine("math", threads=numpy.int64(3)).threads == 3
    assert adjudge.Engine("math", threads=1024).threads == 1024
    assert adjudge.Engine("math").threads >= 1 and adjudge.Engine("math", threads=0).threads >= 1
    for threads in (-1, 1025, 10**30):
        with pytest.raises(adjudge.AdjudgeError, match=f"threads: found {threads}, expected None or a number from 0"):
            adjudge.Engine("math", threads=threads)
    for threads in ("2", 1.0, True, [1]):
        with pytest.raises(TypeError, match=f"threads: found {type(threads).__name__}, expected a number or None"):
            adjudge.Engine("math", threads=threads)  # type: ignore[arg-type]


def test_verifiers_are_listed_with_their_keys() -> None:
    kinds = {kind.name: kind for kind in adjudge.verifiers()}
    assert {"string_check", "regex", "choice", "number", "math", "format", "code"} <= set(kinds)
    assert {"operation", "normalize"} <= {key.name for key in kinds["string_check"].keys}
    assert all(kind.summary and all(key.summary for key in kind.keys) for kind in kinds.values())
    assert "calculate_output" in kinds["multi"].summary


def test_odd_dicts_are_refused_as_graders() -> None:
    deep: Dict[str, Any] = {"type": "math"}
    for _ in range(100_000):
        deep = {"graders": deep}
    circle: Dict[str, Any] = {"type": "math"}
    circle["extract"] = circle
    for grader, message in (
        (deep, "nested too deeply"),
        (circle, "grader: "),
        ({"type": "math\ud800"}, "expected texts that UTF-8 has"),
        ({"type": "math", "tolerance": float("nan")}, "expected what JSON has"),
    ):
        with pytest.raises(adjudge.GraderError, match=message):
            adjudge.Engine(grader)
    with pytest.raises(adjudge.GraderError):
        adjudge.Engine('{"type": "math\ud800"}')
    # Taking such a dict apart must not overflow either.
    while deep.get("graders"):
        deep = deep.pop("graders")


def test_an_engine_says_which_fields_its_grader_reads() -> None:
    grader = {"type": "string_check", "reference": "{{item.gold.text}}", "input": "{{item.source}}{{response}}"}
    assert sorted(adjudge.Engine(grader).item_names) == ["gold", "source"]
    assert adjudge.Engine("math").item_names == ()
