use frame_support::{assert_noop, assert_ok};
use nes_core::{ServiceKind, Shape, Verification};
use sp_runtime::{traits::BadOrigin, Perbill, TokenError};

use crate::{
    mock::*, Error, Event, HoldReason, NextServiceId, ServiceSpec, ServiceStatus, Services, Version,
};

fn publish(spec: ServiceSpec) -> sp_runtime::DispatchResult {
    Market::publish(signed(PUBLISHER), spec)
}

#[test]
fn puts_a_service_on_sale_against_a_deposit() {
    build_and_execute(|| {
        assert_ok!(publish(spec()));

        let row = Services::<Test>::get(0).unwrap();
        assert_eq!(row.publisher, PUBLISHER);
        assert_eq!(row.status, ServiceStatus::OnSale);
        assert_eq!((row.version, row.offers, row.open_tasks), (0, 0, 0));
        assert_eq!((row.former, row.usual), (None, 0));
        assert_eq!((row.shape, row.deposit), (SHAPE, SERVICE_DEPOSIT));
        assert_eq!((row.input_bytes, row.rate), (4, 10));
        let ServiceSpec { uri, content_hash, royalty, .. } = spec();
        let first = Version {
            uri,
            content_hash,
            royalty,
            offers: 0,
            bands: Default::default(),
            exact: false,
            slashable: Default::default(),
        };
        assert_eq!(version(0, 0), first);
        assert_eq!(held(HoldReason::Service, PUBLISHER), SERVICE_DEPOSIT);
        assert_eq!(events(), [Event::ServicePublished { service: 0, publisher: PUBLISHER }]);
    });
}

#[test]
fn gives_each_service_an_id_of_its_own() {
    build_and_execute(|| {
        assert_eq!((published(), published()), (0, 1));
        assert_ok!(Market::retire(signed(PUBLISHER), 1));
        assert_eq!(published(), 2);
        assert_eq!(held(HoldReason::Service, PUBLISHER), 2 * SERVICE_DEPOSIT);
    });
}

#[test]
fn takes_metered_storage_and_bandwidth() {
    build_and_execute(|| {
        for kind in [ServiceKind::Storage, ServiceKind::Bandwidth, ServiceKind::Inference] {
            let verification = Verification::Metered;
            assert_ok!(publish(ServiceSpec { kind, verification, ..spec() }));
        }
    });
}

#[test]
fn fails_without_a_name() {
    build_and_execute(|| {
        let nameless = ServiceSpec { name: Default::default(), ..spec() };
        assert_noop!(publish(nameless), Error::<Test>::NameMissing);
    });
}

#[test]
fn fails_without_a_part_that_costs_anything() {
    build_and_execute(|| {
        let free = ServiceSpec { shape: Default::default(), ..spec() };
        assert_noop!(publish(free), Error::<Test>::ShapeMissing);
        let shape = Shape { output: 1, ..Default::default() };
        assert_ok!(publish(ServiceSpec { shape, ..spec() }));
    });
}

#[test]
fn fails_for_tasks_whose_input_units_cover_no_bytes() {
    build_and_execute(|| {
        let endless = ServiceSpec { input_bytes: 0, ..spec() };
        assert_noop!(publish(endless), Error::<Test>::InputBytesMissing);
        assert_ok!(publish(ServiceSpec { input_bytes: 1, ..spec() }));
    });
}

#[test]
fn fails_for_tasks_without_a_rate() {
    build_and_execute(|| {
        let timeless = ServiceSpec { rate: 0, ..spec() };
        assert_noop!(publish(timeless), Error::<Test>::RateMissing);
        assert_ok!(publish(ServiceSpec { rate: 1, ..spec() }));
    });
}

#[test]
fn takes_metered_services_without_input_bytes_and_rate() {
    build_and_execute(|| {
        let verification = Verification::Metered;
        assert_ok!(publish(ServiceSpec { input_bytes: 0, rate: 0, verification, ..spec() }));
    });
}

#[test]
fn fails_for_storage_and_bandwidth_that_are_not_metered() {
    build_and_execute(|| {
        for kind in [ServiceKind::Storage, ServiceKind::Bandwidth] {
            let redundant = ServiceSpec { kind, ..spec() };
            assert_noop!(publish(redundant), Error::<Test>::MustBeMetered);
        }
    });
}

#[test]
fn fails_for_a_committee_that_makes_no_sense() {
    build_and_execute(|| {
        for (committee, quorum) in [(0, 0), (4, 2), (3, 4), (10, 6)] {
            let verification = Verification::Redundant { committee, quorum };
            let invalid = ServiceSpec { verification, ..spec() };
            assert_noop!(publish(invalid), Error::<Test>::InvalidCommittee);
        }
    });
}

#[test]
fn fails_for_a_royalty_above_the_highest() {
    build_and_execute(|| {
        let royalty = Perbill::from_percent(10);
        assert_ok!(publish(ServiceSpec { royalty, ..spec() }));
        let royalty = Perbill::from_parts(100_000_001);
        let greedy = ServiceSpec { royalty, ..spec() };
        assert_noop!(publish(greedy), Error::<Test>::RoyaltyTooHigh);
    });
}

#[test]
fn fails_when_the_deposit_cannot_be_held() {
    build_and_execute(|| {
        let poor = signed(NOBODY);
        assert_noop!(Market::publish(poor, spec()), TokenError::FundsUnavailable);
    });
}

#[test]
fn fails_when_ids_are_used_up() {
    build_and_execute(|| {
        NextServiceId::<Test>::put(u32::MAX);
        assert_noop!(publish(spec()), sp_runtime::ArithmeticError::Overflow);
    });
}

#[test]
fn fails_for_who_did_not_sign() {
    build_and_execute(|| {
        assert_noop!(Market::publish(RuntimeOrigin::root(), spec()), BadOrigin);
    });
}
