"""moto's server for SQS, S3 and EventBridge, and what Lambda does between a queue and a function."""

import json
import socket
import subprocess
import time

import boto3

from emulator import TOOLS, free_port


class Services:
    """The emulated services of one region."""

    def __init__(self):
        self.port = free_port()
        self.process = subprocess.Popen(
            [TOOLS / "venv" / "bin" / "moto_server", "-H", "127.0.0.1", "-p", str(self.port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.url = f"http://127.0.0.1:{self.port}"
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", self.port), 0.2).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("moto's server does not listen")

    def stop(self):
        self.process.kill()
        self.process.wait()

    def client(self, name):
        return boto3.client(
            name, endpoint_url=self.url, region_name="us-east-1", aws_access_key_id="test",
            aws_secret_access_key="test")

    def queue(self, name, **attributes):
        """Makes a queue; gives its URL, which is reachable from the function."""
        if name.endswith(".fifo"):
            attributes["FifoQueue"] = "true"
        return self.client("sqs").create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]


class EventSourceMapping:
    """Hands the messages of a queue to a function and deletes those that it does not name as failed."""

    def __init__(self, services, queue, emulator):
        self.sqs, self.queue, self.emulator = services.client("sqs"), queue, emulator
        self.arn = self.sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        self.answers = []

    def receive(self, most=10):
        return self.sqs.receive_message(
            QueueUrl=self.queue, MaxNumberOfMessages=most, AttributeNames=["All"]).get("Messages", [])

    def event(self, messages):
        return {"Records": [{
            "messageId": message["MessageId"], "receiptHandle": message["ReceiptHandle"], "body": message["Body"],
            "attributes": message["Attributes"], "messageAttributes": {}, "md5OfBody": message["MD5OfBody"],
            "eventSource": "aws:sqs", "eventSourceARN": self.arn, "awsRegion": "us-east-1"} for message in messages]}

    def step(self, most=10):
        """Works on one batch; gives how many messages there were."""
        messages = self.receive(most)
        if not messages:
            return 0
        status, body = self.emulator.post(json.dumps(self.event(messages)).encode())
        try:
            answer = json.loads(body)
        except ValueError:
            answer = {}
        if status != 200 or "batchItemFailures" not in answer:
            # Nothing is deleted: the messages come again when their visibility timeout is over.
            return len(messages)
        self.answers.append(answer)
        failed = {item["itemIdentifier"] for item in answer["batchItemFailures"]}
        done = [message for message in messages if message["MessageId"] not in failed]
        if done:
            self.sqs.delete_message_batch(QueueUrl=self.queue, Entries=[
                {"Id": str(index), "ReceiptHandle": message["ReceiptHandle"]} for index, message in enumerate(done)])
        return len(messages)


def drain(sqs, queue):
    """Every message of a queue, deleted as it is read."""
    found = []
    while True:
        messages = sqs.receive_message(
            QueueUrl=queue, MaxNumberOfMessages=10, AttributeNames=["All"]).get("Messages", [])
        if not messages:
            return found
        found.extend(messages)
        sqs.delete_message_batch(QueueUrl=queue, Entries=[
            {"Id": str(index), "ReceiptHandle": message["ReceiptHandle"]} for index, message in enumerate(messages)])
