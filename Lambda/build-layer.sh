#!/usr/bin/env bash
# Builds the Python layer: build/lambda/adjudge-layer.zip with the wheel's module and the handler, for the runtimes
# python3.12 and later (Amazon Linux 2023). `make wheel` must have run.
set -euo pipefail
cd "$(dirname "$0")/.."
wheel=$(echo build/wheel/adjudge-*-manylinux_*.whl)
stage=build/lambda/layer
rm -rf "$stage"
mkdir -p "$stage/python"
python3 - "$wheel" "$stage/python" <<'PYTHON'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    wheel.extractall(sys.argv[2])
PYTHON
cp Lambda/layer/adjudge_lambda.py "$stage/python/"
python3 Lambda/archive.py "$stage" build/lambda/adjudge-layer.zip
