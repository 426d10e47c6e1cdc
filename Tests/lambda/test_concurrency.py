"""Several events at once in one process (Lambda Managed Instances), and X-Ray, whose header only this mode hands on."""

import concurrent.futures
import json
import socket
import unittest

from emulator import Emulator, sample

TRACE = "1-5759e988-bd862e3fe1be46a994272793"


def slow_batch(rows):
    return [{"id": index, "messages": [{"role": "assistant", "content": "a" * 60 + "!"}], "reference_answer": "x"}
            for index in range(rows)]


class ConcurrencyTest(unittest.TestCase):
    def test_as_many_events_at_once_as_there_are_pollers(self):
        grader = {"type": "regex", "pattern": "^(a+)+$", "input": "{{response}}"}
        with Emulator(grader=grader, concurrency=4, AWS_LAMBDA_LOG_LEVEL="FATAL") as emulator:
            emulator.invoke(slow_batch(1))
            with concurrent.futures.ThreadPoolExecutor(6) as pool:
                body = json.dumps(slow_batch(300)).encode()
                answers = list(pool.map(lambda _: emulator.post(body), range(6)))
            statuses = sorted(status for status, _ in answers)
            self.assertEqual(statuses[:4], [200] * 4)
            for status, answer in answers:
                if status == 200:
                    self.assertEqual([row["id"] for row in json.loads(answer)], list(range(300)))
                else:
                    self.assertEqual(json.loads(answer)["errorType"], "Runtime.Unavailable")
            self.assertLessEqual(len(emulator.children()), 1)

    def test_many_events_over_few_pollers_keep_their_answers_apart(self):
        with Emulator(concurrency=3) as emulator:
            def one(index):
                right = index % 2
                event = [sample(rf"\boxed{{{41 + right}}}", identifier=f"{index}-{row}") for row in range(20)]
                return right, event, emulator.invoke(event)
            with concurrent.futures.ThreadPoolExecutor(3) as pool:
                for right, event, results in pool.map(one, range(300)):
                    self.assertEqual([row["id"] for row in results], [row["id"] for row in event])
                    self.assertEqual([row["aggregate_reward_score"] for row in results], [right] * 20)


class TraceTest(unittest.TestCase):
    def setUp(self):
        self.daemon = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.daemon.bind(("127.0.0.1", 0))
        self.daemon.settimeout(1)
        self.address = f"127.0.0.1:{self.daemon.getsockname()[1]}"

    def tearDown(self):
        self.daemon.close()

    def receive(self):
        header, document = self.daemon.recv(65536).split(b"\n", 1)
        self.assertEqual(json.loads(header), {"format": "json", "version": 1})
        return json.loads(document)

    def test_sampled_trace_gets_a_subsegment(self):
        with Emulator(concurrency=2, AWS_XRAY_DAEMON_ADDRESS=self.address) as emulator:
            headers = {"X-Amzn-Trace-Id": f"Root={TRACE};Parent=53995c3f42cd8ad8;Sampled=1"}
            emulator.invoke([sample(), {"id": "x"}], headers)
            segment = self.receive()
            self.assertEqual((segment["type"], segment["trace_id"]), ("subsegment", TRACE))
            self.assertRegex(segment["parent_id"], "^[0-9a-f]{16}$")
            self.assertRegex(segment["id"], "^[0-9a-f]{16}$")
            self.assertEqual((segment["annotations"]["samples"], segment["annotations"]["unverified"]), (2, 1))
            self.assertEqual([step["name"] for step in segment["subsegments"]], ["read", "score", "write"])
            times = [segment["start_time"]] + [step["end_time"] for step in segment["subsegments"]]
            self.assertEqual(times, sorted(times))
            emulator.post(b"[", headers)
            self.assertTrue(self.receive()["fault"])

    def test_trace_that_is_not_sampled_gets_none(self):
        with Emulator(concurrency=2, AWS_XRAY_DAEMON_ADDRESS=self.address) as emulator:
            emulator.invoke([sample()], {"X-Amzn-Trace-Id": f"Root={TRACE};Parent=53995c3f42cd8ad8;Sampled=0"})
            with self.assertRaises(TimeoutError):
                self.receive()


if __name__ == "__main__":
    unittest.main()
