#!/usr/bin/env bash
# Sets up and runs every check: the lints, all tests of the workspace, and the end-to-end suite on
# the real node.

source "$(dirname "$0")/env.sh"

scripts/setup.sh
scripts/lint.sh

say "Testing the workspace; the first time this takes about forty minutes on two cores"
cargo test --release --locked --workspace

say "Testing the parts of the clients"
npm test --prefix clients/js
npm test --prefix clients/serve

say "Testing the numbers and the picture of the supply"
npm test --prefix tests/plot

say "Testing end to end, on the real node"
npm test --prefix tests/e2e

say "All checks passed."
