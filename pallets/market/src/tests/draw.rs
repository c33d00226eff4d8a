use std::collections::BTreeSet;

use frame_support::{assert_ok, traits::fungible::Mutate as _};
use nes_core::{Balance, Hash, MemberConduct, Shortage, Usage};
use nes_traits::{Market as _, Seat};
use sp_runtime::Perbill;

use crate::{mock::*, Event, OfferTerms, Services, CHANGE_DELAY};

fn busy(service: u32, node: u64) -> u16 {
    offer_of(service, node).busy
}

#[test]
fn fills_the_seats_with_distinct_nodes_at_their_prices() {
    build_and_execute(|| {
        let service = published_with_offers(15);
        let seats = draw(service, 9, 1).unwrap();

        let nodes: BTreeSet<_> = seats.iter().map(|seat| seat.node).collect();
        assert_eq!(nodes.len(), 9);
        assert!(seats.iter().all(|seat| seat.price == PRICE));
        for node in NODE..NODE + 15 {
            assert_eq!(busy(service, node), u16::from(nodes.contains(&node)));
        }
    });
}

#[test]
fn is_the_same_for_the_same_seed_only() {
    build_and_execute(|| {
        let service = published_with_offers(20);
        let fresh = |seed| drawn(&request(service, 3), seed);
        assert_eq!(fresh(1), fresh(1));
        assert_ne!(fresh(1), fresh(2));
    });
}

#[test]
fn takes_only_nodes_that_can_work_now() {
    build_and_execute(|| {
        let service = published_with_offers(9);
        register(NODE, STAKE, false);
        register(NODE + 1, spec().min_stake - 1, true);
        unregister(NODE + 2);
        unregister(NODE + 3);
        register(NODE + 3, STAKE, true);
        set_price(NODE + 4, service, PRICE + 1);
        let small = Usage { output: USAGE.output - 1, ..USAGE };
        let terms = OfferTerms { max_usage: small, ..offer_of(service, NODE + 5).terms };
        assert_ok!(set_terms(NODE + 5, NODE + 5, service, terms));
        pause(NODE + 6, service);
        change_offer(service, NODE + 7, |offer| offer.terms.slots = 1);
        pass(NOTICE);

        // Each draw that finds somebody takes the last two.
        for seed in 0..20 {
            change_offer(service, NODE + 7, |offer| offer.busy = 0);
            let nodes: Vec<_> = drawn(&request(service, 2), seed).into_keys().collect();
            assert_eq!(nodes, [NODE + 7, NODE + 8]);
        }
        assert_eq!(draw(service, 3, 1), Err(Shortage::TooFewEligible));
        draw(service, 2, 1).unwrap();
        assert_eq!(draw(service, 2, 1), Err(Shortage::TooFewEligible));
        assert_eq!(draw(service, 1, 1).unwrap(), [Seat { node: NODE + 8, price: PRICE }]);
    });
}

#[test]
fn asks_each_side_of_the_usage() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        let of = |input, output| {
            drawn(&Request { usage: Usage { input, output }, ..request(service, 1) }, 1).len()
        };
        assert_eq!((of(1_000, 1_000), of(1_001, 0), of(0, 1_001)), (1, 0, 0));
    });
}

#[test]
fn takes_no_node_beyond_its_slots() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        assert!(draw(service, 1, 1).is_ok());
        assert!(draw(service, 1, 2).is_ok());
        assert_eq!(draw(service, 1, 3), Err(Shortage::TooFewEligible));

        close(service, [(NODE, MemberConduct::Attended)]);
        assert!(draw(service, 1, 3).is_ok());
    });
}

/// Returns true if `NODE` is drawn for a task that was requested in this block.
fn draws_for(service: u32, requested: u64) -> bool {
    drawn(&Request { requested, ..request(service, 1) }, 1).contains_key(&NODE)
}

#[test]
fn takes_no_node_that_entered_after_the_request() {
    build_and_execute(|| {
        let service = published();
        set_price(NODE, service, PRICE);
        let set = System::block_number();
        pass(20);
        let entered = set + u64::from(CHANGE_DELAY);
        assert_eq!(offer_of(service, NODE).place.unwrap().entered, entered);
        for requested in set..entered {
            assert!(!draws_for(service, requested), "{requested}");
        }
        assert!(draws_for(service, entered) && draws_for(service, entered + 1));
    });
}

#[test]
fn fills_no_seat_with_a_node_that_entered_after_the_request() {
    build_and_execute(|| {
        let service = published_with_offers(3);
        let old = request(service, 3);
        pass(1);
        offer(NODE + 3, service, PRICE);
        for seed in 0..50 {
            assert!(!drawn(&old, seed).contains_key(&(NODE + 3)));
        }
        register(NODE, STAKE, false);
        assert_eq!(draw_for(&old, 1), Err(Shortage::TooFewEligible));
        assert_eq!(draw(service, 3, 1).map(|seats| seats.len()), Ok(3));
    });
}

#[test]
fn takes_a_node_that_has_changed_its_offer_since_the_request() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        let entered = offer_of(service, NODE).place.unwrap().entered;
        let requested = System::block_number();
        let set = |price, max_usage, slots| {
            let terms = OfferTerms { version: 0, price, max_usage, slots, slashable: false };
            assert_ok!(set_terms(NODE, NODE, service, terms));
            pass(NOTICE);
            assert_eq!(offer_of(service, NODE).place.unwrap().entered, entered);
        };
        // Slots, usage, and a lower and a higher price, each of another band.
        set(PRICE, MAX_USAGE, 9);
        set(PRICE, USAGE, 9);
        set(PRICE / 4, USAGE, 9);
        assert_eq!(offer_of(service, NODE).place.unwrap().band, 32);
        set(PRICE, USAGE, 9);
        assert_eq!(offer_of(service, NODE).place.unwrap().band, 40);
        assert!(draws_for(service, requested));
        // A draw that finds less stake behind it moves it as well.
        register(NODE, STAKE / 2, true);
        assert!(draws_for(service, requested));
        let place = offer_of(service, NODE).place.unwrap();
        assert_eq!((place.weight, place.entered), (STAKE / 2, entered));
    });
}

#[test]
fn takes_no_node_that_has_left_and_come_back_since_the_request() {
    let returns: [&dyn Fn(u32); 4] = [
        // A pause.
        &|service| {
            pause(NODE, service);
            pass_changes();
        },
        // Another version, and back.
        &|service| {
            assert_ok!(set_version(NODE, service, 1, PRICE, SLOTS));
            pass_changes();
        },
        // A jail, which a draw has found.
        &|service| {
            register(NODE, STAKE, false);
            assert!(drawn(&Request { version: 0, ..request(service, 1) }, 1).is_empty());
            register(NODE, STAKE, true);
        },
        // Another registration.
        &|_| {
            unregister(NODE);
            register(NODE, STAKE, true);
        },
    ];
    for leave in returns {
        build_and_execute(|| {
            let service = published_with_offers(1);
            // The stake behind the first version stays, so that it is not closed.
            (NODE + 1..NODE + 6).for_each(|node| set_price(node, service, PRICE * 8));
            pass_changes();
            updated(service);
            let first = Request { version: 0, ..request(service, 1) };
            assert_eq!(drawn(&first, 1).len(), 1);

            leave(service);
            assert_ok!(set_version(NODE, service, 0, PRICE, SLOTS));
            pass_changes();
            assert!(drawn(&first, 1).is_empty());
            let now = System::block_number();
            assert_eq!(drawn(&Request { requested: now, ..first }, 1).len(), 1);
        });
    }
}

#[test]
fn occupies_nothing_when_a_seat_stays_empty() {
    build_and_execute(|| {
        let service = published_with_offers(2);
        assert_eq!(draw(service, 3, 1), Err(Shortage::TooFewOffers));
        assert_eq!((busy(service, NODE), busy(service, NODE + 1)), (0, 0));
    });
}

#[test]
fn finds_nobody_for_a_service_without_offers_or_off_sale() {
    build_and_execute(|| {
        let service = published();
        assert_eq!(draw(service, 1, 1), Err(Shortage::TooFewOffers));
        offer(NODE, service, PRICE);
        let request = request(service, 1);
        assert_ok!(Market::retire(signed(PUBLISHER), service));
        for service in [service, 99] {
            let request = Request { service, ..request.clone() };
            let drawn = Market::draw(&request, &Hash::repeat_byte(1));
            assert_eq!((drawn.seats, drawn.looks), (Err(Shortage::OffSale), 0));
        }
    });
}

#[test]
fn keeps_the_price_of_its_time() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        let seats = draw(service, 1, 1).unwrap();
        set_price(NODE, service, PRICE * 9);
        pass(NOTICE);
        assert_eq!(seats[0].price, PRICE);
    });
}

#[test]
fn looks_only_at_bands_that_the_buyer_can_pay() {
    build_and_execute(|| {
        let service = published_with_offers(3);
        (NODE + 3..NODE + 20).for_each(|node| set_price(node, service, PRICE * 5));
        pass_changes();
        for seed in 0..100 {
            let request = request(service, 3);
            assert_ok!(Market::open_task(service));
            let drawn = Market::draw(&request, &Hash::from_low_u64_be(seed));
            assert!(drawn.seats.is_ok() && drawn.looks <= 3);
            close(service, (NODE..NODE + 3).map(|node| (node, MemberConduct::Attended)));
        }
    });
}

/// Returns how many of `draws` of one node take `NODE`.
fn times_first(request: &Request, draws: u64) -> u64 {
    (0..draws).map(|seed| u64::from(drawn(request, seed).contains_key(&NODE))).sum()
}

#[test]
fn prefers_nodes_by_stake_and_standing() {
    build_and_execute(|| {
        // GIVEN a node with the best standing, and nineteen newcomers with two thirds of its stake
        let service = published_with_offers(20);
        (NODE + 1..NODE + 20).for_each(|node| register(node, STAKE * 2 / 3, true));
        change_offer(service, NODE, |offer| offer.standing = Perbill::one());

        // THEN it is drawn in proportion to its weight, 1 to 0.2 for each other node.
        let times = times_first(&request(service, 1), 20_000);
        let expected = 20_000.0 / (1.0 + 19.0 * 0.2);
        assert!((times as f64 / expected - 1.0).abs() < 0.03, "{times} and {expected}");
    });
}

#[test]
fn prefers_nodes_by_price_across_bands() {
    build_and_execute(|| {
        // GIVEN a node at twice the price of nineteen others, which is more than the median
        let service = published_with_offers(20);
        set_price(NODE, service, PRICE * 2);
        pass(NOTICE);
        let request = Request { max_price: PRICE * 2, ..request(service, 1) };

        // THEN it is drawn in proportion to the cube of the prices, with the median in its band.
        let median = version(service, 0).bands.median().unwrap() as f64;
        let factor = |price: Balance| (median / price as f64).powi(3).min(1.2);
        let share = factor(PRICE * 2) / (factor(PRICE * 2) + 19.0 * factor(PRICE));
        let (times, expected) = (times_first(&request, 20_000), 20_000.0 * share);
        assert!((times as f64 / expected - 1.0).abs() < 0.15, "{times} and {expected}");
    });
}

#[test]
fn counts_a_stake_that_has_shrunk_as_it_is() {
    build_and_execute(|| {
        let service = published_with_offers(3);
        register(NODE + 1, STAKE / 2, true);
        let weight = || version(service, 0).bands.weight();
        assert_eq!(weight(), STAKE * 3);
        events();

        // It is drawn, and its weight is put right.
        let nodes = drawn(&request(service, 3), 1);
        assert!(nodes.contains_key(&(NODE + 1)));
        assert_eq!(weight(), STAKE * 5 / 2);
        assert!(is_indexed(service, NODE + 1));
        assert_eq!(events(), []);
        assert_eq!(drawn(&request(service, 3), 2).len(), 3);
    });
}

#[test]
fn takes_a_stale_offer_that_it_meets_out_of_the_index() {
    build_and_execute(|| {
        let service = published_with_offers(6);
        let stale = [NODE, NODE + 1];
        register(NODE, STAKE, false);
        unregister(NODE + 1);
        events();
        for left in [5, 4, 4] {
            // Each draw takes out one of them at most.
            assert_eq!(drawn(&request(service, 4), 1).len(), 4);
            assert_eq!(version(service, 0).bands.len(), left);
            Market::do_try_state().unwrap();
        }
        let events = events();
        assert_eq!(events.len(), 2);
        for node in stale {
            assert!(events.contains(&Event::OfferLeft { service, version: 0, node }));
            assert!(!is_indexed(service, node));
        }

        // It comes back by its next call.
        register(NODE, STAKE, true);
        pass(5);
        assert!(!is_indexed(service, NODE));
        offer(NODE, service, PRICE);
        assert!(is_indexed(service, NODE));
        register(NODE + 1, STAKE, true);
        offer(NODE + 1, service, PRICE);
        assert!(is_indexed(service, NODE + 1));
    });
}

#[test]
fn takes_a_stale_offer_out_also_where_nobody_is_found() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        register(NODE, STAKE, false);
        assert_eq!(draw(service, 1, 1), Err(Shortage::TooFewEligible));
        assert_eq!(draw(service, 1, 1), Err(Shortage::TooFewOffers));
    });
}

#[test]
fn keeps_a_full_offer_in_the_index() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        change_offer(service, NODE, |offer| offer.terms.slots = 1);
        draw(service, 1, 1).unwrap();
        assert_eq!(draw(service, 1, 1), Err(Shortage::TooFewEligible));
        assert!(is_indexed(service, NODE));
    });
}

/// Publishes a service with an offer at each of these prices, by newcomers.
fn published_at(prices: impl IntoIterator<Item = Balance>) -> u32 {
    let service = published();
    for (node, price) in (NODE..).zip(prices) {
        register(node, STAKE, true);
        Balances::set_balance(&node, START_BALANCE);
        set_price(node, service, price);
    }
    // The changes of a thousand offers take some blocks.
    pass_changes();
    service
}

/// Checks that a buyer who can pay the cheapest twentieth of these prices finds a committee.
fn finds_a_committee_among_the_cheapest(prices: Vec<Balance>) {
    build_and_execute(|| {
        let max_price = prices[prices.len() / 20 - 1];
        assert_eq!(prices.iter().filter(|price| **price <= max_price).count(), 50);
        let service = published_at(prices);
        assert_eq!(version(service, 0).bands.len(), 1_000);
        let request = Request { max_price, ..request(service, 3) };
        let found = (0..2_000).filter(|seed| drawn(&request, *seed).len() == 3).count();
        assert!(found >= 1_980, "{found} of 2,000");
    });
}

/// Regression: such a buyer found no committee in half of the draws.
#[test]
fn finds_a_committee_for_a_buyer_of_the_cheapest_twentieth_of_a_double() {
    for first in [100_000, 131_072] {
        finds_a_committee_among_the_cheapest(
            (0..1_000).map(|at| first + at * first / 1_000).collect(),
        );
    }
}

#[test]
fn finds_a_committee_for_a_buyer_of_the_cheapest_twentieth_of_a_tenfold() {
    let price = |at: i32| (100_000.0 * 10f64.powf(f64::from(at) / 1_000.0)) as Balance;
    finds_a_committee_among_the_cheapest((0..1_000).map(price).collect());
}

#[test]
fn looks_at_no_more_offers_where_there_are_more() {
    let mean = |offers: u64| {
        let mut looks = 0;
        build_and_execute(|| {
            let service =
                published_at((0..offers).map(|at| 1_000 + u128::from(at * 1_000 / offers)));
            let request = Request { max_price: 2_000, ..request(service, 3) };
            for seed in 0..500 {
                assert_ok!(Market::open_task(service));
                let drawn = Market::draw(&request, &Hash::from_low_u64_be(seed));
                looks += drawn.looks;
                let members = drawn.seats.unwrap().into_iter();
                close(service, members.map(|seat| (seat.node, MemberConduct::Attended)));
            }
        });
        f64::from(looks) / 500.0
    };
    let (few, many) = (mean(100), mean(2_000));
    assert!(many <= few * 1.15 && many <= 56.0, "{few} and {many} looks");
}

#[test]
fn is_told_what_the_terms_are() {
    build_and_execute(|| {
        assert!(Market::terms(0, 0).is_none());
        let service = published_with_offers(2);
        let terms = Market::terms(service, 0).unwrap();
        let row = Services::<Test>::get(service).unwrap();
        assert_eq!((terms.publisher, terms.shape), (row.publisher, row.shape));
        assert_eq!((terms.input_bytes, terms.rate), (4, 10));
        assert_eq!(terms.verification, row.verification);
        assert!(terms.on_sale);
        let of_version = terms.version.unwrap();
        assert_eq!(of_version.royalty, spec().royalty);
        assert_eq!((of_version.offers, of_version.floor), (2, PRICE));
        assert!(Market::terms(service, 1).unwrap().version.is_none());
    });
}
