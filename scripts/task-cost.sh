#!/usr/bin/env bash
# Measures what a paid task of three nodes costs beside a transfer, in one run on the real node: the
# weights that blocks count, and the time that the import of blocks takes for each. A task is seven
# extrinsics, and its request pays for what the chain does later by itself.
# Arguments: the count of tasks and that of blocks. About six minutes on a machine that is quiet.

source "$(dirname "$0")/env.sh"

[ -x "$node_binary" ] || fail "there is no node at $node_binary: build it with scripts/run.sh"
[ -d tests/e2e/node_modules ] || fail "tests/e2e has no packages: run scripts/setup.sh"

NES_NODE=$node_binary exec node tests/e2e/bin/task-cost.mjs "$@"
