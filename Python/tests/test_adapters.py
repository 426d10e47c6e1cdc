"""The adapters' own rules; tests/trainers runs them in the real trainers."""

from __future__ import annotations

import asyncio
import json
import re
import resource
import subprocess
import sys
import threading
import types
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, Dict, Iterator, List

import pytest

import adjudge
from adjudge.adapters import openrlhf, trl, verifiers, verl
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
    server = openrlhf.Server(("127.0.0.1", 0), "preset:math", missing=0.0)
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


@pytest.fixture
def server() -> Iterator[str]:
    """The address of a server that runs as a command."""
    command = [sys.executable, "-m", "adjudge.adapters.openrlhf", "--grader", "math", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()


def test_openrlhf_server_takes_a_connection_for_each_row_of_a_batch(server: str) -> None:
    connections = 1024
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most < 2 * connections:
        pytest.skip(f"this process may have {most} descriptors")
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    host, port = server.split(":")
    body = json.dumps({"query": ["q " + "so we add " * 800 + r"\boxed{1}"], "prompts": ["q"], "labels": ["1"]}).encode()
    head = f"POST /get_reward HTTP/1.1\r\nHost: {server}\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    opened = asyncio.Event()
    count = 0

    async def client() -> bool:
        nonlocal count
        reader, writer = await asyncio.open_connection(host, int(port))
        count += 1
        if count == connections:
            opened.set()
        # All are open before any is answered.
        await opened.wait()
        writer.write(head.encode() + body)
        answer = await reader.read()
        writer.close()
        return answer.startswith(b"HTTP/1.1 200 ") and b'"rewards": [1.0]' in answer

    async def all_clients() -> List[Any]:
        clients = asyncio.gather(*(client() for _ in range(connections)), return_exceptions=True)
        return await asyncio.wait_for(clients, 60)

    found = asyncio.run(all_clients())
    assert [result for result in found if result is not True] == []


def test_openrlhf_server_says_that_it_is_well(server: str) -> None:
    with urllib.request.urlopen(f"http://{server}/health", timeout=30) as response:
        health = json.loads(response.read())
    assert health == {
        "status": "ok",
        "version": adjudge.__version__,
        "grader": adjudge.Engine("math", threads=1).grader_hash,
    }
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(f"http://{server}/elsewhere", timeout=30)
    assert error.value.code == 404 and "expected GET /health" in json.loads(error.value.read())["error"]


def test_openrlhf_server_refuses_a_grader_that_is_none() -> None:
    command = [sys.executable, "-m", "adjudge.adapters.openrlhf", "--grader", "maths"]
    found = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert found.returncode == 2 and 'did you mean "math"' in found.stderr and "Traceback" not in found.stderr


def test_verifiers_without_rubrics_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("verifiers")
    module.__version__ = "0.4.0"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "verifiers", module)
    with pytest.raises(ImportError, match=r"verifiers 0\.4\.0 has no Rubric, expected 0\.1 to 0\.3"):
        verifiers.rubric("math")


def test_adapters_are_imported_when_they_are_used() -> None:
    script = (
        "import adjudge, sys\n"
        "assert not [name for name in sys.modules if name.startswith(('adjudge.adapters', 'adjudge.compat'))]\n"
        "assert {'adapters', 'compat'} <= set(dir(adjudge))\n"
        "print(adjudge.adapters.trl.RewardFunction('math')(['q'], [r'\\boxed{1}'], answer=['1']))\n"
        "print(adjudge.adapters.ray.Scorer, adjudge.compat.math_verify.verify('1/2', '0.5'))\n"
        "print(sorted(set(dir(adjudge.adapters)) & {'trl', 'verl', 'ray', 'openrlhf', 'verifiers'}))\n"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.splitlines() == [
        "[1.0]",
        "<class 'adjudge.adapters.ray.Scorer'> True",
        "['openrlhf', 'ray', 'trl', 'verifiers', 'verl']",
    ]
    with pytest.raises(AttributeError, match="has no attribute 'trll', expected one of: openrlhf, ray"):
        adjudge.adapters.trll  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match="has no attribute 'adapter'"):
        adjudge.adapter  # type: ignore[attr-defined]


def test_verl_routes_numina_and_search() -> None:
    def score(source: str, response: str, truth: Any) -> Any:
        return verl.compute_score(source, response, truth)

    assert score("numina_olympiads", r"The answer is \boxed{\frac{1}{2}}.", r"\frac12")["score"] == 1.0
    assert score("numina_cn_k12", r"The answer is \boxed{3}.", "4")["score"] == 0.0
    names = {"target": ["the Eiffel Tower", "École Militaire"]}
    assert score("searchR1_nq", "so <answer>Eiffel tower!</answer>", names)["score"] == 1.0
    assert (
        score("searchR1_hotpotqa", "<answer>x</answer> or <answer>ÉCOLE\u00a0militaire</answer>", names)["score"] == 1.0
    )
    assert score("searchR1_musique", "<answer>Eiffel</answer>", names)["score"] == 0.0
    assert score("searchR1_nq", "the Eiffel Tower", names)["score"] == 0.0
    assert score("searchR1_nq", "<answer>Paris</answer>", {"target": "paris"})["score"] == 1.0
    # Who writes tags without end gets a quarter; who closes none of them has no answer, not no reward.
    assert (
        score("searchR1_nq", "<answer>a</answer>" * 10 + "<answer>Paris</answer>", {"target": "paris"})["score"] == 0.25
    )
    assert (
        score("searchR1_nq", "<answer>a</answer>" * 9 + "<answer>Paris</answer>", {"target": "paris"})["score"] == 1.0
    )
    flood = score("searchR1_nq", "<answer>" * 50_000, {"target": "paris"})
    assert (flood["score"], flood["valid"], flood["status"]) == (0.0, 1.0, "no_answer")
    with pytest.raises(adjudge.AdjudgeError, match="no_reference"):
        score("searchR1_nq", "<answer>Paris</answer>", {"other": "paris"})


def test_verl_routes_geometry() -> None:
    def score(response: str) -> Any:
        return verl.compute_score("hiyouga/geometry3k", response, "30")["score"]

    form = re.compile(r"<think>.*</think>.*\\boxed\{.*\}.*", re.DOTALL)
    for response, answer in (
        (r"<think>a</think> so \boxed{30}", 1),
        (r"so \boxed{30}", 1),
        (r"<think>a</think> so \boxed{31}.", 0),
        (r"<think>a<think></think></think>\boxed{7} or \boxed{30} ", 1),
        (r"<think>\boxed{30}</think>", 1),
        (r"<think>a</think> so \boxed 30}", 0),
        (r" <think>a</think> \boxed{30}", 1),
        ("30", 0),
    ):
        expected = 0.9 * answer + 0.1 * bool(form.fullmatch(response))
        assert score(response) == pytest.approx(expected), response


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


def test_ray_scorer_takes_frames_of_pandas_with_missing_values() -> None:
    pandas = pytest.importorskip("pandas")
    scorer = Scorer("preset:math", reference="gold")
    responses = [r"\boxed{1}", r"\boxed{2}", "x", None]
    for golds in (
        pandas.Series(["1", None, "2", "3"]),
        pandas.Series(["1", float("nan"), "2", "3"], dtype=object),
        pandas.Series([1.0, float("nan"), 2.0, 3.0]),
        pandas.Series([1, None, 2, 3], dtype="Int64"),
        pandas.Series(["1", pandas.NA, "2", "3"], dtype="string"),
    ):
        frame = scorer(pandas.DataFrame({"response": responses, "gold": golds.array}, index=[7, 5, 3, 1]))
        assert frame["status"].tolist() == ["graded", "no_reference", "no_answer", "bad_sample"]
        assert frame["reward"].tolist()[::2] == [1.0, 0.0] and frame["reward"].isna().tolist() == [
            False,
            True,
            False,
            True,
        ]
        assert frame.index.tolist() == [7, 5, 3, 1] and frame["answer"].tolist()[0] == "1"
