"""The peers as functions of (answer, reference): graders.py COLUMNS SCORER, see peers/peer_loop.py.

Each is called by its public entry, with the answer in the dress in which it finds it: in a box, on an answer line, or
bare where it takes bare answers.
"""

import importlib
import sys
import sysconfig
import types
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "peers"))

from peer_loop import module_at, serve, verl

#: Peers that hand the answer's text to Python's evaluator: only for rows that are known to be harmless.
EVALUATE_TEXT = {"verl.prime_math", "PRM800K", "Qwen math_equal"}


def guarded(load):
    """A scorer on sympy: what it raises on some rows is no reward, and sympy's cache is emptied between passes."""
    def loaded():
        from sympy.core.cache import clear_cache

        score = load()

        def guard(answer, reference):
            try:
                return score(answer, reference)
            except Exception:
                return None

        guard.forget = clear_cache
        return guard

    return loaded


def math_verify():
    from math_verify import parse, verify

    return lambda answer, reference: verify(parse("\\boxed{%s}" % reference), parse("\\boxed{%s}" % answer))


def math_dapo():
    score = verl("math_dapo").compute_score
    return lambda answer, reference: score("Answer: " + answer, reference)["score"]


def math_reward():
    score = verl("math_reward").compute_score
    return lambda answer, reference: score("\\boxed{%s}" % answer, reference)


def prime_math():
    """verl's package without the modules that want PyTorch and Ray.

    prime_math uses `timeout_limit` of verl.utils.py_functional, which imports a class for other uses: that import
    alone is given an empty class.
    """
    packages = Path(sysconfig.get_paths()["purelib"])
    for name in ("verl", "verl.utils", "verl.utils.reward_score"):
        package = types.ModuleType(name)
        package.__path__ = [str(packages.joinpath(*name.split(".")))]
        sys.modules[name] = package
    metric = types.ModuleType("verl.utils.metric")
    metric.Metric = type("Metric", (), {})
    sys.modules[metric.__name__] = metric
    score = importlib.import_module("verl.utils.reward_score.prime_math").compute_score
    return lambda answer, reference: score("\\boxed{%s}" % answer, reference)[0]


def prm800k():
    """PRM800K's grader as the Tinker cookbook carries it."""
    return module_at("tinker_cookbook", "recipes", "math_rl", "math_grading.py").grade_answer


def qwen():
    """Qwen2.5-Math's grader as EvalScope carried it until 1.4."""
    parser = module_at("evalscope", "metrics", "math_parser.py")
    strip, equal = parser.strip_answer_string, parser.math_equal
    return lambda answer, reference: equal(strip(answer), strip(reference))


SCORERS = {
    "Math-Verify": guarded(math_verify),
    "verl.math_dapo": math_dapo,
    "verl.math_reward": math_reward,
    "verl.prime_math": guarded(prime_math),
    "PRM800K": guarded(prm800k),
    "Qwen math_equal": guarded(qwen),
}

if __name__ == "__main__":
    serve(SCORERS)
