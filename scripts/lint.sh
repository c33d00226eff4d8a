#!/usr/bin/env bash
# Checks the form of everything: Rust's format and lints, rules that clippy does not know, and the
# scripts and modules.

source "$(dirname "$0")/env.sh"

# Fails with $1 when a line of the code that ships in the folders $4… matches $2, but not $3.
forbid() {
    local why=$1 pattern=$2 except=$3 found
    shift 3
    found=$(grep -rnE --include='*.rs' --exclude-dir=tests --exclude={tests,mock}.rs "$pattern" "$@" |
        grep -vE "$except" || true)
    [ -z "$found" ] || fail "$why:"$'\n'"$found"
}

say "Format"
cargo fmt --all -- --check || fail "run: cargo fmt --all"

say "Lints of clippy; the first time this takes about twenty minutes on two cores"
cargo clippy --release --locked --workspace --all-targets -- -D warnings

say "Rules of this chain"
# The one randomness is the VRF output of a block after the request, which the runtime hands in.
forbid 'a draw must not see block hashes, timestamps or the collective flip' \
    'parent_hash|BlockHash::|block_hash\(|pallet_timestamp|UnixTime|[Cc]ollective.?[Ff]lip|random_seed' \
    'BlockHash::<T>::get\(BlockNumberFor::<T>::zero\(\)\)' pallets primitives
forbid 'NES comes into being at the end of an era and at genesis' \
    '::issue\(|mint_into|deposit_creating|deposit_into_existing|set_total_issuance|set_balance\(' \
    'rewards/src/(emission|pot)\.rs|inference/src/escrow\.rs|node-staking/src/genesis\.rs|benchmarking' \
    pallets primitives runtime/src
forbid 'every stored value has a bound' 'pallet::unbounded|without_storage_info' '^$' pallets runtime
forbid 'floats are not deterministic' '\bf(32|64)\b' '^$' pallets primitives runtime/src

sources=$(sed -n 's/^source = //p' Cargo.lock | sort -u)
[ "$sources" = '"registry+https://github.com/rust-lang/crates.io-index"' ] ||
    fail "every crate comes from crates.io:"$'\n'"$sources"
crates=$(cargo tree --locked -p nes-node -e normal,build --prefix none)
case $crates in *librocksdb-sys*) fail "RocksDB is in the default build" ;; esac

say "Scripts"
for script in scripts/*.sh ops/*.sh .ci/run; do bash -n "$script"; done
find clients tests -name node_modules -prune -o -name '*.mjs' -print |
    while read -r module; do node --check "$module"; done
for package in clients/js clients/serve tests/e2e; do
    [ -d $package/node_modules ] || fail "$package has no packages: run scripts/setup.sh"
    npm run --silent check --prefix $package || fail "the types of $package do not fit"
done
