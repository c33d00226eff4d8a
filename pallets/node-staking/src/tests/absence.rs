//! Validators of the set that made no block in an era.

use frame_election_provider_support::SortedListProvider;
use frame_support::assert_ok;
use nes_traits::NodeRegistry as _;
use sp_runtime::Perbill;

use super::steps::*;
use crate::{mock::*, Event, GenesisNode};

/// Returns four validators, from 400 NES of Alice down to 100 NES of Dave.
fn four() -> Vec<GenesisNode<u64>> {
    let stakes = [(ALICE, 4), (BOB, 3), (CHARLIE, 2), (DAVE, 1)];
    stakes.map(|(who, times)| genesis_node(who, times * STAKE)).to_vec()
}

/// Lets each of these make this number of blocks in the running era, which ends.
fn end_era_with(blocks: &[(u64, usize)]) {
    let authors = blocks.iter().flat_map(|(who, count)| std::iter::repeat_n(*who, *count));
    Authors::set(authors.collect());
    System::reset_events();
    run_to_era(NodeStaking::active_era() + 1);
    Authors::set(Vec::new());
}

/// Returns the nodes that were absent, in the order of the events.
fn absent() -> Vec<u64> {
    let absent = |event| match event {
        Event::WasAbsent { node, .. } => Some(node),
        _ => None,
    };
    events().into_iter().filter_map(absent).collect()
}

#[test]
fn ends_the_candidacy_until_the_operator_validates_again() {
    build_with_nodes_and_execute(four(), || {
        run_to_era(1);
        end_era_with(&[(ALICE, 15), (BOB, 15), (DAVE, 15)]);
        let expected =
            [Event::WasAbsent { node: CHARLIE, era: 1 }, Event::Chilled { node: CHARLIE }];
        assert!(events().windows(2).any(|pair| pair == expected));
        assert!(!node(CHARLIE).validator && !Ranking::contains(&CHARLIE));
        // Nothing else happens to it.
        assert!(node(CHARLIE).slashes.is_empty() && node(CHARLIE).jailed_until.is_none());
        assert!(NodeStaking::is_active(&CHARLIE));

        // The set of the next era was chosen before the era ended.
        assert!(Session::validators().contains(&CHARLIE));
        run_to_era(3);
        assert_eq!(Session::validators(), [ALICE, BOB, DAVE]);
        assert_ok!(NodeStaking::validate(signed(CHARLIE)));
        run_to_era(4);
        assert!(Session::validators().contains(&CHARLIE));
    });
}

#[test]
fn is_to_make_no_block_at_all() {
    build_with_nodes_and_execute(four(), || {
        end_era_with(&[(ALICE, 50), (BOB, 1), (CHARLIE, 1), (DAVE, 1)]);
        assert!(absent().is_empty());
    });
}

#[test]
fn of_several_ends_the_candidacy_of_the_one_with_the_least_stake() {
    build_with_nodes_and_execute(four(), || {
        end_era_with(&[(BOB, 60)]);
        assert_eq!(absent(), [DAVE]);
        assert_eq!([ALICE, CHARLIE].map(|who| node(who).validator), [true, true]);
    });
}

#[test]
fn ends_the_candidacy_of_a_tenth_at_most() {
    for (seats, most) in [(19, 1), (20, 2), (29, 2), (30, 3)] {
        build_and_execute(|| {
            change_params(|params| params.validator_count = 30);
            let nodes = 100..100 + seats;
            for who in nodes.clone() {
                assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), who, START_BALANCE));
                register_candidate(who, STAKE + u128::from(who));
            }
            run_to_era(1);
            assert_eq!(Session::validators().len(), nodes.clone().count());
            // The two with the least stake are there.
            end_era_with(&[(100, 150), (101, 150)]);
            let expected: Vec<_> = (102..102 + most).collect();
            assert_eq!(absent(), expected, "{seats} seats");
            let chilled = nodes.filter(|who| !node(*who).validator);
            assert_eq!(chilled.collect::<Vec<_>>(), expected);
        });
    }
}

#[test]
fn does_not_count_with_fewer_than_ten_blocks_for_each_seat() {
    for (blocks, counts) in [(39, false), (40, true)] {
        build_with_nodes_and_execute(four(), || {
            end_era_with(&[(ALICE, blocks)]);
            assert_eq!(!absent().is_empty(), counts, "{blocks} blocks");
        });
    }
}

#[test]
fn does_not_count_with_fewer_than_half_of_the_slots_filled() {
    let half = usize::try_from(ERA_SLOTS / 2).unwrap();
    for (blocks, counts) in [(half - 1, false), (half, true)] {
        build_with_nodes_and_execute(four()[..2].to_vec(), || {
            end_era_with(&[(ALICE, blocks)]);
            assert_eq!(!absent().is_empty(), counts, "{blocks} blocks");
        });
    }
}

#[test]
fn counts_at_the_end_of_an_era_only() {
    build_with_nodes_and_execute(four(), || {
        Authors::set(vec![ALICE; 60]);
        (1..ERA).for_each(|_| Session::rotate_session());
        assert!(absent().is_empty());
        Session::rotate_session();
        assert_eq!(absent(), [DAVE]);
        Authors::set(Vec::new());
    });
}

#[test]
fn of_a_node_that_is_no_candidate_is_nothing() {
    build_with_nodes_and_execute(four(), || {
        assert_ok!(NodeStaking::chill(signed(DAVE)));
        end_era_with(&[(ALICE, 20), (BOB, 20), (CHARLIE, 20)]);
        assert!(absent().is_empty());
    });
}

#[test]
fn of_a_node_that_is_no_candidate_saves_nobody_else() {
    build_with_nodes_and_execute(four(), || {
        assert_ok!(NodeStaking::chill(signed(DAVE)));
        end_era_with(&[(ALICE, 60)]);
        assert_eq!(absent(), [CHARLIE]);
    });
}

/// A validator that equivocated is disabled, so it can make no block.
#[test]
fn of_a_jailed_node_is_nothing() {
    build_with_nodes_and_execute(four(), || {
        equivocate(CHARLIE, Perbill::from_percent(1));
        end_era_with(&[(ALICE, 20), (BOB, 20), (DAVE, 20)]);
        assert!(absent().is_empty() && node(CHARLIE).validator);
    });
}

/// Regression: an operator was chilled whose slash was cancelled at once. The chain had disabled the
/// validator before it could make a block in the era, and counted it as absent.
#[test]
fn of_a_disabled_validator_is_nothing() {
    build_with_nodes_and_execute(four(), || {
        run_to_era(1);
        equivocate(CHARLIE, Perbill::from_percent(1));
        assert_ok!(NodeStaking::cancel_slash(RuntimeOrigin::root(), 0));
        assert_eq!(Session::disabled_validators(), [2]);
        end_era_with(&[(ALICE, 20), (BOB, 20), (DAVE, 20)]);
        assert!(absent().is_empty());
        assert!(node(CHARLIE).validator && Ranking::contains(&CHARLIE));
    });
}

#[test]
fn of_somebody_who_only_comes_with_the_next_set_is_nothing() {
    build_with_nodes_and_execute(four(), || {
        register_candidate(EVE, 5 * STAKE);
        end_era_with(&[(ALICE, 20), (BOB, 20), (CHARLIE, 20), (DAVE, 20)]);
        assert!(Session::validators().contains(&EVE));
        assert!(absent().is_empty() && node(EVE).validator);
    });
}

#[test]
fn changes_nothing_while_the_ranking_is_locked() {
    build_with_nodes_and_execute(four(), || {
        Ranking::lock();
        end_era_with(&[(ALICE, 60)]);
        assert!(absent().is_empty() && node(DAVE).validator);
        Ranking::unlock();
    });
}
