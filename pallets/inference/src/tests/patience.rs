use super::*;

/// Requests a task with this patience, for which there are no nodes, and follows it to its end;
/// returns the blocks of its draws, counted from the first one.
fn draws(patience: u8) -> Vec<u64> {
    no_nodes();
    assert_ok!(request(ALICE, |wish| wish.patience = Some(patience)));
    let mut blocks = vec![];
    while Inference::task(0).is_some() {
        let before = Seeds::get().len();
        run_to(System::block_number() + 1);
        if Seeds::get().len() > before {
            blocks.push(System::block_number() - 3);
        }
    }
    blocks
}

#[test]
fn draws_again_after_as_long_as_it_has_waited_and_a_block() {
    for (patience, blocks) in [
        (1, &[0, 1][..]),
        (2, &[0, 1, 2]),
        (3, &[0, 1, 3]),
        (4, &[0, 1, 3, 4]),
        (5, &[0, 1, 3, 5]),
        (100, &[0, 1, 3, 7, 15, 31, 63, 100]),
    ] {
        build_and_execute(|| assert_eq!(draws(patience), blocks, "patience {patience}"));
    }
}

#[test]
fn prepays_the_draws_that_it_can_need_and_no_more() {
    for patience in 1..=MAX_PATIENCE {
        build_and_execute(|| {
            // The longest draw, which takes none of the 56 offers that it looks at.
            VainLooks::set(56);
            let further = draws(patience).len() as Balance - 1;
            let Event::Requested { work_fee: prepaid, .. } = events()[0] else { panic!() };
            assert_eq!(prepaid, further * LONGEST_DRAW + SETTLEMENT, "patience {patience}");
            assert_eq!(collected(), further * LONGEST_DRAW);
            assert_eq!(Balances::free_balance(ALICE), START_BALANCE - collected());
        });
    }
}

#[test]
fn ends_without_nodes_and_gives_the_escrow_back() {
    build_and_execute(|| {
        Drawable::mutate(|nodes| nodes.truncate(2));
        let task = queued();
        run_to(7);
        let state = Inference::task(task).unwrap();
        assert_eq!((purchase(task).failed_draws, state.due, state.phase), (3, 8, Phase::Queued));
        check();
        run_to(8);
        assert_eq!(Inference::task(task), None);
        let receipt = receipt();
        let shortage = Shortage::TooFewEligible;
        assert_eq!(receipt.outcome, Outcome::NoNodes { shortage });
        assert_eq!((receipt.paid, receipt.members), (0, vec![]));
        // Each of the three further draws looked at two offers.
        assert_eq!(receipt.work_fee, 3 * DRAW);
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - 3 * DRAW);
        assert_eq!((Closed::get(), Judged::get()[0].members.len()), (Judged::get(), 0));
    });
}

#[test]
fn ends_at_once_when_the_service_goes_off_sale() {
    let off_sale = Outcome::NoNodes { shortage: Shortage::OffSale };
    build_and_execute(|| {
        let task = queued();
        with_terms(|terms| terms.on_sale = false);
        run_to(3);
        assert_eq!(Inference::task(task), None);
        let Receipt { outcome, work_fee, refund, .. } = receipt();
        assert_eq!((outcome, work_fee, refund), (off_sale.clone(), 0, TAKEN));
    });
    build_and_execute(|| {
        no_nodes();
        let task = queued();
        run_to(5);
        assert_eq!(purchase(task).failed_draws, 2);
        with_terms(|terms| terms.on_sale = false);
        run_to(6);
        let Receipt { outcome, work_fee, .. } = receipt();
        assert_eq!((outcome, work_fee), (off_sale, 2 * DRAW));
    });
}

#[test]
fn takes_a_node_that_becomes_free_in_time() {
    build_and_execute(|| {
        let free = Drawable::get();
        Drawable::mutate(|nodes| nodes.truncate(2));
        let task = queued();
        run_to(7);
        assert_eq!(purchase(task).failed_draws, 3);
        Drawable::set(free);
        run_to(8);
        let state = Inference::task(task).unwrap();
        assert_eq!(state.members().len(), 3);
        // The members have their whole time from this draw on.
        assert_eq!((state.since, state.window, state.due), (8, WINDOW, 8 + u64::from(WINDOW)));
        // The block of the request is what counts for each draw.
        assert!(Asked::get().iter().all(|asked| asked.requested == 1));
        assert_eq!(Asked::get().len(), 4);
        for node in NODES {
            assert_ok!(commit(task, node, answer(1)));
        }
        reveal_all(task, [answer(1); 3]);
        let Receipt { paid, work_fee, .. } = receipt();
        assert_eq!((paid, work_fee), (375, 3 * DRAW + SETTLEMENT));
    });
}

#[test]
fn does_not_pass_by_waiting_for_randomness() {
    build_and_execute(|| {
        no_nodes();
        Randomness::set(None);
        let task = queued();
        run_to(4);
        let state = Inference::task(task).unwrap();
        assert_eq!((purchase(task).failed_draws, state.due), (0, 5));
        Randomness::set(Some(Hash::zero()));
        // The first draw is two blocks late, which count as waited.
        run_to(5);
        let state = Inference::task(task).unwrap();
        assert_eq!((purchase(task).failed_draws, state.due), (1, 8));
        Randomness::set(None);
        run_to(8);
        let state = Inference::task(task).unwrap();
        assert_eq!((purchase(task).failed_draws, state.due), (1, 9));
        assert_eq!(Seeds::get().len(), 1);
        Randomness::set(Some(Hash::zero()));
        run_to(9);
        assert_eq!(receipt().work_fee, DRAW);
    });
}

#[test]
fn is_over_after_one_draw_that_comes_too_late() {
    build_and_execute(|| {
        no_nodes();
        Randomness::set(None);
        queued();
        run_to(7);
        Randomness::set(Some(Hash::zero()));
        run_to(8);
        assert_eq!(Seeds::get().len(), 1);
        assert_eq!(receipt().work_fee, 0);
    });
}
