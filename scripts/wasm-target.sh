#!/usr/bin/env bash
# Gives the Rust toolchain what compiles the runtime to WebAssembly: the target wasm32v1-none.
# rustup has it; where rustup is missing or refused, the target's libraries are compiled from the
# sources of the standard library, which rustup or Debian's package rust-src provide.

source "$(dirname "$0")/env.sh"

target=wasm32v1-none
rustlib=$(rustc --print sysroot)/lib/rustlib

from_rustup() {
    has rustup || return 1
    say "Adding the target $target to Rust $toolchain"
    rustup target add --toolchain "$toolchain" "$target"
}

# The sources of the standard library, where cargo looks for them.
fetch_sources() {
    [ -d "$rustlib/src/rust/library" ] && return
    if has rustup && rustup component add --toolchain "$toolchain" rust-src; then return; fi
    has apt-get || return 1
    apt-cache policy rust-src | grep "Candidate: $toolchain" >/dev/null || return 1
    as_root apt-get install -y -qq rust-src || return 1
    mkdir -p "$rustlib/src"
    ln -sfn "/usr/src/rustc-$toolchain" "$rustlib/src/rust"
}

from_sources() {
    say "Compiling the target $target from the sources of Rust's standard library"
    fetch_sources || return 1
    local work
    work=$(mktemp -d)
    trap 'rm -rf "$work"' RETURN
    cargo new --quiet --lib --vcs none --name none "$work/none"
    printf '#![no_std]\n' >"$work/none/src/lib.rs"
    # `build-std` is not for stable toolchains; this tells the compiler that we know.
    RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$work/target" cargo build --release --quiet \
        --manifest-path "$work/none/Cargo.toml" --target "$target" -Z build-std=core,alloc || return 1
    mkdir -p "$rustlib/$target/lib"
    cp "$work/target/$target/release/deps/"lib{core,alloc,compiler_builtins}-*.rlib \
        "$rustlib/$target/lib/"
}

[ -d "$rustlib/$target/lib" ] || from_rustup || from_sources ||
    fail "the target $target can be had neither from rustup nor from the sources of Rust $toolchain;
  with a network, run: rustup target add $target --toolchain $toolchain"
