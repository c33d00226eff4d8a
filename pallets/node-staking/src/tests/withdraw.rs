use frame_support::{assert_noop, assert_ok};

use crate::{mock::*, Error, Event, Nodes, Positions, Profiles};

#[test]
fn releases_everything_and_forgets_the_node() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        assert_ok!(NodeStaking::leave(RuntimeOrigin::signed(ALICE)));
        run_to_era(2);
        assert_ok!(NodeStaking::withdraw(RuntimeOrigin::signed(EVE), ALICE, ALICE));

        assert_eq!(on_hold(ALICE), (0, 0));
        assert_eq!(Balances::free_balance(ALICE), ENDOWED);
        assert_eq!(Balances::free_balance(EVE), ENDOWED);
        assert!(!Nodes::<Test>::contains_key(ALICE));
        assert!(!Positions::<Test>::contains_key(ALICE, ALICE));
        assert!(!Profiles::<Test>::contains_key(ALICE));
        assert_eq!(Gone::get(), [ALICE]);
        let events = events();
        let expected = [
            Event::Withdrawn { node: ALICE, staker: ALICE, amount: STAKE },
            Event::NodeGone { node: ALICE },
        ];
        assert!(events.ends_with(&expected), "{events:?}");
    });
}

#[test]
fn releases_the_deposit_that_was_paid() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        let dearer = crate::Params { profile_deposit: 5 * DEPOSIT, ..params() };
        assert_ok!(NodeStaking::set_params(RuntimeOrigin::root(), dearer));
        assert_ok!(NodeStaking::leave(RuntimeOrigin::signed(ALICE)));
        run_to_era(2);
        assert_ok!(NodeStaking::withdraw(RuntimeOrigin::signed(ALICE), ALICE, ALICE));
        assert_eq!(Balances::free_balance(ALICE), ENDOWED);
    });
}

#[test]
fn refuses_before_the_unlock_era() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        assert_ok!(NodeStaking::leave(RuntimeOrigin::signed(ALICE)));
        run_to_era(1);
        Session::rotate_session();
        Session::rotate_session();
        assert_noop!(
            NodeStaking::withdraw(RuntimeOrigin::signed(ALICE), ALICE, ALICE),
            Error::<Test>::NothingToWithdraw
        );
    });
}

#[test]
fn refuses_a_node_whose_stake_is_active() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        run_to_era(5);
        assert_noop!(
            NodeStaking::withdraw(RuntimeOrigin::signed(ALICE), ALICE, ALICE),
            Error::<Test>::NothingToWithdraw
        );
    });
}

#[test]
fn refuses_an_unknown_node() {
    build_and_execute(|| {
        assert_noop!(
            NodeStaking::withdraw(RuntimeOrigin::signed(ALICE), EVE, EVE),
            Error::<Test>::NotRegistered
        );
    });
}
