//! The attendance of a seat: what a draw costs its payer where no output is agreed. Nothing here
//! reads storage.
//!
//! It is the price of the base and of the maximum input, and at least a tenth of the price of the
//! maximum usage. So no draw is free, and drawing again until a committee is to one's liking costs
//! as much as asking. A node gets at most a tenth of the price of base and input, and the treasury
//! the rest: to answer without work never pays.

use alloc::vec::Vec;

use nes_core::{Balance, MemberConduct, Usage};
use nes_traits::Attendance;

use crate::types::{Member, Reply, Task};

/// A node's part of the price of base and input, and the payer's part of the price of the maximum
/// usage.
const TENTH: Balance = 10;

/// Returns the amount that is taken for each member's seat in a task without an agreed output, from
/// the members' `conducts`, in their order.
///
/// A member that attended costs its attendance. One that could not read the input costs a tenth of
/// it, rounded up, which the treasury gets; and so does each seat where nobody answered.
pub(crate) fn attendances<AccountId: Clone, BlockNumber>(
    task: &Task<AccountId, BlockNumber>,
    conducts: &[MemberConduct],
) -> Vec<Attendance<AccountId>> {
    let members = task.phase.members();
    let is_silent = members.iter().all(|member| member.answer().is_none());
    let attendance = |(member, conduct): (&Member<AccountId>, &MemberConduct)| {
        let full = full(task, member);
        let tenth = full.amount.div_ceil(TENTH);
        let (amount, reward) = match (conduct, &member.reply) {
            (MemberConduct::Attended, _) => (full.amount, full.reward),
            (MemberConduct::Blameless, Reply::Revealed(_)) => (tenth, 0),
            _ if is_silent => (tenth, 0),
            _ => (0, 0),
        };
        Attendance { amount, reward, ..full }
    };
    members.iter().zip(conducts).map(attendance).collect()
}

/// Returns the whole attendance of `member`. It is within its part of the escrow.
fn full<AccountId: Clone, BlockNumber>(
    task: &Task<AccountId, BlockNumber>,
    member: &Member<AccountId>,
) -> Attendance<AccountId> {
    // They fit: the escrow is the cost at a price that is no lower.
    let cost = |usage| task.shape.cost(member.price, usage).unwrap_or_default();
    let input = cost(Usage { output: 0, ..task.max_usage });
    Attendance {
        node: member.node.clone(),
        amount: input.max(cost(task.max_usage).div_ceil(TENTH)),
        reward: input.checked_div(TENTH).unwrap_or_default(),
    }
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "a test may panic")]
mod tests {
    use nes_core::{Answer, Hash, Output, Shape, Unservable};
    use nes_traits::InputPlace;
    use proptest::prelude::*;
    use sp_runtime::Perbill;

    use super::*;
    use crate::types::{Location, Phase, Purchase, Purpose, TaskInput, WorkFee};

    const UNREADABLE: Reply = Reply::Revealed(Answer::Unservable(Unservable::Unreadable));

    fn output_given() -> Reply {
        let (result, usage) = (Hash::zero(), Usage::default());
        Reply::Revealed(Answer::Output(Output { result, usage }))
    }

    /// Returns a task of this shape, price and usage, with a member of this price for each reply.
    fn task(shape: Shape, price: Balance, max_usage: Usage, replies: &[Reply]) -> Task<u64, u64> {
        let member = |(node, reply): (u64, &Reply)| Member { node, price, reply: reply.clone() };
        let members: Vec<_> = (0..).zip(replies).map(member).collect();
        let place = InputPlace { extrinsic: 0, offset: 0, length: 1 };
        let purchase = Purchase {
            payer: 0,
            max_price: price,
            escrow: 3 * shape.cost(price, max_usage).unwrap(),
            publisher: 0,
            royalty: Perbill::zero(),
            work_fee: WorkFee::default(),
            patience: 1,
            failed_draws: 0,
            slashable: None,
        };
        Task {
            purpose: Purpose::Paid(purchase),
            service: 0,
            version: 0,
            input: TaskInput { content_hash: Hash::zero(), location: Location::Inline(place) },
            max_usage,
            shape,
            seats: 3,
            quorum: 2,
            requested: 0,
            commit_window: 1,
            since: 0,
            window: 1,
            due: 1,
            phase: Phase::Revealing(members.try_into().unwrap()),
        }
    }

    /// Returns the amount and the reward for each member.
    fn paid(task: &Task<u64, u64>, conducts: &[MemberConduct]) -> Vec<(Balance, Balance)> {
        let attendances = attendances(task, conducts);
        attendances.into_iter().map(|attendance| (attendance.amount, attendance.reward)).collect()
    }

    const ONE: u64 = 1_000_000_000;

    #[test]
    fn it_is_the_price_of_base_and_input_or_a_tenth_of_the_whole() {
        let whole = |base, input, output, usage| {
            let shape = Shape { base: base * ONE, input: input * ONE, output: output * ONE };
            paid(&task(shape, 1, usage, &[output_given()]), &[MemberConduct::Attended])[0]
        };
        let usage = Usage { input: 10, output: 100 };
        assert_eq!(whole(5, 2, 1, usage), (25, 2));
        assert_eq!(whole(5, 2, 2, usage), (25, 2));
        // A tenth of 250, and of 253 rounded up.
        assert_eq!(whole(5, 2, 3, Usage { output: 75, ..usage }), (25, 2));
        assert_eq!(whole(5, 2, 3, Usage { output: 76, ..usage }), (26, 2));
        assert_eq!(whole(0, 0, 3, usage), (30, 0));
        assert_eq!(whole(0, 0, 3, Usage { output: 1, ..usage }), (1, 0));
        assert_eq!(whole(9, 0, 3, Usage { input: 0, output: 0 }), (9, 0));
        assert_eq!(whole(19, 0, 0, Usage { input: 0, output: 1 }), (19, 1));
    }

    #[test]
    fn it_is_paid_for_by_conduct() {
        use MemberConduct::*;
        let shape = Shape { base: 101 * ONE, input: 0, output: 0 };
        let usage = Usage { input: 1, output: 0 };
        let replies = [output_given(), UNREADABLE, Reply::Missed];
        let task = |replies: &[Reply]| task(shape, 1, usage, replies);
        let some = paid(&task(&replies), &[Attended, Blameless, Blameless]);
        assert_eq!(some, [(101, 10), (11, 0), (0, 0)]);
        let fault = Failed(nes_core::ServiceFault::WrongAnswer);
        let some = paid(&task(&replies), &[fault, Blameless, Overtaken]);
        assert_eq!(some, [(0, 0), (11, 0), (0, 0)]);
        let silent = [Reply::None, Reply::Committed(Hash::zero()), Reply::Missed];
        let nobody = paid(&task(&silent), &[Overtaken, fault, fault]);
        assert_eq!(nobody, [(11, 0); 3]);
    }

    proptest! {
        /// Checks that a seat's attendance is never more than its part of the escrow, never free
        /// where the task is not, and never worth it for a node that does no work.
        #[test]
        fn it_is_within_the_escrow_and_no_business(
            base in 0..ONE,
            input in 0..ONE,
            output in 0..ONE,
            price in 0..1_000_000u128,
            max_usage in (0..10_000u64, 0..10_000u64),
        ) {
            let shape = Shape { base, input, output };
            let max_usage = Usage { input: max_usage.0, output: max_usage.1 };
            let whole = shape.cost(price, max_usage).unwrap();
            let task = task(shape, price, max_usage, &[output_given(), UNREADABLE]);
            let paid = paid(&task, &[MemberConduct::Attended, MemberConduct::Blameless]);
            let [(full, reward), (tenth, nothing)] = paid[..] else { panic!("{paid:?}") };
            prop_assert!(full <= whole && tenth <= full && 10 * tenth >= full);
            prop_assert!(10 * full >= whole && 10 * reward <= full);
            prop_assert!((full > 0) == (whole > 0) && (tenth > 0) == (whole > 0));
            prop_assert_eq!(nothing, 0);
        }
    }
}
