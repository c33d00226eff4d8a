//! The treasury, bounties and child bounties.

use frame_support::{
    parameter_types,
    traits::{
        fungible::Mutate,
        tokens::{Pay, PaymentStatus, Preservation, UnityAssetBalanceConversion},
        ConstU128, ConstU32,
    },
    PalletId,
};
use nes_core::{AccountId, Balance};
use pallet_bounties::TransferFungible;
use sp_runtime::{traits::IdentityLookup, DispatchError, Permill};

use crate::{
    constants::{limits, treasury},
    governance::origins::{RootOr, Spender, Treasurer},
    Balances, Bounties, ChildBounties, Runtime, RuntimeEvent, System, Treasury,
};

parameter_types! {
    pub const TreasuryPalletId: PalletId = treasury::PALLET_ID;
    pub const Burn: Permill = Permill::zero();
}

/// The payment from the treasury's account, which leaves the existential deposit there: an account
/// that has ceased to exist cannot take small fees and dust.
pub struct FromTreasury;

impl Pay for FromTreasury {
    type AssetKind = ();
    type Balance = Balance;
    type Beneficiary = AccountId;
    type Error = DispatchError;
    type Id = ();

    fn pay(who: &AccountId, (): (), amount: Balance) -> Result<(), DispatchError> {
        Balances::transfer(&Treasury::account_id(), who, amount, Preservation::Preserve)?;
        Ok(())
    }

    fn check_payment((): ()) -> PaymentStatus {
        PaymentStatus::Success
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn ensure_successful(_: &AccountId, (): (), amount: Balance) {
        use frame_support::traits::{fungible::Unbalanced, tokens::Precision};
        let account = Treasury::account_id();
        let _ = Balances::increase_balance(&account, amount, Precision::Exact);
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn ensure_concluded((): ()) {}
}

impl pallet_treasury::Config for Runtime {
    type AssetKind = ();
    type BalanceConverter = UnityAssetBalanceConversion;
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = ();
    type Beneficiary = AccountId;
    type BeneficiaryLookup = IdentityLookup<AccountId>;
    type BlockNumberProvider = System;
    type Burn = Burn;
    type BurnDestination = ();
    type Currency = Balances;
    type MaxApprovals = ConstU32<{ limits::TREASURY_APPROVALS }>;
    type PalletId = TreasuryPalletId;
    type Paymaster = FromTreasury;
    type PayoutPeriod = treasury::PayoutPeriod;
    type RejectOrigin = RootOr<Treasurer>;
    type RuntimeEvent = RuntimeEvent;
    type SpendFunds = Bounties;
    type SpendOrigin = Spender;
    type SpendPeriod = treasury::SpendPeriod;
    type WeightInfo = pallet_treasury::weights::SubstrateWeight<Runtime>;
}

parameter_types! {
    pub const CuratorDeposit: Permill = treasury::CURATOR_DEPOSIT;
    pub const CuratorDepositMin: Option<Balance> = Some(treasury::CURATOR_DEPOSIT_MIN);
    pub const CuratorDepositMax: Option<Balance> = Some(treasury::CURATOR_DEPOSIT_MAX);
}

impl pallet_bounties::Config for Runtime {
    type BountyDepositBase = ConstU128<{ treasury::BOUNTY_DEPOSIT }>;
    type BountyDepositPayoutDelay = treasury::BountyDelay;
    type BountyUpdatePeriod = treasury::BountyUpdate;
    type BountyValueMinimum = ConstU128<{ treasury::BOUNTY }>;
    type ChildBountyManager = ChildBounties;
    type CuratorDepositMax = CuratorDepositMax;
    type CuratorDepositMin = CuratorDepositMin;
    type CuratorDepositMultiplier = CuratorDeposit;
    type DataDepositPerByte = ConstU128<{ treasury::DESCRIPTION_BYTE }>;
    type MaximumReasonLength = ConstU32<{ treasury::DESCRIPTION_BYTES }>;
    type OnSlash = Treasury;
    type RuntimeEvent = RuntimeEvent;
    type TransferAllAssets = TransferFungible<AccountId, Balances>;
    type WeightInfo = pallet_bounties::weights::SubstrateWeight<Runtime>;
}

impl pallet_child_bounties::Config for Runtime {
    type ChildBountyValueMinimum = ConstU128<{ treasury::CHILD_BOUNTY }>;
    type MaxActiveChildBountyCount = ConstU32<{ treasury::CHILD_BOUNTIES }>;
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = pallet_child_bounties::weights::SubstrateWeight<Runtime>;
}
