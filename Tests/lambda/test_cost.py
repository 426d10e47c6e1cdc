"""What cost.py says, against the lines that the function writes and against sums by hand."""

import importlib.util
import json
import subprocess
import sys
import tempfile
import unittest

from emulator import ROOT, Emulator, sample

specification = importlib.util.spec_from_file_location("cost", ROOT / "Lambda" / "cost.py")
cost = importlib.util.module_from_spec(specification)
specification.loader.exec_module(cost)

MEASURED = {
    "bootstrap": {"first_ms": 20.0, "single_ms": 1.2, "batch_ms": 3.1, "peak_mb": 12.0},
    "python": {"first_ms": 900.0, "single_ms": 9.0, "batch_ms": 400.0, "peak_mb": 120.0},
    "run": {"size": 64},
}


class CostTest(unittest.TestCase):
    def test_compute_and_requests_by_hand(self):
        # 3.1 ms on a whole core are 10.7 ms at 512 MB: 11 ms, and 70 ms of init over a thousand batches.
        self.assertAlmostEqual(
            cost.cost(MEASURED["bootstrap"], 512, 64, 1000),
            ((11 + 0.07) / 1000 * 0.5 * 0.0000166667 + 0.2e-6) * 1e6 / 64, places=9)
        self.assertIsNone(cost.cost(MEASURED["python"], 128, 64, 1000))

    def test_break_even_and_provisioned_concurrency_by_hand(self):
        self.assertAlmostEqual(cost.break_even(0.10, 0.085), 850_000)
        self.assertAlmostEqual(cost.busy_share(), 0.6, places=3)
        logs, metrics = cost.watching(64, 1, 73, 1_000_000, {"metric_line": 640, "metric_value": 2, "sample_line": 300,
                                                            "metrics": 10})
        self.assertAlmostEqual(logs, (10 + 2 + 3) * 1e-3 * 0.53)
        self.assertAlmostEqual(metrics, 10 * 0.30 / 10)

    def test_lines_are_as_long_as_is_reckoned(self):
        for size, batches in ((64, 20), (1, 200)):
            with Emulator() as emulator:
                for batch in range(batches):
                    emulator.invoke([sample(identifier=f"{batch}-{row}") for row in range(size)])
                written = [line for line in emulator.lines_text().splitlines() if line.startswith("{")]
            metrics = [line for line in written if '"_aws"' in line]
            self.assertLess(len(metrics), batches)
            # One line for each batch is the most that is reckoned for batches; ten a second share one when alone.
            most = cost.log_bytes(size, 1 if size > 1 else 10) * size * batches
            self.assertLess(sum(map(len, written)), 1.5 * most + 2000, (size, len(metrics)))

    def test_report_names_every_price(self):
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(MEASURED, file)
            file.flush()
            text = subprocess.run([sys.executable, ROOT / "Lambda" / "cost.py", file.name, "--rows-per-second", "100000"],
                                  check=True, capture_output=True, text=True).stdout
        for words in ("| 128 |", "does not fit", "batches of 64", "one by one", "logs", "metrics", "cheaper from",
                      "100,000 rows a second (as given)", "60% of the time"):
            self.assertIn(words, text)


if __name__ == "__main__":
    unittest.main()
