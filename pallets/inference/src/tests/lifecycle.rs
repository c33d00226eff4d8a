use nes_traits::DrawRequest;

use super::*;

/// Runs three tasks at the same time, from their requests until nothing is left of them.
#[test]
fn three_tasks_end_and_leave_nothing() {
    build_and_execute(|| {
        // Block 1: ALICE requests two tasks, BOB one.
        let (agreed, expired, cancelled) = (queued(), queued(), queued_for(BOB));
        assert_eq!(escrows(), 3 * ESCROW);

        // Block 2: BOB cancels his.
        run_to(2);
        assert_ok!(Inference::cancel(signed(BOB), cancelled));

        // Block 3: the committees are drawn; the first one's members commit at once.
        run_to(3);
        for node in NODES {
            assert_ok!(commit(agreed, node, answer(1)));
        }

        // Block 4: they reveal, and are paid.
        run_to(4);
        for node in NODES {
            assert_ok!(reveal(agreed, node, answer(1)));
        }
        assert_eq!(Inference::task(agreed), None);
        assert_eq!(escrows(), ESCROW);
        check();

        // Block 24: nobody has committed to the second.
        run_to(24);
        assert_eq!(Inference::task(expired), None);
        assert!(failed().is_empty());

        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - 375);
        assert_eq!(Balances::free_balance(BOB), START_BALANCE);
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
        assert_ok!(request(ALICE, |request| request.version = older));
        assert_eq!(Inference::task(0).unwrap().version, older);

        run_to(3);
        let asked = DrawRequest {
            service: SERVICE,
            version: older,
            seats: 3,
            max_price: MAX_PRICE,
            usage: MAX_USAGE,
            requested: 1,
        };
        assert_eq!(Asked::get(), [asked]);

        for node in NODES {
            assert_ok!(commit(0, node, answer(1)));
        }
        for node in NODES {
            assert_ok!(reveal(0, node, answer(1)));
        }
        let receipt = events().pop();
        assert!(matches!(receipt, Some(Event::Settled { version, .. }) if version == older));
    });
}
