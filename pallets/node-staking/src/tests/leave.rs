use frame_election_provider_support::SortedListProvider;
use frame_support::{assert_noop, assert_ok};
use nes_traits::NodeRegistry as _;
use sp_runtime::Perbill;

use super::steps::*;
use crate::{mock::*, Error, Event, NodeStatus, Nodes, Positions, Profiles};

fn withdraw(staker: u64) -> Result<(), sp_runtime::DispatchError> {
    plain(NodeStaking::withdraw(signed(FERDIE), ALICE, staker))
}

/// Returns the active stake of `staker` behind Alice's node, and what is on its way out.
fn view(staker: u64) -> (u128, Vec<(u128, u32)>) {
    let view = NodeStaking::position(&ALICE, &staker).unwrap();
    (view.active, view.unbonding)
}

#[test]
fn chills_and_starts_to_unbond_everything() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        delegate(EVE, ALICE, 50 * UNIT);
        run_to_era(1);
        assert_ok!(NodeStaking::leave(signed(ALICE)));

        let row = node(ALICE);
        assert_eq!((row.status, row.validator), (NodeStatus::Leaving { unlock_era: 6 }, false));
        assert_eq!(on_hold(ALICE), (STAKE, DEPOSIT));
        assert!(Profiles::<Test>::contains_key(ALICE));
        assert!(!Ranking::contains(&ALICE));
        assert!(!NodeStaking::is_active(&ALICE));
        // No position is touched, but all that was active is an entry of era 6 from now on.
        assert_eq!((row.shares, row.unbonding_shares), (150 * UNIT, 0));
        assert_eq!(view(ALICE), (0, vec![(STAKE, 6)]));
        assert_eq!(view(EVE), (0, vec![(50 * UNIT, 6)]));
        let events = events();
        let expected = [
            Event::Chilled { node: ALICE },
            Event::Left { node: ALICE, stake: 150 * UNIT, unlock_era: 6 },
        ];
        assert!(events.ends_with(&expected), "{events:?}");
    });
}

#[test]
fn leaves_earlier_entries_as_they_are() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, 50 * UNIT);
        undelegate(EVE, ALICE, 20 * UNIT);
        run_to_era(2);
        leave(ALICE);
        assert_eq!(view(EVE), (0, vec![(20 * UNIT, 5), (30 * UNIT, 7)]));
        run_to_era(5);
        assert_ok!(withdraw(EVE));
        assert_eq!(on_hold(EVE).0, 30 * UNIT);
        run_to_era(7);
        assert_ok!(withdraw(EVE));
        assert_eq!(Balances::free_balance(EVE), START_BALANCE);
    });
}

/// Regression: a delegator who did nothing kept the record, the name and the deposit of a node whose
/// operator had left; nothing of hers matured, so her withdrawal failed.
#[test]
fn lets_a_stranger_withdraw_for_a_delegator_who_sleeps_until_the_record_is_gone() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, 50 * UNIT);
        delegate(BOB, ALICE, 50 * UNIT);
        reward(ALICE, 400);
        leave(ALICE);
        run_to_era(5);
        for staker in [ALICE, EVE, BOB] {
            assert_ok!(withdraw(staker));
        }
        assert!(!Nodes::<Test>::contains_key(ALICE) && !Profiles::<Test>::contains_key(ALICE));
        assert_eq!(Positions::<Test>::iter().count(), 0);
        assert_eq!(RemovedNodes::get(), [ALICE]);
        assert_eq!([ALICE, EVE, BOB].map(wealth), [200, 100, 100].map(|won| START_BALANCE + won));
        assert_eq!([ALICE, EVE, BOB].map(on_hold), [(0, 0); 3]);
        register(ALICE, STAKE);
    });
}

/// Regression: delegators stayed active behind the node when its operator left, so nothing of theirs
/// matured; the delegator's withdrawal failed with `NothingToWithdraw`.
#[test]
fn makes_operator_and_delegators_answer_alike_for_a_fault_that_is_reported_later() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, STAKE);
        run_to_era(1);
        leave(ALICE);
        run_to_era(5);
        report(ALICE, Perbill::from_percent(50), 1, Vec::new());
        run_to_era(7);
        for staker in [EVE, ALICE] {
            assert_ok!(withdraw(staker));
        }
        assert_eq!(wealth(ALICE), START_BALANCE - STAKE);
        assert_eq!(wealth(EVE), START_BALANCE - STAKE / 2);
        assert_eq!(wealth(TREASURY), START_BALANCE + STAKE + STAKE / 2);
    });
}

/// Regression: delegators stayed active behind the node, so a fault that was reported when the
/// operator's stake had matured took from them alone; the assertion about the stake failed.
#[test]
fn is_out_of_reach_of_a_report_after_the_unlock_era_for_everybody() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, STAKE);
        leave(ALICE);
        run_to_era(5);
        report(ALICE, Perbill::from_percent(50), 0, Vec::new());
        assert_eq!(node(ALICE).stake(), 3 * STAKE);
        for staker in [EVE, ALICE] {
            assert_ok!(withdraw(staker));
        }
        assert_eq!([ALICE, EVE].map(wealth), [START_BALANCE; 2]);
        run_to_era(9);
    });
}

#[test]
fn unbonds_what_slashes_have_left() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        equivocate(ALICE, Perbill::from_percent(25));
        leave(ALICE);
        let left = Event::Left { node: ALICE, stake: 75 * UNIT, unlock_era: 5 };
        assert_eq!(events().last(), Some(&left));
    });
}

#[test]
fn needs_no_entry_of_its_own() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        for era in 0..32 {
            run_to_era(era);
            undelegate(ALICE, ALICE, 1);
        }
        leave(ALICE);
        assert_eq!(view(ALICE).1.len(), 33);
        run_to_era(36);
        assert_ok!(withdraw(ALICE));
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE);
    });
}

/// Regression: stake unlocked in the same era whether or not the node was in the set, so a validator
/// could sign in the last era in which its stake answered for it, and be reported too late; the
/// unlock eras of the first two were an era earlier.
#[test]
fn unlocks_an_era_later_behind_a_validator_of_the_set_or_of_the_next_one() {
    build_with_nodes_and_execute(three(STAKE), || {
        let unlocks = |who| {
            leave(who);
            node(who).unlock_era()
        };
        register_candidate(DAVE, 2 * STAKE);
        register_candidate(EVE, STAKE);
        assert_eq!(unlocks(ALICE), Some(6));
        (1..ERA).for_each(|_| Session::rotate_session());
        // The set of the next era has been chosen; Dave is in it, and Ferdie comes too late.
        assert!(!Session::validators().contains(&DAVE));
        register_candidate(FERDIE, 2 * STAKE);
        assert_eq!(unlocks(DAVE), Some(6));
        assert_eq!(unlocks(FERDIE), Some(5));
        change_params(|params| params.minimum_validators = 1);
        run_to_era(2);
        assert!(!Session::validators().contains(&DAVE));
        assert_ok!(NodeStaking::chill(signed(BOB)));
        run_to_era(3);
        assert_eq!(unlocks(BOB), Some(8));
    });
}

#[test]
fn unlocks_an_era_later_behind_a_validator_that_the_next_set_is_without() {
    build_with_nodes_and_execute(three(STAKE), || {
        change_params(|params| params.minimum_validators = 1);
        assert_ok!(NodeStaking::chill(signed(ALICE)));
        (1..ERA).for_each(|_| Session::rotate_session());
        assert!(Session::validators().contains(&ALICE));
        assert!(Session::queued_keys().iter().all(|(next, _)| *next != ALICE));
        leave(ALICE);
        assert_eq!(node(ALICE).unlock_era(), Some(6));
    });
}

/// Checks the way out of a set that is kept for want of candidates: two sessions after its keys are
/// purged the node is out of it.
#[test]
fn ends_with_a_withdrawal_even_in_a_set_that_is_kept_once_the_keys_are_purged() {
    build_with_nodes_and_execute(three(STAKE), || {
        leave(ALICE);
        run_to_era(7);
        assert!(Session::validators().contains(&ALICE));
        assert_noop!(withdraw(ALICE), Error::<Test>::StillValidating);
        purge_keys(ALICE);
        Session::rotate_session();
        assert_noop!(withdraw(ALICE), Error::<Test>::StillValidating);
        Session::rotate_session();
        assert_eq!(Session::validators(), [BOB, CHARLIE]);
        assert_ok!(withdraw(ALICE));
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE);
        assert_eq!(RemovedNodes::get(), [ALICE]);
    });
}

#[test]
fn works_after_the_operator_has_withdrawn_what_was_worth_nothing() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, UNIT);
        equivocate(ALICE, Perbill::from_percent(100));
        run_to_era(2);
        assert_ok!(withdraw(ALICE));
        leave(ALICE);
        // The record is removed with the last position all the same.
        assert_ok!(withdraw(EVE));
        assert_eq!(RemovedNodes::get(), [ALICE]);
    });
}

#[test]
fn refuses_a_second_time_and_somebody_without_a_node() {
    build_and_execute(|| {
        assert_noop!(NodeStaking::leave(signed(ALICE)), Error::<Test>::NotRegistered);
        register(ALICE, STAKE);
        assert_ok!(NodeStaking::leave(signed(ALICE)));
        assert_noop!(NodeStaking::leave(signed(ALICE)), Error::<Test>::NodeLeaving);
    });
}

#[test]
fn refuses_a_candidate_while_the_ranking_is_locked() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        Ranking::lock();
        assert_noop!(NodeStaking::leave(signed(ALICE)), Error::<Test>::RankingUnavailable);
    });
}
