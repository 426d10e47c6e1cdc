"""A code grader behind the contract: programs run inside the function's environment, contained."""

import time
import unittest

from emulator import Emulator

TESTS = {"inputs": ["1 2\n", "5 6\n"], "outputs": ["3\n", "11\n"]}
HONEST = "print(sum(map(int, input().split())))"


def program(text, identifier="r", tests=TESTS):
    return {
        "id": identifier,
        "messages": [
            {"role": "user", "content": "Add two numbers."},
            {"role": "assistant", "content": f"Here it is:\n```python\n{text}\n```\n"},
        ],
        "reference_answer": tests,
    }


class CodeTest(unittest.TestCase):
    def test_programs_are_rewarded_by_what_they_do(self):
        programs = {
            HONEST: 1,
            "print(3)": 0,
            "import os\nprint(3, flush=True)\nos._exit(0)": 0,
            "raise SystemExit(0)": 0,
            "while True: pass": 0,
            "def solve(": 0,
        }
        with Emulator(grader={"type": "code", "limits": {"cpu_seconds": 1}}) as emulator:
            for _ in range(2):
                results = emulator.invoke([program(text, text) for text in programs])
                self.assertEqual(
                    {row["id"]: row["aggregate_reward_score"] for row in results}, programs, emulator.lines_text())

    def test_functions_and_asserts_are_called(self):
        with Emulator(grader="code") as emulator:
            calls = {"fn_name": "add", "inputs": [[1, 2], [5, 6]], "outputs": [3, 11]}
            asserts = "assert add(1, 2) == 3\nassert add(5, 6) == 11"
            right, wrong = "def add(a, b): return a + b", "def add(a, b): return 3"
            event = [program(text, tests=tests) for tests in (calls, asserts) for text in (right, wrong)]
            scores = [row["aggregate_reward_score"] for row in emulator.invoke(event)]
            self.assertEqual(scores, [1, 0, 1, 0], emulator.lines_text())

    def test_programs_end_at_the_deadline_and_those_that_were_done_count(self):
        grader = {"type": "code", "limits": {"wall_seconds": 600}}
        with Emulator(grader=grader, timeout=20, ADJUDGE_DEADLINE_MARGIN_MS="10000") as emulator:
            emulator.invoke([program(HONEST)])
            sleeper = program("import time; time.sleep(500)")
            start = time.monotonic()
            results = emulator.invoke([program(HONEST)] * 8 + [sleeper])
            self.assertLess(time.monotonic() - start, 20)
            self.assertEqual([row["aggregate_reward_score"] for row in results], [1] * 8 + [0])
            self.assertEqual(emulator.lines_text().count('"reason":"deadline"'), 1)
            # What was cut short, or had not been begun, holds up nobody after it.
            self.assertEqual(len(emulator.invoke([sleeper] * 40)), 40)
            self.assertEqual(emulator.invoke([program(HONEST)])[0]["aggregate_reward_score"], 1)

    def test_without_a_warden_a_sample_is_unverified_not_wrong(self):
        with Emulator(grader="code", ADJUDGE_WARDEN="/nowhere/adjudge-warden") as emulator:
            answer = emulator.invoke([program(HONEST)])[0]
            self.assertIn({"name": "error", "value": 1, "type": "Metric"}, answer["metrics_list"])
            self.assertIn('"reason":"sandbox_unavailable"', emulator.lines_text())


if __name__ == "__main__":
    unittest.main()
