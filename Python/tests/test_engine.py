"""Engines: what they take, what they give, what they refuse."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import threading
from pathlib import Path
from types import MappingProxyType

import pytest

import adjudge


def test_a_failed_verification_is_none_and_not_zero(math: adjudge.Engine) -> None:
    verdicts = math.score([r"\boxed{1/2}", r"\boxed{2}", "no answer", r"\boxed{1}"], ["0.5", "3", "1", None])
    assert verdicts.to_list() == [1.0, 0.0, 0.0, None]
    assert verdicts.status_names() == ["graded", "graded", "no_answer", "no_reference"]
    assert verdicts.counts() == {"graded": 2, "no_answer": 1, "no_reference": 1}


def test_a_grader_may_be_a_dict_json_bytes_a_path_or_a_preset(tmp_path: Path) -> None:
    document = {"type": "math", "extract": ["boxed"]}
    path = tmp_path / "grader.json"
    path.write_text(json.dumps(document))
    hashes = {adjudge.Engine(grader).grader_hash for grader in (document, json.dumps(document), path)}
    hashes.add(adjudge.Engine(json.dumps(document).encode()).grader_hash)
    assert len(hashes) == 1
    assert adjudge.Engine("preset:math").grader_hash not in hashes


def test_a_bad_grader_names_the_path_and_the_nearest_name() -> None:
    with pytest.raises(adjudge.GraderError, match=r'\$\.type.*did you mean "math"'):
        adjudge.Engine({"type": "maths"})
    with pytest.raises(ValueError, match="UTF-8"):
        adjudge.Engine(b"\xff")


@pytest.mark.parametrize("container", [list, tuple])
def test_rows_may_be_str_bytes_numbers_or_json(math: adjudge.Engine, container: type) -> None:
    responses = container([r"\boxed{7}", rb"\boxed{7}", bytearray(rb"\boxed{7}"), "α \\boxed{7}", "\ud800\\boxed{7}"])
    verdicts = math.score(responses, container([7, 7.0, "7", b"7", "7"]))
    # A lone surrogate has no UTF-8, and a response that is none is no sample.
    assert verdicts.to_list() == [1.0, 1.0, 1.0, 1.0, None]
    assert (verdicts[4].status, verdicts[4].reason) == ("bad_sample", "invalid_utf8")


def test_what_is_no_text_and_no_json_spoils_its_row_and_is_named(math: adjudge.Engine) -> None:
    circular: list = []
    circular.append(circular)
    references = ["1", object(), {"a": object()}, circular, {(1, 2): 3}, "1"]
    with pytest.warns(RuntimeWarning, match=r"references\[1\]: found object, expected .* and 3 more") as caught:
        verdicts = math.score([r"\boxed{1}"] * 6, references)
    assert caught[0].filename == __file__
    assert verdicts.to_list() == [1.0, None, None, None, None, 1.0]
    assert [(verdict.status, verdict.reason) for verdict in verdicts[1:5]] == [("bad_sample", "mistyped_field")] * 4


def test_what_is_no_column_is_refused(math: adjudge.Engine) -> None:
    with pytest.raises(TypeError, match="responses: found str, expected a sequence"):
        math.score("abc", ["1"])
    with pytest.raises(TypeError, match="responses: found dict, expected a sequence"):
        math.score({"a": 1}, ["1"])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="references: found set, expected a sequence"):
        math.score(["a"], {"1"})  # type: ignore[arg-type]


def test_columns_of_different_lengths_are_refused(math: adjudge.Engine) -> None:
    with pytest.raises(adjudge.AdjudgeError, match="references: found 1 entries, expected 2"):
        math.score(["a", "b"], ["1"])
    with pytest.raises(adjudge.AdjudgeError, match="groups: found 1 entries, expected 2"):
        math.score(["a", "b"], ["1", "2"], groups=[1])


def test_an_empty_batch_has_no_verdicts(math: adjudge.Engine) -> None:
    verdicts = math.score([], [])
    assert len(verdicts) == 0 and verdicts.to_list() == [] and verdicts.answers() == [] and list(verdicts) == []


def test_items_feed_templates() -> None:
    engine = adjudge.Engine({"type": "string_check", "reference": "{{item.gold}}"})
    assert engine.reads_items
    verdicts = engine.score(["yes", "yes", "yes", "ja"], items=[{"gold": "yes"}, '{"gold":"no"}', "{", {"gold": "ja"}])
    assert verdicts.to_list() == [1.0, 0.0, None, 1.0]
    assert verdicts.status(2) == "bad_sample" and verdicts.reason(2) == "malformed_row"


def test_an_item_that_cannot_be_read_says_how() -> None:
    engine = adjudge.Engine({"type": "string_check", "reference": "{{item.gold}}"})
    items = [b'{"gold": "\xff"}', "[" + "1," * 2_100_000 + "1]", "nonsense"]
    verdicts = engine.score(["yes"] * 3, items=items)
    assert verdicts.reason_names() == ["invalid_utf8", "row_too_complex", "malformed_row"]


def test_items_may_hold_what_numpy_and_mappings_give() -> None:
    numpy = pytest.importorskip("numpy")
    engine = adjudge.Engine({"type": "string_check", "reference": "{{item.gold.n}}"})
    items = [{"gold": MappingProxyType({"n": numpy.int64(7)}), "more": numpy.arange(3)}]
    assert engine.score(["7"], items=items).to_list() == [1.0]


def test_memory_does_not_grow() -> None:
    engine = adjudge.Engine("preset:math", threads=2)
    responses = [f"α {row} \\boxed{{{row}}}" for row in range(5_000)]

    def score() -> None:
        verdicts = engine.score(responses, [str(row) for row in range(5_000)], groups=range(5_000))
        verdicts.answers(), verdicts.groups.means, verdicts.to_dict(7)
        adjudge.explain("preset:math", responses[1], "1")

    for _ in range(20):
        score()
    before = resident()
    for _ in range(60):
        score()
    # One batch that stayed behind each time would be 40 MB.
    assert resident() - before < 20 << 20


def resident() -> int:
    """The memory that this process has, in bytes."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_on_error_says_what_a_missing_reward_becomes() -> None:
    zero = adjudge.Engine({"type": "math", "on_error": "zero"}).score([r"\boxed{1}"], [None])
    assert zero.to_list() == [None] and zero.scores_list() == [0.0]
    fail = adjudge.Engine({"type": "math", "on_error": "fail"})
    with pytest.raises(adjudge.UnscoredError) as error:
        fail.score([r"\boxed{1}", r"\boxed{1}"], ["1", None])
    assert (error.value.row, error.value.status) == (1, "no_reference")
    again = pickle.loads(pickle.dumps(error.value))
    assert (again.row, again.status, again.reason) == (1, "no_reference", error.value.reason)


def test_an_engine_is_pickled_as_its_grader(math: adjudge.Engine) -> None:
    copy = pickle.loads(pickle.dumps(math))
    assert copy.grader_hash == math.grader_hash and copy.threads == 2
    assert copy.score([r"\boxed{1}"], ["1"]).to_list() == [1.0]


def test_the_same_verdicts_on_any_number_of_threads() -> None:
    responses = [rf"so \boxed{{{row % 97}}}" for row in range(20_000)]
    references = [str(row % 89) for row in range(20_000)]
    one, four = (adjudge.Engine("preset:math", threads=threads).score(responses, references) for threads in (1, 4))
    assert one.rewards.tolist() == four.rewards.tolist() and one.work.tolist() == four.work.tolist()


def test_other_threads_run_while_a_batch_is_scored() -> None:
    engine = adjudge.Engine("preset:math", threads=1)
    responses = ["so it goes " * 400 + r"\boxed{1}"] * 20_000
    ticks, done = 0, threading.Event()

    def score() -> None:
        engine.score(responses, ["1"] * len(responses))
        done.set()

    thread = threading.Thread(target=score)
    thread.start()
    while not done.is_set():
        ticks += 1
    thread.join()
    assert ticks > 1_000


def test_several_threads_share_an_engine(math: adjudge.Engine) -> None:
    failures = []

    def score(seed: int) -> None:
        for _ in range(20):
            rows = [rf"\boxed{{{seed}}}" for _ in range(500)]
            if math.score(rows, [seed] * 500).to_list() != [1.0] * 500:
                failures.append(seed)

    threads = [threading.Thread(target=score, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures


def test_a_list_that_another_thread_changes_is_scored_as_it_was(math: adjudge.Engine) -> None:
    responses = [f"{'x' * 500} {row} \\boxed{{1}}" for row in range(50_000)]
    references = ["1"] * len(responses)
    started = threading.Event()

    def overwrite() -> None:
        started.wait()
        for row in range(len(responses)):
            responses[row] = "gone"

    thread = threading.Thread(target=overwrite)
    thread.start()
    texts = list(responses)
    del texts
    started.set()
    verdicts = math.score(responses, references)
    thread.join()
    assert set(verdicts.status_names()) <= {"graded", "no_answer"}
    assert all(answer in ("1", None) for answer in verdicts.answers())


def test_presets_are_graders() -> None:
    names = [preset.name for preset in adjudge.presets()]
    assert "math" in names and "gsm8k" in names
    for preset in adjudge.presets():
        assert adjudge.Engine(preset.grader).grader_hash == adjudge.Engine(f"preset:{preset.name}").grader_hash


def test_a_missing_library_says_what_to_do() -> None:
    found = subprocess.run(
        [sys.executable, "-c", "import adjudge"],
        env={**os.environ, "ADJUDGE_LIBRARY": "/nowhere/libadjudge.so"},
        capture_output=True,
        text=True,
    )
    assert found.returncode == 1
    assert "cannot load /nowhere/libadjudge.so" in found.stderr and "make library" in found.stderr


def test_names_by_code() -> None:
    assert adjudge.STATUSES[0] == "graded" and adjudge.STATUSES[9] == "not_evaluated" and len(adjudge.STATUSES) == 10
    assert "equal_number" in adjudge.REASONS.values() and "boxed" in adjudge.RULES
    # Reasons that families have of their own have numbers beyond the coarse ones, and names of their own.
    assert max(adjudge.REASONS) > 255 and len(set(adjudge.REASONS.values())) == len(adjudge.REASONS)
