//! The end of a task: the payments, the refund and the reports of the members' conduct.

use alloc::{vec, vec::Vec};

use frame_support::{
    defensive_assert,
    traits::{fungible::Inspect, Defensive, Imbalance},
};
use nes_core::{Balance, FeeParts, MemberConduct, MemberReceipt, Outcome, TaskId};
use nes_traits::{FeeSettlement, FeeShare, Market, NodeConduct, Restitution};

use crate::{
    outcome::{conduct, outcome},
    types::Member,
    ClosedAt, Config, Event, Pallet, TaskOf,
};

type ReceiptOf<T> = MemberReceipt<<T as frame_system::Config>::AccountId>;
type ShareOf<T> = FeeShare<<T as frame_system::Config>::AccountId>;

impl<T: Config> Pallet<T> {
    /// Ends the drawn task `id` with the outcome of its members' replies: pays the winners from the
    /// escrow, gives the rest back and reports the members' conduct. Returns true if a member
    /// failed.
    pub(crate) fn settle(id: TaskId, task: TaskOf<T>) -> bool {
        let outcome = outcome(task.members(), task.quorum);
        let interrupted = ClosedAt::<T>::get() > task.requested;
        let conducts: Vec<_> =
            task.members().iter().map(|member| conduct(&outcome, member, interrupted)).collect();
        let members = Self::pay(&task, &outcome, &conducts);
        Self::judge(&task, &outcome, &conducts);
        Self::end(id, task, outcome, members);
        conducts.iter().any(|conduct| matches!(conduct, MemberConduct::Failed(_)))
    }

    /// Ends the task `id`: gives back the part of the escrow that its `members` were not paid, and
    /// leaves nothing of the task but the receipt.
    pub(crate) fn end(id: TaskId, task: TaskOf<T>, outcome: Outcome, members: Vec<ReceiptOf<T>>) {
        let paid = sum(members.iter().map(|member| member.paid));
        let rest = task.escrow.saturating_sub(paid);
        let refund = Self::refund(&task.payer, rest);
        defensive_assert!(
            paid <= task.escrow && (refund == rest || rest < T::Currency::minimum_balance()),
            "a settlement does not add up to its escrow"
        );
        Self::close(id, &task);
        Self::deposit_event(Event::Settled {
            task: id,
            payer: task.payer,
            service: task.service,
            version: task.version,
            outcome,
            members,
            paid,
            refund,
        });
    }

    /// Pays the winners' fees out of the escrow; returns a receipt for each member.
    fn pay(task: &TaskOf<T>, outcome: &Outcome, conducts: &[MemberConduct]) -> Vec<ReceiptOf<T>> {
        let mut shares = shares::<T>(task, outcome, conducts);
        let parts = if shares.is_empty() {
            vec![]
        } else {
            let fees = fit(&mut shares, task.escrow);
            let credit = Self::withdraw_escrow(fees);
            // Only an account that holds less than its escrows gives less than the fees; nobody
            // gets more of it than there is.
            fit(&mut shares, credit.peek());
            T::Fees::settle(credit, &shares, &task.publisher, task.royalty)
        };
        receipts(task.members(), conducts, shares, parts)
    }

    /// Reports the members that did well and those that failed: to the market for their
    /// reputations, and to the register that makes nodes answer for their conduct.
    fn judge(task: &TaskOf<T>, outcome: &Outcome, conducts: &[MemberConduct]) {
        for (member, conduct) in task.members().iter().zip(conducts) {
            let node = &member.node;
            match conduct {
                MemberConduct::Won => {
                    T::Market::completed(node, &task.payer);
                    T::Conduct::served(node);
                }
                MemberConduct::Failed(fault) => {
                    T::Market::failed(node);
                    T::Conduct::failed(node, *fault, restitution::<T>(task, member, outcome));
                }
                MemberConduct::Unjudged => T::Conduct::served(node),
                MemberConduct::Blameless => (),
            }
        }
    }
}

/// Returns the restitution that a failed member owes to the payer: twice the fee that it would have
/// earned, if an answer was agreed.
fn restitution<T: Config>(
    task: &TaskOf<T>,
    member: &Member<T::AccountId>,
    outcome: &Outcome,
) -> Option<Restitution<T::AccountId>> {
    let Outcome::Agreed { answer } = outcome else { return None };
    let amount = member.tariff.price(answer.usage)?.checked_mul(2)?;
    Some(Restitution { payer: task.payer.clone(), amount })
}

/// Returns the fee of each winner at its own tariff, in the members' order.
fn shares<T: Config>(
    task: &TaskOf<T>,
    outcome: &Outcome,
    conducts: &[MemberConduct],
) -> Vec<ShareOf<T>> {
    let Outcome::Agreed { answer } = outcome else { return vec![] };
    let judged = task.members().iter().zip(conducts);
    judged
        .filter(|(_, conduct)| **conduct == MemberConduct::Won)
        .map(|(member, _)| {
            let fee = member.tariff.price(answer.usage)?;
            Some(FeeShare { node: member.node.clone(), fee })
        })
        .collect::<Option<_>>()
        .defensive_unwrap_or_default()
}

/// Cuts the `shares` so that they sum to no more than `available`; returns their sum.
///
/// The shares of a sound task fit: no member's tariff and no answer's usage is above the maximum by
/// which the escrow was calculated.
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

/// Returns a receipt for each member; `shares` and `parts` are the winners', in the members' order.
fn receipts<AccountId: Clone>(
    members: &[Member<AccountId>],
    conducts: &[MemberConduct],
    shares: Vec<FeeShare<AccountId>>,
    parts: Vec<FeeParts>,
) -> Vec<MemberReceipt<AccountId>> {
    let mut fees = shares.into_iter().map(|share| share.fee);
    let mut parts = parts.into_iter();
    let receipt = |(member, conduct): (&Member<AccountId>, &MemberConduct)| {
        let (paid, parts) = match conduct {
            MemberConduct::Won => {
                (fees.next().unwrap_or_default(), parts.next().unwrap_or_default())
            }
            MemberConduct::Failed(_) | MemberConduct::Unjudged | MemberConduct::Blameless => {
                Default::default()
            }
        };
        MemberReceipt {
            node: member.node.clone(),
            answer: member.answer().copied(),
            conduct: *conduct,
            paid,
            parts,
        }
    };
    members.iter().zip(conducts).map(receipt).collect()
}

/// Returns the sum of amounts that were all taken from one escrow, so that it cannot overflow.
fn sum(mut amounts: impl Iterator<Item = Balance>) -> Balance {
    amounts
        .try_fold(0, |sum: Balance, amount| sum.checked_add(amount))
        .defensive_unwrap_or_default()
}
