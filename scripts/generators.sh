#!/usr/bin/env bash
# Shows that the published code generators for clients take the chain's metadata: PAPI, dedot and
# subxt, each at the version that tests/generators fixes. All generate from a development chain of
# the built node; a small client of each is compiled with strict types, asks a runtime API, and
# prints the bytes of a call, which must be the same from all three.
# Needs Node.js 20.19 and a network; about four minutes on two cores, half of it after the first
# time. NES_RPC_PORT chooses another port.

source "$(dirname "$0")/env.sh"

port=${NES_RPC_PORT:-9944}
url=ws://127.0.0.1:$port
[ -x "$node_binary" ] || fail "there is no node at $node_binary: build it with scripts/run.sh"
require_free "$port" NES_RPC_PORT

export CARGO_TARGET_DIR="${CARGO_TARGET_DIR}-generators"
# Before version 22 Node.js has WebSocket only if asked.
export NODE_OPTIONS=--experimental-websocket

# Generators write beside the package's manifest, and change it.
work=$(mktemp -d)
node=''
clean_up() {
    [ -z "$node" ] || kill "$node" 2>/dev/null || true
    wait
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
cp -r tests/generators/. "$work"
cd "$work"

say "Starting a development chain"
"$node_binary" --dev --tmp --rpc-port "$port" --port 0 --no-mdns --no-prometheus --no-telemetry \
    2>"$work/node.log" &
node=$!
until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    kill -0 "$node" 2>/dev/null || fail "the node stopped: $(tail -n 20 "$work/node.log")"
    sleep 0.5
done

say "Installing PAPI and dedot"
npm ci || fail "npm could not install the packages; is there a network?"
say "Generating with PAPI"
npx papi add nes --wsUrl "$url"
say "Generating with dedot"
npx dedot chaintypes --wsUrl "$url" --output chaintypes
say "Compiling what they generated, and a client of each"
npx tsc # Misses the files that dedot could not write; dedot itself succeeds without them.
say "Generating and compiling with subxt"
cargo build --locked --manifest-path subxt/Cargo.toml

say "Asking the chain with each client"
papi=$(node out/papi.js "$url")
dedot=$(node out/dedot.js "$url")
subxt=$("$CARGO_TARGET_DIR/debug/nes-generators" "$url")
printf '%s\n' "PAPI:  $papi" "dedot: $dedot" "subxt: $subxt"
[ "$papi" = "$dedot" ] && [ "$papi" = "$subxt" ] || fail "the clients do not agree"
