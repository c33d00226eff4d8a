use frame_support::assert_ok;
use nes_core::{Balance, FeeParts, Quote, QuoteError, Usage};
use sp_runtime::Perbill;

use crate::{mock::*, Wanted};

/// The cost of `USAGE` at a price of one: 100 + 10 × 2 + 20 × 3.
const COST: Balance = 180;

/// Returns a split that shows its arguments.
fn split(fee: Balance, royalty: Perbill) -> FeeParts {
    FeeParts { node: fee, royalty: royalty.deconstruct().into(), ..Default::default() }
}

fn wanted(service: u32) -> Wanted {
    Wanted { service, version: None, usage: USAGE, committee: None, max_price: None }
}

fn quote_for(wanted: &Wanted) -> Result<Quote, QuoteError> {
    Market::quote(wanted, split)
}

fn quote(service: u32, committee: Option<u8>) -> Result<Quote, QuoteError> {
    quote_for(&Wanted { committee, ..wanted(service) })
}

fn quote_within(service: u32, max_price: Balance) -> Result<Quote, QuoteError> {
    quote_for(&Wanted { max_price: Some(max_price), ..wanted(service) })
}

/// Publishes a service with an offer at each of these prices.
fn published_at(prices: &[Balance]) -> u32 {
    let service = published();
    for (node, price) in (NODE..).zip(prices) {
        set_price(node, service, *price);
    }
    pass_changes();
    service
}

#[test]
fn tells_prices_and_the_worst_case() {
    build_and_execute(|| {
        let service = published_at(&[1_300, 1_000, 1_200, 1_100]);
        assert_eq!(
            quote(service, None).unwrap(),
            Quote {
                version: 0,
                committee: 3,
                quorum: 2,
                eligible: 4,
                free_slots: 8,
                cheapest: 1_000 * COST,
                median: 1_100 * COST,
                highest: 1_300 * COST,
                max_price: 1_300,
                drawable: 4,
                share_of_offers: Perbill::one(),
                share_of_stake: Perbill::one(),
                escrow: 3 * 1_300 * COST,
                split: split(1_100 * COST, spec().royalty),
                slashable: false,
            }
        );
    });
}

#[test]
fn counts_a_larger_committee() {
    build_and_execute(|| {
        let service = published_with_offers(9);
        let quote = quote(service, Some(9)).unwrap();
        assert_eq!((quote.committee, quote.quorum), (9, 6));
        assert_eq!(quote.escrow, 9 * PRICE * COST);
    });
}

#[test]
fn counts_only_offers_that_could_be_drawn() {
    build_and_execute(|| {
        let service = published_with_offers(9);
        let eligible = || quote(service, None).unwrap().eligible;
        register(NODE, STAKE, false);
        unregister(NODE + 1);
        register(NODE + 2, 1, true);
        assert_eq!(eligible(), 6);
        change_offer(service, NODE + 3, |offer| offer.busy = SLOTS);
        assert_eq!(eligible(), 5);
        change_offer(service, NODE + 3, |offer| offer.busy = 0);
        change_offer(service, NODE + 4, |offer| offer.terms.max_usage = Usage::default());
        assert_eq!(eligible(), 5);
        pause(NODE + 5, service);
        set_price(NODE + 9, service, PRICE);
        assert_eq!(eligible(), 5);
        pass_changes();
        assert_eq!(eligible(), 5);
        pause(NODE + 9, service);
        pass_changes();
        assert_eq!(eligible(), 4);
    });
}

#[test]
fn counts_the_slots_that_are_free() {
    build_and_execute(|| {
        let service = published_with_offers(5);
        draw(service, 3, 1).unwrap();
        draw(service, 3, 2).unwrap();
        assert_eq!(quote(service, None).unwrap().free_slots, 4);
    });
}

#[test]
fn recommends_a_maximum_for_half_of_the_nodes_and_three_for_each_seat() {
    build_and_execute(|| {
        let service = published_at(&(0..20).map(|at| 1_000 + at).collect::<Vec<_>>());
        // Ten are half of them, and nine are three for each seat.
        let quote_3 = quote(service, None).unwrap();
        assert_eq!((quote_3.max_price, quote_3.drawable), (1_009, 10));
        assert_eq!(quote_3.share_of_offers, Perbill::from_percent(50));
        let quote_5 = quote(service, Some(5)).unwrap();
        assert_eq!((quote_5.max_price, quote_5.drawable), (1_014, 15));
        let quote_9 = quote(service, Some(9)).unwrap();
        assert_eq!((quote_9.max_price, quote_9.drawable), (1_019, 20));
    });
}

#[test]
fn recommends_no_more_than_twice_the_price_in_the_middle() {
    build_and_execute(|| {
        let service = published_at(&[1_000, 1_000, 1_000, 1_100, 5_000, 5_000]);
        let quote = quote(service, None).unwrap();
        assert_eq!((quote.max_price, quote.drawable), (2_000, 4));
        assert_eq!(quote.highest, 5_000 * COST);
    });
}

#[test]
fn is_not_moved_by_one_absurd_offer() {
    build_and_execute(|| {
        let prices: Vec<_> = (0..19).map(|at| 1_000 + at).collect();
        let before = quote(published_at(&prices), None).unwrap();
        for absurd in [1, 1_000 * UNIT] {
            let prices: Vec<_> = prices.iter().copied().chain([absurd]).collect();
            let after = quote(published_at(&prices), None).unwrap();
            assert!(after.max_price.abs_diff(before.max_price) <= 1);
            assert!(after.median.abs_diff(before.median) <= COST);
        }
    });
}

#[test]
fn is_not_bent_by_the_nine_cheapest_of_many() {
    build_and_execute(|| {
        // Nine offers next to nothing, and as many nodes as make twenty at a price that pays.
        let prices = [[1; 9].as_slice(), &[1_000; 11]].concat();
        let quote = quote(published_at(&prices), None).unwrap();
        assert_eq!((quote.max_price, quote.drawable), (1_000, 20));

        // Who asks what the nine would be is told how little that is.
        let few = quote_within(0, 1).unwrap();
        assert_eq!((few.drawable, few.share_of_offers), (9, Perbill::from_percent(45)));
    });
}

#[test]
fn tells_the_shares_that_a_maximum_admits() {
    build_and_execute(|| {
        let service = published_at(&[1_000, 1_000, 1_000, 1_000, 3_000]);
        // One node has three times the cap's stake, and one half of it.
        register(NODE + 4, 3 * STAKE, true);
        register(NODE, STAKE / 2, true);
        let quote = quote_within(service, 2_999).unwrap();
        assert_eq!((quote.max_price, quote.eligible, quote.drawable), (2_999, 5, 4));
        assert_eq!(quote.share_of_offers, Perbill::from_percent(80));
        assert_eq!(quote.share_of_stake, Perbill::from_rational(7u32, 9));
        assert_eq!(quote.escrow, 3 * 2_999 * COST);
        assert_eq!(quote_within(service, 3_000).unwrap().share_of_stake, Perbill::one());
        assert_eq!(quote_within(service, 999), Err(QuoteError::TooFewNodes));

        // An offer that is full is an offer still, and cannot be drawn.
        change_offer(service, NODE + 1, |offer| offer.busy = SLOTS);
        let quote = quote_within(service, 2_999).unwrap();
        assert_eq!((quote.eligible, quote.share_of_offers), (4, Perbill::from_percent(60)));
        change_offer(service, NODE + 1, |offer| offer.busy = 0);
    });
}

#[test]
fn tells_what_a_draw_finds_while_a_higher_price_is_announced() {
    build_and_execute(|| {
        let service = published_at(&[1_000; 6]);
        for node in NODE..NODE + 6 {
            set_price(node, service, 1_500);
        }
        pass_changes();
        // They charge the old price, and are drawn in the band of the new one.
        let told = quote(service, None).unwrap();
        assert_eq!((told.cheapest, told.highest), (1_000 * COST, 1_000 * COST));
        assert_eq!(told.max_price, 1_280);
        assert_eq!(quote_within(service, 1_000), Err(QuoteError::TooFewNodes));
        let of = |max_price| drawn(&Request { max_price, ..request(service, 3) }, 1);
        assert!(of(1_279).is_empty());
        assert!(of(told.max_price).values().all(|price| *price == 1_000));
        assert_eq!(of(told.max_price).len(), 3);
    });
}

#[test]
fn is_for_the_newest_version_that_has_a_committee() {
    build_and_execute(|| {
        let service = published_with_offers(9);
        updated(service);
        for node in NODE + 9..NODE + 11 {
            offer(node, service, PRICE);
        }
        assert_eq!(quote(service, None).unwrap().version, 0);
        offer(NODE + 11, service, PRICE * 2);
        let newest = quote(service, None).unwrap();
        assert_eq!((newest.version, newest.eligible), (1, 3));
        assert_eq!(newest.split.royalty, Perbill::from_percent(7).deconstruct().into());
        assert_eq!(quote(service, Some(4)).unwrap().version, 0);

        let asked = |version| quote_for(&Wanted { version: Some(version), ..wanted(service) });
        assert_eq!(asked(0).unwrap().eligible, 9);
        assert_eq!(asked(1).unwrap().eligible, 3);
        assert_eq!(asked(2), Err(QuoteError::UnknownVersion));
    });
}

#[test]
fn is_not_spoilt_by_an_offer_that_nobody_could_pay() {
    build_and_execute(|| {
        let params = crate::Params { max_price: 1_000_000 * UNIT, ..Default::default() };
        assert_ok!(Market::set_params(RuntimeOrigin::root(), params));
        let service = published_at(&[PRICE, PRICE, PRICE, 1_000_000 * UNIT]);
        let quote = quote(service, None).unwrap();
        assert_eq!((quote.eligible, quote.max_price), (3, PRICE));
    });
}

#[test]
fn fails_for_an_unknown_service() {
    build_and_execute(|| assert_eq!(quote(0, None), Err(QuoteError::UnknownService)));
}

#[test]
fn fails_off_sale() {
    build_and_execute(|| {
        let service = published_with_offers(3);
        assert_ok!(Market::retire(signed(PUBLISHER), service));
        assert_eq!(quote(service, None), Err(QuoteError::NotOnSale));
    });
}

#[test]
fn fails_for_a_metered_service() {
    build_and_execute(|| {
        let service = published_metered();
        (NODE..NODE + 3).for_each(|node| offer(node, service, PRICE));
        assert_eq!(quote(service, Some(3)), Err(QuoteError::MeteredOnly));
    });
}

#[test]
fn fails_for_a_committee_out_of_bounds() {
    build_and_execute(|| {
        let service = published_with_offers(3);
        for committee in [0, 2, 10] {
            assert_eq!(quote(service, Some(committee)), Err(QuoteError::InvalidCommittee));
        }
    });
}

#[test]
fn fails_with_fewer_nodes_than_seats() {
    build_and_execute(|| {
        let service = published_with_offers(3);
        assert!(quote(service, None).is_ok());
        assert_eq!(quote(service, Some(4)), Err(QuoteError::TooFewNodes));
        assert_eq!(quote(published(), None), Err(QuoteError::TooFewNodes));
    });
}

#[test]
fn fails_for_a_usage_that_costs_more_than_there_is() {
    build_and_execute(|| {
        let service = published_with_offers(3);
        let usage = Usage { input: u64::MAX, output: u64::MAX };
        for node in NODE..NODE + 3 {
            change_offer(service, node, |offer| offer.terms.max_usage = usage);
        }
        let quote_usage = |usage| quote_for(&Wanted { usage, ..wanted(service) });
        assert_eq!(quote_usage(usage), Err(QuoteError::TooLarge));
        // So does one with a maximum beyond all balances.
        assert_eq!(quote_within(service, Balance::MAX), Err(QuoteError::TooLarge));
    });
}
