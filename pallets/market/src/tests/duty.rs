//! The duty to answer in second committees.

use frame_support::{
    assert_ok,
    traits::Get,
    weights::{Weight, WeightMeter},
};
use frame_system::limits::BlockWeights;
use nes_traits::Duties as _;

use crate::{
    mock::*, Changes, Duties, Duty, DutyCounts, DutyEnds, DutyEndsFrom, DutyIndex, OfferTerms,
    Services, Versions, WeightInfo,
};

/// Returns true if `node` is on duty for the first version since the block `requested`.
fn is_on_duty(service: u32, node: u64, requested: u64) -> bool {
    Market::is_on_duty(service, 0, &node, requested)
}

/// Returns the nodes on duty for the first version, in the order of their positions.
fn index(service: u32) -> Vec<u64> {
    let count = Market::count(service, 0);
    (0..count).map(|at| DutyIndex::<Test>::get((service, 0), at).unwrap()).collect()
}

fn now() -> u64 {
    System::block_number()
}

#[test]
fn begins_when_a_slashable_offer_enters_the_index() {
    build_and_execute(|| {
        let service = published_with_offers(2);
        set_slashable(NODE + 2, service, true);
        set_slashable(NODE + 1, service, true);
        pass(2);
        assert_eq!(Market::count(service, 0), 0);
        pass(1);
        assert_eq!(Market::count(service, 0), 2);
        let registration = offer_of(service, NODE + 2).registration;
        let Duty { position, .. } = duty_of(service, NODE + 2).unwrap();
        let expected = Duty { registration, position, entered: now(), until: None };
        assert_eq!(duty_of(service, NODE + 2), Some(expected));
        assert_eq!(duty_of(service, NODE), None);

        pass(1);
        assert!(is_on_duty(service, NODE + 1, now()) && is_on_duty(service, NODE + 1, now() - 1));
        assert!(!is_on_duty(service, NODE + 1, now() - 2));
        assert!(!is_on_duty(service, NODE, now()) && !is_on_duty(99, NODE + 1, now()));
        assert!(!Market::is_on_duty(service, 1, &(NODE + 1), now()));
    });
}

#[test]
fn is_not_begun_by_an_offer_that_cannot_be_drawn() {
    build_and_execute(|| {
        let service = published();
        set_slashable(NODE, service, true);
        register(NODE, STAKE, false);
        let paused = OfferTerms { slots: 0, ..offer_of(service, NODE).terms };
        assert_ok!(set_terms(NODE + 1, NODE + 1, service, paused));
        pass_changes();
        assert_eq!(Market::count(service, 0), 0);
    });
}

#[test]
fn goes_on_while_the_offer_moves_in_the_index() {
    build_and_execute(|| {
        let service = published_with_slashable(2);
        let before = duty_of(service, NODE);
        let terms = OfferTerms { price: PRICE / 4, slots: 9, ..offer_of(service, NODE).terms };
        assert_ok!(set_terms(NODE, NODE, service, terms));
        pass_changes();
        register(NODE, STAKE / 2, true);
        assert_ok!(Market::refresh_offer(signed(BOB), NODE, service));
        pass_changes();
        assert_eq!(duty_of(service, NODE), before);
        assert_eq!(DutyEnds::<Test>::iter().count(), 0);
    });
}

/// Each way out of the index, after which the offer is out in the block of the call or three later.
fn exits() -> [fn(u32); 6] {
    [
        // A pause.
        |service| {
            pause(NODE, service);
            pass_changes();
        },
        // No longer slashable.
        |service| {
            set_slashable(NODE, service, false);
            pass_changes();
        },
        // Another version, which is offered as slashable as well.
        |service| {
            updated(service);
            set_slashable(NODE, service, true);
            pass_changes();
        },
        // A jail that a draw has found.
        |service| {
            register(NODE, STAKE, false);
            assert!(drawn(&request(service, 4), 1).is_empty());
        },
        // A withdrawal of what the node left behind.
        |service| {
            unregister(NODE);
            assert_ok!(Market::withdraw_offer(signed(BOB), NODE, service));
        },
        // A new registration that offers anew.
        |service| {
            unregister(NODE);
            register(NODE, STAKE, true);
            set_slashable(NODE, service, true);
        },
    ]
}

#[test]
fn ends_a_period_after_the_offer_has_left_the_index() {
    for exit in exits() {
        build_and_execute(|| {
            let service = published_with_slashable(4);
            let entered = duty_of(service, NODE).unwrap().entered;
            pass(5);
            exit(service);
            let until = now() + DUTY_PERIOD;
            let duty = duty_of(service, NODE).unwrap();
            assert_eq!((duty.entered, duty.until), (entered, Some(until)));
            assert!(DutyEnds::<Test>::contains_key(until, (service, 0, NODE)));
            assert_eq!(Market::count(service, 0), 4);
            Market::do_try_state().unwrap();

            // The new registration waits until the old duty is over.
            if Changes::<Test>::iter().count() > 0 {
                pause(NODE, service);
            }
            run_to_block(until - 1);
            assert!(duty_of(service, NODE).is_some());
            run_to_block(until);
            assert_eq!(duty_of(service, NODE), None);
            assert_eq!(Market::count(service, 0), 3);
            assert_eq!(DutyEnds::<Test>::iter().count(), 0);
        });
    }
}

#[test]
fn is_not_dodged_by_a_pause() {
    build_and_execute(|| {
        let service = published_with_slashable(4);
        let before = duty_of(service, NODE);
        let requested = now();
        for _ in 0..3 {
            pause(NODE, service);
            pass_changes();
            // It is drawn for second committees still.
            assert!(is_on_duty(service, NODE, requested));
            pass(DUTY_PERIOD - 3 - 1);
            set_slashable(NODE, service, true);
            pass(2);
            assert!(is_on_duty(service, NODE, requested));
            pass(1);
            assert_eq!(duty_of(service, NODE), before);
            assert_eq!(DutyEnds::<Test>::iter().count(), 0);
            pass(DUTY_PERIOD + 1);
            assert_eq!(duty_of(service, NODE), before);
        }
    });
}

/// Also while a dispute waits for its draw: neither an author nor anyone else chooses, by toggling
/// offers, who is on duty for a task that was requested before.
#[test]
fn is_the_same_for_earlier_tasks_whatever_offers_do_meanwhile() {
    build_and_execute(|| {
        let service = published_with_slashable(8);
        let requested = now();
        let before = index(service);
        pass(1);
        for round in 0..10u64 {
            for node in NODE..NODE + 8 {
                match (round + node) % 4 {
                    0 => pause(node, service),
                    1 => set_slashable(node, service, false),
                    _ => set_slashable(node, service, true),
                }
            }
            // Nodes that agree now are on duty for later tasks only.
            set_slashable(NODE + 8 + round, service, true);
            pass(2 + round % 3);
            assert_eq!(index(service)[..8], before);
            let eligible = index(service).into_iter();
            let eligible: Vec<_> =
                eligible.filter(|node| is_on_duty(service, *node, requested)).collect();
            assert_eq!(eligible, before);
            Market::do_try_state().unwrap();
        }
    });
}

#[test]
fn begins_anew_when_the_offer_comes_back_after_its_end() {
    build_and_execute(|| {
        let service = published_with_slashable(1);
        let requested = now();
        pause(NODE, service);
        pass_changes();
        pass(DUTY_PERIOD);
        assert_eq!(duty_of(service, NODE), None);
        set_slashable(NODE, service, true);
        pass_changes();
        assert_eq!(duty_of(service, NODE).unwrap().entered, now());
        assert!(!is_on_duty(service, NODE, requested));
    });
}

#[test]
fn goes_on_when_the_offer_comes_back_in_the_block_of_its_end() {
    build_and_execute(|| {
        let service = published_with_slashable(1);
        let before = duty_of(service, NODE);
        pause(NODE, service);
        pass_changes();
        pass(DUTY_PERIOD - 3);
        set_slashable(NODE, service, true);
        pass_changes();
        assert_eq!(duty_of(service, NODE), before);
    });
}

#[test]
fn of_an_earlier_registration_is_nobodys() {
    build_and_execute(|| {
        let service = published_with_slashable(2);
        let requested = now();
        unregister(NODE);
        assert!(!is_on_duty(service, NODE, requested));
        register(NODE, STAKE, true);
        assert!(!is_on_duty(service, NODE, requested));
        set_slashable(NODE, service, true);
        pass(2);
        assert!(!is_on_duty(service, NODE, now()));

        // The new one takes over the position, and begins with the entry.
        let position = duty_of(service, NODE).unwrap().position;
        pass(1);
        let registration = offer_of(service, NODE).registration;
        let duty = Duty { registration, position, entered: now(), until: None };
        assert_eq!(duty_of(service, NODE), Some(duty));
        assert!(is_on_duty(service, NODE, now()) && !is_on_duty(service, NODE, now() - 1));
        assert_eq!(DutyEnds::<Test>::iter().count(), 0);
    });
}

#[test]
fn is_for_each_version_apart() {
    build_and_execute(|| {
        let service = published_with_slashable(3);
        let requested = now();
        updated(service);
        pass(1);
        set_slashable(NODE, service, true);
        pass_changes();
        assert!(Market::is_on_duty(service, 0, &NODE, requested));
        assert!(Market::is_on_duty(service, 1, &NODE, now()));
        assert!(!Market::is_on_duty(service, 1, &NODE, now() - 1));
        assert_eq!((Market::count(service, 0), Market::count(service, 1)), (3, 1));
    });
}

#[test]
fn outlives_the_rows_of_its_version_and_service() {
    build_and_execute(|| {
        let service = published_with_slashable(3);
        let requested = now();
        assert_ok!(Market::retire(signed(PUBLISHER), service));
        for node in NODE..NODE + 3 {
            assert_ok!(Market::withdraw_offer(signed(BOB), node, service));
            Market::do_try_state().unwrap();
        }
        assert_eq!(Services::<Test>::get(service), None);
        assert_eq!(Versions::<Test>::iter().count(), 0);
        assert!((NODE..NODE + 3).all(|node| is_on_duty(service, node, requested)));
        assert_eq!(Market::count(service, 0), 3);

        pass(DUTY_PERIOD);
        assert_eq!(Market::count(service, 0), 0);
        assert_eq!(Duties::<Test>::iter().count(), 0);
        assert_eq!(DutyIndex::<Test>::iter().count(), 0);
        assert_eq!(DutyCounts::<Test>::iter().count(), 0);
        assert_eq!(DutyEnds::<Test>::iter().count(), 0);
    });
}

#[test]
fn moves_the_last_of_the_index_into_the_gap() {
    build_and_execute(|| {
        let service = published_with_slashable(4);
        let before = index(service);
        pause(before[1], service);
        pass_changes();
        pass(DUTY_PERIOD);
        assert_eq!(index(service), [before[0], before[3], before[2]]);
        assert_eq!(duty_of(service, before[3]).unwrap().position, 1);
        // The last one leaves no gap.
        pause(before[2], service);
        pass_changes();
        pass(DUTY_PERIOD);
        assert_eq!(index(service), [before[0], before[3]]);
    });
}

#[test]
fn ends_in_later_blocks_where_the_weight_ends() {
    build_and_execute(|| {
        let service = published_with_slashable(5);
        (NODE..NODE + 5).for_each(|node| pause(node, service));
        pass_changes();
        let until = now() + DUTY_PERIOD;
        assert_eq!(DutyEnds::<Test>::iter_prefix(until).count(), 5);
        run_to_block(until - 1);

        let limit = <()>::look_at_block() + <()>::end_duty() * 2;
        for left in [3, 1, 0] {
            let mut meter = WeightMeter::with_limit(limit);
            System::set_block_number(now() + 1);
            Market::work_off_duties(until, &mut meter);
            assert!(meter.consumed().all_lte(limit));
            assert_eq!(Market::count(service, 0), left);
            Market::do_try_state().unwrap();
        }
        assert_eq!(DutyEndsFrom::<Test>::get(), until + 1);
    });
}

#[test]
fn goes_on_when_the_offer_comes_back_before_a_late_end() {
    build_and_execute(|| {
        let service = published_with_slashable(2);
        let before = duty_of(service, NODE);
        (NODE..NODE + 2).for_each(|node| pause(node, service));
        pass_changes();
        let until = now() + DUTY_PERIOD;
        run_to_block(until - 1);
        // The blocks have nothing left, and what is due waits.
        System::set_block_consumed_resources(Weight::MAX, 0);
        pass(4);
        assert_eq!(Market::count(service, 0), 2);
        assert!(is_on_duty(service, NODE, now()));
        set_slashable(NODE, service, true);
        pass(2);
        System::set_block_consumed_resources(Weight::zero(), 0);
        run_to_block(offer_of(service, NODE).change.unwrap().due);
        let duty = duty_of(service, NODE);
        assert_eq!(duty, before.map(|duty| Duty { position: 0, ..duty }));
        assert_eq!(duty_of(service, NODE + 1), None);
    });
}

#[test]
fn takes_with_the_changes_no_more_than_a_block_has_left() {
    let (look, change, end) = (<()>::look_at_block(), <()>::bring_into_force(), <()>::end_duty());
    let all = look * 2 + change * 2 + end * 2;
    for (left, changes, ends) in [
        (Weight::zero(), 0, 0),
        (look + change, 1, 0),
        (look + change * 2, 2, 0),
        (look * 2 + change * 2 + end, 2, 1),
        (all, 2, 2),
        (all * 9, 2, 2),
    ] {
        build_and_execute(|| {
            let service = published_with_slashable(4);
            (NODE..NODE + 2).for_each(|node| pause(node, service));
            pass_changes();
            run_to_block(now() + DUTY_PERIOD - 3);
            (NODE + 2..NODE + 4).for_each(|node| pause(node, service));
            pass(2);

            // Two changes and two ends are due in the next block.
            let weights: BlockWeights = <Test as frame_system::Config>::BlockWeights::get();
            System::set_block_consumed_resources(weights.max_block - left, 0);
            System::set_block_number(now() + 1);
            assert!(Market::do_on_initialize(now()).all_lte(left));
            assert_eq!(version(service, 0).bands.len(), 2 - changes);
            assert_eq!(Market::count(service, 0), 4 - ends);
        });
    }
}
