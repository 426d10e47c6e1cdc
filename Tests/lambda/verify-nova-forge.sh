#!/usr/bin/env bash
# The layer's handler before AWS's own `verify_reward_function`, from amzn-nova-forge, which needs Python 3.12 and brings
# SageMaker's SDK with it: gigabytes, so not part of `make test`. `make lambda-layer` must have run.
set -euo pipefail
cd "$(dirname "$0")/../.."
venv=build/lambda-tools/nova-forge
if [ ! -x "$venv/bin/python" ]; then
    python3.12 -m venv "$venv"
    "$venv/bin/pip" install -q --disable-pip-version-check amzn-nova-forge
fi
reward=build/lambda-tools/reward.py
echo 'from adjudge_lambda import lambda_handler' > "$reward"
PYTHONPATH=build/lambda/layer/python ADJUDGE_GRADER=math "$venv/bin/python" - "$reward" <<'PYTHON'
import sys
from amzn_nova_forge.util.reward_verifier import verify_reward_function

def sample(identifier, content, reference):
    return {"id": identifier, "reference_answer": reference, "messages": [
        {"role": "user", "content": "6*7?"}, {"role": "assistant", "content": content}]}

report = verify_reward_function(sys.argv[1], [
    sample("right", r"so \boxed{42}", {"answer": "42"}), sample("wrong", r"so \boxed{41}", "42"),
    sample("none", "no idea", "42")])
print(report)
assert report["success"] and report["successful_samples"] == report["total_samples"] == 3
PYTHON
