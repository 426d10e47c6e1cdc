"""The cost of a million samples on Lambda, from the figures of `make lambda-benchmark`, and the rate of samples above which
a machine of one's own is cheaper.

Method. Prices are those that AWS publishes for us-east-1, x86, without the free tier. A duration is the measured round
trip of a batch on a whole core of the machine that measured, emulator included, divided by the share of a vCPU that
Lambda gives (memory / 1,769 MB, at most 1: the handlers work on one thread), rounded up to a millisecond as Lambda bills
it. Each environment's init is billed once, shared out over --batches batches that it serves. A function does not get less
memory than its measured peak and 64 MB. Logs have the size of the measured lines: a line of metrics for each batch, but at
most one a second, and a line for 1 % of the samples; Lambda's own lines are off in template.yaml.
Metrics are billed by the hour in which they appear: their cost for a run of --hours is shared out over its samples.
The prices of data transfer and queues are left out.

The machine of one's own runs for the whole time of the run, and each of its cores scores at the measured rate of one core;
it is billed whether it scores or waits.
"""

import argparse
import json
import math

GB_SECOND = 0.0000166667
REQUEST = 0.20 / 1e6
# Prices of provisioned concurrency: for an environment that is kept, and for one that runs.
PROVISIONED_GB_SECOND = 0.0000041667
PROVISIONED_RUN_GB_SECOND = 0.0000097222
LOG_GB = 0.50 + 0.03
METRIC_MONTH = 0.30
MONTH_HOURS = 730
FULL_CPU = 1769
# Log sizes measured on the emulator, in bytes: a metric line, each reward in it, a sample line; metrics of a usual run.
LINES = {"metric_line": 440, "metric_value": 2, "sample_line": 330, "metrics": 9}
SAMPLE_LINES = 0.01


def cost(figures, memory, size, batches):
    """USD of compute and requests for a million samples; None when the function does not fit into the memory."""
    if figures["peak_mb"] + 64 > memory:
        return None
    share = min(1, memory / FULL_CPU)
    billed = math.ceil(figures["batch_ms"] / share) + math.ceil(figures["first_ms"] / share) / batches
    return (billed / 1000 * memory / 1024 * GB_SECOND + REQUEST) * 1e6 / size


def log_bytes(size, rate, lines=LINES):
    """Bytes of log for each sample, in batches of `size` of which an environment takes `rate` a second."""
    a_line = min(1, 1 / rate)
    return a_line * lines["metric_line"] / size + lines["metric_value"] + SAMPLE_LINES * lines["sample_line"]


def watching(size, rate, hours, samples, lines=LINES):
    """USD of logs and of metrics for a million samples of a run of so many samples that lasts so many hours."""
    logs = log_bytes(size, rate, lines) * 1e6 / 1e9 * LOG_GB
    metrics = lines["metrics"] * METRIC_MONTH * hours / MONTH_HOURS
    return logs, metrics * 1e6 / samples


def break_even(lambda_cost, hour):
    """Samples an hour above which a machine that costs `hour` USD an hour is cheaper than Lambda."""
    return hour / lambda_cost * 1e6


def busy_share():
    """The share of its time that a provisioned environment must run to be cheaper than one on demand."""
    return PROVISIONED_GB_SECOND / (GB_SECOND - PROVISIONED_RUN_GB_SECOND)


def usd(value):
    return "does not fit" if value is None else f"{value:.4f}"


def print_compute(measured, batches):
    size = measured["run"]["size"]
    print(f"\nCompute and requests, USD for a million samples in batches of {size}; an environment serves {batches} "
          "batches.\n")
    print("| memory, MB | bootstrap | Python, math-verify | ratio |\n|---|---|---|---|")
    for memory in (128, 256, 512, 1024, 1769):
        prices = [cost(measured[name], memory, size, batches) for name in ("bootstrap", "python")]
        ratio = "" if None in prices else f"{prices[1] / prices[0]:.1f}"
        print(f"| {memory} | {usd(prices[0])} | {usd(prices[1])} | {ratio} |")


def print_whole(measured, options):
    """The bootstrap's whole price in batches, and one by one as HyperPod sends them; gives the price in batches."""
    size, lines = measured["run"]["size"], {**LINES, **measured["run"].get("lines", {})}
    print(f"\nThe bootstrap at 512 MB, logs and metrics included: a run of {options.samples:,} samples in "
          f"{options.hours} hours. USD for a million samples.\n")
    print("| | compute | requests | logs | metrics | together | log bytes a sample |\n|---|---|---|---|---|---|---|")
    whole = {}
    for label, count, rate in ((f"batches of {size}", size, 1), ("one by one, ten a second", 1, 10)):
        figures = dict(measured["bootstrap"])
        if count == 1:
            # A share of a batch's scoring time, plus the fixed cost of every event.
            figures["batch_ms"] = figures.get("single_ms", 1.0)
        requests = REQUEST * 1e6 / count
        compute = cost(figures, 512, count, options.batches) - requests
        logs, metrics = watching(count, rate, options.hours, options.samples, lines)
        whole[count] = compute + requests + logs + metrics
        print(f"| {label} | {compute:.4f} | {requests:.4f} | {logs:.4f} | {metrics:.4f} | {whole[count]:.4f} | "
              f"{log_bytes(count, rate, lines):.0f} |")
    return whole


def print_machine(measured, whole, options):
    rows = options.rows_per_second or 1000 * measured["run"]["size"] / measured["bootstrap"]["batch_ms"]
    capacity = rows * options.cores * 3600
    print(f"\nA machine for {options.machine_hour} USD an hour with {options.cores} cores, each {rows:,.0f} rows a second "
          f"({'as given' if options.rows_per_second else 'one batch after another on the emulator'}): "
          f"{capacity / 1e6:,.0f} million samples an hour at most.\n")
    print("| against Lambda | cheaper from, samples an hour | that is, of its capacity |\n|---|---|---|")
    for count, price in whole.items():
        rate = break_even(price, options.machine_hour)
        label = "one by one" if count == 1 else f"batches of {count}"
        share = f"{rate / capacity:.1%}" if rate <= capacity else "never: more than it can score"
        print(f"| {label} | {rate:,.0f} | {share} |")
    month = PROVISIONED_GB_SECOND * 0.5 * 3600 * MONTH_HOURS
    print(f"\nProvisioned concurrency at 512 MB costs {month:.2f} USD a month for each environment, and pays where it runs "
          f"for more than {busy_share():.0%} of the time.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measured", help="measured.json of the benchmark")
    parser.add_argument("--batches", type=int, default=1000, help="batches that an environment serves (1000)")
    parser.add_argument("--samples", type=int, default=10_000_000, help="samples of a run (10 million)")
    parser.add_argument("--hours", type=float, default=24, help="hours that the run lasts (24)")
    parser.add_argument("--machine-hour", type=float, default=0.085, metavar="USD",
                        help="an hour of a machine of one's own (0.085: c6i.large, two cores)")
    parser.add_argument("--cores", type=int, default=2, help="its cores (2)")
    parser.add_argument("--rows-per-second", type=float, metavar="N",
                        help="rows that one core scores in a second, as `adjudge score --threads 1` says; by default "
                             "those of the emulator's batches")
    options = parser.parse_args()
    with open(options.measured) as file:
        measured = json.load(file)
    print("Prices of us-east-1, x86.")
    print_compute(measured, options.batches)
    whole = print_whole(measured, options)
    print_machine(measured, whole, options)


if __name__ == "__main__":
    main()
