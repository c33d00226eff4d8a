#!/usr/bin/env bash
# Shows that a draw costs the same whatever the number of offers: measures it among 1,000 and among
# 100,000 in one run, and fails when a seat more costs over a fifth more time or any more database
# accesses among the many.

source "$(dirname "$0")/bencher.sh"

prepare_bencher
results=$(mktemp --suffix=.json)
say "Measuring draws among 1,000 and among 100,000 offers; this takes some minutes"
bench pallet_market --extra --extrinsic 'draw,draw_among_100000' --steps 2 --repeat 10 \
    --json-file "$results"
node scripts/flat.mjs "$results"
