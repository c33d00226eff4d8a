//! The tests of `claim`, `claim_for` and `set_compound`.

use frame_support::{assert_noop, assert_ok};
use sp_runtime::{DispatchError, Perbill};

use super::steps::*;
use crate::{mock::*, Error, Event};

/// Registers Alice's node with a commission of 10 %, and Eve with a third of its stake.
fn node_with_delegator() {
    let origin = signed(ALICE);
    let commission = Perbill::from_percent(10);
    NodeStaking::register(origin, profile(), commission, STAKE).unwrap();
    delegate(EVE, ALICE, 50 * UNIT);
}

fn claim(who: u64) -> Result<(), DispatchError> {
    NodeStaking::claim(signed(who), ALICE)
}

fn want_compound(who: u64) {
    NodeStaking::set_compound(signed(who), ALICE, true).unwrap();
}

/// Claims for `who`; returns the amount that was staked again.
fn restaked(who: u64) -> u128 {
    claim(who).unwrap();
    match events().last() {
        Some(Event::Claimed { restaked, .. }) => *restaked,
        other => panic!("{other:?}"),
    }
}

#[test]
fn pays_a_delegator_its_part() {
    build_and_execute(|| {
        node_with_delegator();
        reward(ALICE, 1_000);
        assert_eq!(Balances::free_balance(NodeStaking::reward_pot()), 1_001);
        assert_ok!(claim(EVE));

        assert_eq!(Balances::free_balance(EVE), START_BALANCE - 50 * UNIT + 300);
        assert_eq!(on_hold(EVE).0, 50 * UNIT);
        assert_eq!(Balances::free_balance(NodeStaking::reward_pot()), 701);
        let event = Event::Claimed { node: ALICE, staker: EVE, amount: 300, restaked: 0 };
        assert_eq!(events().last(), Some(&event));
    });
}

#[test]
fn pays_an_operator_the_commission_too() {
    build_and_execute(|| {
        node_with_delegator();
        reward(ALICE, 1_000);
        assert_ok!(claim(ALICE));
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - STAKE - DEPOSIT + 700);
        assert_eq!(node(ALICE).commission_accrued, 0);
        let event = Event::Claimed { node: ALICE, staker: ALICE, amount: 700, restaked: 0 };
        assert_eq!(events().last(), Some(&event));
    });
}

#[test]
fn pays_only_the_staker_whoever_calls() {
    build_and_execute(|| {
        node_with_delegator();
        reward(ALICE, 1_000);
        let ferdie = || signed(FERDIE);
        assert_ok!(NodeStaking::claim_for(ferdie(), ALICE, EVE));
        assert_ok!(NodeStaking::claim_for(ferdie(), ALICE, ALICE));
        assert_eq!(Balances::free_balance(FERDIE), START_BALANCE);
        assert_eq!(Balances::free_balance(EVE), START_BALANCE - 50 * UNIT + 300);
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - STAKE - DEPOSIT + 700);
        assert_noop!(NodeStaking::claim_for(ferdie(), ALICE, EVE), Error::<Test>::NothingToClaim);
        assert_noop!(NodeStaking::claim_for(ferdie(), ALICE, BOB), Error::<Test>::NoPosition);
        assert_noop!(NodeStaking::claim_for(ferdie(), BOB, EVE), Error::<Test>::NotRegistered);
    });
}

#[test]
fn pays_what_was_earned_long_ago() {
    build_and_execute(|| {
        node_with_delegator();
        reward(ALICE, 1_000);
        run_to_era(40);
        assert_ok!(claim(EVE));
        assert_eq!(Balances::free_balance(EVE), START_BALANCE - 50 * UNIT + 300);
    });
}

#[test]
fn keeps_the_part_of_a_planck_for_the_next_time() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, 50 * UNIT);
        // Each reward gives a third of a planck to Eve and two thirds to Alice.
        reward(ALICE, 1);
        assert_noop!(claim(EVE), Error::<Test>::NothingToClaim);
        assert_noop!(claim(ALICE), Error::<Test>::NothingToClaim);
        reward(ALICE, 1);
        assert_ok!(claim(ALICE));
        reward(ALICE, 1);
        assert_ok!(claim(ALICE));
        assert_ok!(claim(EVE));
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - STAKE - DEPOSIT + 2);
        assert_eq!(Balances::free_balance(EVE), START_BALANCE - 50 * UNIT + 1);
        assert_eq!(Balances::free_balance(NodeStaking::reward_pot()), 1);
    });
}

#[test]
fn pays_the_last_commission_to_an_operator_who_has_withdrawn() {
    build_and_execute(|| {
        node_with_delegator();
        leave(ALICE);
        run_to_era(5);
        reward(ALICE, 1_000);
        // With her last stake she is paid what it has earned, without the commission.
        assert_ok!(NodeStaking::withdraw(signed(ALICE), ALICE, ALICE));
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - DEPOSIT + 600);
        assert_ok!(claim(ALICE));
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - DEPOSIT + 700);
        let event = Event::Claimed { node: ALICE, staker: ALICE, amount: 100, restaked: 0 };
        assert_eq!(events().last(), Some(&event));
        assert_noop!(claim(ALICE), Error::<Test>::NothingToClaim);
        // An account that never had a position gets nothing.
        assert_noop!(claim(BOB), Error::<Test>::NoPosition);
    });
}

#[test]
fn restakes_when_the_staker_wants_that() {
    build_and_execute(|| {
        node_with_delegator();
        want_compound(EVE);
        let event = Event::CompoundSet { node: ALICE, staker: EVE, compound: true };
        assert_eq!(events().last(), Some(&event));
        reward(ALICE, 1_000);
        assert_ok!(claim(EVE));

        let row = position(ALICE, EVE);
        assert_eq!((row.shares, row.held), (50 * UNIT + 300, 50 * UNIT + 300));
        assert_eq!(on_hold(EVE).0, 50 * UNIT + 300);
        assert_eq!(Balances::free_balance(EVE), START_BALANCE - 50 * UNIT);
        let event = Event::Claimed { node: ALICE, staker: EVE, amount: 300, restaked: 300 };
        assert_eq!(events().last(), Some(&event));

        let unset = NodeStaking::set_compound(signed(EVE), ALICE, false);
        assert_ok!(unset);
        reward(ALICE, 1_000);
        assert_eq!(restaked(EVE), 0);
    });
}

#[test]
fn restakes_an_operators_commission() {
    build_and_execute(|| {
        node_with_delegator();
        want_compound(ALICE);
        reward(ALICE, 1_000);
        assert_eq!(restaked(ALICE), 700);
        assert_eq!(node(ALICE).self_shares, STAKE + 700);
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - STAKE - DEPOSIT);
    });
}

#[test]
fn restakes_an_operators_rewards_though_its_stake_carries_no_more() {
    build_and_execute(|| {
        node_with_delegator();
        delegate(EVE, ALICE, 150 * UNIT);
        [ALICE, EVE].into_iter().for_each(want_compound);
        reward(ALICE, 1_000);
        assert_eq!(restaked(EVE), 0);
        assert_eq!(restaked(ALICE), 400);
    });
}

#[test]
fn restakes_the_increase_in_value_and_pays_the_rest() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, 100 * UNIT);
        slash_for_good(ALICE, 25);
        want_compound(EVE);
        reward(ALICE, 3_000);
        // 1,333 shares × 0.75 are 999.75 planck.
        assert_eq!(restaked(EVE), 999);
        assert_eq!(position(ALICE, EVE).held, 75 * UNIT + 999);
        assert_eq!(Balances::free_balance(EVE), START_BALANCE - 100 * UNIT + 1);
    });
}

#[test]
fn pays_what_the_node_does_not_take() {
    let refuses = |change: fn()| {
        build_and_execute(|| {
            register(ALICE, 2 * STAKE);
            delegate(EVE, ALICE, 50 * UNIT);
            want_compound(EVE);
            reward(ALICE, 1_000);
            change();
            assert_eq!(restaked(EVE), 0);
            assert_eq!(Balances::free_balance(EVE), START_BALANCE - 50 * UNIT + 200);
        });
    };
    // It is leaving, a slash is pending, it is jailed, it is exhausted.
    refuses(|| leave(ALICE));
    refuses(|| equivocate(ALICE, Perbill::from_percent(25)));
    refuses(|| {
        equivocate(ALICE, Perbill::from_percent(25));
        run_to_era(2);
    });
    refuses(|| {
        equivocate(ALICE, Perbill::from_percent(95));
        run_to_era(2);
    });
    // The self stake carries no more, or no part of the position is active.
    refuses(|| delegate(FERDIE, ALICE, 350 * UNIT));
    refuses(|| undelegate(EVE, ALICE, 50 * UNIT));
}

#[test]
fn pays_an_operator_instead_of_staking_under_a_pending_slash() {
    build_and_execute(|| {
        node_with_delegator();
        want_compound(ALICE);
        reward(ALICE, 1_000);
        fail_an_era(ALICE);
        assert_eq!(restaked(ALICE), 0);
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - STAKE - DEPOSIT + 700);
        run_to_era(3);
        reward(ALICE, 1_000);
        // A planck is lost, as 700 shares are worth 699.3.
        assert_eq!(restaked(ALICE), 699);
    });
}

#[test]
fn refuses_when_nothing_was_earned() {
    build_and_execute(|| {
        node_with_delegator();
        assert_noop!(claim(EVE), Error::<Test>::NothingToClaim);
        reward(ALICE, 1_000);
        assert_ok!(claim(EVE));
        assert_noop!(claim(EVE), Error::<Test>::NothingToClaim);
    });
}

#[test]
fn refuses_an_unknown_node_and_somebody_without_a_position() {
    build_and_execute(|| {
        let set = |who| NodeStaking::set_compound(signed(who), ALICE, true);
        assert_noop!(claim(ALICE), Error::<Test>::NotRegistered);
        assert_noop!(claim(EVE), Error::<Test>::NotRegistered);
        assert_noop!(set(EVE), Error::<Test>::NoPosition);
        node_with_delegator();
        assert_noop!(claim(FERDIE), Error::<Test>::NoPosition);
        assert_noop!(set(FERDIE), Error::<Test>::NoPosition);
    });
}
