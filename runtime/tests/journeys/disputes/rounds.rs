//! The rounds of a dispute: committees that agree on nothing, those that cannot be drawn, windows that
//! pass while the chain takes no calls, and disputes that wait for others.

use std::slice::from_ref;

use frame_support::{assert_noop, assert_ok};
use nes_core::{AccountId, Decision, TaskId};
use nes_runtime::{genesis::DEVELOPMENT, Disputes, NodeStaking, Runtime};
use nes_runtime_api::{runtime_decl_for_inference_api::InferenceApiV1, DisputeState};
use pallet_disputes::{Error, BLOCKS_TO_DRAW, BLOCKS_TO_JOIN};
use pallet_inference::{Phase, Tasks};
use pallet_migrations::{ActiveCursor, Cursor, MigrationCursor};
use pallet_node_staking::{Call as StakingCall, OpenSlashes, Params};

use super::{
    assert_changes, gain, lie, loss, payer, seats, truth, wealth, ATTENDANCE, PAY, SPENT,
    SPENT_IN_VAIN,
};
use crate::common::{
    call_as_root,
    disputes::{
        all, bonds, decide, decided, dispute_of, drawn_second, members, node, nodes, now,
        open_exact_market, opened, seat_price, settled, Disputer, BOND, WINDOW,
    },
    hurry, run, run_to,
    task::answer,
    without_emission,
};

/// The number of nodes that serve: enough for two second committees.
const NODES: u8 = 16;

/// The answers of a second committee of which no four are the same.
fn divided() -> [Option<nes_core::Answer>; 5] {
    [truth(), truth(), lie(), lie(), answer(7)].map(Some)
}

/// Returns the nodes of a second committee that has ended.
fn committee(decided: &nes_core::DecidedDispute<AccountId>) -> Vec<AccountId> {
    decided.committee.iter().map(|seat| seat.node.clone()).collect()
}

#[test]
fn a_dispute_takes_joins_for_eight_blocks_and_the_next_eight_make_the_seed() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipt = settled(&[Some(lie()), Some(lie()), Some(truth())]);
        let [one, other, honest] = <[_; 3]>::try_from(nodes(&receipt)).unwrap();
        let opens = now();
        assert_ok!(Disputer::node(&honest, truth()).dispute(receipt.task));
        let (second, closes) = opened(receipt.task);
        assert_eq!((closes, BLOCKS_TO_JOIN, BLOCKS_TO_DRAW), (opens + 7, 7, 16));
        run_to(closes);
        assert_ok!(Disputer::node(&one, lie()).dispute(receipt.task));
        run(1);
        let late = Disputer::node(&other, lie());
        assert_noop!(late.dispute(receipt.task), Error::<Runtime>::TooLate);
        while Tasks::<Runtime>::get(second).unwrap().phase == Phase::Queued {
            run(1);
        }
        // An epoch's first block draws nothing.
        let draw = opens + 16;
        assert_eq!(now(), draw + u32::from(draw % 10 == 1));
    });
}

#[test]
fn without_a_quorum_nobody_is_slashed_and_what_was_spent_is_shared() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipt = settled(&[Some(lie()), Some(lie()), Some(truth())]);
        let [one, _, honest] = <[_; 3]>::try_from(nodes(&receipt)).unwrap();
        let before = wealth();
        let disputers = [Disputer::node(&honest, truth()), Disputer::node(&one, lie())];
        disputers.iter().for_each(|disputer| {
            assert_ok!(disputer.dispute(receipt.task));
        });
        let decided = decide(receipt.task, &disputers, &divided());
        assert_eq!(decided.decision, Decision::Undecided);
        assert_eq!((decided.spent, decided.forfeited, bonds()), (SPENT_IN_VAIN, 0, 0));
        let halves = [one, honest].map(|node| (node, loss(SPENT_IN_VAIN / 2)));
        let paid = seats(&committee(&decided), ATTENDANCE);
        assert_changes(&before, paid.into_iter().chain(halves));
        assert_eq!(OpenSlashes::<Runtime>::iter().count(), 0);
    });
}

#[test]
fn who_does_not_open_its_commitment_pays_for_a_committee_without_a_quorum_alone() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipt = settled(&[Some(lie()), Some(lie()), Some(truth())]);
        let [one, _, honest] = <[_; 3]>::try_from(nodes(&receipt)).unwrap();
        let before = wealth();
        let [opens, silent] = [Disputer::node(&honest, truth()), Disputer::node(&one, lie())];
        for disputer in [&opens, &silent] {
            assert_ok!(disputer.dispute(receipt.task));
        }
        let decided = decide(receipt.task, &[opens], &divided());
        let paid = seats(&committee(&decided), ATTENDANCE);
        assert_changes(&before, paid.into_iter().chain([(one, loss(SPENT_IN_VAIN))]));
        assert_eq!(OpenSlashes::<Runtime>::iter().count(), 0);
    });
}

#[test]
fn a_dispute_without_a_quorum_can_be_opened_once_more_before_other_nodes() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipt = settled(&[Some(lie()), Some(lie()), Some(truth())]);
        let honest = nodes(&receipt)[2].clone();
        let disputer = Disputer::node(&honest, truth());
        assert_ok!(disputer.dispute(receipt.task));
        let first = decide(receipt.task, from_ref(&disputer), &divided());
        let info = dispute_of(receipt.task);
        assert_eq!((info.state, info.again), (DisputeState::Undisputed, true));
        // It was judged at the end of the block before.
        assert_eq!(info.until, now() - 1 + WINDOW);

        run_to(info.until);
        assert_ok!(disputer.dispute(receipt.task));
        let second = decide(receipt.task, &[disputer], &all(truth()));
        assert_eq!(second.decision, Decision::Overturned { answer: truth() });
        assert!(committee(&second).iter().all(|node| !committee(&first).contains(node)));
        assert_eq!(Runtime::dispute(receipt.task), None);
    });
}

#[test]
fn after_two_committees_without_a_quorum_the_answer_stands() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipt = settled(&[Some(lie()), Some(lie()), Some(truth())]);
        let honest = nodes(&receipt)[2].clone();
        let before = wealth();
        let disputer = Disputer::node(&honest, truth());
        for round in 1..=2 {
            assert_ok!(disputer.dispute(receipt.task));
            let decided = decide(receipt.task, from_ref(&disputer), &divided());
            assert_eq!(decided.decision, Decision::Undecided);
            assert_eq!(Runtime::dispute(receipt.task).is_some(), round == 1);
        }
        assert_noop!(disputer.dispute(receipt.task), Error::<Runtime>::UnknownTask);
        assert_eq!(changes_of(&before, &honest), loss(2 * SPENT_IN_VAIN));
        run(1);
        assert_eq!(OpenSlashes::<Runtime>::iter().count(), 0);
    });
}

fn changes_of(before: &super::Wealth, who: &AccountId) -> i128 {
    super::changes(before).get(who).copied().unwrap_or(0)
}

#[test]
fn a_committee_that_cannot_be_drawn_costs_nobody_anything() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipt = settled(&[Some(lie()), Some(lie()), Some(truth())]);
        let honest = nodes(&receipt)[2].clone();
        let before = wealth();
        let disputers = [Disputer::node(&honest, truth()), Disputer::payer(truth())];
        disputers.iter().for_each(|disputer| {
            assert_ok!(disputer.dispute(receipt.task));
        });
        // No node has as much.
        let minimum = |min_self_stake| {
            let params = Params { min_self_stake, ..NodeStaking::params() };
            assert_ok!(call_as_root(StakingCall::set_params { params }));
        };
        let usual = NodeStaking::params().min_self_stake;
        minimum(2 * usual);
        let decided = decided();
        assert_eq!(decided.decision, Decision::Undecided);
        assert_eq!((decided.committee, decided.spent, decided.forfeited), (vec![], 0, 0));
        assert_changes(&before, []);
        assert_eq!(bonds(), 0);

        // It was the first round.
        minimum(usual);
        assert_ok!(disputers[0].dispute(receipt.task));
        let decided = decide(receipt.task, &disputers[..1], &all(truth()));
        assert_eq!(decided.decision, Decision::Overturned { answer: truth() });
    });
}

#[test]
fn members_of_a_second_committee_that_are_silent_are_not_paid() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipt = settled(&[Some(lie()), Some(lie()), Some(truth())]);
        let honest = nodes(&receipt)[2].clone();
        let before = wealth();
        let disputer = Disputer::node(&honest, truth());
        assert_ok!(disputer.dispute(receipt.task));
        let answers = [Some(truth()), Some(truth()), Some(truth()), Some(truth()), None];
        let decided = decide(receipt.task, &[disputer], &answers);
        assert_eq!(decided.decision, Decision::Overturned { answer: truth() });
        let pay = seat_price(PAY);
        assert_eq!((decided.spent, decided.committee[4].paid), (4 * pay, 0));
        assert_eq!(changes_of(&before, &honest), loss(4 * pay));
        assert_eq!(changes_of(&before, &decided.committee[4].node), 0);
    });
}

/// The chain takes no calls while this is true.
fn close(is_closed: bool) {
    if is_closed {
        let running = ActiveCursor { index: 0, inner_cursor: None, started_at: now() };
        Cursor::<Runtime>::put(MigrationCursor::Active(running));
    } else {
        Cursor::<Runtime>::kill();
    }
}

#[test]
fn a_window_in_which_the_chain_took_no_calls_begins_anew() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipt = settled(&[Some(lie()), Some(lie()), Some(truth())]);
        let honest = nodes(&receipt)[2].clone();
        let until = receipt.disputable_until.unwrap();
        close(true);
        hurry(WINDOW + 5);
        close(false);
        assert!(now() > until);
        run(1);
        let info = dispute_of(receipt.task);
        assert_eq!(info.until, until + WINDOW);
        run_to(info.until);
        assert_ok!(Disputer::node(&honest, truth()).dispute(receipt.task));
    });
}

#[test]
fn a_window_after_which_the_chain_takes_calls_again_ends() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipt = settled(&[Some(truth()); 3]);
        run(3);
        close(true);
        hurry(3);
        close(false);
        run_to(receipt.disputable_until.unwrap() + 1);
        let until = dispute_of(receipt.task).until;
        run_to(until + 2);
        assert_eq!(Runtime::dispute(receipt.task), None);
    });
}

/// As many tasks are settled as there are `risks`, and the payer disputes each with such a bond, in
/// this order; returns them.
fn disputed(risks: &[u128]) -> Vec<TaskId> {
    let receipts: Vec<_> = risks.iter().map(|_| settled(&[Some(truth()); 3])).collect();
    for (receipt, risk) in receipts.iter().zip(risks) {
        let disputer = Disputer { bond: risk * BOND, ..Disputer::payer(lie()) };
        assert_ok!(disputer.dispute(receipt.task));
    }
    receipts.into_iter().map(|receipt| receipt.task).collect()
}

#[test]
fn of_disputes_that_wait_the_one_with_the_largest_risk_is_next_and_each_of_them_ends() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let tasks = disputed(&[1, 2, 4, 3]);
        let is_open = |task: &TaskId| {
            Runtime::dispute(*task)
                .is_some_and(|info| matches!(info.state, DisputeState::Open { .. }))
        };
        assert_eq!(bonds(), 10 * BOND);
        let mut order = vec![];
        while let Some(task) = tasks.iter().find(|task| is_open(task)) {
            assert_eq!(tasks.iter().filter(|task| is_open(task)).count(), 1);
            order.push(*task);
            let disputer = Disputer::payer(lie());
            decide(*task, &[disputer], &all(truth()));
        }
        assert_eq!(order, [tasks[0], tasks[2], tasks[3], tasks[1]]);
        assert_eq!(bonds(), 0);
        assert!(tasks.iter().all(|task| Runtime::dispute(*task).is_none()));
        let counters = Disputes::open_disputes(&payer());
        assert_eq!(counters, Vec::<TaskId>::new());
    });
}

#[test]
fn a_dispute_that_waits_takes_joins_and_its_window_does_not_end() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let params = pallet_disputes::Params { window: 50 };
        assert_ok!(call_as_root(pallet_disputes::Call::set_params { params }));
        let tasks = disputed(&[1, 1]);
        let (first, waiting) = (tasks[0], tasks[1]);
        assert_eq!(dispute_of(waiting).state, DisputeState::Waiting);
        // The second committee of the first one is silent, so that it lasts.
        let second = drawn_second(first);
        let stranger = (0..NODES).map(node).find(|node| {
            !dispute_of(waiting).members.contains(node) && !members(second).contains(node)
        });
        let joiner = Disputer::node(&stranger.unwrap(), truth());
        assert_ok!(joiner.dispute(waiting));
        run_to(dispute_of(waiting).until + 2);
        assert_eq!(dispute_of(waiting).state, DisputeState::Waiting);
        let before = wealth();
        while dispute_of(waiting).state == DisputeState::Waiting {
            run(1);
        }
        let decided = decide(waiting, from_ref(&joiner), &all(truth()));
        // The payer has not opened its commitment.
        assert_eq!(decided.decision, Decision::Upheld { answer: truth() });
        assert_eq!((decided.spent, decided.forfeited), (SPENT, BOND - SPENT));
        assert_eq!(changes_of(&before, &joiner.who), gain(BOND));
    });
}

#[test]
fn a_second_committee_that_gives_no_answer_at_all_costs_nobody_anything() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipt = settled(&[Some(lie()), Some(lie()), Some(truth())]);
        let honest = nodes(&receipt)[2].clone();
        let before = wealth();
        for disputer in [Disputer::node(&honest, truth()), Disputer::payer(truth())] {
            assert_ok!(disputer.dispute(receipt.task));
        }
        drawn_second(receipt.task);
        let decided = decided();
        assert_eq!((decided.decision, decided.committee.len()), (Decision::Undecided, 5));
        assert_eq!((decided.spent, decided.forfeited), (0, 0));
        assert_changes(&before, []);
    });
}
