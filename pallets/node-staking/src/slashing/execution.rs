//! The execution of due slashes.

use frame_support::{
    traits::{fungible::Balanced, Get, Imbalance},
    weights::{Weight, WeightMeter},
};
use nes_core::{Balance, EraIndex};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult, Perbill, Saturating};

use crate::{
    holds::HoldsOf, stake::Stake, Config, CreditOf, CurrencyOf, Event, HoldReason, Nodes,
    OpenSlash, OpenSlashes, Pallet, Slash, SlashId, SlashQueue, SlashQueueFrom, SlashState,
    WeightInfo, MAX_RESTITUTIONS,
};

/// The most of a block's weight that executions take.
const SHARE_OF_BLOCK: Perbill = Perbill::from_percent(5);

impl<T: Config> Pallet<T> {
    /// Returns the most weight that executions take in a block.
    #[allow(clippy::arithmetic_side_effects, reason = "a part of a weight is not above it")]
    pub(crate) fn execution_limit() -> Weight {
        SHARE_OF_BLOCK * T::BlockWeights::get().max_block
    }

    /// Returns the weight of the most expensive execution.
    pub(crate) fn heaviest_execution() -> Weight {
        <T as Config>::WeightInfo::execute_slash(MAX_RESTITUTIONS)
    }

    /// Executes the slashes that are due, as far as `meter` reaches; the next block continues.
    pub(crate) fn execute_due(meter: &mut WeightMeter) {
        let step = <T as Config>::WeightInfo::look_for_due();
        let now = Self::active_era();
        let mut era = SlashQueueFrom::<T>::get();
        while era <= now && meter.try_consume(step).is_ok() {
            if !Self::execute_due_in(era, meter) {
                break;
            }
            era.saturating_inc();
            SlashQueueFrom::<T>::put(era);
        }
    }

    /// Executes the slashes that are due since `era`; returns true if none is left. Each step
    /// removes its own row, so going on with the same iterator is sound.
    fn execute_due_in(era: EraIndex, meter: &mut WeightMeter) -> bool {
        for id in SlashQueue::<T>::iter_key_prefix(era) {
            if meter.try_consume(Self::heaviest_execution()).is_err() {
                return false;
            }
            if !Self::in_no_call(|| Self::execute_slash(era, id)) {
                Self::postpone(era, id);
            }
        }
        true
    }

    /// Postpones a slash that could not be executed to the next era; it can still be cancelled.
    fn postpone(era: EraIndex, id: SlashId) {
        let next = Self::active_era().saturating_add(1);
        SlashQueue::<T>::remove(era, id);
        SlashQueue::<T>::insert(next, id, ());
        OpenSlashes::<T>::mutate_extant(id, |open| open.execute_era = next);
    }

    /// Executes the slash `id`, which is due since `era`: the operator's loss pays the payers whom
    /// the fault harmed, then the reporter, then the treasury, which also gets an appeal's bond.
    pub(crate) fn execute_slash(era: EraIndex, id: SlashId) -> DispatchResult {
        SlashQueue::<T>::remove(era, id);
        let Some(open) = Self::close_slash(id) else { return Ok(()) };
        if let Some(bond) = open.appeal {
            Self::pay_treasury(HoldsOf::<T>::take(HoldReason::Appeal, &open.node, bond)?);
        }
        let credit = Self::take_operators_loss(&open.node, id)?;
        let loss = credit.peek();
        let (restituted, rewarded, treasury) = Self::divide_loss(credit, &open)?;
        let (slash, node) = (id, open.node);
        Self::deposit_event(Event::SlashExecuted {
            slash,
            node,
            loss,
            restituted,
            rewarded,
            treasury,
        });
        Ok(())
    }

    /// Makes the slash `id` of `node` final and takes the operator's loss by it; takes nothing if
    /// the node or its operator's stake was removed.
    fn take_operators_loss(node: &T::AccountId, id: SlashId) -> Result<CreditOf<T>, DispatchError> {
        let is_of_node = |slash: &Slash| slash.id == id;
        if !Nodes::<T>::get(node).is_some_and(|node| node.slashes.iter().any(is_of_node)) {
            return Ok(CreditOf::<T>::zero());
        }
        let mut stake = Stake::<T>::load_or_new(node, node)?;
        if let Some(slash) = stake.record.slash_mut(id) {
            slash.state = SlashState::Executed;
        }
        let loss = stake.take_loss()?;
        stake.save()?;
        Ok(loss)
    }

    /// Divides the operator's loss; returns the amounts of the payers, the reporter and the
    /// treasury.
    fn divide_loss(
        mut loss: CreditOf<T>,
        open: &OpenSlash<T::AccountId>,
    ) -> Result<(Balance, Balance, Balance), DispatchError> {
        let share = Self::params().reporter_share.mul_floor(loss.peek());
        let mut restituted: Balance = 0;
        for (payer, amount) in &open.restitutions {
            let paid = Self::pay_out_of(&mut loss, payer, *amount);
            restituted = restituted.checked_add(paid).ok_or(ArithmeticError::Overflow)?;
        }
        let reporter = open.reporter.as_ref();
        let rewarded = reporter.map_or(0, |reporter| Self::pay_out_of(&mut loss, reporter, share));
        let treasury = loss.peek();
        Self::pay_treasury(loss);
        Ok((restituted, rewarded, treasury))
    }

    /// Pays `who` up to `amount` out of `credit`, if the account can take it; returns the paid
    /// amount.
    fn pay_out_of(credit: &mut CreditOf<T>, who: &T::AccountId, amount: Balance) -> Balance {
        let part = credit.extract(amount);
        let paid = part.peek();
        match CurrencyOf::<T>::resolve(who, part) {
            Ok(()) => paid,
            Err(refused) => {
                credit.subsume(refused);
                0
            }
        }
    }
}
