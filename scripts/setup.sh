#!/usr/bin/env bash
# Installs what is missing to build and test NES chain on Debian, and says what it installs.
# Run it as often as you like, as root or with sudo; when nothing is missing it changes nothing.

source "$(dirname "$0")/env.sh"

node_major=18

install_packages() {
    local missing=()
    has curl || missing+=(curl ca-certificates)
    has git || missing+=(git)
    has cc && has make || missing+=(build-essential)
    has protoc || missing+=(protobuf-compiler)
    has node || missing+=(nodejs)
    has npm || missing+=(npm)
    [ ${#missing[@]} -gt 0 ] || return 0

    has apt-get || fail "this is not Debian; install these yourself and run again: ${missing[*]}"
    say "Installing the Debian packages: ${missing[*]}"
    as_root apt-get update -qq || fail "apt-get cannot reach its package lists; is there a network?"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        "${missing[@]}" || fail "apt-get could not install: ${missing[*]}"
}

check_node() {
    local version
    version=$(node --version)
    version=${version#v}
    [ "${version%%.*}" -ge $node_major ] ||
        fail "Node.js $version is too old; install version $node_major or newer"
}

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

# @polkadot/api, for those who serve tasks and for the demo with its model; vega, for pictures.
install_javascript() {
    local folder
    for folder in scripts/serve scripts/e2e scripts/plot; do
        cmp -s $folder/package-lock.json $folder/node_modules/.of-lock && continue
        say "Installing the JavaScript packages of $folder"
        npm ci --prefix $folder --no-audit --no-fund ||
            fail "npm could not install the packages of $folder; is there a network?"
        cp $folder/package-lock.json $folder/node_modules/.of-lock
    done
}

install_packages
check_node
install_rust
scripts/wasm-target.sh
install_javascript
say "Set up: $(rustc --version), Node.js $(node --version), $(protoc --version)"
