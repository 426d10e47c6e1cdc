#!/usr/bin/env bash
# What the library shows and needs: exactly the symbols of symbols.txt, nothing above glibc 2.34, no Swift runtime beside
# it.
set -euo pipefail
library=$1
here=$(cd "$(dirname "$0")" && pwd)
diff -u "$here/symbols.txt" <(nm -D --defined-only "$library" | awk '$2 ~ /[A-Z]/ { print $3 }' | LC_ALL=C sort) || {
    echo "symbols: one that is gone needs a new ADJ_ABI_VERSION, one that is new a line in symbols.txt and a revision"
    exit 1
}
# Every function of the header is there, and the other way round.
header=$(grep -Eo '\badj_[a-z_]+\(' "$2/adjudge.h" | tr -d '(' | LC_ALL=C sort -u)
diff <(grep -v '^adj_python_' "$here/symbols.txt") <(echo "$header") || { echo "symbols: not those of adjudge.h"; exit 1; }
newest=$(objdump -T "$library" | grep -Eo 'GLIBC_[0-9.]+' | sort -uV | tail -1)
[ "$(printf '%s\nGLIBC_2.34\n' "$newest" | sort -V | tail -1)" = GLIBC_2.34 ] || { echo "needs $newest, expected at most GLIBC_2.34"; exit 1; }
if ldd "$library" | grep -qE 'libswift'; then echo "needs a runtime that it should carry:"; ldd "$library"; exit 1; fi
echo "symbols: $(wc -l < "$here/symbols.txt") exported, newest $newest"
