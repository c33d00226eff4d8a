//! Owner of `By`: the open disputes of each account.

use alloc::vec::Vec;

use nes_core::TaskId;

use crate::{types::Disputer, By, Config, Event, Pallet};

/// The most open disputes of a node.
pub const MAX_DISPUTES: usize = 3;

/// The most open disputes of an account that are listed.
pub const MAX_LISTED: usize = 100;

impl<T: Config> Pallet<T> {
    /// Returns the open disputes in which `account` takes part, a node or a payer; at most
    /// [`MAX_LISTED`].
    pub fn open_disputes(account: &T::AccountId) -> Vec<TaskId> {
        By::<T>::iter_key_prefix(account).take(MAX_LISTED).collect()
    }

    /// Returns true if `account` has as many open disputes as a node can have.
    pub(crate) fn is_at_limit(account: &T::AccountId) -> bool {
        By::<T>::iter_key_prefix(account).take(MAX_DISPUTES).count() == MAX_DISPUTES
    }

    /// Notes that a disputer takes part in the dispute of `task`.
    pub(crate) fn note_disputer(task: TaskId, disputer: &Disputer<T::AccountId>) {
        By::<T>::insert(disputer.name(), task, ());
    }

    /// Notes that a disputer takes part in the dispute of `task` no longer.
    pub(crate) fn forget_disputer(task: TaskId, disputer: &Disputer<T::AccountId>) {
        By::<T>::remove(disputer.name(), task);
    }

    /// Gives the bond of a disputer who has lost its place back.
    pub(crate) fn displace(task: TaskId, disputer: &Disputer<T::AccountId>) {
        let Disputer { who, node, bond, .. } = disputer.clone();
        Self::forget_disputer(task, disputer);
        Self::give_back(&who, bond);
        Self::deposit_event(Event::Displaced { task, who, node, bond });
    }
}
