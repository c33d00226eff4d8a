//! The calls of the exit: leaving, and the release of matured stake with the removal of a node.

use frame_support::{ensure, traits::Get};
use nes_traits::OnNodeRemoved;
use sp_runtime::DispatchResult;

use crate::{
    account::{HoldsOf, RewardPotOf},
    node::Record,
    position::Stake,
    Config, Error, Event, HoldReason, Pallet, UnbondingEntries,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_leave(who: T::AccountId) -> DispatchResult {
        let mut stake = Stake::<T>::load(&who, &who)?;
        ensure!(stake.node().is_active(), Error::<T>::NodeLeaving);
        Self::end_conduct(stake.record_mut())?;
        stake.record_mut().leave();
        let amount = stake.active();
        let unlock_era = stake.unbond(amount, UnbondingEntries::bound())?;
        stake.save()?;
        Self::deposit_event(Event::Left { node: who, stake: amount, unlock_era });
        Ok(())
    }

    pub(crate) fn do_withdraw(node: T::AccountId, staker: T::AccountId) -> DispatchResult {
        let mut stake = Stake::<T>::load(&node, &staker)?;
        let amount = stake.take_matured()?;
        if stake.is_own() && stake.position().is_empty() {
            let validators = pallet_session::Validators::<T>::get();
            ensure!(!validators.contains(&node), Error::<T>::StillValidating);
        }
        let amount = stake.release(amount)?;
        let gone = stake.node().is_empty();
        stake.save()?;
        Self::deposit_event(Event::Withdrawn { node: node.clone(), staker, amount });
        if gone {
            Self::remove_node(node)?;
        }
        Ok(())
    }

    /// Removes a node without any stake, and notifies [`Config::OnNodeRemoved`]. A remainder of its
    /// rewards below a planck stays in the pot.
    fn remove_node(who: T::AccountId) -> DispatchResult {
        let mut record = Record::<T>::load(&who)?;
        record.pay_commission()?;
        RewardPotOf::<T>::pay(&T::Treasury::get(), record.carried())?;
        if let Some(profile) = record.remove() {
            HoldsOf::<T>::release(HoldReason::Profile, &who, profile.deposit)?;
        }
        Self::remove_conduct(&who);
        T::OnNodeRemoved::on_node_removed(&who);
        Self::deposit_event(Event::NodeGone { node: who });
        Ok(())
    }
}
