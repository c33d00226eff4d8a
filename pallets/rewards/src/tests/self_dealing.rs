use nes_core::Balance;
use proptest::prelude::*;
use sp_runtime::Perbill;

use crate::{mock::*, Params};

proptest! {
    /// Checks that Alice loses by buying from herself: she pays, publishes and serves, and nobody
    /// else earns anything of it. Whatever governance sets, she has less afterwards, unless the fee
    /// was too small for the protocol to get a planck of it.
    #[test]
    fn loses_money_at_every_parameter_in_bounds(
        fee in 1u128..1_000_000_000,
        others in 0u128..1_000_000_000,
        protocol in 0u32..=300_000_000,
        burn in 0u32..=1_000_000_000,
        rate in 0u32..=200_000_000,
        incentives in 0u32..=1_000_000_000,
        ratio in 0u32..=950_000_000,
        royalty in 0u32..=100_000_000,
    ) {
        let params = Params {
            protocol_share: Perbill::from_parts(protocol),
            burn_share: Perbill::from_parts(burn),
            emission_rate: Perbill::from_parts(rate),
            validators_share: Perbill::zero(),
            incentives_share: Perbill::from_parts(incentives),
            incentive_ratio: Perbill::from_parts(ratio),
        };
        build_and_execute(|| {
            Rewards::set_params(RuntimeOrigin::root(), params).unwrap();
            give(fee);
            let before = Balances::free_balance(ALICE);
            let share = params.split(fee, Perbill::zero()).protocol();
            work(BOB, others);
            buy_from_oneself(fee, Perbill::from_parts(royalty));
            end_era();
            idle();

            let after = Balances::free_balance(ALICE);
            assert!(after <= before, "{before} became {after}");
            assert!(share == 0 || after < before, "{before} became {after}");
            assert!(before - after >= share - params.incentive_ratio.mul_floor(share));
        });
    }
}

/// Gives Alice the amount that she is about to pay.
fn give(amount: Balance) {
    let call = Balances::transfer_allow_death(signed(PAYER), ALICE, amount);
    assert!(call.is_ok());
}

fn buy_from_oneself(fee: Balance, royalty: Perbill) {
    use frame_support::traits::{
        fungible::Balanced,
        tokens::{Fortitude::Polite, Precision::Exact, Preservation::Preserve},
    };
    use nes_traits::{FeeSettlement, FeeShare};

    let credit = Balances::withdraw(&ALICE, fee, Exact, Preserve, Polite).unwrap();
    let parts = Rewards::settle(credit, &[FeeShare { node: ALICE, fee }], &ALICE, royalty);
    Rewards::count_work(&ALICE, parts[0].protocol());
}
