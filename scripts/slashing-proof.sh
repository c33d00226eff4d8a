#!/usr/bin/env bash
# Proves on five real validators what a fault costs, and that nothing else does: one is run twice
# with the same keys, and its slash is executed, cancelled, or not escaped by new keys; one is gone
# for two eras; and one with the least stake fails tasks. Prints each step with its amounts, and
# fails when one is not what the rules say; about half an hour.
# Arguments choose among `executed` (six minutes), `cancelled` (eight), `keys` (one), `absent` (six)
# and `minimum` (seven). Ports are chosen among the free ones.

source "$(dirname "$0")/env.sh"

[ -x "$node_binary" ] || fail "there is no node at $node_binary: build it with scripts/run.sh"
[ -d tests/e2e/node_modules ] || fail "tests/e2e has no packages: run scripts/setup.sh"

# Everything that the networks write goes with this script.
TMPDIR=$(mktemp -d)
export TMPDIR NES_NODE=$node_binary
proof=''
clean_up() {
    [ -z "$proof" ] || kill "$proof" 2>/dev/null || true
    wait
    rm -rf "$TMPDIR"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

node tests/e2e/bin/slashing-proof.mjs "$@" &
proof=$!
wait "$proof"
