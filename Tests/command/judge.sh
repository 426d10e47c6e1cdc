#!/usr/bin/env bash
# Judges by the command: a killed run pays for no reply twice, a replay needs no network, batches go out and come back.
set -euo pipefail
adjudge=$1
here=$(dirname "$0")
folder=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null || true; rm -rf "$folder"' EXIT
checks=0
check() { # what, command…
    local what=$1
    shift
    "$@" || { echo "judge: $what"; exit 1; }
    checks=$((checks + 1))
}
serve() { # seconds
    rm -f "$folder/port"
    python3 "$here/judge_server.py" "$folder/port" "$folder/asked" "$1" 2>/dev/null &
    server=$!
    until [ -s "$folder/port" ]; do sleep 0.02; done
    echo '{"endpoints": {"e": {"url": "http://127.0.0.1:'"$(cat "$folder/port")"'/v1", "model": "m", "max_concurrent": 8}},' \
        '"cache": "'"$folder/replies"'"}' >"$folder/judges.json"
}
for i in $(seq 300); do
    echo '{"response": "\\boxed{'"$([ $((i % 3)) = 0 ] && echo right || echo false)"' answer '"$i"'}",' \
        '"reference": "a reference in words '"$i"'", "question": "which?"}'
done >"$folder/rows"
score=("$adjudge" score --grader '{"type": "judge", "swap": false}' --judges "$folder/judges.json" --input "$folder/rows")

serve 0.02
"${score[@]}" --quiet --output "$folder/out" 2>/dev/null &
pid=$!
until [ -s "$folder/out" ]; do
    kill -0 "$pid" || { echo "judge: the run ended before a row was seen"; exit 1; }
    sleep 0.02
done
kill -9 "$pid"
wait "$pid" 2>/dev/null || true
kept=$(wc -l <"$folder/out")
check "a part was written, found $kept rows" test "$kept" -lt 300
"${score[@]}" --output "$folder/out" --resume --summary "$folder/summary" 2>"$folder/table"
check "every row is there" test "$(wc -l <"$folder/out")" = 300
check "a third is right" test "$(grep -c '"reward":1' "$folder/out")" = 100
# What was in flight at the kill may be asked again: no more than run at a time.
asked=$(wc -l <"$folder/asked")
distinct=$(sort -u "$folder/asked" | wc -l)
check "each question was asked, found $distinct" test "$distinct" = 300
check "paid replies are not asked for again, found $asked calls" test "$asked" -le 308
check "the table says what was asked" grep -q "^  calls " "$folder/table"
check "so does the summary" grep -q '"judge":{"questions":' "$folder/summary"

kill $server
"${score[@]}" --quiet --output "$folder/again" --judge replay
check "the same bytes without a network" cmp "$folder/out" "$folder/again"
sed -i 's/answer 7}/answer 8000}/' "$folder/rows"
"${score[@]}" --quiet --output "$folder/more" --judge replay
check "what is not in the cache has a name" test "$(grep -c judge_not_cached "$folder/more")" = 1

rm "$folder/replies"
"$adjudge" judge export --grader '{"type": "judge", "swap": false}' --judges "$folder/judges.json" \
    --batch "$folder/batch" "$folder/rows" 2>"$folder/table"
check "a batch has each question once" test "$(sort -u "$folder/batch" | wc -l)" = 300
python3 - "$folder/batch" "$folder/results" <<'PYTHON'
import json
import sys
with open(sys.argv[1]) as batch, open(sys.argv[2], "w") as results:
    for line in reversed(list(batch)):
        row = json.loads(line)
        said = "SAME" if "\nright" in row["body"]["messages"][-1]["content"] else "DIFFERENT"
        message = {"content": json.dumps({"verdict": said})}
        body = {"choices": [{"message": message, "finish_reason": "stop"}], "usage": {"prompt_tokens": 1}}
        print(json.dumps({"custom_id": row["custom_id"], "response": {"status_code": 200, "body": body}}), file=results)
PYTHON
"$adjudge" judge import --judges "$folder/judges.json" --batch "$folder/batch" "$folder/results" 2>"$folder/table"
check "every reply is added" grep -q "^300 replies added" "$folder/table"
"${score[@]}" --quiet --output "$folder/batched" --judge replay
check "the batch's verdicts" test "$(grep -c '"reward":1' "$folder/batched")" = 100
check "and no other" test "$(grep -c '"reward":null' "$folder/batched" || true)" = 0

check "a wrong file is refused" test "$("${score[@]}" --output /dev/null --judges "$folder/rows" >/dev/null 2>&1 || echo $?)" = 2
check "replay without a cache is refused" \
    test "$(ADJUDGE_JUDGE_URL=http://127.0.0.1:1 "$adjudge" score --grader math_hybrid --judge replay --output /dev/null \
        "$folder/rows" >/dev/null 2>&1 || echo $?)" = 2
echo "judge: $checks checks passed"
