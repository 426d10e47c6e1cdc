#!/usr/bin/env bash
# Builds the Lambda package: build/lambda/adjudge-lambda.zip with `bootstrap` and lib/.
#
# Inside the bootstrap: the Swift runtime and libstdc++. Beside it, in lib/: PCRE2, and libgmp, which is LGPL and stays a
# file that can be replaced. From the system (Amazon Linux 2023): glibc 2.34, libgcc_s, and OpenSSL 3 when results are sent.
set -euo pipefail
cd "$(dirname "$0")/.."
out=build/lambda
static=$PWD/$out/static
rm -rf "$out/package"
mkdir -p "$static" "$out/package/lib"
# The linker takes the first directory that has a library: here a static libstdc++ only.
ln -sf "$(gcc -print-file-name=libstdc++.a)" "$static/"
swift build -c release --product bootstrap --scratch-path .build-lambda --static-swift-stdlib \
    -Xswiftc -enforce-exclusivity=unchecked -Xlinker --gc-sections -Xlinker --as-needed -Xlinker -s \
    -Xlinker -rpath -Xlinker '$ORIGIN/lib' -Xswiftc "-L$static"
cp .build-lambda/release/bootstrap "$out/package/"
for library in libgmp.so.10 libpcre2-8.so.0; do
    cp -L "$(gcc -print-file-name=$library)" "$out/package/lib/"
done
for file in "$out"/package/bootstrap "$out"/package/lib/*; do
    highest=$(objdump -T "$file" | grep -o 'GLIBC_[0-9.]*' | sort -Vu | tail -1)
    echo "$(basename "$file"): $(stat -c %s "$file") bytes, needs $highest"
    if [ "$(printf '%s\nGLIBC_2.34\n' "$highest" | sort -V | tail -1)" != GLIBC_2.34 ]; then
        echo "$(basename "$file") needs $highest, expected at most GLIBC_2.34, which Amazon Linux 2023 has" >&2
        exit 1
    fi
done
unexpected=$(readelf -d "$out/package/bootstrap" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' |
    grep -vE '^(libgmp\.so\.10|libpcre2-8\.so\.0|libm\.so\.6|libc\.so\.6|libgcc_s\.so\.1|ld-linux-.*)$' || true)
if [ -n "$unexpected" ]; then
    echo "bootstrap loads $unexpected, which is neither in the package nor in Amazon Linux 2023" >&2
    exit 1
fi
# The same bytes for the same content: fixed times, fixed order.
python3 - "$out/package" "$out/adjudge-lambda.zip" <<'PYTHON'
import pathlib, sys, zipfile
root, target = pathlib.Path(sys.argv[1]), sys.argv[2]
with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        entry = zipfile.ZipInfo(str(path.relative_to(root)), (1980, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o100755 << 16
        archive.writestr(entry, path.read_bytes())
PYTHON
echo "$out/adjudge-lambda.zip: $(stat -c %s "$out/adjudge-lambda.zip") bytes"
