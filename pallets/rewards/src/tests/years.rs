use nes_core::Balance;
use sp_runtime::Perbill;

use crate::{mock::*, Params};

/// The number of eras in ten public years, and of those that are committed to the state together.
const ERAS: u32 = 14_610;
const TOGETHER: usize = 30;

/// Runs ten years at `params`, with blocks and fees in every era; returns the emissions.
fn ten_years(params: Params) -> Vec<Balance> {
    Cap::set(Balance::MAX);
    let mut state = new_test_ext(params);
    let mut emissions = vec![];
    let genesis = state.execute_with(Balances::total_issuance);
    for eras in (0..ERAS).collect::<Vec<_>>().chunks(TOGETHER) {
        state.execute_with(|| {
            eras.iter().for_each(|era| emissions.push(busy_era(*era)));
            let minted: Balance = emissions.iter().sum();
            let supply = Rewards::supply();
            assert_eq!(supply.minted, minted);
            assert_eq!(Balances::total_issuance(), genesis + minted - supply.burned);
            assert_eq!(pot(), 0);
            Rewards::do_try_state().unwrap();
            System::reset_events();
        });
        state.commit_all().unwrap();
    }
    emissions
}

/// Runs `era` with blocks and fees, and distributes it; returns its emission.
fn busy_era(era: u32) -> Balance {
    author(ALICE, 2);
    author(BOB, 1 + era % 3);
    work(CHARLIE, 1_000_000 + Balance::from(era));
    end_era();
    idle();
    let parts = Rewards::ended_era(era).unwrap().emission;
    parts.validators + parts.incentives + parts.treasury
}

#[test]
fn of_eras_end_under_the_cap_with_a_falling_emission() {
    let emissions = ten_years(Params::default());
    assert!(emissions.windows(2).all(|pair| pair[1] < pair[0]));
}

#[test]
fn at_the_highest_rate_and_all_for_nodes_end_under_the_cap() {
    let most = Params {
        protocol_share: Perbill::from_percent(30),
        burn_share: Perbill::zero(),
        emission_rate: Perbill::from_percent(20),
        validators_share: Perbill::from_percent(50),
        incentives_share: Perbill::from_percent(50),
        incentive_ratio: Perbill::from_percent(95),
    };
    let emissions = ten_years(most);
    assert!(emissions.windows(2).all(|pair| pair[1] < pair[0]));
}

#[test]
fn at_no_rate_mint_nothing() {
    let none = Params { emission_rate: Perbill::zero(), ..Default::default() };
    assert!(ten_years(none).iter().all(|emission| *emission == 0));
}
