"""Measures the native bootstrap and a Python reward function with math-verify, in the same run, on AWS's Runtime Interface
Emulator: init to the first response, the round trip of a batch of 64 samples and of one, peak memory, lines of log. Medians of alternating
rounds; each round starts both anew, and a function that does nothing, whose time is the emulator's. Writes
build/lambda/measured.json and prints a table."""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "Tests" / "lambda"))

from emulator import Emulator  # noqa: E402


def batches(rows, size):
    path = ROOT / "build" / "lambda" / "rows.jsonl"
    subprocess.run([sys.executable, ROOT / "Benchmarks" / "workload" / "generate.py", "--rows", str(rows), "--seed", "3",
                    "--dialect", "nova", "--output", path], check=True, stderr=subprocess.DEVNULL)
    lines = path.read_text().splitlines()
    return [("[" + ",".join(lines[start:start + size]) + "]").encode() for start in range(0, rows, size)]


def single(events):
    """An event of one sample."""
    return json.dumps([json.loads(events[0])[0]]).encode()


def peak_memory(emulator):
    """The most memory that the function's process has held, in MB."""
    (child,) = emulator.children()
    for line in pathlib.Path(f"/proc/{child}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024


def floor():
    """The folder of a bootstrap that does nothing."""
    folder = ROOT / "build" / "lambda" / "floor"
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["gcc", "-O2", "-static", "-o", folder / "bootstrap", HERE / "floor.c"], check=True)
    return folder


def timed(emulator, event):
    """The milliseconds that an answer took, and the answer."""
    begin = time.perf_counter()
    status, answer = emulator.post(event)
    spent = (time.perf_counter() - begin) * 1000
    assert status == 200, (status, answer, emulator.lines_text()[-2000:])
    return spent, answer


def lines(events):
    """Bytes of the lines that a function writes: of metrics without rewards and for each, and of a sample; and how many
    metrics there are."""
    with Emulator("preset:math", timeout=300, ADJUDGE_LOG_SAMPLES="1", ADJUDGE_METRICS_INTERVAL_MS="0") as emulator:
        emulator.post(events[0])
        emulator.post(single(events))
        texts = [line for line in emulator.lines_text().splitlines() if line.startswith("{")]
    metrics = [line for line in texts if '"_aws"' in line]
    samples = [line for line in texts if "sample scored" in line]
    document = json.loads(metrics[0])
    rewards = document["Reward"]
    value = len(json.dumps(rewards, separators=(",", ":"))) / len(rewards)
    return {"metric_line": len(metrics[0]) - value * len(rewards), "metric_value": value,
            "sample_line": statistics.mean(map(len, samples)),
            "metrics": len(document["_aws"]["CloudWatchMetrics"][0]["Metrics"])}


def one_round(start, events):
    with start() as emulator:
        first, _ = timed(emulator, single(events))
        one = statistics.median(timed(emulator, single(events))[0] for _ in range(20))
        trips, rewards = [], []
        for event in events:
            spent, answer = timed(emulator, event)
            trips.append(spent)
            rewards += [row["aggregate_reward_score"] for row in json.loads(answer)]
        return {"first_ms": first, "single_ms": one, "batch_ms": statistics.median(trips),
                "peak_mb": peak_memory(emulator)}, rewards


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--batches", type=int, default=10)
    parser.add_argument("--size", type=int, default=64)
    options = parser.parse_args()
    events = batches(options.batches * options.size, options.size)
    functions = {
        "bootstrap": lambda: Emulator("preset:math", timeout=300),
        "python": lambda: Emulator(
            timeout=300, directory=HERE,
            command=[sys.executable, "-m", "awslambdaric", "python_reward.lambda_handler"]),
    }
    rounds, rewards, nothing, folder = {name: [] for name in functions}, {}, [], floor()
    for _ in range(options.rounds):
        with Emulator(timeout=300, directory=folder) as emulator:
            nothing.append(timed(emulator, single(events))[0])
        for name, start in functions.items():
            figures, rewards[name] = one_round(start, events)
            rounds[name].append(figures)
    measured, best = ({name: {key: pick(figures[key] for figures in rounds[name]) for key in rounds[name][0]}
                       for name in functions} for pick in (statistics.median, min))
    # The generator knows which responses are right; None is a matter of policy.
    truth = [row["metadata"]["expected"] for event in events for row in json.loads(event)]
    right = {name: statistics.mean(float(given == want) for given, want in zip(rewards[name], truth) if want is not None)
             for name in functions}
    agreement = statistics.mean(map(float.__eq__, *(map(float, rewards[name]) for name in functions)))
    package = (ROOT / "build" / "lambda" / "adjudge-lambda.zip").stat().st_size
    measured["run"] = {"rounds": options.rounds, "size": options.size, "agreement": agreement, "right": right,
                       "best": best, "event_bytes": statistics.mean(map(len, events)), "zip_bytes": package,
                       "lines": lines(events)}
    (ROOT / "build" / "lambda" / "measured.json").write_text(json.dumps(measured, indent=2) + "\n")
    print(f"Medians of {options.rounds} alternating rounds; batches of {options.size} samples, "
          f"{measured['run']['event_bytes'] / 1e3:.0f} kB an event.\n")
    print("| median (least) | bootstrap | Python, math-verify | ratio |\n|---|---|---|---|")
    for key, label in (("first_ms", "init to first response, ms"), ("single_ms", "one sample's round trip, ms"),
                       ("batch_ms", "batch round trip, ms"),
                       ("peak_mb", "peak memory, MB")):
        ours, theirs = measured["bootstrap"][key], measured["python"][key]
        least = [best[name][key] for name in functions]
        print(f"| {label} | {ours:.2f} ({least[0]:.2f}) | {theirs:.2f} ({least[1]:.2f}) | "
              f"{theirs / ours:.1f} ({least[1] / least[0]:.1f}) |")
    print(f"\nA function that does nothing: {statistics.median(nothing):.2f} ({min(nothing):.2f}) ms to its first response.")
    print(f"Rewards as the generator knows them: bootstrap {right['bootstrap']:.1%}, Python {right['python']:.1%}; the same "
          f"from both on {agreement:.1%}. adjudge-lambda.zip has {package / 1e6:.2f} MB.")


if __name__ == "__main__":
    main()
