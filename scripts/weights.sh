#!/usr/bin/env bash
# Measures the calls and hooks of our pallets on this machine and writes runtime/src/weights/.
# Takes the pallets' names, by default all of ours. STEPS and REPEAT set how thoroughly.

source "$(dirname "$0")/env.sh"

version=0.28.0
tools=$(dirname "$CARGO_TARGET_DIR")/tools
bencher=$tools/bin/frame-omni-bencher
wasm=$CARGO_TARGET_DIR/release/wbuild/nes-runtime/nes_runtime.compact.compressed.wasm
pallets=("$@")
[ $# -gt 0 ] || pallets=(pallet_inference pallet_market pallet_node_staking pallet_rewards)

scripts/setup.sh

if ! "$bencher" --version 2>/dev/null | grep -qF " $version"; then
    say "Installing frame-omni-bencher $version; once a machine, about 25 minutes on two cores"
    cargo install frame-omni-bencher --version $version --locked --root "$tools"
fi

say "Building the runtime with its benchmarks"
# The wasm with benchmarks takes the place of the one without; a younger build script makes the next
# build of the node compile its own again.
trap 'touch runtime/build.rs' EXIT
cargo build --release --locked -p nes-runtime --features runtime-benchmarks

for pallet in "${pallets[@]}"; do
    say "Measuring $pallet"
    "$bencher" v1 benchmark pallet \
        --runtime "$wasm" \
        --genesis-builder runtime --genesis-builder-preset development \
        --pallet "$pallet" --extrinsic '*' \
        --steps "${STEPS:-50}" --repeat "${REPEAT:-20}" \
        --wasm-execution compiled --disable-proof-recording \
        --template scripts/weights.hbs \
        --output "runtime/src/weights/$pallet.rs"
done
say "Written to runtime/src/weights/"
