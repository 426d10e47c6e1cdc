#!/bin/sh
# Scores files again and again on two threads and watches memory and verdicts; `soak.sh --help` lists the options.
exec nice python3 "$(dirname "$0")/soak.py" "$@"
