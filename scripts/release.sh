#!/usr/bin/env bash
# Builds a release into a target directory of its own: the node, and its runtime with the hash of
# the metadata, without which hardware wallets sign nothing. Prints what a proposal of an upgrade
# names. With --check, also sends transactions that carry the hash to a chain of that node.

source "$(dirname "$0")/env.sh"

case ${1:-} in '' | --check) ;; *) fail "usage: scripts/release.sh [--check]" ;; esac

export CARGO_TARGET_DIR="${CARGO_TARGET_DIR}-release"
unset NES_UPGRADE_TEST

scripts/setup.sh

say "Building the release; the first time this takes about half an hour on two cores"
cargo build --release --locked -p nes-node --features metadata-hash

node=$CARGO_TARGET_DIR/release/nes-node
wasm=$CARGO_TARGET_DIR/release/wbuild/nes-runtime/nes_runtime.compact.compressed.wasm
say "The node:    $node, $("$node" --version)
The runtime: $wasm, $(stat -c %s "$wasm") bytes
Its hash:    $(node tests/e2e/bin/code-hash.mjs "$wasm")"

if [ "${1:-}" = --check ]; then
    say "Installing the JavaScript packages of tests/release"
    npm ci --prefix tests/release --ignore-scripts ||
        fail "npm could not install the packages of tests/release; is there a network?"
    say "Checking the hash of the metadata, on the real node"
    NES_NODE=$node node tests/release/check.mjs
fi
