use nes_traits::EndedTask;

use super::*;

fn cancel(who: u64, task: TaskId) -> sp_runtime::DispatchResult {
    Inference::cancel(signed(who), task)
}

#[test]
fn gives_the_whole_escrow_back() {
    build_and_execute(|| {
        let task = queued();
        events();
        assert_ok!(cancel(ALICE, task));
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE);
        assert_eq!(escrows(), 0);
        assert_eq!(Inference::task(task), None);
        let receipt = Event::Settled {
            task,
            payer: ALICE,
            service: SERVICE,
            version: VERSION,
            outcome: Outcome::Cancelled,
            members: vec![],
            paid: 0,
            refund: ESCROW,
        };
        assert_eq!(events(), [receipt]);
        let ended = EndedTask { service: SERVICE, payer: ALICE, members: vec![] };
        assert_eq!((Closed::get(), Judged::get()), (vec![ended.clone()], vec![ended]));
    });
}

#[test]
fn leaves_nothing_to_draw() {
    build_and_execute(|| {
        let task = queued();
        assert_ok!(cancel(ALICE, task));
        assert_eq!(Draws::<Test>::iter().count(), 0);
        run_to(5);
        assert!(Seeds::get().is_empty());
    });
}

#[test]
fn leaves_the_payers_other_escrows() {
    build_and_execute(|| {
        let (first, _) = (queued(), queued());
        assert_ok!(cancel(ALICE, first));
        assert_eq!(escrows(), ESCROW);
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - ESCROW);
    });
}

#[test]
fn works_in_the_block_before_the_draw() {
    build_and_execute(|| {
        let task = queued();
        run_to(2);
        assert_ok!(cancel(ALICE, task));
    });
}

#[test]
fn refuses_an_unknown_task() {
    build_and_execute(|| {
        assert_noop!(cancel(ALICE, 0), Error::<Test>::UnknownTask);
        let task = queued();
        assert_ok!(cancel(ALICE, task));
        assert_noop!(cancel(ALICE, task), Error::<Test>::UnknownTask);
    });
}

#[test]
fn refuses_a_stranger() {
    build_and_execute(|| {
        let task = queued();
        assert_noop!(cancel(BOB, task), Error::<Test>::NotThePayer);
    });
}

#[test]
fn refuses_after_the_draw() {
    build_and_execute(|| {
        let task = drawn();
        assert_noop!(cancel(ALICE, task), Error::<Test>::AlreadyDrawn);
    });
}
