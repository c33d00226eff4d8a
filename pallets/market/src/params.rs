//! Parameters: the numbers that governance changes.

use alloc::vec::Vec;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::Balance;
use nes_support::params::{Authority, Parameter, ParamsStore, Refusal};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::{DispatchResult, Perbill};

use crate::{ChangedAt, Config, Error, Event, Pallet, Parameters};

/// One NES in planck.
const UNIT: Balance = 1_000_000_000_000;

/// The stored parameters, which are changed through it only.
pub(crate) type ParamsOf<T> = ParamsStore<Params, Parameters<T>, ChangedAt<T>>;

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
    /// The highest royalty that a new version may ask for: at most 10 %.
    pub max_royalty: Perbill,
    /// The highest price of a new offer, in planck: from 1 to 1,000,000 NES.
    pub max_price: Balance,
    /// The least of the protocol's part of a fee, in planck, that counts as usual for standing: from
    /// 0 to 100 NES.
    pub min_usual: Balance,
}

nes_support::bounds! {
    Params {
        service_deposit: "planck", UNIT / 1_000..=10_000 * UNIT, ParameterAdmin;
        offer_deposit: "planck", UNIT / 1_000..=10_000 * UNIT, ParameterAdmin;
        stake_cap: "planck", UNIT..=2_000_000_000 * UNIT, ParameterAdmin;
        max_royalty: "parts per billion", 0..=100_000_000, ParameterAdmin;
        max_price: "planck", UNIT..=1_000_000 * UNIT, ParameterAdmin;
        min_usual: "planck", 0..=100 * UNIT, ParameterAdmin;
    }
}

impl Default for Params {
    fn default() -> Self {
        Self {
            service_deposit: 10 * UNIT,
            offer_deposit: UNIT,
            stake_cap: 50_000 * UNIT,
            max_royalty: Perbill::from_percent(10),
            max_price: 1_000 * UNIT,
            min_usual: UNIT / 100,
        }
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
