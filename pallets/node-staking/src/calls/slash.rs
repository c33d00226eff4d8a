//! The calls about slashes: their appeal, cancellation and application to positions.

use frame_support::ensure;
use sp_runtime::{ArithmeticError, DispatchResult};

use crate::{
    account::HoldsOf, node::Record, position::Stake, Config, Error, Event, HoldReason, Nodes,
    OpenSlashes, Pallet, SlashId,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_appeal(who: T::AccountId, id: SlashId) -> DispatchResult {
        let open = OpenSlashes::<T>::get(id).ok_or(Error::<T>::UnknownSlash)?;
        ensure!(open.node == who, Error::<T>::NotTheOperator);
        ensure!(open.appeal.is_none(), Error::<T>::AlreadyAppealed);
        ensure!(open.execute_era > Self::active_era(), Error::<T>::TooLateToAppeal);

        let params = Self::params();
        let bond = params.appeal_bond;
        HoldsOf::<T>::hold(HoldReason::Appeal, &who, bond)?;
        let later = open.execute_era.checked_add(params.appeal_eras);
        let execute_era = later.ok_or(ArithmeticError::Overflow)?;
        Self::appeal_slash(id, open, execute_era, bond);
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

    pub(crate) fn do_apply_slash(node: T::AccountId, staker: T::AccountId) -> DispatchResult {
        let mut stake = Stake::<T>::load_as_stored(&node, &staker)?;
        ensure!(stake.apply_slashes()? > 0, Error::<T>::NothingToApply);
        stake.save()
    }
}
