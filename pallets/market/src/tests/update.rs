use frame_support::{assert_noop, assert_ok};
use nes_core::Hash;

use crate::{mock::*, Error, Event, Service, Services, Uri};

const HASH: Hash = Hash::repeat_byte(9);

fn uri() -> Uri {
    b"https://example.org/llama-2".to_vec().try_into().unwrap()
}

#[test]
fn changes_the_content_and_counts_the_version() {
    build_and_execute(|| {
        let service = published();
        let before = Services::<Test>::get(service).unwrap();

        assert_ok!(Market::update(signed(PUBLISHER), service, uri(), HASH));

        let expected = Service { uri: uri(), content_hash: HASH, version: 1, ..before };
        assert_eq!(Services::<Test>::get(service), Some(expected));
        let updated = Event::ServiceUpdated { service, version: 1, content_hash: HASH };
        assert_eq!(events().last(), Some(&updated));
    });
}

#[test]
fn fails_for_an_unknown_service() {
    build_and_execute(|| {
        assert_noop!(
            Market::update(signed(PUBLISHER), 0, uri(), HASH),
            Error::<Test>::UnknownService
        );
    });
}

#[test]
fn fails_for_who_did_not_publish_it() {
    build_and_execute(|| {
        let service = published();
        assert_noop!(
            Market::update(signed(BOB), service, uri(), HASH),
            Error::<Test>::NotThePublisher
        );
    });
}

#[test]
fn fails_once_the_service_is_off_sale() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        assert_ok!(Market::retire(signed(PUBLISHER), service));
        assert_noop!(
            Market::update(signed(PUBLISHER), service, uri(), HASH),
            Error::<Test>::ServiceNotOnSale
        );
    });
}
