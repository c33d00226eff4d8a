#!/usr/bin/env bash
# Sets up, builds, starts a development chain, runs the demo on it, and keeps the node running at
# ws://127.0.0.1:9944, with the three nodes of the demo that serve, until Ctrl-C. The chain's state
# goes with the node. NES_RPC_PORT chooses another port.

source "$(dirname "$0")/env.sh"

port=${NES_RPC_PORT:-9944}
require_free "$port" NES_RPC_PORT

scripts/setup.sh

say "Building the node; the first time this takes about half an hour on two cores"
# Not with -p, which would choose other features than the tests have, and compile twice.
cargo build --release --locked --bin nes-node

log=$(mktemp --suffix=.nes-node.log)
say "Starting a development chain; the node's log is $log"
"$node_binary" --dev --tmp --index --rpc-port "$port" 2>"$log" &
node=$!
node tests/e2e/bin/demo.mjs "ws://127.0.0.1:$port" --stay &
demo=$!
trap 'kill "$demo" 2>/dev/null && wait "$demo"; kill "$node" 2>/dev/null && wait "$node"' EXIT
trap 'exit 0' INT TERM

wait "$demo" || {
    tail -n 20 "$log" >&2
    fail "the demo did not succeed, or the node stopped; above are the node's last words"
}
