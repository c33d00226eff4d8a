//! What exists before the node joins the network; enough for every subcommand.

use std::sync::Arc;

use sc_cli::Result;
use sc_consensus::DefaultImportQueue;
use sc_consensus_babe::{BabeBlockImport, BabeLink, BabeWorkerHandle, ImportQueueParams};
use sc_consensus_grandpa::{GrandpaBlockImport, LinkHalf, SharedVoterState};
use sc_service::{config::Configuration, TaskManager};
use sc_telemetry::{Telemetry, TelemetryHandle, TelemetryWorker};
use sc_transaction_pool_api::{OffchainTransactionPoolFactory, RejectAllTxPool};
use sp_consensus_babe::inherents::BabeCreateInherentDataProviders;
use sp_keystore::KeystorePtr;

use super::{
    authoring::inherents,
    database::{self, Database},
    equivocation::WatchedImport,
    finality, Backend, Block, Client, Pool, SelectChain,
};
use crate::past::Past;

/// GRANDPA's part of the import of a block.
type GrandpaImport = GrandpaBlockImport<Backend, Block, Client, SelectChain>;
/// The import of a block: BABE checks it, GRANDPA follows its authorities, the client keeps it.
pub(super) type BabeImport = BabeBlockImport<
    Block,
    Client,
    GrandpaImport,
    BabeCreateInherentDataProviders<Block>,
    SelectChain,
>;

/// What exists before the node joins the network.
pub(crate) struct Partial {
    /// What every later phase reads.
    pub(crate) node: Node,
    /// Takes blocks from elsewhere.
    pub(crate) import_queue: DefaultImportQueue<Block>,
    /// What authoring needs of BABE.
    pub(super) babe: Babe,
    /// What finality needs of GRANDPA.
    pub(super) grandpa: Grandpa,
}

/// What every phase reads.
pub(crate) struct Node {
    /// The chain.
    pub(crate) client: Arc<Client>,
    /// Its database.
    pub(crate) backend: Arc<Backend>,
    /// The events of its blocks.
    pub(crate) past: Past,
    /// The node's tasks.
    pub(crate) task_manager: TaskManager,
    /// The node's keys.
    pub(super) keystore: KeystorePtr,
    /// The rule for the best chain.
    pub(super) select_chain: SelectChain,
    /// The extrinsics that wait.
    pub(super) pool: Arc<Pool>,
    /// Where the node reports itself, if anywhere.
    pub(super) telemetry: Option<Telemetry>,
}

/// What authoring needs of BABE.
pub(super) struct Babe {
    pub(super) block_import: WatchedImport,
    pub(super) link: BabeLink<Block>,
    pub(super) worker: BabeWorkerHandle<Block>,
}

/// What finality needs of GRANDPA.
pub(super) struct Grandpa {
    pub(super) link: LinkHalf<Block, Client, SelectChain>,
    pub(super) voter_state: SharedVoterState,
}

impl Node {
    /// Where a task reports to.
    pub(super) fn telemetry(&self) -> Option<TelemetryHandle> {
        self.telemetry.as_ref().map(Telemetry::handle)
    }

    /// Lets the runtime submit what it reports of equivocations.
    pub(super) fn offchain_pool(&self) -> OffchainTransactionPoolFactory<Block> {
        OffchainTransactionPoolFactory::new(self.pool.clone())
    }
}

/// Opens the database and prepares the import of blocks.
pub(crate) fn partial(config: &Configuration) -> Result<Partial> {
    let node = open(config)?;
    let (grandpa_import, link) = sc_consensus_grandpa::block_import(
        node.client.clone(),
        finality::JUSTIFICATION_PERIOD,
        &node.client,
        node.select_chain.clone(),
        node.telemetry(),
    )?;
    let (import_queue, babe) = import_blocks(config, &node, grandpa_import)?;
    let grandpa = Grandpa { link, voter_state: SharedVoterState::empty() };
    Ok(Partial { node, import_queue, babe, grandpa })
}

fn open(config: &Configuration) -> Result<Node> {
    let (telemetry, worker) = report_to(config)?.unzip();
    let handle = telemetry.as_ref().map(Telemetry::handle);
    let Database { client, backend, executor, keystore, task_manager } =
        database::open(config, handle)?;
    if let Some(worker) = worker {
        task_manager.spawn_handle().spawn("telemetry", None, worker.run());
    }
    let pool = sc_transaction_pool::Builder::new(
        task_manager.spawn_essential_handle(),
        client.clone(),
        config.role.is_authority().into(),
    )
    .with_options(config.transaction_pool.clone())
    .with_prometheus(config.prometheus_registry())
    .build();
    let select_chain = SelectChain::new(backend.clone());
    let past = Past::new(client.clone(), backend.clone(), executor);
    let pool = pool.into();
    Ok(Node { client, backend, past, task_manager, keystore, select_chain, pool, telemetry })
}

fn report_to(config: &Configuration) -> Result<Option<(Telemetry, TelemetryWorker)>> {
    const BUFFER: usize = 16;
    let Some(endpoints) = config.telemetry_endpoints.clone().filter(|it| !it.is_empty()) else {
        return Ok(None);
    };
    let worker = TelemetryWorker::new(BUFFER).map_err(sc_service::Error::from)?;
    Ok(Some((worker.handle().new_telemetry(endpoints), worker)))
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
