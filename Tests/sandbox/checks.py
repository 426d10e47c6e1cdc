"""Counting checks: what fails is named at once, and the last line says how many held."""

FAILED = []
CHECKS = 0


def check(what, good, *seen):
    global CHECKS
    CHECKS += 1
    if not good:
        FAILED.append(what)
        print("WRONG", what, *seen, flush=True)


def conclude(level, subject=""):
    """Prints the line that run.sh counts; the exit code."""
    print(f"level {level}: {CHECKS - len(FAILED)} of {CHECKS} checks {subject or 'hold'}")
    return 1 if FAILED else 0
