"""AWS's Runtime Interface Emulator around a function, and the events that the tests send to it."""

import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOLS = ROOT / "build" / "lambda-tools"
PACKAGE = ROOT / "build" / "lambda" / "package"
LIMIT = 6 * 1024 * 1024 + 100


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def in_task_folder(directory, arguments):
    """The command in a mount namespace of its own where `directory` is /var/task: for several events at once the
    emulator looks nowhere else."""
    script = ('mount -t tmpfs none /var && mkdir /var/task && mount --bind "$0" /var/task && cd /var/task && '
              'chmod 755 /var /var/task && exec "$@"')
    rights = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    return ["unshare", *rights, "--mount", "sh", "-c", script, str(directory), *arguments]


class Emulator:
    """One emulated execution environment. It takes one event at a time, but for `concurrency` above 1."""

    def __init__(self, grader="math", timeout=30, command=None, concurrency=None, directory=None, **variables):
        self.port, self.log = free_port(), tempfile.TemporaryFile()
        runtime_port = free_port()
        environment = {
            "PATH": os.environ["PATH"],
            "ADJUDGE_GRADER": grader if isinstance(grader, str) else json.dumps(grader),
            "AWS_LAMBDA_FUNCTION_NAME": "SageMaker-rlvr",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
            "AWS_LAMBDA_FUNCTION_TIMEOUT": str(timeout),
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": "us-east-1",
            **variables,
        }
        arguments = [
            str(TOOLS / "rie"), "--runtime-interface-emulator-address", f"127.0.0.1:{self.port}",
            "--runtime-api-address", f"127.0.0.1:{runtime_port}", "--log-level", "error", *(command or ["./bootstrap"])]
        directory = directory or PACKAGE
        if concurrency:
            environment["AWS_LAMBDA_MAX_CONCURRENCY"] = str(concurrency)
            arguments = in_task_folder(directory, arguments)
        self.process = subprocess.Popen(
            arguments, cwd=directory, env=environment, stdout=self.log, stderr=subprocess.STDOUT,
            start_new_session=True)
        try:
            # An event that comes before both listen starts a runtime that finds nobody.
            for port in (self.port, runtime_port):
                self.wait_for_port(port)
        except BaseException:
            self.__exit__()
            raise

    def wait_for_port(self, port):
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 0.2).close()
                return
            except OSError:
                time.sleep(0.02)
        raise RuntimeError("the emulator does not listen: " + self.lines_text())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.log.close()

    def post(self, body, headers=None):
        """Sends bytes; gives the HTTP status and the answer's bytes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request("POST", "/2015-03-31/functions/function/invocations", body, headers or {})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def invoke(self, event, headers=None):
        """Sends a document; gives the answer as one."""
        text = json.dumps(event).encode()
        status, body = self.post(text, headers)
        while status == 400 and b"Runtime.Unavailable" in body:
            # The emulator refuses what comes between an answer and the poller's next call; Lambda holds it back.
            time.sleep(0.002)
            status, body = self.post(text, headers)
        if status != 200:
            raise AssertionError(f"HTTP {status}: {body[:300]!r}\n{self.lines_text()[-2000:]}")
        return json.loads(body)

    def children(self):
        """The function's processes."""
        found = set()
        for task in os.listdir(f"/proc/{self.process.pid}/task"):
            with open(f"/proc/{self.process.pid}/task/{task}/children") as file:
                found.update(int(child) for child in file.read().split())
        return sorted(found)

    def lines_text(self):
        self.log.seek(0)
        return self.log.read().decode(errors="replace")

    def lines(self):
        """The function's log lines that are JSON."""
        found = []
        for line in self.lines_text().splitlines():
            if line.startswith("{"):
                try:
                    found.append(json.loads(line))
                except ValueError:
                    pass
        return found


def sample(content=r"so \boxed{42}", answer="42", identifier="r", role="assistant"):
    """One sample of the reward contract."""
    return {
        "id": identifier,
        "messages": [{"role": "user", "content": "6*7?"}, {"role": role, "content": content}],
        "metadata": {"reference_answer": {"answer": answer}},
    }
