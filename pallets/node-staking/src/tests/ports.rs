use frame_support::assert_ok;
use nes_traits::NodeRegistry as _;
use sp_runtime::Perbill;

use super::steps::*;
use crate::{mock::*, Params};

#[test]
fn an_unknown_node_is_nothing() {
    build_and_execute(|| {
        assert!(!NodeStaking::is_active(&EVE));
        assert_eq!(NodeStaking::stake(&EVE), 0);
        assert!(!NodeStaking::acts_for(&ALICE, &EVE));
        assert!(NodeStaking::acts_for(&EVE, &EVE));
    });
}

#[test]
fn a_node_has_its_stake_and_is_active() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        assert!(NodeStaking::is_active(&ALICE));
        assert_eq!(NodeStaking::stake(&ALICE), 2 * STAKE);
    });
}

#[test]
fn a_node_below_a_minimum_that_was_raised_is_not_active() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        let raised = Params { min_self_stake: STAKE + 2, ..params() };
        assert_ok!(NodeStaking::set_params(RuntimeOrigin::root(), raised));
        assert!(!NodeStaking::is_active(&ALICE));
    });
}

#[test]
fn an_agent_acts_for_a_leaving_node() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        assert_ok!(NodeStaking::set_agent(signed(ALICE), Some(EVE)));
        assert_ok!(NodeStaking::leave(signed(ALICE)));
        assert!(NodeStaking::acts_for(&EVE, &ALICE));
    });
}

#[test]
fn a_nodes_stake_counts_up_to_the_ratio() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, 4 * STAKE);
        assert_eq!(NodeStaking::stake(&ALICE), 6 * STAKE);
        undelegate(ALICE, ALICE, STAKE);
        assert_eq!(node(ALICE).stake(), 5 * STAKE);
        assert_eq!(NodeStaking::stake(&ALICE), 3 * STAKE);
        change_params(|params| params.max_delegation_ratio = 2);
        assert_eq!(NodeStaking::stake(&ALICE), 2 * STAKE);
    });
}

#[test]
fn a_slash_counts_at_once() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        delegate(EVE, ALICE, STAKE);
        fail_an_era(ALICE);
        assert_eq!(NodeStaking::stake(&ALICE), 499_500_000_000_000);
        assert!(NodeStaking::is_active(&ALICE));
    });
}

#[test]
fn a_slashed_node_below_the_minimum_is_not_active() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        fail_an_era(ALICE);
        assert_eq!(NodeStaking::stake(&ALICE), 99_900_000_000_000);
        assert!(!NodeStaking::is_active(&ALICE));
    });
}

#[test]
fn a_jailed_node_is_not_active() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        equivocate(ALICE, Perbill::from_percent(1));
        assert!(!NodeStaking::is_active(&ALICE));
    });
}

#[test]
fn a_registration_has_a_number_of_its_own() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        register(BOB, STAKE);
        assert_eq!(
            [ALICE, BOB, EVE].map(|who| NodeStaking::registration(&who)),
            [Some(0), Some(1), None]
        );
        assert_ok!(NodeStaking::leave(signed(ALICE)));
        run_to_era(params().unbonding_eras + 1);
        assert_ok!(NodeStaking::withdraw(signed(ALICE), ALICE, ALICE));
        assert_eq!(NodeStaking::registration(&ALICE), None);
        register(ALICE, STAKE);
        assert_eq!(NodeStaking::registration(&ALICE), Some(2));
    });
}
