use std::collections::BTreeSet;

use frame_support::assert_ok;
use nes_core::{Hash, MemberConduct, Shortage, Tariff};
use nes_traits::{Market as _, Seat};
use sp_runtime::Perquintill;

use crate::{draw::chance, mock::*, Offers, Params, Services};

fn busy(service: u32, node: u64) -> u16 {
    Offers::<Test>::get(service, node).unwrap().busy
}

#[test]
fn fills_the_seats_with_distinct_nodes_at_their_tariffs() {
    build_and_execute(|| {
        let service = published_with_offers(15);
        let seats = draw(service, 9, 1).unwrap();

        let nodes: BTreeSet<_> = seats.iter().map(|seat| seat.node).collect();
        assert_eq!(nodes.len(), 9);
        assert!(seats.iter().all(|seat| seat.tariff == TARIFF));
        for node in NODE..NODE + 15 {
            assert_eq!(busy(service, node), u16::from(nodes.contains(&node)));
        }
    });
}

#[test]
fn is_the_same_for_the_same_seed_only() {
    build_and_execute(|| {
        let service = published_with_offers(20);
        let fresh = |seed| {
            let seats = draw(service, 3, seed).unwrap();
            close(service, seats.iter().map(|seat| (seat.node, MemberConduct::Unjudged)));
            seats
        };
        assert_eq!(fresh(1), fresh(1));
        assert_ne!(fresh(1), fresh(2));
    });
}

#[test]
fn takes_only_nodes_that_can_work_now() {
    build_and_execute(|| {
        let service = published_with_offers(5);
        register(NODE, STAKE, false);
        register(NODE + 1, spec().min_stake - 1, true);
        unregister(NODE + 2);
        let dear = Tariff { output: TARIFF.output + 1, ..TARIFF };
        offer(NODE + 3, service, dear);

        let seats = draw(service, 1, 1).unwrap();
        assert_eq!(seats, [Seat { node: NODE + 4, tariff: TARIFF }]);
        assert_eq!(draw(service, 2, 1), Err(Shortage::TooFewEligible));
    });
}

#[test]
fn takes_no_node_beyond_its_slots() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        assert!(draw(service, 1, 1).is_ok());
        assert!(draw(service, 1, 2).is_ok());
        assert_eq!(draw(service, 1, 3), Err(Shortage::TooFewEligible));

        close(service, [(NODE, MemberConduct::Unjudged)]);
        assert!(draw(service, 1, 3).is_ok());
    });
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
        offer(NODE, service, TARIFF);
        assert_ok!(Market::retire(signed(PUBLISHER), service));
        for service in [service, 99] {
            let drawn = Market::draw(service, 1, &Hash::repeat_byte(1), &TARIFF).seats;
            assert_eq!(drawn, Err(Shortage::OffSale));
        }
    });
}

#[test]
fn keeps_the_tariff_of_its_time() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        let seats = draw(service, 1, 1).unwrap();
        offer(NODE, service, DEAR);
        assert_eq!(seats[0].tariff, TARIFF);
    });
}

#[test]
fn prefers_nodes_by_stake_and_reputation() {
    build_and_execute(|| {
        // GIVEN a node with the highest reputation, and nineteen with a tenth of the cap's stake.
        let service = published_with_offers(20);
        (NODE + 1..NODE + 20).for_each(|node| register(node, 10_000 * UNIT, true));
        crate::Reputations::<Test>::mutate(NODE, |reputation| reputation.value = 10_000_000);

        // WHEN one of them is drawn for many tasks
        let seed = |task: u32| Hash::from_low_u64_be(task.into());
        let mut drawn = 0;
        for task in 0..1_000 {
            assert_ok!(Market::open_task(service));
            let seats = Market::draw(service, 1, &seed(task), &TARIFF).seats.unwrap();
            drawn += u32::from(seats[0].node == NODE);
            close(service, [(seats[0].node, MemberConduct::Unjudged)]);
        }

        // THEN it is the first member in proportion to its weight, 1 to 0.02 for each other node,
        // less the draws that end in the walk.
        assert!(drawn > 500, "{drawn}");
    });
}

#[test]
fn gives_a_chance_in_proportion_to_stake_and_reputation() {
    let cap = Params::default().stake_cap;
    assert_eq!(chance(cap, cap, 10_000_000), Perquintill::one());
    assert_eq!(chance(cap * 3, cap, 10_000_000), Perquintill::one());
    assert_eq!(chance(cap, cap, 1_000_000), Perquintill::from_percent(10));
    assert_eq!(chance(cap / 4, cap, 1_000_000), Perquintill::from_rational(1u64, 40));
    assert_eq!(chance(0, cap, 10_000_000), Perquintill::zero());
    let highest = 2_000_000_000 * UNIT;
    assert_eq!(chance(highest, highest, 10_000_000), Perquintill::one());
}

#[test]
fn is_told_what_the_terms_are() {
    build_and_execute(|| {
        assert!(Market::terms(0).is_none());
        let service = published_with_offers(2);
        let terms = Market::terms(service).unwrap();
        let row = Services::<Test>::get(service).unwrap();
        assert_eq!((terms.publisher, terms.royalty), (row.publisher, row.royalty));
        assert_eq!(terms.verification, row.verification);
        assert!(terms.on_sale);
        assert_eq!((terms.offers, terms.floor), (2, TARIFF));
    });
}
