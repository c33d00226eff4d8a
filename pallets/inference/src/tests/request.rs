use frame_support::{dispatch::GetDispatchInfo, traits::UnfilteredDispatchable};
use nes_traits::Terms;

use super::*;

fn with_terms(change: impl FnOnce(&mut Terms<u64>)) {
    let mut terms = terms();
    change(&mut terms);
    OnSale::set(Some(terms));
}

#[test]
fn takes_the_escrow_and_queues_the_task() {
    build_and_execute(|| {
        assert_ok!(request(ALICE, |_| {}));
        assert_eq!(ESCROW, 960);
        assert_eq!((Balances::free_balance(ALICE), escrows()), (START_BALANCE - ESCROW, ESCROW));
        assert_eq!(
            Inference::task(0),
            Some(Task {
                payer: ALICE,
                service: SERVICE,
                version: VERSION,
                input: input(),
                max_usage: MAX_USAGE,
                max_tariff: MAX_TARIFF,
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
        with_terms(|terms| terms.offers = 9);
        assert_ok!(request(ALICE, |request| request.committee = Some(9)));
        let task = Inference::task(0).unwrap();
        assert_eq!((task.seats, task.quorum, task.escrow), (9, 6, 3 * ESCROW));
    });
}

#[test]
fn takes_a_request_of_the_whole_balance_but_the_existential_deposit() {
    build_and_execute(|| {
        with_terms(|terms| {
            terms.verification = Verification::Redundant { committee: 1, quorum: 1 }
        });
        let spend = |base| {
            request(ALICE, |request| {
                request.max_tariff = Tariff { base, input: 1, output: 2 };
                request.max_usage = Usage { input: 1, output: 0 };
            })
        };
        // A unit of input costs 1 in addition to the base.
        assert_noop!(spend(START_BALANCE - LEAST), Error::<Test>::InsufficientBalance);
        assert_ok!(spend(START_BALANCE - LEAST - 1));
        assert_eq!(Balances::free_balance(ALICE), LEAST);
    });
}

#[test]
fn refuses_an_unsigned_origin() {
    build_and_execute(|| {
        let origin = RawOrigin::None.into();
        assert_noop!(
            Inference::request(origin, SERVICE, input(), MAX_USAGE, MAX_TARIFF, None),
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
fn refuses_a_maximum_with_a_part_below_every_offer() {
    build_and_execute(|| {
        for max_tariff in [
            Tariff { base: CHEAPER.base - 1, ..MAX_TARIFF },
            Tariff { input: CHEAPER.input - 1, ..MAX_TARIFF },
            Tariff { output: CHEAPER.output - 1, ..MAX_TARIFF },
        ] {
            let refused = request(ALICE, |request| request.max_tariff = max_tariff);
            assert_noop!(refused, Error::<Test>::MaximumBelowOffers);
        }
    });
}

#[test]
fn refuses_more_seats_than_offers() {
    build_and_execute(|| {
        with_terms(|terms| terms.offers = 2);
        assert_noop!(request(ALICE, |_| {}), Error::<Test>::TooFewOffers);
    });
}

#[test]
fn refuses_an_escrow_beyond_all_numbers() {
    build_and_execute(|| {
        for base in [Balance::MAX, Balance::MAX / 3] {
            let refused = request(ALICE, |request| request.max_tariff.base = base);
            assert_noop!(refused, Error::<Test>::EscrowTooLarge);
        }
    });
}

#[test]
fn refuses_an_escrow_of_nothing() {
    build_and_execute(|| {
        with_terms(|terms| terms.floor = Tariff::default());
        let refused = request(ALICE, |request| request.max_tariff = Tariff::default());
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
            input: input(),
            max_usage: MAX_USAGE,
            max_tariff: MAX_TARIFF,
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
