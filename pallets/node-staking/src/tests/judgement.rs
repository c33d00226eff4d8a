//! The judgement of a node's tasks when their era has ended.

use frame_support::assert_ok;
use sp_runtime::Perbill;

use super::steps::*;
use crate::{
    mock::*, ConductQueue, ConductQueueFrom, Conducts, NextSlashId, Nodes, OpenSlashes, Slash,
    SlashKind, SlashState,
};

/// Returns the era of each slash of Alice's node.
fn slash_eras() -> Vec<u32> {
    node(ALICE).slashes.iter().map(|slash| slash.era).collect()
}

/// Fills the list of slashes of `who` with executed ones that took nothing.
fn fill_slashes(who: u64) {
    let (kind, state) = (SlashKind::Service, SlashState::Executed);
    let fraction = Perbill::zero();
    let slash = |id| Slash { id, era: 0, fraction, kind, state, jails_until: None };
    let slashes = (0..64).map(slash).collect::<Vec<_>>().try_into().unwrap();
    Nodes::<Test>::mutate(who, |node| node.as_mut().unwrap().slashes = slashes);
    NextSlashId::<Test>::put(64);
}

/// Regression: the era was judged with the node's next task, so a node that took none was never
/// slashed for its last era; the last assertion failed.
#[test]
fn comes_from_the_hook_for_a_node_that_takes_no_other_task() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        fail(ALICE, 20);
        run_to_era_unpolled(1);
        assert!(slash_eras().is_empty());
        poll();
        assert_eq!(slash_eras(), [1]);
    });
}

#[test]
fn comes_with_the_next_task_when_the_hook_has_not_come_to_the_node() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        fail(ALICE, 4);
        run_to_era_unpolled(3);
        serve(ALICE, 1);
        assert_eq!(slash_eras(), [3]);
        assert_eq!(Conducts::<Test>::get(ALICE).faults.to_vec(), [0]);
        poll();
        run_to_era(4);
        assert_eq!(slash_eras(), [3]);
    });
}

#[test]
fn is_of_the_whole_era_whichever_tasks_come_first() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        serve(ALICE, 38);
        fail(ALICE, 4);
        serve(ALICE, 38);
        run_to_era(1);
        assert!(slash_eras().is_empty());
    });
}

/// Regression: the last era of a node was judged only if its tasks had ended before it left; the
/// first assertion failed.
#[test]
fn comes_for_the_last_era_of_a_node_that_has_left() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        delegate(EVE, ALICE, STAKE);
        leave(ALICE);
        fail(ALICE, 4);
        run_to_era(1);
        assert_eq!(slash_eras(), [1]);
        run_to_era(5);
        for who in [ALICE, EVE] {
            assert_ok!(NodeStaking::withdraw(signed(FERDIE), ALICE, who));
        }
        assert_eq!(wealth(ALICE), START_BALANCE - 4 * UNIT / 10);
        assert_eq!(wealth(EVE), START_BALANCE - UNIT / 10);
    });
}

#[test]
fn of_a_node_that_has_gone_does_nothing() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        leave(ALICE);
        run_to_era(5);
        fail(ALICE, 4);
        assert_ok!(NodeStaking::withdraw(signed(ALICE), ALICE, ALICE));
        // Another node of the same name does not answer for them.
        register(ALICE, STAKE);
        run_to_era(6);
        assert!(slash_eras().is_empty());
        assert_eq!(ConductQueue::<Test>::iter().count(), 0);
    });
}

/// Regression: an era for which the list had no room left was neither judged nor forgotten, and the
/// node's tasks were not counted any more; both assertions about the tasks failed.
#[test]
fn for_which_the_list_has_no_room_forgets_the_era() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        register(BOB, 4 * STAKE);
        fill_slashes(ALICE);
        fail(ALICE, 4);
        fail(BOB, 4);
        let before = node(ALICE);
        run_to_era(1);
        assert_eq!(node(ALICE), before);
        assert_eq!(Conducts::<Test>::get(ALICE).era.failed, 0);
        serve(ALICE, 2);
        assert_eq!(Conducts::<Test>::get(ALICE).era.tasks, 2);
        assert_eq!((node(BOB).slashes.len(), OpenSlashes::<Test>::iter().count()), (1, 1));
    });
}

#[test]
fn goes_on_in_the_next_block_when_time_is_short() {
    build_and_execute(|| {
        for who in [ALICE, BOB, CHARLIE] {
            register(who, 4 * STAKE);
            fail(who, 4);
        }
        run_to_era_unpolled(1);
        let waiting = || ConductQueue::<Test>::iter().count();
        // Two looks for slashes that are due, a look for nodes to judge, and a judgement.
        poll_steps(3);
        assert_eq!(waiting(), 3);
        poll_steps(2);
        assert_eq!((waiting(), OpenSlashes::<Test>::iter().count()), (2, 1));
        NodeStaking::do_try_state().unwrap();
        poll_steps(1);
        assert_eq!((waiting(), ConductQueueFrom::<Test>::get()), (2, 0));
        poll_steps(3);
        assert_eq!((waiting(), ConductQueueFrom::<Test>::get()), (0, 1));
        assert_eq!(OpenSlashes::<Test>::iter().count(), 3);
    });
}

#[test]
fn does_not_wait_for_an_era_that_goes_on() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        poll();
        fail(ALICE, 4);
        (1..ERA).for_each(|_| Session::rotate_session());
        poll();
        assert_eq!((slash_eras().len(), ConductQueueFrom::<Test>::get()), (0, 0));
    });
}
