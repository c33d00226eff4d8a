//! Parameters: the numbers that governance changes.

use alloc::vec::Vec;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{ensure, traits::Get};
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::{Balance, EraIndex};
use nes_support::params::{Authority, Bounded, Parameter, ParamsStore, Refusal};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::{DispatchResult, Perbill};

use crate::{ChangedAt, Config, Error, Event, Pallet, Parameters};

/// One NES in planck.
const UNIT: Balance = 1_000_000_000_000;

/// The smallest delegation or deposit that can be asked for: the existential deposit of the public
/// chain.
const LEAST: Balance = UNIT / 1_000;

/// The smallest bond of an appeal of a slash that takes as much.
const LEAST_BOND: Balance = 10 * UNIT;

/// Half of everything, in parts per billion: the highest fraction of a slash.
const HALF: u128 = 500_000_000;

/// The most validators that a set can have.
pub const MAX_VALIDATORS: u32 = 300;

/// The longest time that stake can take to unbond, in eras.
pub const MAX_UNBONDING_ERAS: EraIndex = 224;

/// [`MAX_VALIDATORS`] as a bound.
#[allow(clippy::as_conversions, reason = "a constant has no other conversion")]
const VALIDATORS: u128 = MAX_VALIDATORS as u128;

/// [`MAX_UNBONDING_ERAS`] as a bound.
#[allow(clippy::as_conversions, reason = "a constant has no other conversion")]
const ERAS: u128 = MAX_UNBONDING_ERAS as u128;

/// The parameters of node staking; the defaults are the public chain's.
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
    /// The self stake that it takes to be a node, in planck: 1 to 1,000,000 NES, a two-thousandth
    /// of all NES that there can be, so that a vote cannot leave the chain to a few. A node below a
    /// minimum that was raised later keeps its record, but takes no new work and is not elected.
    pub min_self_stake: Balance,
    /// The smallest active stake of a delegator behind a node, in planck: 0.001 to 10,000 NES, so
    /// that a vote cannot leave delegating to a few. A delegation that slashes took below it stays.
    pub min_delegation: Balance,
    /// The highest stake behind a node that counts, in times its operator's own: 1 to 100.
    pub max_delegation_ratio: u32,
    /// The most validators in a set: 4 to [`MAX_VALIDATORS`].
    pub validator_count: u32,
    /// The number of candidates below which the old set stays: 1 to `validator_count`.
    pub minimum_validators: u32,
    /// The time that stake takes to unbond, in eras: 3, so that a slash and its appeal fit in, to
    /// [`MAX_UNBONDING_ERAS`].
    pub unbonding_eras: EraIndex,
    /// The time from a slash's report to its execution, in eras: 1 to 222, so that with the shortest
    /// time for appeals it is still less than the longest unbonding; and at least as long as
    /// [`Config::CancelPeriod`].
    pub slash_defer_eras: EraIndex,
    /// The time by which an appeal defers a slash, in eras: 1 to 222; with `slash_defer_eras` less
    /// than `unbonding_eras`, so that stake answers for faults until it is free.
    pub appeal_eras: EraIndex,
    /// The highest bond of an appeal, in planck: 10 to 100,000 NES; see [`Params::bond`].
    pub appeal_bond: Balance,
    /// The highest commission that a node may ask for: 0 to 50 %.
    pub max_commission: Perbill,
    /// The time from the announcement of a higher commission until it applies, in eras: 1 to
    /// [`MAX_UNBONDING_ERAS`].
    pub commission_notice_eras: EraIndex,
    /// The time that a jailed node stays jailed, in eras: 1 to 56.
    pub jail_eras: EraIndex,
    /// The highest loss of a node for its faults as a service in one era: 0 to 50 %.
    pub service_slash_cap: Perbill,
    /// The reporter's part of the operator's loss: 0 to 50 %. A change applies to later reports.
    pub reporter_share: Perbill,
    /// The loss of a node for an era in which too many of its tasks failed, and for one in which it
    /// missed too many seats in second committees: 0 to 50 %.
    pub failed_tasks: Perbill,
    /// The loss of a node that loses a dispute: 0 to 50 %.
    pub lost_dispute: Perbill,
    /// The loss of a node for a wrong answer in a second committee: 0 to 50 %.
    pub wrong_second: Perbill,
    /// The highest sum of a node's losses by disputes in one era, but for what is owed to others: 0
    /// to 50 %.
    pub dispute_cap: Perbill,
    /// The deposit for a profile, in planck: 0.001 to 1,000 NES. A change applies to later
    /// profiles.
    pub profile_deposit: Balance,
}

nes_support::bounds! {
    Params if Params::are_in_order {
        min_self_stake: "planck", UNIT..=1_000_000 * UNIT, ParameterAdmin;
        min_delegation: "planck", LEAST..=10_000 * UNIT, ParameterAdmin;
        max_delegation_ratio: "times the self stake", 1..=100, ParameterAdmin;
        validator_count: "nodes", 4..=VALIDATORS, StakingAdmin;
        minimum_validators: "nodes", 1..=VALIDATORS, StakingAdmin;
        unbonding_eras: "eras", 3..=ERAS, ParameterAdmin;
        slash_defer_eras: "eras", 1..=ERAS - 2, ParameterAdmin;
        appeal_eras: "eras", 1..=ERAS - 2, ParameterAdmin;
        appeal_bond: "planck", LEAST_BOND..=100_000 * UNIT, ParameterAdmin;
        max_commission: "parts per billion", 0..=HALF, ParameterAdmin;
        commission_notice_eras: "eras", 1..=ERAS, ParameterAdmin;
        jail_eras: "eras", 1..=56, ParameterAdmin;
        service_slash_cap: "parts per billion", 0..=HALF, ParameterAdmin;
        reporter_share: "parts per billion", 0..=HALF, ParameterAdmin;
        failed_tasks: "parts per billion", 0..=HALF, ParameterAdmin;
        lost_dispute: "parts per billion", 0..=HALF, ParameterAdmin;
        wrong_second: "parts per billion", 0..=HALF, ParameterAdmin;
        dispute_cap: "parts per billion", 0..=HALF, ParameterAdmin;
        profile_deposit: "planck", LEAST..=1_000 * UNIT, ParameterAdmin;
    }
}

impl Params {
    /// Returns the bond of an appeal of a slash by which a node loses `loss`, in planck: a tenth of
    /// it, but at least 10 NES and at most [`Params::appeal_bond`], and never more than the
    /// loss.
    pub fn bond(&self, loss: Balance) -> Balance {
        let tenth = Perbill::from_percent(10).mul_floor(loss);
        tenth.min(self.appeal_bond).max(LEAST_BOND).min(loss)
    }

    /// Returns true if the set can reach its minimum, and a slash is executed before the stake that
    /// it reaches is free, appealed or not.
    fn are_in_order(&self) -> bool {
        let executed = self.slash_defer_eras.checked_add(self.appeal_eras);
        self.minimum_validators <= self.validator_count
            && executed.is_some_and(|eras| eras < self.unbonding_eras)
    }
}

impl Default for Params {
    fn default() -> Self {
        Self {
            min_self_stake: 10_000 * UNIT,
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
            failed_tasks: Perbill::from_perthousand(1),
            lost_dispute: Perbill::from_percent(5),
            wrong_second: Perbill::from_percent(1),
            dispute_cap: Perbill::from_percent(30),
            profile_deposit: UNIT,
        }
    }
}

/// The stored parameters, which are written through it only.
pub(crate) type ParamsOf<T> = ParamsStore<Params, Parameters<T>, ChangedAt<T>>;

impl<T: Config> Pallet<T> {
    /// Returns the parameters.
    pub fn params() -> Params {
        Parameters::<T>::get()
    }

    /// Returns the parameters with their bounds and last changes.
    pub fn parameters() -> Vec<Parameter<BlockNumberFor<T>>> {
        ParamsOf::<T>::list()
    }

    /// Returns true if the eras of a slash's deferral last as long as [`Config::CancelPeriod`].
    pub(crate) fn defers_long_enough(params: &Params) -> bool {
        let deferral = T::EraMillis::get().saturating_mul(params.slash_defer_eras.into());
        deferral >= T::CancelPeriod::get()
    }

    /// Replaces the parameters, as far as `authority` may.
    pub(crate) fn do_set_params(authority: Authority, new: Params) -> DispatchResult {
        // A number out of its bounds is refused for that, even if it makes the deferral too short.
        ensure!(new.is_valid(), Error::<T>::ParamsOutOfBounds);
        ensure!(Self::defers_long_enough(&new), Error::<T>::SlashDeferTooShort);
        let now = frame_system::Pallet::<T>::block_number();
        let replaced = ParamsOf::<T>::replace(authority, &new, now);
        let old = replaced.map_err(|refusal| match refusal {
            Refusal::OutOfBounds => Error::<T>::ParamsOutOfBounds,
            Refusal::NotThisTrack => Error::<T>::NotThisTrack,
        })?;
        Self::deposit_event(Event::ParamsChanged { old, new });
        Ok(())
    }
}
