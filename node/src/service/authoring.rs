//! Authors blocks with BABE.

use nes_core::BlockNumber;
use sc_basic_authorship::ProposerFactory;
use sc_cli::Result;
use sc_consensus_babe::{BabeParams, SlotProportion};
use sc_consensus_slots::BackoffAuthoringOnFinalizedHeadLagging;

use super::{
    network::Network,
    node::Node,
    partial::{inherents, Babe},
    settings::Settings,
};

/// The part of a slot in which a block is filled; the rest is for it to reach the others.
const PROPOSAL_PORTION: f32 = 0.5;

/// Starts to author, if this node is an authority.
pub(super) fn start(settings: &Settings, node: &Node, network: &Network, babe: Babe) -> Result<()> {
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
