//! Tasks.

use frame_system::EnsureRoot;
use nes_core::{AccountId, Hash};
use sp_runtime::traits::Get;

use crate::{weights, Babe, Balances, Market, NodeStaking, Rewards, Runtime, RuntimeHoldReason};

/// The VRF output of the parent block.
///
/// BABE replaces it while a block is finalised, so until then it is the parent's.
pub struct ParentVrf;

impl Get<Option<Hash>> for ParentVrf {
    fn get() -> Option<Hash> {
        Babe::author_vrf_randomness().map(Hash::from)
    }
}

impl pallet_inference::Config for Runtime {
    type AdminOrigin = EnsureRoot<AccountId>;
    type BlockRandomness = ParentVrf;
    type Currency = Balances;
    type Fees = Rewards;
    type Market = Market;
    type Nodes = NodeStaking;
    type RuntimeHoldReason = RuntimeHoldReason;
    type WeightInfo = weights::pallet_inference::WeightInfo<Runtime>;
}
