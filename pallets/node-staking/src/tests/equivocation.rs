//! Equivocations, as the offences pallet reports them.

use frame_election_provider_support::SortedListProvider;
use frame_support::{assert_noop, assert_ok, dispatch::DispatchClass, storage::with_storage_layer};
use nes_traits::NodeRegistry as _;
use sp_runtime::Perbill;
use sp_staking::offence::{OffenceDetails, OnOffenceHandler};

use super::steps::*;
use crate::{
    mock::*, Error, Event, GenesisNode, NextSlashId, Nodes, OpenSlashes, Slash, SlashKind,
    SlashState,
};

const QUARTER: Perbill = Perbill::from_percent(25);
/// The fraction of a slash for one of four validators.
const FORMULA: Perbill = Perbill::from_parts(562_500_000);

/// Returns four validators with 400 NES each.
fn four() -> Vec<GenesisNode<u64>> {
    [ALICE, BOB, CHARLIE, DAVE].map(|who| genesis_node(who, 4 * STAKE)).to_vec()
}

/// Returns the number, the fraction in millionths and the state of each slash of Alice's node.
fn slashes() -> Vec<(u32, u32, SlashState)> {
    let row = |slash: &Slash| (slash.id, slash.fraction.deconstruct() / 1_000, slash.state);
    node(ALICE).slashes.iter().map(row).collect()
}

/// Returns the reporter of the slash `id`.
fn reporter(id: u32) -> Option<u64> {
    OpenSlashes::<Test>::get(id).unwrap().reporter.map(|reporter| reporter.who)
}

#[test]
fn slashes_jails_and_disables_at_once() {
    build_with_nodes_and_execute(four(), || {
        delegate(EVE, ALICE, 40 * UNIT);
        equivocate(ALICE, FORMULA);

        let kind = SlashKind::Equivocation { offence: 0 };
        let state = SlashState::Pending;
        let jails_until = Some(2);
        let slash = Slash { id: 0, era: 0, fraction: FORMULA, kind, state, jails_until };
        assert_eq!(node(ALICE).slashes.to_vec(), [slash]);
        assert_eq!(node(ALICE).jailed_until, Some(2));
        // 440 × 0.4375
        assert_eq!(NodeStaking::stake(&ALICE), 192_500_000_000_000);
        assert!(!Ranking::contains(&ALICE));
        assert_eq!(Session::disabled_validators(), [0]);
        let fraction = FORMULA;
        let slashed = Event::Slashed { node: ALICE, slash: 0, fraction, execute_era: 2 };
        let events = events();
        assert!(events.ends_with(&[Event::Jailed { node: ALICE, until: 2 }, slashed]));

        run_to_era(1);
        assert_eq!(Session::validators(), [BOB, CHARLIE, DAVE]);
        assert!(Session::disabled_validators().is_empty());
    });
}

#[test]
fn takes_the_role_of_a_validator_with_too_little_left() {
    let nodes = [ALICE, BOB, CHARLIE, DAVE].map(|who| genesis_node(who, STAKE)).to_vec();
    build_with_nodes_and_execute(nodes, || {
        equivocate(ALICE, FORMULA);
        assert!(!node(ALICE).validator);
        assert_eq!(node(ALICE).self_stake(), 43_750_000_000_000);
    });
}

#[test]
fn costs_its_weight_whatever_reports_it() {
    build_with_nodes_and_execute(four(), || {
        let used = || System::block_weight().get(DispatchClass::Mandatory).ref_time();
        let before = used();
        let offence = |who: u64| OffenceDetails { offender: (who, ()), reporters: Vec::new() };
        let offenders = [offence(ALICE), offence(BOB)];
        let weight = NodeStaking::on_offence(&offenders, &[QUARTER, FORMULA], 0);
        assert_eq!(weight.ref_time(), 20_000_000);
        assert_eq!(used() - before, 20_000_000);
        assert_eq!(NodeStaking::stake(&ALICE), 300 * UNIT);
        assert_eq!(NodeStaking::stake(&BOB), 175 * UNIT);
    });
}

#[test]
fn is_one_offence_with_babe_and_grandpa_in_slot_after_slot() {
    build_with_nodes_and_execute(four(), || {
        for session in 0..2 * ERA {
            if session > 0 {
                Session::rotate_session();
            }
            (0..3).for_each(|_| equivocate(ALICE, FORMULA));
        }
        assert_eq!(slashes(), [(0, 562_500, SlashState::Pending)]);
        // The jail began with the first report.
        assert_eq!(node(ALICE).jailed_until.unwrap(), 2);
        assert_eq!(OpenSlashes::<Test>::iter().count(), 1);
    });
}

#[test]
fn is_slashed_by_the_largest_fraction() {
    build_with_nodes_and_execute(four(), || {
        equivocate(ALICE, FORMULA);
        equivocate(ALICE, QUARTER);
        assert_eq!(slashes(), [(0, 562_500, SlashState::Pending)]);
    });
}

#[test]
fn grows_in_place_within_the_era_of_the_report() {
    build_with_nodes_and_execute(four(), || {
        report(ALICE, QUARTER, 0, vec![EVE]);
        Session::rotate_session();
        report(ALICE, FORMULA, 1, vec![FERDIE]);
        assert_eq!(slashes(), [(0, 562_500, SlashState::Pending)]);
        assert_eq!(NodeStaking::stake(&ALICE), 175 * UNIT);
        assert_eq!(reporter(0), Some(EVE));
        assert_eq!(open_slash(0), Some((2, None)));
        let fraction = FORMULA;
        let event = Event::Slashed { node: ALICE, slash: 0, fraction, execute_era: 2 };
        assert_eq!(events().last(), Some(&event));
    });
}

#[test]
fn adds_only_the_difference_in_a_later_era() {
    build_with_nodes_and_execute(four(), || {
        let third = Perbill::from_percent(30);
        report(ALICE, third, 0, vec![EVE]);
        run_to_era(1);
        report(ALICE, FORMULA, ERA, vec![FERDIE]);
        // 0.7 × (1 − 0.375) = 0.4375
        let pending = SlashState::Pending;
        assert_eq!(slashes(), [(0, 300_000, pending), (1, 375_000, pending)]);
        assert_eq!(node(ALICE).slashes[1].kind, SlashKind::Equivocation { offence: 0 });
        assert_eq!(NodeStaking::stake(&ALICE), 175 * UNIT);
        assert_eq!(reporter(1), Some(FERDIE));
        // The difference can grow too: 0.7 × (1 − 0.5) = 0.35
        equivocate(ALICE, Perbill::from_percent(65));
        assert_eq!(slashes(), [(0, 300_000, pending), (1, 500_000, pending)]);
        assert_eq!(NodeStaking::stake(&ALICE), 140 * UNIT);
    });
}

#[test]
fn adds_the_difference_to_a_slash_that_was_executed() {
    build_with_nodes_and_execute(four(), || {
        equivocate(ALICE, Perbill::from_percent(30));
        run_to_era(3);
        // The fault is old, and its report is late.
        report(ALICE, FORMULA, 1, Vec::new());
        let (executed, pending) = (SlashState::Executed, SlashState::Pending);
        assert_eq!(slashes(), [(0, 300_000, executed), (1, 375_000, pending)]);
        assert_eq!(open_slash(1), Some((5, None)));
    });
}

#[test]
fn never_takes_more_than_the_fraction_by_a_difference() {
    build_with_nodes_and_execute(four(), || {
        equivocate(ALICE, Perbill::from_parts(333_333_333));
        run_to_era(1);
        equivocate(ALICE, FORMULA);
        // At least 400 × 0.4375, and a few parts in 10⁹ more at most.
        let left = NodeStaking::stake(&ALICE);
        assert!((175 * UNIT..175 * UNIT + 400 * UNIT / 1_000_000_000).contains(&left), "{left}");
    });
}

#[test]
fn of_the_era_after_the_report_belongs_to_the_offence_and_later_ones_do_not() {
    build_with_nodes_and_execute(four(), || {
        run_to_era(1);
        equivocate(ALICE, QUARTER);
        run_to_era(3);
        report(ALICE, QUARTER, 3 * ERA - 1, Vec::new());
        assert_eq!(slashes().len(), 1);
        report(ALICE, QUARTER, 3 * ERA, Vec::new());
        assert_eq!(slashes().len(), 2);
        assert_eq!(node(ALICE).slashes[1].kind, SlashKind::Equivocation { offence: 1 });
        assert_eq!(NodeStaking::stake(&ALICE), 225 * UNIT);
        assert_eq!(node(ALICE).jailed_until, Some(5));
    });
}

#[test]
fn of_long_ago_that_is_reported_late_belongs_to_the_first_offence_after_it() {
    build_with_nodes_and_execute(four(), || {
        run_to_era(4);
        report(ALICE, QUARTER, 1, Vec::new());
        report(ALICE, QUARTER, 2 * ERA, Vec::new());
        report(ALICE, QUARTER, 4 * ERA, Vec::new());
        assert_eq!(slashes(), [(0, 250_000, SlashState::Pending)]);
        assert_eq!(node(ALICE).slashes[0].era, 4);
    });
}

#[test]
fn that_was_cancelled_does_not_come_back() {
    build_with_nodes_and_execute(four(), || {
        equivocate(ALICE, FORMULA);
        assert_ok!(NodeStaking::cancel_slash(RuntimeOrigin::root(), 0));
        equivocate(ALICE, FORMULA);
        equivocate(ALICE, QUARTER);
        run_to_era(1);
        equivocate(ALICE, FORMULA);
        assert_eq!(slashes(), [(0, 562_500, SlashState::Cancelled)]);
        assert!(Session::disabled_validators().is_empty());
        assert_eq!((node(ALICE).jailed_until, NodeStaking::stake(&ALICE)), (None, 400 * UNIT));
        // Another offence is slashed by itself.
        run_to_era(2);
        equivocate(ALICE, FORMULA);
        assert_eq!(slashes()[1], (1, 562_500, SlashState::Pending));
    });
}

#[test]
fn that_was_cancelled_can_still_be_larger_than_was_known() {
    build_with_nodes_and_execute(four(), || {
        equivocate(ALICE, Perbill::from_percent(30));
        assert_ok!(NodeStaking::cancel_slash(RuntimeOrigin::root(), 0));
        equivocate(ALICE, FORMULA);
        let (cancelled, pending) = (SlashState::Cancelled, SlashState::Pending);
        assert_eq!(slashes(), [(0, 300_000, cancelled), (1, 375_000, pending)]);
        // The difference alone: 400 × 0.625
        assert_eq!(NodeStaking::stake(&ALICE), 250 * UNIT);
    });
}

#[test]
fn disables_again_in_the_set_of_the_next_era() {
    build_with_nodes_and_execute(four(), || {
        // The next set, with Eve, was chosen before the first report.
        for who in [ALICE, BOB, CHARLIE] {
            delegate(who, who, UNIT);
        }
        register_candidate(EVE, 5 * STAKE);
        (1..ERA).for_each(|_| Session::rotate_session());
        equivocate(ALICE, QUARTER);
        assert_eq!(Session::disabled_validators(), [0]);
        run_to_era(1);
        assert_eq!(Session::validators(), [EVE, ALICE, BOB, CHARLIE]);
        assert!(Session::disabled_validators().is_empty());
        equivocate(ALICE, QUARTER);
        assert_eq!(Session::disabled_validators(), [1]);
    });
}

#[test]
fn of_a_node_that_is_no_validator_any_more_slashes_it_all_the_same() {
    build_with_nodes_and_execute(four(), || {
        assert_ok!(NodeStaking::chill(signed(ALICE)));
        run_to_era(1);
        leave(ALICE);
        run_to_era(2);
        report(ALICE, FORMULA, 0, Vec::new());
        assert_eq!(slashes(), [(0, 562_500, SlashState::Pending)]);
        assert!(Session::disabled_validators().is_empty());
    });
}

#[test]
fn of_an_unknown_node_or_of_no_fraction_is_nothing() {
    build_with_nodes_and_execute(four(), || {
        equivocate(EVE, FORMULA);
        equivocate(ALICE, Perbill::zero());
        assert!(slashes().is_empty() && node(ALICE).jailed_until.is_none());
        assert_eq!(NextSlashId::<Test>::get(), 0);
        assert!(Session::disabled_validators().is_empty());
    });
}

#[test]
fn is_refused_when_the_list_is_full() {
    build_with_nodes_and_execute(four(), || {
        slash_for_good(ALICE, 1);
        Nodes::<Test>::mutate(ALICE, |node| {
            let node = node.as_mut().unwrap();
            let (fraction, kind) = (Perbill::zero(), SlashKind::Service);
            let more = |id| Slash { id, fraction, kind, jails_until: None, ..node.slashes[0] };
            let all: Vec<_> = std::iter::once(node.slashes[0]).chain((1..64).map(more)).collect();
            node.slashes = all.try_into().unwrap();
            node.validator = false;
        });
        Ranking::on_remove(&ALICE).unwrap();
        NextSlashId::<Test>::put(64);
        let report =
            || with_storage_layer(|| NodeStaking::report_equivocation(&ALICE, FORMULA, 2, None));
        assert_noop!(report(), Error::<Test>::TooManySlashes);
        let before = node(ALICE);
        equivocate(ALICE, FORMULA);
        assert_eq!(node(ALICE), before);
        assert_eq!(NextSlashId::<Test>::get(), 64);
        // It can still leave.
        leave(ALICE);
    });
}
