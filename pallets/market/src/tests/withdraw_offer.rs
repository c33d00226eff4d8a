use frame_support::{assert_noop, assert_ok};
use nes_core::{Hash, MemberConduct, Shortage};
use nes_traits::Market as _;

use crate::{mock::*, Error, Event, HoldReason, OfferIndex, Offers, Services};

/// The band of the offers at `PRICE`.
const BAND: u8 = 40;

/// Pauses the offer of `node` and waits until it can be withdrawn.
fn paused(node: u64, service: u32) {
    pause(node, service);
    pass_changes();
}

fn withdraw(who: u64, node: u64, service: u32) -> sp_runtime::DispatchResult {
    Market::withdraw_offer(signed(who), node, service)
}

#[test]
fn gives_the_deposit_of_a_paused_offer_back() {
    build_and_execute(|| {
        let service = published_with_offers(4);
        paused(NODE + 1, service);
        assert_ok!(withdraw(NODE + 1, NODE + 1, service));

        assert_eq!(Offers::<Test>::get(service, NODE + 1), None);
        assert_eq!(held(HoldReason::Offer, NODE + 1), 0);
        assert_eq!(Services::<Test>::get(service).unwrap().offers, 3);
        assert_eq!(version(service, 0).offers, 3);
        let deposit = OFFER_DEPOSIT;
        let withdrawn = Event::OfferWithdrawn { service, node: NODE + 1, deposit };
        assert_eq!(events().last(), Some(&withdrawn));
    });
}

#[test]
fn moves_the_last_offer_into_the_gap() {
    build_and_execute(|| {
        let service = published_with_offers(4);
        let index = || [0, 1, 2, 3].map(|at| OfferIndex::<Test>::get((service, 0, BAND), at));
        let [first, gone, third, last] = index();
        let (gone, last) = (gone.unwrap(), last.unwrap());
        unregister(gone);
        assert_ok!(withdraw(BOB, gone, service));

        assert_eq!(index(), [first, Some(last), third, None]);
        assert_eq!(offer_of(service, last).place.unwrap().position, 1);
        assert_eq!(version(service, 0).bands.weight(), 3 * STAKE);
    });
}

#[test]
fn leaves_a_service_on_sale_when_its_last_offer_goes() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        paused(NODE, service);
        assert_ok!(withdraw(AGENT, NODE, service));
        assert!(Services::<Test>::get(service).unwrap().is_on_sale());
        assert_eq!(OfferIndex::<Test>::iter().count(), 0);
    });
}

#[test]
fn gives_back_the_deposit_of_its_time() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        let params = crate::Params { offer_deposit: 5 * UNIT, ..Default::default() };
        assert_ok!(Market::set_params(RuntimeOrigin::root(), params));
        offer(NODE + 1, service, PRICE);
        assert_eq!(held(HoldReason::Offer, NODE + 1), 5 * UNIT);

        paused(NODE, service);
        assert_ok!(withdraw(NODE, NODE, service));
        assert_eq!(held(HoldReason::Offer, NODE), 0);
    });
}

#[test]
fn may_be_done_by_the_operator_of_a_node_that_is_gone() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        unregister(NODE);
        assert_ok!(withdraw(NODE, NODE, service));
        assert_eq!(held(HoldReason::Offer, NODE), 0);
    });
}

#[test]
fn may_be_done_by_anyone_once_the_service_is_off_sale() {
    build_and_execute(|| {
        let retired = published_with_offers(1);
        let delisted = published_with_offers(1);
        assert_ok!(Market::retire(signed(PUBLISHER), retired));
        let curator = signed(CURATOR);
        assert_ok!(Market::delist(curator, delisted, Hash::repeat_byte(1)));

        for service in [retired, delisted] {
            assert_ok!(withdraw(BOB, NODE, service));
            assert!(!Services::<Test>::contains_key(service));
        }
        assert_eq!(held(HoldReason::Offer, NODE), 0);
        assert_eq!(held(HoldReason::Service, PUBLISHER), 0);
    });
}

#[test]
fn leaves_a_retired_service_with_an_open_task() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        assert_ok!(Market::open_task(service));
        assert_ok!(Market::retire(signed(PUBLISHER), service));
        assert_ok!(withdraw(BOB, NODE, service));
        assert!(Services::<Test>::contains_key(service));
        close(service, []);
        assert!(!Services::<Test>::contains_key(service));
    });
}

#[test]
fn fails_for_an_unknown_service() {
    build_and_execute(|| {
        assert_noop!(withdraw(NODE, NODE, 0), Error::<Test>::UnknownService);
    });
}

#[test]
fn fails_for_who_does_not_act_for_the_node() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        assert_noop!(withdraw(PUBLISHER, NODE, service), Error::<Test>::NotForThisNode);
    });
}

#[test]
fn fails_without_an_offer() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        let other = NODE + 1;
        assert_noop!(withdraw(other, other, service), Error::<Test>::UnknownOffer);
    });
}

#[test]
fn fails_while_the_node_can_be_drawn() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        for who in [NODE, AGENT] {
            assert_noop!(withdraw(who, NODE, service), Error::<Test>::OfferNotPaused);
        }
        pause(NODE, service);
        assert_noop!(withdraw(NODE, NODE, service), Error::<Test>::OfferNotPaused);
    });
}

#[test]
fn may_be_done_before_an_offer_is_in_force() {
    build_and_execute(|| {
        let service = published();
        set_price(NODE, service, PRICE);
        assert_ok!(withdraw(NODE, NODE, service));
        pass_changes();
        assert!(!Offers::<Test>::contains_key(service, NODE));
    });
}

#[test]
fn fails_while_the_node_works_on_a_task() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        draw(service, 1, 1).unwrap();
        paused(NODE, service);
        assert_noop!(withdraw(NODE, NODE, service), Error::<Test>::OfferBusy);
        assert_ok!(Market::retire(signed(PUBLISHER), service));
        assert_noop!(withdraw(BOB, NODE, service), Error::<Test>::OfferBusy);

        close(service, [(NODE, MemberConduct::Attended)]);
        assert_ok!(withdraw(NODE, NODE, service));
    });
}

#[test]
fn lets_anyone_clear_the_offer_of_a_node_that_is_gone() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        assert_noop!(withdraw(CHARLIE, NODE, service), Error::<Test>::NotForThisNode);
        unregister(NODE);
        assert_ok!(withdraw(CHARLIE, NODE, service));
        assert_eq!(held(HoldReason::Offer, NODE), 0);
        assert_eq!(Services::<Test>::get(service).unwrap().offers, 0);
    });
}

/// Regression: an offer that a node left behind was its account's next node's, with a price and
/// slots that nobody had chosen for it.
#[test]
fn lets_anyone_clear_the_offer_of_an_earlier_registration() {
    build_and_execute(|| {
        let service = published_with_offers(2);
        for node in [NODE, NODE + 1] {
            unregister(node);
            register(node, STAKE, true);
        }
        assert_eq!(draw(service, 1, 1), Err(Shortage::TooFewEligible));
        assert_ok!(withdraw(CHARLIE, NODE, service));

        // Another offer takes the place of the old one, and its deposit.
        offer(NODE + 1, service, PRICE);
        assert_eq!(held(HoldReason::Offer, NODE + 1), OFFER_DEPOSIT);
        assert_noop!(withdraw(CHARLIE, NODE + 1, service), Error::<Test>::NotForThisNode);
        assert_eq!(draw(service, 1, 1).unwrap().len(), 1);
    });
}
