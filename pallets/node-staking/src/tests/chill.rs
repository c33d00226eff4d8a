use frame_election_provider_support::SortedListProvider;
use frame_support::{assert_noop, assert_ok};
use nes_traits::NodeRegistry as _;

use crate::{mock::*, Error, Event};

#[test]
fn takes_the_candidate_out_at_once_and_leaves_the_node_active() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        assert_ok!(NodeStaking::chill(signed(ALICE)));

        assert!(!Ranking::contains(&ALICE));
        assert!(NodeStaking::is_active(&ALICE));
        assert_eq!(events().last(), Some(&Event::Chilled { node: ALICE }));
        assert_ok!(NodeStaking::validate(signed(ALICE)));
    });
}

#[test]
fn refuses_a_node_that_is_no_candidate() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        assert_noop!(NodeStaking::chill(signed(ALICE)), Error::<Test>::NotValidator);
        assert_noop!(NodeStaking::chill(signed(EVE)), Error::<Test>::NotRegistered);
    });
}

#[test]
fn refuses_while_the_ranking_is_locked() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        Ranking::lock();
        assert_noop!(NodeStaking::chill(signed(ALICE)), Error::<Test>::RankingUnavailable);
    });
}
