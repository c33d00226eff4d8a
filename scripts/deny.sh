#!/usr/bin/env bash
# Checks the dependencies by the rules of deny.toml: licences, bans, sources, and advisories if their
# database can be fetched.

source "$(dirname "$0")/env.sh"

version=0.20.2
home=$(dirname "$CARGO_TARGET_DIR")/tools
export PATH="$home/bin:$PATH"

if ! cargo deny --version 2>/dev/null | grep -qF " $version"; then
    say "Installing cargo-deny $version; once a machine, about four minutes on two cores"
    cargo install cargo-deny --version "$version" --locked --root "$home"
fi

say "Dependencies"
cargo deny --locked check bans licenses sources
if timeout 60 cargo deny --locked fetch db 2>/dev/null; then
    cargo deny --locked check advisories
else
    say "The advisories cannot be fetched here and are not checked."
fi
