//! What governance can set.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{dispatch::DispatchResult, ensure};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::Permill;

use crate::{Config, Error, Event, Pallet, ParamsStore};

/// The shares by which a fee is divided.
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
}

impl Default for Params {
    fn default() -> Self {
        Self { protocol_share: Permill::from_percent(10), burn_share: Permill::from_percent(50) }
    }
}

impl Params {
    /// Whether every parameter is within its bounds.
    pub fn validate(&self) -> bool {
        // A share that was read from JSON can be above one.
        self.protocol_share <= Permill::from_percent(30) && self.burn_share <= Permill::one()
    }
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_set_params(new: Params) -> DispatchResult {
        ensure!(new.validate(), Error::<T>::ParamsOutOfBounds);
        let old = ParamsStore::<T>::get();
        ParamsStore::<T>::put(new);
        Self::deposit_event(Event::ParamsChanged { old, new });
        Ok(())
    }
}
