#!/usr/bin/env bash
# What a call to a server costs the client: CPU and calls a second over loopback, by connections. The server is a process
# of its own. `run.sh [CALLS]`; 50,000 calls unless said.
set -euo pipefail
cd "$(dirname "$0")/../../.."
calls=${1:-50000}
mkdir -p build
gcc -O2 -Wall -Wextra -o build/transport-server Benchmarks/judge/transport/server.c
swift build -c release --product HTTPProbe -Xswiftc -enforce-exclusivity=unchecked > build/transport-build.log \
    || { cat build/transport-build.log; exit 1; }
exec {port}< <(exec build/transport-server)
server=$!
trap 'kill $server' EXIT
read -r -u "$port" number
for connections in 1 64 512; do
    for _ in 1 2 3; do
        .build/release/HTTPProbe load "http://127.0.0.1:$number/v1/chat/completions" "$calls" "$connections"
    done
done
