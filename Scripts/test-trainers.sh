#!/usr/bin/env bash
# Runs the adapters in the real trainers, each in its own environment under build/trainers with the versions that
# Python/tests/trainers/NAME.txt pins (NAME_old.txt: the same tests with an older version). With arguments, only the
# named ones: test-trainers.sh trl ray.
set -euo pipefail
cd "$(dirname "$0")/.."
wheel=$(echo build/wheel/adjudge-*.whl)
# The trainers import torch and Ray, which need Python 3.11.
python=${TRAINERS_PYTHON:-python3}
names=("$@")
[ ${#names[@]} -gt 0 ] || names=(trl verl verl_config verl_config_old openrlhf openrlhf_client verifiers verifiers_v1 ray)
export HF_HUB_OFFLINE=1 TOKENIZERS_PARALLELISM=false RAY_USAGE_STATS_ENABLED=0 WANDB_MODE=disabled CUDA_VISIBLE_DEVICES=
# Ray's workers import classes from the tests.
export PYTHONPATH=$PWD/Python/tests/trainers
mkdir -p build/trainers
for name in "${names[@]}"; do
    requirements=Python/tests/trainers/$name.txt
    venv=build/trainers/$name
    if ! cmp -s "$requirements" "$venv/installed.txt"; then
        "$python" -m venv "$venv"
        "$venv/bin/pip" install --quiet -r "$requirements"
        # Some packages are installed without their own dependencies, which are needed on a GPU only.
        while read -r package; do
            "$venv/bin/pip" install --quiet --no-deps "$package"
        done < <(sed -n 's/^# without its dependencies: //p' "$requirements")
        cp "$requirements" "$venv/installed.txt"
    fi
    "$venv/bin/pip" install --quiet --force-reinstall --no-deps --no-index "$wheel"
    echo "== $name"
    "$venv/bin/python" -m pytest -q -s -p no:cacheprovider --tb=short "Python/tests/trainers/test_${name%_old}.py" \
        2>&1 | tee "build/trainers/$name.log"
done
