# The common part of all scripts; sourced, never run.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# Outside of the checkout, so that a fresh clone finds everything compiled.
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$HOME/.cache/nes-chain/target}"
export PATH="$HOME/.cargo/bin:$PATH"

# Builds also make the wasm that tests upgrade a chain to. For all scripts, because what changes
# here compiles the runtime anew.
export NES_UPGRADE_TEST=1

toolchain=$(sed -n 's/^channel = "\(.*\)"/\1/p' rust-toolchain.toml)
# Naming the toolchain keeps rustup from fetching what the file lists on every call; setup.sh does.
export RUSTUP_TOOLCHAIN="${RUSTUP_TOOLCHAIN:-$toolchain}"

node_binary="${NES_NODE:-$CARGO_TARGET_DIR/release/nes-node}"

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }

fail() {
    printf '\nerror: %s\n' "$*" >&2
    exit 1
}

# Fails when something listens on port $1 of this machine; $2 is what chooses another one.
require_free() {
    if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then
        fail "port $1 is in use: stop what listens there, or choose another one with $2"
    fi
}

has() { command -v "$1" >/dev/null; }

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif has sudo; then
        sudo "$@"
    else
        fail "$1 needs root: run this script as root, or install sudo"
    fi
}
