"""What is left when something dies, and what long use leaves: python3 deaths.py LEVEL [--runs N]"""
import argparse
import ctypes
import glob
import os
import resource
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from attacks import processes_below, settled_below
from binding import *
from checks import check, conclude

SUM = "import sys\nprint(sum(map(int, sys.stdin.read().split())))\n"
ESCAPE = "import os, time\nfor i in range(5):\n    if os.fork() == 0:\n        os.setsid()\n        if os.fork() == 0: time.sleep(60)\n        os._exit(0)\ntime.sleep(60)\n"


def stat(pid):
    with open(f"/proc/{pid}/stat") as f:
        head, tail = f.read().rsplit(")", 1)
    return head.split("(", 1)[1], int(tail.split()[1]), tail.split()[0]


def guard_of(box):
    return stat(box.statistics().warden_pids[0])[1]


def all_gone(pids, patience=5.0):
    end = time.time() + patience
    while time.time() < end:
        alive = []
        for pid in pids:
            try:
                if stat(pid)[2] not in "ZX":
                    alive.append(pid)
            except (OSError, IndexError):
                pass
        if not alive:
            return True
        time.sleep(0.02)
    return False


def leftovers(guard):
    base = f"adjudge-{guard}"
    paths = [p for root in ("/dev/shm", "/tmp", "/var/tmp") for p in glob.glob(f"{root}/{base}.*")]
    for path, _, _ in os.walk("/sys/fs/cgroup"):
        if os.path.basename(path) == base:
            paths.append(path)
    return paths


def wait_nothing_left(guard):
    end = time.time() + 3
    while leftovers(guard) and time.time() < end:
        time.sleep(0.05)
    return leftovers(guard)


def host_death(level):
    code = f"""
import sys, time
sys.path.insert(0, {os.path.dirname(os.path.abspath(__file__))!r})
from binding import *
box = Sandbox(slots=2, level={level})
for i in range(2): box.submit(PYTHON, {ESCAPE!r}, wall=60)
time.sleep(1.2)
import os
if os.fork() == 0: # a fork of the host, as trainers make them, holds its descriptors
    time.sleep(20)
    os._exit(0)
print(box.statistics().warden_pids[0], flush=True)
time.sleep(60)
"""
    host = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    guard = stat(int(host.stdout.readline()))[1]
    end = time.time() + 10
    while len(processes_below(guard)) < 14 and time.time() < end:
        time.sleep(0.1)
    pids = processes_below(guard)
    check("the host's programs run", len(pids) >= 14, pids)
    host.kill()
    host.wait()
    check("nothing outlives the host", all_gone(pids), pids)
    check("no files or groups of the host's", not wait_nothing_left(guard), leftovers(guard))


def victims(box, name):
    found = []
    for pid in processes_below(guard_of(box)):
        try:
            if stat(pid)[0] == name:
                found.append(pid)
        except OSError:
            pass
    return found


def send(pid, number):
    """Sends a signal to what may have ended by itself."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def warden_death(level):
    with Sandbox(slots=2, level=level) as box:
        box.run(PYTHON, "print(1)")
        for target in ("warden", "guard"):
            guard = guard_of(box)
            tickets = [box.submit(PYTHON, "import time\ntime.sleep(.7)\nprint(open(0).read())", stdin="in", wall=20) for _ in range(2)]
            escaping = box.submit(PYTHON, ESCAPE, wall=3)
            time.sleep(0.45)
            pids = processes_below(guard)
            os.kill(box.statistics().warden_pids[0] if target == "warden" else guard, signal.SIGKILL)
            answers = [box.wait(t) for t in tickets]
            check(f"in flight when the {target} died, run once more",
                  all(a.status == "ok" and a.out == b"in\n" and a.attempts == 2 for a in answers), answers)
            check(f"the old tree is gone ({target})", all_gone(pids))
            check(f"no files or groups are left ({target})", not wait_nothing_left(guard), leftovers(guard))
            check("the third too", box.wait(escaping).status == "wall")
        check("it counted", box.statistics().warden_restarts == 2 and box.statistics().retries >= 4)
        ticket = box.submit(PYTHON, "import time\ntime.sleep(30)", wall=40)
        for _ in range(2):
            time.sleep(0.5)
            os.kill(box.statistics().warden_pids[0], signal.SIGKILL)
        a = box.wait(ticket)
        check("dead twice: the judge's error, and no verdict", a.status == "judge" and a.attempts == 2 and a.message, a)
        check("and goes on", box.run(PYTHON, "print(5)").out == b"5\n")
        os.kill(box.statistics().warden_pids[0], signal.SIGSTOP)
        check("a stopped warden is let go on", box.run(PYTHON, "print(6)").out == b"6\n")


def zygote_death(level):
    with Sandbox(slots=1, level=level) as box:
        box.run(PYTHON, "print(1)")
        for name in ("adjudge-python", "adjudge-keeper", "adjudge-init"):
            if name == "adjudge-init" and level < 2:
                continue
            for pause in (0.0, 0.3):
                ticket = box.submit(PYTHON, "import time\ntime.sleep(.6)\nprint('there')", wall=20)
                time.sleep(pause)
                for pid in victims(box, name):
                    send(pid, signal.SIGKILL)
                a = box.wait(ticket)
                # A run that was not yet named bears its zygote's name, and was shot as itself.
                shot = pause == 0 and name == "adjudge-python" and (a.status, a.signal) == ("runtime", 9)
                check(f"{name} killed after {pause}", shot or (a.status, a.out) == ("ok", b"there\n"), a)
                check(f"goes on after {name}", box.run(PYTHON, "print(7)").out == b"7\n")


# ptrace, to stop a zygote at the one place that matters: its clone is done, and it has not said so.
PTRACE = ctypes.CDLL(None, use_errno=True).ptrace
PTRACE.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
PTRACE_CONT, PTRACE_DETACH, PTRACE_SEIZE = 7, 17, 0x4206
PTRACE_CLONES = 2 | 8  # PTRACE_O_TRACEFORK, PTRACE_O_TRACECLONE
WALL = 0x40000000


def end_before_word(level):
    """A run may live its whole life before its zygote says its pid; it is answered all the same."""
    with Sandbox(slots=1, level=level) as box:
        box.run(PYTHON, "print(1)")
        zygote = victims(box, "adjudge-python")[0]
        if PTRACE(PTRACE_SEIZE, zygote, None, PTRACE_CLONES) != 0:
            print(f"a zygote cannot be traced here ({os.strerror(ctypes.get_errno())}): the order of a run's end is not tried")
            return
        ticket = box.submit(PYTHON, "print('short')", wall=2)
        os.waitpid(zygote, WALL)  # it stands right behind its clone
        child, _ = os.waitpid(-1, WALL)
        PTRACE(PTRACE_DETACH, child, None, None)
        check("the run ends", all_gone([child]))
        time.sleep(0.2)
        PTRACE(PTRACE_DETACH, zygote, None, None)
        a = box.wait(ticket, timeout=10)
        check("an end that comes before the zygote's word is kept",
              a is not None and (a.status, a.out, a.attempts) == ("ok", b"short\n", 1), a)


def zygotes_that_die_in_line(level):
    """A zygote that dies over an order takes nothing with it but that order."""
    with Sandbox(slots=1, level=level) as box:
        box.run(PYTHON, "print(1)")
        for _ in range(3):
            zygote = victims(box, "adjudge-python")[0]
            send(zygote, signal.SIGSTOP)
            tickets = [box.submit(PYTHON, f"print({i})") for i in range(4)]
            time.sleep(0.1)
            send(zygote, signal.SIGKILL)
            answers = [box.wait(t, timeout=20) for t in tickets]
            check("what was in line is answered, and nothing is charged to it",
                  all(a and a.out == b"%d\n" % i and a.attempts == 1 for i, a in enumerate(answers)), answers)


def zygotes_that_die_again(level):
    """A job begins again in its slot as often as its interpreter is ended before its run, within a bound that has a name."""
    with Sandbox(slots=1, level=level) as box:
        for deaths in (1, 2, 8):
            box.run(PYTHON, "print(1)")  # there is an interpreter now
            ticket, seen = None, set()
            for _ in range(deaths):
                end = time.time() + 1
                while not (fresh := [pid for pid in victims(box, "adjudge-python") if pid not in seen]) and time.time() < end:
                    time.sleep(0.001)
                if not fresh:
                    break  # the job is over, and needs no other interpreter
                seen.update(fresh)
                for pid in fresh:
                    send(pid, signal.SIGSTOP if ticket is None else signal.SIGKILL)
                if ticket is None:
                    ticket = box.submit(PYTHON, "print('there')", wall=20)
                    time.sleep(0.05)
                    for pid in fresh:
                        send(pid, signal.SIGKILL)
            a = box.wait(ticket, timeout=30)
            named = a is not None and (a.status, a.out) == ("ok", b"there\n")
            # From the second on, a run that was not yet named bears its zygote's name, and may be shot as itself.
            if deaths > 1:
                named = named or a is not None and (a.status, a.signal) == ("runtime", 9)
            if deaths > 2:
                named = named or a is not None and a.status in ("judge", "unavailable")
            check(f"an interpreter that is ended {deaths} times", named, a)


def bombs(level):
    source = """#include <unistd.h>
int main(void) {
    for (int i = 0; i < 400;) {
        int pid = fork();
        if (pid == 0) {
            setsid();
            if (fork() == 0) sleep(60);
            _exit(0);
        }
        if (pid > 0) i++;
        else usleep(1000);
    }
    sleep(60);
}
"""
    with Sandbox(slots=1, level=level) as box:
        made = box.run(EXEC, executable="/usr/bin/gcc", argv=["gcc", "-O1", "-static", "-o", "out", "main.c"],
                       files=[("main.c", source)], outputs=["out"], cpu=20)
        program = os.memfd_create("bomb", 0)
        os.write(program, made.files[0])
        idle = len(processes_below(guard_of(box)))
        delays = []
        for _ in range(3):
            ticket = box.submit(EXEC, fd=program, argv=["bomb"], wall=3, cpu=20, processes=1000)
            began = time.time()
            time.sleep(2.6)
            many = len(processes_below(guard_of(box)))
            a = box.wait(ticket)
            delays.append(time.time() - began - 3)
            check("a bomb of 400 sessions", a.status == "wall" and many > 250, many, a)
            check("nobody survives it", settled_below(guard_of(box), idle) <= idle)
        print(f"400 setsid processes gone {1000 * min(delays):.0f} ms after the deadline (best of 3), {1000 * max(delays):.0f} ms (worst)")
        check("within a second of the deadline", min(delays) < 1.0, delays)


def memory_of(pid):
    with open(f"/proc/{pid}/statm") as f:
        return int(f.read().split()[1]) * os.sysconf("SC_PAGESIZE")


def soak(level, runs):
    with Sandbox(slots=2, level=level) as box:
        programs = [dict(program=SUM, stdin="1 2 3"), dict(program="raise SystemExit(3)"), dict(program="def f(:"),
                    dict(program="open('f', 'w').write('x' * 5000)"), dict(program="print('y' * 100000)"),
                    dict(program="import os\nif os.fork() == 0:\n    os.setsid()\n    os._exit(0)\n")]

        def some(count):
            tickets = []
            for i in range(count):
                tickets.append(box.submit(PYTHON, **programs[i % len(programs)]))
                if len(tickets) > 8:
                    box.wait(tickets.pop(0))
            for t in tickets:
                box.wait(t)

        some(300)
        guard, warden = guard_of(box), box.statistics().warden_pids[0]
        def state():
            fds = len(os.listdir(f"/proc/{warden}/fd")) if os.access(f"/proc/{warden}/fd", os.R_OK) else 0
            return memory_of(warden), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, fds, len(os.listdir("/proc/self/fd")), \
                len(processes_below(guard))
        before = state()
        some(runs)
        # A cell that is made anew has a descriptor more for a moment; what is lost does not come back.
        until = time.monotonic() + 10
        while (after := state())[2] > before[2] and time.monotonic() < until:
            time.sleep(0.05)
        zombies = sum(1 for p in os.listdir("/proc") if p.isdigit() and p_is_zombie_below(p, warden))
        print(f"after {runs} runs: warden {before[0] >> 10} -> {after[0] >> 10} KiB, host peak {before[1]} -> {after[1]} KiB, "
              f"warden fds {before[2]} -> {after[2]}, host fds {before[3]} -> {after[3]}, processes {before[4]} -> {after[4]}")
        check("the warden's memory is flat", after[0] <= before[0] + (256 << 10), before, after)
        check("the host's memory is flat", after[1] <= before[1] + 4096, before, after)
        check("no descriptor is lost", after[2] <= before[2] and after[3] == before[3], before, after)
        check("no process is left", settled_below(guard, before[4] + 2) <= before[4] + 2, before, after)  # the cells' first processes are made anew
        check("no zombie is left", zombies == 0, zombies)
    check("nothing is left after close", all_gone([guard]) and not wait_nothing_left(guard), leftovers(guard))


def p_is_zombie_below(pid, parent):
    try:
        _, above, state = stat(pid)
        return above == parent and state == "Z"
    except (OSError, IndexError):
        return False


def tests_end_first(level):
    """Tests may ask the program nothing, and end while its process is still to be made: no failure, and not tried again."""
    tests = "import candidate\ncandidate.report(7)"
    with Sandbox(slots=1, level=level) as box:
        box.run(SPLIT, "", tests=tests)
        for zygote in victims(box, "adjudge-python"):
            send(zygote, signal.SIGSTOP)
            ticket = box.submit(SPLIT, "", tests=tests)
            time.sleep(0.5)
            send(zygote, signal.SIGCONT)
            a = box.wait(ticket, 20)
            check("tests that end before their program begins",
                  a is not None and a.status == "ok" and a.attempts == 1 and records(a.records) == [("V", 7)], a)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("level", type=int)
    parser.add_argument("--runs", type=int, default=1500)
    options = parser.parse_args()
    with Sandbox(slots=1, level=options.level) as box:
        if box.level != options.level:
            print(f"level {options.level} cannot be built here: {box.missing()}")
            return 77
    host_death(options.level)
    warden_death(options.level)
    zygote_death(options.level)
    end_before_word(options.level)
    zygotes_that_die_in_line(options.level)
    zygotes_that_die_again(options.level)
    tests_end_first(options.level)
    bombs(options.level)
    soak(options.level, options.runs)
    return conclude(options.level, "of deaths and leaks hold")


if __name__ == "__main__":
    sys.exit(main())
