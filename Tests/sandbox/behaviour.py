"""What sandbox.h promises of results, limits and data, at one level: python3 behaviour.py LEVEL"""
import os
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from binding import *
from checks import check, conclude


def statuses(box):
    rows = [
        ("ok", dict(program="print(1)"), dict(exit_code=0, out=b"1\n")),
        ("runtime", dict(program="raise ValueError('é')"), dict(exit_code=1)),
        ("runtime", dict(program="import sys; sys.exit(7)"), dict(exit_code=7)),
        ("runtime", dict(program="import sys; sys.exit('bye')"), dict(exit_code=1, err=b"bye\n")),
        ("runtime", dict(program="import os; os.kill(os.getpid(), 11)"), dict(signal=11)),
        ("runtime", dict(program="import os; os._exit(300)"), dict(exit_code=44)),
        ("compile", dict(program="def f(:"), {}),
        ("compile", dict(program="x = 1\0"), {}),
        ("compile", dict(program="(" * 5000), {}),
        ("cpu", dict(program="while True: pass", cpu=0.2, wall=60), {}),
        ("wall", dict(program="import time; time.sleep(9)", wall=0.2), {}),
        ("memory", dict(program="x = bytearray(1 << 30)", memory=100 << 20), {}),
        ("output", dict(program="print('x' * 2000)", output=1000), dict(out=b"x" * 1000)),
        ("ok", dict(program="print('x' * 999)", output=1000), {}),
        ("ok", dict(program="import sys\nprint(sys.argv[1:])", argv=["a b", "ü"]), dict(out="['a b', 'ü']\n".encode())),
        ("ok", dict(program="import os\nprint(os.environ['X'])", env=["X=y z"]), dict(out=b"y z\n")),
        ("ok", dict(program="import sys\nprint('o')\nsys.stdout.flush()\nprint('e', file=sys.stderr)", merge=True), dict(out=b"o\ne\n")),
        ("ok", dict(program="print(open('d/x.txt').read())\nopen('y', 'w').write('back')", files=[("d/x.txt", "there")],
                    outputs=["y", "absent", "d"]), dict(out=b"there\n", files=[b"back", None, None])),
        ("ok", dict(program="import helper\nprint(helper.x)", files=[("helper.py", "x = 3")]), dict(out=b"3\n")),
        ("ok", dict(program="print(len(open(0, 'rb').read()))", stdin=b"\0\xff" * 5_000_000), dict(out=b"10000000\n")),
        ("ok", dict(program="import sys\nsys.stdout.buffer.write(b'\\x00\\xff' * 4000000)"), dict(out=b"\0\xff" * 4_000_000)),
        ("ok", dict(program="#" + "x" * 3_000_000 + "\nprint(2)"), dict(out=b"2\n")),
        ("runtime", dict(program="import os\nos.symlink('/etc/passwd', 'y')\nraise SystemExit(1)", outputs=["y"]), dict(files=[None])),
    ]
    for status, given, expected in rows:
        a = box.run(PYTHON, **given)
        name = str(given)[:80]
        check(f"{status}: {name}", a.status == status, a)
        check(f"level: {name}", a.level == box.level, a)
        for field, value in expected.items():
            check(f"{field}: {name}", getattr(a, field) == value, a)


def plain_data(box):
    values = [None, True, False, 0, -1, 2**63 - 1, -2**63, 2**63, -2**200, 1.5, -0.0, 1e308, 3 + 4j, "", "é\ud800😀", b"\0\xff",
              bytearray(b"x"), [], [1, [2, [3]]], (), (1, "a"), {1, 2}, frozenset("a"), {}, {"k": [1], 2: None, (1, 2): {3}}]
    a = box.run(CALL, "def f(x): return x", entry="f", calls=encode([[v] for v in values]))
    back = records(a.records)
    check("as many records as calls", len(back) == len(values), a)
    for value, got in zip(values, back):
        check(f"round trip {value!r}", got[0] == "V" and type(got[1]) is type(value) and repr(got[1]) == repr(value), got)
    program = """
import collections, decimal, fractions, math
def nan(): return float('nan')
def inf(): return -float('inf')
def ordered(): return collections.OrderedDict(a=1)
def default(): return collections.defaultdict(list, a=[1])
def counter(): return collections.Counter('aab')
def deque(): return collections.deque([1, 2])
def ranged(): return range(1, 9, 2)
def dec(): return decimal.Decimal('1.50')
def frac(): return fractions.Fraction(2, 4)
def obj(): return object()
def cls(): return int
def linked():
    return ListNode(1, ListNode(2, ListNode(3)))
def tree():
    return TreeNode(1, None, TreeNode(2, TreeNode(3)))
def ring():
    n = ListNode(1); n.next = n; return n
def deep():
    x = []
    for i in range(5000): x = [x]
    return x
def sub():
    class I(int): pass
    return [I(3)]
def big(): return 'x' * 5000000
class Solution:
    def twice(self, a, b=0): return 2 * a + b
    @staticmethod
    def stat(a): return a
def raises(): raise KeyError('gone')
"""
    expected = {
        "ordered": Tagged(("W", 1, {"a": 1})), "default": Tagged(("W", 2, {"a": [1]})), "counter": Tagged(("W", 3, {"a": 2, "b": 1})),
        "deque": Tagged(("W", 4, [1, 2])), "ranged": Tagged(("W", 5, (1, 9, 2))), "dec": Tagged(("W", 6, "1.50")),
        "frac": Tagged(("W", 7, (1, 2))), "obj": Opaque("object"), "cls": Opaque("type"),
        "linked": Tagged(("H", [1, 2, 3])), "tree": Tagged(("R", [1, None, 2, 3])), "ring": Opaque("ListNode"),
        "sub": [Opaque("I")], "big": Opaque("(too large)"), "inf": float("-inf")}
    for entry, value in expected.items():
        a = box.run(CALL, program, entry=entry, calls=encode([[]]), output=1 << 20)
        back = records(a.records)
        check(f"value of {entry}", back == [("V", value)] and type(back[0][1]) is type(value), a)
    a = box.run(CALL, program, entry="nan", calls=encode([[]]))
    check("nan", records(a.records)[0][1] != records(a.records)[0][1], a)
    a = box.run(CALL, program, entry="deep", calls=encode([[]]))
    check("too deep", b"(too deep)" in a.records, a)
    for entry in ("twice", "Solution().twice"):
        a = box.run(CALL, program, entry=entry, calls=b"L\x02\0\0\0" + encode([3]) + b"K" + encode([3]) + encode({"b": 1}))
        check(f"entry {entry}", records(a.records) == [("V", 6), ("V", 7)] and a.status == "ok", a)
    a = box.run(CALL, program, entry="Solution.stat", calls=encode([[5]]))
    check("static method", records(a.records) == [("V", 5)], a)
    a = box.run(CALL, program, entry="raises", calls=encode([[], []]))
    check("raised", records(a.records) == [("X", "KeyError", "'gone'")] * 2 and a.status == "runtime", a)
    a = box.run(CALL, program, entry="absent", calls=encode([[]]))
    check("no such entry", a.status == "runtime" and b"AttributeError" in a.records, a)
    node = b"L\x01\0\0\0" + b"L\x01\0\0\0" + b"H" + struct.pack("<I", 2) + encode(1) + encode(2)
    a = box.run(CALL, "def f(n):\n    r = []\n    while n: r.append(n.val); n = n.next\n    return r", entry="f", calls=node)
    check("a linked list goes in", records(a.records) == [("V", [1, 2])], a)
    for bad in (b"", b"L", b"L\xff\xff\xff\xff", b"L\x01\0\0\0?", b"L\x01\0\0\0" * 400, encode([[1]])[:-3]):
        a = box.run(CALL, "def f(*a): return 1", entry="f", calls=bad)
        check(f"malformed calls {bad[:12]}", a.status == "runtime", a)


def split(box):
    program = """
class Stack:
    kind = 'lifo'
    def __init__(self, start=()): self.items = list(start)
    def push(self, x): self.items.append(x); return len(self.items)
    def pop(self): return self.items.pop()
LIMIT = 10
def double(xs):
    for i in range(len(xs)): xs[i] *= 2
def fill(d, s): d['x'] = 1; s.add(5); return d
def fails(kind): raise {'v': ValueError, 'k': KeyError}[kind]('why') if kind != 'o' else Own('mine')
class Own(Exception): pass
def opaque(): return object()
def rev(head):
    prev = None
    while head: head.next, prev, head = prev, head, head.next
    return prev
import os
def die(): os._exit(0)
"""
    tests = """
import candidate as c
names = dict(c.names())
assert names['double'] == 'function' and names['Stack'] == 'class' and names['LIMIT'] == 'value' and 'os' not in names, names
assert c.value('LIMIT') == 10 and c.value('Stack.kind') == 'lifo'
xs = [1, 2]
assert c.call('double', [xs]) is None and xs == [2, 4], xs
d, s = {}, {1}
assert c.call('fill', (d, s)) == {'x': 1} and d == {'x': 1} and s == {1, 5}
h = c.new('Stack', [[7]])
assert c.invoke(h, 'push', [8]) == 2 and c.invoke(h, 'pop', []) == 8 and c.get(h, 'items') == [7]
c.set(h, 'items', [1, 2, 3]); assert c.invoke(h, 'push', (4,), {}) == 4
c.drop(h)
try: c.get(h, 'items'); raise SystemExit(9)
except ValueError: pass
for kind, error in (('v', ValueError), ('k', KeyError)):
    try: c.call('fails', [kind]); raise SystemExit(8)
    except error as e: assert e.args == ('why',) or e.args == ("'why'",), e.args
try: c.call('fails', ['o'])
except c.Raised as e: assert e.name == 'Own' and e.message == 'mine'
try: c.call('opaque', []); raise SystemExit(7)
except c.Opaque as e: assert e.args == ('object',), e.args
class ListNode:
    def __init__(self, val=0, next=None): self.val, self.next = val, next
n = c.call('rev', [ListNode(1, ListNode(2))])
assert type(n) is ListNode and (n.val, n.next.val, n.next.next) == (2, 1, None)
try: c.call('absent', []); raise SystemExit(6)
except NameError: pass
c.report({'stage': 1})
try: c.call('die', []); raise SystemExit(5)
except Exception: raise SystemExit(4)
except c.Died: pass
try: c.call('double', [[1]]); raise SystemExit(3)
except c.Died: pass
assert issubclass(c.Died, c.Failure) and not issubclass(c.Failure, Exception)
c.report('end')
print('tests done')
"""
    a = box.run(SPLIT, program, tests=tests)
    check("split operations", a.status == "ok" and records(a.records) == [("V", {"stage": 1}), ("V", "end")], a, a.err.decode())
    check("split output", a.out == b"tests done\n", a)
    a = box.run(SPLIT, "print('hi')\ndef f(): print('there')", tests="import candidate\ncandidate.call('f', [])\ncandidate.names()")
    check("the program's output apart", a.out == b"" and a.candidate_out in (b"hi\nthere\n", b""), a)
    a = box.run(SPLIT, "def f():\n    while True: pass", tests="import candidate\ncandidate.call('f', [])", cpu=0.3, wall=60)
    check("the program's limit is the result", a.status == "cpu", a)
    a = box.run(SPLIT, "def f(): return 1", tests="import candidate\nassert candidate.call('f', []) == 2")
    check("a failed assert", a.status == "runtime" and a.exit_code == 1 and b"AssertionError" in a.err, a)
    a = box.run(SPLIT, "x = (", tests="import candidate\ncandidate.call('f', [])")
    check("a program that does not compile", a.status == "compile", a)
    a = box.run(SPLIT, "x = bytearray(1 << 30)", tests="import candidate\ncandidate.call('f', [])", memory=100 << 20)
    check("a program without memory", a.status == "memory", a)
    a = box.run(SPLIT, "def f(): return 1", tests="import candidate\ncandidate.call('f', [])\nwhile True: pass", tests_cpu=0.3, cpu=1, wall=60)
    check("tests that never end", a.status == "cpu", a)


# One line for each that must be as in a Python of its own: chance in a run and in what it forks, the main thread's
# number, threads that are waited for, and what threading and atexit call at the end.
LIFE = """
import atexit, os, random, sys, threading, time
sys.stdout.reconfigure(line_buffering=True)
print(random.random(), random.getrandbits(64))
if os.fork() == 0:
    print(random.random(), random.getrandbits(64))
    print(threading.main_thread() is threading.current_thread())
    os._exit(0)
os.wait()
print(threading.main_thread().native_id == threading.get_native_id(), threading.active_count())
atexit.register(print, 'at exit')
if sys.version_info >= (3, 9): threading._register_atexit(print, 'threads end')
else: print('threads end')
if len(sys.argv) > 1:
    threading.Thread(target=lambda: (time.sleep(0.1), print('a thread'))).start()
"""


def life(box):
    seen = set()
    for arguments in ([], [], ["thread"]):
        a = box.run(PYTHON, LIFE, argv=arguments)
        lines = a.out.decode().split("\n")
        seen.update(lines[:2])
        end = ["a thread", "threads end"] if arguments and lines[4:5] == ["a thread"] else ["threads end"] + ["a thread"] * len(arguments)
        check("a life as Python's own", a.status == "ok" and lines[2:] == ["True", "True 1", *end, "at exit", ""], a)
    check("chance differs from run to run and from fork to fork", len(seen) == 6, seen)


def prelude(level):
    """What tests start with is there in each test process, made once, and in no program's."""
    text = "import candidate, os\nmade = os.getpid()\nkept = []\ndef ask(x): return candidate.call('f', [x])\n"
    tests = "kept.append(1)\ncandidate.report((ask(20), len(kept), made != os.getpid(), __name__))"
    with Sandbox(slots=1, level=level, prelude=text) as box:
        for _ in range(2):
            a = box.run(SPLIT, "def f(x): return x + 1 + ('ask' in globals())", tests=tests)
            check("the prelude", records(a.records) == [("V", (21, 1, True, "__main__"))], a, a.err.decode())
    with Sandbox(slots=1, level=level, prelude="x = (") as box:
        a = box.run(SPLIT, "def f(x): return x", tests="pass")
        check("a prelude that does not compile", a.status in ("unavailable", "judge") and "SyntaxError" in a.message, a)


def native(box):
    source = '#include <cstdio>\n#include <vector>\nint main(){std::vector<int> v(3,2);int s=0;for(int x:v)s+=x;printf("%d\\n",s);}\n'
    if os.path.exists("/usr/bin/g++"):
        a = box.run(EXEC, executable="/usr/bin/g++", argv=["g++", "-O1", "-static", "-o", "out", "main.cpp"],
                    files=[("main.cpp", source)], outputs=["out"], cpu=30)
        check("compile", a.status == "ok" and a.files[0] is not None, a)
        if a.files[0]:
            fd = os.memfd_create("program", 0)
            os.write(fd, a.files[0])
            a = box.run(EXEC, fd=fd, argv=["program"])
            check("run what was compiled", a.status == "ok" and a.out == b"6\n", a)
            os.close(fd)
        a = box.run(EXEC, executable="/usr/bin/g++", argv=["g++", "-o", "out", "main.cpp"], files=[("main.cpp", "int main({")],
                    outputs=["out"], cpu=30)
        check("compile error", a.status == "runtime" and a.exit_code == 1 and a.files == [None], a)
    a = box.run(EXEC, executable="/nonexistent", argv=["x"])
    check("no such program", a.status == "unavailable" and b"No such file" in a.err, a)
    a = box.run(EXEC, executable="/bin/sh", argv=["sh", "-c", "echo $0 $1 $X; exit 3", "a"], env=["X=1"])
    check("shell", a.exit_code == 3 and a.out == b"a 1\n", a)
    if box.node_info()[2] == "":
        a = box.run(NODE, "console.log(process.argv.slice(2), require.main === module, __filename.endsWith('main.js'))", argv=["q"])
        check("node", a.out == b"[ 'q' ] true true\n", a)
        a = box.run(NODE, "let x = (")
        check("node syntax", a.status == "runtime" and b"SyntaxError" in a.err, a)
        a = box.run(NODE, "while (true) {}", cpu=0.3, wall=60)
        check("node cpu", a.status == "cpu", a)
        a = box.run(NODE, "const x = []; while (true) x.push(new Array(100000).fill(1.5))", memory=150 << 20, cpu=20)
        check("node memory", a.status in ("memory", "runtime"), a)
        a = box.run(NODE, "setTimeout(() => console.log(2), 50); process.on('exit', () => console.log(3))")
        check("node events", a.out == b"2\n3\n", a)


def flow(box):
    tickets = [box.submit(PYTHON, f"print({i})") for i in range(60)]
    answers = [box.wait(t) for t in tickets]
    check("each its own answer", [a.out for a in answers] == [b"%d\n" % i for i in range(60)], answers[0])
    check("a spent ticket", box.wait(tickets[0], 0) is None)
    ticket = box.submit(PYTHON, "import time; time.sleep(20)", wall=20)
    check("not yet", box.wait(ticket, 0.05) is None)
    box.cancel(ticket)
    began = time.time()
    check("cancelled", box.wait(ticket).status == "cancelled" and time.time() - began < 2)
    for wrong in (dict(kind=9, program="x"), dict(kind=PYTHON), dict(kind=CALL, program="x"), dict(kind=SPLIT, program="x"),
                  dict(kind=EXEC), dict(kind=EXEC, executable="relative", argv=["x"]), dict(kind=EXEC, executable="/bin/true"),
                  dict(kind=PYTHON, program="x", files=[("../x", "")]), dict(kind=PYTHON, program="x", files=[("/x", "")]),
                  dict(kind=PYTHON, program="x", outputs=["a/../../b"]), dict(kind=PYTHON, program="x", outputs=["x"] * 17)):
        try:
            box.submit(**wrong)
            check(f"refused {wrong}", False)
        except ValueError as error:
            check(f"refused {wrong}", str(error))
    a = box.run(PYTHON, "print(1)", interpreter=7)
    check("no such interpreter", a.status in ("judge", "unavailable"), a)
    a = box.run(PYTHON, "print(1)", alone=True)
    check("alone", a.out == b"1\n", a)
    results = []
    threads = [threading.Thread(target=lambda i=i: results.append((i, box.run(PYTHON, f"print({i})").out))) for i in range(24)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    check("from many threads", sorted(results) == [(i, b"%d\n" % i) for i in range(24)])


def main():
    level = int(sys.argv[1])
    with Sandbox(slots=2, level=level) as box:
        if box.level != level:
            print(f"level {level} cannot be built here: {box.missing()}")
            return 77
        for part in (statuses, plain_data, split, life, native, flow):
            part(box)
    prelude(level)
    with Sandbox(slots=1, level=level, minimum=level + 1) as box:
        a = box.run(PYTHON, "print(1)")
        check("minimum level", a.status == "unavailable" and a.message and a.out == b"" and a.level == -1, a)
    with Sandbox(slots=1, level=level, pythons=[("/bin/sh", None), (None, "math no_such_module_7"), (None, "no_such_module_7? math")]) as box:
        a = box.run(PYTHON, "print(1)")
        check("no Python", a.status == "unavailable" and "/bin/sh" in a.message, a)
        a = box.run(PYTHON, "print(1)", interpreter=1)
        check("a module that is not there", a.status == "unavailable" and "no_such_module_7" in a.message, a)
        a = box.run(PYTHON, "print(1)", interpreter=2)
        check("an optional module", a.out == b"1\n", a)
        check("what Python it is", box.python(2)[1].count(".") == 2 and box.python(9) == ("", "", ""), box.python(2))
    try:
        Sandbox(warden="/nonexistent/warden")
        check("no warden", False)
    except RuntimeError as error:
        check("no warden", "ADJUDGE_WARDEN" in str(error), error)
    return conclude(level)


if __name__ == "__main__":
    sys.exit(main())
