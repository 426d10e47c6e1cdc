"""One Python peer over the rows: peer_loop.py COLUMNS SCORER. The conversation is that of rounds.h.

Scorers are loaded by file path, so that neither verl nor TRL is imported as a whole: their packages want torch.
"""

import array
import gc
import importlib.util
import json
import resource
import sys
import sysconfig
import time
from pathlib import Path

from columns import read_columns

NONE = float("nan")


def module_at(*parts):
    """A module of an installed package, loaded alone by its path."""
    path = Path(sysconfig.get_paths()["purelib"], *parts)
    spec = importlib.util.spec_from_file_location("peer_" + path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def verl(name):
    return module_at("verl", "utils", "reward_score", name + ".py")


def gsm8k(method):
    score = verl("gsm8k").compute_score
    return lambda response, reference: score(response, reference, method=method)


def math_dapo():
    score = verl("math_dapo").compute_score
    return lambda response, reference: score(response, reference)["score"]


def think_format():
    score = module_at("trl", "rewards", "format_rewards.py").think_format_reward
    return lambda response, reference: score([[{"content": response}]])[0]


def math_verify():
    """Math-Verify as its own metric uses it: the reference as boxed LaTeX, the response with every extractor."""
    from math_verify import parse, verify

    def score(response, reference):
        return float(verify(parse("\\boxed{" + reference + "}"), parse(response)))

    return score


SCORERS = {
    "verl.gsm8k": lambda: gsm8k("strict"),
    "verl.gsm8k_flexible": lambda: gsm8k("flexible"),
    "verl.math_dapo": math_dapo,
    "verl.math_reward": lambda: verl("math_reward").compute_score,
    "trl.think_format": think_format,
    "math-verify": math_verify,
}


def processor_time():
    """Seconds of this process and of children that have ended: a scorer that forks would otherwise hide their work."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def forget(score):
    """Rows do not come twice: a scorer that would remember them from the last pass says how it forgets."""
    getattr(score, "forget", lambda: None)()


def one_pass(score, rows):
    forget(score)
    return [score(response, reference) for response, reference in rows]


def run_round(score, rows, least):
    passes, wall, start = 0, time.perf_counter(), processor_time()
    while True:
        one_pass(score, rows)
        passes += 1
        used = processor_time() - start
        if used >= least:
            return {"passes": passes, "cpu": used, "wall": time.perf_counter() - wall}


def each_row(score, rows):
    """The processor seconds of each row, scored singly, once."""
    costs = []
    forget(score)
    for response, reference in rows:
        start = processor_time()
        score(response, reference)
        costs.append(processor_time() - start)
    return costs


def write_doubles(path, values):
    Path(path).write_bytes(array.array("d", values).tobytes())
    return {"written": len(values)}


def serve(scorers):
    """Answers commands about the scorer that the command line names."""
    score = scorers[sys.argv[2]]()
    rows = read_columns(sys.argv[1])
    # The rows are there for good; the collector need not walk them in a timed pass.
    gc.collect()
    gc.freeze()
    answers = sys.stdout
    # Some scorers print; that must not mix with the answers.
    sys.stdout = sys.stderr
    print(json.dumps({"ready": len(rows), "what": "Python " + sys.version.split()[0]}), file=answers, flush=True)
    for line in sys.stdin:
        command, _, argument = line.strip().partition(" ")
        if command == "round":
            answer = run_round(score, rows, float(argument))
        elif command == "rewards":
            answer = write_doubles(argument, [NONE if r is None else float(r) for r in one_pass(score, rows)])
        elif command == "latencies":
            answer = write_doubles(argument, each_row(score, rows))
        else:
            answer = {"error": "unknown command %r, expected round, rewards or latencies" % command}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    serve(SCORERS)
