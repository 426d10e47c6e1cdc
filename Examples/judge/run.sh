#!/bin/sh
# Scores five rows with a judge at a server of this machine's, then once more from the replies that were kept.
set -eu
here=$(dirname "$0")
adjudge=${ADJUDGE:-.build/release/adjudge}
out=$(mktemp -d)
python3 "$here/server.py" 8765 &
server=$!
trap 'kill $server 2>/dev/null || true; rm -r "$out"' EXIT
until python3 -c 'import socket; socket.create_connection(("127.0.0.1", 8765), 1)' 2>/dev/null; do sleep 0.1; done

"$adjudge" score --grader math_hybrid --judges "$here/judges.json" --judge-cache "$out/replies.jsonl" \
    --output "$out/verdicts.jsonl" "$here/rows.jsonl"
cat "$out/verdicts.jsonl"

kill $server
"$adjudge" score --quiet --grader math_hybrid --judges "$here/judges.json" --judge-cache "$out/replies.jsonl" \
    --judge replay --output "$out/again.jsonl" "$here/rows.jsonl"
cmp "$out/verdicts.jsonl" "$out/again.jsonl"
echo "the same bytes without a network"
