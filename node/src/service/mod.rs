//! The start of a node, phase by phase, from its configuration to its last task.

mod consensus;
mod database;
mod equivocation;
mod keys;
mod network;
mod node;
mod partial;
mod reports;
mod tasks;

use nes_client::{Block, Hash};
use sc_cli::Result;
use sc_network::{
    config::NetworkBackendType, Litep2pNetworkBackend, NetworkBackend, NetworkWorker,
};
use sc_service::{Configuration, TaskManager};
use sc_storage_monitor::StorageMonitorParams;

use crate::index::{self, IndexParams};
use network::Joined;
use node::Settings;

pub(crate) use partial::{partial, revert_consensus, Partial};

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
    let facts = index::Facts::new(node.client.clone(), node.backend.clone(), node.past.clone());
    let index = index::start(index, &config, facts, &handle);
    let rpc = tasks::rpc_deps(&config, &node, &babe, &grandpa, index);
    tasks::serve(config, &mut node, &network, control, rpc)?;

    tasks::discover_authorities(&settings, discovery, &node, &network);
    keys::watch(&settings, &node, &network)?;
    reports::follow(&settings, &node, babe.block_import.double_blocks());
    consensus::author(&settings, &node, &network, babe)?;
    consensus::finalise(settings, &node, network, votes, grandpa)?;
    tasks::announce_stop(&mut node);
    Ok(node.task_manager)
}
