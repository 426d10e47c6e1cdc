#!/usr/bin/env bash
# Builds the package and compares what it prints. Its builds stand in the checkout's .build-example.
set -euo pipefail
cd "$(dirname "$0")"
printed=$(swift run --quiet --scratch-path ../../.build-example Score)
expected='1.0 graded equal_number
\boxed{7} → 1.0 graded equal_bytes
\boxed{8} → 0.0 graded different_number
I do not know. → 0.0 no_answer nothing_extracted
$.type: found "maths", expected a grader type'
if [ "${printed:0:${#expected}}" != "$expected" ]; then
    printf 'found:\n%s\nexpected it to begin with:\n%s\n' "$printed" "$expected"
    exit 1
fi
echo "example: 5 checks passed"
