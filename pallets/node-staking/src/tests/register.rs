use frame_support::{assert_noop, assert_ok};
use sp_runtime::{Perbill, TokenError};

use crate::{mock::*, Error, Event, Node, Nodes, Position, Positions, Profiles};

#[test]
fn holds_the_stake_and_the_deposit_and_stores_the_node() {
    build_and_execute(|| {
        let commission = Perbill::from_percent(10);
        let origin = RuntimeOrigin::signed(ALICE);
        assert_ok!(NodeStaking::register(origin, profile(), commission, 2 * STAKE));

        assert_eq!(on_hold(ALICE), (2 * STAKE, DEPOSIT));
        assert_eq!(Balances::free_balance(ALICE), START_BALANCE - 2 * STAKE - DEPOSIT);
        assert_eq!(Nodes::<Test>::get(ALICE), Some(Node::new(0, 2 * STAKE, commission)));
        assert_eq!(Positions::<Test>::get(ALICE, ALICE), Some(Position::new(2 * STAKE)));
        assert_eq!(Profiles::<Test>::get(ALICE), Some(profile().with_deposit(DEPOSIT)));
        assert_eq!(events(), [Event::Registered { node: ALICE, stake: 2 * STAKE, commission }]);
    });
}

#[test]
fn takes_the_minimum_and_the_highest_commission() {
    build_and_execute(|| {
        let origin = RuntimeOrigin::signed(ALICE);
        assert_ok!(NodeStaking::register(origin, profile(), params().max_commission, STAKE));
    });
}

#[test]
fn takes_everything_but_the_existential_deposit() {
    build_and_execute(|| {
        let most = START_BALANCE - DEPOSIT - 1;
        let origin = RuntimeOrigin::signed(ALICE);
        assert_noop!(
            NodeStaking::register(origin.clone(), profile(), Perbill::zero(), most + 1),
            TokenError::FundsUnavailable
        );
        assert_ok!(NodeStaking::register(origin, profile(), Perbill::zero(), most));
    });
}

#[test]
fn refuses_a_second_node() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        assert_noop!(
            NodeStaking::register(signed(ALICE), profile(), Perbill::zero(), STAKE),
            Error::<Test>::AlreadyRegistered
        );
    });
}

#[test]
fn refuses_less_than_the_minimum() {
    build_and_execute(|| {
        let origin = RuntimeOrigin::signed(ALICE);
        assert_noop!(
            NodeStaking::register(origin, profile(), Perbill::zero(), STAKE - 1),
            Error::<Test>::StakeBelowMinimum
        );
    });
}

#[test]
fn refuses_a_commission_above_the_maximum() {
    build_and_execute(|| {
        let origin = RuntimeOrigin::signed(ALICE);
        assert_noop!(
            NodeStaking::register(origin, profile(), Perbill::from_percent(21), STAKE),
            Error::<Test>::CommissionAboveMaximum
        );
    });
}

#[test]
fn refuses_an_endpoint_that_cannot_be_called() {
    build_and_execute(|| {
        for endpoint in
            ["node.example", "ftp://node.example", "http://", "https://a b", "https://é"]
        {
            let origin = RuntimeOrigin::signed(ALICE);
            assert_noop!(
                NodeStaking::register(origin, serving_at(endpoint), Perbill::zero(), STAKE),
                Error::<Test>::InvalidEndpoint
            );
        }
    });
}

#[test]
fn takes_an_empty_endpoint_and_a_plain_one() {
    build_and_execute(|| {
        for (who, endpoint) in [(ALICE, ""), (BOB, "http://10.0.0.1:8080/v1")] {
            let origin = signed(who);
            assert_ok!(NodeStaking::register(origin, serving_at(endpoint), Perbill::zero(), STAKE));
        }
    });
}
