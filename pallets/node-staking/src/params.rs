//! The numbers that governance may change.

use core::ops::RangeInclusive;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use nes_core::{Balance, EraIndex, ServiceFault};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::Perbill;

/// One NES in planck.
const UNIT: Balance = 1_000_000_000_000;

/// The self stake that the public chain asks for.
const SELF_STAKE: Balance = 10_000 * UNIT;

/// The least that a delegation or a deposit can be asked for: the existential deposit of the public
/// chain.
const LEAST: Balance = UNIT / 1_000;

/// What a profile may cost.
const PROFILE_DEPOSITS: RangeInclusive<Balance> = LEAST..=1_000 * UNIT;

/// The most that a fraction of slashing can be.
const MOST: Perbill = Perbill::from_percent(50);

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
    /// The least that a delegator has active behind a node, in planck: at least a thousandth of a
    /// NES. A delegation that slashes took below it stays.
    pub min_delegation: Balance,
    /// The stake behind a node counts up to so many times its operator's own: 1 to 100.
    pub max_delegation_ratio: u32,
    /// The most validators in a set: 4 to [`MAX_VALIDATORS`].
    pub validator_count: u32,
    /// With fewer candidates than this the old set stays: 1 to `validator_count`.
    pub minimum_validators: u32,
    /// How long stake takes to unbond, in eras: 2 to [`MAX_UNBONDING_ERAS`].
    pub unbonding_eras: EraIndex,
    /// How long after its report a slash is executed, in eras: at least 1.
    pub slash_defer_eras: EraIndex,
    /// How much later an appealed slash is executed, in eras; with `slash_defer_eras` less than
    /// `unbonding_eras`.
    pub appeal_eras: EraIndex,
    /// What an operator puts on hold for an appeal, in planck: a thousandth of a NES to 100,000
    /// NES.
    pub appeal_bond: Balance,
    /// The highest commission that a node may ask for: at most 50 %.
    pub max_commission: Perbill,
    /// How long after its announcement a higher commission applies, in eras: 1 to
    /// [`MAX_UNBONDING_ERAS`].
    pub commission_notice_eras: EraIndex,
    /// How long a jailed node stays jailed, in eras: 1 to 56.
    pub jail_eras: EraIndex,
    /// The most that a node loses for its faults as a service in one era: at most 50 %.
    pub service_slash_cap: Perbill,
    /// What the reporter of a fault gets of the operator's loss: at most 50 %.
    pub reporter_share: Perbill,
    /// What a node loses for a wrong answer: at most 50 %.
    pub wrong_answer: Perbill,
    /// What a node loses for a commitment that it does not reveal: at most 50 %.
    pub no_reveal: Perbill,
    /// What a node loses for an era in which it missed too many tasks: at most 50 %.
    pub no_commit: Perbill,
    /// What is held for a profile, in planck: a thousandth of a NES to 1,000 NES. A change is for
    /// profiles to come.
    pub profile_deposit: Balance,
}

impl Params {
    /// Whether every number is within its bounds.
    pub fn validate(&self) -> bool {
        let fractions = [
            self.max_commission,
            self.service_slash_cap,
            self.reporter_share,
            self.wrong_answer,
            self.no_reveal,
            self.no_commit,
        ];
        self.min_self_stake >= UNIT
            && self.min_delegation >= LEAST
            && (1..=100).contains(&self.max_delegation_ratio)
            && (4..=MAX_VALIDATORS).contains(&self.validator_count)
            && (1..=self.validator_count).contains(&self.minimum_validators)
            && self.eras_are_valid()
            && fractions.iter().all(|fraction| *fraction <= MOST)
            && (LEAST..=100_000 * UNIT).contains(&self.appeal_bond)
            && PROFILE_DEPOSITS.contains(&self.profile_deposit)
    }

    fn eras_are_valid(&self) -> bool {
        (2..=MAX_UNBONDING_ERAS).contains(&self.unbonding_eras)
            && self.slash_defer_eras >= 1
            && self.slash_defer_eras.saturating_add(self.appeal_eras) < self.unbonding_eras
            && (1..=MAX_UNBONDING_ERAS).contains(&self.commission_notice_eras)
            && (1..=56).contains(&self.jail_eras)
    }

    /// What a node loses for `fault`.
    pub fn fraction(&self, fault: ServiceFault) -> Perbill {
        match fault {
            ServiceFault::WrongAnswer => self.wrong_answer,
            ServiceFault::NoReveal => self.no_reveal,
            ServiceFault::NoCommit => self.no_commit,
        }
    }
}

impl Default for Params {
    fn default() -> Self {
        Self {
            min_self_stake: SELF_STAKE,
            min_delegation: 10 * UNIT,
            max_delegation_ratio: 10,
            validator_count: 100,
            minimum_validators: 4,
            unbonding_eras: 56,
            slash_defer_eras: 14,
            appeal_eras: 14,
            appeal_bond: 1_000 * UNIT,
            max_commission: Perbill::from_percent(50),
            commission_notice_eras: 28,
            jail_eras: 4,
            service_slash_cap: Perbill::from_percent(10),
            reporter_share: Perbill::from_percent(10),
            wrong_answer: Perbill::from_percent(5),
            no_reveal: Perbill::from_percent(1),
            no_commit: Perbill::from_perthousand(1),
            profile_deposit: UNIT,
        }
    }
}
