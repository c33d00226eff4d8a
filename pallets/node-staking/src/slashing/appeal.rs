//! The steps of a slash before its execution: one appeal, and a cancellation.

use frame_support::ensure;
use sp_runtime::{ArithmeticError, DispatchResult};

use crate::{
    holds::HoldsOf, record::Record, Config, Error, Event, HoldReason, Nodes, OpenSlash,
    OpenSlashes, Pallet, SlashId, SlashKind, SlashQueue, SlashState,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_appeal(who: T::AccountId, id: SlashId) -> DispatchResult {
        let mut open = OpenSlashes::<T>::get(id).ok_or(Error::<T>::UnknownSlash)?;
        ensure!(open.node == who, Error::<T>::NotTheOperator);
        ensure!(open.appeal.is_none(), Error::<T>::AlreadyAppealed);
        ensure!(open.execute_era > Self::active_era(), Error::<T>::TooLateToAppeal);

        let params = Self::params();
        let bond = params.appeal_bond;
        HoldsOf::<T>::hold(HoldReason::Appeal, &who, bond)?;
        open.appeal = Some(bond);
        let later = open.execute_era.checked_add(params.appeal_eras);
        let execute_era = later.ok_or(ArithmeticError::Overflow)?;
        SlashQueue::<T>::remove(open.execute_era, id);
        SlashQueue::<T>::insert(execute_era, id, ());
        open.execute_era = execute_era;
        OpenSlashes::<T>::insert(id, open);
        Self::deposit_event(Event::SlashAppealed { slash: id, node: who, execute_era, bond });
        Ok(())
    }

    pub(crate) fn do_cancel_slash(id: SlashId) -> DispatchResult {
        let open = Self::close_slash(id).ok_or(Error::<T>::UnknownSlash)?;
        if let Some(bond) = open.appeal {
            HoldsOf::<T>::release(HoldReason::Appeal, &open.node, bond)?;
        }
        // The node may have been removed since, and another one may have taken its name.
        if Nodes::<T>::contains_key(&open.node) {
            let mut record = Record::<T>::load(&open.node)?;
            record.drop_slash(id);
            record.save()?;
        }
        Self::deposit_event(Event::SlashCancelled { slash: id, node: open.node });
        Ok(())
    }

    /// Removes the slash `id` from the open ones; returns it.
    pub(super) fn close_slash(id: SlashId) -> Option<OpenSlash<T::AccountId>> {
        let open = OpenSlashes::<T>::take(id)?;
        SlashQueue::<T>::remove(open.execute_era, id);
        Some(open)
    }
}

impl<T: Config> Record<T> {
    /// Removes the effect of the slash `id`, and the jail that came with it.
    fn drop_slash(&mut self, id: SlashId) {
        self.node.slashes.retain(|slash| slash.id != id || slash.kind != SlashKind::Service);
        if let Some(slash) = self.slash_mut(id) {
            slash.state = SlashState::Cancelled;
            slash.jails_until = None;
        }
        self.update_jail();
    }
}
