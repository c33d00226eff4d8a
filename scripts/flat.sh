#!/usr/bin/env bash
# Shows that a draw costs the same whatever the number of offers: runs it among 1,000 and among
# 100,000, and fails when it counts over a fifth more database reads or writes among the many.
# Reads and writes are what a weight declares. Times are shown and not judged: they do grow, to a
# small multiple, because the bencher keeps its state as a trie in memory, and a larger trie is
# deeper and misses the processor's caches more often.

source "$(dirname "$0")/bencher.sh"

prepare_bencher
results=$(mktemp --suffix=.json)
say "Measuring draws among 1,000 and among 100,000 offers; this takes some minutes"
bench pallet_market --extra --extrinsic 'draw,draw_among_100000' --steps 2 --repeat 2 \
    --min-duration 0 --json-file "$results"
node scripts/flat.mjs "$results"
