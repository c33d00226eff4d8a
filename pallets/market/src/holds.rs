//! The holds of the market.

use nes_core::Balance;
use nes_support::holds::Holds;

use crate::{Config, HoldReason, Pallet, TotalHeld};

/// The deposits that the market holds. All of them are changed through it.
pub(crate) type HoldsOf<T> = Holds<
    <T as frame_system::Config>::AccountId,
    HoldReason,
    <T as Config>::Currency,
    TotalHeld<T>,
>;

impl<T: Config> Pallet<T> {
    /// Returns the amount on hold for `reason` in all accounts, in planck.
    pub fn held(reason: HoldReason) -> Balance {
        HoldsOf::<T>::total(reason)
    }
}
