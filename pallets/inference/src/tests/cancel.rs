use nes_traits::EndedTask;

use super::*;

fn cancel(who: u64, task: TaskId) -> sp_runtime::DispatchResult {
    Inference::cancel(signed(who), task)
}

/// Requests a task and lets its first draw, in block 3, fail.
fn failed_once() -> TaskId {
    no_nodes();
    let task = drawn();
    assert_eq!(purchase(task).failed_draws, 1);
    task
}

#[test]
fn gives_everything_back_after_a_failed_draw() {
    build_and_execute(|| {
        let task = failed_once();
        events();
        assert_ok!(cancel(ALICE, task));
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE);
        assert_eq!((escrows(), collected()), (0, 0));
        assert_eq!(Inference::task(task), None);
        let receipt = Event::Settled {
            task,
            payer: ALICE,
            service: SERVICE,
            version: VERSION,
            input: task_input().content_hash,
            requested: 1,
            outcome: Outcome::Cancelled,
            members: vec![],
            paid: 0,
            work_fee: 0,
            refund: TAKEN,
            disputable_until: None,
        };
        assert_eq!(events(), [receipt]);
        let ended = EndedTask { service: SERVICE, payer: ALICE, slashable: false, members: vec![] };
        assert_eq!((Closed::get(), Judged::get()), (vec![ended.clone()], vec![ended]));
    });
}

#[test]
fn keeps_the_fee_of_the_draws_after_the_first() {
    build_and_execute(|| {
        let task = failed_once();
        run_to(6);
        assert_eq!(purchase(task).failed_draws, 3);
        assert_ok!(cancel(ALICE, task));
        let Receipt { outcome, paid, work_fee, refund, .. } = receipt();
        let fee = 2 * DRAW;
        assert_eq!((outcome, paid, work_fee), (Outcome::Cancelled, 0, fee));
        assert_eq!(refund, TAKEN - fee);
        assert_eq!((collected(), escrows()), (fee, 0));
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - fee);
    });
}

#[test]
fn leaves_nothing_to_draw() {
    build_and_execute(|| {
        let task = failed_once();
        assert_ok!(cancel(ALICE, task));
        assert_eq!(Draws::<Test>::iter().count(), 0);
        Seeds::take();
        run_to(9);
        assert!(Seeds::get().is_empty());
    });
}

#[test]
fn leaves_the_payers_other_escrows() {
    build_and_execute(|| {
        let other = queued();
        let task = failed_once();
        assert_ok!(cancel(ALICE, task));
        assert!(Inference::task(other).is_some());
        assert_eq!(escrows(), TAKEN);
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - TAKEN);
    });
}

#[test]
fn works_while_the_next_draw_is_near() {
    build_and_execute(|| {
        let task = failed_once();
        Drawable::set(NODES.map(|node| (node, PRICE)).to_vec());
        assert_eq!(Inference::task(task).unwrap().due, 4);
        assert_ok!(cancel(ALICE, task));
    });
}

#[test]
fn works_20_blocks_after_the_request_of_a_task_that_the_chain_did_not_draw() {
    build_and_execute(|| {
        assert_eq!(BLOCKS_TO_CANCEL, 20);
        Randomness::set(None);
        let task = queued();
        run_to(20);
        assert_noop!(cancel(ALICE, task), Error::<Test>::TooEarlyToCancel);
        run_to(21);
        assert_ok!(cancel(ALICE, task));
        assert_eq!(receipt().refund, TAKEN);
    });
}

#[test]
fn refuses_before_a_draw_has_failed() {
    build_and_execute(|| {
        let task = queued();
        assert_noop!(cancel(ALICE, task), Error::<Test>::TooEarlyToCancel);
        run_to(2);
        assert_noop!(cancel(ALICE, task), Error::<Test>::TooEarlyToCancel);
        // A draw without randomness is none that failed.
        Randomness::set(None);
        run_to(3);
        assert_eq!(Inference::task(task).unwrap().due, 4);
        assert_noop!(cancel(ALICE, task), Error::<Test>::TooEarlyToCancel);
    });
}

#[test]
fn refuses_an_unknown_task() {
    build_and_execute(|| {
        assert_noop!(cancel(ALICE, 0), Error::<Test>::UnknownTask);
        let task = failed_once();
        assert_ok!(cancel(ALICE, task));
        assert_noop!(cancel(ALICE, task), Error::<Test>::UnknownTask);
    });
}

#[test]
fn refuses_a_stranger() {
    build_and_execute(|| {
        let task = failed_once();
        assert_noop!(cancel(BOB, task), Error::<Test>::NotThePayer);
    });
}

#[test]
fn refuses_after_the_draw() {
    build_and_execute(|| {
        let task = drawn();
        assert_noop!(cancel(ALICE, task), Error::<Test>::AlreadyDrawn);
        run_to(21);
        assert_noop!(cancel(ALICE, task), Error::<Test>::AlreadyDrawn);
    });
}
