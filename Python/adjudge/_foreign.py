"""Files that are no JSONL, by their first bytes: one sentence in place of an error for each line."""

from __future__ import annotations

from typing import Optional, Tuple

#: How many bytes are looked at.
LOOK_AHEAD = 1 << 16

_TABLE = "convert it first: pandas.{}({!r}).to_json('rows.jsonl', orient='records', lines=True)"
_MAGICS = (
    (b"PAR1", "Parquet", _TABLE.replace("{}", "read_parquet", 1)),
    (b"ARROW1", "an Arrow file", _TABLE.replace("{}", "read_feather", 1)),
    (b"ORC", "ORC", _TABLE.replace("{}", "read_orc", 1)),
    (b"SQLite format 3", "an SQLite database", "give its rows as JSONL"),
    (b"\x89HDF", "HDF5", "give its rows as JSONL"),
    (b"\xfd7zXZ\0", "xz", "xz -dc {!r} | adjudge score --input - …"),
    (b"BZh", "bzip2", "bzip2 -dc {!r} | adjudge score --input - …"),
    (b"\x28\xb5\x2f\xfd", "zstd", "zstd -dc {!r} | adjudge score --input - …"),
    (b"\x04\x22\x4d\x18", "lz4", "lz4 -dc {!r} | adjudge score --input - …"),
    (b"PK\x03\x04", "a zip archive", "unzip -p {!r} | adjudge score --input - …"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "7z x -so {!r} | adjudge score --input - …"),
    (b"\x1f\x8b", "gzip inside gzip", "zcat {!r} | adjudge score --input - …"),
    (b"%PDF", "PDF", "give the rows themselves"),
    (b"\xff\xfe\0\0", "UTF-32", "iconv -f UTF-32 -t UTF-8 {!r} | adjudge score --input - …"),
    (b"\xff\xfe", "UTF-16", "iconv -f UTF-16 -t UTF-8 {!r} | adjudge score --input - …"),
    (b"\xfe\xff", "UTF-16", "iconv -f UTF-16 -t UTF-8 {!r} | adjudge score --input - …"),
    (b"\x80\x04", "a Python pickle", "give its rows as JSONL"),
    (b"\x80\x05", "a Python pickle", "give its rows as JSONL"),
)


def refusal(head: bytes, name: str) -> Optional[str]:
    """The sentence that refuses the file ``name``, which begins with ``head``; None for JSONL, even damaged."""
    found = _format(head)
    if found is None:
        return None
    kind, advice = found
    shown = "standard input" if name == "-" else name
    return f"{shown}: found {kind}, expected JSONL, a JSON object on each line; {advice.format(name)}"


def _format(head: bytes) -> Optional[Tuple[str, str]]:
    for magic, kind, advice in _MAGICS:
        if head.startswith(magic):
            return kind, advice
    if len(head) >= 4 and (head[0] == 0) != (head[1] == 0) and (head[2] == 0) != (head[3] == 0):
        order = "UTF-16BE" if head[0] == 0 else "UTF-16LE"
        return "UTF-16", f"iconv -f {order} -t UTF-8 {{!r}} | adjudge score --input - …"
    if head.startswith(b"\xef\xbb\xbf"):
        head = head[3:]
    lines = [line.strip() for line in head.split(b"\n") if line.strip()]
    if not lines:
        return None
    first = lines[0]
    second = lines[1] if len(lines) > 1 else b""
    follows = second.startswith(b"{")
    if first.startswith(b"["):
        # An object on the next line: a damaged row stands before whole ones.
        return None if follows and first != b"[" else ("a JSON array", "put its elements on lines: jq -c '.[]' {!r}")
    if first == b"{" and second[:1] in (b'"', b"}"):
        return "one JSON object over several lines", "put it on one line: jq -c . {!r}"
    if first.startswith(b"{") or any(line.startswith(b"{") for line in lines[:20]):
        return None
    for mark in (b",", b"\t", b";"):
        if mark in first and (len(lines) == 1 or mark in second or second.startswith(b'"')):
            return "a table as CSV or TSV", _TABLE.replace("{}", "read_csv", 1)
    if len(lines) < 2 and len(head) >= LOOK_AHEAD:
        return None
    return f"no JSON object (it begins with {first[:30].decode('utf-8', 'replace')!r})", "give one object for each row"
