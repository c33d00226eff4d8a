#!/usr/bin/env bash
# Sets up, builds, starts a development chain, runs the demo on it, and keeps the node running at
# ws://127.0.0.1:9944 until Ctrl-C. The chain's state goes with the node.
# NES_RPC_PORT chooses another port.

source "$(dirname "$0")/env.sh"

port=${NES_RPC_PORT:-9944}
require_free "$port" NES_RPC_PORT

scripts/setup.sh

say "Building the node; the first time this takes about half an hour on two cores"
cargo build --release --locked -p nes-node

log=$(mktemp --suffix=.nes-node.log)
say "Starting a development chain; the node's log is $log"
"$node_binary" --dev --tmp --rpc-port "$port" 2>"$log" &
node=$!
trap 'kill "$node" 2>/dev/null || true; wait "$node" 2>/dev/null || true' EXIT
trap 'exit 0' INT TERM

if ! node tests/e2e/bin/demo.mjs "ws://127.0.0.1:$port"; then
    tail -n 20 "$log" >&2
    fail "the demo did not succeed; above are the node's last words"
fi

say "The node runs at ws://127.0.0.1:$port (polkadot.js: https://polkadot.js.org/apps/?rpc=ws://127.0.0.1:$port)
Ctrl-C stops it."
wait "$node" || fail "the node stopped; its log is $log"
