#!/usr/bin/env bash
# What the command does with files: which it refuses, which it never touches, what it says of rows, and how it ends.
set -euo pipefail
adjudge=$(realpath "$1")
source "$(dirname "$0")/checks.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
row() { printf '{"id":"%s","response":"so \\\\boxed{%s}","reference":"5"}\n' "$1" "$2"; }
{ row a 5; row b 6; } >one.jsonl
{ row c 5; row d 5; } >two.jsonl
cat one.jsonl two.jsonl >both.jsonl
score=("$adjudge" score --grader preset:math)

# Several inputs, named or not; none is lost.
"${score[@]}" --input both.jsonl --output whole --quiet
expect 0 "rows              4" "${score[@]}" --input one.jsonl --input two.jsonl --output several
same several whole
expect 0 "rows              4" "${score[@]}" --output positional one.jsonl two.jsonl
same positional whole
[ -z "$("${score[@]}" --input both.jsonl --output quiet --quiet 2>&1)" ] || { echo "--quiet speaks"; exit 1; }
expect 2 "standard input twice" "${score[@]}" --input - --input - --output x

# Where output goes.
expect 0 "" "${score[@]}" --input both.jsonl --output /dev/null
for name in - /dev/stdout; do
    "${score[@]}" --input both.jsonl --output $name --quiet >piped
    same piped whole
    expect 2 "cannot be gone on with" "${score[@]}" --input both.jsonl --output $name --resume
done
for pair in "gz gzip" "zst zstd"; do
    read -r ending tool <<<"$pair"
    "${score[@]}" --input both.jsonl --output "out.$ending" --quiet
    $tool -dc "out.$ending" >unpacked
    same unpacked whole
    expect 2 "compressed rows cannot be gone on with" "${score[@]}" --input both.jsonl --output "out.$ending" --resume
done
[ "$(ls x 2>/dev/null)" = "" ] || { echo "a refused run made its output"; exit 1; }

# What is not ours stays as it is.
printf '{"precious":"config"}' >precious
cp precious kept
expect 2 "is no output of adjudge score" "${score[@]}" --input both.jsonl --output precious --resume
same precious kept
cp both.jsonl kept
expect 2 "is the input too" "${score[@]}" --input both.jsonl --output both.jsonl --resume
ln -s both.jsonl soft
ln both.jsonl hard
for name in both.jsonl soft hard; do
    expect 2 "is the input too" "${score[@]}" --input both.jsonl --output z --overwrite --summary $name
    expect 2 "is the input too" "${score[@]}" --input both.jsonl --output $name --overwrite
done
expect 2 "is the input too" bash -c "'$adjudge' score --grader preset:math --input both.jsonl --output - >>both.jsonl"
same both.jsonl kept
expect 2 "is the output too" "${score[@]}" --input both.jsonl --output z --overwrite --summary ./z
printf 'type: math\n' >grader.yaml
expect 2 "is the grader too" "$adjudge" score --grader grader.yaml --input both.jsonl --output grader.yaml --overwrite
expect 2 "is no summary" "${score[@]}" --input both.jsonl --output z --resume --summary grader.yaml

# Going on: the summary is that of the whole file.
"${score[@]}" --input both.jsonl --output part --summary whole.json --quiet
head -c 500 whole >part
expect 0 "resumed after 2 rows" "${score[@]}" --input both.jsonl --output part --resume --summary resumed.json
same part whole
same resumed.json whole.json
expect 2 "in the input" "${score[@]}" --input two.jsonl --input one.jsonl --output part --resume
expect 2 "holds more rows than the 2 that the input has" "${score[@]}" --input one.jsonl --output part --resume
expect 2 "by another --dialect" "${score[@]}" --input both.jsonl --output part --resume --map reference=answer
same part whole

# on_error fail stays failed.
{ row a 5; printf '{"id":"b","response":"x"}\n'; row c 5; } >unscored.jsonl
expect 3 "on_error fail" "${score[@]}" --input unscored.jsonl --output fail --on-error fail
expect 3 "on_error fail" "${score[@]}" --input unscored.jsonl --output fail --on-error fail --resume

# Two runs on one output: one of them, whoever comes second, is refused.
mkfifo pipe
"${score[@]}" --input pipe --output shared --quiet &
first=$!
exec 3>pipe
row a 5 >&3
for _ in $(seq 100); do [ -s shared ] && break; sleep 0.1; done
expect 2 "another run is writing to it" "${score[@]}" --input both.jsonl --output shared --resume
expect 2 "another run is writing to it" "${score[@]}" --input both.jsonl --output shared --overwrite
exec 3>&-
wait $first
[ "$(wc -l <shared)" = 1 ] || { echo "a refused run wrote"; exit 1; }

# Killed or full at any moment: whole rows, and another exit code than for bad rows.
expect 5 "No space left" "${score[@]}" --input both.jsonl --output /dev/full
for _ in $(seq 500); do cat both.jsonl; done >many.jsonl
gzip -c many.jsonl | head -c -9 >torn.gz
expect 5 "truncated gzip" "${score[@]}" --input torn.gz --output z --overwrite
status=0
(trap '' XFSZ; ulimit -f 20; "${score[@]}" --input many.jsonl --output full --quiet 2>said) || status=$?
[ $status = 5 ] || { echo "a full disk: exit $status, expected 5"; exit 1; }
grep -q "full: cannot be written" said || { echo "a full disk: $(cat said)"; exit 1; }
[ -s full ] && [ -z "$(tail -c 1 full | tr -d '\n')" ] || { echo "a full disk leaves a torn row"; exit 1; }
"${score[@]}" --input many.jsonl --output full --resume --quiet
"${score[@]}" --input many.jsonl --output all --quiet
same full all

# Little memory: an error and a code, never an abort. Below 200 MB the loader itself may fail, with its own code.
for limit in 100000 200000 300000 400000 600000; do
    for jobs in 2 64; do
        status=0
        (ulimit -v $limit; "${score[@]}" --input many.jsonl --output z --overwrite --quiet --jobs $jobs >/dev/null 2>said) || status=$?
        case $status in
        0 | 4 | 127) checks=$((checks + 1)) ;;
        *) echo "ulimit -v $limit with $jobs jobs: exit $status: $(cat said)"; exit 1 ;;
        esac
    done
done

# Files of another kind, and rows that cannot be read.
printf 'id,response,reference\n1,5,5\n' >table.csv
expect 2 "table.csv: found a table as CSV or TSV, expected JSONL" "${score[@]}" --input table.csv --output z --overwrite
expect 2 "found a JSON array" "$adjudge" explain --grader preset:math --input <(printf '[{"id":1}]')
printf '[{"id":1}]' | expect 2 "standard input: found a JSON array" "${score[@]}" --input - --output z --overwrite
{ row a 5; printf '{"id":"b","response":5}\n{"id":"c","response":"x" "reference":"5"}\n'; } >bad.jsonl
expect 3 "bad.jsonl: row 1: mistyped_field: found a number at byte 21" "${score[@]}" --input bad.jsonl --output z --overwrite
expect 3 "bad.jsonl: row 2: malformed_row: found \"\"\", expected \",\"" "${score[@]}" --input bad.jsonl --output z --overwrite
expect 0 "found a number at byte 21 as the response" "$adjudge" explain --grader preset:math --input bad.jsonl --row 1
expect 3 "at byte 25" "$adjudge" explain --grader preset:math --input bad.jsonl --row 2

# No row has what the grader needs.
printf '{"id":1,"response":"I do not know","correct_option":"5"}\n' >columns.jsonl
expect 3 "did you mean --map reference=correct_option?" "${score[@]}" --input columns.jsonl --output z --overwrite
expect 3 "the row has id, response, correct_option" "${score[@]}" --input columns.jsonl --output z --overwrite
expect 0 "rows              1" "${score[@]}" --input columns.jsonl --output z --overwrite --map reference=correct_option
expect 0 "reward     0" "$adjudge" explain --grader preset:math --input columns.jsonl --map reference=correct_option
expect 0 "status     no_reference" "$adjudge" explain --grader preset:math --input columns.jsonl
expect 0 "problem    found no reference; the row has id, response, correct_option; did you mean --map reference=correct_option?" \
    "$adjudge" explain --grader preset:math --input columns.jsonl

# Groups: a row without its key is named, a grader's own groups and --group-by exclude each other.
{ printf '{"id":"a","p":1,"response":"so \\\\boxed{5}","reference":"5"}\n'; row b 5; } >groups.jsonl
expect 3 "row 1: missing_field: found no group, expected its key under p" \
    "${score[@]}" --input groups.jsonl --output z --overwrite --group-by p
printf 'type: math\ngroup: {by: "{{item.p}}"}\n' >grouped.yaml
expect 2 "expected one of them to name the groups" \
    "$adjudge" score --grader grouped.yaml --input groups.jsonl --output z --overwrite --group-by p

# What stands beside a given response.
expect 3 "no row has the group that is asked for" "${score[@]}" --input columns.jsonl --output z --overwrite --group-by nope
printf '{"id":"a","completions":["\\\\boxed{1}","\\\\boxed{2}","\\\\boxed{1}"],"reference":"1"}\n{"completions":["\\\\boxed{5}"],"reference":"5"}\n' >several.jsonl
several=("$adjudge" explain --grader preset:math --input several.jsonl)
expect 0 "row 0, response 1, id a" "${several[@]}"
expect 0 "row 0, response 1, id a" "${several[@]}" --id a
expect 0 "reward     1" "${several[@]}" --row 0 --response-number 2
expect 0 "row 1, response 0" "${several[@]}" --row 1
expect 1 "no such row or response" "${several[@]}" --row 1 --response-number 1
expect 1 "no such row or response" "${several[@]}" --row 7
# Behind a row with one response too, and read as `score` reads it.
{ row a 5; cat several.jsonl; } >mixed.jsonl
expect 0 "rows              5" "${score[@]}" --input mixed.jsonl --output z --overwrite
expect 0 "row 1, response 1, id a" "$adjudge" explain --grader preset:math --input mixed.jsonl --row 1 --response-number 1
explain=("$adjudge" explain --grader '{"type":"string_check","reference":"{{item.a}}"}' --response x)
expect 0 "reward     1" "${explain[@]}" --item '{"a":"x"}'
for item in '{' '[1]' 3; do expect 2 "expected a JSON object" "${explain[@]}" --item "$item"; done

# Arguments arrive where nothing is mounted on /proc.
if unshare -m true 2>/dev/null; then
    expect 0 "multi" unshare -m bash -c "mount -t tmpfs none /proc && exec '$adjudge' list multi"
    expect 2 "expected one of score" unshare -m bash -c "mount -t tmpfs none /proc && exec '$adjudge' nonsense"
else
    echo "skipped: arguments without /proc, which needs a mount"
fi
echo "command: $checks checks passed"
