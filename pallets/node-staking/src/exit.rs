//! The exit: leaving, the release of matured stake and the removal of a node's record.

use frame_support::{
    ensure,
    traits::{fungible::Mutate, tokens::Preservation, Get},
};
use nes_core::Balance;
use nes_ledger::UNITS;
use nes_traits::OnNodeRemoved;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

use crate::{
    holds::HoldsOf,
    record::Record,
    stake::Stake,
    types::{Slash, Unbonding, UnbondingEntries},
    Conducts, Config, CurrencyOf, Error, Event, HoldReason, NodeStatus, Nodes, Pallet, Profiles,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_leave(who: T::AccountId) -> DispatchResult {
        let mut stake = Stake::<T>::load(&who, &who)?;
        ensure!(stake.record.node.is_active(), Error::<T>::NodeLeaving);
        Self::end_conduct(&mut stake.record)?;

        stake.record.chill();
        stake.record.node.status = NodeStatus::Leaving;
        let (amount, shares) = (stake.active(), stake.position.shares);
        let unlock_era = stake.unbond(shares, UnbondingEntries::bound())?;
        stake.save()?;
        Self::deposit_event(Event::Left { node: who, stake: amount, unlock_era });
        Ok(())
    }

    pub(crate) fn do_withdraw(node: T::AccountId, staker: T::AccountId) -> DispatchResult {
        let mut stake = Stake::<T>::load(&node, &staker)?;
        let amount = stake.take_matured()?;
        if stake.is_own() && stake.position.is_empty() {
            let validators = pallet_session::Validators::<T>::get();
            ensure!(!validators.contains(&node), Error::<T>::StillValidating);
        }
        let amount = stake.release(amount)?;
        let gone = stake.record.node.is_empty();
        stake.save()?;
        Self::deposit_event(Event::Withdrawn { node: node.clone(), staker, amount });
        if gone {
            Self::remove(Record::load(&node)?)?;
        }
        Ok(())
    }

    /// Removes the record of a node without any stake, and notifies [`Config::OnNodeRemoved`]. A
    /// remainder of its rewards below a planck stays in the pot.
    fn remove(record: Record<T>) -> DispatchResult {
        let Record { who, node, .. } = record;
        Self::pay_from_pot(&who, node.commission_accrued)?;
        let rest = node.reward_carry.checked_div(UNITS).unwrap_or(0);
        if rest > 0 {
            let (pot, treasury) = (Self::reward_pot(), T::Treasury::get());
            CurrencyOf::<T>::transfer(&pot, &treasury, rest, Preservation::Preserve)?;
        }
        if let Some(profile) = Profiles::<T>::take(&who) {
            HoldsOf::<T>::release(HoldReason::Profile, &who, profile.deposit)?;
        }
        Conducts::<T>::remove(&who);
        Nodes::<T>::remove(&who);
        T::OnNodeRemoved::on_node_removed(&who);
        Self::deposit_event(Event::NodeGone { node: who });
        Ok(())
    }
}

impl<T: Config> Stake<T> {
    /// Takes the shares that may leave out of the position; returns their value.
    ///
    /// An entry may leave once it has matured and no slash that reaches it is pending. Active
    /// shares that are permanently worth nothing may leave while no slash is pending.
    fn take_matured(&mut self) -> Result<Balance, DispatchError> {
        let era = Pallet::<T>::active_era();
        let before = self.value_for_good()?;
        let node = &self.record.node;
        let pending: Option<&Slash> = node.slashes.iter().find(|slash| slash.is_pending());
        let matured = |entry: &Unbonding| entry.unlock_era <= era;
        let free = |entry: &Unbonding| pending.is_none_or(|slash| slash.era >= entry.unlock_era);

        let entries = self.position.unbonding.clone();
        let ends = |entry: &&Unbonding| matured(entry) && free(entry);
        let shares = entries
            .iter()
            .filter(ends)
            .try_fold(0, |sum: Balance, entry| sum.checked_add(entry.shares));
        let worthless = pending.is_none()
            && self.position.shares > 0
            && node.retained_for_good().value(self.position.shares) == 0;
        if !entries.iter().any(|entry| ends(&entry)) && !worthless {
            let waiting = entries.iter().any(matured);
            return Err(if waiting { Error::<T>::SlashPending } else { Error::NothingToWithdraw })?;
        }

        self.position.unbonding.retain(|entry| !(matured(entry) && free(entry)));
        let unbonding = self.record.node.unbonding_shares;
        let unbonding = shares.and_then(|shares| unbonding.checked_sub(shares));
        self.record.node.unbonding_shares = unbonding.ok_or(ArithmeticError::Underflow)?;
        if worthless {
            self.take_shares(self.position.shares)?;
        }
        let after = self.value_for_good()?;
        Ok(before.checked_sub(after).ok_or(ArithmeticError::Underflow)?)
    }
}
