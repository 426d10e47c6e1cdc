"""Contenders: processes that score the same rows, round by round, each on its own command."""

import array
import json
import math
import statistics
import subprocess
import tempfile


class Contender:
    """One process that talks as rounds.h says. `command` gets the rows' file where it says {rows}.

    `kind` is adjudge, peer or floor; `judges` says whether its rewards are about the answer being right.
    """

    def __init__(self, name, kind, command, judges=True):
        self.name, self.kind, self.command, self.judges = name, kind, command, judges
        self.process, self.complaints, self.rows, self.bytes = None, None, 0, 0
        self.rounds, self.rewards, self.latencies, self.peak = [], None, None, None

    def start(self, rows_file, size):
        """Starts the process. Returns what is wrong when it does not come up."""
        command = [str(part).replace("{rows}", str(rows_file)) for part in self.command]
        # A file, not a pipe: a peer that complains about every row would fill a pipe and stop.
        self.complaints = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.complaints, text=True)
        line = self.process.stdout.readline()
        if not line:
            return self.last_complaint()
        self.rows, self.bytes = json.loads(line)["ready"], size
        return None

    def last_complaint(self):
        """The last line of what an ended process wrote to standard error."""
        self.process.communicate()
        self.complaints.seek(0)
        lines = self.complaints.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "ended with status %d" % self.process.returncode

    def ask(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("%s ended in mid run: %s" % (self.name, self.last_complaint()))
        return json.loads(line)

    def round(self, seconds):
        self.rounds.append(self.ask("round %g" % seconds))

    def fetch_rewards(self, path):
        self.ask("rewards %s" % path)
        self.rewards = array.array("d", path.read_bytes())

    def fetch_latencies(self, path):
        """Asks for the processor seconds of each row, scored singly; a Python contender can say."""
        self.ask("latencies %s" % path)
        self.latencies = array.array("d", path.read_bytes())

    def peak_kilobytes(self):
        """The most memory that the process has had resident so far."""
        with open("/proc/%d/status" % self.process.pid) as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))

    def stop(self):
        if self.process and self.process.poll() is None:
            self.peak = self.peak_kilobytes()
            self.process.communicate()
        self.complaints.close()

    def rates(self):
        """Rows a second of processor time, one for each round."""
        return [self.rows * done["passes"] / done["cpu"] for done in self.rounds]

    def rate(self):
        return statistics.median(self.rates())

    def best_rate(self):
        """The fastest round: the one that other work on the machine disturbed least."""
        return max(self.rates())

    def passed(self):
        """Rewards as right (True), not right (False), none (None)."""
        return [None if math.isnan(reward) else reward > 0 for reward in self.rewards]

    def result(self):
        """The figures for the JSON report."""
        rates = self.rates()
        return {
            "name": self.name, "kind": self.kind, "rows": self.rows, "rows_per_second": self.rate(),
            "megabytes_per_second": self.rate() * self.bytes / self.rows / 1e6,
            "nanoseconds_per_row": 1e9 / self.rate(), "slowest": min(rates), "fastest": max(rates),
            "peak_kilobytes": self.peak, "rounds": self.rounds,
        }


def start_all(contenders, rows_file, size, left_out):
    """Starts contenders; those that do not come up are left out, and it is said why."""
    ready = []
    for contender in contenders:
        problem = contender.start(rows_file, size)
        if problem:
            left_out[contender.name] = problem
        else:
            ready.append(contender)
    return ready


def alternate(contenders, rounds, seconds, rewards_file, with_latencies=()):
    """A B C A B C …: every contender once a round, after one round that warms up and gives the rewards.

    Those in `with_latencies` then score each row singly.
    """
    for contender in contenders:
        contender.fetch_rewards(rewards_file)
    for _ in range(rounds):
        for contender in contenders:
            contender.round(seconds)
    for contender in with_latencies:
        contender.fetch_latencies(rewards_file)
    for contender in contenders:
        contender.stop()
