//! Stake that is redelegated, compared with stake that unbonds. No rule for the loss is written here:
//! two accounts are compared with each other.

use std::iter;

use frame_support::traits::fungible::Inspect;
use nes_core::Balance;
use sp_runtime::Perbill;

use super::super::steps::*;
use crate::{mock::*, OpenSlashes};

/// Returns a sequence of numbers that look random.
fn chance(seed: u64) -> impl FnMut(u64) -> u64 {
    let next = |last: &u64| {
        Some(last.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963))
    };
    let mut numbers = iter::successors(next(&seed), next);
    move |end| (numbers.next().unwrap() >> 33) % end
}

/// Takes two delegators with the same stake: one moves a part of it, the other one starts to unbond
/// as much. Whatever happens to the node that both leave, they lose the same, but for a planck in
/// each step.
#[test]
fn redelegated_stake_loses_what_it_would_have_lost_unbonding() {
    let mut lost = 0;
    for seed in 0..60 {
        build_and_execute(|| lost += u32::from(lose_in_both_ways(chance(seed)) > UNIT));
    }
    assert!(lost >= 40, "only {lost} lost more than a NES");
}

/// Returns the loss.
fn lose_in_both_ways(mut below: impl FnMut(u64) -> u64) -> Balance {
    register(ALICE, 2 * STAKE);
    register(BOB, 2 * STAKE);
    [EVE, FERDIE].into_iter().for_each(|who| delegate(who, ALICE, 40 * UNIT));
    let amount = UNIT + Balance::from(below(20_000)) * UNIT / 1_000 + Balance::from(below(3));
    for era in 0..12 {
        run_to_era(era);
        if era == 3 {
            NodeStaking::redelegate(signed(EVE), ALICE, BOB, amount).unwrap();
            undelegate(FERDIE, ALICE, amount);
        }
        // The unlock era is the eighth.
        if below(2) == 0 {
            let parts = u32::try_from(below(150_000_000)).unwrap();
            equivocate(ALICE, Perbill::from_parts(parts));
        }
        if below(3) == 0 {
            cancel();
        }
        if below(2) == 0 {
            let _ = NodeStaking::apply_slash(signed(NOBODY), BOB, EVE);
        }
    }
    run_to_era(14);
    for (node, who) in [(BOB, EVE), (ALICE, EVE), (ALICE, FERDIE)] {
        let _ = NodeStaking::apply_slash(signed(NOBODY), node, who);
    }
    assert!(position(BOB, EVE).arrivals.is_empty());
    let (moved, stayed) = (Balances::total_balance(&EVE), Balances::total_balance(&FERDIE));
    assert!(moved.abs_diff(stayed) <= 12, "{moved} is not {stayed}");
    START_BALANCE - moved
}

/// Cancels the oldest open slash, if there is one.
fn cancel() {
    if let Some(id) = OpenSlashes::<Test>::iter_keys().min() {
        NodeStaking::cancel_slash(RuntimeOrigin::root(), id).unwrap();
    }
}
