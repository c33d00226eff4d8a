use frame_election_provider_support::SortedListProvider;
use frame_support::{assert_noop, assert_ok};
use nes_traits::NodeRegistry as _;
use sp_runtime::Perbill;

use super::steps::*;
use crate::{mock::*, Error, Event, NodeStatus, Nodes, Positions, Profiles, Unbonding};

#[test]
fn chills_and_starts_to_unbond_everything() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        run_to_era(1);
        assert_ok!(NodeStaking::leave(signed(ALICE)));

        let node = Nodes::<Test>::get(ALICE).unwrap();
        assert_eq!((node.shares, node.unbonding_shares), (0, STAKE));
        assert_eq!((node.status, node.validator), (NodeStatus::Leaving, false));
        let position = Positions::<Test>::get(ALICE, ALICE).unwrap();
        assert_eq!(position.unbonding.to_vec(), [Unbonding { shares: STAKE, unlock_era: 6 }]);
        assert_eq!(on_hold(ALICE), (STAKE, DEPOSIT));
        assert!(Profiles::<Test>::contains_key(ALICE));
        assert!(!Ranking::contains(&ALICE));
        assert!(!NodeStaking::is_active(&ALICE));
        assert_eq!(NodeStaking::stake(&ALICE), 0);
        let events = events();
        let expected = [
            Event::Chilled { node: ALICE },
            Event::Left { node: ALICE, stake: STAKE, unlock_era: 6 },
        ];
        assert!(events.ends_with(&expected), "{events:?}");
    });
}

#[test]
fn refuses_a_second_time() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        assert_ok!(NodeStaking::leave(signed(ALICE)));
        assert_noop!(NodeStaking::leave(signed(ALICE)), Error::<Test>::NodeLeaving);
    });
}

#[test]
fn refuses_somebody_without_a_node() {
    build_and_execute(|| {
        assert_noop!(NodeStaking::leave(signed(EVE)), Error::<Test>::NotRegistered);
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

#[test]
fn has_an_entry_of_its_own() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        for era in 0..31 {
            run_to_era(era);
            undelegate(ALICE, ALICE, 1);
        }
        run_to_era(31);
        assert_noop!(
            NodeStaking::undelegate(signed(ALICE), ALICE, 1),
            Error::<Test>::TooManyUnbondingEntries
        );
        leave(ALICE);
        assert_eq!(position(ALICE, ALICE).unbonding.len(), 32);
    });
}

#[test]
fn leaves_the_delegators_stake_to_them() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, 50 * UNIT);
        leave(ALICE);
        assert_eq!((node(ALICE).shares, node(ALICE).self_shares), (50 * UNIT, 0));
        assert_eq!(position(ALICE, EVE).shares, 50 * UNIT);
        // Without self stake no stake behind the node counts.
        assert_eq!(NodeStaking::stake(&ALICE), 0);
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
fn refuses_an_operator_who_has_withdrawn_what_was_worth_nothing() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, UNIT);
        equivocate(ALICE, Perbill::from_percent(100));
        run_to_era(2);
        assert_ok!(NodeStaking::withdraw(signed(ALICE), ALICE, ALICE));
        assert_noop!(NodeStaking::leave(signed(ALICE)), Error::<Test>::NoPosition);
        // The record is removed with the last position all the same.
        assert_ok!(NodeStaking::withdraw(signed(ALICE), ALICE, EVE));
        assert_eq!(RemovedNodes::get(), [ALICE]);
    });
}
