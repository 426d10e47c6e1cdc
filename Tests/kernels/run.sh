#!/usr/bin/env bash
# The kernels of this processor against the scalar ones; then those of 64-bit ARM, cross-compiled, under an emulator.
# usage: run.sh [emulated]
set -euo pipefail
cd "$(dirname "$0")/../.."
out=build/arm
mkdir -p "$out"
kernels=(-std=gnu11 -O2 -Wall -Wextra -Werror -ISources/CKernels/include Tests/kernels/agreement.c Sources/CKernels/*.c)
gcc "${kernels[@]}" -o "$out/agreement"
"$out/agreement" | tee "$out/log"
if [ "${1:-}" = emulated ]; then
    aarch64-linux-gnu-gcc -static "${kernels[@]}" -o "$out/agreement-arm"
    qemu-aarch64-static "$out/agreement-arm" | tee -a "$out/log"
    make -s sandbox CC=aarch64-linux-gnu-gcc SANDBOX="$out/sandbox" WARDEN="$out/adjudge-warden"
    echo "kernels: those of ARM agree; its warden and zygote compile"
fi
echo "kernels: $(grep -c 'agree with scalar' "$out/log") checks passed"
