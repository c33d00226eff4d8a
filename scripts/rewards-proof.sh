#!/usr/bin/env bash
# Proves emissions and rewards on four real validators of the local preset, under load: prints
# each era with its amounts, and fails when one is not what the rules say.
# An argument is the number of eras of twenty seconds; without one 50, in about 18 minutes. Ports
# are chosen among the free ones.

source "$(dirname "$0")/env.sh"

[ -x "$node_binary" ] || fail "there is no node at $node_binary: build it with scripts/run.sh"
[ -d tests/e2e/node_modules ] || fail "tests/e2e has no packages: run scripts/setup.sh"

# Everything that the network writes goes with this script.
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

node tests/e2e/bin/rewards-proof.mjs "$@" &
proof=$!
wait "$proof"
