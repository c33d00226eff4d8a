//! Nodes, their stake and the ranking of validators.

use frame_support::{parameter_types, traits::ConstU32};
use frame_system::EnsureRoot;
use nes_core::{AccountId, Balance};
use pallet_tempo::EraEpochs;

use super::rewards::TreasuryAccount;
use crate::{
    constants::limits, weights, Balances, Market, NodeStaking, Rewards, Runtime, RuntimeEvent,
    RuntimeHoldReason, Session, ValidatorList,
};

impl pallet_node_staking::Config for Runtime {
    type AdminOrigin = EnsureRoot<AccountId>;
    type Currency = Balances;
    type EpochsPerEra = EraEpochs<Runtime>;
    type OnEraStart = Rewards;
    type OnNodeGone = (Market, Rewards);
    type RuntimeHoldReason = RuntimeHoldReason;
    type SessionKeys = Session;
    type SlashOrigin = EnsureRoot<AccountId>;
    type Treasury = TreasuryAccount;
    type ValidatorList = ValidatorList;
    type WeightInfo = weights::pallet_node_staking::WeightInfo<Runtime>;
}

parameter_types! {
    pub const Bags: &'static [Balance] = &limits::BAGS;
}

impl pallet_bags_list::Config<pallet_bags_list::Instance1> for Runtime {
    type BagThresholds = Bags;
    type MaxAutoRebagPerBlock = ConstU32<{ limits::REBAGS }>;
    type RuntimeEvent = RuntimeEvent;
    type Score = Balance;
    type ScoreProvider = NodeStaking;
    type WeightInfo = pallet_bags_list::weights::SubstrateWeight<Runtime>;
}
