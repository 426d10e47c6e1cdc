#!/bin/sh
# Measures the text graders and their peers on the same pairs; `run.sh --help` lists the options.
exec python3 "$(dirname "$0")/run.py" "$@"
