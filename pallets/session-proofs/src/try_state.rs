//! The invariants of the pallet.

use frame_support::{ensure, traits::Get};
use sp_runtime::{SaturatedConversion, TryRuntimeError};

use crate::{Config, FirstProvable, FirstRoot, KeysInUse, Pallet, Roots};

impl<T: Config> Pallet<T> {
    /// Checks the invariants:
    ///
    /// 1. exactly the sessions from the first root to the one that runs have a root;
    /// 2. the first provable session is not after the one that runs;
    /// 3. the keys in use are those of the root of the session that runs, and of its validators, in
    ///    their order;
    /// 4. they are not more than a set can have.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        let running = pallet_session::Pallet::<T>::current_index();
        let sessions = FirstRoot::<T>::get()..=running;
        ensure!(
            sessions.clone().all(Roots::<T>::contains_key),
            "a session that is kept has no root"
        );
        ensure!(Roots::<T>::iter_keys().count() == sessions.count(), "a root is left over");
        ensure!(FirstProvable::<T>::get() <= running, "the session that runs cannot be proved");

        let keys = KeysInUse::<T>::get();
        ensure!(
            Roots::<T>::get(running) == Some(Self::root_of(&keys)),
            "the keys in use are not those of the running session's root"
        );
        let names = keys.iter().map(|(validator, _)| validator);
        ensure!(
            names.eq(pallet_session::Pallet::<T>::validators().iter()),
            "the keys in use are not those of the validators"
        );
        let count: u32 = keys.len().saturated_into();
        ensure!(count <= T::MaxValidators::get(), "there are more validators than a set can have");
        Ok(())
    }
}
