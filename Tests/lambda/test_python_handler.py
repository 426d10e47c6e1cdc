"""The Python layer under AWS's own runtime client, on the emulator, against the same events as the bootstrap."""

import json
import os
import random
import sys
import unittest

from emulator import ROOT, Emulator, sample
from test_contract import Result

LAYER = ROOT / "build" / "lambda" / "layer" / "python"
COMMAND = [sys.executable, "-m", "awslambdaric", "adjudge_lambda.lambda_handler"]


def python_function(grader="math", **variables):
    return Emulator(grader, command=COMMAND, PYTHONPATH=str(LAYER), **variables)


class PythonHandlerTest(unittest.TestCase):
    def test_shapes_of_event_and_result(self):
        block = [{"type": "thinking", "text": r"\boxed{41}"}, {"type": "text", "text": r"\boxed{42}"}]
        event = [sample(), sample(block, role="nova_assistant"), sample(None), {"id": "x"}, 7]
        with python_function(ADJUDGE_FAILURE_REWARD="-1") as function:
            for shape in (event, {"trajectories": event}):
                results = function.invoke(shape)
                self.assertEqual([Result(**row).aggregate_reward_score for row in results], [1, 1, 0, -1, -1])
            self.assertEqual(function.invoke(sample())[0]["id"], "r")
        with python_function(ADJUDGE_RESULT_SHAPE="wrapped") as function:
            self.assertEqual(json.loads(function.invoke([sample()])["body"])[0]["aggregate_reward_score"], 1)

    def test_events_are_read_or_refused_as_the_bootstrap_does(self):
        right = sample(identifier="a")
        row = {"prompt": right["messages"], "reward_model": {"ground_truth": "42"}, "extra_info": {"index": 7}}
        read = [right, [right], {"input": [right]}, {"batch": [right]}, {"trajectories": [right]}, row, [row],
                {"body": json.dumps({"batch": [right]})}, {"body": {"input": [right]}}]
        refused = [{}, {"samples": [right]}, {"query": ["q"]}, {"batch": [1]}, {"body": json.dumps({"samples": [right]})}]
        with python_function() as function, Emulator() as bootstrap:
            for event in read:
                theirs, ours = function.invoke(event), bootstrap.invoke(event)
                if isinstance(ours, dict):
                    theirs, ours = json.loads(theirs["body"]), json.loads(ours["body"])
                for answer in (theirs, ours):
                    self.assertEqual([(row["id"], row["aggregate_reward_score"]) for row in answer],
                                     [(7 if "reward_model" in str(event) else "a", 1)], event)
            for event in refused:
                for emulator in (function, bootstrap):
                    self.assertIn("errorType", emulator.invoke(event), event)

    def test_misspelt_settings_fail_the_init(self):
        with python_function(ADJUDGE_FAILURE_REWARDS="1") as function:
            _, answer = function.post(b"[]")
            self.assertIn(b"did you mean ADJUDGE_FAILURE_REWARD", answer)

    def test_wrong_grader_fails_the_init(self):
        with python_function({"type": "maths"}) as function:
            status, answer = function.post(b"[]")
            self.assertIn(b"did you mean", answer)

    def test_answers_as_the_bootstrap_does(self):
        pieces = [
            r"\boxed{42}", r"\boxed{41}", "<|begin_of_solution|>", "<|end_of_solution|>", "<begin_internal_thought>",
            "</end_internal_thought>", "<begin_of_solution>", "</end_of_solution>", "<|begin_of_thought|>",
            "<|end_of_thought|>", "<think>", "</think>", " so ", "#### 42", "42", "é", "\n", ""]
        contents = [None, [], 7, {}, {"text": r"\boxed{42}"}, {"type": "thinking", "text": "42"}, [{"type": "text"}], [{"type": "text", "text": r"\boxed{42}"}, "x"]]
        references = ["42", 42, 42.0, {"answer": "42"}, {"value": 42}, None, {}, {"a": 1, "b": 2}, ["42", "41"], True,
                      {"final_answer": "42", "rationale": "6 times 7"}, {"solution": "42", "steps": []}, {"text": "42"},
                      {"answer": None, "label": 42}, '{"answer": "42"}', '{"a": 42}', "{1, 2}", {"inputs": [], "answer": 42}]
        chooser = random.Random(11)
        event = []
        for index in range(3000):
            content = "".join(chooser.choices(pieces, k=chooser.randrange(9)))
            row = sample(content if index % 20 else chooser.choice(contents), identifier=index)
            row["messages"][-1]["role"] = chooser.choice(["assistant"] * 8 + ["nova_assistant", "user"])
            place = chooser.choice([row, row["metadata"]])
            row["metadata"].pop("reference_answer")
            place["reference_answer"] = chooser.choice(references)
            event.append(row)
        grader = {"type": "multi", "graders": {"acc": {"type": "math"}, "fmt": {"type": "format", "preset": "think_answer"}},
                  "calculate_output": "0.9 * acc + 0.1 * fmt"}
        shown = ("acc", "fmt", "error", "no_answer")
        with python_function(grader) as function, Emulator(grader, AWS_LAMBDA_LOG_LEVEL="FATAL") as bootstrap:
            for ours, theirs, row in zip(bootstrap.invoke(event), function.invoke(event), event):
                metrics = [{metric["name"]: metric["value"] for metric in result["metrics_list"] if metric["name"] in shown}
                           for result in (ours, theirs)]
                self.assertEqual(metrics[0], metrics[1], row)
                self.assertEqual(ours["aggregate_reward_score"], theirs["aggregate_reward_score"], row)
                self.assertEqual(ours["id"], theirs["id"])


if __name__ == "__main__":
    unittest.main()
