"""The C interface of sandbox.h for tests and benchmarks, by ctypes."""
import ctypes as c
import os
import struct

STATUS = ["ok", "cpu", "wall", "memory", "output", "runtime", "compile", "forbidden", "judge", "unavailable", "cancelled"]
PYTHON, CALL, SPLIT, EXEC, NODE = 1, 2, 3, 4, 5
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


class File(c.Structure):
    _fields_ = [("name", c.c_char_p), ("bytes", c.c_char_p), ("size", c.c_size_t), ("executable", c.c_bool)]


class Limits(c.Structure):
    _fields_ = [("cpu", c.c_uint64), ("wall", c.c_uint64), ("memory", c.c_uint64), ("output", c.c_uint64),
                ("directory", c.c_uint64), ("processes", c.c_uint32), ("tests_cpu", c.c_uint64)]


class Job(c.Structure):
    _fields_ = [("kind", c.c_uint32), ("interpreter", c.c_uint32), ("program", c.c_char_p), ("program_size", c.c_size_t),
                ("program_name", c.c_char_p), ("tests", c.c_char_p), ("tests_size", c.c_size_t), ("entry", c.c_char_p),
                ("calls", c.c_char_p), ("calls_size", c.c_size_t), ("standard_input", c.c_char_p),
                ("standard_input_size", c.c_size_t), ("executable", c.c_char_p), ("executable_fd", c.c_int),
                ("arguments", c.POINTER(c.c_char_p)), ("environment", c.POINTER(c.c_char_p)), ("files", c.POINTER(File)),
                ("file_count", c.c_size_t), ("outputs", c.POINTER(c.c_char_p)), ("limits", Limits),
                ("merge_stderr", c.c_bool), ("alone", c.c_bool)]


class Bytes(c.Structure):
    _fields_ = [("bytes", c.c_void_p), ("size", c.c_size_t)]

    def get(self):
        return c.string_at(self.bytes, self.size) if self.size else b""


class Output(c.Structure):
    _fields_ = [("fd", c.c_int), ("size", c.c_uint64)]


class Result(c.Structure):
    _fields_ = [("status", c.c_uint32), ("level", c.c_int32), ("exit_code", c.c_int32), ("signal", c.c_int32),
                ("attempts", c.c_uint32), ("contended", c.c_bool), ("cpu", c.c_uint64), ("wall", c.c_uint64),
                ("peak_memory", c.c_uint64), ("queued", c.c_uint64), ("out", Bytes), ("err", Bytes), ("records", Bytes),
                ("candidate_out", Bytes), ("candidate_err", Bytes), ("outputs", Output * 16), ("output_count", c.c_uint32),
                ("message", c.c_char * 256), ("storage", c.c_void_p)]


class Python(c.Structure):
    _fields_ = [("path", c.c_char_p), ("modules", c.c_char_p)]


class Options(c.Structure):
    _fields_ = [("slots", c.c_uint32), ("in_flight", c.c_uint32), ("minimum_level", c.c_int32), ("cap_level", c.c_bool),
                ("maximum_level", c.c_int32), ("pythons", c.POINTER(Python)), ("python_count", c.c_size_t),
                ("node", c.c_char_p), ("read_only_paths", c.POINTER(c.c_char_p)), ("warden", c.c_char_p), ("tests_prelude", c.c_char_p)]


class Interpreter(c.Structure):
    _fields_ = [("path", c.c_char * 512), ("version", c.c_char * 64), ("problem", c.c_char * 256)]


class Statistics(c.Structure):
    _fields_ = [("jobs", c.c_uint64), ("warden_restarts", c.c_uint64), ("zygote_starts", c.c_uint64),
                ("retries", c.c_uint64), ("wardens", c.c_uint32), ("warden_pids", c.c_int32 * 16)]


def load(path=None):
    library = c.CDLL(path or os.environ.get("ADJUDGE_CSANDBOX", os.path.join(ROOT, "build/sandbox/libcsandbox.so")))
    library.sandbox_open.restype = c.c_void_p
    library.sandbox_open.argtypes = [c.POINTER(Options), c.c_char_p, c.c_size_t]
    library.sandbox_close.argtypes = [c.c_void_p]
    library.sandbox_current_level.argtypes = [c.c_void_p]
    library.sandbox_layer_missing.argtypes = [c.c_void_p, c.c_int]
    library.sandbox_layer_missing.restype = c.c_char_p
    library.sandbox_submit.restype = c.c_uint64
    library.sandbox_submit.argtypes = [c.c_void_p, c.POINTER(Job), c.c_char_p, c.c_size_t]
    library.sandbox_wait.restype = c.c_bool
    library.sandbox_wait.argtypes = [c.c_void_p, c.c_uint64, c.c_int64, c.POINTER(Result)]
    library.sandbox_run.argtypes = [c.c_void_p, c.POINTER(Job), c.POINTER(Result)]
    library.sandbox_cancel.argtypes = [c.c_void_p, c.c_uint64]
    library.sandbox_result_free.argtypes = [c.POINTER(Result)]
    library.sandbox_python_info.restype = c.c_bool
    library.sandbox_python_info.argtypes = [c.c_void_p, c.c_uint32, c.POINTER(Interpreter)]
    library.sandbox_node_info.restype = c.c_bool
    library.sandbox_node_info.argtypes = [c.c_void_p, c.POINTER(Interpreter)]
    library.sandbox_get_statistics.argtypes = [c.c_void_p, c.POINTER(Statistics)]
    return library


class Answer:
    """A result as Python values."""

    def __init__(self, result):
        self.status = STATUS[result.status]
        for name in ("level", "exit_code", "signal", "attempts", "contended", "cpu", "wall", "peak_memory", "queued"):
            setattr(self, name, getattr(result, name))
        self.out, self.err = result.out.get(), result.err.get()
        self.records = result.records.get()
        self.candidate_out, self.candidate_err = result.candidate_out.get(), result.candidate_err.get()
        self.message = result.message.decode(errors="replace")
        self.files = []
        for i in range(result.output_count):
            fd = result.outputs[i].fd
            self.files.append(None if fd < 0 else os.pread(fd, result.outputs[i].size, 0))

    def __repr__(self):
        return (f"<{self.status} L{self.level} exit={self.exit_code} signal={self.signal} cpu={self.cpu} wall={self.wall} "
                f"peak={self.peak_memory} attempts={self.attempts} out={self.out[:200]!r} err={self.err[-300:]!r} "
                f"records={self.records[:80]!r} message={self.message!r}>")


def strings(values):
    if values is None:
        return None
    return (c.c_char_p * (len(values) + 1))(*[v.encode() if isinstance(v, str) else v for v in values], None)


def as_bytes(text):
    return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text


class Sandbox:
    def __init__(self, slots=0, level=None, minimum=0, pythons=None, in_flight=0, read_only=None, node=None, warden=None,
                 prelude=None):
        self.library = load()
        options = Options(slots=slots, in_flight=in_flight, minimum_level=minimum)
        if level is not None:
            options.cap_level, options.maximum_level = True, level
        if pythons:
            array = (Python * len(pythons))(*[Python(p.encode() if p else None, m.encode() if m else None) for p, m in pythons])
            options.pythons, options.python_count = array, len(pythons)
        if read_only:
            options.read_only_paths = strings(read_only)
        options.node = node.encode() if node else None
        options.warden = warden.encode() if warden else None
        options.tests_prelude = prelude.encode() if prelude else None
        error = c.create_string_buffer(512)
        self.box = self.library.sandbox_open(c.byref(options), error, 512)
        if not self.box:
            raise RuntimeError(error.value.decode())
        self.level = self.library.sandbox_current_level(self.box)

    def missing(self):
        return [self.library.sandbox_layer_missing(self.box, i) for i in range(5)]

    def job(self, kind, program=None, stdin=None, tests=None, entry=None, calls=None, executable=None, fd=0, argv=None,
            env=None, files=(), outputs=None, interpreter=0, cpu=0, wall=0, memory=0, output=0, processes=0, tests_cpu=0,
            merge=False, alone=False, name=None):
        job = Job(kind=kind, interpreter=interpreter, merge_stderr=merge, alone=alone, executable_fd=fd)
        keep = [as_bytes(program), as_bytes(stdin), as_bytes(tests), calls]
        if program is not None:
            job.program, job.program_size = keep[0], len(keep[0])
        if stdin is not None:
            job.standard_input, job.standard_input_size = keep[1], len(keep[1])
        if tests is not None:
            job.tests, job.tests_size = keep[2], len(keep[2])
        if calls is not None:
            job.calls, job.calls_size = calls, len(calls)
        job.entry = entry.encode() if entry else None
        job.program_name = name.encode() if name else None
        job.executable = executable.encode() if executable else None
        job.arguments, job.environment, job.outputs = strings(argv), strings(env), strings(outputs)
        if files:
            contents = [as_bytes(f[1]) for f in files]
            keep.append(contents)
            job.files = (File * len(files))(*[File(f[0].encode(), b, len(b), len(f) > 2 and f[2]) for f, b in zip(files, contents)])
            job.file_count = len(files)
        s = 1_000_000
        job.limits = Limits(int(cpu * s), int(wall * s), memory, output, 0, processes, int(tests_cpu * s))
        job.keep = keep
        return job

    def submit(self, *args, **kwargs):
        error = c.create_string_buffer(256)
        job = self.job(*args, **kwargs)
        ticket = self.library.sandbox_submit(self.box, c.byref(job), error, 256)
        if not ticket:
            raise ValueError(error.value.decode())
        return ticket

    def wait(self, ticket, timeout=-1):
        result = Result()
        if not self.library.sandbox_wait(self.box, ticket, int(timeout * 1e6) if timeout > 0 else timeout, c.byref(result)):
            return None
        answer = Answer(result)
        self.library.sandbox_result_free(c.byref(result))
        return answer

    def run(self, *args, **kwargs):
        return self.wait(self.submit(*args, **kwargs))

    def cancel(self, ticket):
        self.library.sandbox_cancel(self.box, ticket)

    def python(self, index=0):
        info = Interpreter()
        self.library.sandbox_python_info(self.box, index, c.byref(info))
        return info.path.decode(), info.version.decode(), info.problem.decode()

    def node_info(self):
        info = Interpreter()
        self.library.sandbox_node_info(self.box, c.byref(info))
        return info.path.decode(), info.version.decode(), info.problem.decode()

    def statistics(self):
        statistics = Statistics()
        self.library.sandbox_get_statistics(self.box, c.byref(statistics))
        return statistics

    def close(self):
        if self.box:
            self.library.sandbox_close(self.box)
        self.box = None

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()


# Plain data, as sandbox.h describes it.
def encode(v):
    if v is None:
        return b"N"
    if v is True or v is False:
        return b"T" if v else b"F"
    if isinstance(v, int):
        if -2**63 <= v < 2**63:
            return b"I" + struct.pack("<q", v)
        text = b"%x" % v
        return b"J" + struct.pack("<I", len(text)) + text
    if isinstance(v, float):
        return b"D" + struct.pack("<d", v)
    if isinstance(v, complex):
        return b"C" + struct.pack("<dd", v.real, v.imag)
    for kind, tag in ((str, b"S"), (bytes, b"B"), (bytearray, b"A")):
        if isinstance(v, kind):
            raw = v.encode("utf-8", "surrogatepass") if kind is str else bytes(v)
            return tag + struct.pack("<I", len(raw)) + raw
    for kind, tag in ((list, b"L"), (tuple, b"U"), (set, b"E"), (frozenset, b"Z")):
        if isinstance(v, kind):
            return tag + struct.pack("<I", len(v)) + b"".join(encode(x) for x in v)
    if isinstance(v, dict):
        return b"M" + struct.pack("<I", len(v)) + b"".join(encode(k) + encode(x) for k, x in v.items())
    raise TypeError(type(v))


class Opaque(str):
    pass


class Tagged(tuple):
    """('W', kind, value), ('H', values), ('R', values)"""


def decode(b, at=0):
    tag = b[at:at + 1]
    at += 1
    if tag in b"NTF":
        return {b"N": None, b"T": True, b"F": False}[tag], at
    if tag == b"I":
        return struct.unpack_from("<q", b, at)[0], at + 8
    if tag == b"D":
        return struct.unpack_from("<d", b, at)[0], at + 8
    if tag == b"C":
        return complex(*struct.unpack_from("<dd", b, at)), at + 16
    if tag == b"W":
        value, end = decode(b, at + 1)
        return Tagged(("W", b[at], value)), end
    n, = struct.unpack_from("<I", b, at)
    at += 4
    if tag in b"JSBAO":
        raw = b[at:at + n]
        if len(raw) != n:
            raise ValueError("short")
        at += n
        return {b"J": lambda: int(raw, 16), b"S": lambda: raw.decode("utf-8", "surrogatepass"), b"B": lambda: raw,
                b"A": lambda: bytearray(raw), b"O": lambda: Opaque(raw.decode())}[tag](), at
    items = []
    for _ in range(2 * n if tag == b"M" else n):
        item, at = decode(b, at)
        items.append(item)
    if tag == b"M":
        return dict(zip(items[::2], items[1::2])), at
    if tag in b"HR":
        return Tagged((tag.decode(), items)), at
    return {b"L": list, b"U": tuple, b"E": set, b"Z": frozenset}[tag](items), at


def records(b):
    """[('V', value) | ('X', name, message)]"""
    found, at = [], 0
    while at < len(b):
        kind, at = b[at:at + 1], at + 1
        value, at = decode(b, at)
        if kind == b"X":
            message, at = decode(b, at)
            found.append(("X", value, message))
        else:
            found.append(("V", value))
    return found
