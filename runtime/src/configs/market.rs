//! Services, offers and the draw.

use sp_runtime::traits::Get;

use crate::{
    governance::origins::{MarketCurator, ParametersAdmin, RootOr},
    weights, Balances, NodeStaking, Runtime, RuntimeHoldReason,
};

/// The index of BABE's current epoch.
pub struct CurrentEpoch;

impl Get<u64> for CurrentEpoch {
    fn get() -> u64 {
        pallet_babe::EpochIndex::<Runtime>::get()
    }
}

impl pallet_market::Config for Runtime {
    type AdminOrigin = ParametersAdmin;
    type CuratorOrigin = RootOr<MarketCurator>;
    type Currency = Balances;
    type Epoch = CurrentEpoch;
    type NodeRegistry = NodeStaking;
    type RuntimeHoldReason = RuntimeHoldReason;
    type WeightInfo = weights::pallet_market::WeightInfo<Runtime>;
}
