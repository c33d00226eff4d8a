use frame_support::{
    dispatch::DispatchClass,
    traits::{Get, Hooks},
    weights::{Weight, WeightMeter},
};
use nes_support::queue::Metering;
use nes_traits::{DrawRequest, EndedTask};

use super::*;

/// Returns a meter for this number of looks at a block.
fn looks(number: u64) -> WeightMeter {
    WeightMeter::with_limit(<()>::agenda_step().saturating_mul(number))
}

/// Returns a meter for a look at a block and the draws of this number of tasks with three seats, of
/// which the last one could be the longest.
fn meter(draws: u64) -> WeightMeter {
    let Metering { look, step } = Inference::metering_of_draws();
    let Some(others) = draws.checked_sub(1) else {
        return WeightMeter::with_limit(look.saturating_add(step) - Weight::from_parts(1, 0));
    };
    let others = Inference::draw_weight(3, 3).saturating_mul(others);
    WeightMeter::with_limit(look.saturating_add(others).saturating_add(step))
}

#[test]
fn draws_two_blocks_after_the_request() {
    build_and_execute(|| {
        let task = queued();
        run_to(2);
        assert_eq!(Inference::task(task).unwrap().phase, Phase::Queued);
        events();
        run_to(3);
        let state = Inference::task(task).unwrap();
        let seats = [(NINA, PRICE), (NORA, CHEAPER), (NICK, PRICE)];
        let members = seats.map(|(node, price)| Member { node, price, reply: Reply::None });
        assert_eq!(state.members(), members);
        assert!(matches!(state.phase, Phase::Committing(_)));
        assert_eq!((state.since, state.window, state.due), (3, WINDOW, 28));
        assert_eq!(events(), [Event::Drawn { task, members: NODES.to_vec(), due: 28 }]);
    });
}

#[test]
fn draws_from_a_seed_of_the_randomness_the_task_and_the_service() {
    build_and_execute(|| {
        drawn();
        let mut bytes = b"nes/draw/1".to_vec();
        bytes.extend([0xAA; 32]);
        bytes.extend(0u64.to_le_bytes());
        bytes.extend(SERVICE.to_le_bytes());
        let expected = Hash::from(sp_io::hashing::blake2_256(&bytes));
        assert_eq!(Seeds::get(), [expected]);
        assert_eq!(seed(&Hash::repeat_byte(0xAA), 0, SERVICE), expected);
        assert_ne!(seed(&Hash::repeat_byte(0xAA), 1, SERVICE), expected);
    });
}

#[test]
fn asks_the_market_for_what_the_payer_asked_for() {
    build_and_execute(|| {
        run_to(2);
        with_version(|version| version.offers = 5);
        assert_ok!(request(ALICE, |wish| {
            wish.max_usage = Usage { input: 30, output: 40 };
            wish.max_price = 15;
            wish.committee = Some(5);
        }));
        // The draw is late, which does not change the block of the request.
        Randomness::set(None);
        run_to(6);
        Randomness::set(Some(Hash::zero()));
        run_to(7);
        let asked = DrawRequest {
            service: SERVICE,
            version: VERSION,
            seats: 5,
            max_price: 15,
            usage: Usage { input: 30, output: 40 },
            requested: 2,
            slashable: false,
        };
        assert_eq!(Asked::get(), [asked]);
    });
}

#[test]
fn waits_for_randomness() {
    build_and_execute(|| {
        let task = queued();
        Randomness::set(None);
        run_to(6);
        let state = Inference::task(task).unwrap();
        assert_eq!((state.phase, state.due), (Phase::Queued, 7));
        assert!(Seeds::get().is_empty());
        check();

        Randomness::set(Some(Hash::zero()));
        run_to(7);
        assert_eq!(Inference::task(task).unwrap().members().len(), 3);
    });
}

#[test]
fn settles_a_task_without_enough_nodes() {
    build_and_execute(|| {
        Drawable::mutate(|nodes| nodes.truncate(2));
        let task = queued();
        run_to(8);
        assert_eq!(
            events().pop(),
            Some(Event::Settled {
                task,
                payer: ALICE,
                service: SERVICE,
                version: VERSION,
                input: task_input().content_hash,
                requested: 1,
                outcome: Outcome::NoNodes { shortage: Shortage::TooFewEligible },
                members: vec![],
                paid: 0,
                work_fee: 3 * DRAW,
                refund: TAKEN - 3 * DRAW,
                disputable_until: None,
            })
        );
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - 3 * DRAW);
        let ended = EndedTask { service: SERVICE, payer: ALICE, slashable: false, members: vec![] };
        assert_eq!((Closed::get(), Judged::get()), (vec![ended.clone()], vec![ended]));
    });
}

#[test]
fn ends_the_commit_window_after_its_last_block() {
    build_and_execute(|| {
        let task = drawn();
        assert_ok!(commit(task, NINA, answer(1)));
        run_to(28);
        assert!(matches!(Inference::task(task).unwrap().phase, Phase::Committing(_)));
        events();
        end_block();
        let state = Inference::task(task).unwrap();
        assert!(matches!(state.phase, Phase::Revealing(_)));
        assert_eq!((state.since, state.window, state.due), (28, 20, 48));
        assert_eq!(events(), [Event::RevealingStarted { task, due: 48 }]);
    });
}

#[test]
fn settles_when_nobody_committed() {
    build_and_execute(|| {
        let task = drawn();
        run_to(28);
        assert!(Inference::task(task).is_some());
        run_to(29);
        assert_eq!(Inference::task(task), None);
        assert_eq!(faults(), NODES.map(|node| (node, ServiceFault::NoCommit)));
    });
}

#[test]
fn settles_after_the_reveal_window() {
    build_and_execute(|| {
        let task = revealing([answer(1); 3]);
        assert_ok!(reveal(task, NINA, answer(1)));
        run_to(23);
        assert!(Inference::task(task).is_some());
        run_to(24);
        assert_eq!(Inference::task(task), None);
    });
}

#[test]
fn goes_on_in_the_next_block_when_the_meter_is_full() {
    build_and_execute(|| {
        let tasks: Vec<_> = (0..5).map(|_| queued()).collect();
        let drawn = || Seeds::get().len();
        run_to(2);

        for (block, draws, done) in [(3, 2, 2), (4, 0, 2), (5, 0, 2), (6, 1, 3)] {
            System::set_block_number(block);
            let mut meter = meter(draws);
            draw_due(&mut meter);
            assert_eq!(drawn(), done, "block {block}");
            assert_eq!(DrawsFrom::<Test>::get(), 3);
            assert!(meter.consumed().all_lte(meter.limit()));
            check();
        }

        System::set_block_number(7);
        draw_due(&mut WeightMeter::new());
        assert_eq!(drawn(), tasks.len());
        assert_eq!(DrawsFrom::<Test>::get(), 8);
        let due: Vec<_> = tasks.iter().map(|task| Inference::task(*task).unwrap().due).collect();
        assert_eq!(due.iter().filter(|due| **due == 28).count(), 2);
        assert_eq!(due.iter().filter(|due| **due == 31).count(), 1);
        assert_eq!(due.iter().filter(|due| **due == 32).count(), 2);
    });
}

#[test]
fn catches_up_over_empty_blocks() {
    build_and_execute(|| {
        System::set_block_number(100);
        let mut short = looks(9);
        draw_due(&mut short);
        assert_eq!(short.remaining(), Weight::zero());
        assert_eq!(DrawsFrom::<Test>::get(), 2 + 9);
        draw_due(&mut WeightMeter::new());
        assert_eq!(DrawsFrom::<Test>::get(), 101);
    });
}

#[test]
fn takes_no_more_than_its_share_of_a_block() {
    build_and_execute(|| {
        let limit = Inference::share();
        let blocks: frame_system::limits::BlockWeights =
            <Test as frame_system::Config>::BlockWeights::get();
        assert_eq!(limit, sp_runtime::Perbill::from_percent(10) * blocks.max_block);

        let now = 1_000_000;
        System::set_block_number(now);
        for taken in [Inference::on_initialize(now), Inference::on_idle(now, Weight::MAX)] {
            assert!(taken.all_lte(limit));
            assert!(taken.ref_time() > limit.ref_time() / 2);
        }
        assert!(DrawsFrom::<Test>::get() < now && DeadlinesFrom::<Test>::get() < now);
    });
}

#[test]
fn has_room_for_its_heaviest_steps() {
    build_and_execute(|| {
        <Inference as Hooks<u64>>::integrity_test();
        assert!(Inference::longest_draw(9).all_lte(Inference::metering_of_draws().step));
        let heaviest = Inference::metering_of_deadlines().step;
        for step in [
            <()>::expire_committing(9),
            <()>::expire_revealing(9),
            <()>::settle_by_deadline(9),
            <()>::settle_kept(9),
        ] {
            assert!(step.all_lte(heaviest));
        }
    });
}

/// Regression: the hook ran after the inherents, and the events of its draws and settlements were
/// those of the first transaction, or of one that there was not.
#[test]
fn draws_begin_a_block_and_deadlines_end_it() {
    build_and_execute(|| {
        let (task, later) = (drawn(), queued());
        run_to(27);
        assert!(Inference::task(later).is_some_and(|task| task.phase != Phase::Queued));
        System::set_block_number(28);
        events();
        Inference::on_initialize(28);
        assert_eq!(events(), []);
        assert!(Inference::task(task).is_some());
        Inference::on_idle(28, Weight::MAX);
        assert!(matches!(events()[..], [Event::Settled { .. }]));
    });
}

/// A new session takes all of the block in which it begins.
#[test]
fn draws_only_in_what_the_block_has_left() {
    build_and_execute(|| {
        let task = queued();
        run_to(2);
        System::set_block_number(3);
        let blocks: frame_system::limits::BlockWeights =
            <Test as frame_system::Config>::BlockWeights::get();
        System::register_extra_weight_unchecked(blocks.max_block, DispatchClass::Mandatory);
        Inference::on_initialize(3);
        assert_eq!(Inference::task(task).unwrap().phase, Phase::Queued);
        end_block();

        System::set_block_number(4);
        frame_system::BlockWeight::<Test>::kill();
        Inference::on_initialize(4);
        assert_eq!(Inference::task(task).unwrap().members().len(), 3);
    });
}

#[test]
fn draws_nothing_in_a_block_that_takes_no_calls() {
    build_and_execute(|| {
        let task = queued();
        Migrating::set(true);
        run_to(5);
        assert_eq!(Inference::task(task).unwrap().phase, Phase::Queued);
        Migrating::set(false);
        run_to(6);
        assert_eq!(Inference::task(task).unwrap().members().len(), 3);
    });
}

#[test]
fn ends_windows_only_in_what_the_block_has_left() {
    build_and_execute(|| {
        let task = drawn();
        run_to(28);
        let Metering { look, step } = Inference::metering_of_deadlines();
        let enough = look.saturating_add(step);
        assert_eq!(Inference::on_idle(28, enough.saturating_sub(Weight::from_parts(1, 0))), look);
        assert!(Inference::task(task).is_some());
        assert!(Inference::on_idle(28, enough).all_lte(enough));
        assert_eq!(Inference::task(task), None);
    });
}

#[test]
fn reserves_the_longest_draw_and_takes_what_one_was() {
    build_and_execute(|| {
        assert_eq!(Inference::longest_draw(9), Inference::draw_weight(9, 104));
        queued();
        run_to(2);
        System::set_block_number(3);
        VainLooks::set(5);
        let mut meter = meter(1);
        draw_due(&mut meter);
        let look = Inference::metering_of_draws().look;
        assert_eq!(meter.consumed(), look.saturating_add(Inference::draw_weight(3, 3 + 5)));
    });
}
