//! The runtime API of disputes, and what the other ones tell of them.

use frame_support::assert_ok;
use nes_core::{Decision, Tariff, TaskId};
use nes_runtime::{genesis::DEVELOPMENT, Runtime};
use nes_runtime_api::{
    runtime_decl_for_inference_api::InferenceApiV1, runtime_decl_for_market_api::MarketApiV1,
    DisputeInfo, DisputeState, DisputerInfo, Duty, InputLocation, TaskPhase,
};
use pallet_market::CHANGE_DELAY;
use sp_io::hashing::blake2_256;

use crate::common::{
    call_as,
    disputes::{
        all, commit_all, decide, drawn_second, enter, members, node, nodes, now, offer,
        open_exact_market, opened, requested, reveal_all, settled, Disputer, BOND, LOSS, OPERATORS,
        WINDOW,
    },
    on_chain, run,
    task::{answer, purchase, request_spec, unservable, INPUT, PAYER, PRICE, SERVICE, TARIFF},
};

const NODES: u8 = 12;

#[test]
fn a_settled_task_is_shown_until_its_window_is_over() {
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipt = settled(&[Some(answer(8)), Some(answer(8)), Some(answer(9))]);
        let info = DisputeInfo {
            task: receipt.task,
            payer: PAYER.to_account_id(),
            service: SERVICE,
            version: 0,
            input: blake2_256(INPUT).into(),
            answer: answer(8),
            members: nodes(&receipt),
            until: now() + WINDOW,
            bond: BOND,
            again: false,
            state: DisputeState::Undisputed,
            disputers: vec![],
        };
        assert_eq!(Runtime::dispute(receipt.task), Some(info.clone()));
        run(WINDOW);
        assert_eq!(Runtime::dispute(receipt.task), Some(info));
        run(1);
        assert_eq!(Runtime::dispute(receipt.task), None);
        assert_eq!(Runtime::dispute(receipt.task + 1), None);
    });
}

#[test]
fn a_dispute_is_shown_with_its_disputers_and_listed_for_each_of_them() {
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipts: Vec<_> = (0..2).map(|_| settled(&[Some(answer(8)); 3])).collect();
        let tasks: Vec<TaskId> = receipts.iter().map(|receipt| receipt.task).collect();
        let member = nodes(&receipts[0])[0].clone();
        let by_node = Disputer::node(&member, answer(8));
        assert_ok!(by_node.dispute(tasks[0]));
        for task in &tasks {
            assert_ok!(Disputer::payer(answer(9)).dispute(*task));
        }
        let shown = |task| Runtime::dispute(task).unwrap();
        let (second, closes) = opened(tasks[0]);
        assert_eq!(shown(tasks[0]).state, DisputeState::Open { second, closes });
        assert_eq!(shown(tasks[1]).state, DisputeState::Waiting);
        let disputer = |who, node, risk| DisputerInfo { who, node, bond: BOND, risk, opened: None };
        let payer = PAYER.to_account_id();
        let expected = [
            disputer(member.clone(), Some(member.clone()), LOSS),
            disputer(payer.clone(), None, BOND),
        ];
        assert_eq!(shown(tasks[0]).disputers, expected);

        let list = |account| {
            let first = Runtime::disputes(account, None, 1);
            first.items.into_iter().map(|(task, info)| {
                assert_eq!(info, shown(task));
                task
            })
        };
        assert_eq!(list(member.clone()).collect::<Vec<_>>(), [tasks[0]]);
        let first = Runtime::disputes(payer.clone(), None, 1);
        let rest = Runtime::disputes(payer, first.next_cursor, 1);
        let mut all: Vec<_> = [first.items, rest.items].concat().iter().map(|it| it.0).collect();
        all.sort_unstable();
        assert_eq!(all, tasks);
        assert_eq!(list(node(NODES)).count(), 0);

        let task = drawn_second(tasks[0]);
        commit_all(task, &self::all(answer(8)));
        assert_ok!(by_node.open(tasks[0]));
        assert_eq!(shown(tasks[0]).disputers[0].opened, Some(answer(8)));
        assert_eq!(shown(tasks[0]).disputers[1].opened, None);
    });
}

#[test]
fn a_second_committees_task_is_shown_to_its_members_as_one() {
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipt = settled(&[Some(answer(8)); 3]);
        assert_ok!(Disputer::payer(answer(9)).dispute(receipt.task));
        let second = drawn_second(receipt.task);
        let info = Runtime::task(second).unwrap();
        assert_eq!((info.second_of, info.payer), (Some(receipt.task), PAYER.to_account_id()));
        assert_eq!((info.escrow, info.work_fee, info.slashable), (0, 0, true));
        assert_eq!((info.phase, info.quorum), (TaskPhase::Committing, 4));
        let InputLocation::Inline { block, .. } = info.input.location else { panic!("in-line") };
        assert_eq!((block, info.input.hash), (receipt.requested, blake2_256(INPUT).into()));

        for node in members(second) {
            let assignment = Runtime::assignment(second, node.clone()).unwrap();
            assert_eq!((assignment.second_of, assignment.slashable), (Some(receipt.task), true));
            assert_eq!((assignment.duty, assignment.others.len()), (Duty::Commit, 4));
            // The price in the middle of the stake, which is near that of all of them.
            let Tariff { base, .. } = assignment.tariff;
            assert!(base.abs_diff(TARIFF.base) < PRICE / 4, "{base}");
            let page = Runtime::assigned(node, None, 10);
            assert!(page.items.contains(&(second, assignment)));
        }
        assert_eq!(Runtime::tasks_by_payer(PAYER.to_account_id(), None, 10).items, []);
        let first = requested(request_spec());
        let info = Runtime::task(first).unwrap();
        assert_eq!((info.second_of, info.slashable), (None, true));
        assert!(purchase(first).slashable.is_some());
    });
}

#[test]
fn a_decision_is_told_in_its_own_block_only() {
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipt = settled(&[Some(answer(8)); 3]);
        let disputer = Disputer::payer(answer(9));
        assert_ok!(disputer.dispute(receipt.task));
        assert!(Runtime::decided().is_empty());
        let second = opened(receipt.task).0;
        let decided = decide(receipt.task, &[disputer], &all(answer(9)));
        assert_eq!((decided.task, decided.second), (receipt.task, second));
        assert_eq!(decided.decision, Decision::Overturned { answer: answer(9) });
        let paid: u128 = decided.committee.iter().map(|seat| seat.paid).sum();
        assert_eq!(paid, decided.spent);
        let sums = |seat: &nes_core::SecondSeat<_>| seat.parts.node + seat.parts.treasury;
        assert!(decided.committee.iter().all(|seat| seat.paid == sums(seat)));
        run(1);
        assert!(Runtime::decided().is_empty());
    });
}

#[test]
fn an_answer_that_there_is_no_output_can_be_disputed_and_upheld() {
    use nes_core::Unservable::TooLarge;

    on_chain(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let answers = [unservable(TooLarge); 3].map(Some);
        let receipt = settled(&answers);
        assert_ok!(Disputer::payer(answer(9)).dispute(receipt.task));
        let second = drawn_second(receipt.task);
        commit_all(second, &all(unservable(TooLarge)));
        reveal_all(second, &all(unservable(TooLarge)));
        let decided = crate::common::disputes::decided();
        assert_eq!(decided.decision, Decision::Upheld { answer: unservable(TooLarge) });
    });
}

#[test]
fn the_market_tells_whether_an_answer_can_cost_stake() {
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..OPERATORS);
        let version = || Runtime::service(SERVICE).unwrap().versions[0].clone();
        let quote = || Runtime::quote(SERVICE, TARIFF_USAGE, None, None, None).unwrap();
        assert!(version().exact && version().slashable && quote().slashable);
        assert_eq!(version().duties, u32::from(OPERATORS));
        let offer_of = |index: u8| {
            let page = Runtime::offers(SERVICE, None, 100).unwrap();
            page.items.into_iter().find(|(other, _)| *other == node(index)).unwrap().1
        };
        assert!(offer_of(0).slashable);
        enter(&node(20), false);
        assert_ok!(call_as(node(0), offer(SERVICE, &node(0), 1, false)));
        assert_eq!(offer_of(0).change.map(|change| change.slashable), Some(false));
        run(CHANGE_DELAY);
        assert!(!offer_of(0).slashable && !offer_of(20).slashable);
        // One operator too few, whose duty goes on.
        assert!(version().exact && !version().slashable && !quote().slashable);
        assert_eq!(version().duties, u32::from(OPERATORS));
    });
}

/// Some usage.
const TARIFF_USAGE: nes_core::Usage = nes_core::Usage { input: 10, output: 10 };
