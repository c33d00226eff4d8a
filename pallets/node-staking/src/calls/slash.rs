//! The calls about slashes: their appeal, cancellation and application to positions.

use frame_support::ensure;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

use crate::{
    account::HoldsOf, node::Record, position::Stake, Appeal, Config, Error, Event, HoldReason,
    Nodes, OpenSlashes, Pallet, Positions, SlashId, SlashKind,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_appeal(who: T::AccountId, id: SlashId) -> DispatchResult {
        let open = OpenSlashes::<T>::get(id).ok_or(Error::<T>::UnknownSlash)?;
        // An operator's name outlives its stake, and a delegator has a position.
        let concerned = open.node == who || Positions::<T>::contains_key(&open.node, &who);
        ensure!(concerned, Error::<T>::NoStakeInNode);
        ensure!(open.appeal.is_none(), Error::<T>::AlreadyAppealed);
        ensure!(open.execute_era > Self::active_era(), Error::<T>::TooLateToAppeal);

        let params = Self::params();
        let bond = Nodes::<T>::get(&open.node).map_or(0, |node| params.bond(node.loss(id)));
        HoldsOf::<T>::hold(HoldReason::Appeal, &who, bond)?;
        let later = open.execute_era.checked_add(params.appeal_eras);
        let execute_era = later.ok_or(ArithmeticError::Overflow)?;
        let node = open.node.clone();
        Self::appeal_slash(id, open, execute_era, Appeal { who: who.clone(), bond });
        Self::deposit_event(Event::SlashAppealed { slash: id, node, who, execute_era, bond });
        Ok(())
    }

    pub(crate) fn do_cancel_slash(id: SlashId) -> DispatchResult {
        let open = Self::close_slash(id).ok_or(Error::<T>::UnknownSlash)?;
        if let Some(Appeal { who, bond }) = &open.appeal {
            HoldsOf::<T>::release(HoldReason::Appeal, who, *bond)?;
        }
        // The node may have been removed since, and another one may have taken its name.
        if Nodes::<T>::contains_key(&open.node) {
            let mut record = Record::<T>::load(&open.node)?;
            let dropped = record.drop_slash(id);
            record.save()?;
            // It does not count towards a jail either.
            if let Some(slash) = dropped.filter(|slash| slash.kind == SlashKind::Dispute) {
                Self::forget_dispute(&open.node, slash.era);
            }
        }
        Self::deposit_event(Event::SlashCancelled { slash: id, node: open.node });
        Ok(())
    }

    /// Returns the number of the position's arrivals.
    pub(crate) fn do_apply_slash(
        node: T::AccountId,
        staker: T::AccountId,
    ) -> Result<u32, DispatchError> {
        let (mut stake, losses) = Stake::<T>::load_with_losses(&node, &staker)?;
        let arrivals = stake.arrivals();
        let ended = stake.end_arrivals()?;
        ensure!(losses > 0 || ended > 0, Error::<T>::NothingToApply);
        let gone = stake.node().is_empty();
        stake.save()?;
        if gone {
            Self::remove_node(node)?;
        }
        Ok(arrivals)
    }
}
