//! Delegation: staking behind a node, unbonding and rebonding.

use frame_support::ensure;
use nes_core::Balance;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

use crate::{
    stake::Stake,
    types::{Unbonding, UNDELEGATIONS},
    Config, Error, Event, Pallet,
};

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
        let active = stake.active();
        ensure!(amount > 0, Error::<T>::AmountMissing);
        ensure!(amount <= active, Error::<T>::InsufficientStake);
        // The last active stake goes as a whole, so that no share that is worth nothing is left
        // behind.
        let shares =
            if amount == active { stake.position.shares } else { stake.shares_worth(amount)? };
        let unlock_era = stake.unbond(shares, UNDELEGATIONS)?;
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
        ensure!(stake.record.node.is_active(), Error::<T>::NodeLeaving);
        ensure!(!stake.record.node.is_exhausted(), Error::<T>::NodeExhausted);
        ensure!(amount > 0, Error::<T>::AmountMissing);
        let shares = stake.take_unbonding(amount)?;
        let unbonding = &mut stake.record.node.unbonding_shares;
        *unbonding = unbonding.checked_sub(shares).ok_or(ArithmeticError::Underflow)?;
        stake.add_shares(shares)?;
        stake.ensure_fits()?;
        stake.save()?;
        Self::deposit_event(Event::Rebonded { node, staker, amount });
        Ok(())
    }
}

impl<T: Config> Stake<T> {
    /// Checks that the node takes new stake from this staker now.
    pub(crate) fn ensure_open(&self) -> DispatchResult {
        let node = &self.record.node;
        ensure!(node.is_active(), Error::<T>::NodeLeaving);
        ensure!(!node.is_exhausted(), Error::<T>::NodeExhausted);
        ensure!(!node.has_pending_slash(), Error::<T>::SlashPending);
        // An operator may bring a jailed node's own stake back to the minimum.
        ensure!(node.jailed_until.is_none() || self.is_own(), Error::<T>::NodeJailed);
        Ok(())
    }

    /// Checks that the active stake is neither too small nor more than the operator's own stake
    /// carries.
    pub(crate) fn ensure_fits(&self) -> DispatchResult {
        let params = Pallet::<T>::params();
        if !self.is_own() {
            ensure!(self.active() >= params.min_delegation, Error::<T>::DelegationBelowMinimum);
            ensure!(self.has_room(0), Error::<T>::OverDelegationRatio);
        }
        Ok(())
    }

    /// Returns true if the operator's own stake carries `amount` more.
    pub(crate) fn has_room(&self, amount: Balance) -> bool {
        let node = &self.record.node;
        let ratio = Pallet::<T>::params().max_delegation_ratio;
        let most = node.self_stake().saturating_mul(ratio.into());
        self.is_own() || node.stake().saturating_add(amount) <= most
    }

    /// Checks that the rest of the active stake is enough; a delegator's may also be zero.
    fn ensure_rest(&self) -> DispatchResult {
        let params = Pallet::<T>::params();
        if self.is_own() {
            ensure!(self.active() >= params.min_self_stake, Error::<T>::StakeBelowMinimum);
        } else if self.position.shares > 0 {
            ensure!(self.active() >= params.min_delegation, Error::<T>::DelegationBelowMinimum);
        }
        Ok(())
    }

    /// Returns the fewest shares that are worth `amount`.
    fn shares_worth(&self, amount: Balance) -> Result<Balance, DispatchError> {
        Ok(self.record.node.retained().shares_worth(amount).ok_or(ArithmeticError::Overflow)?)
    }

    /// Takes unbonding shares worth `amount`, those with the latest unlock era first; returns their
    /// number.
    fn take_unbonding(&mut self, amount: Balance) -> Result<Balance, DispatchError> {
        let era = Pallet::<T>::active_era();
        let retained = self.record.node.retained();
        let (mut taken, mut missing): (Balance, Balance) = (0, amount);
        while missing > 0 {
            let last = self.position.unbonding.pop().filter(|entry| entry.unlock_era > era);
            let entry = last.ok_or(Error::<T>::InsufficientUnbonding)?;
            let value = retained.value(entry.shares);
            let shares = if value <= missing { entry.shares } else { self.shares_worth(missing)? };
            taken = taken.checked_add(shares).ok_or(ArithmeticError::Overflow)?;
            missing = missing.saturating_sub(value);
            let shares = entry.shares.checked_sub(shares).ok_or(ArithmeticError::Underflow)?;
            if shares > 0 {
                let rest = Unbonding { shares, ..entry };
                let pushed = self.position.unbonding.try_push(rest);
                pushed.map_err(|_| Error::<T>::TooManyUnbondingEntries)?;
            }
        }
        Ok(taken)
    }
}
