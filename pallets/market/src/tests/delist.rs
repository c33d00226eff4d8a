use frame_support::{assert_noop, assert_ok};
use nes_core::Hash;
use sp_runtime::traits::BadOrigin;

use crate::{mock::*, Error, Event, HoldReason, ServiceStatus, Services};

const REASON: Hash = Hash::repeat_byte(6);

fn delist(service: u32) -> sp_runtime::DispatchResult {
    Market::delist(signed(CURATOR), service, REASON)
}

#[test]
fn takes_a_service_off_sale_for_a_reason() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        assert_ok!(delist(service));
        let row = Services::<Test>::get(service).unwrap();
        assert_eq!(row.status, ServiceStatus::Delisted { reason: REASON });
        let delisted = Event::ServiceDelisted { service, reason: REASON };
        assert_eq!(events().last(), Some(&delisted));
    });
}

#[test]
fn gives_the_deposit_back_when_nothing_is_left() {
    build_and_execute(|| {
        let service = published();
        assert_ok!(delist(service));
        assert!(!Services::<Test>::contains_key(service));
        assert_eq!(held(HoldReason::Service, PUBLISHER), 0);
    });
}

#[test]
fn fails_for_anyone_but_the_curator() {
    build_and_execute(|| {
        let service = published();
        assert_noop!(Market::delist(signed(PUBLISHER), service, REASON), BadOrigin);
    });
}

#[test]
fn fails_for_an_unknown_service() {
    build_and_execute(|| {
        assert_noop!(delist(0), Error::<Test>::UnknownService);
    });
}

#[test]
fn fails_once_the_service_is_off_sale() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        assert_ok!(delist(service));
        assert_noop!(delist(service), Error::<Test>::ServiceNotOnSale);
    });
}
