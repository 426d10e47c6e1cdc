"""The reward contract on the emulator, and everything that can go wrong around it."""

import json
import os
import signal
import threading
import time
import typing
import unittest

import pydantic

from emulator import LIMIT, TOOLS, Emulator, sample


class Metric(pydantic.BaseModel):
    name: str
    value: float
    type: typing.Literal["Metric", "Reward"]


class Result(pydantic.BaseModel):
    """The shape that AWS's own `verify_reward_function` asks of a result."""

    id: typing.Any
    aggregate_reward_score: typing.Union[int, float]
    metrics_list: typing.Optional[list[Metric]] = None


class ContractTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.emulator = Emulator().__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.emulator.__exit__()

    def test_batch_has_the_shape_that_aws_checks(self):
        event = [sample(identifier=f"s{index}", content=rf"\boxed{{{40 + index}}}") for index in range(64)]
        results = self.emulator.invoke(event)
        self.assertEqual([row["id"] for row in results], [row["id"] for row in event])
        for index, row in enumerate(results):
            self.assertEqual(Result(**row).aggregate_reward_score, 1 if index == 2 else 0)

    def test_all_shapes_of_event(self):
        block = [{"type": "text", "text": r"\boxed{42}"}]
        event = [sample(), sample(block, role="nova_assistant"), sample(None), {"id": "x"}]
        for shape in (event, {"trajectories": event}):
            scores = [row["aggregate_reward_score"] for row in self.emulator.invoke(shape)]
            self.assertEqual(scores, [1, 1, 0, 0])
        self.assertEqual(len(self.emulator.invoke(sample())), 1)

    def test_malformed_and_truncated_events_are_errors_with_their_byte(self):
        for body in (b"", b"[", b'[{"id": "x"', b"\xff\xfe", b"[1,]", b"nonsense"):
            status, answer = self.emulator.post(body)
            self.assertEqual((status, json.loads(answer)["errorType"]), (200, "Adjudge.MalformedEvent"), body)
        self.assertEqual(self.emulator.invoke([sample()])[0]["aggregate_reward_score"], 1)

    def test_event_beyond_the_limit_is_cut_off_by_lambda_and_named_so(self):
        event = [sample("x" * 100_000) for _ in range(70)]
        status, answer = self.emulator.post(json.dumps(event).encode())
        self.assertEqual(status, 200)
        self.assertIn("Lambda's limit: send fewer samples", json.loads(answer)["errorMessage"])
        self.assertEqual(self.emulator.invoke([sample()])[0]["aggregate_reward_score"], 1)

    def test_event_just_below_the_limit_is_scored(self):
        event = [sample("y " * 45_000 + r"\boxed{42}", identifier=index) for index in range(64)]
        body = json.dumps(event).encode()
        self.assertTrue(5_500_000 < len(body) < LIMIT)
        status, answer = self.emulator.post(body)
        self.assertEqual(status, 200)
        self.assertEqual([row["aggregate_reward_score"] for row in json.loads(answer)], [1] * 64)

    def test_answer_beyond_the_limit_loses_its_metrics(self):
        event = [{"id": index, "messages": [{"role": "assistant", "content": ""}]} for index in range(60_000)]
        status, answer = self.emulator.post(json.dumps(event, separators=(",", ":")).encode())
        self.assertEqual(status, 200)
        self.assertLessEqual(len(answer), LIMIT)
        results = json.loads(answer)
        self.assertEqual([row["id"] for row in results], list(range(60_000)))
        self.assertEqual(results[0]["aggregate_reward_score"], 0)

    def test_api_gateway_event_of_aws(self):
        event = json.loads((TOOLS / "HttpApi.json").read_text())
        event["requestContext"]["http"]["method"] = "POST"
        event.update(body=json.dumps([sample()]), isBase64Encoded=False)
        answer = self.emulator.invoke(event)
        self.assertEqual(answer["statusCode"], 200)
        self.assertEqual(json.loads(answer["body"])[0]["aggregate_reward_score"], 1)
        event["body"] = "{"
        self.assertEqual(self.emulator.invoke(event)["statusCode"], 400)

    def test_event_bridge_event_of_aws(self):
        event = json.loads((TOOLS / "ScheduledEvent.json").read_text())
        event["detail"] = {"trajectories": [sample()]}
        answer = self.emulator.invoke(event)
        self.assertEqual((answer["key"], answer["results"][0]["aggregate_reward_score"]), (event["id"], 1))

    def test_lines_are_json_with_the_request_they_belong_to(self):
        # Metrics of events within a second share a line.
        time.sleep(1.1)
        self.emulator.invoke([{"id": "defect"}])
        errors = [line for line in self.emulator.lines() if line.get("id") == "defect"]
        self.assertEqual(errors[0]["level"], "ERROR")
        self.assertRegex(errors[0]["requestId"], r"^[0-9a-f-]{36}$")
        # Rewards beyond a hundred follow in lines of their own.
        metrics = [line for line in self.emulator.lines() if "Samples" in line]
        self.assertEqual(metrics[-1]["FunctionName"], "SageMaker-rlvr")
        self.assertGreaterEqual(metrics[-1]["bad_sample"], 1)


class LifeTest(unittest.TestCase):
    def test_wrong_grader_is_an_init_error_that_says_what_is_wrong(self):
        with Emulator(grader={"type": "maths"}) as emulator:
            status, answer = emulator.post(b"[]")
            self.assertEqual(status, 502)
            self.assertIn('did you mean "math"?', json.loads(answer)["errorMessage"])

    def test_handler_error_reaches_the_caller(self):
        with Emulator(grader={"type": "math", "on_error": "fail"}) as emulator:
            answer = emulator.invoke([sample(), {"id": "x"}])
            self.assertEqual(answer["errorType"], "Adjudge.SampleNotVerified")
            self.assertIn("sample 1: bad_sample", answer["errorMessage"])
            self.assertEqual(emulator.invoke([sample()])[0]["aggregate_reward_score"], 1)

    def test_killed_in_the_middle_of_an_event_it_starts_again(self):
        with Emulator() as emulator:
            emulator.invoke([sample()])
            (child,) = emulator.children()
            os.kill(child, signal.SIGSTOP)
            answers = []
            caller = threading.Thread(target=lambda: answers.append(emulator.post(json.dumps([sample()]).encode())))
            caller.start()
            time.sleep(0.2)
            os.kill(child, signal.SIGKILL)
            caller.join()
            self.assertEqual(answers[0][0], 502)
            self.assertEqual(json.loads(answers[0][1])["errorType"], "Runtime.ExitError")
            self.assertEqual(emulator.invoke([sample()])[0]["aggregate_reward_score"], 1)
            self.assertNotEqual(emulator.children(), [child])

    def test_stopped_beyond_its_timeout_it_is_replaced(self):
        with Emulator(timeout=1) as emulator:
            emulator.invoke([sample()])
            os.kill(emulator.children()[0], signal.SIGSTOP)
            status, answer = emulator.post(json.dumps([sample()]).encode())
            self.assertIn(b"timed out", answer)
            self.assertEqual(emulator.invoke([sample()])[0]["aggregate_reward_score"], 1)

    def test_batch_too_long_for_the_deadline_is_answered_in_part(self):
        grader = {"type": "regex", "pattern": "^(a+)+$", "input": "{{response}}"}
        slow = {"id": 1, "messages": [{"role": "assistant", "content": "a" * 60 + "!"}], "reference_answer": "x"}
        with Emulator(grader=grader, timeout=3, ADJUDGE_DEADLINE_MARGIN_MS="1500", AWS_LAMBDA_LOG_LEVEL="FATAL") as emulator:
            # Lambda's own answer at the timeout would be no JSON.
            results = emulator.invoke([slow] * 20_000)
            self.assertEqual(len(results), 20_000)
            metrics = next(line for line in emulator.lines() if "Samples" in line)
            self.assertEqual(metrics["limit_exceeded"] + metrics["unavailable"], 20_000)
            self.assertGreater(metrics["limit_exceeded"], 0)
            self.assertGreater(metrics["unavailable"], 0)

    def test_text_logs_and_wrapped_answers_when_asked_for(self):
        with Emulator(AWS_LAMBDA_LOG_FORMAT="Text", ADJUDGE_RESULT_SHAPE="wrapped") as emulator:
            answer = emulator.invoke([sample(), {"id": "x"}])
            self.assertEqual((answer["statusCode"], len(json.loads(answer["body"]))), (200, 2))
            self.assertRegex(emulator.lines_text(), r"Z\t[0-9a-f-]{36}\tERROR\tsample not verified")

    def test_file_in_the_package_is_the_grader(self):
        with open("/tmp/adjudge-lambda-grader.json", "w") as file:
            file.write('{"type": "choice"}')
        with Emulator(grader="/tmp/adjudge-lambda-grader.json") as emulator:
            self.assertEqual(emulator.invoke([sample("The answer is (B).", "B")])[0]["aggregate_reward_score"], 1)


if __name__ == "__main__":
    unittest.main()
