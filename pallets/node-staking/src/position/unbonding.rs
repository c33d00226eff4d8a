//! Unbonding: stake on its way out of a position, back and out.

use nes_core::{Balance, EraIndex};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

use super::Stake;
use crate::{types::Unbonding, Config, Error, Pallet};

impl<T: Config> Stake<T> {
    /// Starts to unbond `amount` of the active stake; returns the unlock era. What answers for
    /// another node does not unlock before it does there.
    pub(crate) fn unbond(&mut self, amount: Balance) -> Result<EraIndex, DispatchError> {
        let there = self.position.answers_until().unwrap_or_default();
        let unlock_era = self.record.unlock_era()?.max(there);
        let shares = self.take_active(amount)?;
        let entry = self.position.unbond(shares, unlock_era);
        entry.ok_or(Error::<T>::TooManyUnbondingEntries)?;
        self.record.add_unbonding(shares)?;
        Ok(unlock_era)
    }

    /// Makes unbonding stake worth `amount` active again, the part with the latest unlock era
    /// first.
    pub(crate) fn rebond(&mut self, amount: Balance) -> DispatchResult {
        let shares = self.take_latest_unbonding(amount)?;
        self.record.take_unbonding(shares)?;
        self.add_shares(shares)
    }

    /// Takes the shares that may leave out of the position; returns their value, or the reason why
    /// there are none.
    ///
    /// An entry may leave once it has matured and no slash that reaches it is pending. The active
    /// shares of a node that leaves are an entry too; those of another one may leave when they are
    /// permanently worth nothing and no slash is pending.
    pub(crate) fn take_matured(&mut self) -> Result<Result<Balance, Error<T>>, DispatchError> {
        let era = Pallet::<T>::active_era();
        let before = self.value_for_good()?;
        let mut slashes = self.node().slashes.iter();
        let pending = slashes.find(|slash| slash.is_pending()).map(|slash| slash.era);
        let matured = |unlock_era: EraIndex| unlock_era <= era;
        let ends = |unlock_era| matured(unlock_era) && pending.is_none_or(|era| era >= unlock_era);

        let active = self.node().unlock_era().filter(|_| self.position.shares > 0);
        let active_ends =
            active.is_some_and(ends) || pending.is_none() && self.has_only_worthless_shares();
        let entries = || self.position.unbonding.iter().map(|entry| entry.unlock_era);
        if !entries().any(ends) && !active_ends {
            let waiting = entries().chain(active).any(matured);
            return Ok(Err(if waiting { Error::SlashPending } else { Error::NothingToWithdraw }));
        }
        let shares = self.position.take_unbonding(|entry| ends(entry.unlock_era));
        let shares = shares.ok_or(ArithmeticError::Overflow)?;
        self.record.take_unbonding(shares)?;
        if active_ends {
            self.take_shares(self.position.shares)?;
        }
        let after = self.value_for_good()?;
        Ok(Ok(before.checked_sub(after).ok_or(ArithmeticError::Underflow)?))
    }

    /// Returns true if there are active shares, and executed slashes have left nothing of them.
    fn has_only_worthless_shares(&self) -> bool {
        let shares = self.position.shares;
        shares > 0 && self.node().retained_for_good().value(shares) == 0
    }

    /// Takes unbonding shares worth `amount` out of the position, those with the latest unlock era
    /// first; returns their number.
    fn take_latest_unbonding(&mut self, amount: Balance) -> Result<Balance, DispatchError> {
        let era = Pallet::<T>::active_era();
        let retained = self.node().retained();
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
