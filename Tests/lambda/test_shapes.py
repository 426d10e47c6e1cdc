"""Every event and every reference that AWS publishes, on the emulator: what is read, and what is refused.

The events of AWS's own are those that aws-sam-cli generates; rows and references have the shapes of AWS's guides and of
the reward function that SageMaker Studio generates, with content of our own.
"""

import json
import unittest

from emulator import TOOLS, Emulator, sample

RIGHT, WRONG = sample(identifier="a"), sample(r"\boxed{7}", identifier="b")
BATCH = [RIGHT, WRONG]


def published(name):
    return json.loads((TOOLS / name).read_text())


def serverless(content, place="prompt", **more):
    """A row of SageMaker's serverless RLVR, with the turn that the service appends."""
    turns = [{"role": "user", "content": "6*7?"}, {"role": "assistant", "content": content}]
    return {"data_source": "openai/gsm8k", place: turns, "ability": "math",
            "reward_model": {"ground_truth": "42", "style": "rule"}, **more}


class ShapesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.emulator = Emulator(ADJUDGE_METRICS_NAMESPACE="none").__enter__()
        cls.addClassCleanup(cls.emulator.__exit__)

    def scores(self, answer):
        if isinstance(answer, dict):
            self.assertEqual(answer["statusCode"], 200, answer)
            answer = json.loads(answer["body"])
        return [row["aggregate_reward_score"] for row in answer]

    def test_events_are_read(self):
        shapes = {
            "a list": BATCH, "trajectories": {"trajectories": BATCH}, "Studio's input": {"input": BATCH},
            "Studio's batch": {"batch": BATCH}, "Studio's body, text": {"body": json.dumps({"batch": BATCH})},
            "Studio's body, object": {"body": {"batch": BATCH}}, "a body that is a list": {"body": json.dumps(BATCH)},
        }
        for name, event in shapes.items():
            with self.subTest(name):
                self.assertEqual(self.scores(self.emulator.invoke(event)), [1, 0])

    def test_requests_of_aws_are_read(self):
        for name in ("HttpApi.json", "AwsProxy.json", "ALBRequest.json"):
            with self.subTest(name):
                event = published(name)
                event.update(body=json.dumps(BATCH), isBase64Encoded=False)
                http = event["requestContext"].get("http")
                if http:
                    http["method"] = "POST"
                else:
                    event["httpMethod"] = "POST"
                answer = self.emulator.invoke(event)
                self.assertEqual(self.scores(answer), [1, 0])
                self.assertEqual("statusDescription" in answer, name == "ALBRequest.json")
                event["body"] = json.dumps({"query": ["q"], "labels": ["42"]})
                refused = self.emulator.invoke(event)
                self.assertEqual(refused["statusCode"], 400)
                self.assertIn("no event that is known", json.loads(refused["body"])["error"])

    def test_references_are_read(self):
        references = {
            "text": "42", "a number": 42, "answer": {"answer": "42"}, "answer beside others": {"answer": 42, "unit": "m"},
            "final_answer": {"final_answer": "42", "rationale": "6 times 7"},
            "solution": {"solution": "42", "steps": ["6*7 = 42"]},
            "ground_truth": {"ground_truth": "42", "difficulty": "easy"}, "label": {"label": "42", "split": "train"},
            "one key": {"molar_mass": 42}, "text block": {"text": "42"}, "JSON as text": json.dumps({"answer": "42"}),
            "raw GSM8K": "6 rows of 7 are 6*7 = <<6*7=42>>42 seats.\n#### 42",
            "raw GSM8K in a text block": {"text": "6 rows of 7 are 42 seats.\n#### 42"},
        }
        for name, reference in references.items():
            for place in ("reference_answer", "metadata"):
                with self.subTest(name, place=place):
                    rows = []
                    for content in (r"so \boxed{42}", r"so \boxed{41}"):
                        row = sample(content)
                        del row["metadata"]
                        row[place] = reference if place == "reference_answer" else {"reference_answer": reference}
                        rows.append(row)
                    self.assertEqual(self.scores(self.emulator.invoke(rows)), [1, 0])

    def test_contents_are_read(self):
        contents = {
            "text": r"\boxed{42}", "a block": {"text": r"\boxed{42}"}, "blocks": [{"type": "text", "text": r"\boxed{42}"}],
            "blocks without a type": [{"text": r"\boxed{"}, {"text": "42}"}],
        }
        for name, content in contents.items():
            for role in ("assistant", "nova_assistant"):
                with self.subTest(name, role=role):
                    self.assertEqual(self.scores(self.emulator.invoke([sample(content, role=role)])), [1])

    def test_serverless_rows_are_read(self):
        for place in ("prompt", "messages"):
            rows = [serverless("#### 42", place, extra_info={"index": 17, "split": "train"}),
                    serverless("#### 41", place, id="own")]
            answer = self.emulator.invoke(rows)
            self.assertEqual(self.scores(answer), [1, 0])
            self.assertEqual([row["id"] for row in answer], [17, "own"])
            self.assertEqual(self.scores(self.emulator.invoke(rows[0])), [1])

    def test_pings_have_no_reward(self):
        for event in (published("ScheduledEvent.json"), {"source": "serverless-plugin-warmup"}, {"warmer": True}):
            answer = self.emulator.invoke(event)
            self.assertEqual((answer["status"], len(answer["grader"])), ("ok", 32))

    def test_everything_else_is_refused(self):
        events = [
            {}, {"samples": BATCH}, {"query": ["q"], "prompts": ["p"], "labels": ["42"]},
            {"create_params": {"input": "x"}, "result": {"output": []}, "expected_answer": "42"},
            {"example": {"references": {}}, "response": {"parts": [{"text": "42"}]}, "metadata": {"step": 1}},
            {"_rollout": {"base_url": "u", "model_id": "m"}, "prompt": "6*7?", "answer": "42"},
            {"TrajectoryId": "t", "Rewards": [1.0]}, {"prompt": "6*7?"}, {"key1": "value1"},
            {"Records": [{"eventSource": "aws:s3", "s3": {}}]},
        ]
        for event in events:
            with self.subTest(list(event)):
                answer = self.emulator.invoke(event)
                self.assertEqual(answer["errorType"], "Adjudge.MalformedEvent")
                self.assertIn("expected", answer["errorMessage"])
                self.assertNotIn("aggregate_reward_score", json.dumps(answer))


if __name__ == "__main__":
    unittest.main()
