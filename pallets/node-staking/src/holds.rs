//! The holds of the pallet.

use nes_core::Balance;
use nes_support::holds::Holds;

use crate::{Config, CurrencyOf, HoldReason, Pallet, TotalHeld};

/// The stake and the deposits on hold. All of them are changed through it.
pub(crate) type HoldsOf<T> =
    Holds<<T as frame_system::Config>::AccountId, HoldReason, CurrencyOf<T>, TotalHeld<T>>;

impl<T: Config> Pallet<T> {
    /// Returns the amount on hold for `reason` in all accounts, in planck.
    pub fn held(reason: HoldReason) -> Balance {
        HoldsOf::<T>::total(reason)
    }
}
