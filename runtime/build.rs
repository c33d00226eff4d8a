//! Compiles the runtime to wasm, for the node to host.

fn main() {
    #[cfg(feature = "std")]
    wasm::build();
}

#[cfg(feature = "std")]
mod wasm {
    use std::{
        env::{set_var, var_os},
        path::Path,
    };

    use substrate_wasm_builder::WasmBuilder;

    /// Set by the scripts that test: a second wasm is built, to which tests upgrade a chain.
    const UPGRADE_TEST: &str = "NES_UPGRADE_TEST";

    pub(crate) fn build() {
        // The target directory lies outside of the workspace, so its lock file has to be named.
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        set_var("WASM_BUILD_WORKSPACE_HINT", workspace);
        // The profile with link-time optimisation: a fifth smaller than the release profile's.
        set_var("WASM_BUILD_TYPE", "production");
        hashed(builder()).build();

        println!("cargo:rerun-if-env-changed={UPGRADE_TEST}");
        if var_os(UPGRADE_TEST).is_some() {
            let upgrade = builder().enable_feature("upgrade-test");
            upgrade.set_file_name("nes_runtime_upgrade_test").build();
        }
    }

    fn builder() -> WasmBuilder {
        // The workspace's profiles do not reach the wasm.
        WasmBuilder::init_with_defaults().append_to_rust_flags("-C overflow-checks=on")
    }

    #[cfg(feature = "metadata-hash")]
    fn hashed(builder: WasmBuilder) -> WasmBuilder {
        builder.enable_metadata_hash("NES", 12)
    }

    #[cfg(not(feature = "metadata-hash"))]
    fn hashed(builder: WasmBuilder) -> WasmBuilder {
        builder
    }
}
