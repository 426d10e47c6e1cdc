"""Machines that refuse layers, played by a system call filter around the whole host: the level that is reported is the
one that is there, and minimum_level holds. python3 refused.py"""
import ctypes
import os
import struct
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

# x86-64 and arm64 numbers of the calls that are refused
NUMBERS = {"x86_64": {"unshare": 272, "seccomp": 317, "landlock_create_ruleset": 444, "clone3": 435},
           "aarch64": {"unshare": 97, "seccomp": 277, "landlock_create_ruleset": 444, "clone3": 435}}[os.uname().machine]
EPERM, ENOSYS = 1, 38


def refuse(names):
    """A filter under which each named call fails: EPERM, and ENOSYS for what an old kernel lacks."""
    def op(code, jt, jf, k):
        return struct.pack("<HBBI", code, jt, jf, k)
    program = op(0x20, 0, 0, 0)
    for name in names:
        error = ENOSYS if name == "landlock_create_ruleset" else EPERM
        program += op(0x15, 0, 1, NUMBERS[name]) + op(0x06, 0, 0, 0x00050000 | error)
    program += op(0x06, 0, 0, 0x7FFF0000)
    buffer = ctypes.create_string_buffer(program, len(program))

    class Fprog(ctypes.Structure):
        _fields_ = [("len", ctypes.c_ushort), ("filter", ctypes.c_void_p)]

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(38, 1, 0, 0, 0) != 0:
        raise OSError("PR_SET_NO_NEW_PRIVS")
    if libc.prctl(22, 2, ctypes.byref(Fprog(len(program) // 8, ctypes.addressof(buffer)))) != 0:
        raise OSError(ctypes.get_errno(), "PR_SET_SECCOMP")


def inside(names, expected):
    refuse(names)
    from binding import PYTHON, Sandbox
    with Sandbox(slots=1) as box:
        missing = box.missing()
        print(f"refused {' '.join(names)}: level {box.level}; missing {[m for m in missing if m]}")
        assert box.level == expected, (box.level, missing)
        answer = box.run(PYTHON, "print(6 * 7)")
        assert answer.status == "ok" and answer.out == b"42\n" and answer.level == expected, answer
        for index, call in ((1, "seccomp"), (2, "landlock_create_ruleset"), (3, "unshare")):
            assert (call in names) <= bool(missing[index]), (call, missing)
    with Sandbox(slots=1, minimum=expected + 1) as box:
        answer = box.run(PYTHON, "print(6 * 7)")
        assert answer.status == "unavailable" and answer.out == b"", answer


def main():
    if len(sys.argv) > 2:
        return inside(sys.argv[2:], int(sys.argv[1]))
    wrong = 0
    for level, names in ((1, ["unshare"]), (0, ["unshare", "landlock_create_ruleset"]), (0, ["unshare", "seccomp"]),
                         (0, ["unshare", "seccomp", "landlock_create_ruleset"]), (0, ["seccomp"])):
        wrong += subprocess.run([sys.executable, __file__, str(level), *names]).returncode != 0
    print(f"refused layers: {5 - wrong} of 5 machines reported as they are")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
