#!/usr/bin/env bash
# What the Lambda tests need beside the package: a venv, and AWS's Runtime Interface Emulator out of aws-sam-cli's wheel.
set -euo pipefail
cd "$(dirname "$0")/../.."
tools=build/lambda-tools
venv=$tools/venv
requirements=Tests/lambda/requirements.txt
mkdir -p "$tools"
if ! cmp -s "$requirements" "$tools/installed.txt"; then
    python3 -m venv --clear "$venv"
    "$venv/bin/pip" install -q --disable-pip-version-check -r "$requirements"
    cp "$requirements" "$tools/installed.txt"
fi
if [ ! -x "$tools/rie" ] || [ ! -f "$tools/ALBRequest.json" ]; then
    "$venv/bin/pip" download -q --disable-pip-version-check --no-deps -d "$tools" aws-sam-cli==1.170.0
    "$venv/bin/python" - "$tools" <<'PYTHON'
import pathlib, platform, sys, zipfile
tools = pathlib.Path(sys.argv[1])
machine = {"x86_64": "x86_64", "aarch64": "arm64"}[platform.machine()]
with zipfile.ZipFile(next(tools.glob("aws_sam_cli-*.whl"))) as wheel:
    (tools / "rie").write_bytes(wheel.read(f"samcli/local/rapid/aws-lambda-rie-{machine}"))
    (tools / "rie").chmod(0o755)
    events = "samcli/lib/generated_sample_events/events/"
    for name in ("sqs/Sqs.json", "apigateway/HttpApi.json", "apigateway/AwsProxy.json", "alb/ALBRequest.json",
                 "cloudwatch/ScheduledEvent.json"):
        (tools / pathlib.Path(name).name).write_bytes(wheel.read(events + name))
PYTHON
fi
