use frame_support::{assert_noop, assert_ok};
use nes_core::{MemberConduct, Tariff};
use nes_traits::Market as _;
use nes_traits::NodeRegistry as _;
use sp_runtime::TokenError;

use crate::{mock::*, Error, Event, HoldReason, Offer, OfferIndex, Offers, Services};

fn set_offer(who: u64, node: u64, service: u32, slots: u16) -> sp_runtime::DispatchResult {
    Market::set_offer(signed(who), node, service, TARIFF, slots)
}

#[test]
fn adds_a_new_offer_at_the_end_of_the_index() {
    build_and_execute(|| {
        let service = published_with_offers(2);
        let node = NODE + 2;
        assert_ok!(set_offer(node, node, service, 4));

        let deposit = OFFER_DEPOSIT;
        let registration = FakeNodes::registration(&(NODE + 2)).unwrap();
        let expected =
            Offer { registration, tariff: TARIFF, slots: 4, busy: 0, position: 2, deposit };
        assert_eq!(Offers::<Test>::get(service, node), Some(expected));
        assert_eq!(OfferIndex::<Test>::get(service, 2), Some(node));
        assert_eq!(Services::<Test>::get(service).unwrap().offers, 3);
        assert_eq!(held(HoldReason::Offer, node), OFFER_DEPOSIT);
        let set = Event::OfferSet { service, node, tariff: TARIFF, slots: 4 };
        assert_eq!(events().last(), Some(&set));
    });
}

#[test]
fn changes_tariff_and_slots_of_an_offer_and_nothing_else() {
    build_and_execute(|| {
        let service = published_with_offers(2);
        draw(service, 2, 1).unwrap();
        let before = Offers::<Test>::get(service, NODE).unwrap();
        let tariff = Tariff { base: 1, ..TARIFF };

        let node = signed(NODE);
        assert_ok!(Market::set_offer(node, NODE, service, tariff, 9));

        let expected = Offer { tariff, slots: 9, ..before };
        assert_eq!(Offers::<Test>::get(service, NODE), Some(expected));
        assert_eq!(Services::<Test>::get(service).unwrap().offers, 2);
        assert_eq!(held(HoldReason::Offer, NODE), OFFER_DEPOSIT);
    });
}

#[test]
fn may_leave_fewer_slots_than_are_occupied() {
    build_and_execute(|| {
        let service = published_with_offers(2);
        for seed in 1..=2 {
            draw(service, 2, seed).unwrap();
        }
        assert_ok!(set_offer(NODE, NODE, service, 1));
        let offer = Offers::<Test>::get(service, NODE).unwrap();
        assert_eq!((offer.slots, offer.busy), (1, 2));

        let members = [NODE, NODE + 1].map(|node| (node, MemberConduct::Unjudged));
        close(service, members);
        assert!(!Offers::<Test>::get(service, NODE).unwrap().has_free_slot());
        close(service, members);
        assert!(Offers::<Test>::get(service, NODE).unwrap().has_free_slot());
    });
}

#[test]
fn lowers_the_floor_part_by_part_until_the_last_offer_goes() {
    build_and_execute(|| {
        let floor = |service| Market::terms(service).unwrap().floor;
        let service = published();
        assert_eq!(floor(service), Tariff::default());

        offer(NODE, service, Tariff { base: 9, input: 9, output: 9 });
        assert_eq!(floor(service), Tariff { base: 9, input: 9, output: 9 });
        offer(NODE + 1, service, Tariff { base: 8, input: 10, output: 9 });
        offer(NODE, service, Tariff { base: 20, input: 20, output: 4 });
        assert_eq!(floor(service), Tariff { base: 8, input: 9, output: 4 });

        for node in [NODE, NODE + 1] {
            assert_eq!(floor(service), Tariff { base: 8, input: 9, output: 4 });
            assert_ok!(Market::withdraw_offer(signed(node), node, service));
        }
        assert_eq!(floor(service), Tariff::default());
        offer(NODE, service, TARIFF);
        assert_eq!(floor(service), TARIFF);
    });
}

#[test]
fn may_be_made_by_the_agent_with_the_nodes_deposit() {
    build_and_execute(|| {
        let service = published();
        assert_ok!(set_offer(AGENT, NODE, service, 1));
        assert_eq!(held(HoldReason::Offer, NODE), OFFER_DEPOSIT);
    });
}

#[test]
fn fails_for_who_does_not_act_for_the_node() {
    build_and_execute(|| {
        let service = published();
        assert_noop!(set_offer(BOB, NODE, service, 1), Error::<Test>::NotForThisNode);
    });
}

#[test]
fn fails_for_an_unknown_service() {
    build_and_execute(|| {
        assert_noop!(set_offer(NODE, NODE, 0, 1), Error::<Test>::UnknownService);
    });
}

#[test]
fn fails_once_the_service_is_off_sale() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        assert_ok!(Market::retire(signed(PUBLISHER), service));
        assert_noop!(set_offer(NODE, NODE, service, 1), Error::<Test>::ServiceNotOnSale);
    });
}

#[test]
fn fails_without_a_slot() {
    build_and_execute(|| {
        let service = published();
        assert_noop!(set_offer(NODE, NODE, service, 0), Error::<Test>::NoSlots);
    });
}

#[test]
fn fails_for_a_node_that_is_not_active() {
    build_and_execute(|| {
        let service = published();
        register(NODE, STAKE, false);
        assert_noop!(set_offer(NODE, NODE, service, 1), Error::<Test>::NodeNotActive);
        assert_noop!(set_offer(BOB, BOB, service, 1), Error::<Test>::NodeNotActive);
    });
}

#[test]
fn fails_below_the_services_stake() {
    build_and_execute(|| {
        let service = published();
        register(NODE, spec().min_stake - 1, true);
        assert_noop!(set_offer(NODE, NODE, service, 1), Error::<Test>::StakeTooLow);
        register(NODE, spec().min_stake, true);
        assert_ok!(set_offer(NODE, NODE, service, 1));
    });
}

#[test]
fn fails_when_the_deposit_cannot_be_held() {
    build_and_execute(|| {
        let service = published();
        register(NOBODY, STAKE, true);
        assert_noop!(set_offer(NOBODY, NOBODY, service, 1), TokenError::FundsUnavailable);
    });
}
