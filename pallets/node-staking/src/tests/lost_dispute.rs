//! The slash of a node that has lost a dispute.

use frame_election_provider_support::SortedListProvider;
use frame_support::assert_ok;
use nes_traits::{NodeRegistry as _, StakeAtRisk as _};
use sp_runtime::Perbill;

use super::steps::*;
use crate::{
    mock::*, Conducts, Event, NextSlashId, Nodes, OpenSlashes, Slash, SlashKind, SlashState,
};

/// Lets the list of `who` have this number of slashes that took nothing.
fn fill_slashes(who: u64, number: u32) {
    let (kind, state) = (SlashKind::Service, SlashState::Executed);
    let fraction = Perbill::zero();
    let slash = |id| Slash { id, era: 0, fraction, kind, state, jails_until: None };
    let slashes = (0..number).map(slash).collect::<Vec<_>>().try_into().unwrap();
    Nodes::<Test>::mutate(who, |node| node.as_mut().unwrap().slashes = slashes);
    NextSlashId::<Test>::put(number);
}

#[test]
fn is_a_pending_slash_that_counts_at_once() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        delegate(EVE, ALICE, STAKE);
        run_to_era(1);
        let _ = events();
        lose(ALICE, 5);

        let slash = node(ALICE).slashes[0];
        assert_eq!((slash.id, slash.era, slash.kind), (0, 1, SlashKind::Dispute));
        assert!(slash.is_pending() && slash.jails_until.is_none());
        let fraction = Perbill::from_percent(5);
        let event = Event::Slashed { node: ALICE, slash: 0, fraction, execute_era: 3 };
        assert_eq!(events(), [event]);
        assert_eq!(NodeStaking::stake(&ALICE), 475 * UNIT);
        assert_eq!(open_slash(0), Some((3, None)));
        assert_eq!(OpenSlashes::<Test>::get(0).unwrap().reporter, None);
        assert_eq!((on_hold(ALICE).0, on_hold(EVE).0), (4 * STAKE, STAKE));
    });
}

#[test]
fn takes_the_operators_stake_and_the_delegators() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        delegate(EVE, ALICE, 77_777_777_777_777);
        lose(ALICE, 5);
        run_to_era(2);
        assert_ok!(NodeStaking::apply_slash(signed(BOB), ALICE, EVE));
        // 77.777777777777 × 0.95 = 73.88888888888815
        assert_eq!((on_hold(ALICE).0, on_hold(EVE).0), (380 * UNIT, 73_888_888_888_888));
        assert_eq!(wealth(TREASURY), START_BALANCE + 20 * UNIT + 3_888_888_888_889);
    });
}

#[test]
fn leaves_the_role_of_a_candidate_that_it_takes_below_the_minimum() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        lose(ALICE, 5);
        assert_eq!(node(ALICE).self_stake(), 95 * UNIT);
        assert!(node(ALICE).validator);
        assert_eq!(Ranking::get_score(&ALICE), Ok(95 * UNIT));
    });
}

#[test]
fn takes_the_role_of_a_node_of_which_it_leaves_too_little() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        change_params(|params| params.dispute_cap = Perbill::from_percent(50));
        for era in 0..4 {
            // The third jails it, and its jail would hide the role.
            assert!(node(ALICE).validator);
            lose(ALICE, 50);
            run_to_era(era + 1);
        }
        assert!(node(ALICE).is_exhausted() && !node(ALICE).validator);
        assert!(events().contains(&Event::Chilled { node: ALICE }));
    });
}

#[test]
fn ends_the_work_until_the_next_era() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        run_to_era(3);
        assert_eq!(NodeStaking::working_stake(&ALICE), Some(4 * STAKE));
        lose(ALICE, 1);
        assert_eq!(NodeStaking::working_stake(&ALICE), None);
        assert!(!NodeStaking::is_active(&ALICE));
        assert_eq!(NodeStaking::stake(&ALICE), 396 * UNIT);
        run_to_era(4);
        assert_eq!(NodeStaking::working_stake(&ALICE), Some(396 * UNIT));
        // Neither is it when it is executed.
        run_to_era(5);
        assert!(node(ALICE).slashes[0].is_executed() && NodeStaking::is_active(&ALICE));
    });
}

#[test]
fn that_is_cancelled_lets_the_node_work_in_the_same_era() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        lose(ALICE, 5);
        lose(ALICE, 5);
        cancel_slash(0);
        assert!(!NodeStaking::is_active(&ALICE));
        cancel_slash(1);
        assert_eq!(NodeStaking::working_stake(&ALICE), Some(4 * STAKE));
    });
}

#[test]
fn keeps_no_candidate_out_of_the_validator_set() {
    build_with_nodes_and_execute(three(4 * STAKE), || {
        // The session in which the next era's set is chosen.
        (1..ERA).for_each(|_| Session::rotate_session());
        lose(ALICE, 5);
        run_to_era(3);
        assert!(Session::validators().contains(&ALICE));
        assert!(node(ALICE).validator);
    });
}

#[test]
fn pays_nobody_more_than_a_quarter_of_what_the_minimum_loses() {
    build_and_execute(|| {
        register(ALICE, 9 * STAKE);
        let to = [(EVE, UNIT, 0), (FERDIE, UNIT / 2, 0), (BOB, 1, 1)];
        lose_with(ALICE, 5, &to);
        assert_eq!(fractions(ALICE), [50_000]);
        assert_eq!(awards_of(0), [(EVE, UNIT), (FERDIE, UNIT / 4)]);
    });
}

#[test]
fn pays_five_at_most_and_never_the_slashed_node() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        let to = [ALICE, BOB, CHARLIE, DAVE, EVE, FERDIE, NOBODY].map(|who| (who, 7, 7));
        lose_with(ALICE, 5, &to);
        assert_eq!(awards_of(0), [BOB, CHARLIE, DAVE, EVE, FERDIE].map(|who| (who, 7)));
        // Beyond the cap its own part does not make the slash larger either.
        lose(ALICE, 25);
        lose_with(ALICE, 5, &[(ALICE, UNIT, UNIT)]);
        assert_eq!(fractions(ALICE), [50_000, 250_000]);
    });
}

#[test]
fn jails_at_the_third_in_28_eras() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        for era in [0, 1, 27] {
            run_to_era(era);
            assert_eq!(node(ALICE).jailed_until, None);
            lose(ALICE, 1);
        }
        assert_eq!(node(ALICE).jailed_until, Some(29));
        assert!(events().contains(&Event::Jailed { node: ALICE, until: 29 }));
        // Those that jailed it do not count again.
        assert!(Conducts::<Test>::get(ALICE).disputes.is_empty());
        run_to_era(29);
        assert_ok!(NodeStaking::unjail(signed(ALICE)));
        (0..2).for_each(|_| lose(ALICE, 1));
        assert_eq!(node(ALICE).jailed_until, None);
        lose(ALICE, 1);
        assert_eq!(node(ALICE).jailed_until, Some(31));
    });
}

#[test]
fn is_forgotten_after_28_eras() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        for era in [0, 1, 28] {
            run_to_era(era);
            lose(ALICE, 1);
        }
        assert_eq!(node(ALICE).jailed_until, None);
        assert_eq!(Conducts::<Test>::get(ALICE).disputes.to_vec(), [1, 28]);
    });
}

#[test]
fn that_is_cancelled_ends_its_jail_and_counts_towards_none() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        lose(ALICE, 1);
        lose(ALICE, 1);
        cancel_slash(0);
        lose(ALICE, 1);
        assert_eq!(node(ALICE).jailed_until, None);
        lose(ALICE, 1);
        assert_eq!(node(ALICE).jailed_until, Some(2));
        cancel_slash(3);
        assert_eq!(node(ALICE).jailed_until, None);
        assert_eq!(node(ALICE).slashes.len(), 2);
    });
}

#[test]
fn that_is_cancelled_leaves_the_list_and_no_trace() {
    build_and_execute(|| {
        register_candidate(ALICE, 4 * STAKE);
        delegate(EVE, ALICE, 77_777_777_777_777);
        let before = (node(ALICE), position(ALICE, EVE), NodeStaking::stake(&ALICE));
        lose_with(ALICE, 5, &[(FERDIE, UNIT, UNIT)]);
        cancel_slash(0);
        assert_eq!((node(ALICE), position(ALICE, EVE), NodeStaking::stake(&ALICE)), before);
        assert_eq!(events().last(), Some(&Event::SlashCancelled { slash: 0, node: ALICE }));
        run_to_era(9);
        assert_eq!(wealth(TREASURY) + wealth(FERDIE), 2 * START_BALANCE);
    });
}

#[test]
fn can_be_appealed() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        lose(ALICE, 5);
        assert_ok!(NodeStaking::appeal(signed(ALICE), 0));
        assert_eq!((bonds(ALICE), open_slash(0)), (BOND, Some((4, Some(BOND)))));
    });
}

#[test]
fn finds_no_place_in_a_list_that_the_last_are_kept_of() {
    build_and_execute(|| {
        for who in [ALICE, BOB] {
            register(who, 4 * STAKE);
        }
        fill_slashes(ALICE, 56);
        let before = node(ALICE);
        lose_with(ALICE, 5, &[(EVE, UNIT, UNIT)]);
        assert_eq!((node(ALICE), OpenSlashes::<Test>::iter().count()), (before, 0));
        assert!(Conducts::<Test>::get(ALICE).disputes.is_empty());
        // The others are for equivocations.
        for session in 0..9 {
            report(ALICE, Perbill::from_percent(session + 1), 0, Vec::new());
            run_to_era(session + 1);
        }
        assert_eq!(node(ALICE).slashes.len(), 64);
    });
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        fill_slashes(ALICE, 55);
        lose(ALICE, 5);
        assert_eq!((node(ALICE).slashes.len(), NodeStaking::stake(&ALICE)), (56, 380 * UNIT));
    });
}

#[test]
fn of_an_unknown_node_is_nothing() {
    build_and_execute(|| {
        lose_with(EVE, 5, &[(FERDIE, UNIT, UNIT)]);
        assert_eq!((NextSlashId::<Test>::get(), OpenSlashes::<Test>::iter().count()), (0, 0));
        assert_eq!(Conducts::<Test>::iter().count(), 0);
        assert!(events().is_empty());
    });
}

#[test]
fn reaches_a_node_that_is_leaving() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        leave(ALICE);
        run_to_era(4);
        lose(ALICE, 5);
        run_to_era(6);
        assert_eq!(on_hold(ALICE).0, 380 * UNIT);
    });
}

#[test]
fn costs_what_the_parameters_say() {
    build_and_execute(|| {
        assert_eq!(NodeStaking::fraction(), Perbill::from_percent(5));
        assert_eq!(NodeStaking::second_fraction(), Perbill::from_percent(1));
        assert_eq!(NodeStaking::min_self_stake(), STAKE);
        assert_eq!(NodeStaking::most_for_others(NodeStaking::fraction()), 5 * UNIT / 4);
        change_params(|params| {
            params.lost_dispute = Perbill::from_percent(7);
            params.wrong_second = Perbill::from_percent(2);
            params.min_self_stake = 2 * STAKE;
            params.dispute_cap = Perbill::from_percent(8);
        });
        assert_eq!(NodeStaking::fraction(), Perbill::from_percent(7));
        assert_eq!(NodeStaking::second_fraction(), Perbill::from_percent(2));
        assert_eq!(NodeStaking::min_self_stake(), 2 * STAKE);
        assert_eq!(NodeStaking::most_for_others(NodeStaking::fraction()), 7 * UNIT / 2);
        register(ALICE, 4 * STAKE);
        lose(ALICE, 7);
        lose(ALICE, 7);
        assert_eq!(fractions(ALICE), [70_000, 10_000]);
    });
}

#[test]
fn puts_all_active_stake_at_risk() {
    build_and_execute(|| {
        assert_eq!(NodeStaking::at_risk(&ALICE), 0);
        register(ALICE, STAKE);
        delegate(EVE, ALICE, 2 * STAKE);
        undelegate(EVE, ALICE, 50 * UNIT);
        // Also what does not count, because it is more than the operator's own carries.
        change_params(|params| params.max_delegation_ratio = 1);
        assert_eq!(NodeStaking::at_risk(&ALICE), 250 * UNIT);
        lose(ALICE, 10);
        assert_eq!(NodeStaking::at_risk(&ALICE), 225 * UNIT);
        leave(ALICE);
        run_to_era(4);
        assert_eq!(NodeStaking::at_risk(&ALICE), 225 * UNIT);
        run_to_era(5);
        assert_eq!(NodeStaking::at_risk(&ALICE), 0);
    });
}
