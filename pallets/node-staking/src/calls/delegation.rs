//! The calls of delegation: staking behind a node, unbonding, rebonding and redelegating.

use frame_support::ensure;
use nes_core::Balance;
use sp_runtime::{DispatchError, DispatchResult};

use crate::{position::Stake, types::meets, Config, Error, Event, Pallet};

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
        ensure!(stake.node().is_active(), Error::<T>::NodeLeaving);
        ensure!(amount > 0, Error::<T>::AmountMissing);
        ensure!(stake.position().shares > 0, Error::<T>::InsufficientStake);
        let amount = amount.min(stake.active());
        let unlock_era = stake.unbond(amount)?;
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

    /// Returns the number of arrivals in the position that the stake leaves.
    pub(crate) fn do_redelegate(
        staker: T::AccountId,
        from: T::AccountId,
        to: T::AccountId,
        amount: Balance,
    ) -> Result<u32, DispatchError> {
        ensure!(from != to, Error::<T>::SameNode);
        ensure!(staker != from && staker != to, Error::<T>::OwnNode);
        let mut source = Stake::<T>::load(&from, &staker)?;
        ensure!(source.position().shares > 0, Error::<T>::InsufficientStake);
        let amount = amount.min(source.active());
        ensure!(amount > 0, Error::<T>::AmountMissing);
        let (moved, arrival) = source.depart(amount)?;
        // What stays behind a node that is leaving is on its way out, as entries of any size are.
        if source.node().is_active() {
            source.ensure_rest()?;
        }
        let arrivals = source.arrivals();
        source.end_arrivals()?;
        // Before the other node is loaded, which an arrival that ended can have named.
        source.save()?;

        let mut target = Stake::<T>::load_or_new(&to, &staker)?;
        target.ensure_open()?;
        let until = arrival.unlock_era;
        let amount = target.arrive(moved, arrival)?;
        ensure!(amount > 0, Error::<T>::AmountMissing);
        target.ensure_fits()?;
        target.save()?;
        Self::deposit_event(Event::Redelegated { from, to, staker, amount, until });
        Ok(arrivals)
    }
}

impl<T: Config> Stake<T> {
    /// Checks that the node takes new stake from this staker now.
    pub(crate) fn ensure_open(&self) -> DispatchResult {
        let node = self.node();
        ensure!(node.is_active(), Error::<T>::NodeLeaving);
        ensure!(!node.is_exhausted(), Error::<T>::NodeExhausted);
        // An operator may bring a node's own stake back to the minimum, whatever took it below.
        if !self.is_own() {
            ensure!(!node.has_pending_slash(), Error::<T>::SlashPending);
            ensure!(node.jailed_until.is_none(), Error::<T>::NodeJailed);
        }
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
            let enough = meets(self.active(), params.min_delegation);
            ensure!(enough, Error::<T>::DelegationBelowMinimum);
            ensure!(self.has_room(0), Error::<T>::OverDelegationRatio);
        }
        Ok(())
    }

    /// Checks that the rest of the active stake is enough; a delegator's may also be zero.
    fn ensure_rest(&self) -> DispatchResult {
        let params = Pallet::<T>::params();
        if self.is_own() {
            ensure!(meets(self.active(), params.min_self_stake), Error::<T>::StakeBelowMinimum);
        } else if self.position().shares > 0 {
            let enough = meets(self.active(), params.min_delegation);
            ensure!(enough, Error::<T>::DelegationBelowMinimum);
        }
        Ok(())
    }
}
