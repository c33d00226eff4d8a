//! The tasks besides consensus: RPC and telemetry, disk watch, offchain workers, discovery.

use std::sync::Arc;

use futures::{FutureExt, StreamExt};
use nes_index::Index;
use nes_rpc::{FullDeps, GrandpaDeps};
use sc_authority_discovery::{Role, WorkerConfig};
use sc_cli::Result;
use sc_client_api::Backend as _;
use sc_network::Event;
use sc_offchain::{OffchainWorkerOptions, OffchainWorkers};
use sc_service::{Configuration, SpawnTasksParams};
use sc_storage_monitor::{StorageMonitorParams, StorageMonitorService};

use super::{
    network::{Control, Network},
    node::{Node, Settings},
    partial::{Babe, Grandpa},
};

/// Logs that the node stops when it is dropped.
struct Stop;

impl Drop for Stop {
    fn drop(&mut self) {
        log::info!("The node stops");
    }
}

/// Has the log say that the node stops. The SDK logs an error for an essential task that ends then,
/// which alone would read like a crash.
pub(super) fn announce_stop(node: &mut Node) {
    node.task_manager.keep_alive(Stop);
}

/// Stops the node in order when its disk is nearly full.
pub(super) fn watch_disk(
    config: &Configuration,
    params: StorageMonitorParams,
    node: &Node,
) -> Result<()> {
    if let Some(path) = config.database.path() {
        let tasks = node.task_manager.spawn_essential_handle();
        StorageMonitorService::try_spawn(params, path.into(), &tasks)
            .map_err(|error| sc_cli::Error::Application(error.into()))?;
    }
    Ok(())
}

/// Runs the runtime's offchain workers after each block, if the configuration wants them.
pub(super) fn run_offchain_workers(
    config: &Configuration,
    node: &Node,
    network: &Network,
) -> Result<()> {
    if !config.offchain_worker.enabled {
        return Ok(());
    }
    let workers = OffchainWorkers::new(OffchainWorkerOptions {
        runtime_api_provider: node.client.clone(),
        keystore: Some(node.keystore.clone()),
        offchain_db: node.backend.offchain_storage(),
        transaction_pool: Some(node.offchain_pool()),
        network_provider: Arc::new(network.service.clone()),
        is_validator: config.role.is_authority(),
        enable_http_requests: true,
        custom_extensions: |_| Vec::new(),
    })?;
    let tasks = node.task_manager.spawn_handle();
    let run = workers.run(node.client.clone(), tasks.clone()).boxed();
    tasks.spawn("offchain-workers", Some("offchain-worker"), run);
    Ok(())
}

/// Returns the parts of the node that the RPC server answers from.
pub(super) fn rpc_deps(
    config: &Configuration,
    node: &Node,
    babe: &Babe,
    grandpa: &Grandpa,
    index: Option<Index>,
) -> FullDeps {
    FullDeps {
        client: node.client.clone(),
        backend: node.backend.clone(),
        past: node.past.clone(),
        pool: node.pool.clone(),
        select_chain: node.select_chain.clone(),
        keystore: node.keystore.clone(),
        chain_spec: config.chain_spec.cloned_box(),
        babe: babe.worker.clone(),
        grandpa: GrandpaDeps {
            voter_state: grandpa.voter_state.clone(),
            authority_set: grandpa.link.shared_authority_set().clone(),
            justifications: grandpa.link.justification_stream(),
        },
        index,
    }
}

/// Starts the RPC server, telemetry, Prometheus and the informant.
pub(super) fn serve(
    config: Configuration,
    node: &mut Node,
    network: &Network,
    control: Control,
    rpc: FullDeps,
) -> Result<()> {
    sc_service::spawn_tasks(SpawnTasksParams {
        config,
        client: node.client.clone(),
        backend: node.backend.clone(),
        task_manager: &mut node.task_manager,
        keystore: node.keystore.clone(),
        transaction_pool: node.pool.clone(),
        rpc_builder: Box::new(move |executor| Ok(nes_rpc::create_full(&rpc, executor)?)),
        network: network.service.clone(),
        system_rpc_tx: control.requests,
        tx_handler_controller: control.transactions,
        sync_service: network.sync.clone(),
        telemetry: node.telemetry.as_mut(),
        tracing_execute_block: None,
    })?;
    Ok(())
}

/// Returns the configuration by which authorities find each other.
pub(super) fn discovery(config: &Configuration) -> WorkerConfig {
    WorkerConfig {
        publish_non_global_ips: config.network.allow_non_globals_in_dht,
        public_addresses: config.network.public_addresses.clone(),
        strict_record_validation: true,
        persisted_cache_directory: config.network.net_config_path.clone(),
        ..Default::default()
    }
}

/// Publishes this authority's addresses and finds those of the others.
pub(super) fn discover_authorities(
    settings: &Settings,
    config: WorkerConfig,
    node: &Node,
    network: &Network,
) {
    if !settings.role.is_authority() {
        return;
    }
    let events = network.service.event_stream("authority-discovery");
    let events = events.filter_map(|event| async move {
        match event {
            Event::Dht(event) => Some(event),
            _ => None,
        }
    });
    let (worker, _service) = sc_authority_discovery::new_worker_and_service_with_config(
        config,
        node.client.clone(),
        Arc::new(network.service.clone()),
        Box::pin(events),
        Role::PublishAndDiscover(node.keystore.clone()),
        settings.registry.clone(),
        node.task_manager.spawn_handle(),
    );
    node.task_manager.spawn_handle().spawn("authority-discovery", None, worker.run());
}
