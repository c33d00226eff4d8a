//! The first state of each chain.
//!
//! A preset is a patch over the runtime's default genesis. `development` and `local_testnet` are
//! complete; `mainnet` is the public chain's shape, whose accounts and keys have to be filled in
//! before a chain can start from it.

mod development;

use alloc::{vec, vec::Vec};

use frame_support::build_struct_json_patch;
use pallet_tempo::Clock;
use serde_json::Value;
use sp_consensus_babe::{AllowedSlots, BabeEpochConfiguration};
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};

use crate::{
    BabeConfig, BalancesConfig, DisputesConfig, InferenceConfig, MarketConfig, NodeStakingConfig,
    RewardsConfig, RuntimeGenesisConfig, SessionConfig, SudoConfig, TechnicalCommitteeConfig,
    TempoConfig, VestingConfig,
};

/// The preset with one validator, a fast clock and a sudo key that everybody knows.
pub const DEVELOPMENT: &str = DEV_RUNTIME_PRESET;

/// The preset with four validators on a fast clock, without sudo.
pub const LOCAL_TESTNET: &str = LOCAL_TESTNET_RUNTIME_PRESET;

/// The preset of the public chain's shape.
pub const MAINNET: &str = "mainnet";

/// The names of all presets.
pub const PRESETS: [&str; 3] = [DEVELOPMENT, LOCAL_TESTNET, MAINNET];

/// BABE's assignment of slots: a quarter of them by lottery and the others in turn, each with a VRF
/// output, so that every block brings randomness for the draws.
pub const BABE: BabeEpochConfiguration =
    BabeEpochConfiguration { c: (1, 4), allowed_slots: AllowedSlots::PrimaryAndSecondaryVRFSlots };

/// Returns the preset of this name as JSON.
pub(crate) fn preset(id: &PresetId) -> Option<Vec<u8>> {
    let patch = match id.as_ref() {
        DEVELOPMENT => development::development(),
        LOCAL_TESTNET => development::local_testnet(),
        MAINNET => mainnet(),
        _ => return None,
    };
    serde_json::to_vec(&patch).ok()
}

/// Returns the public chain's shape: its clock and its rules, without accounts.
///
/// The empty parts have to be filled in before the chain is started: `balances` (1,000,000,000 NES
/// in all, among them the treasury and the pots of rewards, emission and escrows, which get the
/// existential deposit otherwise), `vesting`, for each first validator an entry in
/// `nodeStaking.nodes` and one in `session.keys`, and the members of the technical collective,
/// without whom no chain starts. There is no sudo key.
fn mainnet() -> Value {
    build_struct_json_patch!(RuntimeGenesisConfig {
        tempo: TempoConfig { clock: Clock::default() },
        balances: BalancesConfig { balances: vec![] },
        vesting: VestingConfig { vesting: vec![] },
        babe: BabeConfig { epoch_config: BABE },
        node_staking: NodeStakingConfig { params: Default::default(), nodes: vec![] },
        session: SessionConfig { keys: vec![] },
        market: MarketConfig { params: Default::default() },
        inference: InferenceConfig { params: Default::default() },
        disputes: DisputesConfig { params: Default::default(), rules: Default::default() },
        rewards: RewardsConfig { params: Default::default() },
        technical_committee: TechnicalCommitteeConfig { members: vec![] },
        sudo: SudoConfig { key: None },
    })
}
