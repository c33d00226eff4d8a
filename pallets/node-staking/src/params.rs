//! The numbers that governance may change.

use core::ops::RangeInclusive;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use nes_core::{Balance, EraIndex};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::Perbill;

/// One NES in planck.
const UNIT: Balance = 1_000_000_000_000;

/// The self stake that the public chain asks for.
const SELF_STAKE: Balance = 10_000 * UNIT;

/// What a profile may cost.
const PROFILE_DEPOSITS: RangeInclusive<Balance> = UNIT / 1_000..=1_000 * UNIT;

/// The most validators that a set can have.
pub const MAX_VALIDATORS: u32 = 300;

/// The longest time that stake can take to unbond, in eras.
pub const MAX_UNBONDING_ERAS: EraIndex = 224;

/// The numbers of node staking; the defaults are the public chain's.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Params {
    /// The self stake that it takes to be a node, in planck: at least one NES. A node below a
    /// minimum that was raised later keeps its record, but takes no new work and is not elected.
    pub min_self_stake: Balance,
    /// The most validators in a set: 4 to [`MAX_VALIDATORS`].
    pub validator_count: u32,
    /// With fewer candidates than this the old set stays: 1 to `validator_count`.
    pub minimum_validators: u32,
    /// How long stake takes to unbond, in eras: 2 to [`MAX_UNBONDING_ERAS`].
    pub unbonding_eras: EraIndex,
    /// The highest commission that a node may register with: at most 50 %.
    pub max_commission: Perbill,
    /// What is held for a profile, in planck: a thousandth of a NES to 1,000 NES. A change is for
    /// profiles to come.
    pub profile_deposit: Balance,
}

impl Params {
    /// Whether every number is within its bounds.
    pub fn validate(&self) -> bool {
        self.min_self_stake >= UNIT
            && (4..=MAX_VALIDATORS).contains(&self.validator_count)
            && (1..=self.validator_count).contains(&self.minimum_validators)
            && (2..=MAX_UNBONDING_ERAS).contains(&self.unbonding_eras)
            && self.max_commission <= Perbill::from_percent(50)
            && PROFILE_DEPOSITS.contains(&self.profile_deposit)
    }
}

impl Default for Params {
    fn default() -> Self {
        Self {
            min_self_stake: SELF_STAKE,
            validator_count: 100,
            minimum_validators: 4,
            unbonding_eras: 56,
            max_commission: Perbill::from_percent(50),
            profile_deposit: UNIT,
        }
    }
}
