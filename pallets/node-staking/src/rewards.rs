//! The earnings of a node: the operator's commission, and a part for every share.

use frame_support::{
    ensure,
    traits::{fungible::Balanced, Imbalance},
    PalletId,
};
use nes_core::Balance;
use nes_traits::NodeRewards;
use sp_runtime::{
    traits::AccountIdConversion, ArithmeticError, DispatchError, DispatchResult, Perbill,
    Saturating,
};

use crate::{
    record::Record,
    stake::Stake,
    types::{NextCommission, MAX_COMMISSION_RAISE},
    Config, CreditOf, CurrencyOf, Error, Event, Pallet, Positions,
};

/// The id of the account in which rewards wait for those who earned them.
const POT: PalletId = PalletId(*b"nes/rwrd");

impl<T: Config> Pallet<T> {
    /// Returns the account in which rewards wait for those who earned them.
    pub fn reward_pot() -> T::AccountId {
        POT.into_account_truncating()
    }

    pub(crate) fn do_claim(node: T::AccountId, staker: T::AccountId) -> DispatchResult {
        if node == staker && !Positions::<T>::contains_key(&node, &staker) {
            return Self::claim_last_commission(node);
        }
        let mut stake = Stake::<T>::load(&node, &staker)?;
        let commission = stake.take_commission()?;
        let reward = stake.pay_accrued()?;
        let amount = reward.checked_add(commission).ok_or(ArithmeticError::Overflow)?;
        ensure!(amount > 0, Error::<T>::NothingToClaim);
        let restaked = stake.compound(amount)?;
        stake.save()?;
        Self::deposit_event(Event::Claimed { node, staker, amount, restaked });
        Ok(())
    }

    /// Pays the commission of an operator who has withdrawn while delegators stay.
    fn claim_last_commission(who: T::AccountId) -> DispatchResult {
        let mut record = Record::<T>::load(&who)?;
        let amount = core::mem::take(&mut record.node.commission_accrued);
        ensure!(amount > 0, Error::<T>::NothingToClaim);
        Self::pay_from_pot(&who, amount)?;
        record.save()?;
        Self::deposit_event(Event::Claimed { node: who.clone(), staker: who, amount, restaked: 0 });
        Ok(())
    }

    pub(crate) fn do_set_compound(
        staker: T::AccountId,
        node: T::AccountId,
        compound: bool,
    ) -> DispatchResult {
        let mut position = Positions::<T>::get(&node, &staker).ok_or(Error::<T>::NoPosition)?;
        position.compound = compound;
        Positions::<T>::insert(&node, &staker, position);
        Self::deposit_event(Event::CompoundSet { node, staker, compound });
        Ok(())
    }

    pub(crate) fn do_set_commission(who: T::AccountId, commission: Perbill) -> DispatchResult {
        let params = Self::params();
        ensure!(commission <= params.max_commission, Error::<T>::CommissionAboveMaximum);
        let mut record = Record::<T>::load(&who)?;
        let now = Self::active_era();
        let current = record.node.commission_at(now);
        let era = if commission <= current {
            now
        } else {
            let raise = commission.saturating_sub(current);
            ensure!(raise <= MAX_COMMISSION_RAISE, Error::<T>::CommissionRaiseTooLarge);
            now.checked_add(params.commission_notice_eras).ok_or(ArithmeticError::Overflow)?
        };
        let node = &mut record.node;
        if era > now {
            node.commission = current;
            node.next_commission = Some(NextCommission { commission, era });
        } else {
            node.commission = commission;
            node.next_commission = None;
        }
        record.save()?;
        Self::deposit_event(Event::CommissionChanged { node: who, commission, era });
        Ok(())
    }
}

impl<T: Config> Stake<T> {
    /// Pays the operator the commission that waits, if this is the operator's position.
    fn take_commission(&mut self) -> Result<Balance, DispatchError> {
        if !self.is_own() {
            return Ok(0);
        }
        let amount = core::mem::take(&mut self.record.node.commission_accrued);
        Pallet::<T>::pay_from_pot(&self.staker, amount)?;
        Ok(amount)
    }

    /// Stakes `amount` again if the staker wants that and the node takes it; returns the staked
    /// amount.
    fn compound(&mut self, amount: Balance) -> Result<Balance, DispatchError> {
        let wanted = self.position.compound && self.position.shares > 0;
        if wanted && self.ensure_open().is_ok() && self.has_room(amount) {
            self.add(amount)
        } else {
            Ok(0)
        }
    }
}

impl<T: Config> NodeRewards<T::AccountId, CreditOf<T>> for Pallet<T> {
    /// Books the commission for the operator and the rest for every active share alike; without
    /// active shares all of it is the operator's. The reward waits in the pot until it is claimed.
    /// The reward of an unknown node comes back.
    fn reward(node: &T::AccountId, credit: CreditOf<T>) -> Result<(), CreditOf<T>> {
        let amount = credit.peek();
        let Some((record, commission)) = Self::book_reward(node, amount) else {
            return Err(credit);
        };
        CurrencyOf::<T>::resolve(&Self::reward_pot(), credit)?;
        // Rewards do not change the stake, so the ranking cannot refuse.
        frame_support::defensive_assert!(record.save().is_ok(), "a reward changed the ranking");
        let node = node.clone();
        Self::deposit_event(Event::Rewarded { node, amount, commission });
        Ok(())
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn register_for_benchmark(node: &T::AccountId) {
        crate::benchmarking::register_grown::<T>(node, Self::params().min_self_stake);
    }
}

impl<T: Config> Pallet<T> {
    /// Returns `node` with a reward of `amount`, and the commission in it; `None` if there is no
    /// such node or it has earned more than can be counted.
    fn book_reward(node: &T::AccountId, amount: Balance) -> Option<(Record<T>, Balance)> {
        let mut record = Record::<T>::load(node).ok()?;
        let row = &mut record.node;
        let commission = row.commission_at(Self::active_era()).mul_floor(amount);
        let commission = if row.shares == 0 { amount } else { commission };
        let rest = amount.checked_sub(commission)?;
        if rest > 0 {
            let accumulator = row.accumulator().add(rest, row.shares)?;
            row.reward_per_share = accumulator.per_share;
            row.reward_carry = accumulator.carry;
        }
        row.commission_accrued = row.commission_accrued.checked_add(commission)?;
        Some((record, commission))
    }
}
