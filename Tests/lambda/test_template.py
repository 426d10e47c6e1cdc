"""The templates: as cfn-lint reads them, as SAM translates them, and what comes of them on moto."""

import json
import os
import re
import subprocess
import time
import unittest

import yaml

from emulator import ROOT, TOOLS, Emulator, sample
from services import EventSourceMapping, Services, drain

LAMBDA = ROOT / "Lambda"


class Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms."""


def short_form(loader, suffix, node):
    name = suffix if suffix in ("Ref", "Condition") else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
        return {name: value.split(".", 1) if suffix == "GetAtt" else value}
    return {name: loader.construct_sequence(node, True) if isinstance(node, yaml.SequenceNode)
            else loader.construct_mapping(node, True)}


Loader.add_multi_constructor("!", short_form)


def template(name):
    return yaml.load((LAMBDA / name).read_text(), Loader)


def resolved(name, **given):
    """The properties of a plain template's resources, for those parameters."""
    source = template(name)
    values = {key: given.get(key, parameter.get("Default")) for key, parameter in source["Parameters"].items()}

    def resolve(value):
        if isinstance(value, list):
            return [resolve(element) for element in value]
        if not isinstance(value, dict):
            return value
        (form, content), *rest = value.items()
        if rest or not (form == "Ref" or form.startswith("Fn::")):
            pairs = ((key, resolve(element)) for key, element in value.items())
            return {key: element for key, element in pairs if element is not None}
        if form == "Ref":
            return None if content == "AWS::NoValue" else values[content]
        if form == "Fn::If":
            return resolve(content[1 if holds(content[0]) else 2])
        content = resolve(content)
        return {"Fn::Equals": lambda: content[0] == content[1], "Fn::Not": lambda: not content[0],
                "Fn::And": lambda: all(content)}[form]()

    def holds(condition):
        return resolve(source["Conditions"][condition])

    return {key: resolve(resource["Properties"]) for key, resource in source["Resources"].items()
            if "Condition" not in resource or holds(resource["Condition"])}


def translated(**parameters):
    """The function's template as plain CloudFormation, without the stack of alarms, which moto cannot fetch."""
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    from samtranslator.parser.parser import Parser
    from samtranslator.translator.translator import Translator

    source = template("template.yaml")
    source["Resources"].pop("Alarms")
    source["Resources"]["RewardFunction"]["Properties"]["CodeUri"] = "s3://packages/adjudge-lambda.zip"
    return Translator({}, Parser()).translate(source, parameter_values=parameters)


class LintTest(unittest.TestCase):
    def test_cfn_lint_finds_nothing(self):
        run = subprocess.run([TOOLS / "venv" / "bin" / "cfn-lint", "template.yaml", "alarms.yaml"], cwd=LAMBDA,
                             capture_output=True, text=True)
        self.assertEqual((run.returncode, run.stdout), (0, ""), run.stderr)

    def test_settings_are_those_that_the_function_knows(self):
        variables = template("template.yaml")["Resources"]["RewardFunction"]["Properties"]["Environment"]["Variables"]
        given = {name: value if isinstance(value, str) else "1" for name, value in variables.items()}
        given.update(ADJUDGE_GRADER="preset:math", ADJUDGE_HOLDOUT_SHARE="0", ADJUDGE_RESULT_SHAPE="array",
                     ADJUDGE_FAILURE_REWARD="0", ADJUDGE_RESULT_QUEUE_URL="http://127.0.0.1:1/1/q")
        grader = given.pop("ADJUDGE_GRADER")
        with Emulator(grader, **given) as emulator:
            self.assertEqual(emulator.invoke([sample()])[0]["aggregate_reward_score"], 1)

    def test_page_lists_every_setting_and_no_other(self):
        source = (ROOT / "Sources/AdjudgeLambda/Configuration/Configuration.swift").read_text()
        names = source[source.index("static let names"):]
        known = set(re.findall(r'"(ADJUDGE_\w+)"', names[:names.index("]")]))
        page = (LAMBDA / "README.md").read_text()
        table = page[page.index("| variable | meaning |"):]
        self.assertEqual(set(re.findall(r"`(ADJUDGE_\w+)`", table[:table.index("\n\n")])), known)

    def test_alarms_watch_metrics_that_the_function_writes(self):
        watched = set()
        for alarm in template("alarms.yaml")["Resources"].values():
            metrics = [entry["MetricStat"]["Metric"] for entry in alarm["Properties"].get("Metrics", [])
                       if "MetricStat" in entry] or [alarm["Properties"]]
            watched |= {metric["MetricName"] for metric in metrics if metric["Namespace"] == "Adjudge"}
        with Emulator(ADJUDGE_HOLDOUT_SHARE="0.5", ADJUDGE_BASELINE_SAMPLES="1") as emulator:
            rows = [sample(identifier=index) for index in range(64)]
            for index, row in enumerate(rows):
                row["messages"][0]["content"] = f"question {index}"
            emulator.invoke(rows + [{"id": "x"}])
            (line,) = [line for line in emulator.lines() if "_aws" in line]
        written = {metric["Name"] for metric in line["_aws"]["CloudWatchMetrics"][0]["Metrics"]}
        self.assertLessEqual(watched, written)
        self.assertEqual(line["_aws"]["CloudWatchMetrics"][0]["Dimensions"], [["FunctionName"]])


class StackTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.services = Services()
        cls.addClassCleanup(cls.services.stop)
        storage = cls.services.client("s3")
        storage.create_bucket(Bucket="packages")
        storage.put_object(Bucket="packages", Key="adjudge-lambda.zip", Body=b"PK\x05\x06" + bytes(18))
        cls.stacks = cls.services.client("cloudformation")

    def make(self, name, body, **parameters):
        self.stacks.create_stack(
            StackName=name, TemplateBody=json.dumps(body), Capabilities=["CAPABILITY_IAM"],
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()])
        (stack,) = self.stacks.describe_stacks(StackName=name)["Stacks"]
        self.assertEqual(stack["StackStatus"], "CREATE_COMPLETE")
        found = self.stacks.list_stack_resources(StackName=name)["StackResourceSummaries"]
        return {row["LogicalResourceId"]: row["PhysicalResourceId"] for row in found}

    def attributes(self, url):
        return self.services.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]

    def test_jobs_saturate_no_more_than_their_share_and_end_among_the_dead_letters(self):
        parameters = {"Jobs": "yes", "JobConcurrency": "4", "FunctionName": "SageMaker-jobs-test"}
        stack = translated(**parameters)
        target = stack["Resources"]["JobMapping"]["Properties"]
        self.assertEqual(target["FunctionName"], {"Ref": "RewardFunctionAliaslive"})
        # moto's CloudFormation makes no aliases.
        target["FunctionName"] = {"Ref": "RewardFunction"}
        made = self.make("jobs", stack, **parameters)
        # What Lambda is told of the queue.
        functions = self.services.client("lambda")
        (mapping,) = functions.list_event_source_mappings()["EventSourceMappings"]
        self.assertEqual(mapping["ScalingConfig"], {"MaximumConcurrency": 4})
        self.assertEqual(mapping["FunctionResponseTypes"], ["ReportBatchItemFailures"])
        self.assertIn("SageMaker-jobs-test-jobs", mapping["EventSourceArn"])
        sqs = self.services.client("sqs")
        jobs, letters, done = (sqs.get_queue_url(QueueName=made[name].rsplit("/", 1)[-1])["QueueUrl"]
                               for name in ("JobQueue", "DeadLetterQueue", "ResultQueue"))
        redrive = json.loads(self.attributes(jobs)["RedrivePolicy"])
        self.assertEqual(redrive["deadLetterTargetArn"], self.attributes(letters)["QueueArn"])
        self.assertGreaterEqual(
            int(self.attributes(jobs)["VisibilityTimeout"]),
            6 * template("template.yaml")["Resources"]["RewardFunction"]["Properties"]["Timeout"])
        # moto would poll by itself, and fail for want of Docker; here the emulator works on the queue.
        functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
        # Good jobs are done, a bad one is tried as often as the policy says and then put aside.
        sqs.set_queue_attributes(QueueUrl=jobs, Attributes={"VisibilityTimeout": "1"})
        for index in range(30):
            sqs.send_message(QueueUrl=jobs, MessageBody=json.dumps([sample(identifier=index)]))
        sqs.send_message(QueueUrl=jobs, MessageBody=json.dumps({"unknown": 1}))
        with Emulator(ADJUDGE_RESULT_QUEUE_URL=done) as emulator:
            source = EventSourceMapping(self.services, jobs, emulator)
            end = time.monotonic() + 60
            while self.attributes(letters)["ApproximateNumberOfMessages"] == "0" and time.monotonic() < end:
                if not source.step(mapping["BatchSize"]):
                    time.sleep(0.2)
            refused = [line for line in emulator.lines() if line.get("errorType") == "Adjudge.MalformedEvent"]
        results = [json.loads(message["Body"]) for message in drain(sqs, done)]
        self.assertEqual({row["results"][0]["id"] for row in results}, set(range(30)))
        self.assertEqual(len(refused), redrive["maxReceiveCount"])
        self.assertEqual(self.attributes(jobs)["ApproximateNumberOfMessages"], "0")
        (dead,) = drain(sqs, letters)
        self.assertEqual(json.loads(dead["Body"]), {"unknown": 1})

    def test_without_jobs_there_is_no_queue_and_provisioned_concurrency_is_a_parameter(self):
        plain = translated()
        self.assertNotIn("ProvisionedConcurrencyConfig", json.dumps(plain["Resources"]["RewardFunctionAliaslive"].get(
            "Properties", {}).get("ProvisionedConcurrencyConfig", {}).get("Fn::If", [None])[2:]))
        made = self.make("plain", plain, FunctionName="SageMaker-plain-test")
        self.assertNotIn("JobQueue", made)
        warm = translated(ProvisionedConcurrency="3")["Resources"]["RewardFunctionAliaslive"]["Properties"]
        self.assertIn("ProvisionedConcurrentExecutions", json.dumps(warm["ProvisionedConcurrencyConfig"]))

    def test_alarms_are_made_for_what_there_is(self):
        common = {"RewardConstant", "RewardZero", "UnscoredShare", "RewardDrift", "SlowBatches", "FunctionErrors",
                  "Throttles"}
        self.assertEqual(set(resolved("alarms.yaml", FunctionName="f")), common)
        full = resolved("alarms.yaml", FunctionName="f", JobQueueName="q", DeadLetterQueueName="d", HasHoldout="yes",
                        TopicArn="arn:aws:sns:us-east-1:1:t")
        self.assertEqual(set(full), common | {"QueueAge", "DeadLetters", "HeldOutGap"})
        # moto's CloudFormation makes no alarms of formulas; by the interface of CloudWatch, which boto checks, it does.
        client = self.services.client("cloudwatch")
        for name, properties in full.items():
            metrics = [{"ReturnData": True, **entry} for entry in properties.pop("Metrics", [])]
            client.put_metric_alarm(AlarmName=name, **properties, **({"Metrics": metrics} if metrics else {}))
        known = {alarm["AlarmName"]: alarm for alarm in client.describe_alarms()["MetricAlarms"]}
        self.assertEqual(set(known), set(full))
        age = known["QueueAge"]
        self.assertEqual((age["Namespace"], age["MetricName"]), ("AWS/SQS", "ApproximateAgeOfOldestMessage"))
        self.assertEqual(age["Dimensions"], [{"Name": "QueueName", "Value": "q"}])
        for alarm in known.values():
            self.assertEqual(alarm["AlarmActions"], ["arn:aws:sns:us-east-1:1:t"])
            entries = {entry["Id"]: entry for entry in alarm.get("Metrics", [])}
            for entry in entries.values():
                # A formula speaks of metrics that stand beside it.
                names = set(re.findall(r"\b[a-z]+\b", entry.get("Expression", "")))
                self.assertLessEqual(names, set(entries))


if __name__ == "__main__":
    unittest.main()
