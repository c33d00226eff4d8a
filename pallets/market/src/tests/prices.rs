//! The price that an offer charges, and what a node can do about it after a request.

use std::collections::BTreeMap;

use frame_support::{assert_noop, assert_ok};
use nes_core::Balance;

use crate::{
    mock::*, types::PRICE_MEMORY, Error, OfferOf, OfferTerms, Rise, CHANGE_DELAY, NEWCOMER,
};

const MEMORY: u64 = PRICE_MEMORY as u64;

/// Returns an offer with this price and this rise.
fn priced(price: Balance, rise: Option<(Balance, u64)>) -> OfferOf<Test> {
    OfferOf::<Test> {
        registration: 0,
        terms: OfferTerms { version: 0, price, max_usage: MAX_USAGE, slots: 1, slashable: false },
        rise: rise.map(|(price, from)| Rise { price, from }),
        change: None,
        place: None,
        busy: 0,
        standing: NEWCOMER,
        gains: Default::default(),
        deposit: 0,
    }
}

#[test]
fn a_new_price_is_lower_at_once_or_higher_after_the_notice() {
    // All of them are announced in block 1,000, and come into force in block 1,003.
    let (set, now, from) = (1_000, 1_003, 1_000 + NOTICE);
    let is_in_force = now - 50;
    let is_settled = now - MEMORY;
    for (price, rise, new, expected_price, expected_rise) in [
        // Without a rise.
        (100, None, 100, 100, None),
        (100, None, 90, 90, None),
        (100, None, 110, 100, Some((110, from))),
        // A rise was announced: the same price keeps its block, another one waits anew.
        (100, Some((120, now + 5)), 120, 100, Some((120, now + 5))),
        (100, Some((120, now + 5)), 130, 100, Some((130, from))),
        (100, Some((120, now + 5)), 110, 100, Some((110, from))),
        // The old price cancels it, and a lower one too.
        (100, Some((120, now + 5)), 100, 100, None),
        (100, Some((120, now + 5)), 90, 90, None),
        // A rise is in force: its price can be lowered, and the one before it is remembered.
        (100, Some((120, is_in_force)), 120, 100, Some((120, is_in_force))),
        (100, Some((120, is_in_force)), 110, 100, Some((110, is_in_force))),
        (100, Some((120, now)), 110, 100, Some((110, now))),
        (100, Some((120, is_in_force)), 100, 100, None),
        (100, Some((120, is_in_force)), 90, 90, None),
        // Who raises it again within the memory charges the first price meanwhile.
        (100, Some((120, is_in_force)), 130, 100, Some((130, from))),
        (100, Some((120, is_settled + 1)), 130, 100, Some((130, from))),
        // No task is from before a settled rise.
        (100, Some((120, is_settled)), 120, 120, None),
        (100, Some((120, is_settled)), 130, 120, Some((130, from))),
        (100, Some((120, is_settled)), 110, 110, None),
        (100, Some((120, is_settled)), 90, 90, None),
    ] {
        let mut offer = priced(price, rise);
        offer.set_price(new, set, NOTICE, now);
        assert_eq!(offer, priced(expected_price, expected_rise), "{rise:?} and then {new}");
    }
}

#[test]
fn lowering_touches_a_higher_price_only() {
    for (price, rise, new, expected_price, expected_rise) in [
        (100, None, 100, 100, None),
        (100, None, 110, 100, None),
        (100, None, 90, 90, None),
        // A higher price that was announced stays, unless the one that holds is set again, or less.
        (100, Some((120, 1_005)), 110, 100, Some((120, 1_005))),
        (100, Some((120, 1_005)), 100, 100, None),
        (100, Some((120, 1_005)), 90, 90, None),
        (100, Some((120, 990)), 120, 100, Some((120, 990))),
        (100, Some((120, 990)), 110, 100, Some((110, 990))),
        (100, Some((120, 990)), 90, 90, None),
        (100, Some((120, 1_001 - MEMORY)), 110, 100, Some((110, 1_001 - MEMORY))),
        (100, Some((120, 1_000 - MEMORY)), 110, 110, None),
    ] {
        let mut offer = priced(price, rise);
        offer.lower_price(new, 1_000);
        assert_eq!(offer, priced(expected_price, expected_rise), "{rise:?} and then {new}");
    }
}

#[test]
fn a_price_is_that_of_the_block_and_the_place_that_of_the_higher_one() {
    let offer = priced(100, Some((120, 1_005)));
    assert_eq!([1_004, 1_005, 1_006].map(|at| offer.price_at(at)), [100, 120, 120]);
    assert_eq!(offer.asked(), 120);
    assert_eq!((priced(100, None).price_at(5), priced(100, None).asked()), (100, 100));
}

/// Returns what `NODE` charges for a request of the block `requested`, with any maximum.
fn charged(service: u32, requested: u64) -> Balance {
    let max_price = u64::MAX.into();
    drawn(&Request { max_price, requested, ..request(service, 1) }, 1)[&NODE]
}

#[test]
fn a_lower_one_is_charged_at_the_next_draw() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        let requested = System::block_number();
        set_price(NODE, service, PRICE / 4);
        assert_eq!(charged(service, requested), PRICE / 4);

        // The band follows with the change, so that a buyer who can pay no more finds it then.
        let poor = Request { max_price: PRICE / 2, ..request(service, 1) };
        Market::do_try_state().unwrap();
        assert!(drawn(&poor, 1).is_empty());
        pass_changes();
        assert_eq!(drawn(&poor, 1)[&NODE], PRICE / 4);
    });
}

#[test]
fn a_higher_one_is_charged_for_requests_after_the_notice() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        let set = System::block_number();
        set_price(NODE, service, PRICE * 2);
        let mut requests = Vec::new();
        for block in set..=set + NOTICE + 5 {
            run_to_block(block);
            requests.push(block);
            for requested in &requests {
                let is_before = *requested < set + NOTICE;
                let expected = if is_before { PRICE } else { PRICE * 2 };
                assert_eq!(charged(service, *requested), expected, "{requested} in {block}");
            }
        }
    });
}

#[test]
fn an_announced_one_is_drawn_as_what_it_will_be() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        set_price(NODE, service, PRICE * 2);
        pass_changes();
        assert!(drawn(&request(service, 1), 1).is_empty());
        assert_eq!(charged(service, System::block_number()), PRICE);
    });
}

#[test]
fn an_announcement_is_cancelled_at_once_by_the_price_that_holds() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        set_price(NODE, service, PRICE * 2);
        pass(NOTICE - 1);
        set_price(NODE, service, PRICE);
        for _ in 0..NOTICE {
            pass(1);
            assert_eq!(charged(service, System::block_number()), PRICE);
        }
    });
}

#[test]
fn a_second_announcement_waits_anew() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        let now = || charged(service, System::block_number());
        set_price(NODE, service, PRICE * 2);
        pass(5);
        set_price(NODE, service, PRICE * 3);
        pass(NOTICE - 1);
        assert_eq!(now(), PRICE);
        pass(1);
        assert_eq!(now(), PRICE * 3);

        // And again, within the memory: until then the first price is charged.
        set_price(NODE, service, PRICE * 4);
        pass_changes();
        assert_eq!(now(), PRICE);
        pass(NOTICE);
        assert_eq!(now(), PRICE * 4);
        // Long after, the price before the last rise is forgotten.
        pass(MEMORY);
        set_price(NODE, service, PRICE * 5);
        pass_changes();
        assert_eq!(now(), PRICE * 4);
    });
}

#[test]
fn a_rise_is_remembered_for_the_tasks_from_before_it() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        let requested = System::block_number();
        set_price(NODE, service, PRICE * 2);
        pass(NOTICE);
        for _ in 0..MEMORY / 20 {
            // The same price over and over forgets nothing.
            set_price(NODE, service, PRICE * 2);
            pass(10);
            assert_eq!(charged(service, requested), PRICE);
        }
        assert_eq!(charged(service, requested + NOTICE), PRICE * 2);
    });
}

/// Checks one block after another that no task is charged more than the price that its payer could
/// see in the block of the request, and that a price only rises to one that was set a notice before.
///
/// `seen` has the price of each block, and `set` the prices that were set, with their blocks.
fn check_prices(service: u32, seen: &mut BTreeMap<u64, Balance>, set: &[(u64, Balance)]) {
    let now = System::block_number();
    let offer = offer_of(service, NODE);
    let price = offer.price_at(now);
    if seen.get(&(now - 1)).is_some_and(|before| price > *before) {
        // In the block of a rise, its price may have been lowered again.
        let is_announced = |(at, announced): &(_, _)| *announced >= price && at + NOTICE <= now;
        assert!(set.iter().any(is_announced), "{price} in {now} after {set:?}");
    }
    seen.insert(now, price);
    for (requested, price) in seen.range(now.saturating_sub(MEMORY)..) {
        let charged = offer.price_at(*requested).min(offer.price_at(now));
        assert!(charged <= *price, "{charged} in {now} for {price} in {requested}");
    }
}

#[test]
fn is_never_above_that_at_the_request_whatever_is_set() {
    for seed in 0..40 {
        build_and_execute(|| {
            let service = published_with_offers(1);
            let mut numbers = Numbers(seed << 32);
            // Some nodes change their price all the time, others hardly ever.
            let pause = 1 + numbers.below(30);
            let (mut seen, mut set) = (BTreeMap::new(), Vec::new());
            for _ in 0..350 {
                pass(1);
                if numbers.below(pause) == 0 {
                    let price = Balance::from(1 + numbers.below(5_000));
                    set_price(NODE, service, price);
                    set.push((System::block_number(), price));
                }
                check_prices(service, &mut seen, &set);
                Market::do_try_state().unwrap();
            }
        });
    }
}

/// Every call by which a node could try to change its part in a draw.
fn attacks(service: u32) -> [Box<dyn Fn()>; 6] {
    let set = move |version, price, slots| {
        let _ = set_version(NODE, service, version, price, slots);
    };
    let withdraw = move || {
        let _ = Market::withdraw_offer(signed(NODE), NODE, service);
    };
    [
        Box::new(move || set(0, PRICE * 5, SLOTS)),
        Box::new(move || set(0, PRICE, 0)),
        Box::new(move || set(1, PRICE, SLOTS)),
        Box::new(move || set(1, PRICE * 5, 0)),
        Box::new(withdraw),
        Box::new(move || {
            set(0, PRICE, 0);
            withdraw();
            set(0, PRICE * 5, SLOTS);
        }),
    ]
}

/// Publishes a service of two versions, of which the first one has the offers of four nodes.
fn two_versions() -> u32 {
    let service = published_with_offers(4);
    updated(service);
    service
}

/// Regression: nodes raised their price to the buyer's maximum between request and draw.
#[test]
fn nothing_that_a_node_calls_after_a_request_changes_its_draw() {
    // A node is drawn two blocks after the request.
    for number in 0..6 {
        for delays in [[0, 0], [0, 1], [0, 2], [1, 2]] {
            build_and_execute(|| {
                let service = two_versions();
                let max_price = PRICE * 10;
                let request = Request { version: 0, max_price, ..request(service, 3) };
                let seeds = 0..20;
                let draws: Vec<_> = seeds.clone().map(|seed| drawn(&request, seed)).collect();

                for at in 0..=2 {
                    run_to_block(request.requested + at);
                    if delays.contains(&at) {
                        attacks(service)[number]();
                    }
                }
                let after: Vec<_> = seeds.map(|seed| drawn(&request, seed)).collect();
                assert_eq!(after, draws, "attack {number}");
                Market::do_try_state().unwrap();
            });
        }
    }
}

#[test]
fn nothing_that_a_node_calls_after_a_request_brings_it_into_the_draw() {
    for was_registered_before in [false, true] {
        build_and_execute(|| {
            let service = published_with_offers(4);
            unregister(NODE);
            if !was_registered_before {
                assert_ok!(Market::withdraw_offer(signed(BOB), NODE, service));
            }
            register(NODE, STAKE, true);

            let request = request(service, 4);
            assert!(drawn(&request, 1).is_empty());
            set_price(NODE, service, PRICE);
            for _ in 1..CHANGE_DELAY {
                assert!(drawn(&request, 1).is_empty());
                pass(1);
            }
            assert!(drawn(&request, 1).is_empty());
            // Nor when the draws are late; only for what is requested from now on.
            pass(1);
            assert!(drawn(&request, 1).is_empty());
            let requested = System::block_number();
            assert_eq!(drawn(&Request { requested, ..request }, 1).len(), 4);
        });
    }
}

#[test]
fn an_offer_can_be_taken_back_three_blocks_after_its_pause() {
    build_and_execute(|| {
        let service = published_with_offers(4);
        let withdraw = || Market::withdraw_offer(signed(NODE), NODE, service);
        pause(NODE, service);
        for _ in 0..CHANGE_DELAY {
            assert_noop!(withdraw(), Error::<Test>::OfferNotPaused);
            pass(1);
        }
        assert_ok!(withdraw());
    });
}

/// Regression: a turn to the other version and back brought a higher price within six blocks.
#[test]
fn a_turn_to_another_version_spares_no_notice() {
    build_and_execute(|| {
        let service = two_versions();
        let set = System::block_number();
        assert_ok!(set_version(NODE, service, 1, PRICE * 5, SLOTS));
        pass_changes();
        assert_eq!(offer_of(service, NODE).price_at(System::block_number()), PRICE);
        assert_ok!(set_version(NODE, service, 0, PRICE * 5, SLOTS));
        pass_changes();
        for block in System::block_number()..set + NOTICE {
            run_to_block(block);
            assert_eq!(offer_of(service, NODE).price_at(block), PRICE);
        }
        run_to_block(set + NOTICE);
        assert_eq!(offer_of(service, NODE).price_at(set + NOTICE), PRICE * 5);
    });
}
