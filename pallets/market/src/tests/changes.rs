//! The queue of changes of offers.

use frame_support::{
    assert_noop, assert_ok,
    weights::{Weight, WeightMeter},
};

use crate::{mock::*, Changes, ChangesFrom, Error, Event, WeightInfo, CHANGE_DELAY};

#[test]
fn brings_a_change_into_force_in_its_block_and_not_before() {
    build_and_execute(|| {
        let service = published();
        assert_ok!(set_version(NODE, service, 0, PRICE, 4));
        let due = offer_of(service, NODE).change.unwrap().due;
        assert_eq!(due, System::block_number() + u64::from(CHANGE_DELAY));

        run_to_block(due - 1);
        assert!(!is_indexed(service, NODE));
        Market::do_try_state().unwrap();
        events();
        run_to_block(due);
        assert!(is_indexed(service, NODE));
        assert_eq!(offer_of(service, NODE).change, None);
        assert_eq!(events(), [Event::OfferEntered { service, version: 0, node: NODE }]);
    });
}

#[test]
fn a_second_change_takes_the_place_of_the_first_and_waits_anew() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        assert_ok!(set_version(NODE, service, 0, PRICE, 7));
        pass(2);
        assert_ok!(set_version(NODE, service, 0, PRICE, 9));
        assert_eq!(Changes::<Test>::iter().count(), 1);
        pass(2);
        assert_eq!(offer_of(service, NODE).terms.slots, SLOTS);
        pass(1);
        assert_eq!(offer_of(service, NODE).terms.slots, 9);
        assert_eq!(Changes::<Test>::iter().count(), 0);
    });
}

#[test]
fn a_pause_takes_an_offer_out_of_the_index_and_a_slot_brings_it_back() {
    build_and_execute(|| {
        let service = published_with_offers(2);
        pause(NODE, service);
        events();
        pass_changes();
        assert_eq!(events(), [Event::OfferLeft { service, version: 0, node: NODE }]);
        assert!(!is_indexed(service, NODE) && is_indexed(service, NODE + 1));
        offer(NODE, service, PRICE);
        assert!(is_indexed(service, NODE));
    });
}

#[test]
fn a_move_between_bands_is_neither_an_entry_nor_an_exit() {
    build_and_execute(|| {
        let service = published_with_offers(3);
        let band = offer_of(service, NODE).place.unwrap().band;
        set_price(NODE, service, PRICE / 2);
        events();
        pass_changes();
        assert_eq!(events(), []);
        assert_eq!(offer_of(service, NODE).place.unwrap().band, band - 4);
    });
}

#[test]
fn a_change_of_a_node_that_may_not_work_any_more_leaves_it_out() {
    build_and_execute(|| {
        let service = published();
        for node in NODE..NODE + 3 {
            set_price(node, service, PRICE);
        }
        register(NODE, STAKE, false);
        register(NODE + 1, spec().min_stake - 1, true);
        unregister(NODE + 2);
        pass_changes();
        for node in NODE..NODE + 3 {
            assert!(!is_indexed(service, node));
        }
    });
}

#[test]
fn a_change_of_a_service_that_is_off_sale_is_dropped() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        assert_ok!(set_version(NODE, service, 0, PRICE, 0));
        assert_ok!(Market::retire(signed(PUBLISHER), service));
        pass_changes();
        let offer = offer_of(service, NODE);
        assert_eq!((offer.terms.slots, offer.change), (SLOTS, None));
    });
}

#[test]
fn a_withdrawn_offer_takes_its_change_with_it() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        set_price(NODE, service, PRICE);
        unregister(NODE);
        assert_ok!(Market::withdraw_offer(signed(BOB), NODE, service));
        assert_eq!(Changes::<Test>::iter().count(), 0);
        pass_changes();
    });
}

#[test]
fn continues_in_the_next_block_where_the_weight_ended() {
    build_and_execute(|| {
        let service = published();
        (NODE..NODE + 5).for_each(|node| set_price(node, service, PRICE));
        let due = offer_of(service, NODE).change.unwrap().due;
        run_to_block(due - 1);

        let (look, step) = (<()>::look_at_block(), <()>::bring_into_force());
        for done in [2, 4, 5] {
            let limit = look + step * 2;
            let mut meter = WeightMeter::with_limit(limit);
            System::set_block_number(System::block_number() + 1);
            Market::work_off_changes(due, due, &mut meter);
            assert!(meter.consumed().all_lte(limit));
            assert_eq!((NODE..NODE + 5).filter(|node| is_indexed(service, *node)).count(), done);
            Market::do_try_state().unwrap();
        }
        assert_eq!(ChangesFrom::<Test>::get(), due + 1);
    });
}

#[test]
fn waits_while_a_block_has_nothing_left() {
    build_and_execute(|| {
        let service = published();
        set_price(NODE, service, PRICE);
        pass(2);
        System::set_block_consumed_resources(Weight::MAX, 0);
        pass(1);
        assert!(!is_indexed(service, NODE));
        System::set_block_consumed_resources(Weight::zero(), 0);
        pass(1);
        assert!(is_indexed(service, NODE));
    });
}

#[test]
fn no_change_is_taken_while_they_come_into_force_late() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        let from = ChangesFrom::<Test>::get();
        System::set_block_number(from + 10);
        assert_ok!(set_version(NODE, service, 0, PRICE, 5));
        System::set_block_number(from + 11);
        let late = set_version(NODE, service, 0, PRICE, 6);
        assert_noop!(late, Error::<Test>::ChangesBehind);

        pass(1);
        assert_ok!(set_version(NODE, service, 0, PRICE, 6));
    });
}

#[test]
fn have_a_share_of_the_block_that_reaches_for_each() {
    Market::check_limits();
}
