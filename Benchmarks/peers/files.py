"""What it costs to read a file of rows: wc -l, simdjson, and `adjudge score` end to end."""

import os
import statistics
import subprocess
import time


def timed(command):
    """Wall and processor seconds of a command that must succeed."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError("%s ended with status %d" % (command[0], process.returncode))
    return {"wall": time.perf_counter() - start, "cpu": usage.ru_utime + usage.ru_stime}


def measure(lines, output, adjudge, grader, rounds, cores):
    """Commands over one file, alternating. `cores` are those that more than one job may use."""
    commands = {"wc -l": ["wc", "-l", str(lines)]}
    for jobs in sorted({1, len(cores)}) if adjudge else []:
        commands["adjudge score --jobs %d" % jobs] = [
            str(adjudge), "score", "--grader", str(grader), "--input", str(lines), "--output", str(output),
            "--overwrite", "--jobs", str(jobs)]
    runs = {name: [] for name in commands}
    pinned = os.sched_getaffinity(0)
    for _ in range(rounds):
        for name, command in commands.items():
            os.sched_setaffinity(0, pinned if "--jobs" not in name or name.endswith(" 1") else cores)
            runs[name].append(timed(command))
    os.sched_setaffinity(0, pinned)
    size = lines.stat().st_size
    return [
        {
            "name": name, "megabytes_per_second": size / 1e6 / statistics.median(run["wall"] for run in done),
            "cpu_seconds": statistics.median(run["cpu"] for run in done), "rounds": done,
        }
        for name, done in runs.items()
    ]
