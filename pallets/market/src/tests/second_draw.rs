//! The draw of second committees among the nodes on duty.

use std::collections::{BTreeMap, BTreeSet};

use frame_support::assert_ok;
use nes_core::{Balance, Hash};
use nes_traits::{Duties as _, NodeRegistry as _, SecondDraw};

use crate::{duty::Roster, mock::*, DutyIndex};

fn request_for(service: u32, seats: u8) -> SecondDraw<u64, u64> {
    let requested = System::block_number();
    SecondDraw { service, version: 0, seats, requested, excluded: vec![] }
}

fn drawn_by(request: &SecondDraw<u64, u64>, seed: u64) -> Option<Vec<u64>> {
    <Market as nes_traits::Duties<_, _>>::draw(request, &Hash::from_low_u64_be(seed)).0
}

/// Returns all that draws with these seeds take.
fn all(request: &SecondDraw<u64, u64>, seeds: u64) -> BTreeSet<u64> {
    (0..seeds).flat_map(|seed| drawn_by(request, seed).unwrap_or_default()).collect()
}

#[test]
fn takes_distinct_nodes_and_occupies_no_slot() {
    build_and_execute(|| {
        let service = published_with_slashable(12);
        let request = request_for(service, 9);
        for seed in 0..50 {
            let nodes = drawn_by(&request, seed).unwrap();
            assert_eq!(nodes.iter().collect::<BTreeSet<_>>().len(), 9);
        }
        assert!((NODE..NODE + 12).all(|node| offer_of(service, node).busy == 0));
    });
}

#[test]
fn is_the_same_for_the_same_seed_only() {
    build_and_execute(|| {
        let request = request_for(published_with_slashable(20), 5);
        assert_eq!(drawn_by(&request, 1), drawn_by(&request, 1));
        assert_ne!(drawn_by(&request, 1), drawn_by(&request, 2));
    });
}

#[test]
fn takes_all_seats_or_none() {
    build_and_execute(|| {
        let service = published_with_slashable(5);
        assert_eq!(drawn_by(&request_for(service, 5), 1).unwrap().len(), 5);
        assert_eq!(drawn_by(&request_for(service, 6), 1), None);
        register(NODE, STAKE, false);
        assert_eq!(drawn_by(&request_for(service, 5), 1), None);
        assert_eq!(drawn_by(&request_for(99, 1), 1), None);
    });
}

#[test]
fn takes_busy_and_paused_nodes_and_dear_ones() {
    build_and_execute(|| {
        let service = published_with_slashable(3);
        change_offer(service, NODE, |offer| offer.terms.slots = 1);
        for seed in 0..2 {
            draw(service, 2, seed).unwrap();
        }
        pause(NODE + 1, service);
        let dear = crate::OfferTerms { price: PRICE * 64, ..offer_of(service, NODE + 2).terms };
        assert_ok!(set_terms(NODE + 2, NODE + 2, service, dear));
        pass(NOTICE);
        let nodes: BTreeSet<_> =
            drawn_by(&request_for(service, 3), 1).unwrap().into_iter().collect();
        assert!(nodes.into_iter().eq(NODE..NODE + 3));
    });
}

#[test]
fn never_takes_who_is_excluded() {
    build_and_execute(|| {
        let service = published_with_slashable(20);
        let excluded: Vec<_> = (NODE..NODE + 14).collect();
        let request = SecondDraw { excluded, ..request_for(service, 5) };
        let taken = all(&request, 300);
        assert!(taken.into_iter().eq(NODE + 14..NODE + 20));
        assert_eq!(drawn_by(&SecondDraw { seats: 7, ..request }, 1), None);
    });
}

#[test]
fn takes_only_who_is_on_duty_since_the_request_and_may_work() {
    build_and_execute(|| {
        let service = published_with_slashable(4);
        let request = request_for(service, 3);
        // Jailed, of another registration, with too little stake.
        register(NODE, STAKE, false);
        unregister(NODE + 4);
        register(NODE + 4, STAKE, true);
        pass(1);
        set_slashable(NODE + 4, service, true);
        set_slashable(NODE + 5, service, true);
        pass_changes();
        assert!(all(&request, 200).into_iter().eq(NODE + 1..NODE + 4));
        register(NODE + 1, spec().min_stake - 1, true);
        assert_eq!(drawn_by(&request, 1), None);
        let fewer = SecondDraw { seats: 2, ..request };
        assert!(all(&fewer, 200).into_iter().eq(NODE + 2..NODE + 4));
        unregister(NODE + 2);
        register(NODE + 2, STAKE, true);
        assert_eq!(drawn_by(&fewer, 1), None);
        let later = request_for(service, 3);
        assert!(all(&later, 200).into_iter().eq(NODE + 3..NODE + 6));
    });
}

#[test]
fn goes_on_without_the_service() {
    build_and_execute(|| {
        let service = published_with_slashable(5);
        let request = request_for(service, 5);
        assert_ok!(Market::retire(signed(PUBLISHER), service));
        for node in NODE..NODE + 5 {
            assert_ok!(Market::withdraw_offer(signed(BOB), node, service));
        }
        assert_eq!(drawn_by(&request, 1).unwrap().len(), 5);
        // Its least stake is gone with it.
        register(NODE, 1, true);
        assert_eq!(drawn_by(&request, 1).unwrap().len(), 5);
    });
}

#[test]
fn prefers_nodes_by_stake_up_to_the_cap() {
    build_and_execute(|| {
        let service = published_with_slashable(10);
        let stakes: Vec<Balance> = (1..=10).map(|part| STAKE * part / 8).collect();
        let stakes: Vec<_> = stakes.into_iter().map(|stake| stake.max(spec().min_stake)).collect();
        for (node, stake) in (NODE..).zip(&stakes) {
            register(node, *stake, true);
        }
        let request = request_for(service, 1);
        let (draws, mut times) = (200_000, BTreeMap::<u64, u64>::new());
        for seed in 0..draws {
            let nodes = drawn_by(&request, seed).unwrap();
            *times.entry(nodes[0]).or_default() += 1;
        }
        let weigh = |stake: &Balance| *stake.min(&STAKE) as f64;
        let sum: f64 = stakes.iter().map(weigh).sum();
        for (node, stake) in (NODE..).zip(&stakes) {
            let expected = draws as f64 * weigh(stake) / sum;
            let times = times[&node] as f64;
            assert!((times / expected - 1.0).abs() < 0.05, "{node}: {times} and {expected}");
        }
    });
}

/// Adds this number of nodes on duty for a service directly.
fn on_duty(service: u32, nodes: u64) {
    let roster = Roster::<Test>::of(service, 0);
    for node in NODE..NODE + nodes {
        register(node, STAKE, true);
        roster.enter(&node, FakeNodes::registration(&node).unwrap()).unwrap();
    }
}

#[test]
fn looks_at_no_more_nodes_where_there_are_more() {
    let mean = |nodes: u64| {
        let mut looks = 0;
        without_invariants(|| {
            let service = published();
            on_duty(service, nodes);
            assert_eq!(u64::from(Market::count(service, 0)), nodes);
            for seed in 0..500 {
                let excluded = (NODE..NODE + 22).collect();
                let request = SecondDraw { excluded, ..request_for(service, 9) };
                let (drawn, looked) = <Market as nes_traits::Duties<_, _>>::draw(
                    &request,
                    &Hash::from_low_u64_be(seed),
                );
                assert_eq!(drawn.unwrap().len(), 9);
                assert!(looked <= nes_committee::max_looks(9));
                looks += looked;
            }
        });
        f64::from(looks) / 500.0
    };
    let (few, many) = (mean(100), mean(10_000));
    assert!(many <= few * 1.02, "{few} and {many} looks");
}

#[test]
fn finds_nobody_where_the_index_is_empty() {
    build_and_execute(|| {
        let service = published_with_offers(5);
        assert_eq!(DutyIndex::<Test>::iter().count(), 0);
        let request = request_for(service, 1);
        let drawn = <Market as nes_traits::Duties<_, _>>::draw(&request, &Hash::zero());
        assert_eq!(drawn, (None, 0));
    });
}
