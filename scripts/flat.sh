#!/usr/bin/env bash
# Shows that nothing costs more as the chain grows, and fails when something counts over a fifth
# more database reads or writes among the many than among the few: draws among 1,000 and 100,000
# offers; and what stakers, operators and slashes do, with 10 and 100,000 delegators behind a node
# and among 100 and 10,000 nodes.
# Reads and writes are what a weight declares. Times are shown and not judged: they do grow, to a
# small multiple, because the bencher keeps its state as a trie in memory, and a larger trie is
# deeper and misses the processor's caches more often.

source "$(dirname "$0")/bencher.sh"

prepare_bencher
results=$(mktemp -d)
few_runs=(--steps 2 --repeat 2 --min-duration 0)
say "Measuring draws; this takes some minutes"
bench pallet_market --extra --extrinsic 'draw,draw_among_100000' "${few_runs[@]}" \
    --json-file "$results/draws.json"
say "Measuring stakes and slashes; this takes some minutes more"
flat=(flat_register flat_delegate flat_undelegate flat_redelegate flat_claim flat_report flat_cancel
    flat_execute flat_apply_slash flat_choose)
bench pallet_node_staking --extra --extrinsic "$(IFS=,; echo "${flat[*]}")" "${few_runs[@]}" \
    --json-file "$results/stakes.json"
node tests/e2e/bin/flat.mjs "$results/draws.json" "$results/stakes.json"
