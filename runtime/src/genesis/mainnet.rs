//! The public chain's shape: its clock and its rules, without accounts.
//!
//! The empty parts have to be filled in before the chain is started: `balances` (1,000,000,000 NES
//! in all, among them the treasury and the pots of rewards, emission and escrows, which get the
//! existential deposit otherwise), `vesting`, for each first validator an entry in
//! `nodeStaking.nodes` and one in `session.keys`, and the members of the technical collective,
//! without whom no chain starts. There is no sudo key.

use alloc::vec;

use frame_support::build_struct_json_patch;
use pallet_tempo::Clock;
use serde_json::Value;

use super::BABE;
use crate::{
    BabeConfig, BalancesConfig, InferenceConfig, MarketConfig, NodeStakingConfig, RewardsConfig,
    RuntimeGenesisConfig, SessionConfig, SudoConfig, TechnicalCommitteeConfig, TempoConfig,
    VestingConfig,
};

pub(super) fn mainnet() -> Value {
    build_struct_json_patch!(RuntimeGenesisConfig {
        tempo: TempoConfig { clock: Clock::default() },
        balances: BalancesConfig { balances: vec![] },
        vesting: VestingConfig { vesting: vec![] },
        babe: BabeConfig { epoch_config: BABE },
        node_staking: NodeStakingConfig { params: Default::default(), nodes: vec![] },
        session: SessionConfig { keys: vec![] },
        market: MarketConfig { params: Default::default() },
        inference: InferenceConfig { params: Default::default() },
        rewards: RewardsConfig { params: Default::default() },
        technical_committee: TechnicalCommitteeConfig { members: vec![] },
        sudo: SudoConfig { key: None },
    })
}
