use frame_support::{assert_noop, assert_ok};
use nes_core::ServiceId;
use sp_runtime::{DispatchError, DispatchResult};

use crate::{mock::*, Error, Event, Version};

fn set_exact(service: ServiceId, number: u32, exact: bool) -> DispatchResult {
    Market::set_exact(signed(CURATOR), service, number, exact)
}

#[test]
fn grants_a_version_and_takes_that_back() {
    build_and_execute(|| {
        let service = published();
        let before = version(service, 0);
        assert!(!before.exact);
        events();
        for exact in [true, false] {
            assert_ok!(set_exact(service, 0, exact));
            assert_eq!(version(service, 0), Version { exact, ..before.clone() });
            assert_eq!(events(), [Event::ExactSet { service, version: 0, exact }]);
        }
    });
}

#[test]
fn grants_one_version_and_no_later_one() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        assert_ok!(set_exact(service, 0, true));
        updated(service);
        assert!(version(service, 0).exact && !version(service, 1).exact);
    });
}

#[test]
fn fails_for_who_is_not_the_curator() {
    build_and_execute(|| {
        let service = published();
        let by_publisher = Market::set_exact(signed(PUBLISHER), service, 0, true);
        assert_noop!(by_publisher, DispatchError::BadOrigin);
    });
}

#[test]
fn fails_for_an_unknown_service() {
    build_and_execute(|| {
        assert_noop!(set_exact(0, 0, true), Error::<Test>::UnknownService);
    });
}

#[test]
fn fails_for_a_version_without_a_row() {
    build_and_execute(|| {
        let service = published();
        assert_noop!(set_exact(service, 1, true), Error::<Test>::UnknownVersion);
        updated(service);
        assert_noop!(set_exact(service, 0, true), Error::<Test>::UnknownVersion);
    });
}

#[test]
fn fails_for_a_metered_service() {
    build_and_execute(|| {
        let service = published_metered();
        assert_noop!(set_exact(service, 0, true), Error::<Test>::MeteredOnly);
    });
}
