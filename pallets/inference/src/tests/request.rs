use frame_support::{dispatch::GetDispatchInfo, traits::UnfilteredDispatchable};

use super::*;

#[test]
fn takes_the_escrow_and_queues_the_task() {
    build_and_execute(|| {
        assert_ok!(request(ALICE, |_| {}));
        assert_eq!(ESCROW, 1_260);
        assert_eq!((Balances::free_balance(ALICE), escrows()), (START_BALANCE - ESCROW, ESCROW));
        assert_eq!(
            Inference::task(0),
            Some(Task {
                payer: ALICE,
                service: SERVICE,
                version: VERSION,
                input: input(),
                max_usage: MAX_USAGE,
                shape: SHAPE,
                max_price: MAX_PRICE,
                seats: 3,
                quorum: 2,
                escrow: ESCROW,
                publisher: PUBLISHER,
                royalty: ROYALTY,
                requested: 1,
                due: 3,
                phase: Phase::Queued,
            })
        );
        assert_eq!(
            events(),
            [Event::Requested {
                task: 0,
                payer: ALICE,
                service: SERVICE,
                seats: 3,
                escrow: ESCROW,
                due: 3
            }]
        );
    });
}

#[test]
fn gives_every_task_a_new_id() {
    build_and_execute(|| {
        assert_eq!((queued(), queued_for(BOB), queued()), (0, 1, 2));
        assert_ok!(Inference::cancel(signed(ALICE), 2));
        assert_eq!(queued(), 3);
        assert_eq!(escrows(), 3 * ESCROW);
    });
}

#[test]
fn takes_a_larger_committee() {
    build_and_execute(|| {
        with_version(|version| version.offers = 9);
        assert_ok!(request(ALICE, |request| request.committee = Some(9)));
        let task = Inference::task(0).unwrap();
        assert_eq!((task.seats, task.quorum, task.escrow), (9, 6, 3 * ESCROW));
    });
}

#[test]
fn takes_the_cost_of_each_seat_with_its_parts_rounded_up() {
    build_and_execute(|| {
        // 13 for the request, 1.3 for an input unit, which is 2, and 2.6 for an output unit, 3.
        assert_ok!(request(ALICE, |request| request.max_price = 13));
        assert_eq!(escrows(), 3 * (13 + 100 * 2 + 50 * 3));
    });
}

#[test]
fn takes_a_request_of_the_whole_balance_but_the_existential_deposit() {
    build_and_execute(|| {
        // A request costs its price, whatever its size.
        with_terms(|terms| {
            terms.verification = Verification::Redundant { committee: 1, quorum: 1 };
            terms.shape = Shape { input: 0, output: 0, ..SHAPE };
        });
        let spend = |amount| request(ALICE, |request| request.max_price = amount);
        assert_noop!(spend(START_BALANCE - LEAST + 1), Error::<Test>::InsufficientBalance);
        assert_ok!(spend(START_BALANCE - LEAST));
        assert_eq!(Balances::free_balance(ALICE), LEAST);
    });
}

#[test]
fn refuses_an_unsigned_origin() {
    build_and_execute(|| {
        let origin = RawOrigin::None.into();
        assert_noop!(
            Inference::request(origin, SERVICE, VERSION, input(), MAX_USAGE, MAX_PRICE, None),
            sp_runtime::DispatchError::BadOrigin
        );
    });
}

#[test]
fn refuses_an_unknown_service() {
    build_and_execute(|| {
        let refused = request(ALICE, |request| request.service = SERVICE + 1);
        assert_noop!(refused, Error::<Test>::UnknownService);
    });
}

#[test]
fn refuses_a_service_that_is_not_on_sale() {
    build_and_execute(|| {
        with_terms(|terms| terms.on_sale = false);
        assert_noop!(request(ALICE, |_| {}), Error::<Test>::ServiceNotOnSale);
    });
}

#[test]
fn refuses_a_metered_service() {
    build_and_execute(|| {
        with_terms(|terms| terms.verification = Verification::Metered);
        assert_noop!(request(ALICE, |_| {}), Error::<Test>::MeteredOnly);
    });
}

#[test]
fn refuses_a_committee_out_of_bounds() {
    build_and_execute(|| {
        for committee in [0, 2, 10, 255] {
            let refused = request(ALICE, |request| request.committee = Some(committee));
            assert_noop!(refused, Error::<Test>::InvalidCommittee);
        }
    });
}

#[test]
fn refuses_a_usage_of_nothing() {
    build_and_execute(|| {
        let refused = request(ALICE, |request| request.max_usage = Usage::default());
        assert_noop!(refused, Error::<Test>::UsageMissing);
    });
}

#[test]
fn refuses_a_usage_above_the_limit_on_either_side() {
    build_and_execute(|| {
        let above = Params::default().max_units + 1;
        for max_usage in [Usage { input: above, output: 0 }, Usage { input: 0, output: above }] {
            let refused = request(ALICE, |request| request.max_usage = max_usage);
            assert_noop!(refused, Error::<Test>::UsageTooLarge);
        }
    });
}

#[test]
fn refuses_a_version_that_is_not_sold() {
    build_and_execute(|| {
        for version in [VERSION - 1, VERSION + 1] {
            let refused = request(ALICE, |request| request.version = version);
            assert_noop!(refused, Error::<Test>::UnknownVersion);
        }
        Versions::mutate(|versions| versions.clear());
        assert_noop!(request(ALICE, |_| {}), Error::<Test>::UnknownVersion);
    });
}

#[test]
fn refuses_a_maximum_below_every_offer() {
    build_and_execute(|| {
        let refused = request(ALICE, |request| request.max_price = CHEAPER - 1);
        assert_noop!(refused, Error::<Test>::MaximumBelowOffers);
        assert_ok!(request(ALICE, |request| request.max_price = CHEAPER));
    });
}

#[test]
fn refuses_more_seats_than_offers() {
    build_and_execute(|| {
        with_version(|version| version.offers = 2);
        assert_noop!(request(ALICE, |_| {}), Error::<Test>::TooFewOffers);
    });
}

#[test]
fn refuses_an_escrow_beyond_all_numbers() {
    build_and_execute(|| {
        let one = 1_000_000_000;
        with_terms(|terms| terms.shape = Shape { base: one, input: one, output: one });
        let spend = |max_price, input| {
            request(ALICE, |request| {
                request.max_price = max_price;
                request.max_usage = Usage { input, output: 0 };
            })
        };
        // The price of a unit, the cost of a seat and the cost of all three are too much.
        let highest = Balance::MAX / 1_000_000_000;
        for (max_price, input) in [(highest + 1, 1), (highest, one), (highest, one / 3)] {
            assert_noop!(spend(max_price, input), Error::<Test>::EscrowTooLarge);
        }
        assert_noop!(spend(highest, one / 4), Error::<Test>::InsufficientBalance);
    });
}

#[test]
fn refuses_an_escrow_of_nothing() {
    build_and_execute(|| {
        with_version(|version| version.floor = 0);
        let refused = request(ALICE, |request| request.max_price = 0);
        assert_noop!(refused, Error::<Test>::EscrowMissing);
    });
}

#[test]
fn refuses_a_payer_without_the_escrow() {
    build_and_execute(|| {
        assert_noop!(request(NOBODY, |_| {}), Error::<Test>::InsufficientBalance);
    });
}

#[test]
fn refuses_more_tasks_while_the_agenda_is_far_behind() {
    build_and_execute(|| {
        run_to(1);
        let hook_did_not_run_until = |block: u32| System::set_block_number((1 + block).into());
        hook_did_not_run_until(MAX_BLOCKS_BEHIND + 2);
        assert_noop!(request(ALICE, |_| {}), Error::<Test>::AgendaBehind);
        hook_did_not_run_until(MAX_BLOCKS_BEHIND + 1);
        assert_ok!(request(ALICE, |_| {}));
    });
}

#[test]
fn pays_for_the_draw_and_the_settlement_of_its_own_seats_and_no_more() {
    build_and_execute(|| {
        let call = |committee| crate::Call::<Test>::request {
            service: SERVICE,
            version: VERSION,
            input: input(),
            max_usage: MAX_USAGE,
            max_price: MAX_PRICE,
            committee,
        };
        let declared = |committee| call(committee).get_dispatch_info().call_weight;
        assert_eq!(declared(None), declared(Some(9)));
        assert_eq!(declared(Some(u8::MAX)), declared(Some(9)));

        let paid = call(None).dispatch_bypass_filter(signed(ALICE)).unwrap();
        assert_eq!(paid.actual_weight, Some(Inference::request_weight(3)));
        assert!(declared(None).all_gte(Inference::request_weight(3)));

        let origin = signed(ALICE);
        let refused = call(Some(u8::MAX)).dispatch_bypass_filter(origin).unwrap_err();
        assert_eq!(refused.post_info.actual_weight, Some(<() as WeightInfo>::request()));
    });
}
