use frame_support::{assert_noop, assert_ok, weights::WeightMeter};
use nes_core::Balance;
use sp_runtime::DispatchResult;

use crate::{mock::*, ChangesFrom, Error, Event, OfferIndex, OfferTerms, ServingStake};

fn refresh(node: u64, service: u32) -> DispatchResult {
    Market::refresh_offer(signed(BOB), node, service)
}

/// Returns the stake that counts for the offers of the first version.
fn weight(service: u32) -> Balance {
    version(service, 0).bands.weight()
}

#[test]
fn corrects_the_stake_that_counts_three_blocks_later() {
    for stake in [STAKE / 4, STAKE] {
        build_and_execute(|| {
            let service = published();
            for node in NODE..NODE + 3 {
                register(node, STAKE / 2, true);
                offer(node, service, PRICE);
            }
            let before = offer_of(service, NODE);
            register(NODE, stake, true);
            events();

            assert_ok!(refresh(NODE, service));
            let due = System::block_number() + 3;
            let terms = before.terms.clone();
            assert_eq!(events(), [Event::OfferSet { service, node: NODE, terms, due }]);
            pass(2);
            assert_eq!(weight(service), STAKE * 3 / 2);
            pass(1);
            assert_eq!(weight(service), STAKE + stake);
            assert_eq!(ServingStake::<Test>::get(), STAKE + stake);

            // Nothing else has changed, and it has not entered anew.
            let after = offer_of(service, NODE);
            let entered = |offer: &crate::OfferOf<Test>| offer.place.as_ref().unwrap().entered;
            assert_eq!(entered(&after), entered(&before));
            assert_eq!((after.terms, after.rise), (before.terms, before.rise));
            assert_eq!(events(), []);
        });
    }
}

#[test]
fn takes_an_offer_out_whose_node_may_not_work() {
    build_and_execute(|| {
        let service = published_with_offers(3);
        register(NODE, STAKE, false);
        register(NODE + 1, spec().min_stake - 1, true);
        unregister(NODE + 2);
        for node in NODE..NODE + 3 {
            assert_ok!(refresh(node, service));
        }
        events();
        pass_changes();
        let left = |node| Event::OfferLeft { service, version: 0, node };
        let events = events();
        assert!((NODE..NODE + 3).all(|node| events.contains(&left(node))));
        assert!(version(service, 0).bands.is_empty());
        assert_eq!(ServingStake::<Test>::get(), 0);
    });
}

#[test]
fn corrects_offers_of_versions_and_services_that_are_closed() {
    build_and_execute(|| {
        let service = published_with_offers(3);
        updated(service);
        assert_ok!(set_version(NODE + 3, service, 1, PRICE, SLOTS));
        assert_ok!(set_version(NODE + 4, service, 1, PRICE, SLOTS));
        pass_changes();
        assert_noop!(set_version(NODE, service, 0, PRICE, SLOTS), Error::<Test>::UnknownVersion);
        register(NODE, STAKE / 2, true);
        assert_ok!(refresh(NODE, service));
        pass_changes();
        assert_eq!(weight(service), STAKE * 5 / 2);

        assert_ok!(Market::retire(signed(PUBLISHER), service));
        register(NODE + 1, STAKE, false);
        assert_ok!(refresh(NODE + 1, service));
        pass_changes();
        assert_eq!(weight(service), STAKE * 3 / 2);
        assert!(!is_indexed(service, NODE + 1));
    });
}

/// Three blocks are more than an author of two in a row has: he knows the seed of a draw, and could
/// try which of his offers to move.
#[test]
fn moves_nothing_in_its_own_block_and_the_next_two() {
    build_and_execute(|| {
        let service = published_with_offers(6);
        let index = || OfferIndex::<Test>::iter().collect::<std::collections::BTreeSet<_>>();
        let before = index();
        for node in [NODE, NODE + 3] {
            register(node, STAKE - 1, true);
            assert_ok!(refresh(node, service));
        }
        pass(2);
        assert_eq!(index(), before);
        assert_eq!(weight(service), 6 * STAKE);
    });
}

#[test]
fn keeps_a_price_that_is_announced() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        set_price(NODE, service, PRICE * 2);
        pass_changes();
        let before = offer_of(service, NODE);
        assert!(before.rise.is_some());
        register(NODE, STAKE / 2, true);
        assert_ok!(refresh(NODE, service));
        pass_changes();
        let after = offer_of(service, NODE);
        assert_eq!((after.terms, after.rise), (before.terms, before.rise));
        assert_eq!(weight(service), STAKE / 2);
    });
}

#[test]
fn gives_way_to_a_change_of_the_offer() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        register(NODE, STAKE / 2, true);
        assert_ok!(refresh(NODE, service));
        pass(2);
        set_price(NODE, service, PRICE / 2);
        pass(1);
        assert_eq!(weight(service), STAKE);
        pass(2);
        assert_eq!(weight(service), STAKE / 2);
    });
}

#[test]
fn fails_for_an_unknown_service() {
    build_and_execute(|| {
        assert_noop!(refresh(NODE, 0), Error::<Test>::UnknownService);
    });
}

#[test]
fn fails_without_an_offer() {
    build_and_execute(|| {
        let service = published();
        assert_noop!(refresh(NODE, service), Error::<Test>::UnknownOffer);
    });
}

#[test]
fn fails_where_nothing_is_to_be_corrected() {
    build_and_execute(|| {
        let service = published_with_offers(2);
        assert_noop!(refresh(NODE, service), Error::<Test>::NothingToCorrect);
        // More than the cap counts for nothing.
        register(NODE, STAKE * 2, true);
        assert_noop!(refresh(NODE, service), Error::<Test>::NothingToCorrect);
        // A change that waits puts it right.
        register(NODE, STAKE / 2, true);
        set_price(NODE, service, PRICE);
        assert_noop!(refresh(NODE, service), Error::<Test>::NothingToCorrect);
    });
}

/// Nobody but the node brings its offer back: it may not be ready to serve.
#[test]
fn fails_for_an_offer_that_is_out_of_the_index() {
    build_and_execute(|| {
        let service = published_with_offers(2);
        register(NODE, STAKE, false);
        assert_ok!(refresh(NODE, service));
        pass_changes();
        register(NODE, STAKE, true);
        pause(NODE + 1, service);
        pass_changes();
        for node in [NODE, NODE + 1] {
            assert_noop!(refresh(node, service), Error::<Test>::NothingToCorrect);
        }
    });
}

#[test]
fn fails_while_changes_come_into_force_late() {
    build_and_execute(|| {
        let service = published_with_offers(1);
        register(NODE, STAKE / 2, true);
        System::set_block_number(ChangesFrom::<Test>::get() + 11);
        assert_noop!(refresh(NODE, service), Error::<Test>::ChangesBehind);
        let now = System::block_number();
        Market::work_off_changes(now, now, &mut WeightMeter::new());
        assert_ok!(refresh(NODE, service));
    });
}

#[test]
fn leaves_an_agreement_to_slashes_as_it_is() {
    build_and_execute(|| {
        let service = published_with_slashable(1);
        register(NODE, STAKE / 2, true);
        assert_ok!(refresh(NODE, service));
        pass_changes();
        let OfferTerms { slashable, .. } = offer_of(service, NODE).terms;
        assert!(slashable);
        assert_eq!(version(service, 0).slashable.weight, STAKE / 2);
        assert_eq!(duty_of(service, NODE).unwrap().until, None);
    });
}
