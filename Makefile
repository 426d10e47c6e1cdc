# Two commands for a fresh machine: `make demo` and `make test`. The rest are their parts.

SHELL := /bin/bash
PACKAGES := libpcre2-dev libgmp-dev libmpfr-dev zlib1g-dev libzstd-dev libxxhash-dev pkg-config xz-utils gcc libc6-dev python3 ca-certificates
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
ADJUDGE := .build/release/adjudge
DEMO := build/demo
LIBRARY_FLAGS := -Xswiftc -enforce-exclusivity=unchecked -Xswiftc -static-stdlib -Xswiftc -no-toolchain-stdlib-rpath \
	-Xlinker --version-script=$(CURDIR)/Sources/AdjudgeABI/exports.map -Xlinker -soname=libadjudge.so.0 \
	-Xlinker --as-needed -Xlinker --gc-sections -Xlinker -s -Xlinker -z -Xlinker nodelete

SANDBOX_CFLAGS := -std=gnu11 -Wall -Wextra -Werror -Wno-format-truncation -O2 -ISources/CContainment -ISources/CSandbox
CONTAINMENT := $(wildcard Sources/CContainment/*.c) Sources/CSandbox/messages.c
SANDBOX_HEADERS := $(wildcard Sources/CContainment/*.h Sources/CSandbox/*.h Sources/CSandbox/include/*.h Sources/CWarden/*.h Sources/CZygote/*.h)
WARDEN := build/libexec/adjudge/adjudge-warden
# What is run from the checkout finds the warden by this; what is installed finds it beside itself.
export ADJUDGE_WARDEN ?= $(CURDIR)/$(WARDEN)

.PHONY: sandbox sandbox-test sandbox-bench demo test install-packages release library unit-test command-test c-test sanitize lint format docs clean

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

## Runs every test: Swift, C, the corpora, the sanitizers.
test: install-packages sandbox unit-test command-test c-test sandbox-test sanitize

## apt packages, only when one is missing.
install-packages:
	@missing=""; for p in $(PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then $(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq --no-install-recommends $$missing; fi

release:
	swift build -c release --product adjudge

## build/lib/libadjudge.so with its Swift runtime inside, and build/include/adjudge.h.
library:
	swift build -c release --product AdjudgeABI --scratch-path .build-library $(LIBRARY_FLAGS)
	@mkdir -p build/lib build/include
	cp .build-library/release/libAdjudgeABI.so build/lib/libadjudge.so.0
	ln -sf libadjudge.so.0 build/lib/libadjudge.so
	cp Sources/CAdjudge/include/adjudge.h build/include/

unit-test: sandbox
	swift test

## The command as people run it: exit codes, and a resumed run that was killed twenty times.
command-test: unit-test
	bash Tests/command/exit-codes.sh $(CURDIR)/.build/debug/adjudge
	bash Tests/command/kill-resume.sh $(CURDIR)/.build/debug/adjudge
	bash Tests/command/code-levels.sh $(CURDIR)/.build/debug/adjudge

## A plain C program and Python's ctypes against the library.
c-test: library
	gcc -std=c11 -Wall -Wextra -Werror -O2 -Ibuild/include Tests/c/abi.c -o build/abi -Lbuild/lib -ladjudge -lm -lpthread \
		-Wl,-rpath,'$$ORIGIN/lib'
	build/abi
	python3 Tests/c/abi.py build/lib/libadjudge.so
	bash Tests/c/symbols.sh build/lib/libadjudge.so

## The warden, static, with the Python zygote inside; and the host's side as a plain C library for tests.
sandbox: $(WARDEN) build/sandbox/libcsandbox.so

build/sandbox/adjudge_zygote.so: $(wildcard Sources/CZygote/*.c) $(CONTAINMENT) $(SANDBOX_HEADERS)
	@mkdir -p $(@D)
	gcc $(SANDBOX_CFLAGS) -fPIC -fvisibility=hidden -shared -s -o $@ $(filter %.c,$^)

$(WARDEN): $(wildcard Sources/CWarden/*) $(CONTAINMENT) $(SANDBOX_HEADERS) build/sandbox/adjudge_zygote.so Sources/CZygote/bootstrap.py
	@mkdir -p $(@D)
	gcc $(SANDBOX_CFLAGS) -static -s -o $@ $(filter %.c %.S,$^) -DZYGOTE_OBJECT='"build/sandbox/adjudge_zygote.so"' \
		-DPYTHON_BOOTSTRAP='"Sources/CZygote/bootstrap.py"' -DNODE_BOOTSTRAP='"Sources/CWarden/node_bootstrap.js"'

build/sandbox/libcsandbox.so: $(wildcard Sources/CSandbox/*.c) $(SANDBOX_HEADERS)
	@mkdir -p $(@D)
	gcc $(SANDBOX_CFLAGS) -ISources/CSandbox/include -fPIC -shared -o $@ $(filter %.c,$^) -lpthread -ldl

## The contained runner at every level that the machine can build, as root and as nobody: behaviour, attacks, deaths.
sandbox-test: sandbox
	bash Tests/sandbox/run.sh

sandbox-bench: sandbox
	python3 Benchmarks/sandbox/compare.py

## The kernels, the scanner and what stands on them under the address and undefined-behaviour sanitizers.
sanitize:
	ASAN_OPTIONS=detect_leaks=0 swift test --sanitize=address --scratch-path .build-asan \
		-Xcc -fsanitize=undefined -Xcc -fsanitize-trap=undefined --filter 'CKernelsTests|AdjudgeBaseTests'

lint:
	swift format lint --strict --recursive Sources Tests Package.swift
	python3 Scripts/generate-folding.py --check

format:
	swift format --in-place --recursive Sources Tests Package.swift

docs:
	swift package generate-documentation --target Adjudge

clean:
	rm -rf .build .build-* build
