//! What always holds.

use frame_support::ensure;
use sp_runtime::TryRuntimeError;

use crate::{Config, Pallet, ParamsStore};

impl<T: Config> Pallet<T> {
    /// The parameters are within their bounds.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        ensure!(ParamsStore::<T>::get().validate(), "the parameters are out of bounds");
        Ok(())
    }
}
