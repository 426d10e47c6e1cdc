"""The adapters' own rules; tests/trainers runs them in the real trainers."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Dict, List

import pytest

import adjudge
from adjudge.adapters import openrlhf, trl, verl
from adjudge.adapters._chat import text_of, without_end_marks
from adjudge.adapters.ray import Scorer


def test_the_text_of_a_completion() -> None:
    assert text_of("a") == "a" and text_of(None) is None
    assert text_of([{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]) == "a"
    assert text_of([{"role": "assistant", "content": "a"}, {"role": "tool", "content": "t"}]) == "a"
    assert text_of([{"role": "assistant", "content": [{"type": "text", "text": "a"}, {"text": "b"}]}]) == "ab"
    assert text_of([{"role": "assistant", "content": None}]) == ""
    assert text_of([{"role": "user", "content": "q"}]) is None and text_of(7) is None
    assert without_end_marks("a<|im_end|>\n</s>") == "a" and without_end_marks(" a ") == " a "


def test_trl_gives_none_where_there_is_no_reward_and_logs_why(multi: adjudge.Engine) -> None:
    logged: Dict[str, Any] = {}
    function = trl.RewardFunction(multi, name="math")
    assert function.__name__ == "math"
    rewards = function(
        prompts=["q"] * 3,
        completions=[r"\boxed{1}", [{"role": "assistant", "content": r"\boxed{2}"}], r"\boxed{3}"],
        completion_ids=[[1], [2], [3]],
        answer=["1", "1", None],
        trainer_state=None,
        log_extra=logged.__setitem__,
        log_metric=logged.__setitem__,
    )
    assert rewards == [1.0, 0.25, None]
    assert logged["math/status"] == ["graded", "graded", "no_reference"]
    assert logged["math/graded"] == pytest.approx(2 / 3) and logged["math/acc"] == 0.5


def test_trl_reads_the_columns_that_it_is_told() -> None:
    function = trl.RewardFunction({"type": "string_check", "reference": "{{item.gold}}"}, items=["gold"])
    assert function([""], ["yes"], gold=["yes"]) == [1.0]
    with pytest.raises(adjudge.AdjudgeError, match="no column 'gold', expected one of: answer"):
        function([""], ["yes"], answer=["yes"])
    with pytest.raises(adjudge.AdjudgeError, match="no column 'truth'"):
        trl.RewardFunction("preset:math", reference="truth")([""], ["yes"], answer=["yes"])


def test_verl_scores_by_data_source_and_marks_what_is_missing() -> None:
    score = verl.compute_score("openai/gsm8k", "so #### 72", "72", {"index": 1})
    assert (score["score"], score["acc"], score["pred"], score["valid"]) == (1.0, 1.0, "72", 1.0)
    missing = verl.compute_score("x", r"\boxed{1}", None, grader="preset:math", missing=-1.0)
    assert (missing["score"], missing["acc"], missing["valid"], missing["status"]) == (-1.0, 0.0, 0.0, "no_reference")
    with pytest.raises(adjudge.AdjudgeError, match="no grader for the data source 'unknown'"):
        verl.compute_score("unknown", "a", "b")
    item = verl.compute_score(
        "x", "a", "b", {"gold": "a"}, grader={"type": "string_check", "reference": "{{item.gold}}"}
    )
    assert item["score"] == 1.0


def test_verl_batches_keep_their_order_over_data_sources() -> None:
    sources = ["openai/gsm8k", "math_dapo", "openai/gsm8k", "own"]
    texts = ["#### 1", "Answer: 2", "#### 3", r"\boxed{4}"]
    scores = verl.compute_score_batch(sources, texts, ["1", "2", "4", "4"], graders={"own": "preset:math"})
    assert [score["score"] for score in scores] == [1.0, 1.0, 0.0, 1.0]
    assert len({tuple(score) for score in scores}) == 1


def test_openrlhf_never_takes_the_prompt_for_the_answer() -> None:
    prompt = r"Is it \boxed{1}?"
    queries = [prompt + r" It is \boxed{2}.<|im_end|>", "<s>" + prompt + r" It is \boxed{1}", r"torn \boxed{1}"]
    assert openrlhf.responses_of(queries, [prompt] * 3) == [r" It is \boxed{2}.", r" It is \boxed{1}", None]
    engine = adjudge.Engine("preset:math")
    assert openrlhf.score(engine, queries, [prompt] * 3, ["1"] * 3).to_list() == [0.0, 1.0, None]


def post(url: str, body: bytes) -> Any:
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.loads(response.read())


def test_openrlhf_server_answers_and_refuses() -> None:
    server = openrlhf.Server(("127.0.0.1", 0), "preset:math")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    url = f"http://127.0.0.1:{server.server_address[1]}/get_reward"
    try:
        request = {
            "query": [r"q\boxed{1}", r"q\boxed{2}", r"q\boxed{3}"],
            "prompts": ["q"] * 3,
            "labels": ["1", "1", None],
        }
        answer = post(url, json.dumps(request).encode())
        assert answer == {
            "rewards": [1.0, 0.0, 0.0],
            "scores": [1.0, 0.0, 0.0],
            "extra_logs": {"valid": [1.0, 1.0, 0.0]},
        }
        for bad in (
            b"{",
            b"[]",
            b'{"query":["a"],"prompts":[],"labels":[]}',
            b'{"query":["a"]}',
            b'{"query":[1],"prompts":[1],"labels":[1]}',
        ):
            with pytest.raises(urllib.error.HTTPError) as error:
                post(url, bad)
            assert error.value.code == 400 and "error" in json.loads(error.value.read())
        results: List[Any] = []
        clients = [
            threading.Thread(target=lambda: results.append(post(url, json.dumps(request).encode()))) for _ in range(16)
        ]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        assert results == [answer] * 16
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_openrlhf_server_runs_as_a_command(tmp_path: Path) -> None:
    grader = tmp_path / "grader.json"
    grader.write_text('{"type": "math"}')
    command = [sys.executable, "-m", "adjudge.adapters.openrlhf", "--grader", str(grader), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split()[-1]
            answer = post(f"http://{address}/", b'{"query": ["q\\\\boxed{1}"], "prompts": ["q"], "labels": ["1"]}')
            assert answer["rewards"] == [1.0]
        finally:
            server.terminate()


def test_ray_scorer_takes_every_format_of_batch() -> None:
    numpy, pyarrow = pytest.importorskip("numpy"), pytest.importorskip("pyarrow")
    scorer = Scorer("preset:math", reference="gold", prefix="a_")
    responses, golds = [r"\boxed{1}", r"\boxed{2}", "x"], ["1", None, "2"]
    batch = scorer({"response": numpy.array(responses, dtype=object), "gold": numpy.array(golds, dtype=object)})
    assert batch["a_reward"].tolist()[::2] == [1.0, 0.0] and numpy.isnan(batch["a_reward"][1])
    assert batch["a_status"].tolist() == ["graded", "no_reference", "no_answer"]
    table = scorer(pyarrow.table({"response": responses, "gold": golds}))
    assert table.column("a_reward").to_pylist() == [1.0, None, 0.0]
    assert table.column("a_answer").to_pylist() == ["1", "2", None]
    messages = [[{"role": "assistant", "content": text}] for text in responses]
    table = scorer(pyarrow.table({"response": messages, "gold": golds}))
    assert table.column("a_reward").to_pylist() == [1.0, None, 0.0]
