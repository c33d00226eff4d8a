//! The seats in second committees, and the eras in which a node missed too many.

use nes_traits::StakeAtRisk as _;
use sp_runtime::Perbill;

use super::steps::*;
use crate::{
    mock::*, ConductQueue, Conducts, EraConduct, Event, NextSlashId, Nodes, OpenSlashes, Slash,
    SlashKind, SlashState,
};

/// Returns the era and the fraction of each slash of Alice's node, in parts of a million.
fn slashes() -> Vec<(u32, u32)> {
    let row = |slash: &Slash| (slash.era, slash.fraction.deconstruct() / 1_000);
    node(ALICE).slashes.iter().map(row).collect()
}

/// Lets Alice's node fail too many tasks of this era and miss too many seats, and the next one begin.
fn fail_in_both() {
    sit(ALICE, 8, 8);
    fail_an_era(ALICE);
}

#[test]
fn makes_a_fault_of_more_than_half_of_at_least_eight() {
    for (seats, missed, faults) in [
        (5, 5, 0),
        (7, 7, 0),
        (8, 4, 0),
        (8, 5, 1),
        (9, 4, 0),
        (9, 5, 1),
        (10, 5, 0),
        (10, 6, 1),
        (100, 50, 0),
        (100, 51, 1),
    ] {
        build_and_execute(|| {
            register(ALICE, 4 * STAKE);
            sit(ALICE, seats, missed);
            run_to_era(1);
            assert_eq!(slashes().len(), faults, "{missed} of {seats} missed");
            assert_eq!(ConductQueue::<Test>::iter().count(), 0);
        });
    }
}

#[test]
fn costs_a_thousandth_when_the_era_has_ended() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        run_to_era(3);
        sit(ALICE, 8, 5);
        assert!(slashes().is_empty());
        run_to_era(4);
        let slash = node(ALICE).slashes[0];
        assert_eq!((slash.era, slash.kind), (4, SlashKind::Service));
        assert_eq!(NodeStaking::at_risk(&ALICE), 399_600_000_000_000);
        assert_eq!(Conducts::<Test>::get(ALICE).faults.to_vec(), [3]);
        run_to_era(9);
        assert_eq!(wealth(ALICE), START_BALANCE - 4 * UNIT / 10);
    });
}

#[test]
fn counts_apart_from_tasks() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        serve(ALICE, 10);
        fail(ALICE, 2);
        sit(ALICE, 6, 4);
        let era = EraConduct { index: 0, tasks: 12, failed: 2, duty: 6, duty_missed: 4 };
        assert_eq!(Conducts::<Test>::get(ALICE).era, era);
        // Tasks excuse no seat, and seats no task.
        serve(ALICE, 1_000);
        sit(ALICE, 2, 1);
        run_to_era(1);
        assert_eq!(slashes(), [(1, 1_000)]);
        sit(ALICE, 1_000, 0);
        fail(ALICE, 4);
        run_to_era(2);
        assert_eq!(slashes(), [(1, 1_000), (2, 1_000)]);
    });
}

#[test]
fn and_tasks_are_a_slash_each_in_the_same_era() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        let _ = events();
        fail(ALICE, 20);
        sit(ALICE, 20, 20);
        run_to_era(1);
        assert_eq!(slashes(), [(1, 1_000), (1, 1_000)]);
        // 400 × 0.999²
        assert_eq!(NodeStaking::at_risk(&ALICE), 399_200_400_000_000);
        let slashed = |event: &&Event<Test>| matches!(event, Event::Slashed { .. });
        assert_eq!(events().iter().filter(slashed).count(), 2);
        // It was one era with a fault.
        assert_eq!(Conducts::<Test>::get(ALICE).faults.to_vec(), [0]);
    });
}

#[test]
fn jails_with_the_tenth_era_whatever_its_faults() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        (0..9).for_each(|_| fail_in_both());
        assert_eq!((slashes().len(), node(ALICE).jailed_until), (18, None));
        fail_in_both();
        assert_eq!((slashes().len(), node(ALICE).jailed_until), (20, Some(12)));
        let cancel = |id| NodeStaking::cancel_slash(RuntimeOrigin::root(), id).unwrap();
        cancel(18);
        // It was still an era with a fault.
        assert_eq!(node(ALICE).jailed_until, Some(12));
        cancel(19);
        assert_eq!(node(ALICE).jailed_until, None);
    });
}

#[test]
fn takes_the_last_place_of_the_list_and_no_more() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        let (kind, state) = (SlashKind::Service, SlashState::Executed);
        let slash =
            |id| Slash { id, era: 0, fraction: Perbill::zero(), kind, state, jails_until: None };
        let slashes = (0..63).map(slash).collect::<Vec<_>>().try_into().unwrap();
        Nodes::<Test>::mutate(ALICE, |node| node.as_mut().unwrap().slashes = slashes);
        NextSlashId::<Test>::put(63);
        fail_in_both();
        assert_eq!((node(ALICE).slashes.len(), OpenSlashes::<Test>::iter().count()), (64, 1));
        assert_eq!(Conducts::<Test>::get(ALICE).faults.to_vec(), [0]);
    });
}

#[test]
fn makes_a_node_wait_for_its_judgement_from_the_fifth_that_it_missed() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        sit(ALICE, 4, 4);
        assert!(!ConductQueue::<Test>::contains_key(0, ALICE));
        sit(ALICE, 1, 1);
        assert!(ConductQueue::<Test>::contains_key(0, ALICE));
        sit(ALICE, 8, 8);
        fail(ALICE, 4);
        assert_eq!(ConductQueue::<Test>::iter().count(), 1);
    });
}

#[test]
fn judges_an_earlier_era_that_the_hook_has_not_come_to() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        sit(ALICE, 8, 8);
        run_to_era_unpolled(3);
        sit(ALICE, 1, 1);
        assert_eq!(slashes(), [(3, 1_000)]);
        let era = EraConduct { index: 3, duty: 1, duty_missed: 1, ..Default::default() };
        assert_eq!(Conducts::<Test>::get(ALICE).era, era);
        poll();
        assert_eq!(slashes().len(), 1);
    });
}

#[test]
fn of_an_unknown_node_is_nothing() {
    build_and_execute(|| {
        sit(EVE, 8, 8);
        assert_eq!(Conducts::<Test>::iter().count(), 0);
        assert_eq!(ConductQueue::<Test>::iter().count(), 0);
    });
}
