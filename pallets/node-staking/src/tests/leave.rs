use frame_election_provider_support::SortedListProvider;
use frame_support::{assert_noop, assert_ok, hypothetically};
use nes_traits::Nodes as _;

use crate::{mock::*, Error, Event, Nodes, Positions, Profiles, Status, Unbonding};

#[test]
fn chills_and_starts_to_unbond_everything() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        run_to_era(1);
        assert_ok!(NodeStaking::leave(RuntimeOrigin::signed(ALICE)));

        let node = Nodes::<Test>::get(ALICE).unwrap();
        assert_eq!((node.shares, node.unbonding_shares), (0, STAKE));
        assert_eq!((node.status, node.validator), (Status::Leaving, false));
        let position = Positions::<Test>::get(ALICE, ALICE).unwrap();
        assert_eq!(position.unbonding.to_vec(), [Unbonding { shares: STAKE, unlock_era: 3 }]);
        assert_eq!(on_hold(ALICE), (STAKE, DEPOSIT));
        assert!(Profiles::<Test>::contains_key(ALICE));
        assert!(!Ranking::contains(&ALICE));
        assert!(!NodeStaking::is_active(&ALICE));
        assert_eq!(NodeStaking::stake(&ALICE), 0);
        let events = events();
        let expected = [
            Event::Chilled { node: ALICE },
            Event::Left { node: ALICE, stake: STAKE, unlock_era: 3 },
        ];
        assert!(events.ends_with(&expected), "{events:?}");
    });
}

#[test]
fn refuses_a_second_time() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        assert_ok!(NodeStaking::leave(RuntimeOrigin::signed(ALICE)));
        assert_noop!(NodeStaking::leave(RuntimeOrigin::signed(ALICE)), Error::<Test>::NodeLeaving);
    });
}

#[test]
fn refuses_somebody_without_a_node() {
    build_and_execute(|| {
        assert_noop!(NodeStaking::leave(RuntimeOrigin::signed(EVE)), Error::<Test>::NotRegistered);
    });
}

#[test]
fn refuses_when_the_position_has_too_many_entries() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        hypothetically!({
            let entry = Unbonding { shares: 1, unlock_era: 9 };
            Positions::<Test>::mutate(ALICE, ALICE, |position| {
                position.as_mut().unwrap().unbonding = vec![entry; 32].try_into().unwrap();
            });
            assert_noop!(
                NodeStaking::leave(RuntimeOrigin::signed(ALICE)),
                Error::<Test>::TooManyUnbondingEntries
            );
        });
    });
}

#[test]
fn refuses_a_candidate_while_the_ranking_is_locked() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        Ranking::lock();
        assert_noop!(
            NodeStaking::leave(RuntimeOrigin::signed(ALICE)),
            Error::<Test>::RankingUnavailable
        );
    });
}
