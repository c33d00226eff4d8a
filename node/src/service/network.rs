//! Joins the network.

use std::sync::Arc;

use nes_client::{Block, Hash};
use sc_cli::Result;
use sc_client_api::HeaderBackend;
use sc_consensus::DefaultImportQueue;
use sc_consensus_grandpa::warp_proof::NetworkProvider;
use sc_network::{
    config::FullNetworkConfiguration, service::traits::NetworkService, NetworkBackend,
    NotificationMetrics, NotificationService, ProtocolName,
};
use sc_network_sync::SyncingService;
use sc_network_transactions::TransactionsHandlerController;
use sc_service::{BuildNetworkParams, Configuration, WarpSyncConfig};
use sc_utils::mpsc::TracingUnboundedSender;

use super::{node::Node, partial::Grandpa};

/// The network, joined.
pub(super) struct Joined {
    /// The network as tasks use it.
    pub(super) network: Network,
    /// The network as the RPC server uses it.
    pub(super) control: Control,
    /// GRANDPA's own protocol.
    pub(super) votes: Votes,
}

/// The network as tasks use it.
pub(super) struct Network {
    pub(super) service: Arc<dyn NetworkService>,
    pub(super) sync: Arc<SyncingService<Block>>,
}

/// Asks the network about itself and tells it of new extrinsics.
pub(super) struct Control {
    pub(super) requests: TracingUnboundedSender<sc_rpc::system::Request<Block>>,
    pub(super) transactions: TransactionsHandlerController<Hash>,
}

/// The protocol over which validators vote on finality.
pub(super) struct Votes {
    pub(super) name: ProtocolName,
    pub(super) notifications: Box<dyn NotificationService>,
}

/// Joins the network over the backend `N`.
pub(super) fn join<N: NetworkBackend<Block, Hash>>(
    config: &Configuration,
    node: &Node,
    import_queue: DefaultImportQueue<Block>,
    grandpa: &Grandpa,
) -> Result<Joined> {
    let registry = config.prometheus_registry();
    let metrics = N::register_notification_metrics(registry);
    let mut net_config =
        FullNetworkConfiguration::<_, _, N>::new(&config.network, registry.cloned());
    let votes = add_votes(config, node, &mut net_config, metrics.clone());
    let warp_sync = NetworkProvider::new(
        node.backend.clone(),
        grandpa.link.shared_authority_set().clone(),
        Vec::new(),
    );
    let (service, requests, transactions, sync, _) =
        sc_service::build_network(BuildNetworkParams {
            config,
            net_config,
            client: node.client.clone(),
            transaction_pool: node.pool.clone(),
            spawn_handle: node.task_manager.spawn_handle(),
            spawn_essential_handle: node.task_manager.spawn_essential_handle(),
            import_queue,
            block_announce_validator_builder: None,
            warp_sync_config: Some(WarpSyncConfig::WithProvider(Arc::new(warp_sync))),
            block_relay: None,
            metrics,
            gap_sync_body_policy: None,
        })?;
    Ok(Joined {
        network: Network { service, sync },
        control: Control { requests, transactions },
        votes,
    })
}

fn add_votes<N: NetworkBackend<Block, Hash>>(
    config: &Configuration,
    node: &Node,
    net_config: &mut FullNetworkConfiguration<Block, Hash, N>,
    metrics: NotificationMetrics,
) -> Votes {
    let genesis = node.client.info().genesis_hash;
    let name = sc_consensus_grandpa::protocol_standard_name(&genesis, &config.chain_spec);
    let (protocol, notifications) = sc_consensus_grandpa::grandpa_peers_set_config::<_, N>(
        name.clone(),
        metrics,
        net_config.peer_store_handle(),
    );
    net_config.add_notification_protocol(protocol);
    Votes { name, notifications }
}
