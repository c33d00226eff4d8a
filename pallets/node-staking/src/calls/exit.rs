//! The calls of the exit: leaving, and the release of matured stake with the removal of a node.

use frame_support::{ensure, traits::Get};
use nes_core::Balance;
use nes_traits::OnNodeRemoved;
use sp_runtime::{DispatchError, DispatchResult};

use crate::{
    account::{HoldsOf, RewardPotOf},
    node::Record,
    position::Stake,
    Config, Error, Event, HoldReason, Pallet,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_leave(who: T::AccountId) -> DispatchResult {
        let mut record = Record::<T>::load(&who)?;
        ensure!(record.node().is_active(), Error::<T>::NodeLeaving);
        let (stake, unlock_era) = (record.node().stake(), record.unlock_era()?);
        record.leave(unlock_era);
        record.save()?;
        Self::deposit_event(Event::Left { node: who, stake, unlock_era });
        Ok(())
    }

    /// Returns the number of the position's arrivals.
    pub(crate) fn do_withdraw(
        node: T::AccountId,
        staker: T::AccountId,
    ) -> Result<u32, DispatchError> {
        let mut stake = Stake::<T>::load(&node, &staker)?;
        let arrivals = stake.arrivals();
        let matured = stake.take_matured()?;
        let amount = matured.as_ref().map_or(0, |amount| *amount);
        if amount > 0 {
            stake.ensure_answers()?;
        }
        if stake.is_own() && stake.position().is_empty() {
            let validators = pallet_session::Validators::<T>::get();
            ensure!(!validators.contains(&node), Error::<T>::StillValidating);
        }
        let amount = stake.release(amount)?;
        if stake.end_arrivals()? == 0 {
            matured?;
        }
        let gone = stake.node().is_empty();
        stake.save()?;
        Self::deposit_event(Event::Withdrawn { node: node.clone(), staker, amount });
        if gone {
            Self::remove_node(node)?;
        }
        Ok(arrivals)
    }

    /// Takes unbonding shares of a node that no position has, and removes the node with the last of
    /// them.
    pub(crate) fn end_unbonding(node: &T::AccountId, shares: Balance) -> DispatchResult {
        let mut record = Record::<T>::load(node)?;
        record.take_unbonding(shares)?;
        let gone = record.node().is_empty();
        record.save()?;
        if gone {
            Self::remove_node(node.clone())?;
        }
        Ok(())
    }

    /// Removes a node without any stake, and notifies [`Config::OnNodeRemoved`]. A remainder of its
    /// rewards below a planck stays in the pot.
    pub(super) fn remove_node(who: T::AccountId) -> DispatchResult {
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
