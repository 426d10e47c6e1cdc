#!/usr/bin/env bash
# Tests the wheel of build/wheel: type checks and the oldest Python that the source allows, then every test with NumPy,
# pandas, pyarrow and polars, and then in a clean environment of each Python from 3.9 to 3.13 that this machine has,
# without other packages and without a Swift installation.
set -euo pipefail
cd "$(dirname "$0")/.."
wheel=$(echo build/wheel/adjudge-*.whl)
venv=build/python-test
packages="pytest>=8 pytest-timeout>=2.3 numpy pandas pyarrow polars mypy>=1.13 vermin>=1.6 ruff>=0.15"
# An environment of an earlier checkout may lack packages that were added since.
if [ "$(cat $venv/packages 2> /dev/null)" != "$packages" ]; then
    python3 -m venv $venv
    # shellcheck disable=SC2086
    $venv/bin/pip install --quiet $packages
    echo "$packages" > $venv/packages
fi
$venv/bin/pip install --quiet --force-reinstall --no-deps --no-index "$wheel"

$venv/bin/vermin --quiet --no-tips --target=3.9- --eval-annotations --violations Python/adjudge > build/vermin.log || { cat build/vermin.log; exit 1; }
$venv/bin/ruff format --quiet --check --config Python/pyproject.toml Python
$venv/bin/ruff check --quiet --config Python/pyproject.toml Python
$venv/bin/mypy --config-file Python/pyproject.toml Python/adjudge
# Compare with the command that this checkout has built, if any.
command=$(ls "$PWD"/.build/{debug,release}/adjudge 2> /dev/null | head -1 || true)
# A test that hangs is named and ends the rest; the slowest takes some seconds on a busy machine.
ADJUDGE_CHECKOUT=$PWD ADJUDGE_COMMAND=$command $venv/bin/python -m pytest -q -rs --timeout 300 -p no:cacheprovider Python/tests --ignore Python/tests/trainers

tested=""
versions=$(command -v pyenv > /dev/null && echo "$(pyenv root)/versions" || true)
for version in 3.9 3.10 3.11 3.12 3.13; do
    # The system's Python, or one of pyenv's other versions.
    for python in "$(command -v python$version || true)" "$versions/$version".*/bin/python ""; do
        [ -n "$python" ] && "$python" -c 'import venv, ensurepip' 2> /dev/null && break
    done
    [ -n "$python" ] || continue
    clean=build/python-clean-$version
    [ -x $clean/bin/python ] || "$python" -m venv $clean
    # An empty environment, so that neither PATH nor a library path leads to the checkout.
    env -i $clean/bin/python -m pip install --quiet --disable-pip-version-check --force-reinstall --no-index "$wheel"
    env -i $clean/bin/adjudge list > /dev/null
    (cd / && env -i "$OLDPWD/$clean/bin/python" -X dev "$OLDPWD/Python/tests/clean_environment.py")
    tested="$tested $version"
done
echo "python: clean environments of$tested"
