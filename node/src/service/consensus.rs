//! The part in consensus: blocks by BABE and their finality by GRANDPA.

use std::time::Duration;

use nes_core::BlockNumber;
use sc_basic_authorship::ProposerFactory;
use sc_cli::Result;
use sc_consensus_babe::{BabeParams, SlotProportion};
use sc_consensus_grandpa::{Config, GrandpaParams, VotingRulesBuilder};
use sc_consensus_slots::BackoffAuthoringOnFinalizedHeadLagging;

use super::{
    network::{Network, Votes},
    node::{Node, Settings},
    partial::{inherents, Babe, Grandpa, JUSTIFICATION_PERIOD},
};

/// The part of a slot in which a block is filled; the rest is for it to reach the others.
const PROPOSAL_PORTION: f32 = 0.5;

/// The time in which a vote reaches the whole network.
const GOSSIP: Duration = Duration::from_millis(333);

/// Starts to author, if this node is an authority.
pub(super) fn author(
    settings: &Settings,
    node: &Node,
    network: &Network,
    babe: Babe,
) -> Result<()> {
    if !settings.role.is_authority() {
        return Ok(());
    }
    let env = ProposerFactory::new(
        node.task_manager.spawn_handle(),
        node.client.clone(),
        node.pool.clone(),
        settings.registry.as_ref(),
        node.telemetry(),
    );
    let slot_duration = babe.link.config().slot_duration();
    let worker = sc_consensus_babe::start_babe(BabeParams {
        keystore: node.keystore.clone(),
        client: node.client.clone(),
        select_chain: node.select_chain.clone(),
        env,
        block_import: babe.block_import,
        sync_oracle: network.sync.clone(),
        justification_sync_link: network.sync.clone(),
        create_inherent_data_providers: inherents(slot_duration),
        force_authoring: settings.force_authoring,
        backoff_authoring_blocks: Some(
            BackoffAuthoringOnFinalizedHeadLagging::<BlockNumber>::default(),
        ),
        babe_link: babe.link,
        block_proposal_slot_portion: SlotProportion::new(PROPOSAL_PORTION),
        max_block_proposal_slot_portion: None,
        telemetry: node.telemetry(),
    })
    .map_err(sc_service::Error::from)?;
    let tasks = node.task_manager.spawn_essential_handle();
    tasks.spawn_blocking("babe", Some("block-authoring"), worker);
    Ok(())
}

/// Starts to vote, or on a node that is no authority to follow the votes.
pub(super) fn finalise(
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
