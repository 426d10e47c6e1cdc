"""A Python reward function as AWS's published samples are built, with math-verify for equivalence: the peer that the
bootstrap is measured against. It scores one sample after another, as they do."""

import json
import re

from math_verify import parse, verify


def extract_answer(text):
    solution = re.search(r"<\|begin_of_solution\|>(.*?)<\|end_of_solution\|>", text, re.DOTALL)
    return solution.group(1) if solution else text


def compute_score(text, reference):
    return 1.0 if verify(parse(f"${reference}$"), parse(extract_answer(text))) else 0.0


def lambda_handler(event, context):
    results = []
    for sample in event:
        score = 0.0
        reference = sample.get("metadata", {}).get("reference_answer") or sample.get("reference_answer")
        if isinstance(reference, dict):
            reference = reference.get("answer")
        last = sample["messages"][-1]
        if last["role"] in ("assistant", "nova_assistant") and reference is not None:
            score = compute_score(last["content"], str(reference))
        print(json.dumps({"id": sample["id"], "aggregate_reward_score": score}))
        results.append({
            "id": sample["id"], "aggregate_reward_score": score,
            "metrics_list": [{"name": "correctness", "value": score, "type": "Reward"}]})
    return results
