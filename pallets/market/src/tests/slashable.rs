//! Offers whose answers may cost stake, and the versions of which enough of them stand against the
//! stake that serves tasks.

use frame_support::{assert_noop, assert_ok};
use nes_core::{Balance, Shortage};
use nes_traits::Market as _;
use sp_runtime::Perbill;

use crate::{
    bands::Band, mock::*, Error, OfferTerms, Serving, ServingNode, ServingStake, Versions, Wanted,
};

/// Returns the price in the middle if an answer of the newest version can cost stake.
fn median(service: u32) -> Option<Balance> {
    Market::terms(service, newest(service)).unwrap().version.unwrap().slashable
}

/// Returns the terms of most offers, slashable or not.
fn terms(slashable: bool) -> OfferTerms {
    OfferTerms { version: 0, price: PRICE, max_usage: MAX_USAGE, slots: SLOTS, slashable }
}

fn serving(node: u64) -> (u32, Balance) {
    let ServingNode { offers, weight } = Serving::<Test>::get(node);
    (offers, weight)
}

#[test]
fn needs_an_exact_version() {
    build_and_execute(|| {
        let service = published_with_slashable(5);
        assert_eq!(median(service), None);
        grant_exact(service);
        assert_eq!(median(service), version(service, 0).bands.median());
        assert!(median(service).is_some());
        assert_ok!(Market::set_exact(signed(CURATOR), service, 0, false));
        assert_eq!(median(service), None);
    });
}

#[test]
fn ends_with_a_new_version() {
    build_and_execute(|| {
        let service = published_with_slashable(5);
        grant_exact(service);
        updated(service);
        assert!(Market::terms(service, 0).unwrap().version.unwrap().slashable.is_some());
        (NODE..NODE + 5).for_each(|node| set_slashable(node, service, true));
        pass_changes();
        assert_eq!(version(service, 1).slashable.len, 5);
        assert_eq!(median(service), None);
    });
}

#[test]
fn needs_the_least_number_of_operators() {
    build_and_execute(|| {
        let service = published_with_slashable(u64::from(LEAST_OPERATORS) - 1);
        grant_exact(service);
        assert_eq!(median(service), None);
        set_slashable(NODE + 3, service, true);
        pass(2);
        assert_eq!(median(service), None);
        pass(1);
        assert!(median(service).is_some());
        set_slashable(NODE + 3, service, false);
        pass_changes();
        assert_eq!(median(service), None);
    });
}

#[test]
fn needs_two_thirds_of_the_stake_that_serves_tasks() {
    build_and_execute(|| {
        let service = published_with_slashable(4);
        grant_exact(service);
        let other = published();
        // Two more nodes serve, here and for another service: exactly two thirds have agreed.
        set_price(NODE + 4, other, PRICE);
        set_price(NODE + 5, service, PRICE);
        pass_changes();
        assert_eq!(ServingStake::<Test>::get(), 6 * STAKE);
        assert!(median(service).is_some());

        // One planck less has agreed, once somebody has it corrected.
        register(NODE, STAKE - 1, true);
        assert!(median(service).is_some());
        assert_ok!(Market::refresh_offer(signed(BOB), NODE, service));
        pass_changes();
        assert_eq!(median(service), None);
    });
}

#[test]
fn is_the_median_of_all_offers() {
    build_and_execute(|| {
        let service = published();
        // Half of those who have agreed ask little, and less than half of all.
        for (node, price) in (NODE..).zip([PRICE, PRICE, PRICE * 4, PRICE * 4, PRICE * 4]) {
            let terms = OfferTerms { price, ..terms(node < NODE + 4) };
            assert_ok!(set_terms(node, node, service, terms));
        }
        pass_changes();
        grant_exact(service);
        assert_eq!(median(service), version(service, 0).bands.median());
        assert!(median(service) >= Some(PRICE * 4));
    });
}

/// A publisher whose own nodes are all that offer his service has their majority; so he needs two
/// thirds of everybody's stake before an answer there can cost any.
#[test]
fn is_nothing_for_a_publisher_among_his_own_nodes() {
    build_and_execute(|| {
        let honest = published_with_offers(10);
        let own = published();
        (NODE + 10..NODE + 20).for_each(|node| set_slashable(node, own, true));
        pass_changes();
        grant_exact(own);
        assert_eq!(version(own, 0).slashable, Band { len: 10, weight: 10 * STAKE });
        assert_eq!(median(own), None);

        // Nor does it help to offer it many times, or to register stake that serves elsewhere.
        let more = published();
        (NODE + 10..NODE + 20).for_each(|node| set_slashable(node, more, true));
        pass_changes();
        assert_eq!(ServingStake::<Test>::get(), 20 * STAKE);
        assert_eq!(median(own), None);
        // With half of the others gone he has two thirds.
        (NODE..NODE + 5).for_each(|node| pause(node, honest));
        pass_changes();
        assert!(median(own).is_some());
    });
}

#[test]
fn stake_serves_once_whatever_the_number_of_offers() {
    build_and_execute(|| {
        let services = [published(), published(), published()];
        services.iter().for_each(|service| set_price(NODE, *service, PRICE));
        pass_changes();
        assert_eq!((serving(NODE), ServingStake::<Test>::get()), ((3, STAKE), STAKE));

        // The latest look counts, for all of them.
        register(NODE, STAKE / 2, true);
        offer(NODE, services[1], PRICE);
        assert_eq!((serving(NODE), ServingStake::<Test>::get()), ((3, STAKE / 2), STAKE / 2));
        pause(NODE, services[1]);
        pause(NODE, services[2]);
        pass_changes();
        assert_eq!(serving(NODE), (1, STAKE / 2));
        pause(NODE, services[0]);
        pass_changes();
        assert_eq!((serving(NODE), ServingStake::<Test>::get()), ((0, 0), 0));
        assert_eq!(Serving::<Test>::iter().count(), 0);
    });
}

#[test]
fn stake_serves_up_to_the_cap_and_not_in_metered_services() {
    build_and_execute(|| {
        register(NODE, 9 * STAKE, true);
        let (service, metered) = (published(), published_metered());
        offer(NODE, service, PRICE);
        offer(NODE + 1, metered, PRICE);
        assert!(is_indexed(metered, NODE + 1));
        assert_eq!(ServingStake::<Test>::get(), STAKE);
    });
}

#[test]
fn stake_that_shrank_is_put_right_by_a_draw() {
    build_and_execute(|| {
        let service = published_with_slashable(3);
        register(NODE, STAKE / 2, true);
        drawn(&request(service, 3), 1);
        assert_eq!(serving(NODE), (1, STAKE / 2));
        assert_eq!(version(service, 0).slashable, Band { len: 3, weight: STAKE * 5 / 2 });
        register(NODE, STAKE, false);
        drawn(&request(service, 3), 1);
        assert_eq!(serving(NODE), (0, 0));
        assert_eq!(version(service, 0).slashable, Band { len: 2, weight: STAKE * 2 });
    });
}

#[test]
fn tasks_are_drawn_only_among_those_who_have_agreed() {
    build_and_execute(|| {
        let service = published_with_slashable(4);
        (NODE + 4..NODE + 8).for_each(|node| set_price(node, service, PRICE));
        pass_changes();
        let asked = Request { slashable: true, ..request(service, 3) };
        for seed in 0..100 {
            let nodes = drawn(&asked, seed);
            assert!(nodes.len() == 3 && nodes.keys().all(|node| *node < NODE + 4));
        }
        // Other tasks are drawn among all.
        let others = (0..20).flat_map(|seed| drawn(&request(service, 3), seed).into_keys());
        assert!(others.into_iter().any(|node| node >= NODE + 4));

        let too_many = Request { seats: 5, ..asked.clone() };
        assert_eq!(draw_for(&too_many, 1), Err(Shortage::TooFewOffers));
        register(NODE, STAKE, false);
        assert_eq!(draw_for(&Request { seats: 4, ..asked }, 1), Err(Shortage::TooFewEligible));
    });
}

/// Otherwise he who knows a task could be one of the few that it is drawn among.
#[test]
fn an_offer_that_agrees_is_not_drawn_for_a_task_that_was_requested_before() {
    build_and_execute(|| {
        let service = published_with_slashable(4);
        offer(NODE + 4, service, PRICE);
        let asked = Request { slashable: true, ..request(service, 1) };
        for (slashable, len) in [(true, 5), (false, 4), (true, 5)] {
            pass(1);
            set_slashable(NODE + 4, service, slashable);
            pass_changes();
            let now = System::block_number();
            assert_eq!(offer_of(service, NODE + 4).place.unwrap().entered, now);
            assert_eq!(version(service, 0).slashable.len, len);
        }
        let of = |requested| {
            let asked = Request { requested, ..asked.clone() };
            (0..60).any(|seed| drawn(&asked, seed).contains_key(&(NODE + 4)))
        };
        assert!(!of(asked.requested) && !of(System::block_number() - 1));
        assert!(of(System::block_number()));
    });
}

#[test]
fn a_turn_is_told_as_an_exit_and_an_entry() {
    use crate::Event::{OfferEntered, OfferLeft};
    build_and_execute(|| {
        let service = published_with_offers(1);
        for slashable in [true, false] {
            set_slashable(NODE, service, slashable);
            events();
            pass_changes();
            let left = OfferLeft { service, version: 0, node: NODE };
            assert_eq!(events(), [left, OfferEntered { service, version: 0, node: NODE }]);
        }
    });
}

#[test]
fn a_turn_does_not_close_the_former_version() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        updated(service);
        register(NODE + 1, STAKE / 3, true);
        assert_ok!(set_version(NODE + 1, service, 1, PRICE, SLOTS));
        pass_changes();
        let former = || crate::Services::<Test>::get(service).unwrap().former;
        assert_eq!(former(), Some(0));
        assert_ok!(set_terms(NODE, NODE, service, terms(true)));
        pass_changes();
        assert_eq!(former(), Some(0));
        assert_eq!(version(service, 0).slashable, Band { len: 1, weight: STAKE });
    });
}

#[test]
fn only_the_operator_turns_an_offer_slashable() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        let by_agent = |node, slashable| set_terms(AGENT, node, service, terms(slashable));
        for node in [NODE, NODE + 1] {
            assert_noop!(by_agent(node, true), Error::<Test>::OperatorOnly);
        }
        // What the operator has agreed to holds for its agent, before it is in force too.
        set_slashable(NODE, service, true);
        assert_ok!(by_agent(NODE, true));
        pass_changes();
        assert_ok!(by_agent(NODE, true));
        pass_changes();
        assert!(offer_of(service, NODE).terms.slashable);
    });
}

#[test]
fn an_agent_that_turned_it_off_cannot_turn_it_on_again() {
    build_and_execute(|| {
        let service = published_with_slashable(1);
        let by_agent = |slashable| set_terms(AGENT, NODE, service, terms(slashable));
        assert_ok!(by_agent(false));
        // It is in force still, and will not be.
        assert!(offer_of(service, NODE).terms.slashable);
        assert_noop!(by_agent(true), Error::<Test>::OperatorOnly);
        pass_changes();
        assert!(!offer_of(service, NODE).terms.slashable);
        assert_noop!(by_agent(true), Error::<Test>::OperatorOnly);
    });
}

#[test]
fn an_agreement_ends_with_the_registration() {
    build_and_execute(|| {
        let service = published_with_slashable(1);
        unregister(NODE);
        register(NODE, STAKE, true);
        let by_agent = set_terms(AGENT, NODE, service, terms(true));
        assert_noop!(by_agent, Error::<Test>::OperatorOnly);
        assert_ok!(set_terms(NODE, NODE, service, terms(true)));
        assert_ok!(set_terms(AGENT, NODE, service, terms(true)));
    });
}

#[test]
fn an_offer_of_a_metered_service_is_never_slashable() {
    build_and_execute(|| {
        let service = published_metered();
        let set = |slashable| set_terms(NODE, NODE, service, terms(slashable));
        assert_noop!(set(true), Error::<Test>::MeteredOnly);
        assert_ok!(set(false));
    });
}

#[test]
fn a_quote_tells_it_and_counts_only_those_who_have_agreed() {
    build_and_execute(|| {
        let service = published_with_slashable(6);
        (NODE + 6..NODE + 8).for_each(|node| set_price(node, service, PRICE / 2));
        pass_changes();
        let wanted =
            Wanted { service, version: None, usage: USAGE, committee: None, max_price: None };
        let quote = || Market::quote(&wanted, |_, _| Default::default()).unwrap();
        assert_eq!((quote().slashable, quote().eligible), (false, 8));
        assert!(quote().cheapest < quote().highest);

        grant_exact(service);
        let quote = quote();
        assert_eq!((quote.slashable, quote.eligible, quote.drawable), (true, 6, 6));
        assert_eq!(quote.cheapest, quote.highest);
        // The shares are those of all offers.
        assert_eq!(quote.share_of_offers, Perbill::from_percent(75));
        assert_eq!(quote.share_of_stake, Perbill::from_percent(75));
    });
}

#[test]
fn a_version_without_stake_has_no_median() {
    build_and_execute(|| {
        let service = published();
        grant_exact(service);
        Versions::<Test>::mutate(service, 0, |row| row.as_mut().unwrap().slashable.len = 9);
        assert_eq!(median(service), None);
        Versions::<Test>::mutate(service, 0, |row| row.as_mut().unwrap().slashable.len = 0);
    });
}
