"""Signatures, against botocore's for the same requests, keys and time."""

import datetime
import hashlib
import json
import random
import subprocess
import unittest
from unittest import mock
from urllib.parse import quote

import botocore.auth
import botocore.session
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from probe import PROBE

TIME = 1_767_323_045
MODELS = ["us.anthropic.claude-sonnet-4-6-v1:0", "amazon.nova-pro-v1:0", "openai.gpt-oss-20b-1:0", "plain",
          "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.meta.llama3-3-70b-instruct-v1:0"]


def signed(row):
    """What botocore would send as Authorization."""
    headers = dict(row["headers"])
    headers["X-Amz-Content-Sha256"] = hashlib.sha256(row["body"].encode()).hexdigest()
    request = AWSRequest(method=row["method"], url=row["url"], data=row["body"].encode(), headers=headers)
    keys = Credentials(row["key"], row["secret"], row.get("token"))
    kind = botocore.auth.S3SigV4Auth if row["service"] == "s3" else botocore.auth.SigV4Auth
    moment = datetime.datetime.fromtimestamp(TIME, datetime.timezone.utc)
    # Its clock is called by one name or the other, by version.
    clock = "get_current_datetime" if hasattr(botocore.auth, "get_current_datetime") else None
    if clock:
        with mock.patch.object(botocore.auth, clock, lambda *_, **__: moment.replace(tzinfo=None)):
            kind(keys, row["service"], row["region"]).add_auth(request)
    else:
        with mock.patch.object(botocore.auth, "datetime") as module:
            module.datetime.utcnow.return_value = moment.replace(tzinfo=None)
            kind(keys, row["service"], row["region"]).add_auth(request)
    return request.headers["Authorization"]


def row(url, service="bedrock", method="POST", headers=(("Content-Type", "application/json"),), body="{}", **more):
    return {"method": method, "url": url, "headers": [list(header) for header in headers], "body": body, "service": service,
            "region": "us-east-1", "key": "AKIDEXAMPLE", "secret": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "time": TIME, **more}


def rows():
    runtime = "https://bedrock-runtime.us-east-1.amazonaws.com"
    for model in MODELS:
        for token in (None, "IQoJb3JpZ2luX2VjEXAMPLE//"):
            yield row(f"{runtime}/model/{quote(model, safe='')}/converse", **({"token": token} if token else {}))
        # A colon and slashes as they are: encoded once by the signature.
        yield row(f"{runtime}/model/{model}/converse")
    yield row(f"{runtime}/openai/v1/chat/completions", body='{"model": "é"}')
    yield row("https://bedrock-mantle.us-west-2.api.aws/v1/chat/completions", "bedrock-mantle", region="us-west-2")
    yield row("https://vpce-1-2.bedrock-runtime.eu-west-1.vpce.amazonaws.com/model/m%3A0/converse", region="eu-west-1")
    for path in ("", "/", "//", "/a//b/", "/a/./b/../c", "/..", "/a%2Fb", "/a%20b", "/~u/-_.", "/%E2%82%AC", "/a/b/.", "/a+b*c"):
        yield row(f"{runtime}{path}")
        # S3 takes every path as it is, but none without its slash.
        if path.startswith("/"):
            yield row(f"https://s3.us-east-1.amazonaws.com{path}", "s3", "PUT")
    for query in ("?a=1", "?b=2&a=1&a=0", "?flag", "?x=%20%2B&y=", "?a-b=1&a=2&A=3"):
        yield row(f"{runtime}/list{query}", method="GET", body="")
    yield row(f"{runtime}/x", headers=[("X-Amz-Target", "  A.b   c  "), ("x-lower", "1"), ("Zz", ""), ("User-Agent", "me")])
    yield row("http://127.0.0.1:9000/model/m/converse")
    yield row("https://bedrock-runtime.us-east-1.amazonaws.com:443/x")
    yield row("http://localhost:80/x")
    chance = random.Random(17)
    for _ in range(200):
        path = "".join("/" + "".join(chance.choices("abz09-._~%:@!$&'()*+,;=", k=chance.randrange(9))) for _ in range(chance.randrange(1, 5)))
        path = "".join("%25" if letter == "%" else letter for letter in path)
        yield row(runtime + path, body="".join(chance.choices("{}é\n ", k=chance.randrange(20))))


class Signatures(unittest.TestCase):
    def test_every_request_is_signed_as_botocore_signs_it(self):
        asked = list(rows())
        said = subprocess.run(
            [PROBE, "sign"], input="".join(json.dumps(each) + "\n" for each in asked), capture_output=True, text=True, check=True)
        ours = said.stdout.splitlines()
        self.assertEqual(len(ours), len(asked))
        for each, own in zip(asked, ours):
            self.assertEqual(own, signed(each), each["url"])

    def test_a_call_of_Converse_is_signed_as_botocores_own_client_signs_it(self):
        sent = []
        session = botocore.session.Session()
        session.set_credentials("AKIDEXAMPLE", "secret", "token")
        client = session.create_client("bedrock-runtime", region_name="eu-west-1")
        client.meta.events.register("before-send.*", lambda request, **_: sent.append(request) or _stop())
        for model in MODELS[:4]:
            with self.assertRaises(_Stopped):
                client.converse(modelId=model, messages=[{"role": "user", "content": [{"text": "é"}]}])
            request = sent.pop()
            theirs = request.headers["Authorization"].decode()
            stamp = request.headers["X-Amz-Date"].decode()
            names = theirs.split("SignedHeaders=")[1].split(",")[0].split(";")
            headers = [(name, value.decode() if isinstance(value, bytes) else str(value)) for name, value in request.headers.items()
                       if name.lower() in names and name.lower() not in ("host", "x-amz-date", "x-amz-security-token")]
            moment = datetime.datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
            own = row(request.url, headers=headers, body=request.body.decode(), region="eu-west-1", key="AKIDEXAMPLE",
                      secret="secret", token="token", time=int(moment.timestamp()))
            said = subprocess.run([PROBE, "sign"], input=json.dumps(own) + "\n", capture_output=True, text=True, check=True).stdout
            # Ours covers one header more, so its signature is another; what it stands on is theirs.
            self.assertEqual(said.split(",")[0], theirs.split(",")[0])
            self.assertLessEqual(set(names), set(said.split("SignedHeaders=")[1].split(",")[0].split(";")))
            self.assertEqual(request.url, f"https://bedrock-runtime.eu-west-1.amazonaws.com/model/{quote(model, safe='')}/converse")


class _Stopped(Exception):
    pass


def _stop():
    raise _Stopped
