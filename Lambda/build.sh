#!/usr/bin/env bash
# Builds the Lambda package: build/lambda/adjudge-lambda.zip with `bootstrap` and lib/.
#
# The bootstrap itself contains the Swift runtime and libstdc++. Beside it, in lib/, are PCRE2, and libgmp and libmpfr,
# which are LGPL and must stay replaceable files. The system (Amazon Linux 2023) provides glibc 2.34, libgcc_s and, when
# results are sent, OpenSSL 3.
set -euo pipefail
cd "$(dirname "$0")/.."
out=build/lambda
static=$PWD/$out/static
rm -rf "$out/package"
mkdir -p "$static" "$out/package/lib"
# The linker takes the first directory that has a library; this one has the static libstdc++ only.
ln -sf "$(gcc -print-file-name=libstdc++.a)" "$static/"
swift build -c release --product bootstrap --scratch-path .build-lambda --static-swift-stdlib \
    -Xswiftc -enforce-exclusivity=unchecked -Xlinker --gc-sections -Xlinker --as-needed -Xlinker -s \
    -Xlinker -rpath -Xlinker '$ORIGIN/lib' -Xswiftc "-L$static"
cp .build-lambda/release/bootstrap "$out/package/"
# The warden of code graders; the program looks for it in its own directory.
cp build/libexec/adjudge/adjudge-warden "$out/package/"
system='^(libm\.so\.6|libc\.so\.6|libgcc_s\.so\.1|ld-linux-.*)$'
# Copies the libraries that a file needs, and recursively those that they need, except the system's.
carry() {
    local library
    for library in $(readelf -d "$1" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' | grep -vE "$system"); do
        [ -e "$out/package/lib/$library" ] && continue
        cp -L "$(gcc -print-file-name="$library")" "$out/package/lib/"
        carry "$out/package/lib/$library"
    done
}
carry "$out/package/bootstrap"
for file in $(find "$out/package" -type f | sort); do
    # A static program has no dynamic symbols, so it needs no particular glibc.
    highest=$(objdump -T "$file" 2>/dev/null | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -1 || true)
    highest=${highest:-GLIBC_2.0}
    echo "$(basename "$file"): $(stat -c %s "$file") bytes, needs $highest"
    if [ "$(printf '%s\nGLIBC_2.34\n' "$highest" | sort -V | tail -1)" != GLIBC_2.34 ]; then
        echo "$(basename "$file") needs $highest, expected at most GLIBC_2.34, which Amazon Linux 2023 has" >&2
        exit 1
    fi
done
# A library that is not on this list is a new dependency, to be judged before it ships.
if ls "$out/package/lib" | grep -vE '^lib(gmp\.so\.10|mpfr\.so\.6|pcre2-8\.so\.0)$'; then
    echo "the package would carry libraries that it did not need before" >&2
    exit 1
fi
python3 Lambda/archive.py "$out/package" "$out/adjudge-lambda.zip"
