//! Owner of `Parameters` and `ChangedAt`: the numbers that governance changes.

use alloc::vec::Vec;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::dispatch::DispatchResult;
use frame_system::pallet_prelude::BlockNumberFor;
use nes_support::params::{Authority, Parameter, ParamsStore, Refusal};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::{ChangedAt, Config, Error, Event, Pallet, Parameters};

/// The parameters of tasks; a change applies to tasks that are requested after it, and to windows
/// for answers that start after it.
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
    /// The number of blocks in which the members can commit, from 5 to 1,000, besides those that
    /// the work takes at the service's rate.
    pub commit_window: u32,
    /// The number of blocks in which the members can reveal, from 5 to 1,000.
    pub reveal_window: u32,
    /// The most units of input, and of output, that a request can ask for, from 1 to 10^12.
    pub max_units: u64,
}

nes_support::bounds! {
    Params {
        commit_window: "blocks", 5..=1_000, ParameterAdmin;
        reveal_window: "blocks", 5..=1_000, ParameterAdmin;
        max_units: "units", 1..=1_000_000_000_000, ParameterAdmin;
    }
}

impl Default for Params {
    fn default() -> Self {
        Self { commit_window: 20, reveal_window: 20, max_units: 1_000_000_000 }
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
