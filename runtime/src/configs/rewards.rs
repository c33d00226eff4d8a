//! The split of fees.

use frame_system::EnsureRoot;
use nes_core::AccountId;
use sp_runtime::traits::Get;

use crate::{weights, Balances, NodeStaking, Runtime, Treasury};

/// The treasury's account.
pub struct TreasuryAccount;

impl Get<AccountId> for TreasuryAccount {
    fn get() -> AccountId {
        Treasury::account_id()
    }
}

impl pallet_rewards::Config for Runtime {
    type AdminOrigin = EnsureRoot<AccountId>;
    type Currency = Balances;
    type NodeRewards = NodeStaking;
    type Treasury = TreasuryAccount;
    type WeightInfo = weights::pallet_rewards::WeightInfo<Runtime>;
}
