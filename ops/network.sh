# Four validators of the local preset on this machine, which end with the script that sources this.

read -ra rpc_ports <<<"${NES_RPC_PORTS:-9944 9945 9946 9947}"
read -ra p2p_ports <<<"${NES_P2P_PORTS:-30333 30334 30335 30336}"
names=(alice bob charlie dave)
patience=240
base=$(mktemp -d)
validators=()

clean_up() {
    [ ${#validators[@]} -eq 0 ] || kill "${validators[@]}" 2>/dev/null || true
    wait
    rm -rf "$base"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The height of the best or the finalised block of validator $2; 0 when it does not answer.
height() {
    local block='' hash
    if [ "$1" = final ]; then
        hash=$(ask "$2" chain_getFinalizedHead '' | sed -n 's/.*"result":\("0x[0-9a-f]*"\).*/\1/p')
        block=$hash
    fi
    local number
    number=$(ask "$2" chain_getHeader "$block" | sed -n 's/.*"number":"0x\([0-9a-f]*\)".*/\1/p')
    echo $((16#${number:-0}))
}

ask() {
    curl -s -m 5 -H 'content-type: application/json' "http://127.0.0.1:${rpc_ports[$1]}" \
        -d "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"$2\",\"params\":[$3]}" || true
}

start_all() {
    local peers=() index
    for index in "${!names[@]}"; do
        mkdir "$base/${names[index]}"
        peers+=("/ip4/127.0.0.1/tcp/${p2p_ports[index]}/p2p/$("$node_binary" key generate-node-key \
            --file "$base/${names[index]}/key" 2>&1 | tail -n 1)")
    done
    for index in "${!names[@]}"; do
        "$node_binary" --chain local --validator "--${names[index]}" \
            --base-path "$base/${names[index]}" --node-key-file "$base/${names[index]}/key" \
            --port "${p2p_ports[index]}" --rpc-port "${rpc_ports[index]}" \
            --bootnodes "${peers[@]}" --no-mdns --no-prometheus --no-telemetry \
            2>"$base/${names[index]}/log" &
        validators+=($!)
    done
}

# Waits until validator $1 has finalised block $2.
await_final() {
    local deadline=$((SECONDS + patience))
    while kill -0 "${validators[$1]}" 2>/dev/null; do
        [ "$(height final "$1")" -lt "$2" ] || return 0
        [ $SECONDS -lt $deadline ] || give_up "$1" "has not finalised block $2 within $patience s"
        sleep 1
    done
    give_up "$1" "has ended"
}

give_up() {
    tail -n 20 "$base/${names[$1]}/log" >&2
    fail "${names[$1]} $2; its log ends above"
}
