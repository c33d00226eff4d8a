#!/usr/bin/env bash
# Runs four validators of the local preset on this machine, prints their heights, and stops them at
# Ctrl-C. With --check it ends by itself: it waits until all four finalise, stops one, and succeeds
# when the other three go on finalising.
# NES_RPC_PORTS and NES_P2P_PORTS choose four ports each.

source "$(dirname "$0")/env.sh"

source ops/network.sh

check() {
    local index from
    for index in "${!names[@]}"; do await_final "$index" 5; done
    echo "four validators finalise"

    kill "${validators[3]}"
    wait "${validators[3]}" 2>/dev/null || true
    unset 'validators[3]'
    # From the best block on, so that each of these blocks is made and finalised by three.
    from=$(height best 0)
    for index in 0 1 2; do await_final "$index" $((from + 10)); done
    echo "with ${names[3]} stopped the others have finalised from block $from to $((from + 10))"
}

watch() {
    local index line
    while sleep 3; do
        line=''
        for index in "${!names[@]}"; do
            line+="${names[index]} $(height best "$index") (final $(height final "$index"))   "
        done
        echo "$line"
    done
}

[ -x "$node_binary" ] || fail "there is no node at $node_binary: build it with scripts/run.sh"
for port in "${rpc_ports[@]}" "${p2p_ports[@]}"; do
    require_free "$port" "NES_RPC_PORTS and NES_P2P_PORTS"
done
start_all
if [ "${1:-}" = --check ]; then
    check
else
    trap 'exit 0' INT TERM
    say "Four validators run; the first one's RPC is ws://127.0.0.1:${rpc_ports[0]}, Ctrl-C stops them"
    watch
fi
