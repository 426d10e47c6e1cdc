#!/usr/bin/env bash
# `make lambda-benchmark`: installs the peer beside the tests' tools, measures, and prints the costs.
set -euo pipefail
cd "$(dirname "$0")/../.."
python=build/lambda-tools/venv/bin/python
"$python" -c 'import math_verify' 2>/dev/null || "$python" -m pip install -q --disable-pip-version-check math-verify==0.9.0
"$python" Benchmarks/lambda/run.py "$@"
"$python" Lambda/cost.py build/lambda/measured.json
