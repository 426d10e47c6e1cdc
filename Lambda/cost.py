"""What a million samples cost on Lambda, from milliseconds that `make lambda-benchmark` measured.

Method. Prices are those that AWS publishes for us-east-1, x86, without the free tier: 0.0000166667 USD for a GB-second,
0.20 USD for a million requests. A duration is the measured round trip of a batch on a whole core of the machine that
measured, emulator included, divided by the share of a vCPU that Lambda gives (memory / 1,769 MB, at most 1: the handlers
work on one thread), rounded up to a millisecond as Lambda bills it. Each environment's init is billed once, shared out
over --batches batches that it serves. A function does not get less memory than its measured peak and 64 MB. No price of
data transfer, logs or queues is in it.
"""

import argparse
import json
import math

GB_SECOND = 0.0000166667
REQUEST = 0.20 / 1e6
FULL_CPU = 1769


def cost(figures, memory, size, batches):
    """USD for a million samples; None when the function does not fit into the memory."""
    if figures["peak_mb"] + 64 > memory:
        return None
    share = min(1, memory / FULL_CPU)
    billed = math.ceil(figures["batch_ms"] / share) + math.ceil(figures["first_ms"] / share) / batches
    return (billed / 1000 * memory / 1024 * GB_SECOND + REQUEST) * 1e6 / size


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measured", help="measured.json of the benchmark")
    parser.add_argument("--batches", type=int, default=1000, help="batches that an environment serves (1000)")
    options = parser.parse_args()
    with open(options.measured) as file:
        measured = json.load(file)
    size = measured["run"]["size"]
    print(f"\nUSD for a million samples in batches of {size}, us-east-1, x86; an environment serves {options.batches} "
          "batches.\n")
    print("| memory, MB | bootstrap | Python, math-verify | ratio |\n|---|---|---|---|")
    for memory in (128, 256, 512, 1024, 1769):
        prices = [cost(measured[name], memory, size, options.batches) for name in ("bootstrap", "python")]
        shown = ["does not fit" if price is None else f"{price:.4f}" for price in prices]
        ratio = "" if None in prices else f"{prices[1] / prices[0]:.1f}"
        print(f"| {memory} | {shown[0]} | {shown[1]} | {ratio} |")


if __name__ == "__main__":
    main()
