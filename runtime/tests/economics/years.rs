//! Ten years of the public clock's eras, a block each, over the real runtime.

use frame_support::assert_ok;
use nes_core::Balance;
use nes_runtime::{
    constants::currency::{EXISTENTIAL_DEPOSIT, GENESIS_ISSUANCE, ISSUANCE_CAP, UNIT},
    genesis::LOCAL_TESTNET,
    Balances, NodeStaking, Rewards, Runtime, Treasury,
};
use pallet_rewards::{Call, Params};
use serde_json::json;
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Dave, Ferdie};
use sp_runtime::Perbill;

use crate::common::{assert_sound, call_as_root, genesis_with, hurry, run, run_to};

/// Blocks of six hours, each of them an era, in ten years; the first begins era 0.
const ERAS: u32 = 14_610;

/// The number of blocks that are committed to the state together.
const TOGETHER: u32 = 30;

/// A chain with this `issuance` on a clock whose slots are eras.
fn chain(issuance: Balance, params: Params) -> TestExternalities {
    let stakers = [Alice, Bob, Charlie, Dave].map(|who| (who.to_account_id(), 1_000_000 * UNIT));
    let rest = issuance - 4_000_000 * UNIT - 5 * EXISTENTIAL_DEPOSIT;
    let balances: Vec<_> = stakers.into_iter().chain([(Ferdie.to_account_id(), rest)]).collect();
    genesis_with(
        LOCAL_TESTNET,
        json!({
            "tempo": { "clock": { "slotMillis": 21_600_000, "epochSlots": 1, "eraEpochs": 1 } },
            "balances": { "balances": balances },
            // A vote takes 26 blocks at least, here as many eras, and the era of the report.
            "nodeStaking": { "params": { "slashDeferEras": 27, "unbondingEras": 30 } },
            "rewards": { "params": params },
        }),
    )
}

/// The emission of an era.
fn minted(era: u32) -> Balance {
    let emission = Rewards::ended_era(era).unwrap().emission;
    emission.validators + emission.incentives + emission.treasury
}

/// Runs ten years with `params`; returns each era's emission.
fn ten_years(params: Params) -> Vec<Balance> {
    let mut state = chain(GENESIS_ISSUANCE, params);
    let mut emissions = vec![];
    state.execute_with(|| {
        assert_eq!(Balances::total_issuance(), GENESIS_ISSUANCE);
        run_to(1);
    });
    while emissions.len() < ERAS.try_into().unwrap() {
        state.execute_with(|| {
            let first = Rewards::running_era().era;
            hurry(TOGETHER);
            assert_sound();
            (first..Rewards::running_era().era).for_each(|era| emissions.push(minted(era)));
            let sum: Balance = emissions.iter().sum();
            assert_eq!(Balances::total_issuance(), GENESIS_ISSUANCE + sum);
            assert!(Balances::total_issuance() <= ISSUANCE_CAP);
        });
        state.commit_all().unwrap();
    }
    state.execute_with(|| {
        run(1);
        assert_sound();
        assert_parts(&emissions);
    });
    emissions
}

/// All that was minted is in the pots and the treasury; the last era's emission is not among the
/// `emissions`.
fn assert_parts(emissions: &[Balance]) {
    let accounts = [NodeStaking::reward_pot(), Rewards::emission_pot(), Treasury::account_id()];
    let there: Balance =
        accounts.iter().map(|who| Balances::free_balance(who) - EXISTENTIAL_DEPOSIT).sum();
    let last = minted(Rewards::running_era().era - 1);
    assert_eq!(there, emissions.iter().sum::<Balance>() + last);
    let owed: Balance = pallet_node_staking::Nodes::<Runtime>::iter_values()
        .map(|node| node.commission_accrued)
        .sum();
    assert!(owed <= Balances::free_balance(NodeStaking::reward_pot()));
}

#[test]
fn ten_years_at_the_default_parameters_end_under_the_cap_with_a_falling_emission() {
    let emissions = ten_years(Params::default());
    assert!(emissions.windows(2).all(|pair| pair[1] < pair[0]));
    // 1,000,000,000 NES × (1 − (1 − 0.08 ÷ 1,461)^14,610).
    assert_eq!(emissions.iter().sum::<Balance>() / UNIT, 550_680_877);
}

/// Governance goes through its bounds, two eras each, at the cap, close below it and far from it.
#[test]
fn no_setting_passes_the_cap_wherever_the_issuance_is() {
    let percent = Perbill::from_percent;
    for below in [0, 1, 10, UNIT, GENESIS_ISSUANCE] {
        let mut state = chain(ISSUANCE_CAP - below, Params::default());
        state.execute_with(|| {
            run_to(1);
            let shares = [(0, 0), (100, 0), (0, 100), (60, 25)];
            for (rate, ratio) in [(0, 0), (20, 0), (0, 95), (20, 95)] {
                for (validators, incentives) in shares {
                    let params = Params {
                        emission_rate: percent(rate),
                        incentive_ratio: percent(ratio),
                        validators_share: percent(validators),
                        incentives_share: percent(incentives),
                        ..Default::default()
                    };
                    assert_ok!(call_as_root(Call::set_params { params }));
                    run(2);
                    assert!(Balances::total_issuance() <= ISSUANCE_CAP);
                }
            }
        });
    }
}
