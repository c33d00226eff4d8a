use frame_support::{
    traits::{Get, Hooks},
    weights::{Weight, WeightMeter},
};
use nes_traits::EndedTask;

use super::*;

/// Returns a meter for `steps` steps, an empty block each or a task's.
fn meter(steps: u64) -> WeightMeter {
    WeightMeter::with_limit(<()>::agenda_step().saturating_mul(steps))
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
        let members = [(NINA, TARIFF), (NORA, CHEAPER), (NICK, TARIFF)]
            .map(|(node, tariff)| Member { node, tariff, reply: Reply::None });
        assert_eq!(state.members(), members);
        assert!(matches!(state.phase, Phase::Committing(_)));
        assert_eq!(events(), [Event::Drawn { task, members: NODES.to_vec(), due: 23 }]);
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
        let task = drawn();
        assert_eq!(
            events().pop(),
            Some(Event::Settled {
                task,
                payer: ALICE,
                service: SERVICE,
                version: VERSION,
                outcome: Outcome::NoNodes { shortage: Shortage::TooFewEligible },
                members: vec![],
                paid: 0,
                refund: ESCROW,
            })
        );
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE);
        let ended = EndedTask { service: SERVICE, payer: ALICE, members: vec![] };
        assert_eq!((Closed::get(), Judged::get()), (vec![ended.clone()], vec![ended]));
    });
}

#[test]
fn ends_the_commit_window_after_its_last_block() {
    build_and_execute(|| {
        let task = drawn();
        assert_ok!(commit(task, NINA, answer(1)));
        run_to(23);
        assert!(matches!(Inference::task(task).unwrap().phase, Phase::Committing(_)));
        events();
        run_to(24);
        assert!(matches!(Inference::task(task).unwrap().phase, Phase::Revealing(_)));
        assert_eq!(events(), [Event::RevealingStarted { task, due: 44 }]);
    });
}

#[test]
fn settles_when_nobody_committed() {
    build_and_execute(|| {
        let task = drawn();
        run_to(23);
        assert!(Inference::task(task).is_some());
        run_to(24);
        assert_eq!(Inference::task(task), None);
        assert!(failed().is_empty(), "perhaps the input was out of reach");
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

        for (block, steps, done) in [(3, 3, 2), (4, 0, 2), (5, 1, 2), (6, 2, 3)] {
            System::set_block_number(block);
            let mut meter = meter(steps);
            poll(&mut meter);
            assert_eq!(drawn(), done, "block {block}");
            assert_eq!(AgendaFrom::<Test>::get(), 3);
            assert!(meter.consumed().all_lte(meter.limit()));
            check();
        }

        System::set_block_number(7);
        poll(&mut WeightMeter::new());
        assert_eq!(drawn(), tasks.len());
        assert_eq!(AgendaFrom::<Test>::get(), 8);
        let due: Vec<_> = tasks.iter().map(|task| Inference::task(*task).unwrap().due).collect();
        assert_eq!(due.iter().filter(|due| **due == 23).count(), 2);
        assert_eq!(due.iter().filter(|due| **due == 26).count(), 1);
        assert_eq!(due.iter().filter(|due| **due == 27).count(), 2);
    });
}

#[test]
fn catches_up_over_empty_blocks() {
    build_and_execute(|| {
        System::set_block_number(100);
        let mut short = meter(9);
        poll(&mut short);
        assert_eq!(short.remaining(), Weight::zero());
        assert_eq!(AgendaFrom::<Test>::get(), 2 + 9);
        poll(&mut WeightMeter::new());
        assert_eq!(AgendaFrom::<Test>::get(), 101);
    });
}

#[test]
fn takes_no_more_than_its_share_of_a_block() {
    build_and_execute(|| {
        let limit = Inference::agenda_limit();
        let blocks: frame_system::limits::BlockWeights =
            <Test as frame_system::Config>::BlockWeights::get();
        assert_eq!(limit, sp_runtime::Perbill::from_percent(10) * blocks.max_block);

        System::set_block_number(1_000_000);
        let mut meter = WeightMeter::new();
        poll(&mut meter);
        assert!(meter.consumed().all_lte(limit));
        assert!(meter.consumed().ref_time() > limit.ref_time() / 2);
        assert!(AgendaFrom::<Test>::get() < 1_000_000);
    });
}

#[test]
fn has_room_for_its_heaviest_step() {
    build_and_execute(|| {
        <Inference as Hooks<u64>>::integrity_test();
        let highest = Inference::heaviest_step();
        for step in [
            Inference::longest_draw(9),
            <()>::expire_committing(9),
            <()>::expire_revealing(9),
            <()>::settle_by_deadline(9),
        ] {
            assert!(step.all_lte(highest));
        }
    });
}
