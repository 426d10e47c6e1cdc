#!/bin/sh
# Measures the math grader and its peers on the same pairs; `run.sh --help` lists the options.
exec python3 "$(dirname "$0")/run.py" "$@"
