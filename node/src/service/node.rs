//! The parts and settings of a node that the phases of its start read.

use std::sync::Arc;

use nes_client::{Backend, Block, Client, Past, Pool, SelectChain};
use sc_cli::Result;
use sc_network::config::Role;
use sc_service::{config::Configuration, TaskManager};
use sc_telemetry::{Telemetry, TelemetryHandle, TelemetryWorker};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_keystore::KeystorePtr;
use substrate_prometheus_endpoint::Registry;

use super::{
    database::{self, Database},
    reports::Reports,
};

/// The parts of a node that every phase reads.
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
    /// The reports of equivocations that are not final yet.
    pub(super) reports: Arc<Reports>,
    /// The telemetry that the node reports to, if there is any.
    pub(super) telemetry: Option<Telemetry>,
}

impl Node {
    /// Returns the telemetry that a task reports to.
    pub(super) fn telemetry(&self) -> Option<TelemetryHandle> {
        self.telemetry.as_ref().map(Telemetry::handle)
    }

    /// Returns the pool into which the runtime submits its reports of equivocations.
    pub(super) fn offchain_pool(&self) -> OffchainTransactionPoolFactory<Block> {
        OffchainTransactionPoolFactory::new(self.reports.clone())
    }
}

/// The settings that the last phases need of a configuration that an earlier one consumes.
pub(super) struct Settings {
    pub(super) role: Role,
    pub(super) name: String,
    pub(super) force_authoring: bool,
    pub(super) disable_grandpa: bool,
    pub(super) registry: Option<Registry>,
}

impl Settings {
    pub(super) fn of(config: &Configuration) -> Self {
        Self {
            role: config.role,
            name: config.network.node_name.clone(),
            force_authoring: config.force_authoring,
            disable_grandpa: config.disable_grandpa,
            registry: config.prometheus_registry().cloned(),
        }
    }
}

/// Opens the database.
pub(super) fn open(config: &Configuration) -> Result<Node> {
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
    let pool = Arc::new(pool);
    let reports = Reports::new(client.clone(), pool.clone()).into();
    Ok(Node {
        client,
        backend,
        past,
        task_manager,
        keystore,
        select_chain,
        pool,
        reports,
        telemetry,
    })
}

fn report_to(config: &Configuration) -> Result<Option<(Telemetry, TelemetryWorker)>> {
    const BUFFER: usize = 16;
    let Some(endpoints) = config.telemetry_endpoints.clone().filter(|it| !it.is_empty()) else {
        return Ok(None);
    };
    let worker = TelemetryWorker::new(BUFFER).map_err(sc_service::Error::from)?;
    Ok(Some((worker.handle().new_telemetry(endpoints), worker)))
}
