#!/usr/bin/env bash
# Runs the Lambda tests; the last line counts them.
set -euo pipefail
cd "$(dirname "$0")"
python=$(cd ../.. && pwd)/build/lambda-tools/venv/bin/python
log=$(mktemp)
trap 'rm -f "$log"' EXIT
"$python" -W error -m unittest -v 2>&1 | tee "$log"
echo "lambda: $(grep -Eo '^Ran [0-9]+' "$log" | grep -Eo '[0-9]+') checks passed"
