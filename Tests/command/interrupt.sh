#!/usr/bin/env bash
# SIGINT and SIGTERM end a run cleanly: exit 130, whole rows only, and --resume goes on to the same bytes.
set -euo pipefail
# With job control a child does not start with SIGINT ignored, unless this script was: `env` takes that back.
set -m
adjudge=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 "$(dirname "$0")/../../Benchmarks/workload/generate.py" --rows 20000 --seed 9 --output "$folder/in.jsonl" 2>/dev/null
score=(env --default-signal=INT,TERM "$adjudge" score --grader preset:math --jobs 2)
"${score[@]}" --input "$folder/in.jsonl" --output "$folder/whole" 2>/dev/null

fail() { echo "interrupt: $1"; exit 1; }

# A pipe that pauses: what came is written without waiting for more, and the signal ends the wait.
mkfifo "$folder/pipe"
for signal in INT TERM; do
    exec 3<>"$folder/pipe"
    "${score[@]}" --input "$folder/pipe" --output "$folder/piped" --overwrite 2>"$folder/said" &
    pid=$!
    head -n 100 "$folder/in.jsonl" >&3
    for _ in $(seq 100); do
        [ "$(wc -l 2>/dev/null <"$folder/piped" || echo 0)" = 100 ] && break
        sleep 0.1
    done
    [ "$(wc -l <"$folder/piped")" = 100 ] || fail "the rows of a paused pipe are not written"
    kill -"$signal" "$pid"
    status=0
    wait "$pid" || status=$?
    exec 3>&-
    [ "$status" = 130 ] || fail "exit $status after SIG$signal, expected 130"
    grep -q "interrupted" "$folder/said" || fail "nothing said of SIG$signal: $(cat "$folder/said")"
    head -n 100 "$folder/whole" | cmp - "$folder/piped" || fail "rows before SIG$signal differ"
done

# A file, at any moment.
stopped=0
for delay in 0.05 0.1 0.15 0.2 0.3 0.4; do
    "${score[@]}" --input "$folder/in.jsonl" --output "$folder/part" --resume 2>/dev/null &
    pid=$!
    sleep "$delay"
    kill -INT "$pid" 2>/dev/null || true
    status=0
    wait "$pid" || status=$?
    case $status in
    130) stopped=$((stopped + 1)) ;;
    0) ;;
    *) fail "exit $status" ;;
    esac
    if [ -s "$folder/part" ]; then
        [ -z "$(tail -c 1 "$folder/part" | tr -d '\n')" ] || fail "a torn row after SIGINT"
    fi
done
"${score[@]}" --input "$folder/in.jsonl" --output "$folder/part" --resume 2>/dev/null
cmp "$folder/whole" "$folder/part"
echo "interrupt: both signals, a paused pipe, $stopped runs stopped in a file, output identical"
