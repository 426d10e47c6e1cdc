#!/usr/bin/env bash
# Kills `adjudge score --resume` twenty times at seeded moments; the output must be that of a run left alone.
set -euo pipefail
adjudge=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 "$(dirname "$0")/../../Benchmarks/workload/generate.py" --rows 8000 --seed 7 --output "$folder/in.jsonl" 2>/dev/null
score=("$adjudge" score --grader preset:math --input "$folder/in.jsonl" --jobs 2 --output)
"${score[@]}" "$folder/whole" 2>/dev/null
RANDOM=11
kills=0
for _ in $(seq 20); do
    "${score[@]}" "$folder/killed" --resume 2>/dev/null &
    pid=$!
    sleep "0.0$((RANDOM % 90 + 10))"
    if kill -9 "$pid" 2>/dev/null; then kills=$((kills + 1)); fi
    wait "$pid" 2>/dev/null || true
    # A torn line, as a kill between two writes of a slower disk would leave it.
    if [ -s "$folder/killed" ]; then truncate -s "-$((RANDOM % 40 + 1))" "$folder/killed"; fi
done
"${score[@]}" "$folder/killed" --resume 2>/dev/null
cmp "$folder/whole" "$folder/killed"
echo "resume: $kills kills, output identical"
