//! Owner of `Parameters` and `ChangedAt`: the numbers that governance changes.

#![allow(clippy::needless_update, reason = "the table of bounds serves also more fields than one")]

use alloc::vec::Vec;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::dispatch::DispatchResult;
use frame_system::pallet_prelude::BlockNumberFor;
use nes_support::params::{Authority, Parameter, ParamsStore, Refusal};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::{ChangedAt, Config, Error, Event, Pallet, Parameters};

/// The parameters of disputes; a change applies to windows that begin after it.
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
    /// The number of blocks in which a settled answer can be disputed, from 50 to 1,000.
    pub window: u32,
}

nes_support::bounds! {
    Params {
        window: "blocks", 50..=1_000, ParameterAdmin;
    }
}

impl Default for Params {
    fn default() -> Self {
        Self { window: 100 }
    }
}

/// The stored parameters.
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
