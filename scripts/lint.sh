#!/usr/bin/env bash
# Checks the form of everything: Rust's format, lints and docs, the features that no build has, the
# rules of this repository, the dependencies, and the scripts and modules.

source "$(dirname "$0")/env.sh"

say "Format"
cargo fmt --all -- --check || fail "run: cargo fmt --all"

say "Lints of clippy; the first time this takes about twenty minutes on two cores"
cargo clippy --release --locked --workspace --all-targets -- -D warnings

say "Docs of the code"
RUSTDOCFLAGS="-D warnings" cargo doc --release --locked --workspace --no-deps

say "Features that no build has"
for feature in runtime-benchmarks try-runtime; do
    SKIP_WASM_BUILD=1 cargo check --release --locked -p nes-runtime --features $feature
done

scripts/rules.sh
scripts/owners.sh
scripts/deny.sh

say "Scripts"
for script in scripts/*.sh ops/*.sh .ci/run; do bash -n "$script"; done
find clients tests -name node_modules -prune -o -name '*.mjs' -print |
    while read -r module; do node --check "$module"; done
for package in clients/js clients/serve tests/e2e; do
    [ -d $package/node_modules ] || fail "$package has no packages: run scripts/setup.sh"
    npm run --silent check --prefix $package || fail "the types of $package do not fit"
done
