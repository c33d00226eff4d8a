#!/usr/bin/env bash
# Checks the rules of this repository that no tool knows.

source "$(dirname "$0")/env.sh"

# Fails with $1 when a line of the code that ships in the folders $4… matches $2, but not $3.
forbid() {
    local why=$1 pattern=$2 except=$3 found
    shift 3
    found=$(grep -rnE --include='*.rs' --exclude-dir=tests --exclude={tests,mock}.rs "$pattern" "$@" |
        grep -vE "$except" || true)
    [ -z "$found" ] || fail "$why:"$'\n'"$found"
}

say "Rules of this chain"
# The one randomness is the VRF output of a block after the request, which the runtime hands in.
forbid 'a draw must not see block hashes, timestamps or the collective flip' \
    'parent_hash|BlockHash::|block_hash\(|pallet_timestamp|UnixTime|[Cc]ollective.?[Ff]lip|random_seed' \
    'BlockHash::<T>::get\(BlockNumberFor::<T>::zero\(\)\)' pallets primitives
forbid 'NES is minted at the end of an era and at genesis' \
    '::issue\(|mint_into|deposit_creating|deposit_into_existing|set_total_issuance|set_balance\(' \
    'rewards/src/supply\.rs|support/src/account\.rs|benchmarking' \
    pallets primitives runtime/src
forbid 'every stored value has a bound' 'pallet::unbounded|without_storage_info' '^$' pallets runtime
forbid 'floats are not deterministic' '\bf(32|64)\b' '^$' pallets primitives runtime/src

say "Docs begin with a noun, or with a verb in the third person"
heads='What|Who|Whom|Whose|Whether|Which|Tells|Why|How|Where|When'
found=$(
    grep -rnE --include='*.rs' "^ *//[/!] ($heads)\b" primitives pallets runtime node |
        grep -v '^runtime/src/weights/' || true
    grep -rnE --include='*.mjs' --exclude-dir=node_modules "^ *(/\*\*|\*) ($heads)\b" clients tests || true
)
[ -z "$found" ] || fail "these begin with another word:"$'\n'"$found"

say "Dependencies point down: node, runtime, pallets, primitives; no pallet knows another"
names() { grep -hm1 '^name = ' "$@" | cut -d '"' -f 2 | paste -sd '|'; }
forbid_crates() {
    local found
    found=$(grep -nE "^($1)(\.workspace)? *=" "${@:2}" || true)
    [ -z "$found" ] || fail "these point up, or from one pallet to another:"$'\n'"$found"
}
node=$(names node/Cargo.toml node/*/Cargo.toml)
above="$node|nes-runtime|$(names pallets/*/Cargo.toml)"
forbid_crates "$node" runtime/Cargo.toml
forbid_crates "$above" pallets/*/Cargo.toml primitives/*/Cargo.toml

say "Links in the pages lead somewhere"
git ls-files -z --cached --others --exclude-standard '*.md' | xargs -0 node scripts/links.mjs || exit 1

say "Every crate comes from crates.io, and RocksDB is in no default build"
sources=$(sed -n 's/^source = //p' Cargo.lock | sort -u)
[ "$sources" = '"registry+https://github.com/rust-lang/crates.io-index"' ] || fail "$sources"
crates=$(cargo tree --locked -p nes-node -e normal,build --prefix none)
case $crates in *librocksdb-sys*) fail "RocksDB is in the default build" ;; esac
