//! Owner of `Positions`. A position changes together with its node and the amount on hold for it.

mod arrival;
mod unbonding;

use frame_support::{
    ensure,
    storage::with_storage_layer,
    traits::{Get, Imbalance},
};
use nes_core::Balance;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

use crate::{
    account::{HoldsOf, Loss, RewardPotOf},
    node::Record,
    Config, Error, Event, HoldReason, Node, Pallet, Position, Positions,
};

/// A node and one position behind it.
pub(crate) struct Stake<T: Config> {
    record: Record<T>,
    staker: T::AccountId,
    position: Position<T::AccountId>,
}

/// The rows.
impl<T: Config> Stake<T> {
    /// Writes the position of the operator `who` behind its new node: `stake`, which is on hold.
    pub(crate) fn insert_own(who: &T::AccountId, stake: Balance) {
        Positions::<T>::insert(who, who, Position::new(stake));
    }

    /// Loads the position of `staker` behind `node`, books its earnings and moves its losses by
    /// executed slashes out of the hold.
    pub(crate) fn load(node: &T::AccountId, staker: &T::AccountId) -> Result<Self, DispatchError> {
        Ok(Self::load_with_losses(node, staker)?.0)
    }

    /// Loads the position in the same way; returns the losses too, in planck.
    pub(crate) fn load_with_losses(
        node: &T::AccountId,
        staker: &T::AccountId,
    ) -> Result<(Self, Balance), DispatchError> {
        let record = Record::load(node)?;
        let position = Positions::<T>::get(node, staker).ok_or(Error::<T>::NoPosition)?;
        let mut stake = Self { record, staker: staker.clone(), position };
        let per_share = stake.node().reward_per_share;
        stake.position.settle(per_share).ok_or(ArithmeticError::Overflow)?;
        let losses = stake.apply_slashes()?.checked_add(stake.apply_slashes_elsewhere()?);
        Ok((stake, losses.ok_or(ArithmeticError::Overflow)?))
    }

    /// Loads the position in the same way, or creates a new one.
    pub(crate) fn load_or_new(
        node: &T::AccountId,
        staker: &T::AccountId,
    ) -> Result<Self, DispatchError> {
        if Positions::<T>::contains_key(node, staker) {
            let stake = Self::load(node, staker)?;
            // New stake must not answer for what is lost.
            ensure!(!stake.position.is_empty(), Error::<T>::NothingLeft);
            return Ok(stake);
        }
        let record = Record::load(node)?;
        let reward_mark = record.node().reward_per_share;
        let position = Position { reward_mark, ..Default::default() };
        Ok(Self { record, staker: staker.clone(), position })
    }

    /// Writes both rows. An empty position is paid its waiting rewards and is removed; its arrivals
    /// must have ended before, which only some calls pay for.
    pub(crate) fn save(mut self) -> DispatchResult {
        let (node, staker) = (self.record.who(), &self.staker);
        if !self.position.is_empty() {
            Positions::<T>::insert(node, staker, self.position);
            return self.record.save();
        }
        ensure!(self.position.arrivals.is_empty(), Error::<T>::NothingLeft);
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
    pub(crate) fn position(&self) -> &Position<T::AccountId> {
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
        let value = self.position.value_for_good(self.node());
        Ok(value.ok_or(ArithmeticError::Overflow)?)
    }

    /// Returns the fewest shares that are worth `amount`.
    fn shares_worth(&self, amount: Balance) -> Result<Balance, DispatchError> {
        Ok(self.node().retained().shares_worth(amount).ok_or(ArithmeticError::Overflow)?)
    }
}

/// The shares.
impl<T: Config> Stake<T> {
    /// Stakes up to `amount` more; returns the amount that went on hold, which is the increase in
    /// value. Shares have the price without pending slashes, which may be cancelled.
    pub(crate) fn add(&mut self, amount: Balance) -> Result<Balance, DispatchError> {
        let increase = self.buy(amount)?;
        HoldsOf::<T>::hold(self.reason(), &self.staker, increase)?;
        Ok(increase)
    }

    /// Makes the shares that `amount` buys active; returns the increase in value, which must be on
    /// hold.
    fn buy(&mut self, amount: Balance) -> Result<Balance, DispatchError> {
        let before = self.value_for_good()?;
        let shares = self.node().retained_for_good().shares_for(amount);
        self.add_shares(shares.ok_or(ArithmeticError::Overflow)?)?;
        let increase =
            self.value_for_good()?.checked_sub(before).ok_or(ArithmeticError::Underflow)?;
        let held = self.position.held.checked_add(increase);
        self.position.held = held.ok_or(ArithmeticError::Overflow)?;
        Ok(increase)
    }

    /// Takes shares worth `amount` from the active ones; returns their number. The last of them go
    /// as a whole, so that no share that is worth nothing is left behind.
    fn take_active(&mut self, amount: Balance) -> Result<Balance, DispatchError> {
        let all = amount == self.active();
        let shares = if all { self.position.shares } else { self.shares_worth(amount)? };
        self.take_shares(shares)?;
        Ok(shares)
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
    fn apply_slashes(&mut self) -> Result<Balance, DispatchError> {
        self.pay_loss_by(self.record.who().clone())
    }

    /// Moves what is on hold beyond the value, which slashes of `node` took, to the treasury; returns
    /// its amount.
    fn pay_loss_by(&mut self, node: T::AccountId) -> Result<Balance, DispatchError> {
        let loss = self.take_loss()?.credit;
        let amount = loss.peek();
        if amount > 0 {
            Pallet::<T>::pay_treasury(loss);
            let staker = self.staker.clone();
            Pallet::<T>::deposit_event(Event::SlashApplied { node, staker, amount });
        }
        Ok(amount)
    }

    /// Takes the loss by executed slashes out of the hold.
    pub(crate) fn take_loss(&mut self) -> Result<Loss<T>, DispatchError> {
        let loss = self.position.held.checked_sub(self.value_for_good()?);
        let loss = loss.ok_or(ArithmeticError::Underflow)?;
        let loss = Loss::<T>::take(self.reason(), &self.staker, loss)?;
        self.lower_held(loss.credit.peek())?;
        Ok(loss)
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
