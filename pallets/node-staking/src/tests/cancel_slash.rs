use frame_election_provider_support::SortedListProvider;
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use nes_traits::NodeRegistry as _;
use sp_runtime::{DispatchError, Perbill};

use super::steps::*;
use crate::{mock::*, Error, Event, HoldReason, OpenSlashes, SlashQueue, SlashState};

fn cancel(slash: u32) -> Result<(), DispatchError> {
    NodeStaking::cancel_slash(RuntimeOrigin::root(), slash)
}

#[test]
fn restores_everything_to_the_planck() {
    build_and_execute(|| {
        register_candidate(ALICE, 4 * STAKE);
        delegate(EVE, ALICE, 77_777_777_777_777);
        undelegate(EVE, ALICE, 11_111_111_111_111);
        let (stake, before) = (NodeStaking::stake(&ALICE), (position(ALICE, EVE), on_hold(EVE)));
        equivocate(ALICE, Perbill::from_parts(562_500_000));
        // (400 + 66.666666666666) × 0.4375
        assert_eq!(NodeStaking::stake(&ALICE), 204_166_666_666_666);
        assert_ok!(cancel(0));

        assert_eq!(NodeStaking::stake(&ALICE), stake);
        assert_eq!((position(ALICE, EVE), on_hold(EVE)), before);
        assert_eq!(node(ALICE).jailed_until, None);
        assert_eq!(Ranking::get_score(&ALICE), Ok(stake));
        assert!(!OpenSlashes::<Test>::contains_key(0));
        assert_eq!(SlashQueue::<Test>::iter().count(), 0);
        let events = events();
        let expected =
            [Event::Unjailed { node: ALICE }, Event::SlashCancelled { slash: 0, node: ALICE }];
        assert!(events.ends_with(&expected), "{events:?}");

        run_to_era(9);
        assert_eq!(NodeStaking::stake(&ALICE), stake);
        assert_eq!(Balances::free_balance(TREASURY), START_BALANCE);
    });
}

#[test]
fn takes_a_service_slash_off_the_list() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        fail_an_era(ALICE);
        assert_eq!(NodeStaking::stake(&ALICE), 199_800_000_000_000);
        assert_ok!(cancel(0));
        assert_eq!(NodeStaking::stake(&ALICE), 200 * UNIT);
        assert!(node(ALICE).slashes.is_empty());
        // Another era of faults is another slash.
        fail_an_era(ALICE);
        assert_eq!(node(ALICE).slashes[0].id, 1);
        assert_eq!(NodeStaking::stake(&ALICE), 199_800_000_000_000);
    });
}

#[test]
fn keeps_an_equivocation_on_the_list_without_effect() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        equivocate(ALICE, Perbill::from_percent(25));
        assert_ok!(cancel(0));
        assert_eq!(node(ALICE).slashes[0].state, SlashState::Cancelled);
        assert_eq!(NodeStaking::stake(&ALICE), 200 * UNIT);
        delegate(EVE, ALICE, UNIT);
        assert_eq!(position(ALICE, EVE).shares, UNIT);
    });
}

#[test]
fn leaves_the_other_slashes() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        fail_an_era(ALICE);
        equivocate(ALICE, Perbill::from_percent(25));
        assert_eq!(NodeStaking::stake(&ALICE), 149_850_000_000_000);
        assert_ok!(cancel(0));
        assert_eq!(NodeStaking::stake(&ALICE), 150 * UNIT);
        // The jail came with the other one.
        assert_eq!(node(ALICE).jailed_until, Some(3));
        assert_ok!(cancel(1));
        assert_eq!(NodeStaking::stake(&ALICE), 200 * UNIT);
        assert_eq!(node(ALICE).jailed_until, None);
    });
}

#[test]
fn leaves_the_jail_of_another_slash() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        equivocate(ALICE, Perbill::from_percent(25));
        assert_ok!(NodeStaking::appeal(signed(ALICE), 0));
        run_to_era(2);
        equivocate(ALICE, Perbill::from_percent(25));
        assert_eq!(node(ALICE).jailed_until.unwrap(), 4);
        assert_ok!(cancel(1));
        assert_eq!(node(ALICE).jailed_until, Some(2));
        assert_ok!(cancel(0));
        assert_eq!(node(ALICE).jailed_until, None);
    });
}

#[test]
fn frees_the_bond_of_an_appeal() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        equivocate(ALICE, Perbill::from_percent(25));
        assert_ok!(NodeStaking::appeal(signed(ALICE), 0));
        run_to_era(3);
        assert_ok!(cancel(0));
        assert_eq!(Balances::balance_on_hold(&HoldReason::Appeal.into(), &ALICE), 0);
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - 2 * STAKE - DEPOSIT);
    });
}

#[test]
fn does_not_give_the_validator_role_back() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        equivocate(ALICE, Perbill::from_percent(25));
        assert!(!node(ALICE).validator);
        assert_ok!(cancel(0));
        assert!(!Ranking::contains(&ALICE));
        assert!(NodeStaking::is_active(&ALICE));
        assert_ok!(NodeStaking::validate(signed(ALICE)));
        assert_eq!(Ranking::get_score(&ALICE), Ok(STAKE));
    });
}

#[test]
fn lets_what_waited_for_it_be_withdrawn() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, 40 * UNIT);
        undelegate(EVE, ALICE, 40 * UNIT);
        run_to_era(4);
        equivocate(ALICE, Perbill::from_percent(25));
        run_to_era(5);
        let withdraw = || NodeStaking::withdraw(signed(EVE), ALICE, EVE);
        assert_noop!(withdraw(), Error::<Test>::SlashPending);
        assert_ok!(cancel(0));
        assert_ok!(withdraw());
        assert_eq!(Balances::free_balance(EVE), START_BALANCE);
    });
}

#[test]
fn works_for_a_node_that_has_gone() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        leave(ALICE);
        run_to_era(5);
        equivocate(ALICE, Perbill::from_percent(25));
        assert_ok!(NodeStaking::appeal(signed(ALICE), 0));
        assert_ok!(NodeStaking::withdraw(signed(ALICE), ALICE, ALICE));
        assert_eq!(RemovedNodes::get(), [ALICE]);
        assert_ok!(cancel(0));
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE);
        let event = Event::SlashCancelled { slash: 0, node: ALICE };
        assert_eq!(events().last(), Some(&event));
    });
}

#[test]
fn refuses_what_is_not_pending() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        assert_noop!(cancel(0), Error::<Test>::UnknownSlash);
        equivocate(ALICE, Perbill::from_percent(25));
        assert_ok!(cancel(0));
        assert_noop!(cancel(0), Error::<Test>::UnknownSlash);
        run_to_era(2);
        slash_for_good(ALICE, 25);
        assert_noop!(cancel(1), Error::<Test>::UnknownSlash);
    });
}

#[test]
fn refuses_everyone_but_the_slash_origin() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        equivocate(ALICE, Perbill::from_percent(25));
        assert_noop!(NodeStaking::cancel_slash(signed(ALICE), 0), DispatchError::BadOrigin);
    });
}

#[test]
fn refuses_a_candidates_slash_while_the_ranking_is_locked() {
    build_and_execute(|| {
        register_candidate(ALICE, 2 * STAKE);
        equivocate(ALICE, Perbill::from_percent(25));
        Ranking::lock();
        assert_noop!(cancel(0), Error::<Test>::RankingUnavailable);
    });
}
