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

# For clients, for the demo and the end-to-end tests, and for pictures.
install_javascript() {
    local folder
    for folder in clients/js clients/serve tests/e2e tests/plot; do
        cmp -s $folder/package-lock.json $folder/node_modules/.of-lock && continue
        say "Installing the JavaScript packages of $folder"
        npm ci --prefix $folder --no-audit --no-fund ||
            fail "npm could not install the packages of $folder; is there a network?"
        cp $folder/package-lock.json $folder/node_modules/.of-lock
    done
}

install_packages
check_node
scripts/rust.sh
scripts/wasm-target.sh
install_javascript
say "Set up: $(rustc --version), Node.js $(node --version), $(protoc --version)"
