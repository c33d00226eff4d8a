use frame_support::{assert_noop, assert_ok};
use nes_traits::Market as _;

use crate::{mock::*, Error, Event, HoldReason, ServiceStatus, Services, Versions};

fn retire(service: u32) -> sp_runtime::DispatchResult {
    Market::retire(signed(PUBLISHER), service)
}

#[test]
fn removes_a_service_that_has_nothing_left() {
    build_and_execute(|| {
        let service = published();
        assert_ok!(retire(service));

        assert!(!Services::<Test>::contains_key(service));
        assert!(!Versions::<Test>::contains_key(service, 0));
        assert_eq!(held(HoldReason::Service, PUBLISHER), 0);
        let deposit = SERVICE_DEPOSIT;
        assert_eq!(
            events()[1..],
            [
                Event::ServiceRetired { service },
                Event::ServiceRemoved { service, publisher: PUBLISHER, deposit },
            ]
        );
    });
}

#[test]
fn keeps_the_row_while_there_is_an_offer() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        assert_ok!(retire(service));
        assert_eq!(Services::<Test>::get(service).unwrap().status, ServiceStatus::Retired);
        assert_eq!(held(HoldReason::Service, PUBLISHER), SERVICE_DEPOSIT);
        let terms = Market::terms(service, 0).unwrap();
        assert!(!terms.on_sale && terms.version.is_none());
    });
}

#[test]
fn keeps_the_row_while_there_is_an_open_task() {
    build_and_execute(|| {
        let service = published();
        assert_ok!(Market::open_task(service));
        assert_ok!(Market::open_task(service));
        assert_ok!(retire(service));

        close(service, []);
        assert!(Services::<Test>::contains_key(service));
        close(service, []);
        assert!(!Services::<Test>::contains_key(service));
        assert_eq!(held(HoldReason::Service, PUBLISHER), 0);
    });
}

#[test]
fn lets_no_task_be_opened_any_more() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        assert_ok!(retire(service));
        assert_noop!(Market::open_task(service), Error::<Test>::ServiceNotOnSale);
        assert_noop!(Market::open_task(9), Error::<Test>::UnknownService);
    });
}

#[test]
fn fails_twice() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        assert_ok!(retire(service));
        assert_noop!(retire(service), Error::<Test>::ServiceNotOnSale);
    });
}

#[test]
fn fails_for_an_unknown_service() {
    build_and_execute(|| {
        assert_noop!(retire(0), Error::<Test>::UnknownService);
    });
}

#[test]
fn fails_for_who_did_not_publish_it() {
    build_and_execute(|| {
        let service = published();
        assert_noop!(Market::retire(signed(BOB), service), Error::<Test>::NotThePublisher);
    });
}
