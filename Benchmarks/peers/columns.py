"""Rows of any JSON lines file, and the file of columns that every contender loads."""

import array
import gzip
import json
import lzma
from collections import namedtuple
from itertools import accumulate

#: A row to score. `label` is whether it is right: True, False or None where nobody says.
Row = namedtuple("Row", "response reference label")

REFERENCES = ("reference", "gold", "answer", "ground_truth", "gts")
LABELS = ("expected", "label")
MAGIC = b"ADJCOLS1"


def open_rows(path):
    """A file of lines, xz or gzip by its name."""
    opener = {".xz": lzma.open, ".gz": gzip.open}.get(path.suffix, open)
    return opener(path, "rb")


def read_rows(path, limit=None):
    """The rows of a file that have a response and a reference, and how many have not."""
    rows, left_out = [], 0
    with open_rows(path) as lines:
        for line in lines:
            if limit is not None and len(rows) >= limit:
                break
            if line.strip():
                row = as_row(json.loads(line))
                left_out += row is None
                rows += [row] if row else []
    return rows, left_out


def as_row(row):
    reference = next((row[name] for name in REFERENCES if isinstance(row.get(name), str)), None)
    label = next((row[name] for name in LABELS if row.get(name) in (True, False)), None)
    response = row.get("response", row.get("output"))
    if not isinstance(response, str) or reference is None:
        return None
    return Row(response, reference, None if label is None else bool(label))


def spread(rows, count):
    """`count` of the rows, evenly spread."""
    if count >= len(rows):
        return rows
    return [rows[i * len(rows) // count] for i in range(count)]


def _encoded(texts):
    # A lone surrogate that a JSON file spells has no UTF-8; every contender gets the same replacement.
    return [text.encode("utf-8", "replace") for text in texts]


def write_columns(path, rows):
    """Writes the file that columns.c describes; returns the bytes of the responses."""
    columns = [_encoded(row.response for row in rows), _encoded(row.reference for row in rows)]
    with open(path, "wb") as file:
        file.write(MAGIC + len(rows).to_bytes(8, "little"))
        for column in columns:
            array.array("Q", accumulate(map(len, column), initial=0)).tofile(file)
        for column in columns:
            file.write(b"".join(column))
    return sum(map(len, columns[0]))


def write_lines(path, rows, least):
    """Writes the rows as JSON lines, again and again until the file has `least` bytes."""
    lines = [
        json.dumps({"id": number, "response": row.response, "reference": row.reference}, ensure_ascii=False)
        for number, row in enumerate(rows)
    ]
    once = ("\n".join(lines) + "\n").encode("utf-8", "replace")
    with open(path, "wb") as file:
        while file.tell() < least:
            file.write(once)


def read_columns(path):
    """The (response, reference) pairs of a file of columns."""
    with open(path, "rb") as file:
        if file.read(8) != MAGIC:
            raise ValueError("%s: found no magic ADJCOLS1" % path)
        count = int.from_bytes(file.read(8), "little")
        offsets = [array.array("Q"), array.array("Q")]
        for column in offsets:
            column.fromfile(file, count + 1)
        texts = []
        for column in offsets:
            data = file.read(column[-1])
            texts.append([data[column[i] : column[i + 1]].decode() for i in range(count)])
    return list(zip(*texts))
