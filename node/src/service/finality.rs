//! Finalises blocks with GRANDPA.

use std::time::Duration;

use sc_cli::Result;
use sc_consensus_grandpa::{Config, GrandpaParams, VotingRulesBuilder};

use super::{
    network::{Network, Votes},
    node::Node,
    partial::{Grandpa, JUSTIFICATION_PERIOD},
    settings::Settings,
};

/// The time in which a vote reaches the whole network.
const GOSSIP: Duration = Duration::from_millis(333);

/// Starts to vote, or on a node that is no authority to follow the votes.
pub(super) fn start(
    settings: Settings,
    node: &Node,
    network: Network,
    votes: Votes,
    grandpa: Grandpa,
) -> Result<()> {
    if settings.disable_grandpa {
        return Ok(());
    }
    let config = Config {
        gossip_duration: GOSSIP,
        justification_generation_period: JUSTIFICATION_PERIOD,
        observer_enabled: false,
        local_role: settings.role,
        name: Some(settings.name),
        keystore: settings.role.is_authority().then(|| node.keystore.clone()),
        telemetry: node.telemetry(),
        protocol_name: votes.name,
    };
    let voter = sc_consensus_grandpa::run_grandpa_voter(GrandpaParams {
        config,
        link: grandpa.link,
        network: network.service,
        sync: network.sync,
        notification_service: votes.notifications,
        voting_rule: VotingRulesBuilder::default().build(),
        prometheus_registry: settings.registry,
        shared_voter_state: grandpa.voter_state,
        telemetry: node.telemetry(),
        offchain_tx_pool_factory: node.offchain_pool(),
    })?;
    node.task_manager.spawn_essential_handle().spawn_blocking("grandpa-voter", None, voter);
    Ok(())
}
