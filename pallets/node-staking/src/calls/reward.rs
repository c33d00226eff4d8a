//! The calls about rewards: their payment and staking, and the commission.

use frame_support::ensure;
use nes_core::Balance;
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult, Perbill, Saturating};

use crate::{
    node::Record, position::Stake, types::MAX_COMMISSION_RAISE, Config, Error, Event,
    NextCommission, Pallet, Positions,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_claim(node: T::AccountId, staker: T::AccountId) -> DispatchResult {
        if node == staker && !Positions::<T>::contains_key(&node, &staker) {
            return Self::claim_last_commission(node);
        }
        let mut stake = Stake::<T>::load(&node, &staker)?;
        let amount = stake.pay_rewards()?;
        ensure!(amount > 0, Error::<T>::NothingToClaim);
        let restaked = stake.compound(amount)?;
        stake.save()?;
        Self::deposit_event(Event::Claimed { node, staker, amount, restaked });
        Ok(())
    }

    /// Pays the commission of an operator who has withdrawn while delegators stay.
    fn claim_last_commission(who: T::AccountId) -> DispatchResult {
        let mut record = Record::<T>::load(&who)?;
        let amount = record.pay_commission()?;
        ensure!(amount > 0, Error::<T>::NothingToClaim);
        record.save()?;
        Self::deposit_event(Event::Claimed { node: who.clone(), staker: who, amount, restaked: 0 });
        Ok(())
    }

    pub(crate) fn do_set_compound(
        staker: T::AccountId,
        node: T::AccountId,
        compound: bool,
    ) -> DispatchResult {
        Stake::<T>::set_compound(&node, &staker, compound)?;
        Self::deposit_event(Event::CompoundSet { node, staker, compound });
        Ok(())
    }

    pub(crate) fn do_set_commission(who: T::AccountId, commission: Perbill) -> DispatchResult {
        let params = Self::params();
        ensure!(commission <= params.max_commission, Error::<T>::CommissionAboveMaximum);
        let mut record = Record::<T>::load(&who)?;
        let now = Self::active_era();
        let current = record.node().commission_at(now);
        let era = if commission <= current {
            record.set_commission(commission);
            now
        } else {
            let raise = commission.saturating_sub(current);
            ensure!(raise <= MAX_COMMISSION_RAISE, Error::<T>::CommissionRaiseTooLarge);
            let notice = params.commission_notice_eras;
            let era = now.checked_add(notice).ok_or(ArithmeticError::Overflow)?;
            record.announce_commission(NextCommission { commission, era });
            era
        };
        record.save()?;
        Self::deposit_event(Event::CommissionChanged { node: who, commission, era });
        Ok(())
    }
}

impl<T: Config> Stake<T> {
    /// Stakes `amount` again if the staker wants that and the node takes it; returns the staked
    /// amount.
    fn compound(&mut self, amount: Balance) -> Result<Balance, DispatchError> {
        let wanted = self.position().compound && self.position().shares > 0;
        // Not even an operator stakes under a pending slash without saying so.
        let wanted = wanted && !self.node().has_pending_slash();
        if wanted && self.ensure_open().is_ok() && self.has_room(amount) {
            self.add(amount)
        } else {
            Ok(0)
        }
    }
}
