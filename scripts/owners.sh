#!/usr/bin/env bash
# Checks that one file of a pallet writes each of its storage items; this is the list of them.

source "$(dirname "$0")/env.sh"

say "One file writes a pallet's storage items"
# Fails when a file of the pallet $1 other than $2 writes one of the items $3…
owns() {
    local pallet=$1 owner=$2 items writes found
    shift 2
    items=$(IFS='|' && echo "$*")
    writes='insert|put|set|swap|take|kill|clear|remove|mutate|try_mutate|append|translate|drain'
    found=$(grep -rnE --include='*.rs' --exclude-dir={tests,benchmarking} \
        --exclude={mock,tests,benchmarking}.rs "\b($items)::<\w+>::($writes)" \
        "pallets/$pallet/src" runtime/src |
        grep -v "^pallets/$pallet/src/$owner" || true)
    [ -z "$found" ] || fail "$owner alone writes ${items//|/, } of $pallet:"$'\n'"$found"
}
owns node-staking node.rs Nodes Profiles NextRegistration
owns node-staking position.rs Positions
owns node-staking slash.rs OpenSlashes SlashQueue SlashQueueFrom NextSlashId
owns node-staking conduct.rs Conducts ConductQueue ConductQueueFrom
owns node-staking sessions.rs ActiveEra
owns node-staking account.rs TotalHeld
owns market service.rs Services NextServiceId
owns market offer.rs Offers Changes ChangesFrom
owns market version.rs Versions OfferIndex
owns market account.rs TotalHeld
owns market serving.rs Serving ServingStake
owns market duty.rs Duties DutyIndex DutyCounts DutyEnds DutyEndsFrom
owns inference task.rs Tasks Draws DrawsFrom Deadlines DeadlinesFrom NextTaskId
owns inference hooks.rs ClosedAt
owns disputes settled.rs Settled Windows WindowsFrom
owns disputes waiting.rs OpenIn Waiting
owns disputes disputer.rs By
owns disputes ring.rs Ring
owns disputes rules.rs FixedRules
owns rewards era.rs CurrentEra NodePoints EndedEras LastPayouts
owns rewards supply.rs SupplyTotals
owns rewards hooks.rs DistributeFrom
owns session-proofs keys.rs KeysInUse
owns session-proofs root.rs Roots FirstRoot FirstProvable
owns tempo lib.rs ClockStore
for pallet in node-staking market inference disputes rewards; do
    owns $pallet params.rs Parameters ChangedAt
done
owned=$(sed -n 's/^ *owns [^ ]* [a-z_]*\.rs //p' scripts/owners.sh | tr ' ' '\n' | sort -u)
stored=$(sed -nE 's/.*type ([A-Za-z]+)<T: Config> *= *(Storage.*)?$/\1/p' pallets/*/src/lib.rs | sort -u)
[ "$owned" = "$stored" ] || fail "items without an owner here, or gone:"$'\n'"$(
    comm -3 <(echo "$owned") <(echo "$stored"))"
