#!/usr/bin/env bash
# Installs the Rust toolchain that rust-toolchain.toml names, with clippy and rustfmt, when it is
# missing.

source "$(dirname "$0")/env.sh"

# From the host that Rust's toolchains come from, so that no other one has to be reachable.
install_rustup() {
    local url work
    url=https://static.rust-lang.org/rustup/dist/$(uname -m)-unknown-linux-gnu/rustup-init
    work=$(mktemp -d)
    say "Installing rustup, from $url"
    curl --proto '=https' --tlsv1.2 -sSf -o "$work/rustup-init" "$url" ||
        fail "rustup cannot be fetched; is there a network?"
    chmod +x "$work/rustup-init"
    "$work/rustup-init" -y --no-modify-path --profile minimal --default-toolchain none ||
        fail "rustup could not be installed"
    rm -r "$work"
}

install_rust() {
    if ! has cargo && ! has rustup; then
        install_rustup
    fi
    case $(rustc --version 2>/dev/null) in
        "rustc $toolchain "*)
            cargo clippy --version >/dev/null 2>&1 && cargo fmt --version >/dev/null 2>&1 && return
            ;;
    esac

    has rustup || fail "this is not Rust $toolchain and there is no rustup to fetch it:
  install Rust $toolchain with clippy and rustfmt, or remove this one and run again"
    say "Installing Rust $toolchain with clippy and rustfmt"
    rustup toolchain install "$toolchain" --profile minimal --component clippy,rustfmt ||
        fail "rustup cannot install Rust $toolchain; is there a network?"
}

install_rust
