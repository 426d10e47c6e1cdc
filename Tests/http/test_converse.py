"""Calls of Bedrock's Converse by the command, against botocore's own model of the interface: what is sent is what its validator
takes, and what its reader makes of the reply is what was scored."""

import json
import subprocess
import tempfile
import unittest
from pathlib import Path
from urllib.parse import unquote

import botocore.parsers
import botocore.session
import botocore.validate

from probe import PROBE, QUIET, Handler, Server

COMMAND = PROBE.with_name("adjudge")
CONVERSE = botocore.session.Session().get_service_model("bedrock-runtime").operation_model("Converse")
MODEL = "us.amazon.nova-pro-v1:0"
MODES = {
    "equivalence": {"type": "judge"},
    "score": {"type": "judge", "mode": "score", "range": [0, 10], "sampling_params": {"temperature": 0.5, "top_p": 0.9, "seed": 3}},
    "label": {"type": "judge", "mode": "label", "labels": ["good", "bad"], "passing": ["good"]},
    "rubric": {"type": "judge", "mode": "rubric", "criteria": ["is polite", "is short"]},
    "openai": {"type": "score_model", "model": MODEL, "range": [0, 1], "input": [{"role": "developer", "content": "Grade."},
                                                              {"role": "user", "content": "{{sample.output_text}}"}]},
}
VERDICTS = {"equivalence": {"verdict": "SAME"}, "score": {"score": 5}, "label": {"verdict": "good"}, "openai": {"result": 1},
            "rubric": {"criteria": [{"number": 1, "verdict": "yes"}, {"number": 2, "verdict": "yes"}]}}


class Bedrock(Handler):
    """Says the verdict of its server to every call, and remembers them."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append((self.path, self.headers, json.loads(body)))
        self.answer(json.dumps(self.server.reply))


class ConverseCalls(unittest.TestCase):
    def scored(self, server, grader, structured):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            endpoint = {"kind": "bedrock", "url": f"http://127.0.0.1:{server.server_port}", "region": "us-east-1", "model": MODEL,
                        "structured": structured, "retries": 0}
            (folder / "judges.json").write_text(json.dumps({"endpoints": {"e": endpoint}}))
            (folder / "rows").write_text(json.dumps({"response": "the sea", "reference": "the ocean", "question": "Wo? é"}) + "\n")
            keys = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret"}
            subprocess.run(
                [COMMAND, "score", "--quiet", "--grader", json.dumps(grader), "--judges", folder / "judges.json", "--input",
                 folder / "rows", "--output", folder / "out"], check=True, env={**QUIET, **keys}, timeout=60)
            return json.loads((folder / "out").read_text())

    def test_every_mode_is_asked_as_botocore_would_ask_and_its_reply_is_read(self):
        for mode, grader in MODES.items():
            for structured in ("json_schema", "none"):
                with self.subTest(mode=mode, structured=structured), Server(Bedrock) as server:
                    said = [{"text": json.dumps(VERDICTS[mode])}]
                    server.reply = {"output": {"message": {"role": "assistant", "content": said}}, "stopReason": "end_turn",
                                    "usage": {"inputTokens": 200, "outputTokens": 9, "totalTokens": 209}, "metrics": {"latencyMs": 1}}
                    read = botocore.parsers.create_parser("rest-json").parse(
                        {"status_code": 200, "headers": {}, "body": json.dumps(server.reply).encode()}, CONVERSE.output_shape)
                    self.assertEqual(read["output"]["message"]["content"], said)
                    row = self.scored(server, grader, structured)
                    self.assertEqual(row["status"], "graded", row)
                    self.assertGreaterEqual(row["reward"], 0.5)
                    self.assertTrue(server.seen)
                    for path, headers, body in server.seen:
                        start, model, end = path.split("/")[1:]
                        self.assertEqual((start, unquote(model), end), ("model", MODEL, "converse"))
                        self.assertIn("AWS4-HMAC-SHA256", headers["Authorization"])
                        report = botocore.validate.ParamValidator().validate({"modelId": MODEL, **body}, CONVERSE.input_shape)
                        self.assertFalse(report.has_errors(), report.generate_report())
                        self.assertLessEqual(body.keys(), CONVERSE.input_shape.members.keys())

    def test_the_validator_can_refuse(self):
        report = botocore.validate.ParamValidator().validate({"modelId": MODEL, "messages": [{"role": 1}]}, CONVERSE.input_shape)
        self.assertTrue(report.has_errors())


if __name__ == "__main__":
    unittest.main()
