//! The end of a task: the payments, the refund and the reports of the members' conduct.

use alloc::{vec, vec::Vec};

use frame_support::{
    defensive, defensive_assert,
    traits::{fungible::Inspect, Defensive, Imbalance},
};
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::{Balance, FeeParts, MemberConduct, MemberReceipt, Outcome, Output};
use nes_traits::{
    Disputes, EndedMember, EndedTask, FeeSettlement, FeeShare, Market, NodeConduct, Question,
    SettledMember, SettledTask,
};

use crate::{
    account::EscrowAccount,
    attendance::attendances,
    outcome::{conduct, outcome, verdict, End},
    task::OpenTask,
    types::{Member, Purchase},
    Config, CreditOf, Event, Pallet, TaskOf,
};

type ReceiptOf<T> = MemberReceipt<<T as frame_system::Config>::AccountId>;
type ShareOf<T> = FeeShare<<T as frame_system::Config>::AccountId>;
type EndedTaskOf<T> = EndedTask<<T as frame_system::Config>::AccountId>;
type SettledTaskOf<T> = SettledTask<<T as frame_system::Config>::AccountId, BlockNumberFor<T>>;

/// The amount that was paid for a seat, and its parts.
type Payment = (Balance, FeeParts);

/// The way in which a task ended, which decides the weight.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Settlement {
    /// Nothing of it is left.
    Closed {
        /// True if a member failed.
        failed: bool,
    },
    /// Its answer can be disputed.
    Kept,
    /// It was a second committee, and a dispute is judged.
    Judged,
}

impl<T: Config> Pallet<T> {
    /// Ends a drawn task with the outcome of its members' replies: pays them from the escrow,
    /// reports their conduct and gives the rest back; or hands the answer of a second committee to
    /// who judges by it. The window for the answers was over `in_full` or not.
    pub(crate) fn settle(mut task: OpenTask<T>, in_full: bool) -> Settlement {
        let Some(purchase) = task.purchase() else {
            Self::settle_second(task, in_full);
            return Settlement::Judged;
        };
        let outcome = outcome(task.members(), task.quorum);
        let end = End { in_full, interrupted: Self::took_no_calls_after(task.requested) };
        let conducts: Vec<_> =
            task.members().iter().map(|member| conduct(&outcome, member, end)).collect();
        let payments = match outcome {
            Outcome::Agreed { output } => Self::pay_fees(&task, purchase, output, &conducts),
            // The payer cannot help it that nobody could answer.
            Outcome::Expired if end.interrupted => vec![Default::default(); conducts.len()],
            _ => Self::pay_attendances(&task, purchase.escrow, &conducts),
        };
        let members = receipts(task.members(), &conducts, payments);
        let settled = settled_task::<T>(&task, purchase, &outcome, &members);
        let settlement = match settled {
            Some(_) => Settlement::Kept,
            None => Settlement::Closed { failed: conducts.iter().any(is_failure) },
        };
        task.charge(Self::settlement_fee(task.seats));
        if settled.is_some() {
            task.charge(Self::keep_fee());
        }
        Self::end(task, outcome, members, settled);
        settlement
    }

    /// Ends a paid task that has no committee; the whole escrow goes back.
    pub(crate) fn end_without_committee(task: OpenTask<T>, outcome: Outcome) {
        Self::end(task, outcome, vec![], None);
    }

    /// Ends a paid task: reports the conduct of its `members`, and gives back the part of the escrow
    /// that was not paid for them. Nothing of the task is left but the receipt; and `settled`, if its
    /// answer can be disputed, which then reports the conduct.
    fn end(
        task: OpenTask<T>,
        outcome: Outcome,
        members: Vec<ReceiptOf<T>>,
        settled: Option<SettledTaskOf<T>>,
    ) {
        let id = task.id();
        let task = task.close();
        let Some(purchase) = task.purchase() else {
            defensive!("a second committee has no receipt");
            return;
        };
        let ended = ended::<T>(&task, purchase, &members);
        if settled.is_none() {
            Self::report(&ended, &members);
        }
        let paid = sum(members.iter().map(|member| member.paid));
        let work_fee = purchase.work_fee.used;
        Self::pay_work(work_fee);
        let rest = purchase.escrow.saturating_sub(paid);
        let rest = rest.saturating_add(purchase.work_fee.prepaid.saturating_sub(work_fee));
        let refund = Self::refund(&purchase.payer, rest);
        defensive_assert!(
            paid <= purchase.escrow && (refund == rest || rest < T::Currency::minimum_balance()),
            "a settlement does not add up to its escrow"
        );
        let nodes: Vec<_> = members.iter().map(|member| member.node.clone()).collect();
        T::Market::free_slots(task.service, &nodes);
        let disputable_until = settled.map(|settled| T::Disputes::keep(id, settled));
        if disputable_until.is_none() {
            T::Market::close_task(&ended);
        }
        Self::deposit_event(Event::Settled {
            task: id,
            payer: ended.payer,
            service: task.service,
            version: task.version,
            input: task.input.content_hash,
            requested: task.requested,
            outcome,
            members,
            paid,
            work_fee,
            refund,
            disputable_until,
        });
    }

    /// Reports the paid work and the conduct of the members of a task whose answer cannot be
    /// disputed.
    fn report(ended: &EndedTaskOf<T>, members: &[ReceiptOf<T>]) {
        let won = |member: &&ReceiptOf<T>| member.conduct == MemberConduct::Won;
        for MemberReceipt { node, parts, .. } in members.iter().filter(won) {
            if parts.node > 0 {
                T::Fees::count_work(node, parts.protocol());
            }
        }
        T::Conduct::close_task(ended);
    }

    /// Pays the winners' fees for the agreed `output` out of the escrow; returns the payment for
    /// each member.
    fn pay_fees(
        task: &TaskOf<T>,
        purchase: &Purchase<T::AccountId>,
        output: Output,
        conducts: &[MemberConduct],
    ) -> Vec<Payment> {
        let mut shares = shares::<T>(task, output, conducts);
        let mut fees: Vec<_> = shares.iter_mut().map(|share| &mut share.fee).collect();
        let credit = take::<T>(&mut fees, purchase.escrow);
        let parts = T::Fees::settle(credit, &shares, &purchase.publisher, purchase.royalty);
        let mut fees = shares.into_iter().map(|share| share.fee).zip(parts);
        let payment = |conduct: &MemberConduct| match conduct {
            MemberConduct::Won => fees.next().unwrap_or_default(),
            _ => Default::default(),
        };
        conducts.iter().map(payment).collect()
    }

    /// Pays for the attendance of the members of a task without an agreed output out of the `escrow`;
    /// returns the payment for each member.
    fn pay_attendances(
        task: &TaskOf<T>,
        escrow: Balance,
        conducts: &[MemberConduct],
    ) -> Vec<Payment> {
        let mut attendances = attendances(task, conducts);
        let mut amounts: Vec<_> =
            attendances.iter_mut().map(|attendance| &mut attendance.amount).collect();
        let credit = take::<T>(&mut amounts, escrow);
        let parts = T::Fees::attend(credit, &attendances);
        attendances.into_iter().map(|attendance| attendance.amount).zip(parts).collect()
    }
}

/// Returns the end of `task`, as the market and the register of conduct hear of it; it has no
/// members if there are no `receipts`.
fn ended<T: Config>(
    task: &TaskOf<T>,
    purchase: &Purchase<T::AccountId>,
    receipts: &[ReceiptOf<T>],
) -> EndedTaskOf<T> {
    let members = receipts.iter().map(|MemberReceipt { node, conduct, parts, .. }| EndedMember {
        node: node.clone(),
        conduct: *conduct,
        lost: false,
        protocol: parts.protocol(),
    });
    EndedTask {
        service: task.service,
        payer: purchase.payer.clone(),
        slashable: purchase.slashable.is_some(),
        members: members.collect(),
    }
}

/// Returns what is kept of `task` for a dispute; `None` if nothing was agreed on its input, or an
/// answer cannot cost stake.
fn settled_task<T: Config>(
    task: &TaskOf<T>,
    purchase: &Purchase<T::AccountId>,
    outcome: &Outcome,
    receipts: &[ReceiptOf<T>],
) -> Option<SettledTaskOf<T>> {
    let answer = verdict(outcome)?;
    let question = Question {
        service: task.service,
        version: task.version,
        input: task.input.content_hash,
        place: task.input.location.place()?,
        requested: task.requested,
        max_usage: task.max_usage,
        window: task.commit_window,
        shape: task.shape,
        median: purchase.slashable?,
    };
    let member = |receipt: &ReceiptOf<T>| SettledMember {
        node: receipt.node.clone(),
        answer: receipt.answer,
        conduct: receipt.conduct,
        paid: receipt.paid,
        protocol: receipt.parts.protocol(),
    };
    let members = receipts.iter().map(member).collect();
    Some(SettledTask { payer: purchase.payer.clone(), question, answer, members })
}

/// Returns true if a member failed.
fn is_failure(conduct: &MemberConduct) -> bool {
    matches!(conduct, MemberConduct::Failed(_))
}

/// Returns the fee of each winner at its own price, in the members' order.
fn shares<T: Config>(
    task: &TaskOf<T>,
    output: Output,
    conducts: &[MemberConduct],
) -> Vec<ShareOf<T>> {
    let judged = task.members().iter().zip(conducts);
    judged
        .filter(|(_, conduct)| **conduct == MemberConduct::Won)
        .map(|(member, _)| {
            let fee = task.shape.cost(member.price, output.usage)?;
            Some(FeeShare { node: member.node.clone(), fee })
        })
        .collect::<Option<_>>()
        .defensive_unwrap_or_default()
}

/// Takes the sum of `amounts` out of the account, at most the `escrow`.
///
/// Only an account that holds less than its escrows gives less than the amounts; these are cut then,
/// so that nobody gets more of it than there is.
fn take<T: Config>(amounts: &mut [&mut Balance], escrow: Balance) -> CreditOf<T> {
    let credit = EscrowAccount::<T>::take(fit(amounts, escrow));
    fit(amounts, credit.peek());
    credit
}

/// Cuts the `amounts` so that they sum to no more than `available`; returns their sum.
///
/// Those of a sound task fit: no member's price and no answer's usage is above the maximum by which
/// the escrow was calculated.
fn fit(amounts: &mut [&mut Balance], available: Balance) -> Balance {
    let mut left = available;
    for amount in amounts {
        let fitting = left.min(**amount);
        defensive_assert!(fitting == **amount, "payments above what is there for them");
        **amount = fitting;
        left = left.saturating_sub(fitting);
    }
    available.saturating_sub(left)
}

/// Returns a receipt for each member, from its conduct and the payment for its seat.
fn receipts<AccountId: Clone>(
    members: &[Member<AccountId>],
    conducts: &[MemberConduct],
    payments: Vec<Payment>,
) -> Vec<MemberReceipt<AccountId>> {
    let judged = members.iter().zip(conducts);
    let receipt =
        |((member, conduct), (paid, parts)): ((&Member<AccountId>, &_), Payment)| MemberReceipt {
            node: member.node.clone(),
            answer: member.answer().copied(),
            conduct: *conduct,
            paid,
            parts,
        };
    judged.zip(payments).map(receipt).collect()
}

/// Returns the sum of amounts that were all taken from one escrow, so that it cannot overflow.
fn sum(mut amounts: impl Iterator<Item = Balance>) -> Balance {
    amounts
        .try_fold(0, |sum: Balance, amount| sum.checked_add(amount))
        .defensive_unwrap_or_default()
}
