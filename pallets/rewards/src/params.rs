//! What governance can set.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{dispatch::DispatchResult, ensure};
use nes_core::{Balance, EmissionParts, FeeParts};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::Permill;

use crate::{Config, Error, Event, Pallet, ParamsStore};

/// How fees and emissions are divided, and how much is minted.
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
    /// The protocol's share of a fee, from 0 to 30 %.
    pub protocol_share: Permill,
    /// The part of the protocol's share that is burned, from 0 to 100 %; the rest of it goes to
    /// the treasury.
    pub burn_share: Permill,
    /// The part of what the cap leaves above the issuance that is minted in a year, from 0 to 20 %.
    pub emission_rate: Permill,
    /// The validators' part of an emission; with the incentives' at most 100 %.
    pub validators_share: Permill,
    /// The incentives' part of an emission; what it and the validators' leave is the treasury's.
    pub incentives_share: Permill,
    /// The most that work earns as an incentive, as a part of what it paid the protocol, from 0 to
    /// 95 %: below one, so that nobody gains by buying from himself.
    pub incentive_ratio: Permill,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            protocol_share: Permill::from_percent(10),
            burn_share: Permill::from_percent(50),
            emission_rate: Permill::from_percent(8),
            validators_share: Permill::from_percent(60),
            incentives_share: Permill::from_percent(25),
            incentive_ratio: Permill::from_percent(80),
        }
    }
}

impl Params {
    /// Whether every parameter is within its bounds.
    pub fn validate(&self) -> bool {
        // A share that was read from JSON can be above one.
        let room = Permill::one().deconstruct().checked_sub(self.validators_share.deconstruct());
        self.protocol_share <= Permill::from_percent(30)
            && self.burn_share <= Permill::one()
            && self.emission_rate <= Permill::from_percent(20)
            && room.is_some_and(|room| self.incentives_share.deconstruct() <= room)
            && self.incentive_ratio <= Permill::from_percent(95)
    }

    /// The parts of a `fee` with this `royalty`.
    pub(crate) fn split(&self, fee: Balance, royalty: Permill) -> FeeParts {
        nes_ledger::split(fee, self.protocol_share, self.burn_share, royalty)
    }

    /// The parts of an `emission`.
    pub fn divide(&self, emission: Balance) -> EmissionParts {
        nes_ledger::divide(emission, self.validators_share, self.incentives_share)
    }
}

impl<T: Config> Pallet<T> {
    /// The parameters.
    pub fn params() -> Params {
        ParamsStore::<T>::get()
    }

    pub(crate) fn do_set_params(new: Params) -> DispatchResult {
        ensure!(new.validate(), Error::<T>::ParamsOutOfBounds);
        let old = Self::params();
        ParamsStore::<T>::put(new);
        Self::deposit_event(Event::ParamsChanged { old, new });
        Ok(())
    }
}
