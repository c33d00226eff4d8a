//! The calls of delegation: staking behind a node, unbonding and rebonding.

use frame_support::ensure;
use nes_core::Balance;
use sp_runtime::DispatchResult;

use crate::{position::Stake, types::UNDELEGATIONS, Config, Error, Event, Pallet};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_delegate(
        staker: T::AccountId,
        node: T::AccountId,
        amount: Balance,
    ) -> DispatchResult {
        let mut stake = Stake::<T>::load_or_new(&node, &staker)?;
        stake.ensure_open()?;
        let amount = stake.add(amount)?;
        ensure!(amount > 0, Error::<T>::AmountMissing);
        stake.ensure_fits()?;
        stake.save()?;
        Self::deposit_event(Event::Delegated { node, staker, amount });
        Ok(())
    }

    pub(crate) fn do_undelegate(
        staker: T::AccountId,
        node: T::AccountId,
        amount: Balance,
    ) -> DispatchResult {
        let mut stake = Stake::<T>::load(&node, &staker)?;
        ensure!(amount > 0, Error::<T>::AmountMissing);
        ensure!(amount <= stake.active(), Error::<T>::InsufficientStake);
        let unlock_era = stake.unbond(amount, UNDELEGATIONS)?;
        stake.ensure_rest()?;
        stake.save()?;
        Self::deposit_event(Event::Undelegated { node, staker, amount, unlock_era });
        Ok(())
    }

    pub(crate) fn do_rebond(
        staker: T::AccountId,
        node: T::AccountId,
        amount: Balance,
    ) -> DispatchResult {
        let mut stake = Stake::<T>::load(&node, &staker)?;
        ensure!(stake.node().is_active(), Error::<T>::NodeLeaving);
        ensure!(!stake.node().is_exhausted(), Error::<T>::NodeExhausted);
        ensure!(amount > 0, Error::<T>::AmountMissing);
        stake.rebond(amount)?;
        stake.ensure_fits()?;
        stake.save()?;
        Self::deposit_event(Event::Rebonded { node, staker, amount });
        Ok(())
    }
}

impl<T: Config> Stake<T> {
    /// Checks that the node takes new stake from this staker now.
    pub(crate) fn ensure_open(&self) -> DispatchResult {
        let node = self.node();
        ensure!(node.is_active(), Error::<T>::NodeLeaving);
        ensure!(!node.is_exhausted(), Error::<T>::NodeExhausted);
        ensure!(!node.has_pending_slash(), Error::<T>::SlashPending);
        // An operator may bring a jailed node's own stake back to the minimum.
        ensure!(node.jailed_until.is_none() || self.is_own(), Error::<T>::NodeJailed);
        Ok(())
    }

    /// Returns true if the operator's own stake carries `amount` more.
    pub(crate) fn has_room(&self, amount: Balance) -> bool {
        let node = self.node();
        let ratio = Pallet::<T>::params().max_delegation_ratio;
        let most = node.self_stake().saturating_mul(ratio.into());
        self.is_own() || node.stake().saturating_add(amount) <= most
    }

    /// Checks that the active stake is neither too small nor more than the operator's own stake
    /// carries.
    fn ensure_fits(&self) -> DispatchResult {
        let params = Pallet::<T>::params();
        if !self.is_own() {
            ensure!(self.active() >= params.min_delegation, Error::<T>::DelegationBelowMinimum);
            ensure!(self.has_room(0), Error::<T>::OverDelegationRatio);
        }
        Ok(())
    }

    /// Checks that the rest of the active stake is enough; a delegator's may also be zero.
    fn ensure_rest(&self) -> DispatchResult {
        let params = Pallet::<T>::params();
        if self.is_own() {
            ensure!(self.active() >= params.min_self_stake, Error::<T>::StakeBelowMinimum);
        } else if self.position().shares > 0 {
            ensure!(self.active() >= params.min_delegation, Error::<T>::DelegationBelowMinimum);
        }
        Ok(())
    }
}
