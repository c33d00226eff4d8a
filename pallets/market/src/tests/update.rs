use frame_support::{assert_noop, assert_ok};
use nes_core::Hash;
use sp_runtime::{DispatchResult, Perbill};

use crate::{mock::*, Error, Event, Service, Services, Uri, Version, Versions};

const HASH: Hash = Hash::repeat_byte(9);
const ROYALTY: Perbill = Perbill::from_percent(3);

fn uri() -> Uri {
    b"https://example.org/llama-2".to_vec().try_into().unwrap()
}

fn update(who: u64, service: u32) -> DispatchResult {
    Market::update(signed(who), service, uri(), HASH, ROYALTY)
}

#[test]
fn adds_a_version_beside_the_one_that_is_offered() {
    build_and_execute(|| {
        let service = published_with_offers(2);
        let before = Services::<Test>::get(service).unwrap();
        let former = version(service, 0);
        events();

        assert_ok!(update(PUBLISHER, service));

        let expected = Service { version: 1, former: Some(0), ..before };
        assert_eq!(Services::<Test>::get(service), Some(expected));
        let added = Version {
            uri: uri(),
            content_hash: HASH,
            royalty: ROYALTY,
            offers: 0,
            bands: Default::default(),
            exact: false,
            slashable: Default::default(),
        };
        assert_eq!((version(service, 0), version(service, 1)), (former, added));
        assert_eq!(events(), [Event::ServiceUpdated { service, version: 1, content_hash: HASH }]);
    });
}

#[test]
fn takes_the_place_of_a_version_that_nobody_offers() {
    build_and_execute(|| {
        let service = published();
        for number in 1..=2 {
            assert_ok!(update(PUBLISHER, service));
            assert_eq!(newest(service), number);
            assert_eq!(Services::<Test>::get(service).unwrap().former, None);
            let rows: Vec<_> = Versions::<Test>::iter_key_prefix(service).collect();
            assert_eq!(rows, [number]);
        }
    });
}

#[test]
fn takes_the_place_of_an_unoffered_version_beside_a_former_one() {
    build_and_execute(|| {
        let service = published_with_offers(2);
        for number in 1..=3 {
            assert_ok!(update(PUBLISHER, service));
            let row = Services::<Test>::get(service).unwrap();
            assert_eq!((row.version, row.former), (number, Some(0)));
            assert_eq!(Versions::<Test>::iter_key_prefix(service).count(), 2);
        }
    });
}

#[test]
fn keeps_a_version_whose_nodes_pause_until_somebody_serves_the_new_one() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        pause(NODE, service);
        pass_changes();
        events();
        assert_ok!(update(PUBLISHER, service));
        let updated = Event::ServiceUpdated { service, version: 1, content_hash: HASH };
        assert_eq!(events(), [updated]);
        let former = || Services::<Test>::get(service).unwrap().former;
        assert_eq!((former(), version(service, 0).offers), (Some(0), 1));
        offer(NODE + 1, service, PRICE);
        assert_eq!((former(), version(service, 0).offers), (None, 1));
    });
}

#[test]
fn fails_while_two_versions_are_taken() {
    build_and_execute(|| {
        let service = published_with_offers(4);
        assert_ok!(update(PUBLISHER, service));
        assert_ok!(set_version(NODE, service, 1, PRICE, SLOTS));
        pass_changes();
        assert_noop!(update(PUBLISHER, service), Error::<Test>::TwoVersions);

        // With the second node, as much stake is behind the new one as is left behind the former.
        assert_ok!(set_version(NODE + 1, service, 1, PRICE, SLOTS));
        pass_changes();
        assert_ok!(update(PUBLISHER, service));
    });
}

#[test]
fn fails_for_a_royalty_above_the_highest() {
    build_and_execute(|| {
        let service = published();
        let update = |parts| {
            let royalty = Perbill::from_parts(parts);
            Market::update(signed(PUBLISHER), service, uri(), HASH, royalty)
        };
        assert_noop!(update(100_000_001), Error::<Test>::RoyaltyTooHigh);
        assert_ok!(update(100_000_000));
    });
}

#[test]
fn fails_for_an_unknown_service() {
    build_and_execute(|| {
        assert_noop!(update(PUBLISHER, 0), Error::<Test>::UnknownService);
    });
}

#[test]
fn fails_for_who_did_not_publish_it() {
    build_and_execute(|| {
        let service = published();
        assert_noop!(update(BOB, service), Error::<Test>::NotThePublisher);
    });
}

#[test]
fn fails_once_the_service_is_off_sale() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        assert_ok!(Market::retire(signed(PUBLISHER), service));
        assert_noop!(update(PUBLISHER, service), Error::<Test>::ServiceNotOnSale);
    });
}
