"""What a run can leave to the next one, or say in the judge's name, and how it ends: python3 residue.py LEVEL"""
import os
import signal
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from binding import *
from checks import check, conclude

# Each leaves what it can; none may matter to what runs after it.
LEFT = [
    ("a closed directory", "import os\nos.chmod('.', 0)"),
    ("a closed directory with something in it", "import os\nos.mkdir('d')\nopen('d/f', 'w').close()\nos.chmod('d', 0)\nos.chmod('.', 0)"),
    ("a directory that is sticky and of a group", "import os\nos.chmod('.', 0o3755)"),
    ("attributes of the directory", "import os\nos.setxattr('.', 'user.note', b'x' * 999)"),
    ("times of the directory", "import os\nos.utime('.', (12345, 67890))"),
    ("flags of the directory", "import fcntl, os, struct\nd = os.open('.', os.O_RDONLY)\nfcntl.ioctl(d, 0x40086602, struct.pack('l', 0x40))"),
    ("attributes of the streams", "import os\nfor fd in range(3): os.setxattr(fd, 'user.note', b'x' * 999)"),
    ("flags of the streams", "import fcntl, os\nfor fd in range(3): fcntl.fcntl(fd, fcntl.F_SETFL, os.O_NONBLOCK | os.O_APPEND)"),
    ("signals of the streams", "import fcntl\nfor fd in range(3): fcntl.fcntl(fd, 10, 40); fcntl.fcntl(fd, fcntl.F_SETOWN, 1)"),
    ("a position", "import os\nos.lseek(1, 4096, 0)\nos.lseek(0, 77, 0)"),
    ("locks", "import fcntl\nfor fd in range(3): fcntl.flock(fd, fcntl.LOCK_EX)"),
    ("seals", "import fcntl\nfor fd in range(3):\n    try: fcntl.fcntl(fd, 1033, 2)\n    except OSError: pass"),
    ("a longer file", "import os\nos.ftruncate(1, 100000)\nos.ftruncate(0, 5)"),
]
LOOK = """import fcntl, os, struct
found = []
for fd in range(3):
    found += os.listxattr(fd)
    if fcntl.fcntl(fd, fcntl.F_GETFL) & (os.O_NONBLOCK | os.O_APPEND): found.append('flags')
    if fcntl.fcntl(fd, 11) or fcntl.fcntl(fd, fcntl.F_GETOWN): found.append('signals')
    if fcntl.fcntl(fd, 1034) & ~1: found.append('seals')
    try: fcntl.flock(os.open('/dev/fd/%d' % fd, os.O_RDWR), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as e: found += ['lock'] if e.errno == 11 else []
found += os.listxattr('.')
if os.stat('.').st_mode & 0o7777 != 0o700: found.append('mode %o' % os.stat('.').st_mode)
if os.stat('.').st_mtime < 1e6 or os.stat('.').st_atime < 1e6: found.append('times')
try:
    if struct.unpack('l', fcntl.ioctl(os.open('.', os.O_RDONLY), 0x80086601, b'\\0' * 8))[0] & 0x40: found.append('inode flags')
except OSError: pass
found += os.listdir('.')
open('mine', 'w').close()
print(found, input(), os.lseek(1, 0, 1))
"""


def residue(box):
    for what, program in LEFT:
        box.run(PYTHON, "try:\n    " + program.replace("\n", "\n    ") + "\nexcept OSError as e: print(e)", stdin="left")
        a = box.run(PYTHON, LOOK, stdin="own")
        check(f"nothing is found of {what}", a.status == "ok" and a.out == b"[] own 0\n", a)
        a = box.run(EXEC, executable="/bin/sh", argv=["sh", "x.sh"], files=[("x.sh", "cat a > b && cat b")], outputs=["b"], stdin="")
        a = box.run(EXEC, executable="/bin/sh", argv=["sh", "x.sh"], files=[("x.sh", "cat > b && cat b")], outputs=["b"], stdin="in")
        check(f"a native program writes after {what}", a.out == b"in" and a.files == [b"in"], a)


# What a program says or does so that its judge would seem to have failed.
MASKS = [
    ("exit code 125", PYTHON, "import os\nos._exit(125)"),
    ("exit code 127", PYTHON, "import os\nos._exit(127)"),
    ("every note in its records", PYTHON, """import ctypes, os, re
for line in open('/proc/self/maps'):
    m = re.match(r'([0-9a-f]+)-([0-9a-f]+) rw-s', line)
    if m:
        at = int(m[1], 16)
        ctypes.memset(at, NOTE, 1)
os._exit(127)"""),
    ("a system call after its end", PYTHON, "import os\nos.kill(os.getpid(), 9)"),
]


def masks(box):
    for what, kind, program in MASKS:
        for note in (2, 4, 5, 7) if "NOTE" in program else (0,):
            a = box.run(kind, program.replace("NOTE", str(note)))
            check(f"{what} ({note}) is the program's own", a.status in ("runtime", "memory", "compile", "forbidden"), a)
    shell = "/bin/sh"
    for code in (124, 125, 126, 127):
        a = box.run(EXEC, executable=shell, argv=["sh", "-c", f"exit {code}"])
        check(f"a native exit code {code}", a.status == "runtime" and a.exit_code == code, a)
    a = box.run(EXEC, executable="/nonexistent/tool", argv=["tool"])
    check("a tool that is not there", a.status == "unavailable", a)
    a = box.run(SPLIT, "import os, struct\nos.write(3, struct.pack('<I', 1) + b'N')\ndef f(): return 1",
                tests="import candidate\ntry: candidate.call('f', ())\nexcept candidate.Died as e: candidate.report(str(e))")
    check("a frame in place of the names", records(a.records)[-1][1].startswith("the program's process"), a)


# Programs whose end CPython orders: (program, exit code, output), all as CPython itself has them.
FAST = """import os, sys
from io import BytesIO, IOBase
class Fast(IOBase):
    def __init__(self, file):
        self.fd, self.buffer = file.fileno(), BytesIO()
        self.write = self.buffer.write
    def flush(self):
        os.write(self.fd, self.buffer.getvalue())
        self.buffer.truncate(0), self.buffer.seek(0)
class Wrapper(IOBase):
    def __init__(self, file):
        self.buffer = Fast(file)
        self.flush = self.buffer.flush
        self.write = lambda s: self.buffer.write(s.encode('ascii'))
sys.stdout = Wrapper(sys.stdout)
print(3)
"""
ENDS = [
    (FAST, 0, b"3\n"),
    ("import sys\nprint(3)\nsys.stdout.close()", 0, b"3\n"),
    ("import io, sys\nsys.stdout = io.TextIOWrapper(sys.stdout.detach())\nprint(3)", 0, b"3\n"),
    ("import sys\nprint(3)\nsys.stdout.flush()\nsys.stdout.detach()", 120, b"3\n"),
    ("import io, sys\nsys.stdout = io.TextIOWrapper(sys.stdout.buffer)\nprint(3)", 0, b"3\n"),
    ("import sys\nprint(3)\nsys.stdout = None", 0, b"3\n"),
    ("import sys\nprint(3)\ndel sys.stdout", 0, b"3\n"),
    ("import sys\nclass W:\n    def write(s, x): sys.__stdout__.write(x)\nsys.stdout = W()\nprint(3)", 120, b"3\n"),
    ("import os\nprint(3)\nos.close(1)", 120, b""),
    ("class A:\n    def __del__(s): print('end')\na = A()\na.a = a\ndel a\nprint(3)", 0, b"3\nend\n"),
    ("f = open('/dev/stdout', 'w')\nf.write('5')", 0, b"5"),
    ("import atexit, sys\natexit.register(print, 'x')\nsys.stdout.write('1')", 0, b"1x\n"),
]


def ends(box):
    for program, code, out in ENDS:
        a = box.run(PYTHON, program)
        check(f"the end of {program[-60:]!r}", a.exit_code == code and a.out == out, a)
    a = box.run(PYTHON, "import resource as r, sys\nr.setrlimit(r.RLIMIT_STACK, (r.RLIM_INFINITY, r.RLIM_INFINITY))\n"
                "sys.setrecursionlimit(10**6)\ndef d(n): return 0 if n == 0 else 1 + d(n - 1)\nprint(d(20000))")
    check("a stack without limit", a.out == b"20000\n", a)


def killed_once(level):
    """What the machine kills once is tried again alone, and is no verdict."""
    marker = f"adjudge-test-{os.getpid()}"
    with Sandbox(slots=1, level=level) as box:
        results = []
        worker = threading.Thread(target=lambda: results.append(
            box.run(EXEC, executable="/bin/sh", argv=["sh", "-c", f"sleep 1.5 # {marker}\necho done"], wall=30)))
        worker.start()
        until, killed = time.monotonic() + 10, False
        while not killed and time.monotonic() < until:
            for pid in filter(str.isdigit, os.listdir("/proc")):
                try:
                    with open(f"/proc/{pid}/cmdline", "rb") as file:
                        words = file.read().split(b"\0")
                    if words[:2] == [b"sh", b"-c"] and marker.encode() in words[2]:
                        os.kill(int(pid), signal.SIGKILL)
                        killed = True
                except OSError:
                    pass
        worker.join()
        check("killed by the machine, then well", killed and results[0].out == b"done\n" and results[0].attempts == 2, results[0])
        a = box.run(PYTHON, "import os\nos.kill(os.getpid(), 9)")
        check("killed by itself, twice", a.status == "runtime" and a.signal == 9 and a.attempts == 2, a)


def main():
    level = int(sys.argv[1])
    with Sandbox(slots=1, level=level) as box:
        if box.level != level:
            print(f"level {level} cannot be built here: {box.missing()}")
            return 77
        residue(box)
        masks(box)
        ends(box)
    killed_once(level)
    return conclude(level)


if __name__ == "__main__":
    sys.exit(main())
