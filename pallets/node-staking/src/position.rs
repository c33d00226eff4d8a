//! Owner of `Positions`. A position changes together with its node and the amount on hold for it.

use frame_support::{
    storage::with_storage_layer,
    traits::{Get, Imbalance},
};
use nes_core::{Balance, EraIndex};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

use crate::{
    account::{HoldsOf, RewardPotOf},
    node::Record,
    types::Unbonding,
    Config, CreditOf, Error, Event, HoldReason, Node, Pallet, Position, Positions,
};

/// A node and one position behind it.
pub(crate) struct Stake<T: Config> {
    record: Record<T>,
    staker: T::AccountId,
    position: Position,
}

/// The rows.
impl<T: Config> Stake<T> {
    /// Writes the position of the operator `who` behind its new node: `stake`, which is on hold.
    pub(crate) fn insert_own(who: &T::AccountId, stake: Balance) {
        Positions::<T>::insert(who, who, Position::new(stake));
    }

    /// Loads the position of `staker` behind `node`, books its earnings and moves its loss by
    /// executed slashes out of the hold.
    pub(crate) fn load(node: &T::AccountId, staker: &T::AccountId) -> Result<Self, DispatchError> {
        let mut stake = Self::load_as_stored(node, staker)?;
        let per_share = stake.node().reward_per_share;
        stake.position.settle(per_share).ok_or(ArithmeticError::Overflow)?;
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
        let reward_mark = record.node().reward_per_share;
        let position = Position { reward_mark, ..Default::default() };
        Ok(Self { record, staker: staker.clone(), position })
    }

    /// Loads the position without its latest earnings and losses.
    pub(crate) fn load_as_stored(
        node: &T::AccountId,
        staker: &T::AccountId,
    ) -> Result<Self, DispatchError> {
        let record = Record::load(node)?;
        let position = Positions::<T>::get(node, staker).ok_or(Error::<T>::NoPosition)?;
        Ok(Self { record, staker: staker.clone(), position })
    }

    /// Writes both rows. An empty position is paid its waiting rewards and is removed.
    pub(crate) fn save(mut self) -> DispatchResult {
        let (node, staker) = (self.record.who(), &self.staker);
        if !self.position.is_empty() {
            Positions::<T>::insert(node, staker, self.position);
            return self.record.save();
        }
        Positions::<T>::remove(node, staker);
        self.pay_out()?;
        self.apply_slashes()?;
        self.record.carry(self.position.accrued_fraction)?;
        self.record.save()
    }

    /// Sets if the rewards of `staker` behind `node` are staked again when they are claimed.
    pub(crate) fn set_compound(
        node: &T::AccountId,
        staker: &T::AccountId,
        compound: bool,
    ) -> DispatchResult {
        let mut position = Positions::<T>::get(node, staker).ok_or(Error::<T>::NoPosition)?;
        position.compound = compound;
        Positions::<T>::insert(node, staker, position);
        Ok(())
    }

    /// Returns the node in its present state.
    pub(crate) fn node(&self) -> &Node<T::AccountId> {
        self.record.node()
    }

    /// Returns the node's record, for a change of anything but its shares.
    pub(crate) fn record_mut(&mut self) -> &mut Record<T> {
        &mut self.record
    }

    /// Returns the position in its present state.
    pub(crate) fn position(&self) -> &Position {
        &self.position
    }

    /// Returns true if the position is the operator's own.
    pub(crate) fn is_own(&self) -> bool {
        self.staker == *self.record.who()
    }

    /// Returns the value of the active shares, in planck.
    pub(crate) fn active(&self) -> Balance {
        self.node().retained().value(self.position.shares)
    }

    /// Returns the value of the position if only executed slashes count, in planck.
    fn value_for_good(&self) -> Result<Balance, DispatchError> {
        let value = self.position.value_for_good(&self.node().slashes);
        Ok(value.ok_or(ArithmeticError::Overflow)?)
    }

    /// Returns the fewest shares that are worth `amount`.
    fn shares_worth(&self, amount: Balance) -> Result<Balance, DispatchError> {
        Ok(self.node().retained().shares_worth(amount).ok_or(ArithmeticError::Overflow)?)
    }
}

/// The shares.
impl<T: Config> Stake<T> {
    /// Stakes up to `amount` more while no slash is pending; returns the amount that went on hold,
    /// which is the increase in value.
    pub(crate) fn add(&mut self, amount: Balance) -> Result<Balance, DispatchError> {
        let before = self.value_for_good()?;
        let shares = self.node().retained().shares_for(amount);
        self.add_shares(shares.ok_or(ArithmeticError::Overflow)?)?;
        let increase =
            self.value_for_good()?.checked_sub(before).ok_or(ArithmeticError::Underflow)?;
        HoldsOf::<T>::hold(self.reason(), &self.staker, increase)?;
        let held = self.position.held.checked_add(increase);
        self.position.held = held.ok_or(ArithmeticError::Overflow)?;
        Ok(increase)
    }

    /// Starts to unbond `amount` of the active stake, with at most `limit` entries; returns the
    /// unlock era. The last active stake goes as a whole, so that no share that is worth nothing is
    /// left behind.
    pub(crate) fn unbond(
        &mut self,
        amount: Balance,
        limit: usize,
    ) -> Result<EraIndex, DispatchError> {
        let all = amount == self.active();
        let shares = if all { self.position.shares } else { self.shares_worth(amount)? };
        let unlock_era = Pallet::<T>::active_era()
            .checked_add(Pallet::<T>::params().unbonding_eras)
            .ok_or(ArithmeticError::Overflow)?;
        self.take_shares(shares)?;
        let entry = self.position.unbond(shares, unlock_era, limit);
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

    /// Takes the shares that may leave out of the position; returns their value.
    ///
    /// An entry may leave once it has matured and no slash that reaches it is pending. Active
    /// shares that are permanently worth nothing may leave while no slash is pending.
    pub(crate) fn take_matured(&mut self) -> Result<Balance, DispatchError> {
        let era = Pallet::<T>::active_era();
        let before = self.value_for_good()?;
        let mut slashes = self.node().slashes.iter();
        let pending = slashes.find(|slash| slash.is_pending()).map(|slash| slash.era);
        let matured = |entry: &Unbonding| entry.unlock_era <= era;
        let free = |entry: &Unbonding| pending.is_none_or(|era| era >= entry.unlock_era);
        let ends = |entry: &Unbonding| matured(entry) && free(entry);
        let worthless = pending.is_none() && self.has_only_worthless_shares();

        let entries = &self.position.unbonding;
        if !entries.iter().any(ends) && !worthless {
            let waiting = entries.iter().any(matured);
            return Err(if waiting { Error::<T>::SlashPending } else { Error::NothingToWithdraw })?;
        }
        let shares = self.position.take_unbonding(ends).ok_or(ArithmeticError::Overflow)?;
        self.record.take_unbonding(shares)?;
        if worthless {
            self.take_shares(self.position.shares)?;
        }
        let after = self.value_for_good()?;
        Ok(before.checked_sub(after).ok_or(ArithmeticError::Underflow)?)
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

    /// Makes `shares` active.
    fn add_shares(&mut self, shares: Balance) -> DispatchResult {
        let sum = self.position.shares.checked_add(shares);
        self.position.shares = sum.ok_or(ArithmeticError::Overflow)?;
        self.record.add_shares(shares, self.is_own())
    }

    /// Takes `shares` from the active ones.
    fn take_shares(&mut self, shares: Balance) -> DispatchResult {
        let rest = self.position.shares.checked_sub(shares);
        self.position.shares = rest.ok_or(ArithmeticError::Underflow)?;
        self.record.take_shares(shares, self.is_own())
    }
}

/// The money.
impl<T: Config> Stake<T> {
    /// Releases `amount` of the hold, or all of it if it is less, to the staker; returns the
    /// amount.
    pub(crate) fn release(&mut self, amount: Balance) -> Result<Balance, DispatchError> {
        let amount = amount.min(self.position.held);
        HoldsOf::<T>::release(self.reason(), &self.staker, amount)?;
        self.lower_held(amount)?;
        Ok(amount)
    }

    /// Pays the rewards that wait for the position, and an operator the commission that waits;
    /// returns the sum.
    pub(crate) fn pay_rewards(&mut self) -> Result<Balance, DispatchError> {
        let commission = if self.is_own() { self.record.pay_commission()? } else { 0 };
        let amount = core::mem::take(&mut self.position.accrued);
        RewardPotOf::<T>::pay(&self.staker, amount)?;
        Ok(amount.checked_add(commission).ok_or(ArithmeticError::Overflow)?)
    }

    /// Moves the loss by executed slashes out of the hold to the treasury; returns its amount.
    pub(crate) fn apply_slashes(&mut self) -> Result<Balance, DispatchError> {
        let loss = self.take_loss()?;
        let amount = loss.peek();
        if amount > 0 {
            Pallet::<T>::pay_treasury(loss);
            let (node, staker) = (self.record.who().clone(), self.staker.clone());
            Pallet::<T>::deposit_event(Event::SlashApplied { node, staker, amount });
        }
        Ok(amount)
    }

    /// Takes the loss by executed slashes out of the hold.
    pub(crate) fn take_loss(&mut self) -> Result<CreditOf<T>, DispatchError> {
        let loss = self.position.held.checked_sub(self.value_for_good()?);
        let loss = loss.ok_or(ArithmeticError::Underflow)?;
        let credit = HoldsOf::<T>::take(self.reason(), &self.staker, loss)?;
        self.lower_held(credit.peek())?;
        Ok(credit)
    }

    /// Pays the rewards that wait for a position that ends. If the account has ceased to exist and
    /// cannot take so small an amount, the treasury gets them.
    fn pay_out(&mut self) -> DispatchResult {
        let amount = core::mem::take(&mut self.position.accrued);
        let paid = with_storage_layer(|| RewardPotOf::<T>::pay(&self.staker, amount));
        paid.or_else(|_| RewardPotOf::<T>::pay(&T::Treasury::get(), amount))
    }

    /// Returns the reason of the hold.
    fn reason(&self) -> HoldReason {
        if self.is_own() {
            HoldReason::Stake
        } else {
            HoldReason::Delegation
        }
    }

    fn lower_held(&mut self, by: Balance) -> DispatchResult {
        self.position.held =
            self.position.held.checked_sub(by).ok_or(ArithmeticError::Underflow)?;
        Ok(())
    }
}
