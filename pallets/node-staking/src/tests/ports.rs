use frame_support::{assert_ok, traits::fungible::Balanced};
use nes_traits::{NodeRewards, Nodes as _};

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
        let raised = Params { min_self_stake: STAKE + 1, ..params() };
        assert_ok!(NodeStaking::set_params(RuntimeOrigin::root(), raised));
        assert!(!NodeStaking::is_active(&ALICE));
    });
}

#[test]
fn an_agent_acts_for_a_leaving_node() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        assert_ok!(NodeStaking::set_agent(RuntimeOrigin::signed(ALICE), Some(EVE)));
        assert_ok!(NodeStaking::leave(RuntimeOrigin::signed(ALICE)));
        assert!(NodeStaking::acts_for(&EVE, &ALICE));
    });
}

#[test]
fn a_reward_is_free_balance_of_the_operator() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        let free = Balances::free_balance(ALICE);
        assert!(NodeStaking::reward(&ALICE, Balances::issue(7)).is_ok());
        assert_eq!(Balances::free_balance(ALICE), free + 7);
        assert_eq!(on_hold(ALICE), (STAKE, DEPOSIT));
    });
}
