#!/bin/bash
# One program by hand: exit codes, the level in the verdict, and no silent downgrade.
# Usage: code-levels.sh ADJUDGE
set -u
adjudge=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0
facts=$("$adjudge" doctor) || { echo "code-levels: $adjudge doctor failed"; exit 1; }
if ! grep -q '^sandbox  *level' <<<"$facts"; then
    echo "skipped: Tests/command/code-levels.sh: no sandbox here"
    exit 0
fi
echo 'print(sum(map(int, input().split())))' >"$folder/right.py"
echo 'print(1)' >"$folder/wrong.py"
echo '{"inputs": ["1 2\n"], "outputs": ["3\n"]}' >"$folder/tests.json"
expect() { # code, what is in the output, arguments…
    local code=$1 text=$2
    shift 2
    output=$("$adjudge" run "$@" --tests "$folder/tests.json" --json 2>&1)
    local found=$?
    if [ $found != "$code" ] || [[ $output != *"$text"* ]]; then
        echo "adjudge run $*: found exit code $found and $output, expected $code and $text"
        failed=1
    fi
}
expect 0 '"verdict":"ok"' "$folder/right.py"
expect 1 '"verdict":"wrong_answer"' "$folder/wrong.py"
expect 2 'cannot be read' "$folder/none.py"
export ADJUDGE_SANDBOX_LEVEL=0
expect 0 '"level":0' "$folder/right.py"
expect 4 '"verdict":"unavailable"' "$folder/right.py" --minimum-level 1
export ADJUDGE_SANDBOX_LEVEL=1
expect 4 '"verdict":"unavailable"' "$folder/right.py" --minimum-level 2
[ $failed = 0 ] && echo "run by hand: as expected"
exit $failed
