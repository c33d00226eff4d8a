//! The port through which nodes earn.

use frame_support::{
    assert_ok,
    traits::{fungible::Balanced, Imbalance},
};
use nes_traits::NodeRewards;
use sp_runtime::Perbill;

use super::steps::*;
use crate::{mock::*, Event};

fn pot() -> u128 {
    Balances::free_balance(NodeStaking::reward_pot())
}

fn claim(node: u64, staker: u64) -> u128 {
    let before = Balances::free_balance(staker);
    NodeStaking::claim_for(signed(FERDIE), node, staker).unwrap();
    Balances::free_balance(staker) - before
}

#[test]
fn are_shared_after_the_commission() {
    build_and_execute(|| {
        let origin = signed(ALICE);
        let commission = Perbill::from_percent(20);
        NodeStaking::register(origin, profile(), commission, STAKE).unwrap();
        delegate(EVE, ALICE, STAKE);
        delegate(FERDIE, ALICE, 50 * UNIT);
        reward(ALICE, 1_000);

        assert_eq!(pot(), 1_001);
        assert_eq!(node(ALICE).commission_accrued, 200);
        let event = Event::Rewarded { node: ALICE, amount: 1_000, commission: 200 };
        assert_eq!(events().last(), Some(&event));
        assert_eq!(claim(ALICE, ALICE), 200 + 320);
        assert_eq!(claim(ALICE, EVE), 320);
        assert_eq!(claim(ALICE, FERDIE), 160);
        assert_eq!(pot(), 1);
    });
}

#[test]
fn are_rounded_to_the_stakers() {
    build_and_execute(|| {
        let origin = signed(ALICE);
        let commission = Perbill::from_percent(20);
        NodeStaking::register(origin, profile(), commission, STAKE).unwrap();
        // A fifth of nine is one and a remainder.
        reward(ALICE, 9);
        assert_eq!(node(ALICE).commission_accrued, 1);
        assert_eq!(claim(ALICE, ALICE), 9);
    });
}

#[test]
fn are_of_the_stake_that_was_there() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        reward(ALICE, 1_000);
        delegate(EVE, ALICE, STAKE);
        reward(ALICE, 1_000);
        undelegate(EVE, ALICE, 50 * UNIT);
        reward(ALICE, 1_500);
        undelegate(EVE, ALICE, 50 * UNIT);
        reward(ALICE, 1_000);
        assert_eq!(claim(ALICE, ALICE), 1_000 + 500 + 1_000 + 1_000);
        assert_eq!(claim(ALICE, EVE), 500 + 500);
    });
}

#[test]
fn are_not_touched_by_slashes() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, 200 * UNIT);
        reward(ALICE, 1_000);
        slash_for_good(ALICE, 25);
        reward(ALICE, 1_000);
        assert_eq!(claim(ALICE, ALICE), 1_000);
        assert_eq!(claim(ALICE, EVE), 1_000);
    });
}

#[test]
fn carry_what_cannot_be_divided() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, 50 * UNIT);
        // 10¹⁸ units ÷ 150 × 10¹² shares are 6,666 each, and 10¹⁴ units stay.
        reward(ALICE, 1);
        let row = node(ALICE);
        assert_eq!((row.reward_per_share, row.reward_carry), (6_666, 100_000_000_000_000));
        reward(ALICE, 2);
        let row = node(ALICE);
        assert_eq!((row.reward_per_share, row.reward_carry), (20_000, 0));
    });
}

#[test]
fn are_the_operators_when_no_share_is_active() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, UNIT);
        undelegate(EVE, ALICE, UNIT);
        leave(ALICE);
        run_to_era(5);
        assert_ok!(NodeStaking::withdraw(signed(ALICE), ALICE, ALICE));
        assert_eq!(node(ALICE).shares, 0);
        reward(ALICE, 1_000);
        assert_eq!(node(ALICE).commission_accrued, 1_000);
        let event = Event::Rewarded { node: ALICE, amount: 1_000, commission: 1_000 };
        assert_eq!(events().last(), Some(&event));
        assert_eq!(claim(ALICE, ALICE), 1_000);
    });
}

#[test]
fn are_shared_behind_a_node_that_is_leaving() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, STAKE);
        leave(ALICE);
        reward(ALICE, 1_000);
        assert_eq!(claim(ALICE, ALICE), 500);
        assert_eq!(claim(ALICE, EVE), 500);
    });
}

#[test]
fn come_back_from_an_unknown_node() {
    build_and_execute(|| {
        let issuance = Balances::total_issuance();
        let credit = NodeStaking::reward(&EVE, Balances::issue(1_000)).unwrap_err();
        assert_eq!(credit.peek(), 1_000);
        drop(credit);
        assert_eq!((pot(), Balances::total_issuance()), (1, issuance));
        assert!(events().is_empty());
    });
}

#[test]
fn of_nothing_change_nothing() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        let before = node(ALICE);
        reward(ALICE, 0);
        assert_eq!((node(ALICE), pot()), (before, 1));
    });
}

#[test]
fn come_back_when_they_cannot_be_counted() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        let most = u128::MAX - Balances::total_issuance();
        // More than 3.4 × 10²⁰ planck a share.
        crate::Nodes::<Test>::mutate(ALICE, |node| {
            node.as_mut().unwrap().reward_per_share = u128::MAX;
        });
        crate::Positions::<Test>::mutate(ALICE, ALICE, |position| {
            position.as_mut().unwrap().reward_mark = u128::MAX;
        });
        let credit = NodeStaking::reward(&ALICE, Balances::issue(most)).unwrap_err();
        assert_eq!(credit.peek(), most);
    });
}

#[test]
fn may_be_left_over_for_the_treasury_when_the_node_goes() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, 50 * UNIT);
        // Two thirds of a planck and one third: neither is paid to anybody.
        reward(ALICE, 1);
        leave(ALICE);
        run_to_era(5);
        for staker in [ALICE, EVE] {
            NodeStaking::withdraw(signed(staker), ALICE, staker).unwrap();
        }
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE);
        assert_eq!(Balances::free_balance(EVE), START_BALANCE);
        assert_eq!(Balances::free_balance(TREASURY), START_BALANCE + 1);
        assert_eq!(pot(), 1);
    });
}
