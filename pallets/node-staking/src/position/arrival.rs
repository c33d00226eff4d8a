//! Redelegation: stake that leaves for another position, and what it answers with there.
//!
//! Stake that arrived in a position is ordinary stake of its new node. In addition it answers for the
//! node that it left, as if it had stayed there to unbond: the shares that it was still count there,
//! and what executed slashes take of their worth is paid out of the new position, whatever happened
//! to its value since.

use frame_support::ensure;
use nes_core::Balance;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult, SaturatedConversion};

use super::Stake;
use crate::{
    account::HoldsOf,
    types::{meets, Arrival, Arrivals},
    Config, Error, Event, Nodes, Pallet,
};

/// Leaving for another position, and arriving there.
impl<T: Config> Stake<T> {
    /// Takes `amount` of the active stake out of the position, to another node's; returns what stays
    /// on hold for it, which is more if a slash is pending, and how it answers for this node.
    pub(crate) fn depart(
        &mut self,
        amount: Balance,
    ) -> Result<(Balance, Arrival<T::AccountId>), DispatchError> {
        let unlock_era = match self.node().unlock_era() {
            Some(unlock_era) => unlock_era,
            None => self.record.unlock_era()?,
        };
        // What has matured answers for nothing, and is free.
        ensure!(unlock_era > Pallet::<T>::active_era(), Error::<T>::StakeMatured);
        let before = self.value_for_good()?;
        let shares = self.take_active(amount)?;
        self.record.add_unbonding(shares)?;
        let moved = before.checked_sub(self.value_for_good()?).ok_or(ArithmeticError::Underflow)?;
        self.lower_held(moved)?;
        self.ensure_answers()?;
        let (from, value) = (self.record.who().clone(), self.node().retained_for_good());
        let value = value.value(shares);
        Ok((moved, Arrival { from, shares, unlock_era, value }))
    }

    /// Makes `amount`, which is on hold for it and departed from another position, active stake of
    /// this one; returns the amount without what is less than a share, which is released.
    pub(crate) fn arrive(
        &mut self,
        amount: Balance,
        arrival: Arrival<T::AccountId>,
    ) -> Result<Balance, DispatchError> {
        let staked = self.buy(amount)?;
        let rest = amount.checked_sub(staked).ok_or(ArithmeticError::Underflow)?;
        HoldsOf::<T>::release(self.reason(), &self.staker, rest)?;
        self.position.note_arrival(arrival).ok_or(Error::<T>::TooManyArrivals)?;
        Ok(staked)
    }

    /// Returns the number of its arrivals.
    pub(crate) fn arrivals(&self) -> u32 {
        self.position.arrivals.len().saturated_into()
    }

    /// Checks that the position is worth all that it answers with for other nodes.
    pub(crate) fn ensure_answers(&self) -> DispatchResult {
        let open = self.position.arrivals.iter().filter(|arrival| !is_over::<T>(arrival));
        let answers = open.map(|arrival| arrival.value).try_fold(0, Balance::checked_add);
        let answers = answers.ok_or(ArithmeticError::Overflow)?;
        ensure!(meets(self.value_for_good()?, answers), Error::<T>::StillAnswerable);
        Ok(())
    }

    /// Ends the arrivals that answer for nothing any more, or all if nothing is left of the position;
    /// returns their number. A node that only they named is removed.
    pub(crate) fn end_arrivals(&mut self) -> Result<u32, DispatchError> {
        let all = self.position.is_empty();
        let mut ended = Arrivals::new();
        for arrival in core::mem::take(&mut self.position.arrivals) {
            let over = all || is_over::<T>(&arrival);
            let list = if over { &mut ended } else { &mut self.position.arrivals };
            list.try_push(arrival).map_err(|_| Error::<T>::TooManyArrivals)?;
        }
        let count = ended.len();
        for Arrival { from, shares, .. } in ended {
            Pallet::<T>::end_unbonding(&from, shares)?;
            let (to, staker) = (self.record.who().clone(), self.staker.clone());
            Pallet::<T>::deposit_event(Event::ArrivalEnded { from, to, staker });
        }
        Ok(count.saturated_into())
    }
}

/// The losses by slashes of other nodes.
impl<T: Config> Stake<T> {
    /// Moves what executed slashes of the nodes that stake came from took of it out of the hold to
    /// the treasury; returns the amount. The position's own loss must have moved before. What the
    /// position is not worth any more is not owed.
    pub(super) fn apply_slashes_elsewhere(&mut self) -> Result<Balance, DispatchError> {
        let mut sum: Balance = 0;
        let mut arrivals = core::mem::take(&mut self.position.arrivals);
        for arrival in arrivals.iter_mut() {
            let loss = Nodes::<T>::get(&arrival.from).map_or(0, |from| arrival.lose(&from));
            if loss > 0 {
                self.cut(loss)?;
                let paid = self.pay_loss_by(arrival.from.clone())?;
                sum = sum.checked_add(paid).ok_or(ArithmeticError::Overflow)?;
            }
        }
        self.position.arrivals = arrivals;
        Ok(sum)
    }

    /// Lowers the value by `loss`, or to zero if it is less: by active shares, and then by entries,
    /// the latest first.
    fn cut(&mut self, loss: Balance) -> DispatchResult {
        let rest = self.value_for_good()?.saturating_sub(loss);
        // No number of shares that are worth nothing is worth the loss.
        let shares = self.node().retained_for_good().shares_worth(loss).unwrap_or(Balance::MAX);
        self.take_shares(shares.min(self.position.shares))?;
        if self.value_for_good()? > rest {
            let entries = self.position.cut_unbonding(self.record.node(), rest);
            self.record.take_unbonding(entries.ok_or(ArithmeticError::Overflow)?)?;
        }
        Ok(())
    }
}

/// Returns true if `arrival` answers for nothing any more.
fn is_over<T: Config>(arrival: &Arrival<T::AccountId>) -> bool {
    let era = Pallet::<T>::active_era();
    Nodes::<T>::get(&arrival.from).is_none_or(|from| arrival.is_over(&from, era))
}
