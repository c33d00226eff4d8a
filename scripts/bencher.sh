# The common part of scripts that measure: the runtime with its benchmarks and frame-omni-bencher,
# which runs them. Sourced, never run.

source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

bencher_version=0.28.0
bencher_home=$(dirname "$CARGO_TARGET_DIR")/tools
bencher=$bencher_home/bin/frame-omni-bencher

install_bencher() {
    "$bencher" --version 2>/dev/null | grep -qF " $bencher_version" && return
    if ! { has clang && ls /usr/lib/llvm-*/lib/libclang*.so* >/dev/null 2>&1; }; then
        say "Installing the Debian packages: clang libclang-dev"
        as_root apt-get update -qq
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq clang libclang-dev ||
            fail "apt-get could not install clang and libclang-dev"
    fi
    say "Installing frame-omni-bencher $bencher_version; once a machine, about 25 minutes on two cores"
    cargo install frame-omni-bencher --version "$bencher_version" --locked --root "$bencher_home"
}

prepare_bencher() {
    scripts/setup.sh
    install_bencher
    say "Building the runtime with its benchmarks"
    # The wasm with benchmarks takes the place of the one without; a younger build script makes the
    # next build of the node compile its own again.
    trap 'touch runtime/build.rs' EXIT
    cargo build --release --locked -p nes-runtime --features runtime-benchmarks
}

# Benchmarks of the pallet $1, with further options of `benchmark pallet`.
bench() {
    local pallet=$1
    shift
    "$bencher" v1 benchmark pallet --pallet "$pallet" \
        --runtime "$CARGO_TARGET_DIR/release/wbuild/nes-runtime/nes_runtime.compact.compressed.wasm" \
        --genesis-builder runtime --genesis-builder-preset development \
        --wasm-execution compiled --disable-proof-recording "$@"
}
