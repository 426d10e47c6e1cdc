#!/usr/bin/env python3
"""Writes what a fuzzing session begins with: seeds from the math corpora, a dictionary from the reader's own words.

usage: prepare.py ROOT WORK
"""
import hashlib
import json
import pathlib
import re
import sys

SIGNS = r"""{ } ( ) [ ] | ^ _ & , ; : ! = < > \\ \{ \} \, \! \frac12 \frac{1}{2} \sqrt{2} \sqrt[3]{2} x^2 e^{ i^2
10^{9} 1e9 0.5 33.3\% ^\circ \left( \right) \begin{pmatrix} \end{pmatrix} \text{ \boxed{ \pm \cup \infty
√ π ² ½ ≤ ≥ ≠ ∪ ∞ ° × · − ∈ ℝ → 1/3 +C mod or and""".split()


# What the readers of structured texts know, beside single characters.
STRUCTURE = ["---\n", "...\n", "- ", "? ", ": ", "&a ", "*a", "<<: ", "!!str ", "!!int ", "|-\n", ">+2\n", "%YAML 1.2\n", "0x1f",
             "0o17", ".inf", "~", "true", "null", "\\u00e9", "\\U0001f600", "[[a]]\n", "[a.b]\n", "a.b = 1\n", '"""', "'''",
             "1979-05-27T07:32:00Z", "1_000", "inf", "nan", "<a>", "</a>", "<a/>", "<!--", "-->", "<![CDATA[", "]]>", "<?x?>",
             '<?xml version="1.0"?>', "<!DOCTYPE a [", "<!ENTITY", "&lt;", "&#x41;", 'x="1"', "\r\n", '""', ",,",
             '{"type":"object","properties":{', '"$ref":"#', '"anyOf":[', '"items":', "<tool_call>",
             "[TOOL_CALLS]", "[ARGS]", "```json\n", "NaN", "Infinity"]


def quoted(token):
    """A token as a line of a dictionary."""
    return '"' + "".join(chr(b) if 32 < b < 127 and b not in (34, 92) else f"\\x{b:02X}" for b in token.encode()) + '"\n'


def inner(response):
    """The text of the first box, which is balanced in the corpora."""
    start = response.find("\\boxed{")
    if start < 0:
        return response
    depth, at = 0, start + 6
    for end in range(at, len(response)):
        depth += {"{": 1, "}": -1}.get(response[end], 0)
        if depth == 0:
            return response[at + 1:end]
    return response


def structure(root, seeds):
    """Schemas with values and expected calls with responses, a line break between them."""
    seeds.mkdir(parents=True, exist_ok=True)
    for name in ("json_schema", "json_equal", "structured", "tool_call"):
        for line in (root / f"corpora/{name}.jsonl").read_text().splitlines():
            row = json.loads(line)
            first = row["grader"].get("schema", row.get("reference", ""))
            if isinstance(first, str) and first.startswith("{{"):
                first = row.get("item", {}).get("schema", "")
            first = first if isinstance(first, str) else json.dumps(first)
            data = (first.replace("\n", " ") + "\n" + row["response"]).encode("utf-8", "surrogatepass")
            if len(data) < 2000:
                (seeds / hashlib.sha1(data).hexdigest()).write_bytes(data)


def main(root, work):
    seeds = work / "seeds"
    seeds.mkdir(parents=True, exist_ok=True)
    structure(root, work / "structure-seeds")
    for path in sorted((root / "corpora/math").glob("*.jsonl")):
        for line in path.read_text().splitlines():
            row = json.loads(line)
            if not isinstance(row.get("reference"), str) or len(row["response"]) > 600:
                continue
            pair = "\n".join(t.replace("\n", " ") for t in (row["reference"], inner(row["response"])))
            data = pair.encode("utf-8", "surrogatepass")
            (seeds / hashlib.sha1(data).hexdigest()).write_bytes(data)
    words = set(SIGNS)
    for source in (root / "Sources/MathVerifier/Reader").glob("*.swift"):
        code = re.sub(r"//.*", "", source.read_text())
        words.update(w for w in re.findall(r'"((?:[^"\\]|\\.)+)"', code) if re.fullmatch(r"[A-Za-z]{2,20}", w))
    # A command and a plain word of the same letters are different tokens.
    tokens = sorted(words | {"\\" + w for w in words if w.isalpha()})
    (work / "dictionary").write_text("".join(quoted(t) for t in tokens))
    (work / "structure-dictionary").write_text("".join(quoted(t) for t in STRUCTURE))


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
