use frame_support::assert_ok;
use nes_core::{Balance, FeeParts, Quote, QuoteError, Tariff, Usage, Verification};
use sp_runtime::Perbill;

use crate::{mock::*, Services};

const USAGE: Usage = Usage { input: 10, output: 20 };

/// Returns a split that shows its arguments.
fn split(fee: Balance, royalty: Perbill) -> FeeParts {
    FeeParts { node: fee, royalty: royalty.deconstruct().into(), ..Default::default() }
}

fn quote(service: u32, committee: Option<u8>) -> Result<Quote, QuoteError> {
    Market::quote(service, USAGE, committee, split)
}

#[test]
fn tells_prices_and_the_worst_case() {
    build_and_execute(|| {
        let service = published();
        // 1,000 + 20 + 20, 10 + 30 + 20, 100 + 10 + 60 and 50 + 10 + 20.
        offer(NODE, service, Tariff { base: 1_000, input: 2, output: 1 });
        offer(NODE + 1, service, Tariff { base: 10, input: 3, output: 1 });
        offer(NODE + 2, service, Tariff { base: 100, input: 1, output: 3 });
        offer(NODE + 3, service, Tariff { base: 50, input: 1, output: 1 });

        let quote = quote(service, None).unwrap();
        let max_tariff = Tariff { base: 1_000, input: 3, output: 3 };
        assert_eq!(
            quote,
            Quote {
                committee: 3,
                quorum: 2,
                eligible: 4,
                cheapest: 60,
                median: 80,
                highest: 1_040,
                max_tariff,
                escrow: 3 * (1_000 + 30 + 60),
                split: split(80, spec().royalty),
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
        assert_eq!(quote.escrow, 9 * TARIFF.price(USAGE).unwrap());
    });
}

#[test]
fn counts_only_offers_that_could_be_drawn() {
    build_and_execute(|| {
        let service = published_with_offers(7);
        register(NODE, STAKE, false);
        unregister(NODE + 1);
        register(NODE + 2, 1, true);
        let busy = Market::set_offer(signed(NODE + 3), NODE + 3, service, TARIFF, 1);
        assert_ok!(busy);
        assert_eq!(quote(service, None).unwrap().eligible, 4);
        change_offer(service, NODE + 3, |offer| offer.busy = 1);
        assert_eq!(quote(service, None).unwrap().eligible, 3);
        change_offer(service, NODE + 3, |offer| offer.busy = 0);
    });
}

#[test]
fn is_not_spoilt_by_an_offer_that_nobody_could_pay() {
    build_and_execute(|| {
        let service = published_with_offers(3);
        offer(NODE + 3, service, DEAR);
        let all_there_is = Balances::total_issuance();
        offer(NODE + 4, service, Tariff { base: all_there_is, ..TARIFF });

        let quote = quote(service, None).unwrap();
        assert_eq!((quote.eligible, quote.max_tariff), (3, TARIFF));
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
        let service = published_with_offers(3);
        Services::<Test>::mutate_extant(service, |row| row.verification = Verification::Metered);
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
    });
}

#[test]
fn fails_for_a_usage_that_costs_more_than_there_is() {
    build_and_execute(|| {
        let service = published_with_offers(3);
        let usage = Usage { input: u64::MAX, output: u64::MAX };
        let quote = Market::quote(service, usage, None, split);
        assert_eq!(quote, Err(QuoteError::TooLarge));
    });
}
