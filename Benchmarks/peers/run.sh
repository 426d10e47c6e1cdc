#!/bin/sh
# Measures Adjudge and its peers on the same rows; `run.sh --help` lists the options.
exec python3 "$(dirname "$0")/run.py" "$@"
