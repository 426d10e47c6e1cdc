#!/usr/bin/env bash
# The kernels of this processor against the scalar ones; then those of 64-bit ARM, cross-compiled and emulated, when the
# packages for that are given. usage: run.sh [PACKAGES]
set -euo pipefail
cd "$(dirname "$0")/../.."
out=build/arm
mkdir -p "$out"
kernels=(-std=gnu11 -O2 -Wall -Wextra -Werror -ISources/CKernels/include Tests/kernels/agreement.c Sources/CKernels/*.c)
gcc "${kernels[@]}" -o "$out/agreement"
"$out/agreement"
[ $# -gt 0 ] || exit 0
missing=()
for package in $1; do dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package"); done
if [ ${#missing[@]} -gt 0 ]; then
    sudo=$([ "$(id -u)" = 0 ] || echo sudo)
    $sudo apt-get update -qq
    $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi
aarch64-linux-gnu-gcc -static "${kernels[@]}" -o "$out/agreement-arm"
qemu-aarch64-static "$out/agreement-arm"
make -s sandbox CC=aarch64-linux-gnu-gcc SANDBOX="$out/sandbox" WARDEN="$out/adjudge-warden"
echo "kernels: those of ARM agree; its warden and zygote compile"
