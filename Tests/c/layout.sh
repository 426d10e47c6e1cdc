#!/usr/bin/env bash
# That no field of the C interface was moved and no constant changed: the header against the committed layout.
# usage: layout.sh HEADER_DIRECTORY
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
gcc -std=c11 -Wall -Wextra -Werror -I"$1" "$here/layout.c" -o "$work/layout"
"$work/layout" > "$work/layout.txt"
diff -u "$here/layout.txt" "$work/layout.txt" || {
    echo "layout: a change of what was there needs a new ADJ_ABI_VERSION; what was added goes into Tests/c/layout.txt"
    exit 1
}
# A field that layout.c does not print would be unguarded.
declared=$(awk '/^typedef struct \{/ { inside = 1; next } /^\}/ { inside = 0 } inside && /;/ { count++ } END { print count }' \
    "$1/adjudge.h")
guarded=$(grep -c ' offset ' "$here/layout.txt")
[ "$declared" = "$guarded" ] || { echo "layout: adjudge.h declares $declared fields, layout.txt has $guarded"; exit 1; }
# The header alone is enough, for C++ too.
echo '#include <adjudge.h>' | g++ -x c++ -std=c++11 -Wall -Wextra -Werror -fsyntax-only -I"$1" -
echo "layout: $guarded fields where they were"
