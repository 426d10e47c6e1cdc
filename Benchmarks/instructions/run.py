"""Instructions against their official code: the same rows, one core, alternating rounds. See ../README.md."""

import argparse
import json
import lzma
import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LANGUAGE = ("language:response_language", "change_case:english_capital", "change_case:english_lowercase")


def rows(name):
    """The rows of a case file beside the checkout whose verdicts the official code does not draw at random."""
    found = []
    for line in lzma.open(ROOT.parent / f"shared/cases/rules/{name}.jsonl.xz", "rt"):
        row = json.loads(line)
        if all(row.get("gate_strict", row.get("gate"))):
            found.append({key: row[key] for key in ("response", "instruction_id_list", "kwargs")})
    return found


def rate(body, count):
    """Rows for each second of this process's time."""
    begin = time.process_time()
    body()
    return count / max(time.process_time() - begin, 1e-9)


def measure(options):
    sys.path.insert(0, str(ROOT / "Python"))
    import adjudge
    import packages

    registry = packages.load(options.folder)[3]
    ifeval = rows("ifeval")
    plain = [row for row in ifeval if not any(name in LANGUAGE for name in row["instruction_id_list"])]
    sets = [
        ("IFEval without languages", plain, 100), ("IFEval with languages", [r for r in ifeval if r not in plain], 30),
        ("IFBench", rows("ifbench_sample"), 50)]
    engine = adjudge.Engine({"type": "instructions"}, threads=1)
    for name, all_rows, bar in sets:
        few = all_rows[: options.rows]
        items = [json.dumps({k: row[k] for k in ("instruction_id_list", "kwargs")}) for row in few] * options.repeat
        responses = [row["response"] for row in few] * options.repeat
        score = lambda: engine.score(responses, items=items)
        official = lambda: [packages.follows(registry, row, row["response"]) for row in few]
        verdicts = score().to_list()
        differing = sum((verdicts[i] == 1) != all(found) for i, found in enumerate(official()))
        ours, theirs = [], []
        for _ in range(options.rounds):
            ours.append(rate(score, len(responses)))
            theirs.append(rate(official, len(few)))
        own, other = statistics.median(ours), statistics.median(theirs)
        print(f"{name}: {len(few)} rows, adjudge {own:.0f}/s, official {other:.0f}/s, {own / other:.1f} times "
              f"(bar {bar}), {differing} verdicts differ", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=300)
    parser.add_argument("--repeat", type=int, default=20, help="how often Adjudge gets the rows in one call")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=pathlib.Path, default=HERE / ".venv")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    sys.path.insert(0, str(HERE))
    import packages

    if options.inside:
        return measure(options)
    python = packages.install(options.folder)
    raise SystemExit(subprocess.run([python, __file__, *sys.argv[1:], "--inside"]).returncode)


main()
