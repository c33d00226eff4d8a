use nes_core::{Balance, MemberConduct, ServiceFault};
use sp_runtime::Perbill;

use crate::{
    mock::*,
    standing::{after_answers, after_fault, usual, weight},
    types::Gains,
    Services, NEWCOMER,
};

const USUAL: Balance = 1_000_000_000;

fn parts(standing: Perbill) -> u32 {
    standing.deconstruct()
}

fn standing(service: u32, node: u64) -> u32 {
    parts(offer_of(service, node).standing)
}

/// The standing after an answer with this part for the protocol.
fn after_answer(standing: Perbill, protocol: Balance, usual: Balance) -> Perbill {
    after_answers(standing, weight(protocol, usual))
}

#[test]
fn a_usual_answer_brings_a_fiftieth_of_what_is_missing() {
    assert_eq!(parts(after_answer(NEWCOMER, USUAL, USUAL)), 314_000_000);
    let next = after_answer(Perbill::from_parts(314_000_000), USUAL, USUAL);
    assert_eq!(parts(next), 327_720_000);
    assert_eq!(after_answer(Perbill::one(), USUAL, USUAL), Perbill::one());
}

#[test]
fn a_smaller_fee_brings_less_and_a_larger_one_no_more() {
    let after = |protocol| parts(after_answer(NEWCOMER, protocol, USUAL));
    assert_eq!(after(USUAL / 2), 307_000_000);
    assert_eq!(after(USUAL / 100), 300_140_000);
    assert_eq!(after(USUAL * 100), 314_000_000);
    assert_eq!(after(0), 300_000_000);
    assert_eq!(parts(after_answer(NEWCOMER, 0, 0)), 300_000_000);
}

#[test]
fn the_answers_of_an_epoch_bring_no_more_than_one_usual_answer() {
    let (mut gains, third) = (Gains::default(), Perbill::from_parts(400_000_000));
    let counted = [third, third, third, third].map(|weight| parts(gains.count(7, weight)));
    assert_eq!(counted, [400_000_000, 400_000_000, 200_000_000, 0]);
    assert_eq!(gains.count(8, third), third);
    assert_eq!(gains.count(8, Perbill::one()), Perbill::from_percent(60));
}

#[test]
fn a_fault_takes_a_fifth_of_what_was_gained() {
    assert_eq!(parts(after_fault(Perbill::one())), 860_000_000);
    assert_eq!(parts(after_fault(Perbill::from_percent(40))), 380_000_000);
    assert_eq!(after_fault(NEWCOMER), NEWCOMER);
    let mut standing = Perbill::one();
    for _ in 0..1_000 {
        let next = after_fault(standing);
        assert!(NEWCOMER <= next && next <= standing);
        standing = next;
    }
    assert!(parts(standing) - parts(NEWCOMER) < 10);
}

#[test]
fn the_usual_part_is_the_first_one_at_first() {
    assert_eq!(usual(0, 5), 5);
    assert_eq!(usual(5, 5), 5);
    assert_eq!(usual(5, 0), 5);
}

#[test]
fn a_fee_weighs_by_itself_in_the_usual_part() {
    // Half the usual weighs half of it against 64, and a double weighs two.
    assert_eq!(usual(USUAL, USUAL / 2), USUAL - 3_875_968);
    assert_eq!(usual(USUAL, USUAL * 2), USUAL + 30_303_030);
}

#[test]
fn one_huge_fee_moves_the_usual_part_by_three_percent_at_most() {
    for protocol in [USUAL * 3, USUAL * 1_000_000, Balance::MAX] {
        let after = usual(USUAL, protocol);
        assert!((USUAL..=USUAL + USUAL * 31 / 1_000).contains(&after));
    }
}

/// Regression: after a first fee of next to nothing the usual part stayed there for good.
#[test]
fn the_usual_part_grows_from_next_to_nothing() {
    let mut after = usual(0, 1);
    for _ in 0..500 {
        let next = usual(after, USUAL / 1_000);
        assert!(after <= next && next <= USUAL / 1_000);
        after = next;
    }
    assert!(after > USUAL / 2_000, "{after}");
}

#[test]
fn small_fees_shrink_the_usual_part_for_much_more_than_they_take_from_it() {
    for part in [1, 2, 10, 1_000, 100_000] {
        let (fee, mut paid, mut after) = (USUAL / part, 0, USUAL);
        for _ in 0..20_000 {
            after = usual(after, fee);
            paid += fee;
            assert!(after >= 1 && (USUAL - after) * 60 <= paid, "{after} for {paid}");
        }
    }
}

#[test]
fn an_answer_counts_in_committees_of_three_and_more() {
    build_and_execute(|| {
        let service = published_with_offers(3);
        win(service, &[NODE], PROTOCOL);
        win(service, &[NODE, NODE + 1], PROTOCOL);
        assert_eq!(standing(service, NODE), 300_000_000);
        win(service, &[NODE, NODE + 1, NODE + 2], PROTOCOL);
        assert_eq!(standing(service, NODE), 314_000_000);
    });
}

#[test]
fn is_weighed_by_what_was_usual_before_the_task() {
    build_and_execute(|| {
        let service = published_with_offers(3);
        let nodes = [NODE, NODE + 1, NODE + 2];
        win(service, &nodes, PROTOCOL);
        assert_eq!(Services::<Test>::get(service).unwrap().usual, PROTOCOL);
        Epoch::set(1);
        win(service, &nodes, PROTOCOL / 2);
        for node in nodes {
            // Half a gain of the 0.686 that were missing.
            assert_eq!(standing(service, node), 314_000_000 + 6_860_000);
        }
        assert!(Services::<Test>::get(service).unwrap().usual < PROTOCOL);
    });
}

#[test]
fn is_not_earned_without_a_part_for_the_protocol() {
    build_and_execute(|| {
        let service = published_with_offers(3);
        let nodes = [NODE, NODE + 1, NODE + 2];
        for _ in 0..100 {
            win(service, &nodes, 0);
        }
        assert_eq!(standing(service, NODE), 300_000_000);
        assert_eq!(Services::<Test>::get(service).unwrap().usual, 0);
    });
}

#[test]
fn of_one_service_is_none_in_another() {
    build_and_execute(|| {
        let (service, other) = (published_with_offers(3), published_with_offers(3));
        win(service, &[NODE, NODE + 1, NODE + 2], PROTOCOL);
        assert_eq!((standing(service, NODE), standing(other, NODE)), (314_000_000, 300_000_000));
    });
}

#[test]
fn ends_with_the_offer_and_with_the_registration() {
    build_and_execute(|| {
        let service = published_with_offers(3);
        win(service, &[NODE, NODE + 1, NODE + 2], PROTOCOL);

        pause(NODE, service);
        pass_changes();
        frame_support::assert_ok!(Market::withdraw_offer(signed(NODE), NODE, service));
        offer(NODE, service, PRICE);
        assert_eq!(standing(service, NODE), 300_000_000);

        unregister(NODE + 1);
        register(NODE + 1, STAKE, true);
        set_price(NODE + 1, service, PRICE);
        assert_eq!(standing(service, NODE + 1), 300_000_000);
        assert_eq!(standing(service, NODE + 2), 314_000_000);
    });
}

#[test]
fn a_fault_counts_in_a_committee_of_any_size() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        change_offer(service, NODE, |offer| offer.standing = Perbill::one());
        draw(service, 1, 1).unwrap();
        close(service, [(NODE, MemberConduct::Failed(ServiceFault::NoReveal))]);
        assert_eq!(standing(service, NODE), 860_000_000);
        assert_eq!(Services::<Test>::get(service).unwrap().usual, 0);
    });
}

#[test]
fn rises_by_one_usual_answer_an_epoch() {
    build_and_execute(|| {
        let service = published_with_offers(3);
        let nodes = [NODE, NODE + 1, NODE + 2];
        (0..5).for_each(|_| win(service, &nodes, PROTOCOL));
        assert_eq!(standing(service, NODE), 314_000_000);
        Epoch::set(1);
        (0..5).for_each(|_| win(service, &nodes, PROTOCOL));
        assert_eq!(standing(service, NODE), 327_720_000);
    });
}

/// The three nodes of one operator pay themselves as often as they like, for ten epochs, whatever it
/// costs: they end with no better standing than nodes that give one usual answer an epoch.
#[test]
fn cannot_be_bought_by_tasks_for_oneself() {
    for (fees, pieces) in [(1, 1), (1, 100), (20, 1), (20, 50)] {
        build_and_execute(|| {
            let service = published_with_offers(6);
            let (honest, own) = ([NODE, NODE + 1, NODE + 2], [NODE + 3, NODE + 4, NODE + 5]);
            for epoch in 0..10 {
                Epoch::set(epoch);
                win(service, &honest, PROTOCOL);
                (0..fees * pieces).for_each(|_| win(service, &own, PROTOCOL / pieces));
            }
            let (honest, own) = (standing(service, NODE), standing(service, NODE + 3));
            assert!(own <= honest, "{own} and {honest} for {fees} fees in {pieces} pieces");
        });
    }
}

/// Regression: in a service whose first fee was next to nothing, 200 tasks for 600 planck brought
/// three nodes nearly the best standing.
#[test]
fn of_a_new_service_is_not_to_be_had_for_next_to_nothing() {
    build_and_execute(|| {
        let service = published_with_offers(3);
        for epoch in 0..200 {
            Epoch::set(epoch);
            win(service, &[NODE, NODE + 1, NODE + 2], 1);
        }
        assert!(standing(service, NODE) < 300_001_000);
    });
}
