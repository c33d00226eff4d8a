use frame_support::{dispatch::GetDispatchInfo, traits::UnfilteredDispatchable};

use super::*;

/// Checks that a request with the changes of `change` is refused and changes nothing.
fn refuses(error: Error<Test>, change: impl FnOnce(&mut Wish)) {
    assert_noop!(request(ALICE, change), error);
}

#[test]
fn takes_the_escrow_and_queues_the_task() {
    build_and_execute(|| {
        assert_ok!(request(ALICE, |_| {}));
        assert_eq!((ESCROW, PREPAID), (1_260, 199));
        assert_eq!((Balances::free_balance(ALICE), escrows()), (START_BALANCE - TAKEN, TAKEN));
        assert_eq!(
            Inference::task(0),
            Some(Task {
                purpose: Purpose::Paid(Purchase {
                    payer: ALICE,
                    max_price: MAX_PRICE,
                    escrow: ESCROW,
                    publisher: PUBLISHER,
                    royalty: ROYALTY,
                    work_fee: WorkFee { prepaid: PREPAID, used: 0 },
                    patience: 5,
                    failed_draws: 0,
                    slashable: None,
                }),
                service: SERVICE,
                version: VERSION,
                input: task_input(),
                max_usage: MAX_USAGE,
                shape: SHAPE,
                seats: 3,
                quorum: 2,
                requested: 1,
                commit_window: WINDOW,
                since: 1,
                window: 0,
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
                version: VERSION,
                input: task_input().content_hash,
                seats: 3,
                escrow: ESCROW,
                work_fee: PREPAID,
                due: 3,
                slashable: false,
            }]
        );
    });
}

#[test]
fn gives_every_task_a_new_id() {
    build_and_execute(|| {
        assert_eq!((queued(), queued_for(BOB), queued()), (0, 1, 2));
        no_nodes();
        run_to(3);
        assert_ok!(Inference::cancel(signed(ALICE), 2));
        assert_eq!(queued(), 3);
        assert_eq!(escrows(), 3 * TAKEN);
    });
}

#[test]
fn takes_a_larger_committee() {
    build_and_execute(|| {
        with_version(|version| version.offers = 9);
        assert_ok!(request(ALICE, |wish| wish.committee = Some(9)));
        let task = Inference::task(0).unwrap();
        assert_eq!((task.seats, task.quorum), (9, 6));
        assert_eq!(purchase(0).escrow, 3 * ESCROW);
    });
}

#[test]
fn takes_the_cost_of_each_seat_with_its_parts_rounded_up() {
    build_and_execute(|| {
        // 13 for the request, 1.3 for an input unit, which is 2, and 2.6 for an output unit, 3.
        assert_ok!(request(ALICE, |wish| wish.max_price = 13));
        assert_eq!(purchase(0).escrow, 3 * (13 + 100 * 2 + 50 * 3));
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
        let spend = |amount| request(ALICE, |wish| wish.max_price = amount);
        // A draw of one node looks at 40 offers.
        let prepaid = 3 * (DRAW + 39) + SETTLEMENT;
        let most = START_BALANCE - LEAST - prepaid;
        assert_noop!(spend(most + 1), Error::<Test>::InsufficientBalance);
        assert_ok!(spend(most));
        assert_eq!(Balances::free_balance(ALICE), LEAST);
    });
}

#[test]
fn refuses_an_unsigned_origin() {
    build_and_execute(|| {
        let refused = call(|_| {}).dispatch_bypass_filter(RawOrigin::None.into()).unwrap_err();
        assert_eq!(refused.error, sp_runtime::DispatchError::BadOrigin);
    });
}

#[test]
fn refuses_an_unknown_service() {
    build_and_execute(|| {
        refuses(Error::<Test>::UnknownService, |wish| wish.service = SERVICE + 1);
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
            refuses(Error::<Test>::InvalidCommittee, |wish| wish.committee = Some(committee));
        }
    });
}

#[test]
fn refuses_a_usage_of_nothing() {
    build_and_execute(|| {
        refuses(Error::<Test>::UsageMissing, |wish| wish.max_usage = Usage::default());
    });
}

#[test]
fn refuses_a_usage_above_the_limit_on_either_side() {
    build_and_execute(|| {
        let above = Params::default().max_units + 1;
        for max_usage in [Usage { input: above, output: 0 }, Usage { input: 0, output: above }] {
            refuses(Error::<Test>::UsageTooLarge, |wish| wish.max_usage = max_usage);
        }
    });
}

#[test]
fn refuses_a_version_that_is_not_sold() {
    build_and_execute(|| {
        for version in [VERSION - 1, VERSION + 1] {
            refuses(Error::<Test>::UnknownVersion, |wish| wish.version = version);
        }
        Versions::mutate(|versions| versions.clear());
        assert_noop!(request(ALICE, |_| {}), Error::<Test>::UnknownVersion);
    });
}

#[test]
fn refuses_a_maximum_below_every_offer() {
    build_and_execute(|| {
        refuses(Error::<Test>::MaximumBelowOffers, |wish| wish.max_price = CHEAPER - 1);
        assert_ok!(request(ALICE, |wish| wish.max_price = CHEAPER));
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
            request(ALICE, |wish| {
                wish.input = remote();
                wish.max_price = max_price;
                wish.max_usage = Usage { input, output: 0 };
            })
        };
        // The price of a unit, the cost of a seat and the cost of all three are too much.
        let highest = Balance::MAX / 1_000_000_000;
        for (max_price, input) in [(highest + 1, 1), (highest, one), (highest, one / 3)] {
            assert_noop!(spend(max_price, input), Error::<Test>::EscrowTooLarge);
        }
        assert_noop!(spend(highest, one / 4), Error::<Test>::InsufficientBalance);

        // One seat costs the highest amount but for 768,211,455, which what is prepaid exceeds.
        with_terms(|terms| {
            terms.verification = Verification::Redundant { committee: 1, quorum: 1 };
            terms.shape = Shape { base: 0, input: one, output: 0 };
        });
        assert_noop!(spend(highest, one), Error::<Test>::InsufficientBalance);
        WorkPrice::set(10_000_000);
        assert_noop!(spend(highest, one), Error::<Test>::EscrowTooLarge);
    });
}

#[test]
fn refuses_an_escrow_of_nothing() {
    build_and_execute(|| {
        with_version(|version| version.floor = 0);
        refuses(Error::<Test>::EscrowMissing, |wish| wish.max_price = 0);
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
fn pays_for_the_first_draw_of_its_own_seats_and_no_more() {
    build_and_execute(|| {
        let call = |input: Input, committee| {
            call(|wish| {
                wish.input = input;
                wish.committee = committee;
            })
        };
        let inputs =
            [(inline(), <()>::request_inline()), (remote(), <() as WeightInfo>::request())];
        for (input, own) in inputs {
            let call = |committee| call(input.clone(), committee);
            let declared = |committee| call(committee).get_dispatch_info().call_weight;
            assert_eq!(declared(None), declared(Some(9)));
            assert_eq!(declared(Some(u8::MAX)), declared(Some(9)));
            assert_eq!(declared(Some(9)), own.saturating_add(Inference::longest_draw(9)));

            let paid = call(None).dispatch_bypass_filter(signed(ALICE)).unwrap();
            let expected = own.saturating_add(Inference::longest_draw(3));
            assert_eq!(paid.actual_weight, Some(expected));
            assert!(declared(None).all_gte(expected));

            let origin = signed(ALICE);
            let refused = call(Some(u8::MAX)).dispatch_bypass_filter(origin).unwrap_err();
            assert_eq!(refused.post_info.actual_weight, Some(own));
        }
        // A search in vain is paid too.
        let missing = call(Input::Inline(b"elsewhere".to_vec()), None);
        let refused = missing.dispatch_bypass_filter(signed(ALICE)).unwrap_err();
        assert_eq!(refused.error, Error::<Test>::InputNotInExtrinsic.into());
        assert_eq!(refused.post_info.actual_weight, Some(<()>::request_inline()));
    });
}

/// Requests a task with this maximum of output units; returns the blocks for its commitments.
fn window(output: u64) -> Result<u32, sp_runtime::DispatchError> {
    let task = NextTaskId::<Test>::get();
    request(ALICE, |wish| wish.max_usage.output = output)?;
    Ok(Inference::task(task).unwrap().commit_window)
}

#[test]
fn gives_the_nodes_the_time_that_the_output_takes_at_the_services_rate() {
    build_and_execute(|| {
        for (output, blocks) in [(0, 20), (1, 21), (10, 21), (11, 22), (50, 25), (12_000, 1_220)] {
            assert_eq!(window(output), Ok(blocks), "output {output}");
        }
        assert_ok!(Inference::set_params(
            RawOrigin::Root.into(),
            Params { commit_window: 7, ..Params::default() }
        ));
        assert_eq!(window(50), Ok(12));
        with_terms(|terms| terms.rate = u32::MAX);
        assert_eq!(window(1_000_000), Ok(8));
    });
}

#[test]
fn refuses_work_of_more_than_1_200_blocks() {
    build_and_execute(|| {
        assert_eq!(MAX_WORK, 1_200);
        assert_ok!(window(11_990));
        assert_eq!(window(12_000), Ok(1_220));
        assert_noop!(window(12_001), Error::<Test>::UsageTooLarge);
        with_terms(|terms| terms.rate = 1);
        assert_eq!(window(1_199), Ok(1_219));
        assert_eq!(window(1_200), Ok(1_220));
        assert_noop!(window(1_201), Error::<Test>::UsageTooLarge);
        // More blocks than can be counted.
        assert_ok!(Inference::set_params(
            RawOrigin::Root.into(),
            Params { max_units: 1_000_000_000_000, ..Params::default() }
        ));
        assert_noop!(window(u64::from(u32::MAX) + 2), Error::<Test>::UsageTooLarge);
    });
}

#[test]
fn takes_a_patience_of_1_to_100_blocks() {
    build_and_execute(|| {
        assert_eq!((PATIENCE, MAX_PATIENCE), (5, 100));
        for (task, blocks) in (0..).zip([Some(1), Some(2), Some(99), Some(100), None]) {
            assert_ok!(request(ALICE, |wish| wish.patience = blocks));
            assert_eq!(purchase(task).patience, blocks.unwrap_or(5));
        }
        for blocks in [0, 101, 255] {
            refuses(Error::<Test>::InvalidPatience, |wish| wish.patience = Some(blocks));
        }
    });
}
