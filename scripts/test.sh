#!/usr/bin/env bash
# Sets up and runs every check: the lints, all tests of the workspace, and the end-to-end suite on
# the real node.

source "$(dirname "$0")/env.sh"

scripts/setup.sh
scripts/lint.sh

say "Testing the workspace; the first time this takes about forty minutes on two cores"
cargo test --release --locked --workspace

say "Testing the parts of scripts/serve"
npm test --prefix scripts/serve

say "Testing the numbers and the picture of the supply"
npm test --prefix scripts/plot

say "Testing end to end, on the real node"
npm test --prefix scripts/e2e

say "All checks passed."
