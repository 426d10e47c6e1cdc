#!/usr/bin/env bash
# A run over slow programs that is killed has written what was done, though its rows are one block; and goes on from there.
set -euo pipefail
adjudge=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# Rows of slow programs, in groups of four.
write_rows() { # count, seconds
    for i in $(seq "$1"); do
        echo '{"response": "```python\nimport time\ntime.sleep('"$2"')\nprint('"$i"')\n```", "prompt": '$(((i - 1) / 4))','\
            '"reference": {"cases": [{"input": "", "output": "'"$i"'"}]}}'
    done >"$folder/rows"
}
# Kills a run once a row is there, checks that a part was kept, and goes on to the end.
kill_and_go_on() { # count, options…
    local rows=$1 pid
    shift
    local score=("$adjudge" score --quiet --grader '{"type": "code"}' --input "$folder/rows" --output "$folder/out" "$@")
    rm -f "$folder/out"
    "${score[@]}" & pid=$!
    until [ -s "$folder/out" ]; do
        kill -0 "$pid" || { echo "window: the run ended before a row was seen"; exit 1; }
        sleep 0.02
    done
    kill -9 "$pid"
    wait "$pid" 2>/dev/null || true
    written=$(wc -l <"$folder/out")
    [ "$written" -gt 0 ] && [ "$written" -lt "$rows" ] || { echo "window: $written rows of $rows, expected a part"; exit 1; }
    "${score[@]}" --resume
    [ "$(wc -l <"$folder/out")" = "$rows" ]
    [ "$(grep -c '"reward":1' "$folder/out")" = "$rows" ] || { head -2 "$folder/out"; exit 1; }
}
write_rows 200 0.05
kill_and_go_on 200
alone=$written
write_rows 600 0.01
kill_and_go_on 600 --group-by prompt --advantage mean_centre --group-size 4
echo "window: 8 checks passed, at a kill $alone rows of 200 were kept, of 600 in groups $written"
