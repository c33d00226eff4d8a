//! The end of a task: the payments, the refund and the reports of the members' conduct.

use alloc::{vec, vec::Vec};

use frame_support::{
    defensive_assert,
    traits::{fungible::Inspect, Defensive, Imbalance},
};
use nes_core::{Balance, FeeParts, MemberConduct, MemberReceipt, Outcome};
use nes_traits::{EndedMember, EndedTask, FeeSettlement, FeeShare, Market, NodeConduct};

use crate::{
    account::EscrowAccount,
    outcome::{conduct, outcome},
    task::OpenTask,
    types::Member,
    Config, Event, Pallet, TaskOf,
};

type ReceiptOf<T> = MemberReceipt<<T as frame_system::Config>::AccountId>;
type ShareOf<T> = FeeShare<<T as frame_system::Config>::AccountId>;
type EndedTaskOf<T> = EndedTask<<T as frame_system::Config>::AccountId>;

impl<T: Config> Pallet<T> {
    /// Ends a drawn task with the outcome of its members' replies: pays the winners from the
    /// escrow, reports the members' conduct and gives the rest back. Returns true if a member
    /// failed.
    pub(crate) fn settle(task: OpenTask<T>) -> bool {
        let outcome = outcome(task.members(), task.quorum);
        let interrupted = Self::took_no_calls_after(task.requested);
        let conducts: Vec<_> =
            task.members().iter().map(|member| conduct(&outcome, member, interrupted)).collect();
        let members = Self::pay(&task, &outcome, &conducts);
        Self::end(task, outcome, members);
        conducts.iter().any(|conduct| matches!(conduct, MemberConduct::Failed(_)))
    }

    /// Ends a task that has no committee; the whole escrow goes back.
    pub(crate) fn end_without_committee(task: OpenTask<T>, outcome: Outcome) {
        Self::end(task, outcome, vec![]);
    }

    /// Ends a task: reports the conduct of its `members`, gives back the part of the escrow that
    /// they were not paid, and leaves nothing of the task but the receipt.
    fn end(task: OpenTask<T>, outcome: Outcome, members: Vec<ReceiptOf<T>>) {
        let ended = ended::<T>(&task, &members);
        T::Conduct::close_task(&ended);
        let paid = sum(members.iter().map(|member| member.paid));
        let rest = task.escrow.saturating_sub(paid);
        let refund = Self::refund(&task.payer, rest);
        defensive_assert!(
            paid <= task.escrow && (refund == rest || rest < T::Currency::minimum_balance()),
            "a settlement does not add up to its escrow"
        );
        let id = task.id();
        let task = task.close();
        T::Market::close_task(&ended);
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
            let credit = EscrowAccount::<T>::take(fees);
            // Only an account that holds less than its escrows gives less than the fees; nobody
            // gets more of it than there is.
            fit(&mut shares, credit.peek());
            T::Fees::settle(credit, &shares, &task.publisher, task.royalty)
        };
        receipts(task.members(), conducts, shares, parts)
    }
}

/// Returns the end of `task`, as the market and the register of conduct hear of it; it has no
/// members if there are no `receipts`.
fn ended<T: Config>(task: &TaskOf<T>, receipts: &[ReceiptOf<T>]) -> EndedTaskOf<T> {
    let members = receipts.iter().map(|MemberReceipt { node, conduct, parts, .. }| EndedMember {
        node: node.clone(),
        conduct: *conduct,
        protocol: parts.protocol(),
    });
    let members = members.collect();
    EndedTask { service: task.service, payer: task.payer.clone(), members }
}

/// Returns the fee of each winner at its own price, in the members' order.
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
            let fee = task.shape.cost(member.price, answer.usage)?;
            Some(FeeShare { node: member.node.clone(), fee })
        })
        .collect::<Option<_>>()
        .defensive_unwrap_or_default()
}

/// Cuts the `shares` so that they sum to no more than `available`; returns their sum.
///
/// The shares of a sound task fit: no member's price and no answer's usage is above the maximum by
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
