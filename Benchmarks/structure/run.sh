#!/bin/sh
# Measures the checks of structure and their peers on the same rows; `run.sh --help` lists the options.
exec python3 "$(dirname "$0")/run.py" "$@"
