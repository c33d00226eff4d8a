use nes_traits::DrawRequest;

use super::*;

/// Runs three tasks at the same time, from their requests until nothing is left of them.
#[test]
fn three_tasks_end_and_leave_nothing() {
    build_and_execute(|| {
        // Block 1: ALICE requests two tasks, BOB one.
        let (agreed, expired) = (queued(), queued());
        let cancelled = NextTaskId::<Test>::get();
        assert_ok!(request(BOB, |wish| {
            wish.input = remote();
            wish.max_price = PRICE - 1;
        }));
        assert_eq!(escrows(), 2 * TAKEN + 3 * (9 + 100 + 50 * 2) + PREPAID);

        // Block 3: the committees are drawn, but for BOB's task, which two nodes are too dear for;
        // the first one's members commit at once.
        run_to(3);
        for node in NODES {
            assert_ok!(commit(agreed, node, answer(1)));
        }

        // Block 4: they reveal, and are paid. BOB's task is drawn once more and then cancelled.
        run_to(4);
        reveal_all(agreed, [answer(1); 3]);
        assert_ok!(Inference::cancel(signed(BOB), cancelled));
        assert_eq!(escrows(), TAKEN);
        check();

        // Block 29: nobody has committed to the second in its 25 blocks.
        run_to(28);
        assert!(failed().is_empty());
        run_to(29);
        assert_eq!(Inference::task(expired), None);
        assert_eq!(failed(), NODES);

        // 375 for the answers, a tenth of three attendances, and two settlements.
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - 375 - 33 - 2 * SETTLEMENT);
        assert_eq!(Balances::free_balance(BOB), START_BALANCE - DRAW);
        assert_eq!(collected(), 2 * SETTLEMENT + DRAW);
        assert_eq!(escrows(), 0);
        assert_eq!(Tasks::<Test>::iter().count(), 0);
        assert_eq!((Draws::<Test>::iter().count(), Deadlines::<Test>::iter().count()), (0, 0));
        assert_eq!(NextTaskId::<Test>::get(), 3);
    });
}

/// Follows the version that a request names, which is not the market's only one.
#[test]
fn a_task_has_its_version_from_the_request_to_the_receipt() {
    build_and_execute(|| {
        let older = VERSION - 1;
        Versions::mutate(|versions| versions.insert(older, version_terms()));
        assert_ok!(request(ALICE, |wish| wish.version = older));
        assert_eq!(Inference::task(0).unwrap().version, older);

        run_to(3);
        let asked = DrawRequest {
            service: SERVICE,
            version: older,
            seats: 3,
            max_price: MAX_PRICE,
            usage: MAX_USAGE,
            requested: 1,
            slashable: false,
        };
        assert_eq!(Asked::get(), [asked]);

        for node in NODES {
            assert_ok!(commit(0, node, answer(1)));
        }
        reveal_all(0, [answer(1); 3]);
        let receipt = events().pop();
        assert!(matches!(receipt, Some(Event::Settled { version, .. }) if version == older));
    });
}
