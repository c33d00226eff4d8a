use frame_election_provider_support::SortedListProvider;
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{DispatchError, Perbill};

use super::steps::*;
use crate::{mock::*, Error, Event, NodeStatus};

#[test]
fn makes_the_node_leave_as_its_operator_could() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        delegate(EVE, ALICE, 50 * UNIT);
        assert_ok!(NodeStaking::force_leave(signed(STAKING_ADMIN), ALICE));

        let row = node(ALICE);
        assert_eq!((row.status, row.validator), (NodeStatus::Leaving { unlock_era: 5 }, false));
        assert_eq!((row.shares, row.unbonding_shares), (150 * UNIT, 0));
        assert_eq!(on_hold(ALICE), (STAKE, DEPOSIT));
        assert!(!Ranking::contains(&ALICE));
        let events = events();
        let left = Event::Left { node: ALICE, stake: 150 * UNIT, unlock_era: 5 };
        assert!(events.ends_with(&[Event::Chilled { node: ALICE }, left]), "{events:?}");
    });
}

#[test]
fn refuses_everyone_but_the_staking_origin() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        for origin in [signed(ALICE), signed(PARAMETER_ADMIN)] {
            assert_noop!(NodeStaking::force_leave(origin, ALICE), DispatchError::BadOrigin);
        }
    });
}

#[test]
fn refuses_an_unknown_node_and_one_that_is_leaving() {
    build_and_execute(|| {
        let force = || NodeStaking::force_leave(signed(STAKING_ADMIN), ALICE);
        assert_noop!(force(), Error::<Test>::NotRegistered);
        register(ALICE, STAKE);
        leave(ALICE);
        assert_noop!(force(), Error::<Test>::NodeLeaving);
    });
}

#[test]
fn works_after_the_operator_has_withdrawn_what_was_worth_nothing() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, UNIT);
        equivocate(ALICE, Perbill::from_percent(100));
        run_to_era(2);
        assert_ok!(NodeStaking::withdraw(signed(ALICE), ALICE, ALICE));
        assert_ok!(NodeStaking::force_leave(signed(STAKING_ADMIN), ALICE));
    });
}

#[test]
fn refuses_a_candidate_while_the_ranking_is_locked() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        Ranking::lock();
        let force = NodeStaking::force_leave;
        let refused = Error::<Test>::RankingUnavailable;
        assert_noop!(force(signed(STAKING_ADMIN), ALICE), refused);
    });
}
