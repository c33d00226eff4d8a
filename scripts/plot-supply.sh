#!/usr/bin/env bash
# Draws issuance and emission of the public chain's first thirty years, from what the runtime says
# at genesis on a real node, into docs/protocol/supply.svg; writes the numbers beside it, as
# supply.csv, with all decimals, and prints them, rounded down. About half a minute.
# With --check it writes nothing, and fails when one of both files would change. With --url, and the
# URL of a running node, it asks that node's chain instead of starting one.

source "$(dirname "$0")/env.sh"

[[ " $* " == *' --url '* ]] || [ -x "$node_binary" ] ||
    fail "there is no node at $node_binary: build it with scripts/run.sh"
for folder in tests/e2e tests/plot; do
    [ -d $folder/node_modules ] || fail "$folder has no packages: run scripts/setup.sh"
done

NES_NODE=$node_binary exec node tests/plot/supply.mjs "$@"
