//! Balances, fees and vesting.

use frame_support::{
    parameter_types,
    traits::{
        fungible::{self, Balanced},
        tokens::imbalance::ResolveTo,
        ConstU128, ConstU32, ConstU8, Imbalance, OnUnbalanced, VariantCountOf, WithdrawReasons,
    },
    weights::{ConstantMultiplier, Weight},
};
use nes_core::{AccountId, Balance};
use pallet_transaction_payment::{FungibleAdapter, Multiplier, TargetedFeeAdjustment};
use pallet_treasury::TreasuryAccountId;
use sp_runtime::{
    traits::{Convert, ConvertInto},
    FixedPointNumber, Perquintill,
};

use crate::{
    constants::{currency, fees, limits},
    Authorship, Balances, Runtime, RuntimeEvent, RuntimeFreezeReason, RuntimeHoldReason, System,
    TransactionPayment,
};

impl pallet_balances::Config for Runtime {
    type AccountStore = System;
    type Balance = Balance;
    type DoneSlashHandler = ();
    type DustRemoval = ToTreasury;
    type ExistentialDeposit = ConstU128<{ currency::EXISTENTIAL_DEPOSIT }>;
    type FreezeIdentifier = RuntimeFreezeReason;
    type MaxFreezes = VariantCountOf<RuntimeFreezeReason>;
    type MaxLocks = ConstU32<{ limits::LOCKS }>;
    type MaxReserves = ConstU32<{ limits::LOCKS }>;
    type ReserveIdentifier = [u8; 8];
    type RuntimeEvent = RuntimeEvent;
    type RuntimeFreezeReason = RuntimeFreezeReason;
    type RuntimeHoldReason = RuntimeHoldReason;
    type WeightInfo = pallet_balances::weights::SubstrateWeight<Runtime>;
}

/// The destination of dust.
type ToTreasury = ResolveTo<TreasuryAccountId<Runtime>, Balances>;

/// The division of an extrinsic's fee between the treasury and the block's author, who gets the
/// tip.
pub struct ToTreasuryAndAuthor;

type Fee = fungible::Credit<AccountId, Balances>;

impl OnUnbalanced<Fee> for ToTreasuryAndAuthor {
    /// Takes the fee as the first amount and the tip as the second.
    fn on_unbalanceds(mut fee_then_tip: impl Iterator<Item = Fee>) {
        let (fee, tip) = (fee_then_tip.next(), fee_then_tip.next());
        let fee = fee.unwrap_or_default();
        let share = fees::AUTHOR_SHARE.mul_floor(fee.peek());
        let (for_author, for_treasury) = fee.split(share);
        ToTreasury::on_unbalanced(for_treasury);
        pay_author(for_author.merge(tip.unwrap_or_default()));
    }
}

/// Pays the block's author, or the treasury if the author's account cannot take so small an amount.
fn pay_author(credit: Fee) {
    let Err(credit) = credit.drop_zero() else { return };
    let refused = match Authorship::author() {
        Some(author) => Balances::resolve(&author, credit).err(),
        None => Some(credit),
    };
    ToTreasury::on_unbalanceds(refused.into_iter());
}

parameter_types! {
    pub const TargetBlockFullness: Perquintill = fees::TARGET_BLOCK_FULLNESS;
    pub const AdjustmentVariable: Multiplier = fees::ADJUSTMENT_VARIABLE;
    pub const MinimumMultiplier: Multiplier = fees::MINIMUM_MULTIPLIER;
    pub const MaximumMultiplier: Multiplier = fees::MAXIMUM_MULTIPLIER;
}

impl pallet_transaction_payment::Config for Runtime {
    type FeeMultiplierUpdate = TargetedFeeAdjustment<
        Runtime,
        TargetBlockFullness,
        AdjustmentVariable,
        MinimumMultiplier,
        MaximumMultiplier,
    >;
    type LengthToFee = ConstantMultiplier<Balance, ConstU128<{ fees::BYTE }>>;
    type OnChargeTransaction = FungibleAdapter<Balances, ToTreasuryAndAuthor>;
    type OperationalFeeMultiplier = ConstU8<{ fees::OPERATIONAL_MULTIPLIER }>;
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = pallet_transaction_payment::weights::SubstrateWeight<Runtime>;
    type WeightToFee = ConstantMultiplier<Balance, ConstU128<{ fees::PICOSECOND }>>;
}

/// The fee for work that a pallet does in a later block, by the rate and the multiplier of
/// transaction fees.
pub struct WorkFee;

impl Convert<Weight, Balance> for WorkFee {
    fn convert(weight: Weight) -> Balance {
        let fee = TransactionPayment::weight_to_fee(weight);
        TransactionPayment::next_fee_multiplier().saturating_mul_int(fee)
    }
}

impl pallet_skip_feeless_payment::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
}

parameter_types! {
    pub UnvestedFundsAllowedWithdrawReasons: WithdrawReasons =
        WithdrawReasons::except(WithdrawReasons::TRANSFER | WithdrawReasons::RESERVE);
}

impl pallet_vesting::Config for Runtime {
    type BlockNumberProvider = System;
    type BlockNumberToBalance = ConvertInto;
    type Currency = Balances;
    type MinVestedTransfer = ConstU128<{ currency::UNIT }>;
    type RuntimeEvent = RuntimeEvent;
    type UnvestedFundsAllowedWithdrawReasons = UnvestedFundsAllowedWithdrawReasons;
    type WeightInfo = pallet_vesting::weights::SubstrateWeight<Runtime>;

    const MAX_VESTING_SCHEDULES: u32 = limits::VESTING_SCHEDULES;
}
