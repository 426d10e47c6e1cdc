"""Jobs: SQS queues, plain and FIFO, EventBridge, objects, and functions that are killed on the way."""

import concurrent.futures
import json
import os
import random
import signal
import threading
import time
import unittest

from emulator import TOOLS, Emulator, sample
from services import EventSourceMapping, Services, drain


class QueueTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.services = Services()
        cls.addClassCleanup(cls.services.stop)
        cls.sqs = cls.services.client("sqs")

    def run_messages(self, name, bodies, results, **variables):
        jobs = self.services.queue(name)
        fifo = name.endswith(".fifo")
        for index, body in enumerate(bodies):
            order = {"MessageGroupId": "g", "MessageDeduplicationId": str(index)} if fifo else {}
            self.sqs.send_message(QueueUrl=jobs, MessageBody=body, **order)
        variables = variables or {"ADJUDGE_RESULT_QUEUE_URL": results}
        with Emulator(**variables) as emulator:
            mapping = EventSourceMapping(self.services, jobs, emulator)
            self.assertEqual(mapping.step(), len(bodies))
        return mapping.answers[0]["batchItemFailures"]

    def test_event_has_the_shape_of_aws(self):
        jobs = self.services.queue("shape")
        self.sqs.send_message(QueueUrl=jobs, MessageBody="x")
        mapping = EventSourceMapping(self.services, jobs, None)
        real = json.loads((TOOLS / "Sqs.json").read_text())["Records"][0]
        made = mapping.event(mapping.receive())["Records"][0]
        self.assertEqual(set(made), set(real))
        self.assertLessEqual(set(real["attributes"]), set(made["attributes"]))

    def test_results_go_to_the_queue_and_bad_messages_are_named(self):
        results = self.services.queue("plain-results")
        bodies = [json.dumps([sample(identifier="a")]), "nonsense", json.dumps(sample(r"\boxed{1}", identifier="b"))]
        failures = self.run_messages("plain", bodies, results)
        self.assertEqual(len(failures), 1)
        messages = {json.loads(message["Body"])["results"][0]["id"]: json.loads(message["Body"])
                    for message in drain(self.sqs, results)}
        self.assertEqual(set(messages), {"a", "b"})
        self.assertEqual(messages["a"]["results"][0]["aggregate_reward_score"], 1)
        self.assertEqual(messages["b"]["results"][0]["aggregate_reward_score"], 0)
        self.assertEqual(messages["a"]["attempt"], 1)
        self.assertEqual(len(messages["a"]["grader"]), 32)

    def test_results_too_large_for_a_message_lose_their_metrics(self):
        results = self.services.queue("large-results")
        body = json.dumps([{"id": index} for index in range(3000)], separators=(",", ":"))
        self.assertEqual(self.run_messages("large", [body], results), [])
        (message,) = drain(self.sqs, results)
        rows = json.loads(message["Body"])["results"]
        self.assertEqual([row["id"] for row in rows], list(range(3000)))
        self.assertEqual(rows[0]["metrics_list"], [])

    def test_of_a_fifo_queue_all_after_a_failure_are_named(self):
        results = self.services.queue("ordered-results.fifo")
        bodies = [json.dumps([sample(identifier=name)]) for name in "ab"] + ["nonsense"] + [json.dumps([sample()])] * 2
        failures = self.run_messages("ordered.fifo", bodies, results)
        self.assertEqual(len(failures), 3)
        messages = drain(self.sqs, results)
        self.assertEqual([json.loads(message["Body"])["results"][0]["id"] for message in messages], ["a", "b"])
        self.assertEqual({message["Attributes"]["MessageGroupId"] for message in messages}, {"g"})

    def test_rollout_message_is_answered_with_its_response(self):
        results = self.services.queue("rollout-results.fifo")
        message = {"version": "v0", "sample_id": "s-1_0", "rewards": {"range": [0.0, 1.0]},
                   "data": {"messages": sample()["messages"], "reference_answer": "42"}}
        self.assertEqual(self.run_messages("rollouts", [json.dumps(message)], results), [])
        self.assertEqual(json.loads(drain(self.sqs, results)[0]["Body"]), {
            "version": "v0", "sample_id": "s-1_0", "stop_reason": "end_of_conversation",
            "rewards": {"aggregate_score": 1}})

    def test_results_as_objects(self):
        storage = self.services.client("s3")
        storage.create_bucket(Bucket="results")
        failures = self.run_messages(
            "objects", [json.dumps([sample(identifier="a")])], None,
            ADJUDGE_RESULT_URL=self.services.url + "/results/run 1".replace(" ", "-"))
        self.assertEqual(failures, [])
        (entry,) = storage.list_objects_v2(Bucket="results")["Contents"]
        content = json.loads(storage.get_object(Bucket="results", Key=entry["Key"])["Body"].read())
        self.assertEqual(entry["Key"], f"run-1/{content['key']}.json")
        self.assertEqual(content["results"][0]["aggregate_reward_score"], 1)

    def test_refused_results_are_failures(self):
        missing = self.services.url + "/123456789012/no-such-queue"
        failures = self.run_messages("refused", [json.dumps([sample()])], missing)
        self.assertEqual(len(failures), 1)

    def test_event_bridge_delivers_into_a_queue(self):
        events, jobs = self.services.client("events"), self.services.queue("bus")
        results = self.services.queue("bus-results")
        arn = self.sqs.get_queue_attributes(QueueUrl=jobs, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        events.put_rule(Name="samples", EventPattern=json.dumps({"source": ["trainer"]}))
        events.put_targets(Rule="samples", Targets=[{"Id": "1", "Arn": arn}])
        events.put_events(Entries=[{"Source": "trainer", "DetailType": "samples",
                                    "Detail": json.dumps({"trajectories": [sample(identifier="a")]})}])
        envelope = drain(self.sqs, jobs)[0]["Body"]
        with Emulator(ADJUDGE_RESULT_QUEUE_URL=results) as emulator:
            answer = emulator.invoke(json.loads(envelope))
        self.assertEqual(answer["results"][0]["aggregate_reward_score"], 1)
        self.assertEqual(json.loads(drain(self.sqs, results)[0]["Body"]), answer)


class CrashTest(unittest.TestCase):
    """Several functions, killed at random: nothing is lost, nothing is scored twice without saying so."""

    # ADJUDGE_CRASH_JOBS=1000 is the long run.
    FUNCTIONS = 4
    KILLS = 40
    JOBS = int(os.environ.get("ADJUDGE_CRASH_JOBS", 300))

    def setUp(self):
        self.random = random.Random(7)
        self.kills = 0
        self.over = threading.Event()

    def kill_now_and_then(self, emulators, pause):
        while self.kills < self.KILLS and not self.over.wait(self.random.uniform(0, pause)):
            for child in self.random.choice(emulators).children():
                try:
                    os.kill(child, signal.SIGKILL)
                    self.kills += 1
                except ProcessLookupError:
                    pass

    def batch(self, job):
        return [sample(rf"\boxed{{{40 + (job + row) % 4}}}", identifier=f"{job}-{row}") for row in range(5)]

    def check(self, job, results):
        self.assertEqual([row["id"] for row in results], [f"{job}-{row}" for row in range(5)])
        expected = [1 if (job + row) % 4 == 2 else 0 for row in range(5)]
        self.assertEqual([row["aggregate_reward_score"] for row in results], expected)

    def collect(self, messages, copies):
        for message in messages:
            body = json.loads(message["Body"])
            job = int(body["results"][0]["id"].split("-")[0])
            self.check(job, body["results"])
            copies.setdefault(job, []).append((body["key"], body["attempt"]))

    def test_invocations_with_retries(self):
        emulators = [Emulator(AWS_LAMBDA_LOG_LEVEL="FATAL").__enter__() for _ in range(self.FUNCTIONS)]
        killer = threading.Thread(target=self.kill_now_and_then, args=(emulators, 0.03))
        killer.start()
        retries = [0] * self.FUNCTIONS

        def run(function):
            for job in range(function, self.JOBS, self.FUNCTIONS):
                body = json.dumps(self.batch(job)).encode()
                while True:
                    status, answer = emulators[function].post(body)
                    if status == 200:
                        break
                    retries[function] += 1
                self.check(job, json.loads(answer))

        try:
            with concurrent.futures.ThreadPoolExecutor(self.FUNCTIONS) as pool:
                list(pool.map(run, range(self.FUNCTIONS)))
        finally:
            self.over.set()
            killer.join()
            for emulator in emulators:
                emulator.__exit__()
        self.assertGreater(self.kills, 0)
        print(f"{self.JOBS} invocations, {self.kills} kills, {sum(retries)} retries, none lost", flush=True)

    def test_queue_with_redelivery(self):
        services = Services()
        self.addCleanup(services.stop)
        sqs = services.client("sqs")
        jobs = services.queue("crash", VisibilityTimeout="2")
        results = services.queue("crash-results")
        emulators = [
            Emulator(AWS_LAMBDA_LOG_LEVEL="FATAL", ADJUDGE_RESULT_QUEUE_URL=results).__enter__()
            for _ in range(self.FUNCTIONS)]
        killer = threading.Thread(target=self.kill_now_and_then, args=(emulators, 0.3))
        killer.start()

        copies = {}

        def feed_and_collect():
            # moto slows down with every message that lies in a queue: few at a time, results taken as they come.
            sent = 0
            while len(copies) < self.JOBS:
                if sent < self.JOBS and sent - len(copies) < 60:
                    entries = [{"Id": str(job), "MessageBody": json.dumps(self.batch(job))}
                               for job in range(sent, min(sent + 10, self.JOBS))]
                    sqs.send_message_batch(QueueUrl=jobs, Entries=entries)
                    sent += len(entries)
                self.collect(drain(sqs, results), copies)

        def run(emulator):
            mapping = EventSourceMapping(services, jobs, emulator)
            while len(copies) < self.JOBS:
                if not mapping.step(5):
                    time.sleep(0.02)

        try:
            with concurrent.futures.ThreadPoolExecutor(self.FUNCTIONS + 1) as pool:
                work = [pool.submit(feed_and_collect)] + [pool.submit(run, emulator) for emulator in emulators]
                for future in work:
                    future.result(timeout=600)
            self.over.set()
            killer.join()
            # What was being delivered when the last result came is delivered once more, and must say so.
            mapping = EventSourceMapping(services, jobs, emulators[0])
            end = time.monotonic() + 3
            while time.monotonic() < end:
                mapping.step()
                time.sleep(0.05)
            self.collect(drain(sqs, results), copies)
        finally:
            self.over.set()
            killer.join()
            for emulator in emulators:
                emulator.__exit__()
        left = sqs.get_queue_attributes(QueueUrl=jobs, AttributeNames=["All"])["Attributes"]
        self.assertEqual(left["ApproximateNumberOfMessages"], "0")
        self.assertEqual(set(copies), set(range(self.JOBS)))
        twice = 0
        for job, found in copies.items():
            # All copies name the one message, and each says which delivery it comes from.
            self.assertEqual(len({key for key, _ in found}), 1, job)
            self.assertEqual(len({attempt for _, attempt in found}), len(found), job)
            twice += len(found) - 1
        print(f"{self.JOBS} messages, {self.kills} kills, {twice} results sent again and marked so, none lost",
              flush=True)


if __name__ == "__main__":
    unittest.main()
