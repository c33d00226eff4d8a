//! A position behind a node, with the operations on its shares and on the amount on hold for them.

use frame_support::{
    ensure,
    storage::with_storage_layer,
    traits::{
        fungible::{Balanced, Mutate},
        tokens::Preservation,
        Get, Imbalance,
    },
};
use nes_core::{Balance, EraIndex};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

use crate::{
    holds::HoldsOf, record::Record, Config, CreditOf, CurrencyOf, Error, Event, HoldReason, Pallet,
    Position, Positions,
};

/// A node and one position behind it.
pub(crate) struct Stake<T: Config> {
    pub(crate) record: Record<T>,
    pub(crate) staker: T::AccountId,
    pub(crate) position: Position,
}

impl<T: Config> Stake<T> {
    /// Loads the position of `staker` behind `node`, books its earnings and moves its loss by
    /// executed slashes out of the hold.
    pub(crate) fn load(node: &T::AccountId, staker: &T::AccountId) -> Result<Self, DispatchError> {
        let record = Record::load(node)?;
        let position = Positions::<T>::get(node, staker).ok_or(Error::<T>::NoPosition)?;
        let mut stake = Self { record, staker: staker.clone(), position };
        stake.settle()?;
        stake.apply_slashes()?;
        Ok(stake)
    }

    /// Loads the position in the same way, or creates a new one.
    pub(crate) fn load_or_new(
        node: &T::AccountId,
        staker: &T::AccountId,
    ) -> Result<Self, DispatchError> {
        if Positions::<T>::contains_key(node, staker) {
            return Self::load(node, staker);
        }
        let record = Record::load(node)?;
        let reward_mark = record.node.reward_per_share;
        let position = Position { reward_mark, ..Default::default() };
        Ok(Self { record, staker: staker.clone(), position })
    }

    /// Writes both rows. An empty position is paid its waiting rewards and is removed.
    pub(crate) fn save(mut self) -> DispatchResult {
        let (node, staker) = (&self.record.who, &self.staker);
        if !self.position.is_empty() {
            Positions::<T>::insert(node, staker, self.position);
            return self.record.save();
        }
        Positions::<T>::remove(node, staker);
        self.pay_out()?;
        self.apply_slashes()?;
        let fraction = self.position.accrued_fraction.into();
        let carry = &mut self.record.node.reward_carry;
        *carry = carry.checked_add(fraction).ok_or(ArithmeticError::Overflow)?;
        self.record.save()
    }

    /// Returns true if the position is the operator's own.
    pub(crate) fn is_own(&self) -> bool {
        self.staker == self.record.who
    }

    /// Returns the reason of its hold.
    fn reason(&self) -> HoldReason {
        if self.is_own() {
            HoldReason::Stake
        } else {
            HoldReason::Delegation
        }
    }

    /// Returns the value of the active shares, in planck.
    pub(crate) fn active(&self) -> Balance {
        self.record.node.retained().value(self.position.shares)
    }

    /// Returns the value of the position if only executed slashes count, in planck.
    pub(crate) fn value_for_good(&self) -> Result<Balance, DispatchError> {
        let value = self.position.value_for_good(&self.record.node.slashes);
        Ok(value.ok_or(ArithmeticError::Overflow)?)
    }

    /// Stakes up to `amount` more while no slash is pending; returns the amount that went on hold,
    /// which is the increase in value.
    pub(crate) fn add(&mut self, amount: Balance) -> Result<Balance, DispatchError> {
        let before = self.value_for_good()?;
        let shares = self.record.node.retained().shares_for(amount);
        self.add_shares(shares.ok_or(ArithmeticError::Overflow)?)?;
        let increase =
            self.value_for_good()?.checked_sub(before).ok_or(ArithmeticError::Underflow)?;
        HoldsOf::<T>::hold(self.reason(), &self.staker, increase)?;
        let held = self.position.held.checked_add(increase);
        self.position.held = held.ok_or(ArithmeticError::Overflow)?;
        Ok(increase)
    }

    /// Makes `shares` active, for the position, the node and the operator's part.
    pub(crate) fn add_shares(&mut self, shares: Balance) -> DispatchResult {
        let own = self.is_own();
        let node = &mut self.record.node;
        for sum in [&mut self.position.shares, &mut node.shares] {
            *sum = sum.checked_add(shares).ok_or(ArithmeticError::Overflow)?;
        }
        if own {
            node.self_shares = self.position.shares;
        }
        Ok(())
    }

    /// Takes `shares` from the active ones.
    pub(crate) fn take_shares(&mut self, shares: Balance) -> DispatchResult {
        let own = self.is_own();
        let node = &mut self.record.node;
        for sum in [&mut self.position.shares, &mut node.shares] {
            *sum = sum.checked_sub(shares).ok_or(ArithmeticError::Underflow)?;
        }
        if own {
            node.self_shares = self.position.shares;
        }
        Ok(())
    }

    /// Moves `shares` from the active ones to the unbonding ones, with at most `limit` entries;
    /// returns the unlock era.
    pub(crate) fn unbond(
        &mut self,
        shares: Balance,
        limit: usize,
    ) -> Result<EraIndex, DispatchError> {
        let unlock_era = Pallet::<T>::active_era()
            .checked_add(Pallet::<T>::params().unbonding_eras)
            .ok_or(ArithmeticError::Overflow)?;
        self.take_shares(shares)?;
        self.position
            .unbond(shares, unlock_era, limit)
            .ok_or(Error::<T>::TooManyUnbondingEntries)?;
        let unbonding = &mut self.record.node.unbonding_shares;
        *unbonding = unbonding.checked_add(shares).ok_or(ArithmeticError::Overflow)?;
        Ok(unlock_era)
    }

    /// Releases `amount` of the hold, or all of it if it is less, to the staker; returns the
    /// amount.
    pub(crate) fn release(&mut self, amount: Balance) -> Result<Balance, DispatchError> {
        let amount = amount.min(self.position.held);
        HoldsOf::<T>::release(self.reason(), &self.staker, amount)?;
        let held = self.position.held.checked_sub(amount);
        self.position.held = held.ok_or(ArithmeticError::Underflow)?;
        Ok(amount)
    }

    /// Pays the rewards that wait for the position; returns their amount.
    pub(crate) fn pay_accrued(&mut self) -> Result<Balance, DispatchError> {
        let amount = core::mem::take(&mut self.position.accrued);
        Pallet::<T>::pay_from_pot(&self.staker, amount)?;
        Ok(amount)
    }

    /// Pays the rewards that wait for a position that ends. If the account has ceased to exist and
    /// cannot take so small an amount, the treasury gets them.
    fn pay_out(&mut self) -> DispatchResult {
        let amount = core::mem::take(&mut self.position.accrued);
        let paid = with_storage_layer(|| Pallet::<T>::pay_from_pot(&self.staker, amount));
        paid.or_else(|_| Pallet::<T>::pay_from_pot(&T::Treasury::get(), amount))
    }

    /// Moves the loss by executed slashes out of the hold to the treasury; returns its amount.
    pub(crate) fn apply_slashes(&mut self) -> Result<Balance, DispatchError> {
        let loss = self.take_loss()?;
        let amount = loss.peek();
        if amount > 0 {
            Pallet::<T>::pay_treasury(loss);
            let (node, staker) = (self.record.who.clone(), self.staker.clone());
            Pallet::<T>::deposit_event(Event::SlashApplied { node, staker, amount });
        }
        Ok(amount)
    }

    /// Takes the loss by executed slashes out of the hold.
    pub(crate) fn take_loss(&mut self) -> Result<CreditOf<T>, DispatchError> {
        let loss = self.position.held.checked_sub(self.value_for_good()?);
        let loss = loss.ok_or(ArithmeticError::Underflow)?;
        let credit = HoldsOf::<T>::take(self.reason(), &self.staker, loss)?;
        let held = self.position.held.checked_sub(credit.peek());
        self.position.held = held.ok_or(ArithmeticError::Underflow)?;
        Ok(credit)
    }

    fn settle(&mut self) -> DispatchResult {
        let per_share = self.record.node.reward_per_share;
        Ok(self.position.settle(per_share).ok_or(ArithmeticError::Overflow)?)
    }
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_apply_slash(node: T::AccountId, staker: T::AccountId) -> DispatchResult {
        let record = Record::<T>::load(&node)?;
        let position = Positions::<T>::get(&node, &staker).ok_or(Error::<T>::NoPosition)?;
        let mut stake = Stake { record, staker, position };
        ensure!(stake.apply_slashes()? > 0, Error::<T>::NothingToApply);
        stake.save()
    }

    /// Pays `credit` to the treasury; an amount that it cannot take is burned.
    pub(crate) fn pay_treasury(credit: CreditOf<T>) {
        drop(CurrencyOf::<T>::resolve(&T::Treasury::get(), credit));
    }

    /// Pays `amount` of the waiting rewards to `who`.
    pub(crate) fn pay_from_pot(who: &T::AccountId, amount: Balance) -> DispatchResult {
        if amount > 0 {
            let pot = Self::reward_pot();
            CurrencyOf::<T>::transfer(&pot, who, amount, Preservation::Preserve)?;
        }
        Ok(())
    }
}
