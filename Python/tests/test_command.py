"""The command of the wheel: the rows that it writes, what it refuses, its exit codes."""

from __future__ import annotations

import gzip
import http.server
import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, List

import pytest

import adjudge

ROWS = [
    {"id": "é", "response": r"so \boxed{1/2}", "reference": 0.50},
    {"id": 7, "response": r"\boxed{3}", "reference": ["4", "5"]},
    {"id": 2.50, "response": "none", "reference": "1"},
    {"response": r"\boxed{1}", "reference": "1"},
]


def run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "adjudge", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, **options)


def write(path: Path, rows: List[Any]) -> str:
    path.write_text(
        "".join(f"{row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)}\n" for row in rows),
        encoding="utf-8",
    )
    return str(path)


def test_rows_are_scored_in_order(tmp_path: Path) -> None:
    source, target = write(tmp_path / "rows.jsonl", ROWS * 3000), str(tmp_path / "verdicts.jsonl")
    found = run("score", "--grader", "math", "--input", source, "--output", target)
    assert (found.returncode, found.stderr) == (0, "12000 rows: 9000 graded, 3000 no_answer, mean reward 0.5000\n")
    verdicts = [json.loads(line) for line in Path(target).read_text(encoding="utf-8").splitlines()]
    assert [verdict["id"] for verdict in verdicts[:4]] == ["é", 7, 2.5, 3] and verdicts[11_999]["id"] == 11_999
    assert [verdict["reward"] for verdict in verdicts] == [1, 0, 0, 1] * 3000
    expected = adjudge.Engine("math").score([row["response"] for row in ROWS], [row["reference"] for row in ROWS])
    assert [{**expected.to_dict(row), "id": 0} for row in range(4)] == [
        {**verdict, "id": 0} for verdict in verdicts[:4]
    ]


def test_the_rows_are_those_of_the_built_command(tmp_path: Path) -> None:
    command = os.environ.get("ADJUDGE_COMMAND")
    if not command:
        pytest.skip("ADJUDGE_COMMAND names no command")
    rows = [
        *ROWS,
        "nonsense",
        "[1]",
        '{"a": ' * 3000,
        '{"a": ' * 3000 + "1" + "}" * 3000,
        {"id": None, "response": 3, "reference": "3"},
        {"response": "x", "reference": {"a": 1.50}},
    ]
    source = write(tmp_path / "rows.jsonl", rows * 20)
    for target, program in (("own", [sys.executable, "-m", "adjudge"]), ("built", [command])):
        arguments = ["score", "--grader", "preset:math", "--input", source, "--output", str(tmp_path / target)]
        subprocess.run([*program, *arguments], check=False, capture_output=True)
    built = (tmp_path / "built").read_bytes()
    # The wheel's command resumes nothing, so its rows do not say which row of the input they answer.
    bare, hashes = re.subn(rb',"input_hash":"[0-9a-f]{16}"\}', b"}", built)
    assert (tmp_path / "own").read_bytes() == bare and hashes == built.count(b"\n") > 0


def test_names_of_rows_pipes_and_gzip(tmp_path: Path) -> None:
    packed = tmp_path / "rows.jsonl.gz"
    with gzip.open(packed, "wt") as file:
        file.write('{"text": "yes", "gold": {"is": "yes"}}\n\n')
    grader = write(tmp_path / "grader.json", [{"type": "string_check", "reference": "{{item.is}}"}])
    arguments = ["score", "--grader", grader, "--output", "-", "--map", "response=text", "--map", "item=gold"]
    for source, text in ((str(packed), None), ("-", '{"text": "yes", "gold": {"is": "yes"}}')):
        found = run(*arguments, "--input", source, input=text)
        assert found.returncode == 0 and json.loads(found.stdout)["reward"] == 1, found.stderr


def test_rows_that_cannot_be_read_lose_no_other(tmp_path: Path) -> None:
    source = write(
        tmp_path / "rows.jsonl", ["{", "[1]", '{"response": NaN}', {"response": 3, "reference": "3"}, ROWS[0]]
    )
    found = run("score", "--grader", "math", "--input", source, "--output", "-")
    verdicts = [json.loads(line) for line in found.stdout.splitlines()]
    assert [verdict["status"] for verdict in verdicts] == ["bad_sample"] * 4 + ["graded"]
    assert verdicts[0]["reason"] == "malformed_row" and verdicts[3]["reason"] == "mistyped_field"
    assert found.returncode == 3 and "4 of 5 rows cannot be read" in found.stderr


def test_a_file_with_other_names_is_no_success(tmp_path: Path) -> None:
    source = write(tmp_path / "rows.jsonl", [{"output": r"\boxed{1}", "expected": "1"}] * 3)
    found = run("score", "--grader", "math", "--input", source, "--output", "-")
    assert found.returncode == 3
    assert "no row has a reward: rows were asked for response, reference, and have output, expected" in found.stderr
    right = run(
        "score",
        "--grader",
        "math",
        "--input",
        source,
        "--output",
        "-",
        "--map",
        "response=output",
        "--map",
        "reference=expected",
    )
    assert right.returncode == 0 and "mean reward 1.0000" in right.stderr


def test_wrong_uses_are_told(tmp_path: Path) -> None:
    source = write(tmp_path / "rows.jsonl", ROWS)
    done = write(tmp_path / "done", ["{}"])
    score = ["score", "--input", source, "--output"]
    for arguments, message in (
        ([], "score | explain | lint | list | doctor"),
        ([*score, "-", "--grader", "maths"], 'did you mean "math"'),
        ([*score, "-", "--grader", "math", "--jobs", "-1"], "threads: found -1"),
        ([*score, "-", "--grader", "math", "--map", "gold=x"], "--map: found 'gold=x', expected one of id, response"),
        ([*score, done, "--grader", "math"], "exists already"),
        ([*score, source, "--grader", "math", "--overwrite"], "is the input"),
        (["score", "--grader", "math", "--input", "nowhere", "--output", "-"], "nowhere"),
    ):
        found = run(*arguments)
        assert found.returncode == 2 and message in found.stderr and "Traceback" not in found.stderr, arguments
    assert Path(done).read_text() == "{}\n" and len(Path(source).read_text().splitlines()) == 4


def test_files_of_other_kinds_are_answered_by_one_sentence(tmp_path: Path) -> None:
    import bz2
    import lzma

    row = '{"response": "\\\\boxed{1}", "reference": "1"}\n'
    files = {
        "Parquet": b"PAR1" + b"\0" * 100,
        "a JSON array": f"[{row}]".encode(),
        "a table as CSV or TSV": b"response,reference\n1,2\n",
        "UTF-16": row.encode("utf-16"),
        "bzip2": bz2.compress(row.encode()),
        "xz": lzma.compress(row.encode()),
        "a zip archive": b"PK\x03\x04" + b"\0" * 30,
        "one JSON object over several lines": b'{\n"response": "a"\n}\n',
        "no JSON object": b"hello\n",
    }
    for number, (kind, content) in enumerate(files.items()):
        source, target = tmp_path / f"in{number}", tmp_path / f"out{number}"
        source.write_bytes(content)
        found = run("score", "--grader", "math", "--input", str(source), "--output", str(target))
        assert found.returncode == 2 and f"found {kind}" in found.stderr and "expected JSONL" in found.stderr, kind
        assert found.stderr.count("\n") == 1 and not target.exists()
    # Damaged rows are rows.
    for content in (row + "{\n", "nonsense\n" + row, "[1]\n" + row, "\ufeff" + row, "\n\n" + row):
        source = tmp_path / "rows"
        source.write_text(content * 1, encoding="utf-8")
        found = run("score", "--grader", "math", "--input", str(source), "--output", "-")
        assert "expected JSONL" not in found.stderr and '"reward":1' in found.stdout, content


def test_groups_meet_over_the_whole_file(tmp_path: Path) -> None:
    rows = [{"p": f"g{row % 3000}", "response": rf"\boxed{{{row // 3000}}}", "reference": "1"} for row in range(6000)]
    source, metrics = write(tmp_path / "rows.jsonl", rows), tmp_path / "metrics.jsonl"
    score = ["score", "--input", source, "--output", "-", "--grader", "math"]
    options = ["--group-by", "p", "--advantage", "dr_grpo", "--pass-k", "1,2", "--metrics-out", str(metrics)]
    found = run(*score, *options)
    assert found.returncode == 0, found.stderr
    verdicts = [json.loads(line) for line in found.stdout.splitlines()]
    assert [verdict["advantage"] for verdict in verdicts] == [-0.5] * 3000 + [0.5] * 3000
    assert {verdict["grader"] for verdict in verdicts} == {adjudge.Engine("math").grader_hash}
    (line,) = [json.loads(text) for text in metrics.read_text().splitlines()]
    assert line["pass@1"] == 0.5 and line["pass@2"] == 1
    # The grader says it itself: its groups meet too.
    own = write(tmp_path / "own.json", [{"type": "math", "group": {"by": "{{item.p}}", "advantage": "dr_grpo"}}])
    found = run(*score[:-1], own)
    assert [json.loads(text)["advantage"] for text in found.stdout.splitlines()] == [-0.5] * 3000 + [0.5] * 3000
    for arguments, message in (
        ([*score[:-1], own, "--group-by", "p"], "expected one of them to name the groups"),
        ([*score, "--pass-k", "x"], "--pass-k: found 'x'"),
        ([*score, "--group-by", "p", "--advantage", "grop"], 'did you mean "grpo"'),
        ([*score, "--group-by", "p", "--map", "item=x"], "--map item="),
    ):
        found = run(*arguments)
        assert found.returncode == 2 and message in found.stderr and "Traceback" not in found.stderr, arguments


def test_a_row_that_names_no_group_says_so(tmp_path: Path) -> None:
    rows = [{"p": 1, **ROWS[0]}, ROWS[0], {"p": None, **ROWS[0]}, {"p": "1", **ROWS[0]}]
    source = write(tmp_path / "rows.jsonl", rows * 1)
    found = run("score", "--grader", "math", "--input", source, "--output", "-", "--group-by", "p")
    statuses = [(json.loads(line)["status"], json.loads(line)["reason"]) for line in found.stdout.splitlines()]
    assert statuses[1] == statuses[2] == ("bad_sample", "missing_field") and statuses[3][0] == "graded"


def test_explain_refuses_an_item_that_is_none() -> None:
    for item in ("{", "[1]", "1", "[" * 100_000):
        found = run("explain", "--grader", "math", "--response", "x", "--item", item)
        assert found.returncode == 2 and "expected a JSON object" in found.stderr, item[:9]
    found = run("explain", "--grader", "math", "--response", r"\boxed{1}", "--reference", "1", "--item", '{"a": 1}')
    assert found.returncode == 0


def test_explain_and_list() -> None:
    found = run("explain", "--grader", "math", "--response", "-", "--reference", "0.5", input=r"so \boxed{1/2}")
    assert found.returncode == 0 and found.stdout.startswith("reward     1") and "answer read as: 1/2" in found.stdout
    shown = run("list").stdout
    assert (
        "\n  string_check " in shown
        and "\n    operation " in shown
        and "\n  gsm8k " in shown
        and "\n  no_value" in shown
    )
    assert run("--version").stdout.strip() == adjudge.__version__


def test_lint_and_doctor(tmp_path: Path) -> None:
    odd = tmp_path / "odd.json"
    odd.write_text('{"type": "route", "by": "{{item.s}}", "cases": {"*": "math", "b*": "gsm8k"}}')
    found = run("lint", "math", str(odd))
    assert found.returncode == 0 and found.stdout == f"math: ok\n{odd}: ok\n" and "no row reaches" in found.stderr
    assert adjudge.lint("math") == [] and len(adjudge.lint(str(odd))) == 1
    broken = tmp_path / "broken.json"
    broken.write_text('{"type": "maths"}')
    found = run("lint", str(broken), "math")
    assert found.returncode == 2 and "broken.json: $.type" in found.stderr and found.stdout == "math: ok\n"
    with pytest.raises(adjudge.GraderError):
        adjudge.lint({"type": "maths"})
    facts = adjudge.doctor()
    assert facts["version"] == adjudge.__version__ and facts["instruction_set"] in facts["instruction_sets"]
    assert 0 <= facts["sandbox"]["level"] <= 3 and facts["sandbox"]["languages"][0]["name"]
    assert json.loads(run("doctor").stdout) == facts


class _Judge(http.server.BaseHTTPRequestHandler):
    """Says SAME of whatever begins with "right"."""

    calls = 0

    def log_message(self, *_: Any) -> None:
        pass

    def do_POST(self) -> None:
        _Judge.calls += 1
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        verdict = "SAME" if "\nright" in request["messages"][-1]["content"] else "DIFFERENT"
        words = {"content": json.dumps({"verdict": verdict})}
        text = json.dumps({"choices": [{"message": words, "finish_reason": "stop"}]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


def test_judges_are_asked_and_replayed(tmp_path: Path) -> None:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Judge)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings = tmp_path / "judges.json"
    endpoint = {"url": f"http://127.0.0.1:{server.server_port}/v1", "model": "m", "retries": 0}
    settings.write_text(json.dumps({"endpoints": {"here": endpoint}}), encoding="utf-8")
    grader = tmp_path / "grader.json"
    grader.write_text('{"type": "judge", "extract": ["whole"], "swap": false}', encoding="utf-8")
    rows = [{"response": f"{word} number {n}", "reference": "a body"} for n in range(5) for word in ("right", "other")]
    source, cache = write(tmp_path / "rows.jsonl", rows), str(tmp_path / "replies.jsonl")
    common = ("--grader", str(grader), "--input", source, "--judges", str(settings), "--judge-cache", cache)
    try:
        asked = run("score", *common, "--output", str(tmp_path / "asked.jsonl"))
    finally:
        server.shutdown()
        server.server_close()
    assert asked.returncode == 0 and "mean reward 0.5000" in asked.stderr and _Judge.calls == 10
    again = run("score", *common, "--judge", "replay", "--output", str(tmp_path / "again.jsonl"))
    assert again.returncode == 0
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "asked.jsonl").read_bytes()


def test_judges_that_are_none_are_said(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "ADJUDGE_JUDGES"}
    arguments = ("explain", "--grader", "math", "--response", "1", "--reference", "1")
    without = run(*arguments, "--judge", "replay", env=environment)
    assert without.returncode == 2 and "expected --judges FILE or ADJUDGE_JUDGES" in without.stderr
    bad = tmp_path / "judges.json"
    bad.write_text('{"endpoints": {"a": {"kind": "opnai"}}}', encoding="utf-8")
    refused = run(*arguments, "--judges", str(bad))
    assert refused.returncode == 2 and "opnai" in refused.stderr and "Traceback" not in refused.stderr
    bad.write_text("{", encoding="utf-8")
    torn = run(*arguments, "--judges", str(bad))
    assert torn.returncode == 2 and "Traceback" not in torn.stderr


def test_files_and_options_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    source = write(tmp_path / "rows.jsonl", [{"response": "1", "reference": "1"}])
    (tmp_path / "judges.json").write_text('{"endpoints": {"a": {"url": "http://127.0.0.1:9/v1"}}}', encoding="utf-8")
    common = ("score", "--grader", "math", "--input", source, "--output", str(tmp_path / "out.jsonl"))
    judges = ("--judges", str(tmp_path / "judges.json"))
    for path in ("out.jsonl", "rows.jsonl", "judges.json"):
        found = run(*common, *judges, "--judge-cache", str(tmp_path / path))
        assert found.returncode == 2 and "expected a file of its own" in found.stderr
    assert run(*common, *judges, "--judge", "replay", "--judge-cache", str(tmp_path / "none")).returncode == 2
    assert not (tmp_path / "none").exists()
    for option in (("--advantage", "grpo"), ("--pass-k", "2")):
        found = run(*common, *option)
        assert found.returncode == 2 and "without groups" in found.stderr
