//! The end of a task: who is paid, what goes back and what the market learns.

use alloc::{vec, vec::Vec};

use frame_support::{
    defensive_assert,
    traits::{
        fungible::{BalancedHold, MutateHold},
        tokens::Precision,
        Defensive, Imbalance,
    },
};
use nes_core::{Balance, FeeParts, TaskId};
use nes_traits::{FeeSettlement, FeeShare, Market, NodeConduct, Restitution};

use crate::{
    outcome::{Conduct, MemberReceipt, Outcome},
    types::Member,
    Config, Event, HoldReason, Pallet, TaskOf,
};

type ReceiptOf<T> = MemberReceipt<<T as frame_system::Config>::AccountId>;
type ShareOf<T> = FeeShare<<T as frame_system::Config>::AccountId>;

impl<T: Config> Pallet<T> {
    /// Ends the task `id` with the outcome of what its members have sent: pays the winners from
    /// the escrow, gives the rest back and tells the market who did well.
    pub(crate) fn settle(id: TaskId, task: TaskOf<T>) {
        let outcome = Outcome::of(task.members(), task.quorum);
        let members = Self::pay(&task, &outcome);
        let paid = sum(members.iter().map(|member| member.paid));
        let refund = Self::refund(&task, task.escrow.saturating_sub(paid));
        defensive_assert!(
            paid.checked_add(refund) == Some(task.escrow),
            "a settlement does not add up to its escrow"
        );
        Self::judge(&task, &outcome);
        Self::close(id, &task);

        let (payer, service) = (task.payer, task.service);
        Self::deposit_event(Event::Settled {
            task: id,
            payer,
            service,
            outcome,
            members,
            paid,
            refund,
        });
    }

    /// Gives `amount` of the escrow back; returns how much went back.
    pub(crate) fn refund(task: &TaskOf<T>, amount: Balance) -> Balance {
        let reason = HoldReason::Task.into();
        T::Currency::release(&reason, &task.payer, amount, Precision::BestEffort)
            .defensive_unwrap_or_default()
    }

    /// Pays the winners' fees out of the escrow; returns a receipt for each member.
    fn pay(task: &TaskOf<T>, outcome: &Outcome) -> Vec<ReceiptOf<T>> {
        let mut shares = shares::<T>(task, outcome);
        let parts = if shares.is_empty() {
            vec![]
        } else {
            let fees = fit(&mut shares, task.escrow);
            let (credit, _) = T::Currency::slash(&HoldReason::Task.into(), &task.payer, fees);
            // Only a hold that was broken into gives less than the fees; nobody gets more of it
            // than there is.
            fit(&mut shares, credit.peek());
            T::Fees::settle(credit, &shares, &task.publisher, task.royalty)
        };
        receipts(task.members(), outcome, shares, parts)
    }

    /// Tells which members did well and which failed: the market for their reputations, and those
    /// who make nodes answer for it.
    fn judge(task: &TaskOf<T>, outcome: &Outcome) {
        for member in task.members() {
            let node = &member.node;
            match outcome.conduct(member) {
                Conduct::Won => {
                    T::Market::completed(node, &task.payer);
                    T::Conduct::served(node);
                }
                Conduct::Failed(fault) => {
                    T::Market::failed(node);
                    T::Conduct::failed(node, fault, restitution::<T>(task, member, outcome));
                }
                Conduct::Unjudged => T::Conduct::served(node),
                Conduct::Blameless => (),
            }
        }
    }
}

/// What a member that failed owes to the payer: twice the fee that it would have earned, when an
/// answer was agreed.
fn restitution<T: Config>(
    task: &TaskOf<T>,
    member: &Member<T::AccountId>,
    outcome: &Outcome,
) -> Option<Restitution<T::AccountId>> {
    let Outcome::Agreed { answer } = outcome else { return None };
    let amount = member.tariff.price(answer.usage)?.checked_mul(2)?;
    Some(Restitution { payer: task.payer.clone(), amount })
}

/// What each winner earned at its own tariff, in the members' order.
fn shares<T: Config>(task: &TaskOf<T>, outcome: &Outcome) -> Vec<ShareOf<T>> {
    let Outcome::Agreed { answer } = outcome else { return vec![] };
    let winners = task.members().iter().filter(|member| outcome.conduct(member) == Conduct::Won);
    winners
        .map(|member| {
            let fee = member.tariff.price(answer.usage)?;
            Some(FeeShare { node: member.node.clone(), fee })
        })
        .collect::<Option<_>>()
        .defensive_unwrap_or_default()
}

/// Cuts the `shares` so that they sum to no more than `available`; returns their sum.
///
/// The shares of a sound task fit: no member's tariff and no answer's usage is above the maximum
/// that the escrow was made for.
fn fit<AccountId>(shares: &mut [FeeShare<AccountId>], available: Balance) -> Balance {
    let mut left = available;
    for share in shares {
        let fee = share.fee.min(left);
        defensive_assert!(fee == share.fee, "fees above what is there for them");
        share.fee = fee;
        left = left.saturating_sub(fee);
    }
    available.saturating_sub(left)
}

/// A receipt for each member; `shares` and `parts` are the winners', in the members' order.
fn receipts<AccountId: Clone>(
    members: &[Member<AccountId>],
    outcome: &Outcome,
    shares: Vec<FeeShare<AccountId>>,
    parts: Vec<FeeParts>,
) -> Vec<MemberReceipt<AccountId>> {
    let mut fees = shares.into_iter().map(|share| share.fee);
    let mut parts = parts.into_iter();
    let receipt = |member: &Member<AccountId>| {
        let (paid, parts) = match outcome.conduct(member) {
            Conduct::Won => (fees.next().unwrap_or_default(), parts.next().unwrap_or_default()),
            Conduct::Failed(_) | Conduct::Unjudged | Conduct::Blameless => Default::default(),
        };
        MemberReceipt { node: member.node.clone(), answer: member.answer().copied(), paid, parts }
    };
    members.iter().map(receipt).collect()
}

/// The sum of amounts that were all taken from one escrow, and so cannot overflow.
fn sum(mut amounts: impl Iterator<Item = Balance>) -> Balance {
    amounts
        .try_fold(0, |sum: Balance, amount| sum.checked_add(amount))
        .defensive_unwrap_or_default()
}
