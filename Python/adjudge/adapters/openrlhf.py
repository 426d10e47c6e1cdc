"""OpenRLHF: a reward function for a Python file, and the remote reward server.

In a file that ``--reward.remote_url`` names:

    from adjudge.adapters.openrlhf import RewardFunction
    reward_func = RewardFunction("preset:math")

Or as a server, whose URL ``--reward.remote_url`` names:

    python -m adjudge.adapters.openrlhf --grader preset:math --port 5000
"""

from __future__ import annotations

import argparse
import json
import math
import resource
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Dict, List, Optional, Sequence, Tuple, Union

from .. import _library
from .._engine import Engine
from .._graders import GraderSource
from .._verdicts import Verdicts
from ..errors import AdjudgeError, UnscoredError
from ._chat import without_end_marks
from ._engines import engine_of
from ._missing import filled, lacking

#: What OpenRLHF hands over of a row beside its label.
_ITEMS = ("prompt",)
#: The longest request that the server reads, in bytes.
MAX_REQUEST = 1 << 28


def responses_of(queries: Sequence[str], prompts: Sequence[str]) -> List[Optional[str]]:
    """What the model wrote: each query without its prompt and without end-of-sequence marks.

    None where the prompt is not the beginning of the query: the prompt's own text must not be taken for an answer.
    """
    responses: List[Optional[str]] = []
    for query, prompt in zip(queries, prompts):
        start = query.find(prompt)
        # A tokenizer may put its own mark before the prompt, nothing longer.
        found = 0 <= start <= 32
        responses.append(without_end_marks(query[start + len(prompt) :]) if found else None)
    return responses


def score(engine: Engine, queries: Sequence[str], prompts: Sequence[str], labels: Sequence[Any]) -> Verdicts:
    """The verdicts of OpenRLHF's queries."""
    if len(prompts) != len(queries) or len(labels) != len(queries):
        raise AdjudgeError(
            f"found {len(queries)} queries, {len(prompts)} prompts and {len(labels)} labels, expected as many of each"
        )
    items = [{"prompt": prompt} for prompt in prompts] if engine.reads_items else None
    return engine.score(responses_of(queries, prompts), list(labels), items)


def _engine(grader: Union[Engine, GraderSource], threads: int) -> Engine:
    """The engine of a grader that can be used with what OpenRLHF hands over."""
    engine = engine_of(grader, threads)
    absent = lacking(engine, _ITEMS)
    if absent:
        raise AdjudgeError(
            f"the grader reads {', '.join(absent)} of each row; OpenRLHF hands over the prompt and one label, "
            "expected a grader that reads {{reference}} and {{item.prompt}} alone"
        )
    return engine


class RewardFunction:
    """``reward_func(queries, prompts, labels)``: tensors of rewards and scores, and logs.

    Rewards are as the grader gives them, NaN where there is none; scores are 1 where a response counts as right.
    OpenRLHF calls it with one query at a time and has no missing reward. A row that cannot be verified for want of a
    reference or of the machine raises ``UnscoredError``, which OpenRLHF logs, and the row has no reward; one that the
    response itself left undecided is 0. With ``missing`` all of them are that number. The log ``valid`` is then 0.
    """

    def __init__(
        self, grader: Union[Engine, GraderSource], *, missing: Optional[float] = None, threads: int = 1
    ) -> None:
        self.engine = _engine(grader, threads)
        self._missing = missing

    def __call__(
        self, queries: Sequence[str], prompts: Sequence[str], labels: Sequence[Any], **_: Any
    ) -> Dict[str, Any]:
        """The rewards of ``queries``. Called by OpenRLHF."""
        import torch

        verdicts = score(self.engine, queries, prompts, labels)
        rewards, scores, valid = _filled(self.engine, verdicts, self._missing)
        return {
            "rewards": torch.tensor(rewards, dtype=torch.float32),
            "scores": torch.tensor(scores, dtype=torch.float32),
            "extra_logs": {"valid": torch.tensor(valid, dtype=torch.float32)},
        }


def _filled(
    engine: Engine, verdicts: Verdicts, missing: Optional[float]
) -> Tuple[List[float], List[float], List[float]]:
    rewards = filled(engine, verdicts, missing, _ITEMS)
    scores = [1.0 if passed == 1 else 0.0 for passed in verdicts.passed.tolist()]
    valid = [0.0 if math.isnan(reward) else 1.0 for reward in verdicts.rewards.tolist()]
    return rewards, scores, valid


class Server(ThreadingHTTPServer):
    """Answers ``{"query": […], "prompts": […], "labels": […]}`` with ``{"rewards", "scores", "extra_logs"}``, and
    ``GET /health`` with ``{"status": "ok"}``.

    OpenRLHF opens a connection for each row of a batch, all at once. A request with a row that has no reward is
    answered with 422 and the reason, see ``RewardFunction``.
    """

    daemon_threads = True
    #: How many connections may wait to be accepted. What does not fit is reset, or tried again after seconds.
    request_queue_size = 4096

    def __init__(
        self,
        address: Tuple[str, int],
        grader: Union[Engine, GraderSource],
        *,
        missing: Optional[float] = None,
        threads: int = 1,
    ) -> None:
        super().__init__(address, _Handler)
        self.engine = _engine(grader, threads)
        self.missing = missing


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body leave together: the second of two small packets would wait for the first one's receipt.
    wbufsize = -1
    #: Seconds that a connection may be silent.
    timeout = 600

    def do_GET(self) -> None:
        if self.path.partition("?")[0] != "/health":
            self._answer(404, {"error": f"{self.path}: expected GET /health, or POST with query, prompts and labels"})
            return
        server = self.server
        assert isinstance(server, Server)
        self._answer(200, {"status": "ok", "version": _library.version().decode(), "grader": server.engine.grader_hash})

    def do_POST(self) -> None:
        try:
            length = int(self.headers.get("Content-Length") or -1)
            if not 0 <= length <= MAX_REQUEST:
                self.close_connection = True
                self._answer(411 if length < 0 else 413, {"error": f"expected a Content-Length up to {MAX_REQUEST}"})
                return
            request = json.loads(self.rfile.read(length))
            self._answer(200, self._scored(request))
        except UnscoredError as error:
            self._answer(422, {"error": str(error)})
        except (AdjudgeError, ValueError, TypeError, RecursionError) as error:
            self._answer(400, {"error": f"{type(error).__name__}: {error}"})

    def _scored(self, request: Any) -> Dict[str, Any]:
        if not isinstance(request, dict):
            raise ValueError(f"found {type(request).__name__}, expected an object with query, prompts and labels")
        for name in ("query", "prompts"):
            if not isinstance(request.get(name), list) or not all(isinstance(text, str) for text in request[name]):
                raise ValueError(f"{name}: expected a list of strings")
        if not isinstance(request.get("labels"), list):
            raise ValueError("labels: expected a list")
        server = self.server
        assert isinstance(server, Server)
        verdicts = score(server.engine, request["query"], request["prompts"], request["labels"])
        rewards, scores, valid = _filled(server.engine, verdicts, server.missing)
        return {"rewards": rewards, "scores": scores, "extra_logs": {"valid": valid}}

    def _answer(self, code: int, body: Dict[str, Any]) -> None:
        data = json.dumps(body).encode("ascii")
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        self.wfile.flush()

    def log_message(self, format: str, *arguments: Any) -> None:
        """One line for each request would cost more than scoring it."""


def main() -> None:
    """Serves until it is interrupted."""
    parser = argparse.ArgumentParser(prog="adjudge.adapters.openrlhf", description="OpenRLHF's remote reward server.")
    parser.add_argument("--grader", required=True, help="the name of a preset, or the path of a file of JSON or YAML")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=5000)
    parser.add_argument("--missing", type=float, help="the reward of a row without one; without this, an error")
    arguments = parser.parse_args()
    # A descriptor for each connection: as many as this process may have.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    try:
        server = Server((arguments.host, arguments.port), arguments.grader, missing=arguments.missing)
    except (AdjudgeError, OSError) as error:
        parser.error(str(error))
    print(f"listening on {arguments.host}:{server.server_address[1]}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


if __name__ == "__main__":
    main()
