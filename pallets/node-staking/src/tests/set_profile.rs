use frame_support::{assert_noop, assert_ok};

use crate::{mock::*, Error, Event, Profiles};

#[test]
fn replaces_the_profile_and_keeps_its_deposit() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        let dearer = crate::Params { profile_deposit: 5 * DEPOSIT, ..params() };
        assert_ok!(NodeStaking::set_params(RuntimeOrigin::root(), dearer));

        let moved = serving_at("http://elsewhere.example");
        assert_ok!(NodeStaking::set_profile(signed(ALICE), moved.clone()));

        assert_eq!(Profiles::<Test>::get(ALICE), Some(moved.with_deposit(DEPOSIT)));
        assert_eq!(on_hold(ALICE), (STAKE, DEPOSIT));
        assert_eq!(events().last(), Some(&Event::ProfileChanged { node: ALICE }));
    });
}

#[test]
fn refuses_an_endpoint_that_cannot_be_called() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        assert_noop!(
            NodeStaking::set_profile(signed(ALICE), serving_at("gopher://x")),
            Error::<Test>::InvalidEndpoint
        );
    });
}

#[test]
fn refuses_somebody_without_a_node() {
    build_and_execute(|| {
        assert_noop!(
            NodeStaking::set_profile(signed(EVE), profile()),
            Error::<Test>::NotRegistered
        );
    });
}
