#!/usr/bin/env bash
# What the library shows and needs: only adj_* is exported, nothing above glibc 2.34, no C++ runtime.
set -euo pipefail
library=$1
others=$(nm -D --defined-only "$library" | awk '$2 ~ /[A-Z]/ { print $3 }' | grep -v '^adj_' || true)
[ -z "$others" ] || { echo "exported beside adj_*: $others"; exit 1; }
newest=$(objdump -T "$library" | grep -Eo 'GLIBC_[0-9.]+' | sort -uV | tail -1)
[ "$(printf '%s\nGLIBC_2.34\n' "$newest" | sort -V | tail -1)" = GLIBC_2.34 ] || { echo "needs $newest, expected at most GLIBC_2.34"; exit 1; }
if ldd "$library" | grep -qE 'libswift'; then echo "needs a runtime that it should carry:"; ldd "$library"; exit 1; fi
echo "symbols: $(nm -D --defined-only "$library" | wc -l) exported, newest $newest"
