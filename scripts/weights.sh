#!/usr/bin/env bash
# Measures the calls and hooks of our pallets on this machine and writes runtime/src/weights/.
# Takes the pallets' names, by default all of ours. STEPS and REPEAT set how thoroughly.

source "$(dirname "$0")/bencher.sh"

pallets=("$@")
if [ $# = 0 ]; then
    pallets=(pallet_disputes pallet_inference pallet_market pallet_node_staking pallet_rewards)
fi

prepare_bencher
for pallet in "${pallets[@]}"; do
    say "Measuring $pallet"
    bench "$pallet" --extrinsic '*' --steps "${STEPS:-50}" --repeat "${REPEAT:-20}" \
        --template scripts/weights.hbs --output "runtime/src/weights/$pallet.rs"
done
say "Written to runtime/src/weights/"
