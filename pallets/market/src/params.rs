//! Parameters: the numbers that governance changes.

use alloc::vec::Vec;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::ensure;
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::Balance;
use nes_support::params::{Authority, Bounded, Parameter};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::{DispatchResult, Permill};

use crate::{ChangedAt, Config, Error, Event, Pallet, Parameters};

/// One NES in planck.
const UNIT: Balance = 1_000_000_000_000;

/// The market's parameters; the default is that of the public chain.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
    Clone,
    PartialEq,
    Eq,
    Debug,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Params {
    /// The deposit for a service, in planck: from 0.001 to 10,000 NES.
    pub service_deposit: Balance,
    /// The deposit for an offer, in planck: from 0.001 to 10,000 NES.
    pub offer_deposit: Balance,
    /// The stake above which a node's chance in a draw rises no further, in planck: from 1 to
    /// 2,000,000,000 NES.
    pub stake_cap: Balance,
    /// The highest royalty that a new service may ask for: at most 10 %.
    pub max_royalty: Permill,
}

nes_support::bounds! {
    Params {
        service_deposit: "planck", UNIT / 1_000..=10_000 * UNIT, ParameterAdmin;
        offer_deposit: "planck", UNIT / 1_000..=10_000 * UNIT, ParameterAdmin;
        stake_cap: "planck", UNIT..=2_000_000_000 * UNIT, ParameterAdmin;
        max_royalty: "parts per million", 0..=100_000, ParameterAdmin;
    }
}

impl Params {
    /// Returns true if every parameter is within its bounds.
    pub fn validate(&self) -> bool {
        self.is_within_bounds()
    }
}

impl Default for Params {
    fn default() -> Self {
        Self {
            service_deposit: 10 * UNIT,
            offer_deposit: UNIT,
            stake_cap: 50_000 * UNIT,
            max_royalty: Permill::from_percent(10),
        }
    }
}

impl<T: Config> Pallet<T> {
    /// Returns the parameters with their bounds and last changes.
    pub fn parameters() -> Vec<Parameter<BlockNumberFor<T>>> {
        Parameters::<T>::get().list(ChangedAt::<T>::get)
    }

    /// Replaces the parameters, as far as `authority` may.
    pub(crate) fn do_set_params(authority: Authority, new: Params) -> DispatchResult {
        ensure!(new.validate(), Error::<T>::ParamsOutOfBounds);
        let old = Parameters::<T>::get();
        ensure!(old.may_become(&new, authority), Error::<T>::NotThisTrack);

        Parameters::<T>::put(&new);
        let now = frame_system::Pallet::<T>::block_number();
        old.changes(&new).for_each(|row| ChangedAt::<T>::insert(row.key(), now));
        Self::deposit_event(Event::ParamsChanged { old, new });
        Ok(())
    }
}
