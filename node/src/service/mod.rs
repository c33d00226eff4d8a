//! A node from its configuration to its last task, phase by phase.

mod authoring;
mod database;
mod equivocation;
mod finality;
mod keys;
mod network;
mod partial;
mod tasks;

use nes_runtime::{OpaqueBlock, RuntimeApi};
use sc_cli::Result;
use sc_executor::WasmExecutor;
use sc_network::{
    config::NetworkBackendType, Litep2pNetworkBackend, NetworkBackend, NetworkWorker,
};
use sc_service::{Configuration, Role, TaskManager};
use sc_storage_monitor::StorageMonitorParams;
use sp_io::SubstrateHostFunctions;
use substrate_prometheus_endpoint::Registry;

use crate::index::{self, IndexParams};
use network::Joined;

pub(crate) use partial::{partial, revert_consensus, Node, Partial};

/// A block as the node passes it around.
pub(crate) type Block = OpaqueBlock;
/// The hash of a block.
pub(crate) type Hash = nes_core::Hash;
/// Runs the runtime's wasm.
pub(crate) type Executor = WasmExecutor<SubstrateHostFunctions>;
/// The database.
pub(crate) type Backend = sc_service::TFullBackend<Block>;
/// The chain: its blocks, its state and calls of its runtime.
pub(crate) type Client = sc_service::TFullClient<Block, RuntimeApi, Executor>;
/// The rule for the best chain.
pub(crate) type SelectChain = sc_consensus::LongestChain<Backend, Block>;
/// The extrinsics that wait for a block.
pub(crate) type Pool = sc_transaction_pool::TransactionPoolHandle<Block, Client>;

/// Runs a node with the network backend that its configuration names.
pub(crate) fn run(
    config: Configuration,
    storage: StorageMonitorParams,
    index: &IndexParams,
) -> Result<TaskManager> {
    match config.network.network_backend {
        NetworkBackendType::Litep2p => start::<Litep2pNetworkBackend>(config, storage, index),
        NetworkBackendType::Libp2p => start::<NetworkWorker<Block, Hash>>(config, storage, index),
    }
}

/// The phases of a start. Each one needs what the ones before it made.
fn start<N: NetworkBackend<Block, Hash>>(
    config: Configuration,
    storage: StorageMonitorParams,
    index: &IndexParams,
) -> Result<TaskManager> {
    let settings = Settings::of(&config);
    let discovery = tasks::discovery(&config);
    let Partial { mut node, import_queue, babe, grandpa } = partial(&config)?;
    tasks::watch_disk(&config, storage, &node)?;

    let Joined { network, control, votes } =
        network::join::<N>(&config, &node, import_queue, &grandpa)?;
    tasks::run_offchain_workers(&config, &node, &network)?;

    let handle = node.task_manager.spawn_handle();
    let index = index::start(index, &config, &node, &handle);
    let rpc = tasks::rpc_deps(&config, &node, &babe, &grandpa, index);
    tasks::serve(config, &mut node, &network, control, rpc)?;

    tasks::discover_authorities(&settings, discovery, &node, &network);
    keys::watch(&settings, &node, &network)?;
    authoring::start(&settings, &node, &network, babe)?;
    finality::start(settings, &node, network, votes, grandpa)?;
    Ok(node.task_manager)
}

/// What the last phases want of a configuration that an earlier one consumes.
struct Settings {
    role: Role,
    name: String,
    force_authoring: bool,
    disable_grandpa: bool,
    registry: Option<Registry>,
}

impl Settings {
    fn of(config: &Configuration) -> Self {
        Self {
            role: config.role,
            name: config.network.node_name.clone(),
            force_authoring: config.force_authoring,
            disable_grandpa: config.disable_grandpa,
            registry: config.prometheus_registry().cloned(),
        }
    }
}
