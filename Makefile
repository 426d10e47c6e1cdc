# Two commands for a fresh machine: `make demo` and `make test`. The rest are their parts.

SHELL := /bin/bash
PACKAGES := libpcre2-dev libgmp-dev libmpfr-dev zlib1g-dev libzstd-dev libxxhash-dev libssl-dev pkg-config xz-utils \
	gcc g++ libc6-dev binutils git util-linux python3 python3-venv ca-certificates curl openssl
ARM_PACKAGES := gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static
ORACLE_PACKAGES := libcalcium-dev libflint-dev libflint-arb-dev libantic-dev
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
ADJUDGE := .build/release/adjudge
DEMO := build/demo
# The compiler proves most accesses exclusive; what is left to be checked at run time is a sixth of all instructions.
RELEASE_SWIFT_FLAGS := -Xswiftc -enforce-exclusivity=unchecked
LIBRARY_SWIFT_FLAGS := $(RELEASE_SWIFT_FLAGS) -Xswiftc -static-stdlib -Xswiftc -no-toolchain-stdlib-rpath
LIBRARY_FLAGS := $(LIBRARY_SWIFT_FLAGS) \
	-Xlinker --version-script=$(CURDIR)/Sources/AdjudgeABI/exports.map -Xlinker -soname=libadjudge.so.0 \
	-Xlinker --as-needed -Xlinker --gc-sections -Xlinker -s -Xlinker -z -Xlinker nodelete

SANDBOX_CFLAGS := -std=gnu11 -Wall -Wextra -Werror -Wno-format-truncation -O2 -ISources/CContainment -ISources/CSandbox \
	-ISources/CForks/include
CONTAINMENT := $(wildcard Sources/CContainment/*.c) Sources/CSandbox/messages.c
SANDBOX_HEADERS := $(wildcard Sources/CContainment/*.h Sources/CSandbox/*.h Sources/CSandbox/include/*.h Sources/CWarden/*.h Sources/CZygote/*.h)
SANDBOX := build/sandbox
WARDEN := build/libexec/adjudge/adjudge-warden
CC := gcc
TORN_TEXTS := .build-library/release/TornTexts
# What is run from the checkout finds the warden by this; what is installed finds it beside itself.
export ADJUDGE_WARDEN ?= $(CURDIR)/$(WARDEN)

.PHONY: demo test install-packages release library wheel unit-test command-test c-test http-test python-test python-overhead \
	test-trainers lambda lambda-layer lambda-test lambda-benchmark check-readme sandbox sandbox-test sandbox-bench \
	arm-test sanitize torn-texts test-cases fuzz fuzz-structure install-oracle lint format docs clean

## Installs what is missing, builds, scores 10,000 generated responses, explains one failure.
demo: install-packages release
	@mkdir -p $(DEMO)
	python3 Benchmarks/workload/generate.py --rows 10000 --seed 1 --output $(DEMO)/responses.jsonl
	$(ADJUDGE) score --grader corpora/graders/demo.json --input $(DEMO)/responses.jsonl \
		--output $(DEMO)/verdicts.jsonl --overwrite
	@echo
	@echo "One response without full reward, explained:"
	@echo
	$(ADJUDGE) explain --grader corpora/graders/demo.json --input $(DEMO)/responses.jsonl

## Runs every test: Swift, C, calls to servers, Python, Lambda, the sandbox, the corpora, torn texts, the sanitizers. Nothing that lies
## beside the checkout is needed.
test: install-packages sandbox unit-test command-test c-test http-test example-swift torn-texts python-test lambda-test sandbox-test arm-test sanitize

## The tests over other projects' cases, where `../shared/cases` lies beside the checkout.
test-cases: sandbox $(TORN_TEXTS)
	swift test --filter "($$(grep -l 'CaseFiles.external(' Tests/*/*.swift Tests/*/*/*.swift | sed 's|.*/||; s|[.]swift$$||' | sort -u | paste -sd'|'))"
	$(TORN_TEXTS) cases

# Installs apt packages, only when one is missing.
define install
	@missing=""; for p in $(1); do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends $$missing; fi
endef

install-packages:
	$(call install,$(PACKAGES))

release: sandbox
	swift build -c release --product adjudge $(RELEASE_SWIFT_FLAGS)

## build/lib/libadjudge.so with its Swift runtime inside, and build/include/adjudge.h.
library:
	swift build -c release --product AdjudgeABI --scratch-path .build-library $(LIBRARY_FLAGS)
	@mkdir -p build/lib build/include
	cp .build-library/release/libAdjudgeABI.so build/lib/libadjudge.so.0
	ln -sf libadjudge.so.0 build/lib/libadjudge.so
	cp Sources/CAdjudge/include/adjudge.h build/include/
	@mkdir -p build/lib/pkgconfig
	sed "s/@VERSION@/$$(sed -n 's/.*literal: StaticString = "\(.*\)"/\1/p' Sources/Adjudge/Version.swift)/" \
		Sources/CAdjudge/adjudge.pc.in > build/lib/pkgconfig/adjudge.pc

unit-test: sandbox
	swift test

## The command as people run it: exit codes, a resumed run that was killed twenty times, signals.
command-test: unit-test
	bash Tests/command/exit-codes.sh $(CURDIR)/.build/debug/adjudge
	bash Tests/command/files.sh $(CURDIR)/.build/debug/adjudge
	bash Tests/command/kill-resume.sh $(CURDIR)/.build/debug/adjudge
	bash Tests/command/window.sh $(CURDIR)/.build/debug/adjudge
	bash Tests/command/interrupt.sh $(CURDIR)/.build/debug/adjudge
	bash Tests/command/judge.sh $(CURDIR)/.build/debug/adjudge
	bash Tests/command/code-levels.sh $(CURDIR)/.build/debug/adjudge

## Cut texts and spliced ones, with every command that the readers know, through every reader, in processes that may die.
torn-texts: $(TORN_TEXTS)
	$(TORN_TEXTS) corpora

# Built as the library is, whose modules it shares.
.PHONY: $(TORN_TEXTS)
$(TORN_TEXTS):
	swift build -c release --product TornTexts --scratch-path .build-library $(LIBRARY_SWIFT_FLAGS)

## A plain C program and Python's ctypes against the library.
c-test: library sandbox
	gcc -std=c11 -Wall -Wextra -Werror -O2 -Ibuild/include Tests/c/abi.c -o build/abi -Lbuild/lib -ladjudge -lm -lpthread \
		-Wl,-rpath,'$$ORIGIN/lib'
	build/abi
	gcc -std=c11 -Wall -Wextra -Werror -O2 Tests/c/revision1.c -o build/revision1 -Lbuild/lib -ladjudge -Wl,-rpath,'$$ORIGIN/lib'
	build/revision1
	python3 Tests/c/abi.py build/lib/libadjudge.so
	python3 Tests/c/forks.py build/lib/libadjudge.so
	bash Tests/c/symbols.sh build/lib/libadjudge.so build/include
	bash Tests/c/layout.sh build/include
	gcc -std=c11 -Wall -Wextra -Werror Examples/c/score.c -o build/score \
		$$(PKG_CONFIG_PATH=build/lib/pkgconfig pkg-config --cflags --libs adjudge) -Wl,-rpath,'$$ORIGIN/lib'
	build/score

## Calls to servers from a process of its own: TLS, proxies, forks, exits, no library; signatures as botocore makes them.
http-test: unit-test
	bash Tests/http/run.sh

## A package of its own that uses the library, built and run.
example-swift:
	bash Examples/swift/test.sh

## build/wheel/adjudge-….whl: the library and the package for Python 3.9 to 3.13.
wheel: library sandbox
	bash Scripts/make-wheel.sh

## The wheel as people install it; verl's own configuration, old and new, with the documented lines; OpenRLHF's own client.
python-test: wheel
	bash Scripts/python-test.sh
	bash Scripts/test-trainers.sh verl_config verl_config_old openrlhf_client

## The adapters in the trainers themselves, from PyPI, on CPU: gigabytes of packages, so not part of `make test`.
test-trainers: wheel
	bash Scripts/test-trainers.sh

## What a row costs through Python beyond what it costs through C.
python-overhead: python-test
	gcc -O2 -Wall -Wextra -Ibuild/include Python/benchmarks/overhead.c -o build/overhead -Lbuild/lib -ladjudge \
		-Wl,-rpath,'$$ORIGIN/lib'
	build/python-test/bin/python Python/benchmarks/overhead.py build/overhead

## build/lambda/adjudge-lambda.zip: the bootstrap and what it loads, for provided.al2023.
lambda: sandbox
	bash Lambda/build.sh

## build/lambda/adjudge-layer.zip: the wheel's module and a handler, for python3.12 and later.
lambda-layer: wheel
	bash Lambda/build-layer.sh

## Both, on AWS's Runtime Interface Emulator, with moto's services and AWS's own Python runtime client.
lambda-test: lambda lambda-layer
	bash Tests/lambda/setup.sh
	bash Tests/lambda/run.sh

## The bootstrap against a Python reward function in the manner of AWS's samples; then what both would cost.
lambda-benchmark: lambda
	bash Tests/lambda/setup.sh
	bash Benchmarks/lambda/run.sh

## What the READMEs show, run: code blocks, tables of trainers, events of the Lambda page.
check-readme: release wheel lambda lambda-layer
	bash Tests/lambda/setup.sh
	Scripts/check-readme

## The warden, static, with the Python zygote inside; and the host's side as a plain C library for tests.
sandbox: $(WARDEN) $(SANDBOX)/libcsandbox.so

$(SANDBOX)/adjudge_zygote.so: $(wildcard Sources/CZygote/*.c) $(CONTAINMENT) $(SANDBOX_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(SANDBOX_CFLAGS) -fPIC -fvisibility=hidden -shared -s -o $@ $(filter %.c,$^)

$(WARDEN): $(wildcard Sources/CWarden/*) $(CONTAINMENT) $(SANDBOX_HEADERS) $(SANDBOX)/adjudge_zygote.so $(wildcard Sources/CZygote/*.py)
	@mkdir -p $(@D)
	$(CC) $(SANDBOX_CFLAGS) -static -s -o $@ $(filter %.c %.S,$^) -DZYGOTE_OBJECT='"$(SANDBOX)/adjudge_zygote.so"' \
		-DPYTHON_VALUES='"Sources/CZygote/values.py"' -DPYTHON_SERVING='"Sources/CZygote/serving.py"' \
		-DPYTHON_ORDERS='"Sources/CZygote/orders.py"' -DPYTHON_NODES='"Sources/CZygote/nodes.py"' \
		-DPYTHON_BOOTSTRAP='"Sources/CZygote/bootstrap.py"' -DNODE_BOOTSTRAP='"Sources/CWarden/node_bootstrap.js"'

$(SANDBOX)/libcsandbox.so: $(wildcard Sources/CSandbox/*.c Sources/CForks/*.c Sources/CForks/include/*.h) $(SANDBOX_HEADERS)
	@mkdir -p $(@D)
	$(CC) $(SANDBOX_CFLAGS) -ISources/CSandbox/include -fPIC -shared -o $@ $(filter %.c,$^) -lpthread -ldl

## The contained runner at every level that the machine can build, as root and as nobody: behaviour, attacks, deaths.
sandbox-test: sandbox
	bash Tests/sandbox/run.sh

sandbox-bench: sandbox
	python3 Benchmarks/sandbox/compare.py

## The C of 64-bit ARM: the NEON kernels against the scalar ones under an emulator; warden and zygote compile.
arm-test: sandbox
ifeq ($(shell uname -m),x86_64)
	$(call install,$(ARM_PACKAGES))
	bash Tests/kernels/run.sh emulated
else
	bash Tests/kernels/run.sh
endif

## The kernels, the scanner and what stands on them under the address and undefined-behaviour sanitizers.
sanitize:
	ASAN_OPTIONS=detect_leaks=0 swift test --sanitize=address --scratch-path .build-asan \
		-Xcc -fsanitize=undefined -Xcc -fsanitize-trap=undefined --filter 'CKernelsTests|AdjudgeBaseTests' --skip 'LinearityTests/time'

## Fuzzes the readers (math, numbers, peers' rules, extraction, JSON, packed tests) and equivalence for FUZZ_SECONDS, one
## hour; fails when it finds anything. Broken laws go to build/fuzz/finds.jsonl, inputs that crash or hang to
## build/fuzz/artifacts.
FUZZ_SECONDS := 3600
FUZZ := build/fuzz
fuzz: install-packages $(TORN_TEXTS)
	swift build -c release --package-path Fuzz --scratch-path .build-fuzz
	@mkdir -p $(FUZZ)/corpus $(FUZZ)/artifacts
	swiftc -sanitize=fuzzer,address -parse-as-library .build-fuzz/release/libMathFuzz.a -lmpfr -lgmp -lpcre2-8 \
		-o $(FUZZ)/math-fuzz 2>&1 | { grep -v 'Cannot export local symbol' || true; }
	python3 Fuzz/prepare.py . $(FUZZ)
	$(TORN_TEXTS) dictionary >> $(FUZZ)/dictionary
	SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1 FUZZ_FINDS=$(FUZZ)/finds.jsonl \
		nice $(FUZZ)/math-fuzz -fork=1 -ignore_crashes=1 -ignore_timeouts=1 -ignore_ooms=1 -dict=$(FUZZ)/dictionary \
		-max_len=400 -timeout=5 -rss_limit_mb=2500 -malloc_limit_mb=256 -max_total_time=$(FUZZ_SECONDS) \
		-artifact_prefix=$(FUZZ)/artifacts/ $(FUZZ)/corpus $(FUZZ)/seeds
	@test -z "$$(ls $(FUZZ)/artifacts)" && ! test -s $(FUZZ)/finds.jsonl

## The same for schemas, structured texts and calls of tools.
fuzz-structure: install-packages
	swift build -c release --package-path Fuzz --scratch-path .build-fuzz --product StructureFuzz
	@mkdir -p $(FUZZ)/structure-corpus $(FUZZ)/structure-artifacts
	swiftc -sanitize=fuzzer,address -parse-as-library .build-fuzz/release/libStructureFuzz.a -lpcre2-8 \
		-o $(FUZZ)/structure-fuzz 2>&1 | { grep -v 'Cannot export local symbol' || true; }
	python3 Fuzz/prepare.py . $(FUZZ)
	SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1 \
		nice $(FUZZ)/structure-fuzz -fork=1 -ignore_crashes=1 -ignore_timeouts=1 -ignore_ooms=1 -max_len=2000 -timeout=5 \
		-dict=$(FUZZ)/structure-dictionary \
		-rss_limit_mb=2500 -malloc_limit_mb=256 -max_total_time=$(FUZZ_SECONDS) \
		-artifact_prefix=$(FUZZ)/structure-artifacts/ $(FUZZ)/structure-corpus $(FUZZ)/structure-seeds
	@test -z "$$(ls $(FUZZ)/structure-artifacts)"

## Calcium, against which the tests hold the engine where it is installed.
install-oracle:
	@dpkg -s $(ORACLE_PACKAGES) >/dev/null 2>&1 \
		|| { $(SUDO) apt-get update -qq; $(SUDO) apt-get install -y -qq --no-install-recommends $(ORACLE_PACKAGES); } \
		|| echo "no Calcium here: the tests go without it"

lint:
	swift format lint --strict --recursive Sources Tests Fuzz/MathFuzz Fuzz/StructureFuzz Fuzz/Package.swift Package.swift
	python3 Scripts/generate-folding.py --check
	Scripts/check-architecture

format:
	swift format --in-place --recursive Sources Tests Fuzz/MathFuzz Fuzz/StructureFuzz Fuzz/Package.swift Package.swift

## The Swift API's documentation, as .build/plugins/Swift-DocC/outputs/Adjudge.doccarchive; a broken link is an error.
docs:
	swift package generate-documentation --target Adjudge --warnings-as-errors

clean:
	rm -rf .build .build-* build
