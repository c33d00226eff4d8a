//! The hooks: the execution of due slashes, and the judgement of ended eras.

use frame_support::{
    pallet_prelude::{Get, Weight},
    traits::{fungible::Balanced, Imbalance},
    weights::WeightMeter,
};
use nes_core::{Balance, EraIndex};
use nes_support::queue::{share_of_block, Metering};
use nes_traits::Award;
use sp_runtime::{DispatchError, DispatchResult, Perbill};

use crate::{
    account::Loss, position::Stake, slash::SlashQueueOf, Appeal, Awards, Config, CreditOf,
    CurrencyOf, Event, HoldReason, Nodes, Pallet, Reporter, SlashId, WeightInfo, MAX_VALIDATORS,
};

impl<T: Config> Pallet<T> {
    /// Executes due slashes and judges the conduct in ended eras, with at most a twentieth of a
    /// block's weight; returns the weight.
    pub(crate) fn do_on_idle(remaining: Weight) -> Weight {
        let mut meter = WeightMeter::with_limit(remaining.min(Self::hook_limit()));
        Self::execute_due(&mut meter);
        Self::judge_due(&mut meter);
        meter.consumed()
    }

    /// Checks the weights of the steps of sessions and hooks.
    pub(crate) fn do_integrity_test() {
        let worst = <T as Config>::WeightInfo::new_session(MAX_VALIDATORS);
        let block = T::BlockWeights::get().max_block;
        assert!(worst.all_lte(block), "choosing the largest validator set must fit in a block");
        for Metering { look, step } in [Self::metering(), Self::conduct_metering()] {
            assert!(
                look.saturating_add(look).saturating_add(step).all_lte(Self::hook_limit()),
                "a step must fit in the hook's share of a block"
            );
        }
    }

    /// Returns the most weight that the hook takes of a block.
    fn hook_limit() -> Weight {
        share_of_block::<T>(5)
    }

    /// Returns the weights of the look for due slashes and of the most expensive execution.
    fn metering() -> Metering {
        Metering {
            look: <T as Config>::WeightInfo::look_for_due(),
            step: <T as Config>::WeightInfo::execute_slash(),
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

    /// Executes the slash `id`, which is due since `era`: the operator's loss pays the reporter or the
    /// awards, and the treasury, which also gets an appeal's bond.
    pub(crate) fn execute_slash(era: EraIndex, id: SlashId) -> DispatchResult {
        let Some(open) = Self::close_due_slash(era, id) else { return Ok(()) };
        if let Some(Appeal { who, bond }) = &open.appeal {
            Self::pay_treasury(Loss::<T>::take(HoldReason::Appeal, who, *bond)?.credit);
        }
        let (Loss { mut credit, unvested }, fraction) = Self::take_operators_loss(&open.node, id)?;
        let loss = credit.peek();
        let free = loss.saturating_sub(unvested);
        let most = Self::most_for_others(fraction).min(free);
        if let Some(Reporter { who, share }) = open.reporter {
            Self::pay_out_of(&mut credit, &who, share.mul_floor(free).min(most));
        }
        Self::pay_awards(&mut credit, id, open.awards, most);
        let (slash, node, treasury) = (id, open.node, credit.peek());
        let rewarded = loss.saturating_sub(treasury);
        Self::pay_treasury(credit);
        Self::deposit_event(Event::SlashExecuted { slash, node, loss, rewarded, treasury });
        Ok(())
    }

    /// Makes the slash `id` of `node` final and takes the operator's loss by it; returns the loss
    /// and the slash's fraction. Takes nothing if the node or its operator's stake was removed.
    fn take_operators_loss(
        node: &T::AccountId,
        id: SlashId,
    ) -> Result<(Loss<T>, Perbill), DispatchError> {
        let row = Nodes::<T>::get(node);
        let slashes = row.iter().flat_map(|node| &node.slashes);
        let Some(fraction) = slashes.clone().find(|slash| slash.id == id).map(|it| it.fraction)
        else {
            return Ok((Loss::zero(), Perbill::zero()));
        };
        let mut stake = Stake::<T>::load_or_new(node, node)?;
        stake.record_mut().finish_slash(id);
        let loss = stake.take_loss()?;
        stake.save()?;
        Ok((loss, fraction))
    }

    /// Pays the `awards` of a slash out of `credit`, in their order, up to `most` (planck) together.
    fn pay_awards(
        credit: &mut CreditOf<T>,
        slash: SlashId,
        awards: Awards<T::AccountId>,
        most: Balance,
    ) {
        let mut left = most;
        for Award { who, amount, .. } in awards {
            let amount = Self::pay_out_of(credit, &who, amount.min(left));
            left = left.saturating_sub(amount);
            if amount > 0 {
                Self::deposit_event(Event::Awarded { slash, who, amount });
            }
        }
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
