//! The numbers that governance may change.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::ensure;
use nes_core::Balance;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::{DispatchResult, Permill};

use crate::{Config, Error, Event, Pallet, ParamsStore};

/// One NES in planck.
const UNIT: Balance = 1_000_000_000_000;

const LEAST_DEPOSIT: Balance = UNIT / 1_000;
const MOST_DEPOSIT: Balance = 10_000 * UNIT;
const LEAST_STAKE_CAP: Balance = UNIT;
const MOST_STAKE_CAP: Balance = 2_000_000_000 * UNIT;
const MOST_ROYALTY: Permill = Permill::from_percent(10);

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
    /// Held for a service, in planck: from 0.001 to 10,000 NES.
    pub service_deposit: Balance,
    /// Held for an offer, in planck: from 0.001 to 10,000 NES.
    pub offer_deposit: Balance,
    /// The stake above which a node's chance in a draw rises no further, in planck: from 1 to
    /// 2,000,000,000 NES.
    pub stake_cap: Balance,
    /// The highest royalty that a new service may ask for: at most 10 %.
    pub max_royalty: Permill,
}

impl Params {
    /// Whether every parameter is within its bounds.
    pub fn validate(&self) -> bool {
        (LEAST_DEPOSIT..=MOST_DEPOSIT).contains(&self.service_deposit)
            && (LEAST_DEPOSIT..=MOST_DEPOSIT).contains(&self.offer_deposit)
            && (LEAST_STAKE_CAP..=MOST_STAKE_CAP).contains(&self.stake_cap)
            && self.max_royalty <= MOST_ROYALTY
    }
}

impl Default for Params {
    fn default() -> Self {
        Self {
            service_deposit: 10 * UNIT,
            offer_deposit: UNIT,
            stake_cap: 50_000 * UNIT,
            max_royalty: MOST_ROYALTY,
        }
    }
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_set_params(new: Params) -> DispatchResult {
        ensure!(new.validate(), Error::<T>::ParamsOutOfBounds);
        let old = ParamsStore::<T>::get();
        ParamsStore::<T>::put(&new);
        Self::deposit_event(Event::ParamsChanged { old, new });
        Ok(())
    }
}
