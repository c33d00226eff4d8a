//! The invariants of the pallet.

use frame_support::ensure;
use sp_runtime::TryRuntimeError;

use crate::{ClockStore, Config, Pallet};

impl<T: Config> Pallet<T> {
    /// Checks that the clock is within its bounds.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        ensure!(ClockStore::<T>::get().validate(), "the clock is out of bounds");
        Ok(())
    }
}
