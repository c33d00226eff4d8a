//! Nodes, their stake and the ranking of validators.

use frame_support::{parameter_types, traits::ConstU32};
use nes_core::Balance;
use pallet_tempo::{EraEpochs, EraMillis};

use super::rewards::TreasuryAccount;
use crate::{
    constants::limits,
    governance::{
        origins::{ParametersAdmin, RootOr, SlashAdmin, StakingAdmin},
        tracks::CancelPeriod,
        PotsDoNotVote,
    },
    weights, Balances, Market, NodeStaking, Rewards, Runtime, RuntimeEvent, RuntimeHoldReason,
    Session, ValidatorList,
};

impl pallet_node_staking::Config for Runtime {
    type AdminOrigin = ParametersAdmin;
    type CancelPeriod = CancelPeriod;
    type Currency = Balances;
    type EpochsPerEra = EraEpochs<Runtime>;
    type EraMillis = EraMillis<Runtime>;
    type OnEraStart = (Rewards, PotsDoNotVote);
    type OnNodeRemoved = (Market, Rewards);
    type RuntimeHoldReason = RuntimeHoldReason;
    type SessionKeys = Session;
    type SlashOrigin = RootOr<SlashAdmin>;
    type StakingOrigin = RootOr<StakingAdmin>;
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
