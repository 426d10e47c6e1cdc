"""What CZygote/memory.c promises, at one level: a zygote's warm memory lies in huge pages, the text among them is the
file's, and no program sees that anything was done: python3 zygote_memory.py LEVEL"""
import ctypes
import mmap
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from attacks import processes_below
from binding import *
from checks import check, conclude

HUGE, COLLAPSE = 2 << 20, 25

ALLOCATING = """
import gc, os, random, subprocess, sys
objects = [[i, str(i), (i,), {i: float(i)}] for i in range(60000)]
assert sum(o[0] for o in objects) == 1799970000 and all(o[1] == str(o[0]) and o[3][o[0]] == o[0] for o in objects)
del objects[::2]
gc.collect()
texts = sorted(chr(97 + i % 26) * (i % 700) for i in range(20000))
blocks = [bytearray(n) for n in (1, 500, 5000, 70000, 200000, 3 << 20)] * 5
child = os.fork()
if child == 0:
    os._exit(len([bytes(900) for _ in range(9000)]) != 9000)
assert os.waitpid(child, 0)[1] == 0
print(len(objects), len(texts), sum(map(len, blocks)))
"""
SEEN = """
import os, subprocess
named = [n for n in os.environ if n.startswith(('LD_', 'GLIBC_'))]
inherited = subprocess.run(['/usr/bin/env'], capture_output=True, text=True).stdout
print(named, 'LD_' in inherited)
"""


def has_huge_pages():
    """Whether this kernel gathers a huge page when asked to."""
    memory = mmap.mmap(-1, 2 * HUGE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    memory[::4096] = bytes(2 * HUGE // 4096)
    library = ctypes.CDLL(None)
    return library.madvise(ctypes.c_void_p((address + HUGE - 1) // HUGE * HUGE), ctypes.c_size_t(HUGE), COLLAPSE) == 0


def zygote_of(box):
    warden = box.statistics().warden_pids[0]
    for pid in processes_below(warden):
        with open(f"/proc/{pid}/comm") as file:
            if file.read().strip() == "adjudge-python":
                return pid


def copied_texts(pid):
    """Of each copied text: where it lies, its size, its file and its place there: that of the mapping behind it, less."""
    with open(f"/proc/{pid}/maps") as file:
        maps = [re.match(r"(\w+)-(\w+) (....) (\w+) \S+ \S+ *(.*)", line).groups() for line in file]
    for (start, end, rights, _, name), (start2, _, rights2, at, behind) in zip(maps, maps[1:]):
        size = int(end, 16) - int(start, 16)
        if not name and end == start2 and rights == rights2 == "r-xp" and behind.startswith("/") and int(at, 16) >= size:
            yield int(start, 16), size, behind, int(at, 16) - size


def main():
    level = int(sys.argv[1])
    with Sandbox(slots=1, level=level, pythons=[("/usr/bin/python3", None)]) as box:
        if box.level != level:
            print(f"level {level} cannot be built here: {box.missing()}")
            return 77
        a = box.run(PYTHON, ALLOCATING, memory=300 << 20)
        check("allocating", a.out == b"30000 20000 17106145\n", a)
        a = box.run(PYTHON, SEEN)
        check("environment", a.out == b"[] False\n", a)
        a = box.run(PYTHON, "x = [bytes(1000) for _ in range(10 ** 6)]", memory=100 << 20)
        check("limit", a.status == "memory", a)
        if not has_huge_pages():
            print("no huge pages here: where the zygote's memory lies is not looked at")
        elif os.geteuid() == 0:
            pid = zygote_of(box)
            with open(f"/proc/{pid}/smaps_rollup") as file:
                huge = int(re.search(r"AnonHugePages: *(\d+)", file.read())[1]) >> 10
            check("huge pages", huge >= 4, huge)
            with open(f"/proc/{pid}/mem", "rb", 0) as memory:
                for address, size, path, at in copied_texts(pid):
                    with open(path, "rb") as file:
                        check(f"text of {path}", os.pread(memory.fileno(), size, address) == os.pread(file.fileno(), size, at))
    return conclude(level, "of the zygote's memory hold")


if __name__ == "__main__":
    sys.exit(main())
