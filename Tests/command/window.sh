#!/usr/bin/env bash
# A run over slow programs that is killed has written what was done, though its rows are one block; and goes on from there.
set -euo pipefail
adjudge=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
rows=200

for i in $(seq $rows); do
    echo '{"response": "```python\nimport time\ntime.sleep(0.05)\nprint('"$i"')\n```", "reference": {"cases": [{"input": "", "output": "'"$i"'"}]}}'
done > "$folder/rows"
score=("$adjudge" score --quiet --grader '{"type": "code"}' --input "$folder/rows" --output "$folder/out")
"${score[@]}" & pid=$!
until [ -s "$folder/out" ]; do
    kill -0 "$pid" || { echo "window: the run ended before a row was seen"; exit 1; }
    sleep 0.02
done
kill -9 "$pid"
wait "$pid" 2>/dev/null || true
written=$(wc -l < "$folder/out")
[ "$written" -gt 0 ] && [ "$written" -lt "$rows" ] || { echo "window: $written rows of $rows, expected a part"; exit 1; }
"${score[@]}" --resume
[ "$(wc -l < "$folder/out")" = "$rows" ]
[ "$(grep -c '"reward":1' "$folder/out")" = "$rows" ] || { head -2 "$folder/out"; exit 1; }
echo "window: 4 checks passed, $written rows of $rows kept at a kill"
