//! The tests: a file a call, and files of the account, attendance, the hooks, the input, overtaken
//! members, patience, second committees, the end of tasks, slashable tasks, the fee for the chain's
//! work, the invariants, whole life cycles of tasks, and random calls with their model.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod account;
mod attendance;
mod cancel;
mod commit;
mod hooks;
mod input;
mod lifecycle;
mod model;
mod overtaken;
mod patience;
mod random;
mod request;
mod reveal;
mod second;
mod set_params;
mod settlement;
mod slashable;
mod try_state;
mod work_fee;

use frame_support::{assert_noop, assert_ok};
use frame_system::RawOrigin;
use nes_core::*;

use crate::{mock::*, types::WorkFee, *};

/// Returns the receipt in `event`.
fn receipt_from(event: Event<Test>) -> Receipt<u64> {
    let Event::Settled {
        task,
        payer,
        service,
        version,
        input,
        requested,
        outcome,
        members,
        paid,
        work_fee,
        refund,
        disputable_until,
    } = event
    else {
        panic!("no task ended: {event:?}")
    };
    let requested = requested.try_into().unwrap();
    Receipt {
        task,
        payer,
        service,
        version,
        input,
        requested,
        outcome,
        members,
        paid,
        work_fee,
        refund,
        disputable_until: disputable_until.map(|block| block.try_into().unwrap()),
    }
}

/// Returns the receipt of the task that ended last, of all that was taken for it.
fn receipt_of(taken: Balance) -> Receipt<u64> {
    let receipt = receipt_from(events().pop().expect("something happened"));
    let Receipt { members, paid, work_fee, refund, .. } = &receipt;
    assert_eq!(paid + work_fee + refund, taken);
    assert_eq!(members.iter().map(|member| member.paid).sum::<Balance>(), *paid);
    for MemberReceipt { paid, parts, .. } in members {
        assert_eq!(parts.burned + parts.treasury + parts.royalty + parts.node, *paid);
    }
    receipt
}

/// Returns the receipt of the task that ended last, which had the usual arguments.
fn receipt() -> Receipt<u64> {
    receipt_of(TAKEN)
}

/// Returns the result for a member that won this fee.
fn won(node: u64, answer: Answer, fee: Balance) -> MemberReceipt<u64> {
    let (answer, conduct) = (Some(answer), MemberConduct::Won);
    MemberReceipt { node, answer, conduct, paid: fee, parts: parts(fee) }
}

/// Returns the result for a member for which nothing was paid.
fn unpaid(node: u64, answer: Option<Answer>, conduct: MemberConduct) -> MemberReceipt<u64> {
    MemberReceipt { node, answer, conduct, paid: 0, parts: FeeParts::default() }
}

/// Returns the result for a member that failed.
fn at_fault(node: u64, answer: Option<Answer>, fault: ServiceFault) -> MemberReceipt<u64> {
    unpaid(node, answer, MemberConduct::Failed(fault))
}

/// Reveals the `answers` of [`NODES`], which all committed; the last one settles the task.
fn reveal_all(task: TaskId, answers: [Answer; 3]) {
    for (node, answer) in NODES.into_iter().zip(answers) {
        assert_ok!(reveal(task, node, answer));
    }
    assert_eq!(Inference::task(task), None);
}

/// Settles a task whose members committed to `answers` and all revealed.
fn settle(answers: [Answer; 3]) {
    reveal_all(revealing(answers), answers);
    assert_eq!(escrows(), 0);
}
