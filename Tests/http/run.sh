#!/usr/bin/env bash
# Runs the HTTP tests with the probe that this checkout has built; the last line counts them.
set -euo pipefail
cd "$(dirname "$0")"
bash setup.sh
python=$(cd ../.. && pwd)/build/http-tools/venv/bin/python
log=$(mktemp)
trap 'rm -f "$log"' EXIT
"$python" -W error -m unittest -v "$@" 2>&1 | tee "$log"
echo "http: $(grep -Eo '^Ran [0-9]+' "$log" | grep -Eo '[0-9]+') checks passed"
