//! The split of fees, the emission and its distribution.

use frame_support::traits::ConstU128;
use nes_core::AccountId;
use pallet_tempo::EraMillis;
use sp_runtime::traits::Get;

use crate::{
    constants::currency, governance::origins::ParametersAdmin, weights, Balances, NodeStaking,
    Runtime, Treasury,
};

/// The treasury's account.
pub struct TreasuryAccount;

impl Get<AccountId> for TreasuryAccount {
    fn get() -> AccountId {
        Treasury::account_id()
    }
}

impl pallet_rewards::Config for Runtime {
    type AdminOrigin = ParametersAdmin;
    type Cap = ConstU128<{ currency::ISSUANCE_CAP }>;
    type Currency = Balances;
    type EraMillis = EraMillis<Runtime>;
    type NodeRewards = NodeStaking;
    type Treasury = TreasuryAccount;
    type WeightInfo = weights::pallet_rewards::WeightInfo<Runtime>;
}
