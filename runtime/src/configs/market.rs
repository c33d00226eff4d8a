//! Services, offers and the draw.

use frame_system::EnsureRoot;
use nes_core::AccountId;
use sp_runtime::traits::Get;

use crate::{weights, Balances, NodeStaking, Runtime, RuntimeHoldReason};

/// The index of BABE's current epoch.
pub struct CurrentEpoch;

impl Get<u64> for CurrentEpoch {
    fn get() -> u64 {
        pallet_babe::EpochIndex::<Runtime>::get()
    }
}

impl pallet_market::Config for Runtime {
    type AdminOrigin = EnsureRoot<AccountId>;
    type CuratorOrigin = EnsureRoot<AccountId>;
    type Currency = Balances;
    type Epoch = CurrentEpoch;
    type Nodes = NodeStaking;
    type RuntimeHoldReason = RuntimeHoldReason;
    type WeightInfo = weights::pallet_market::WeightInfo<Runtime>;
}
