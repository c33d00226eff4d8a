//! The parts of a node that exist before it joins the network; enough for every subcommand.

use std::sync::Arc;

use nes_client::{Backend, Block, Client, Hash, SelectChain};
use sc_cli::Result;
use sc_consensus::DefaultImportQueue;
use sc_consensus_babe::{BabeLink, BabeWorkerHandle, ImportQueueParams};
use sc_consensus_grandpa::{LinkHalf, SharedVoterState};
use sc_service::config::Configuration;
use sc_transaction_pool_api::{OffchainTransactionPoolFactory, RejectAllTxPool};
use sp_consensus_babe::{
    inherents::{BabeCreateInherentDataProviders, InherentDataProvider},
    SlotDuration,
};

use super::{
    equivocation::{GrandpaImport, WatchedImport},
    node::{self, Node},
};

/// The blocks between two justifications that are kept, besides those of authority changes.
pub(super) const JUSTIFICATION_PERIOD: u32 = 512;

/// The parts of a node that exist before it joins the network.
pub(crate) struct Partial {
    /// The parts that every later phase reads.
    pub(crate) node: Node,
    /// The queue of blocks from other nodes.
    pub(crate) import_queue: DefaultImportQueue<Block>,
    /// BABE's parts, for authoring.
    pub(super) babe: Babe,
    /// GRANDPA's parts, for finality.
    pub(super) grandpa: Grandpa,
}

/// BABE's parts, for authoring.
pub(super) struct Babe {
    pub(super) block_import: WatchedImport,
    pub(super) link: BabeLink<Block>,
    pub(super) worker: BabeWorkerHandle<Block>,
}

/// GRANDPA's parts, for finality.
pub(super) struct Grandpa {
    pub(super) link: LinkHalf<Block, Client, SelectChain>,
    pub(super) voter_state: SharedVoterState,
}

/// Opens the database and prepares the import of blocks.
pub(crate) fn partial(config: &Configuration) -> Result<Partial> {
    let node = node::open(config)?;
    let (grandpa_import, link) = sc_consensus_grandpa::block_import(
        node.client.clone(),
        JUSTIFICATION_PERIOD,
        &node.client,
        node.select_chain.clone(),
        node.telemetry(),
    )?;
    let (import_queue, babe) = import_blocks(config, &node, grandpa_import)?;
    let grandpa = Grandpa { link, voter_state: SharedVoterState::empty() };
    Ok(Partial { node, import_queue, babe, grandpa })
}

fn import_blocks(
    config: &Configuration,
    node: &Node,
    grandpa_import: GrandpaImport,
) -> Result<(DefaultImportQueue<Block>, Babe)> {
    let justification_import = Box::new(grandpa_import.clone());
    let babe_config = sc_consensus_babe::configuration(&*node.client)?;
    let slot_duration = babe_config.slot_duration();
    let (block_import, link) = sc_consensus_babe::block_import(
        babe_config,
        grandpa_import,
        node.client.clone(),
        inherents(slot_duration),
        node.select_chain.clone(),
        OffchainTransactionPoolFactory::new(RejectAllTxPool::default()),
    )?;
    let block_import = WatchedImport::new(
        block_import,
        node.client.clone(),
        node.select_chain.clone(),
        node.offchain_pool(),
    );
    let (import_queue, worker) = sc_consensus_babe::import_queue(ImportQueueParams {
        link: link.clone(),
        block_import: block_import.clone(),
        justification_import: Some(justification_import),
        client: node.client.clone(),
        slot_duration,
        spawner: &node.task_manager.spawn_essential_handle(),
        registry: config.prometheus_registry(),
        telemetry: node.telemetry(),
    })?;
    Ok((import_queue, Babe { block_import, link, worker }))
}

/// Takes BABE and GRANDPA back by as many blocks as the chain is about to be.
pub(crate) fn revert_consensus(
    client: Arc<Client>,
    backend: Arc<Backend>,
    blocks: nes_core::BlockNumber,
) -> Result<()> {
    sc_consensus_babe::revert(client.clone(), backend, blocks)?;
    sc_consensus_grandpa::revert(client, blocks)?;
    Ok(())
}

/// Creates the inherents by which every block gives the time in which it was made.
pub(super) fn inherents(slot_duration: SlotDuration) -> BabeCreateInherentDataProviders<Block> {
    Arc::new(move |_parent: Hash, ()| async move {
        let time = sp_timestamp::InherentDataProvider::from_system_time();
        let slot = InherentDataProvider::from_timestamp_and_slot_duration(*time, slot_duration);
        Ok((slot, time))
    })
}
