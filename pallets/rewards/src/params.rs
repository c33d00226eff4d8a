//! Parameters: the numbers that governance changes.

use alloc::vec::Vec;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::dispatch::DispatchResult;
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::{Balance, EmissionParts, FeeParts};
use nes_support::params::{Authority, Parameter, ParamsStore, Refusal};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::Perbill;

use crate::{ChangedAt, Config, Error, Event, Pallet, Parameters};

/// The division of fees and emissions, and the rate of the emission.
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
    pub protocol_share: Perbill,
    /// The part of the protocol's share that is burned, from 0 to 100 %; the rest of it goes to
    /// the treasury.
    pub burn_share: Perbill,
    /// The part of the room, which the cap leaves above the issuance, that is minted in a year,
    /// from 0 to 20 %.
    pub emission_rate: Perbill,
    /// The validators' part of an emission, from 0 to 100 %; with the incentives' at most 100 %.
    pub validators_share: Perbill,
    /// The incentives' part of an emission, from 0 to 100 %; the rest after it and the validators'
    /// is the treasury's.
    pub incentives_share: Perbill,
    /// The highest incentive of work, as a part of the protocol's share that it paid, from 0 to
    /// 95 %: below one, so that nobody gains by buying from himself.
    pub incentive_ratio: Perbill,
}

impl Default for Params {
    fn default() -> Self {
        Self {
            protocol_share: Perbill::from_percent(10),
            burn_share: Perbill::from_percent(50),
            emission_rate: Perbill::from_percent(8),
            validators_share: Perbill::from_percent(60),
            incentives_share: Perbill::from_percent(25),
            incentive_ratio: Perbill::from_percent(80),
        }
    }
}

nes_support::bounds! {
    Params if Params::leaves_a_rest {
        protocol_share: "parts per billion", 0..=300_000_000, ParameterAdmin;
        burn_share: "parts per billion", 0..=1_000_000_000, ParameterAdmin;
        emission_rate: "parts per billion", 0..=200_000_000, ParameterAdmin;
        validators_share: "parts per billion", 0..=1_000_000_000, ParameterAdmin;
        incentives_share: "parts per billion", 0..=1_000_000_000, ParameterAdmin;
        incentive_ratio: "parts per billion", 0..=950_000_000, ParameterAdmin;
    }
}

/// The stored parameters.
pub(crate) type ParamsOf<T> = ParamsStore<Params, Parameters<T>, ChangedAt<T>>;

impl Params {
    /// Returns true if the validators' and the incentives' parts of an emission are no more than
    /// the whole.
    fn leaves_a_rest(&self) -> bool {
        let parts = [self.validators_share, self.incentives_share].map(Perbill::deconstruct);
        let sum = parts.into_iter().try_fold(0u32, u32::checked_add);
        sum.is_some_and(|sum| sum <= Perbill::one().deconstruct())
    }

    /// Returns the parts of a `fee` with this `royalty`.
    pub(crate) fn split(&self, fee: Balance, royalty: Perbill) -> FeeParts {
        nes_ledger::split(fee, self.protocol_share, self.burn_share, royalty)
    }

    /// Returns the parts of an `emission`.
    pub fn divide(&self, emission: Balance) -> EmissionParts {
        nes_ledger::divide(emission, self.validators_share, self.incentives_share)
    }
}

impl<T: Config> Pallet<T> {
    /// Returns the parameters.
    pub fn params() -> Params {
        Parameters::<T>::get()
    }

    /// Returns the parameters with their bounds and last changes.
    pub fn parameters() -> Vec<Parameter<BlockNumberFor<T>>> {
        ParamsOf::<T>::list()
    }

    /// Replaces the parameters, as far as `authority` may.
    pub(crate) fn do_set_params(authority: Authority, new: Params) -> DispatchResult {
        let now = frame_system::Pallet::<T>::block_number();
        let old =
            ParamsOf::<T>::replace(authority, &new, now).map_err(|refusal| match refusal {
                Refusal::OutOfBounds => Error::<T>::ParamsOutOfBounds,
                Refusal::NotThisTrack => Error::<T>::NotThisTrack,
            })?;
        Self::deposit_event(Event::ParamsChanged { old, new });
        Ok(())
    }
}
