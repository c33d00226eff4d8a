//! The entry of a slash into its node's list.

use frame_support::{ensure, storage::with_storage_layer};
use nes_core::EraIndex;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult, Perbill};

use crate::{
    record::Record,
    types::{Restitutions, Slash, SlashId, SlashKind, SlashState},
    Config, Error, Event, NextSlashId, OpenSlash, OpenSlashes, Pallet, SlashQueue,
};

impl<T: Config> Record<T> {
    /// Adds a pending slash of `fraction` to the node's list; `kind` gets its number. Returns the
    /// number.
    pub(super) fn slash(
        &mut self,
        fraction: Perbill,
        kind: impl FnOnce(SlashId) -> SlashKind,
        reporter: Option<T::AccountId>,
    ) -> Result<SlashId, DispatchError> {
        let era = Pallet::<T>::active_era();
        let execute_era = era
            .checked_add(Pallet::<T>::params().slash_defer_eras)
            .ok_or(ArithmeticError::Overflow)?;
        let id = NextSlashId::<T>::get();
        NextSlashId::<T>::put(id.checked_add(1).ok_or(ArithmeticError::Overflow)?);

        let pushed = self.node.slashes.try_push(Slash {
            id,
            era,
            fraction,
            kind: kind(id),
            state: SlashState::Pending,
            jails_until: None,
        });
        ensure!(pushed.is_ok(), Error::<T>::TooManySlashes);
        let open = OpenSlash {
            node: self.who.clone(),
            execute_era,
            reporter: reporter.filter(|reporter| *reporter != self.who),
            restitutions: Restitutions::new(),
            appeal: None,
        };
        OpenSlashes::<T>::insert(id, open);
        SlashQueue::<T>::insert(execute_era, id, ());
        Ok(id)
    }

    /// Emits the event of the slash `id` of the node, which is new or has grown. Takes the
    /// validator role from a node whose self stake is below the minimum or that is exhausted.
    pub(super) fn slashed(&mut self, id: SlashId) {
        let slash = self.node.slashes.iter().find(|slash| slash.id == id);
        if let (Some(slash), Some(open)) = (slash, OpenSlashes::<T>::get(id)) {
            Pallet::<T>::deposit_event(Event::Slashed {
                node: self.who.clone(),
                slash: id,
                fraction: slash.fraction,
                execute_era: open.execute_era,
            });
        }
        let minimum = Pallet::<T>::params().min_self_stake;
        if self.node.self_stake() < minimum || self.node.is_exhausted() {
            self.chill();
        }
    }
}

impl<T: Config> Pallet<T> {
    /// Runs a consequence of a fault that must not fail, because no caller is there to get an
    /// error: it is done as a whole or not at all. Returns true if it was done.
    pub(super) fn in_no_call(what: impl FnOnce() -> DispatchResult) -> bool {
        let done = with_storage_layer(what);
        if let Err(error) = done {
            log::error!(target: "runtime::node-staking", "a slash could not be booked: {error:?}");
        }
        done.is_ok()
    }

    /// Returns the era of session `index`.
    pub(crate) fn era_of_session(index: u32) -> EraIndex {
        index.checked_div(Self::sessions_per_era()).unwrap_or(0)
    }
}
