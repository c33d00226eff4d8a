//! Two versions of a service side by side, and how the former one gives way.

use frame_support::assert_ok;
use nes_core::Shortage;
use nes_traits::Market as _;
use sp_runtime::Perbill;

use crate::{mock::*, Error, Event, OfferIndex, Services, Versions};

/// Publishes a service whose first version has the offers of `nodes`, and a second one.
fn two_versions(nodes: u64) -> u32 {
    let service = published_with_offers(nodes);
    updated(service);
    service
}

fn former(service: u32) -> Option<u32> {
    Services::<Test>::get(service).unwrap().former
}

fn turn(node: u64, service: u32) {
    assert_ok!(set_version(node, service, 1, PRICE, SLOTS));
    pass_changes();
}

#[test]
fn each_is_drawn_from_its_own_offers() {
    build_and_execute(|| {
        let service = two_versions(6);
        (NODE + 6..NODE + 8).for_each(|node| turn(node, service));
        let of = |version, seats| Request { version, ..request(service, seats) };
        for seed in 0..50 {
            assert!(drawn(&of(0, 3), seed).keys().all(|node| *node < NODE + 6));
            assert!(drawn(&of(1, 2), seed).keys().all(|node| *node >= NODE + 6));
        }
        assert_eq!(draw_for(&of(1, 3), 1), Err(Shortage::TooFewOffers));
        assert_eq!(draw_for(&of(2, 1), 1), Err(Shortage::TooFewOffers));
    });
}

#[test]
fn each_has_its_royalty_and_its_floor() {
    build_and_execute(|| {
        let service = two_versions(6);
        offer(NODE + 6, service, PRICE * 2);
        let of = |version| {
            let terms = Market::terms(service, version).unwrap().version?;
            Some((terms.royalty, terms.offers, terms.floor))
        };
        assert_eq!(of(0), Some((Perbill::from_percent(5), 6, PRICE)));
        assert_eq!(of(1), Some((Perbill::from_percent(7), 1, PRICE * 2)));
        assert_eq!(of(2), None);
    });
}

#[test]
fn an_offer_is_drawn_for_its_former_version_until_its_change_is_in_force() {
    build_and_execute(|| {
        let service = two_versions(4);
        let of = |version| drawn(&Request { version, ..request(service, 1) }, 1).len();
        for node in NODE..NODE + 4 {
            assert_ok!(set_version(node, service, 1, PRICE, SLOTS));
        }
        pass(2);
        assert_eq!((of(0), of(1)), (1, 0));
        events();
        pass(1);
        assert_eq!((of(0), of(1)), (0, 1));
        let events = events();
        for node in NODE..NODE + 4 {
            assert!(events.contains(&Event::OfferLeft { service, version: 0, node }));
            assert!(events.contains(&Event::OfferEntered { service, version: 1, node }));
        }
    });
}

#[test]
fn the_former_one_closes_at_half_of_its_stake() {
    build_and_execute(|| {
        // The stake of four nodes is behind the former version.
        let service = two_versions(4);
        register(NODE + 4, STAKE, true);
        register(NODE + 5, STAKE - 1, true);
        (NODE + 4..NODE + 6).for_each(|node| turn(node, service));
        assert_eq!(former(service), Some(0));

        register(NODE + 5, STAKE, true);
        events();
        turn(NODE + 5, service);
        assert_eq!(former(service), None);
        let set = events().pop().unwrap();
        assert_eq!(set, Event::VersionClosed { service, version: 0 });

        // Tasks of it are drawn, and no more are taken.
        assert_eq!(version(service, 0).offers, 4);
        assert!(Market::terms(service, 0).unwrap().version.is_none());
        assert_eq!(drawn(&Request { version: 0, ..request(service, 3) }, 1).len(), 3);
        let error = Error::<Test>::UnknownVersion;
        assert_eq!(set_version(NODE, service, 0, PRICE, 0), Err(error.into()));
    });
}

#[test]
fn the_former_one_closes_when_its_offers_leave_it() {
    build_and_execute(|| {
        let service = two_versions(3);
        turn(NODE + 3, service);
        pause(NODE, service);
        events();
        pass_changes();
        let left = Event::OfferLeft { service, version: 0, node: NODE };
        assert_eq!(events(), [left, Event::VersionClosed { service, version: 0 }]);
    });
}

#[test]
fn the_former_one_closes_when_its_offers_are_withdrawn() {
    build_and_execute(|| {
        let service = two_versions(1);
        unregister(NODE);
        assert_ok!(Market::withdraw_offer(signed(BOB), NODE, service));
        assert_eq!(former(service), None);
        assert!(!Versions::<Test>::contains_key(service, 0));
    });
}

#[test]
fn the_former_one_closes_when_a_draw_finds_its_offers_gone() {
    build_and_execute(|| {
        let service = two_versions(3);
        turn(NODE + 3, service);
        unregister(NODE);
        assert_eq!(former(service), Some(0));
        let request = Request { version: 0, ..request(service, 3) };
        assert_eq!(draw_for(&request, 1), Err(Shortage::TooFewEligible));
        assert_eq!(former(service), None);
    });
}

/// Regression: the former version stayed where its last offer turned to the new one and paused.
#[test]
fn the_former_one_closes_when_its_offers_turn_and_pause() {
    build_and_execute(|| {
        let service = two_versions(1);
        assert_ok!(set_version(NODE, service, 1, PRICE, 0));
        events();
        pass_changes();
        let left = Event::OfferLeft { service, version: 0, node: NODE };
        assert_eq!(events(), [left, Event::VersionClosed { service, version: 0 }]);
        assert!(!Versions::<Test>::contains_key(service, 0));
        assert_eq!(updated(service), 2);
    });
}

#[test]
fn a_row_goes_with_its_last_offer_once_no_task_is_taken() {
    build_and_execute(|| {
        let service = two_versions(3);
        turn(NODE, service);
        turn(NODE + 1, service);
        assert_eq!(former(service), None);
        assert_eq!(version(service, 0).offers, 1);
        turn(NODE + 2, service);
        assert!(!Versions::<Test>::contains_key(service, 0));
        assert_eq!(OfferIndex::<Test>::iter().count(), 3);
    });
}

/// Tasks that were requested before it closed may still wait for their draw.
#[test]
fn a_closed_one_keeps_its_offers_until_their_nodes_leave_it() {
    build_and_execute(|| {
        let service = two_versions(2);
        turn(NODE + 2, service);
        assert_eq!(former(service), None);
        let withdraw = |who, node| Market::withdraw_offer(signed(who), node, service);
        assert_eq!(withdraw(BOB, NODE), Err(Error::<Test>::NotForThisNode.into()));
        assert_eq!(withdraw(NODE, NODE), Err(Error::<Test>::OfferNotPaused.into()));
        for node in [NODE, NODE + 1] {
            assert!(Versions::<Test>::contains_key(service, 0));
            assert_ok!(set_version(node, service, 1, PRICE, 0));
            pass_changes();
            assert_ok!(withdraw(node, node));
        }
        assert!(!Versions::<Test>::contains_key(service, 0));
    });
}

#[test]
fn all_rows_go_with_the_service() {
    build_and_execute(|| {
        let service = two_versions(2);
        offer(NODE + 2, service, PRICE);
        updated(service);
        offer(NODE + 3, service, PRICE);
        assert_ok!(Market::retire(signed(PUBLISHER), service));
        for node in NODE..NODE + 4 {
            assert!(Versions::<Test>::iter().count() > 0);
            assert_ok!(Market::withdraw_offer(signed(BOB), node, service));
            Market::do_try_state().unwrap();
        }
        assert_eq!(Versions::<Test>::iter().count(), 0);
        assert_eq!(OfferIndex::<Test>::iter().count(), 0);
    });
}

#[test]
fn a_change_to_a_version_that_was_closed_is_dropped() {
    build_and_execute(|| {
        let service = two_versions(5);
        turn(NODE, service);
        assert_ok!(set_version(NODE + 1, service, 1, PRICE, SLOTS));
        pass(1);
        // In force one block after the one that closes its version.
        assert_ok!(set_version(NODE, service, 0, PRICE, SLOTS));
        pass_changes();
        assert_eq!(former(service), None);
        assert_eq!(offer_of(service, NODE).terms.version, 1);
        assert!(is_indexed(service, NODE));
    });
}

#[test]
fn a_change_to_a_version_that_was_replaced_is_dropped() {
    build_and_execute(|| {
        let service = two_versions(3);
        assert_ok!(set_version(NODE, service, 1, PRICE * 2, SLOTS));
        updated(service);
        pass_changes();
        let offer = offer_of(service, NODE);
        assert_eq!((offer.terms.version, offer.terms.price, offer.change), (0, PRICE, None));
        assert!(is_indexed(service, NODE));
    });
}

#[test]
fn a_price_is_set_anew_for_another_version() {
    build_and_execute(|| {
        let service = two_versions(6);
        assert_ok!(set_version(NODE, service, 1, PRICE / 2, SLOTS));
        // A lower price is for the other version, and waits for it.
        pass(2);
        let old = Request { version: 0, ..request(service, 6) };
        assert_eq!(drawn(&old, 1)[&NODE], PRICE);
        pass(1);
        assert_eq!(drawn(&request(service, 1), 1)[&NODE], PRICE / 2);
    });
}
