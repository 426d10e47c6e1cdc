#!/usr/bin/env bash
# The command's exit codes and messages for what users get wrong.
set -euo pipefail
adjudge=$(realpath "$1")
source "$(dirname "$0")/checks.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf '{"id":"a","response":"\\\\boxed{5}","reference":"5"}\n' >good.jsonl
printf '{"id":\n{"id":2}\n' >bad.jsonl
printf '{"id":"c","grader":"preset:math","response":"\\\\boxed{5}","reference":"5","expect":{"reward":0}}\n' >cases.jsonl
printf 'type: multi\ngraders:\n  acc: {type: math}\ncalculate_output: acc\n' >grader.yaml
: >empty.jsonl
score=("$adjudge" score --grader preset:math)
expect 0 "rows              1" "${score[@]}" --input good.jsonl --output out.jsonl
expect 2 "exists already" "${score[@]}" --input good.jsonl --output out.jsonl
expect 0 "resumed after 1 rows" "${score[@]}" --input good.jsonl --output out.jsonl --resume
expect 2 "expected" "$adjudge" score --grader preset:gsm8k --input good.jsonl --output out.jsonl --resume
expect 0 "rows              1" "$adjudge" score --grader grader.yaml --input good.jsonl --output yaml.jsonl
expect 0 "rows              0" "${score[@]}" --input empty.jsonl --output none.jsonl
printf '{"response":"\\\\boxed{6}","reference":"5"}\n' | cat good.jsonl - >half.jsonl
expect 0 "rows              2" "${score[@]}" --input half.jsonl --output gate.out --fail-under 0.5
expect 1 "gate failed: 1 of 2 rows right (0.5), expected at least 0.51" \
    "${score[@]}" --input half.jsonl --output gate.out --overwrite --fail-under 0.51
expect 1 "gate failed: no rows" "${score[@]}" --input empty.jsonl --output gate.out --overwrite --fail-under 0
expect 2 "expected a share from 0 to 1" "${score[@]}" --input half.jsonl --output gate.out --overwrite --fail-under 50
expect 0 "rows              1" "${score[@]}" --input half.jsonl --output gate.out --overwrite --limit 1
expect 1 "gate failed: 1 of 2 rows right (0.5), expected at least 0.6" \
    "${score[@]}" --input half.jsonl --output gate.out --resume --fail-under 0.6
expect 0 "resumed after 2 rows" "${score[@]}" --input half.jsonl --output gate.out --resume --fail-under 0.5
expect 3 "cannot be read" "${score[@]}" --input bad.jsonl --output bad.out
printf '{"type":"code","minimum_level":3}' >contained.json
printf '{"response":"```python\\nprint(1)\\n```","reference":{"inputs":[""],"outputs":["1"]}}\n' >program.jsonl
expect 0 "none of 1 rows has a reward: 1 unavailable" env ADJUDGE_SANDBOX_LEVEL=0 \
    "$adjudge" score --grader contained.json --input program.jsonl --output absent.out --quiet
"${score[@]}" --input bad.jsonl --output zero.out --on-error zero --max-bad 100 --quiet 2>zero.said
expect 0 '"reward":null' grep '"score":0' zero.out
expect 0 'none of 2 rows has a reward: 2 bad_sample' cat zero.said
expect 3 "on_error fail" "${score[@]}" --input bad.jsonl --output bad.out --overwrite --on-error fail
expect 2 "is the input too" "${score[@]}" --input good.jsonl --output ./good.jsonl --overwrite
expect 2 "did you mean \"math\"" "$adjudge" score --grader preset:maths --input good.jsonl --output x
expect 2 "did you mean \"openai\"" "${score[@]}" --input good.jsonl --output x --dialect opena
expect 2 "No such file" "${score[@]}" --input missing.jsonl --output x
expect 2 "did you mean \"response\"" "${score[@]}" --input good.jsonl --output x --map respons=a
expect 2 "did you mean \"nova\"" "$adjudge" explain --grader preset:math --input good.jsonl --dialect nov
expect 3 "found no case" "$adjudge" test empty.jsonl
expect 2 "" "$adjudge" score --nonsense
expect 2 "found no input" "${score[@]}" --output x
expect 2 "found no subcommand" "$adjudge"
expect 2 "did you mean \"score\"" "$adjudge" scor
expect 2 "did you mean \"explain\"" "$adjudge" help explian
expect 0 "SUBCOMMANDS" "$adjudge" --help
expect 0 "5 reading or writing failed" "$adjudge" help score
expect 1 "0 passed, 1 failed" "$adjudge" test cases.jsonl
expect 0 "ok" "$adjudge" lint preset:math grader.yaml
expect 0 "less is better of it" "$adjudge" lint '{"type":"text_similarity","evaluation_metric":"jiwer.wer","as":"value"}'
expect 0 "reason     equal_" "$adjudge" explain --grader preset:math --input good.jsonl --id a
explain=("$adjudge" explain --grader preset:math --response)
expect 0 "reference  -5 V" "${explain[@]}" '-5 V' --reference '-5 V'
expect 2 "both --response and --response-number" "${explain[@]}" 5 --response-number 1
expect 2 "both --response and --row" "${explain[@]}" 5 --row 1
expect 2 "found --reference without --response" "$adjudge" explain --grader preset:math --input good.jsonl --reference 5
expect 0 "string_check" "$adjudge" list
expect 0 "comparison_limit" "$adjudge" list
expect 0 "calculate_output" "$adjudge" list math multi
expect 2 "did you mean \"math\"" "$adjudge" list mathh
expect 0 "pcre2" "$adjudge" doctor
echo "command: $checks checks passed"
