//! The numbers that governance can change.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{dispatch::DispatchResult, ensure};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

use crate::{Config, Error, Event, Pallet, ParamsStore};

/// What governance can change about tasks; a change holds for windows that start after it.
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
    /// How many blocks the members have to commit, from 5 to 1,000.
    pub commit_window: u32,
    /// How many blocks the members have to reveal, from 5 to 1,000.
    pub reveal_window: u32,
    /// The most units of input, and of output, that a request can ask for, from 1 to 10^12.
    pub max_units: u64,
}

impl Default for Params {
    fn default() -> Self {
        Self { commit_window: 20, reveal_window: 20, max_units: 1_000_000_000 }
    }
}

impl Params {
    /// Whether every field is within its bounds.
    pub fn validate(&self) -> bool {
        const WINDOW: core::ops::RangeInclusive<u32> = 5..=1_000;
        WINDOW.contains(&self.commit_window)
            && WINDOW.contains(&self.reveal_window)
            && (1..=1_000_000_000_000).contains(&self.max_units)
    }
}

impl<T: Config> Pallet<T> {
    /// Replaces the parameters.
    pub(crate) fn do_set_params(new: Params) -> DispatchResult {
        ensure!(new.validate(), Error::<T>::ParamsOutOfBounds);
        let old = ParamsStore::<T>::get();
        ParamsStore::<T>::put(new);
        Self::deposit_event(Event::ParamsChanged { old, new });
        Ok(())
    }
}
