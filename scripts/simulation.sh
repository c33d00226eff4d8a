#!/usr/bin/env bash
# Runs every strategy of the simulation with every share of the stake, and at the bounds of the
# parameters, in about half an hour on two cores, and writes the table into docs/protocol/inference.md.
# Fails when a strategy pays, or harms others by more than a tenth of its cost.
# A cell that is done is kept in a file of the target directory, and not made again, so it can be
# stopped at any time. After a change of the rules begin anew, with the argument "anew".

source "$(dirname "$0")/env.sh"

cells=$CARGO_TARGET_DIR/simulation.jsonl
case "${1:-}" in
    anew) rm -f "$cells" ;;
    '') ;;
    *) fail "the one argument is: anew" ;;
esac

NES_SIMULATION=$cells exec cargo test --release --locked -p nes-runtime --test main \
    simulation::strategies -- --nocapture
