//! The chains that the node knows by name, and those that a file describes.

use std::path::Path;

use nes_runtime::{genesis, OpaqueBlock, SS58_PREFIX, WASM_BINARY};
use sc_chain_spec::ChainSpecExtension;
use sc_client_api::{BadBlocks, ForkBlocks};
use sc_service::{ChainType, GenericChainSpec, Properties};
use sc_sync_state_rpc::LightSyncStateExtension;
use serde::{Deserialize, Serialize};

/// The parts of a specification besides the chain's genesis.
#[derive(Default, Clone, Serialize, Deserialize, ChainSpecExtension)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Extensions {
    /// Blocks that are the only valid ones at their height.
    pub(crate) fork_blocks: ForkBlocks<OpaqueBlock>,
    /// Blocks that are never valid.
    pub(crate) bad_blocks: BadBlocks<OpaqueBlock>,
    /// The state from which a light client may start to sync.
    pub(crate) light_sync_state: LightSyncStateExtension,
}

/// A chain's specification.
pub(crate) type ChainSpec = GenericChainSpec<Extensions>;

/// The chain of this name or, when there is none, the one that the file at this path describes.
pub(crate) fn load(id: &str) -> Result<Box<dyn sc_service::ChainSpec>, String> {
    Ok(Box::new(match id {
        "dev" | "development" => development()?,
        "local" => local()?,
        "" => return Err(format!("no chain is named. {KNOWN}")),
        path if Path::new(path).is_file() => from_file(path)?,
        unknown => {
            return Err(format!("`{unknown}` is neither a known chain nor a file. {KNOWN}"));
        }
    }))
}

const KNOWN: &str = "Give --chain `dev`, `local` or the path of a chain specification.";

/// A chain of one validator, Alice, for developers.
fn development() -> Result<ChainSpec, String> {
    Ok(ChainSpec::builder(wasm()?, Extensions::default())
        .with_name("NES Development")
        .with_id("nes_dev")
        .with_chain_type(ChainType::Development)
        .with_protocol_id("nesdev")
        .with_properties(properties())
        .with_genesis_config_preset_name(genesis::DEVELOPMENT)
        .build())
}

/// A chain of a few well-known validators, for a network on one machine.
fn local() -> Result<ChainSpec, String> {
    Ok(ChainSpec::builder(wasm()?, Extensions::default())
        .with_name("NES Local Testnet")
        .with_id("nes_local")
        .with_chain_type(ChainType::Local)
        .with_protocol_id("neslocal")
        .with_properties(properties())
        .with_genesis_config_preset_name(genesis::LOCAL_TESTNET)
        .build())
}

fn from_file(path: &str) -> Result<ChainSpec, String> {
    ChainSpec::from_json_file(path.into())
        .map_err(|error| format!("`{path}` is not a chain specification: {error}."))
}

fn wasm() -> Result<&'static [u8], String> {
    WASM_BINARY.ok_or_else(|| {
        "this node was built without its runtime's wasm; build it again without SKIP_WASM_BUILD."
            .into()
    })
}

/// Returns the properties by which wallets show amounts and accounts.
fn properties() -> Properties {
    Properties::from_iter([
        ("tokenSymbol".into(), "NES".into()),
        ("tokenDecimals".into(), 12.into()),
        ("ss58Format".into(), SS58_PREFIX.into()),
    ])
}
