use super::*;

/// Requests a task that is drawn with its third draw, in block 6.
fn drawn_third() -> TaskId {
    let nodes = no_nodes();
    let task = queued();
    run_to(5);
    Drawable::set(nodes);
    run_to(6);
    assert_eq!(Inference::task(task).unwrap().members().len(), 3);
    task
}

/// Returns the used part of the fee of the open task.
fn used(task: TaskId) -> Balance {
    purchase(task).work_fee.used
}

#[test]
fn is_prepaid_for_the_longest_draws_and_a_settlement() {
    build_and_execute(|| {
        with_version(|version| version.offers = 9);
        assert_eq!((LONGEST_DRAW, PREPAID), (63, 199));
        // A draw of 9 nodes looks at 104 offers, so at 95 more than it takes.
        for (committee, patience, prepaid) in [
            (3, None, 199),
            (3, Some(1), 63 + 10),
            (3, Some(5), 199),
            (3, Some(100), 7 * 63 + 10),
            (9, Some(5), 3 * (10 + 95) + 10),
        ] {
            let before = (Balances::free_balance(ALICE), escrows());
            let task = NextTaskId::<Test>::get();
            assert_ok!(request(ALICE, |wish| {
                wish.committee = Some(committee);
                wish.patience = patience;
            }));
            assert_eq!(purchase(task).work_fee, WorkFee { prepaid, used: 0 });
            let taken = purchase(task).escrow + prepaid;
            let after = (Balances::free_balance(ALICE), escrows());
            assert_eq!(after, (before.0 - taken, before.1 + taken));
            let Some(Event::Requested { escrow, work_fee, .. }) = events().pop() else { panic!() };
            assert_eq!((escrow, work_fee), (purchase(task).escrow, prepaid));
        }
    });
}

#[test]
fn is_a_settlements_if_the_first_draw_finds_the_nodes() {
    build_and_execute(|| {
        VainLooks::set(20);
        let task = drawn();
        assert_eq!(used(task), 0);
        for node in NODES {
            assert_ok!(commit(task, node, answer(1)));
        }
        reveal_all(task, [answer(1); 3]);
        let Receipt { paid, work_fee, refund, .. } = receipt();
        assert_eq!((paid, work_fee, refund), (375, SETTLEMENT, TAKEN - 375 - SETTLEMENT));
        assert_eq!((collected(), escrows()), (SETTLEMENT, 0));
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - 375 - SETTLEMENT);
    });
}

#[test]
fn is_that_of_each_further_draw_too_with_the_offers_that_it_looked_at() {
    build_and_execute(|| {
        VainLooks::set(4);
        let task = queued();
        let nodes = no_nodes();
        run_to(3);
        assert_eq!(used(task), 0);
        run_to(4);
        // It looked at four offers, one more than it wanted.
        assert_eq!(used(task), DRAW + 1);
        Drawable::set(nodes);
        VainLooks::set(20);
        run_to(6);
        assert_eq!(used(task), DRAW + 1 + DRAW + 20);
        run_to(40);
        let Receipt { outcome, work_fee, .. } = receipt();
        assert_eq!((outcome, work_fee), (Outcome::Expired, 2 * DRAW + 21 + SETTLEMENT));
        assert_eq!(collected(), work_fee);
    });
}

#[test]
fn is_taken_whatever_the_outcome_of_a_drawn_task() {
    for (answers, outcome) in [
        ([answer(1); 3], Outcome::Agreed { output: output(1) }),
        ([INVALID; 3], Outcome::Unservable { reason: Unservable::Invalid }),
        ([answer(1), answer(2), answer(3)], Outcome::Inconclusive),
    ] {
        build_and_execute(|| {
            let task = drawn_third();
            for (node, answer) in NODES.into_iter().zip(answers) {
                assert_ok!(commit(task, node, answer));
            }
            reveal_all(task, answers);
            let receipt = receipt();
            assert_eq!((receipt.outcome, receipt.work_fee), (outcome, 2 * DRAW + SETTLEMENT));
            assert_eq!((collected(), escrows()), (receipt.work_fee, 0));
        });
    }
}

#[test]
fn is_never_more_than_was_prepaid() {
    build_and_execute(|| {
        let task = queued();
        let nodes = no_nodes();
        // The fee rises while the task waits.
        WorkPrice::set(8);
        run_to(4);
        assert_eq!(used(task), 8 * DRAW);
        Drawable::set(nodes);
        run_to(6);
        assert_eq!(used(task), 16 * DRAW);
        check();
        run_to(40);
        let Receipt { work_fee, refund, paid, .. } = receipt();
        assert_eq!((work_fee, refund), (PREPAID, ESCROW - paid));
        assert_eq!((collected(), escrows()), (PREPAID, 0));
    });
}

#[test]
fn is_lower_if_work_becomes_cheaper() {
    build_and_execute(|| {
        WorkPrice::set(3);
        let task = drawn_third();
        assert_eq!(purchase(task).work_fee.prepaid, 3 * PREPAID);
        WorkPrice::set(1);
        for node in NODES {
            assert_ok!(commit(task, node, answer(1)));
        }
        reveal_all(task, [answer(1); 3]);
        assert_eq!(receipt_of(ESCROW + 3 * PREPAID).work_fee, 6 * DRAW + SETTLEMENT);
    });
}

#[test]
fn is_nothing_where_work_costs_nothing() {
    build_and_execute(|| {
        WorkPrice::set(0);
        let task = drawn();
        assert_eq!(purchase(task).work_fee, WorkFee::default());
        assert_eq!(escrows(), ESCROW);
        for node in NODES {
            assert_ok!(commit(task, node, answer(1)));
        }
        reveal_all(task, [answer(1); 3]);
        assert_eq!(receipt_of(ESCROW).work_fee, 0);
        assert_eq!(collected(), 0);
    });
}
