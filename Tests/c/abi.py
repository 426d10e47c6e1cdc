"""The library through ctypes, in a process whose children fork after it was loaded."""
import ctypes
import os
import sys


class Column(ctypes.Structure):
    _fields_ = [("data", ctypes.c_char_p), ("offsets", ctypes.POINTER(ctypes.c_uint64))]


class Batch(ctypes.Structure):
    _fields_ = [
        ("struct_size", ctypes.c_uint32), ("reserved", ctypes.c_uint32), ("count", ctypes.c_uint64),
        ("responses", Column), ("references", Column), ("items", Column),
        ("fields", ctypes.c_void_p * 3),
    ]


def column(rows):
    offsets = (ctypes.c_uint64 * (len(rows) + 1))()
    for index, row in enumerate(rows):
        offsets[index + 1] = offsets[index] + len(row)
    return Column(b"".join(rows), ctypes.cast(offsets, ctypes.POINTER(ctypes.c_uint64))), offsets


def score(library, engine, rows):
    responses, keep1 = column([b"\\boxed{%d}" % (index % 7) for index in range(rows)])
    references, keep2 = column([b"3"] * rows)
    batch = Batch(ctypes.sizeof(Batch), 0, rows, responses, references, Column())
    rewards = (ctypes.c_double * rows)()
    assert library.adj_score(engine, ctypes.byref(batch), rewards, None, None) == 0
    assert list(rewards) == [1.0 if index % 7 == 3 else 0.0 for index in range(rows)]


def main():
    library = ctypes.CDLL(sys.argv[1])
    library.adj_last_error.restype = ctypes.c_char_p
    library.adj_score.argtypes = [ctypes.c_void_p] * 5
    engine = ctypes.c_void_p()
    grader = b'{"type": "math", "extract": ["boxed"]}'
    assert library.adj_engine_create(grader, ctypes.c_size_t(len(grader)), 2, ctypes.byref(engine)) == 0
    score(library, engine, 10_000)
    child = os.fork()
    if child == 0:
        score(library, engine, 10_000)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0, "a forked child could not score"
    score(library, engine, 10_000)
    assert library.adj_engine_create(b"{}", ctypes.c_size_t(2), 1, ctypes.byref(engine)) == 2
    assert b"$.type" in library.adj_last_error()
    print("python: ok")


if __name__ == "__main__":
    main()
