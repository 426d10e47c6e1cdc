#!/usr/bin/env bash
# What the HTTP tests need: a venv with botocore, which signs the same requests, and a server of HTTP/2.
set -euo pipefail
cd "$(dirname "$0")/../.."
tools=build/http-tools
if ! cmp -s Tests/http/requirements.txt "$tools/installed.txt"; then
    mkdir -p "$tools"
    python3 -m venv --clear "$tools/venv"
    "$tools/venv/bin/pip" install -q --disable-pip-version-check -r Tests/http/requirements.txt
    cp Tests/http/requirements.txt "$tools/installed.txt"
fi
