use frame_support::{
    assert_ok,
    traits::{
        fungible::{Balanced, Mutate},
        tokens::{
            Fortitude::Polite,
            Precision::Exact,
            Preservation::{Expendable, Preserve},
        },
    },
};
use nes_core::{Balance, FeeParts};
use nes_traits::{FeeSettlement, FeeShare};
use proptest::prelude::*;
use sp_runtime::Perbill;

use crate::{mock::*, Params};

/// Settles `fees` of nodes, taken from the payer, with a royalty of 5 % for `publisher`, and checks
/// that no planck appears or disappears.
fn settle(fees: &[(u64, Balance)], publisher: u64) -> Vec<FeeParts> {
    let issuance = Balances::total_issuance();
    let total = fees.iter().map(|(_, fee)| fee).sum();
    let credit = Balances::withdraw(&PAYER, total, Exact, Preserve, Polite).unwrap();
    let shares: Vec<_> =
        fees.iter().map(|(node, fee)| FeeShare { node: *node, fee: *fee }).collect();

    let settled = Rewards::settle(credit, &shares, &publisher, Perbill::from_percent(5));

    assert_eq!(settled.len(), fees.len());
    for (parts, (_, fee)) in settled.iter().zip(fees) {
        assert_eq!(parts.burned + parts.treasury + parts.royalty + parts.node, *fee);
    }
    let burned: Balance = settled.iter().map(|parts| parts.burned).sum();
    assert_eq!(Balances::total_issuance() + burned, issuance);
    settled
}

/// Returns the number of deposits of balances since genesis or the last call.
fn deposits() -> usize {
    let events = events::<Test, pallet_balances::Event<Test>>();
    let deposit = |event: &&_| matches!(event, pallet_balances::Event::Deposit { .. });
    events.iter().filter(deposit).count()
}

#[test]
fn quotes_the_parts_by_the_parameters() {
    build_and_execute(|| {
        let parts = FeeParts { burned: 50, treasury: 50, royalty: 50, node: 850 };
        assert_eq!(Rewards::split(1_000, Perbill::from_percent(5)), parts);
    });
}

#[test]
fn pays_everyone_a_part() {
    build_and_execute(|| {
        let settled = settle(&[(ALICE, 1_000)], PUBLISHER);

        assert_eq!(settled, [FeeParts { burned: 50, treasury: 50, royalty: 50, node: 850 }]);
        assert_eq!(gained(ALICE), 850);
        assert_eq!(gained(PUBLISHER), 50);
        assert_eq!(gained(TREASURY), 50);
    });
}

#[test]
fn pays_the_treasury_and_the_publisher_once_for_all_nodes() {
    build_and_execute(|| {
        let settled = settle(&[(ALICE, 1_000), (BOB, 2_000), (CHARLIE, 999)], PUBLISHER);

        assert_eq!(
            settled,
            [
                FeeParts { burned: 50, treasury: 50, royalty: 50, node: 850 },
                FeeParts { burned: 100, treasury: 100, royalty: 100, node: 1_700 },
                FeeParts { burned: 49, treasury: 50, royalty: 49, node: 851 },
            ]
        );
        assert_eq!([ALICE, BOB, CHARLIE].map(gained), [850, 1_700, 851]);
        assert_eq!((gained(PUBLISHER), gained(TREASURY)), (199, 200));
        assert_eq!(deposits(), 5);
    });
}

#[test]
fn pays_nobody_for_nothing() {
    build_and_execute(|| {
        assert!(settle(&[], PUBLISHER).is_empty());
        assert_eq!(settle(&[(ALICE, 0)], PUBLISHER), [FeeParts::default()]);
        assert_eq!(deposits(), 0);
    });
}

#[test]
fn creates_the_account_of_a_publisher_whose_royalty_suffices() {
    build_and_execute(|| {
        assert_eq!(settle(&[(ALICE, 1_000)], NOBODY)[0].royalty, 50);
        assert_eq!(Balances::free_balance(NOBODY), 50);
    });
}

#[test]
fn gives_a_royalty_that_is_too_small_for_an_account_to_the_treasury() {
    build_and_execute(|| {
        let settled = settle(&[(ALICE, 100), (BOB, 60)], NOBODY);

        assert_eq!(
            settled,
            [
                FeeParts { burned: 5, treasury: 10, royalty: 0, node: 85 },
                FeeParts { burned: 3, treasury: 6, royalty: 0, node: 51 },
            ]
        );
        assert_eq!(gained(TREASURY), 16);
        assert_eq!(Balances::free_balance(NOBODY), 0);
    });
}

#[test]
fn gives_the_part_of_a_node_that_cannot_take_it_to_the_treasury() {
    build_and_execute(|| {
        let settled = settle(&[(ALICE, 1_000), (NOBODY, 10)], PUBLISHER);

        assert_eq!(settled[0].node, 850);
        assert_eq!(settled[1], FeeParts { burned: 0, treasury: 10, royalty: 0, node: 0 });
        assert_eq!(gained(TREASURY), 60);
    });
}

#[test]
fn gives_what_a_node_hands_back_to_the_treasury() {
    build_and_execute(|| {
        HandedBack::set(40);
        let settled = settle(&[(ALICE, 1_000)], PUBLISHER);

        assert_eq!(settled, [FeeParts { burned: 50, treasury: 90, royalty: 50, node: 810 }]);
        assert_eq!((gained(ALICE), gained(TREASURY)), (810, 90));
    });
}

#[test]
fn burns_what_the_treasury_cannot_take() {
    build_and_execute(|| {
        Balances::transfer(&TREASURY, &PAYER, START_BALANCE, Expendable).unwrap();

        let settled = settle(&[(ALICE, 100), (NOBODY, 2)], PUBLISHER);

        assert_eq!(
            settled,
            [
                FeeParts { burned: 10, treasury: 0, royalty: 5, node: 85 },
                FeeParts { burned: 2, treasury: 0, royalty: 0, node: 0 },
            ]
        );
        assert_eq!(Balances::free_balance(TREASURY), 0);
    });
}

/// Returns fees of nodes, some without an account, small and large.
fn fees() -> impl Strategy<Value = Vec<(u64, Balance)>> {
    let node = prop::sample::select(vec![ALICE, BOB, CHARLIE, NOBODY, NOBODY + 1]);
    let fee = prop_oneof![0u128..200, 0u128..1 << 100];
    prop::collection::vec((node, fee), 0..=9)
}

proptest! {
    #[test]
    fn keeps_every_planck(
        fees in fees(),
        publisher in prop::sample::select(vec![PUBLISHER, NOBODY, ALICE]),
        protocol in 0u32..=300_000_000,
        burn in 0u32..=1_000_000_000,
        royalty in 0u32..=100_000_000,
        handed_back in 0u128..100,
    ) {
        let params = Params {
            protocol_share: Perbill::from_parts(protocol),
            burn_share: Perbill::from_parts(burn),
            ..Default::default()
        };
        build_and_execute(|| {
            assert_ok!(Rewards::set_params(RuntimeOrigin::root(), params));
            HandedBack::set(handed_back);
            let issuance = Balances::total_issuance();
            let total = fees.iter().map(|(_, fee)| fee).sum();
            let credit = Balances::withdraw(&PAYER, total, Exact, Preserve, Polite).unwrap();
            let shares: Vec<_> =
                fees.iter().map(|(node, fee)| FeeShare { node: *node, fee: *fee }).collect();
            let treasury = Balances::free_balance(TREASURY);

            let settled =
                Rewards::settle(credit, &shares, &publisher, Perbill::from_parts(royalty));

            assert_eq!(settled.len(), fees.len());
            for (parts, (_, fee)) in settled.iter().zip(&fees) {
                assert_eq!(parts.burned + parts.treasury + parts.royalty + parts.node, *fee);
            }
            let sum = |part: fn(&nes_core::FeeParts) -> Balance| -> Balance {
                settled.iter().map(part).sum()
            };
            assert_eq!(Balances::total_issuance(), issuance - sum(|parts| parts.burned));
            assert_eq!(
                Balances::free_balance(TREASURY),
                treasury + sum(|parts| parts.treasury)
            );
            let paid = [ALICE, BOB, CHARLIE, NOBODY, NOBODY + 1, PUBLISHER];
            let balances: Balance = paid.into_iter().map(Balances::free_balance).sum();
            assert_eq!(
                balances,
                4 * START_BALANCE + sum(|parts| parts.royalty) + sum(|parts| parts.node)
            );
        });
    }
}
