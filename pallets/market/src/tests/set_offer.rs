use frame_support::{assert_noop, assert_ok};
use nes_core::{Balance, MemberConduct, Usage};
use nes_traits::{Market as _, NodeRegistry as _};
use sp_runtime::{DispatchResult, TokenError};

use crate::{
    mock::*, Change, Error, Event, HoldReason, Offer, OfferTerms, Offers, Params, Place, Services,
    NEWCOMER,
};

/// Returns the terms of the first version with these slots.
fn terms(slots: u16) -> OfferTerms {
    OfferTerms { version: 0, price: PRICE, max_usage: MAX_USAGE, slots, slashable: false }
}

fn set_offer(who: u64, node: u64, service: u32, slots: u16) -> DispatchResult {
    set_terms(who, node, service, terms(slots))
}

#[test]
fn adds_a_new_offer_that_waits_for_its_place() {
    build_and_execute(|| {
        let service = published_with_offers(2);
        let node = NODE + 2;
        assert_ok!(set_offer(node, node, service, 4));

        let (set, due) = (System::block_number(), System::block_number() + 3);
        let expected = Offer {
            registration: FakeNodes::registration(&node).unwrap(),
            terms: terms(4),
            rise: None,
            change: Some(Change { terms: terms(4), set, due }),
            place: None,
            busy: 0,
            standing: NEWCOMER,
            gains: Default::default(),
            deposit: OFFER_DEPOSIT,
        };
        assert_eq!(Offers::<Test>::get(service, node), Some(expected.clone()));
        assert_eq!(Services::<Test>::get(service).unwrap().offers, 3);
        assert_eq!((version(service, 0).offers, version(service, 0).bands.len()), (3, 2));
        assert_eq!(held(HoldReason::Offer, node), OFFER_DEPOSIT);
        let set = Event::OfferSet { service, node, terms: terms(4), due };
        assert_eq!(events().last(), Some(&set));

        pass_changes();
        let entered = due;
        let place = Place { band: 40, position: 2, weight: STAKE, slashable: false, entered };
        let expected = Offer { change: None, place: Some(place), ..expected };
        assert_eq!(offer_of(service, node), expected);
        assert_eq!(version(service, 0).bands.len(), 3);
    });
}

#[test]
fn changes_the_terms_of_an_offer_and_nothing_else() {
    build_and_execute(|| {
        let service = published_with_offers(2);
        draw(service, 2, 1).unwrap();
        let before = offer_of(service, NODE);
        let new = OfferTerms { max_usage: USAGE, slots: 9, ..terms(9) };
        assert_ok!(set_terms(NODE, NODE, service, new.clone()));
        assert_eq!(offer_of(service, NODE).terms, before.terms);
        pass_changes();

        assert_eq!(offer_of(service, NODE), Offer { terms: new, ..before });
        assert_eq!(Services::<Test>::get(service).unwrap().offers, 2);
        assert_eq!(held(HoldReason::Offer, NODE), OFFER_DEPOSIT);
    });
}

#[test]
fn counts_the_stake_up_to_the_cap() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        register(NODE + 1, STAKE * 3, true);
        register(NODE + 2, STAKE / 2, true);
        (NODE + 1..NODE + 3).for_each(|node| set_price(node, service, PRICE));
        pass_changes();
        assert_eq!(version(service, 0).bands.weight(), STAKE * 5 / 2);
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
        pass_changes();
        let offer = offer_of(service, NODE);
        assert_eq!((offer.terms.slots, offer.busy), (1, 2));

        let members = [NODE, NODE + 1].map(|node| (node, MemberConduct::Attended));
        close(service, members);
        assert!(!offer_of(service, NODE).has_free_slot());
        close(service, members);
        assert!(offer_of(service, NODE).has_free_slot());
    });
}

#[test]
fn gives_the_version_the_lowest_band_as_its_floor() {
    build_and_execute(|| {
        let floor = |service| Market::terms(service, 0).unwrap().version.unwrap().floor;
        let service = published();
        assert_eq!(floor(service), 0);
        offer(NODE, service, 2_000);
        assert_eq!(floor(service), 1_792);
        offer(NODE + 1, service, 1_100);
        assert_eq!(floor(service), 1_024);
        pause(NODE + 1, service);
        pass_changes();
        assert_eq!(floor(service), 1_792);
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
fn pauses_without_stake() {
    build_and_execute(|| {
        let service = published_with_offers(2);
        register(NODE, 0, true);
        register(NODE + 1, STAKE, false);
        for node in [NODE, NODE + 1] {
            assert_ok!(set_offer(node, node, service, 0));
        }
        pass_changes();
        assert!(version(service, 0).bands.is_empty());
    });
}

/// Regression: an offer that a node left behind was its account's next node's, with a price and
/// slots that nobody had chosen for it.
#[test]
fn begins_anew_for_another_registration_of_the_account() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        change_offer(service, NODE, |offer| offer.standing = sp_runtime::Perbill::one());
        set_price(NODE, service, PRICE / 2);
        unregister(NODE);
        register(NODE, STAKE, true);
        events();

        let new = OfferTerms { price: PRICE * 2, ..terms(9) };
        assert_ok!(set_terms(NODE, NODE, service, new.clone()));
        let left = Event::OfferLeft { service, version: 0, node: NODE };
        assert_eq!(events()[0], left);
        let offer = offer_of(service, NODE);
        assert_eq!((offer.standing, offer.rise, offer.place), (NEWCOMER, None, None));
        assert_eq!(offer.terms, new);
        assert_eq!(offer.registration, FakeNodes::registration(&NODE).unwrap());

        pass_changes();
        let paid = drawn(&Request { max_price: PRICE * 2, ..request(service, 1) }, 1);
        assert_eq!(paid[&NODE], PRICE * 2);
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
fn fails_for_an_unknown_version() {
    build_and_execute(|| {
        let service = published();
        let unknown = OfferTerms { version: 1, ..terms(1) };
        assert_noop!(set_terms(NODE, NODE, service, unknown), Error::<Test>::UnknownVersion);
    });
}

#[test]
fn fails_for_a_price_out_of_bounds() {
    build_and_execute(|| {
        let service = published();
        let set = |price: Balance| set_terms(NODE, NODE, service, OfferTerms { price, ..terms(1) });
        let highest = Params::default().max_price;
        for price in [0, highest + 1] {
            assert_noop!(set(price), Error::<Test>::PriceOutOfBounds);
        }
        assert_ok!(set(highest));
        assert_ok!(set(1));
    });
}

#[test]
fn fails_without_any_usage() {
    build_and_execute(|| {
        let service = published();
        let set = |input, output| {
            let max_usage = Usage { input, output };
            set_terms(NODE, NODE, service, OfferTerms { max_usage, ..terms(1) })
        };
        assert_noop!(set(0, 0), Error::<Test>::UsageMissing);
        assert_ok!(set(0, 1));
        assert_ok!(set(1, 0));
    });
}

#[test]
fn fails_for_a_node_that_is_not_active() {
    build_and_execute(|| {
        let service = published();
        register(NODE, STAKE, false);
        assert_noop!(set_offer(NODE, NODE, service, 1), Error::<Test>::NodeNotActive);
        for slots in [0, 1] {
            assert_noop!(set_offer(BOB, BOB, service, slots), Error::<Test>::NodeNotActive);
        }
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
