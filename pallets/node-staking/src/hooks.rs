//! The hooks: the execution of due slashes.

use frame_support::{
    pallet_prelude::{Get, Weight},
    traits::{fungible::Balanced, Imbalance},
    weights::WeightMeter,
};
use nes_core::{Balance, EraIndex};
use nes_support::queue::{share_of_block, Metering};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

use crate::{
    account::HoldsOf, position::Stake, slash::SlashQueueOf, Config, CreditOf, CurrencyOf, Event,
    HoldReason, Nodes, OpenSlash, Pallet, Slash, SlashId, WeightInfo, MAX_RESTITUTIONS,
    MAX_VALIDATORS,
};

impl<T: Config> Pallet<T> {
    /// Executes due slashes, with at most a twentieth of a block's weight.
    pub(crate) fn do_on_poll(meter: &mut WeightMeter) {
        let limit = meter.remaining().min(Self::execution_limit());
        let mut own = WeightMeter::with_limit(limit);
        Self::execute_due(&mut own);
        meter.consume(own.consumed());
    }

    /// Checks the weights of the steps of sessions and hooks.
    pub(crate) fn do_integrity_test() {
        let worst = <T as Config>::WeightInfo::new_session(MAX_VALIDATORS);
        let block = T::BlockWeights::get().max_block;
        assert!(worst.all_lte(block), "choosing the largest validator set must fit in a block");
        let Metering { look, step } = Self::metering();
        assert!(
            look.saturating_add(step).all_lte(Self::execution_limit()),
            "executing a slash must fit in the hook's share of a block"
        );
    }

    /// Returns the most weight that executions take in a block.
    fn execution_limit() -> Weight {
        share_of_block::<T>(5)
    }

    /// Returns the weights of the look for due slashes and of the most expensive execution.
    fn metering() -> Metering {
        Metering {
            look: <T as Config>::WeightInfo::look_for_due(),
            step: <T as Config>::WeightInfo::execute_slash(MAX_RESTITUTIONS),
        }
    }

    /// Executes the slashes that are due, as far as `meter` reaches; the next block continues.
    pub(crate) fn execute_due(meter: &mut WeightMeter) {
        let metering = Self::metering();
        SlashQueueOf::<T>::work_off(Self::active_era(), &metering, meter, |era, id| {
            if !Self::in_no_call(|| Self::execute_slash(era, id)) {
                Self::postpone_slash(era, id);
            }
            metering.step
        });
    }

    /// Executes the slash `id`, which is due since `era`: the operator's loss pays the payers whom
    /// the fault harmed, then the reporter, then the treasury, which also gets an appeal's bond.
    pub(crate) fn execute_slash(era: EraIndex, id: SlashId) -> DispatchResult {
        let Some(open) = Self::close_due_slash(era, id) else { return Ok(()) };
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
        stake.record_mut().finish_slash(id);
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
