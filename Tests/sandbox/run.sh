#!/usr/bin/env bash
# Every check of the contained runner, at every level that this machine can build: as who runs this and, if that is
# root, as nobody too. Levels that cannot be built are named and skipped. The last line counts.
set -uo pipefail
cd "$(dirname "$0")"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
failed=0
python=$(command -v python3)
as_nobody=()
if [ "$(id -u)" = 0 ]; then
    as_nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups env HOME=/nonexistent PATH=/usr/bin:/bin
        PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3)
    if ! "${as_nobody[@]}" -c 'open("binding.py"); open("../../build/sandbox/libcsandbox.so")' 2>/dev/null; then
        echo "skipped: Tests/sandbox/run.sh: nobody (uid 65534) cannot read this checkout, so that nothing is run as nobody"
        as_nobody=()
    fi
fi
export PYTHONDONTWRITEBYTECODE=1

check() {
    "$@" 2>&1 | tee -a "$log"
    local code=${PIPESTATUS[0]}
    if [ "$code" != 0 ] && [ "$code" != 77 ]; then failed=1; fi
}

for level in 3 2 1 0; do
    echo "== level $level as $(id -un)"
    check "$python" behaviour.py $level
    check "$python" residue.py $level
    check "$python" zygote_memory.py $level
    check "$python" attacks.py $level
    if [ ${#as_nobody[@]} -gt 0 ]; then
        echo "== level $level as nobody"
        check "${as_nobody[@]}" behaviour.py $level
        check "${as_nobody[@]}" residue.py $level
        check "${as_nobody[@]}" zygote_memory.py $level
        check "${as_nobody[@]}" attacks.py $level
    fi
done
echo "== deaths and leaks"
check "$python" deaths.py 3
check "$python" deaths.py 0
if [ ${#as_nobody[@]} -gt 0 ]; then
    check "${as_nobody[@]}" deaths.py 1
    check "${as_nobody[@]}" refused.py
fi
check "$python" neighbours.py 1
check "$python" neighbours.py 0
check "$python" refused.py
check "$python" pythons.py
held=$(grep -Eo '[0-9]+ of [0-9]+ (checks|hold|machines)' "$log" | awk '{n += $1} END {print n + 0}')
if [ "$failed" != 0 ]; then
    # Again at the end, where a cut log still shows it.
    grep -E '^(WRONG|Traceback)|[A-Za-z]*Error:' "$log" | cut -c1-1000 | head -20
    grep -E '[0-9]+ of [0-9]+ (checks|hold|machines)' "$log" | awk '{for (i = 2; i < NF; i++) if ($i == "of" && $(i-1) ~ /^[0-9]+$/ && $(i-1) != $(i+1)) {print "short:", $0; break}}'
    echo "sandbox: failed"
    exit 1
fi
echo "sandbox: $held checks passed"
