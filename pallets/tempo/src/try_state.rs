//! The invariants of the pallet.

use frame_support::ensure;
use sp_runtime::TryRuntimeError;

use crate::{ClockStore, Config, Pallet};

impl<T: Config> Pallet<T> {
    /// Checks the invariant:
    ///
    /// 1. the clock is within its bounds.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        ensure!(ClockStore::<T>::get().is_valid(), "the clock is out of bounds");
        Ok(())
    }
}
