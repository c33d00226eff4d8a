use frame_support::{
    assert_ok,
    traits::{
        fungible::Balanced,
        tokens::{Fortitude::Polite, Precision::Exact, Preservation::Preserve},
    },
};
use nes_core::Balance;
use nes_traits::{FeeSettlement, FeeShare};
use proptest::prelude::*;
use sp_runtime::Permill;

use crate::{mock::*, Params};

fn fees() -> impl Strategy<Value = Vec<(u64, Balance)>> {
    let node = prop::sample::select(vec![ALICE, BOB, CAROL, NOBODY, NOBODY + 1]);
    let fee = prop_oneof![0u128..200, 0u128..1 << 100];
    prop::collection::vec((node, fee), 0..=9)
}

proptest! {
    #[test]
    fn keeps_every_planck(
        fees in fees(),
        publisher in prop::sample::select(vec![PUBLISHER, NOBODY, ALICE]),
        protocol in 0u32..=300_000,
        burn in 0u32..=1_000_000,
        royalty in 0u32..=100_000,
        handed_back in 0u128..100,
    ) {
        let params = Params {
            protocol_share: Permill::from_parts(protocol),
            burn_share: Permill::from_parts(burn),
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
                Rewards::settle(credit, &shares, &publisher, Permill::from_parts(royalty));

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
            let paid = [ALICE, BOB, CAROL, NOBODY, NOBODY + 1, PUBLISHER];
            let balances: Balance = paid.into_iter().map(Balances::free_balance).sum();
            assert_eq!(
                balances,
                4 * WEALTH + sum(|parts| parts.royalty) + sum(|parts| parts.node)
            );
        });
    }
}
