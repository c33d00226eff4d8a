//! The way out: stake unbonds, is released, and the record goes.

use alloc::vec::Vec;

use frame_support::{
    ensure,
    traits::{fungible::hold::Mutate, tokens::Precision},
};
use nes_core::Balance;
use nes_traits::OnNodeGone;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

use crate::{
    Config, CurrencyOf, Error, Event, HoldReason, Nodes, Pallet, Position, Positions, Profiles,
    Status, Unbonding, UnbondingEntries,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_leave(who: T::AccountId) -> DispatchResult {
        let mut node = Self::node(&who)?;
        ensure!(node.is_active(), Error::<T>::NodeLeaving);
        let mut position = Positions::<T>::get(&who, &who).ok_or(Error::<T>::NotRegistered)?;

        if node.validator {
            Self::unrank(&who, &mut node)?;
        }
        let unlock_era = Self::active_era()
            .checked_add(Self::params().unbonding_eras)
            .ok_or(ArithmeticError::Overflow)?;
        let stake = core::mem::take(&mut position.shares);
        position
            .unbonding
            .try_push(Unbonding { shares: stake, unlock_era })
            .map_err(|_| Error::<T>::TooManyUnbondingEntries)?;
        node.shares = node.shares.checked_sub(stake).ok_or(ArithmeticError::Underflow)?;
        node.unbonding_shares =
            node.unbonding_shares.checked_add(stake).ok_or(ArithmeticError::Overflow)?;
        node.status = Status::Leaving;

        Positions::<T>::insert(&who, &who, position);
        Nodes::<T>::insert(&who, node);
        Self::deposit_event(Event::Left { node: who, stake, unlock_era });
        Ok(())
    }

    pub(crate) fn do_withdraw(who: T::AccountId) -> DispatchResult {
        let mut node = Self::node(&who)?;
        let mut position = Positions::<T>::get(&who, &who).ok_or(Error::<T>::NothingToWithdraw)?;
        let matured = Self::take_matured(&mut position)?;
        ensure!(matured > 0, Error::<T>::NothingToWithdraw);

        let amount = matured.min(position.held);
        CurrencyOf::<T>::release(&HoldReason::Stake.into(), &who, amount, Precision::Exact)?;
        position.held = position.held.checked_sub(amount).ok_or(ArithmeticError::Underflow)?;
        node.unbonding_shares =
            node.unbonding_shares.checked_sub(matured).ok_or(ArithmeticError::Underflow)?;

        if position.is_empty() {
            Positions::<T>::remove(&who, &who);
        } else {
            Positions::<T>::insert(&who, &who, position);
        }
        let (staker, gone) = (who.clone(), node.is_empty());
        Nodes::<T>::insert(&who, node);
        Self::deposit_event(Event::Withdrawn { node: who.clone(), staker, amount });
        if gone {
            Self::remove(who)?;
        }
        Ok(())
    }

    /// Takes the matured entries out of `position`; the sum of their shares.
    fn take_matured(position: &mut Position) -> Result<Balance, DispatchError> {
        let era = Self::active_era();
        let entries = core::mem::take(&mut position.unbonding);
        let (matured, waiting): (Vec<_>, Vec<_>) =
            entries.into_iter().partition(|entry| entry.unlock_era <= era);
        position.unbonding = UnbondingEntries::truncate_from(waiting);
        matured
            .iter()
            .try_fold(Balance::default(), |sum, entry| sum.checked_add(entry.shares))
            .ok_or(ArithmeticError::Overflow.into())
    }

    /// Removes the record of a node that nothing stands behind, and tells so.
    fn remove(who: T::AccountId) -> DispatchResult {
        if let Some(profile) = Profiles::<T>::take(&who) {
            let reason = HoldReason::Profile.into();
            CurrencyOf::<T>::release(&reason, &who, profile.deposit, Precision::Exact)?;
        }
        Nodes::<T>::remove(&who);
        T::OnNodeGone::on_node_gone(&who);
        Self::deposit_event(Event::NodeGone { node: who });
        Ok(())
    }
}
