//! Random sequences of calls about stake that moves between three nodes, with the invariants after
//! every step.

use std::collections::BTreeMap;

use frame_support::traits::fungible::Inspect;
use nes_core::Balance;
use sp_runtime::{DispatchError, Perbill};

use super::super::steps::*;
use crate::{mock::*, Nodes, OpenSlashes, Positions};

/// The number of steps of a run.
const STEPS: u32 = 6_000;

const NODES: [u64; 3] = [ALICE, BOB, CHARLIE];
const STAKERS: [u64; 3] = [DAVE, EVE, FERDIE];

/// A sequence of numbers that look random.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        (self.0 >> 33) % bound
    }

    fn of(&mut self, list: [u64; 3]) -> u64 {
        list[usize::try_from(self.below(3)).unwrap()]
    }

    /// Returns an amount of up to 40 NES.
    fn amount(&mut self) -> Balance {
        Balance::from(self.below(40_000)) * UNIT / 1_000 + Balance::from(self.below(3))
    }
}

#[test]
fn a_first_sequence_keeps_the_invariants() {
    run(1);
}

#[test]
fn a_second_sequence_keeps_the_invariants() {
    run(2);
}

/// Takes two delegators with the same stake: one moves a part of it, the other one starts to unbond
/// as much. Whatever happens to the node that both leave, they lose the same, but for a planck in
/// each step.
#[test]
fn redelegated_stake_loses_what_it_would_have_lost_unbonding() {
    let mut lost = 0;
    for seed in 0..60 {
        build_and_execute(|| lost += u32::from(lose_in_both_ways(&mut Chance(seed)) > UNIT));
    }
    assert!(lost >= 40, "only {lost} lost more than a NES");
}

/// Returns the loss.
fn lose_in_both_ways(chance: &mut Chance) -> Balance {
    register(ALICE, 2 * STAKE);
    register(BOB, 2 * STAKE);
    [EVE, FERDIE].into_iter().for_each(|who| delegate(who, ALICE, 40 * UNIT));
    let amount = UNIT + chance.amount() / 2;
    for era in 0..12 {
        run_to_era(era);
        if era == 3 {
            NodeStaking::redelegate(signed(EVE), ALICE, BOB, amount).unwrap();
            undelegate(FERDIE, ALICE, amount);
        }
        // The unlock era is the eighth.
        if chance.below(2) == 0 {
            let parts = u32::try_from(chance.below(150_000_000)).unwrap();
            equivocate(ALICE, Perbill::from_parts(parts));
        }
        if chance.below(3) == 0 {
            let _ = cancel();
        }
        if chance.below(2) == 0 {
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

fn run(seed: u64) {
    build_and_execute(|| {
        let mut chance = Chance(seed);
        let mut done: BTreeMap<&str, u32> = BTreeMap::new();
        let issuance = Balances::total_issuance();
        for step in 0..STEPS {
            let (name, outcome) = act(&mut chance);
            *done.entry(name).or_default() += u32::from(outcome.is_ok());
            assert_eq!(NodeStaking::do_try_state(), Ok(()), "seed {seed}, step {step}: {name}");
            assert_that_arrivals_are_covered();
        }
        println!(
            "{} eras, {} removed, {done:?}",
            NodeStaking::active_era(),
            RemovedNodes::get().len()
        );
        for (name, done) in done {
            assert!(done >= 3, "{name} was done too seldom");
        }
        assert_eq!(Balances::total_issuance(), issuance);
    });
}

/// Does something; returns its name and outcome.
fn act(chance: &mut Chance) -> (&'static str, Result<(), DispatchError>) {
    let (node, to, who) = (chance.of(NODES), chance.of(NODES), chance.of(STAKERS));
    let amount = chance.amount();
    let post = |outcome: frame_support::dispatch::DispatchResultWithPostInfo| {
        outcome.map(drop).map_err(|refused| refused.error)
    };
    match chance.below(40) {
        0..6 => ("delegate", NodeStaking::delegate(signed(who), node, amount)),
        6..9 => ("undelegate", NodeStaking::undelegate(signed(who), node, amount)),
        9..11 => ("rebond", NodeStaking::rebond(signed(who), node, amount)),
        11..21 => ("redelegate", post(NodeStaking::redelegate(signed(who), node, to, amount))),
        21..25 => ("withdraw", post(NodeStaking::withdraw(signed(who), node, who))),
        25..28 => ("apply_slash", post(NodeStaking::apply_slash(signed(NOBODY), node, who))),
        28 => ("claim", NodeStaking::claim(signed(who), node)),
        29 => ("slash", slash(chance, node)),
        30 => ("cancel", cancel()),
        31 if chance.below(8) == 0 => ("leave", NodeStaking::leave(signed(node))),
        32 => ("withdraw own", post(NodeStaking::withdraw(signed(node), node, node))),
        33 => ("register", register_again(node)),
        34 => ("unjail", NodeStaking::unjail(signed(node))),
        35 => ("earn", earn(node)),
        36 => ("unbonding", change_unbonding(chance)),
        _ => ("era", next_era(chance)),
    }
}

fn slash(chance: &mut Chance, node: u64) -> Result<(), DispatchError> {
    // One node is never slashed, so that what arrives there stays covered.
    if node != CHARLIE && Nodes::<Test>::contains_key(node) {
        let parts = u32::try_from(chance.below(60_000_000)).unwrap();
        equivocate(node, Perbill::from_parts(parts));
    }
    Ok(())
}

fn cancel() -> Result<(), DispatchError> {
    let id = OpenSlashes::<Test>::iter_keys().min().ok_or(DispatchError::Unavailable)?;
    NodeStaking::cancel_slash(RuntimeOrigin::root(), id)
}

fn register_again(node: u64) -> Result<(), DispatchError> {
    // Losses of operators must not end the run.
    let poor = Balances::free_balance(node) < 3 * STAKE;
    if poor && !Nodes::<Test>::contains_key(node) {
        let from = signed(TREASURY);
        let amount = Balances::free_balance(TREASURY).saturating_sub(1).min(4 * STAKE);
        Balances::transfer_allow_death(from, node, amount)?;
    }
    NodeStaking::register(signed(node), profile(), Perbill::zero(), 2 * STAKE)
}

/// Lets the node earn a little of the treasury's money.
fn earn(node: u64) -> Result<(), DispatchError> {
    use frame_support::traits::{
        fungible::Balanced,
        tokens::{Fortitude, Precision, Preservation},
    };
    use nes_traits::NodeRewards;
    let (exact, polite) = (Precision::Exact, Fortitude::Polite);
    let credit = Balances::withdraw(&TREASURY, 1_001, exact, Preservation::Preserve, polite)?;
    let rewarded = NodeStaking::reward(&node, credit);
    rewarded.map_err(|credit| {
        Balances::resolve(&TREASURY, credit).unwrap();
        DispatchError::Unavailable
    })
}

fn change_unbonding(chance: &mut Chance) -> Result<(), DispatchError> {
    let eras = 5 + u32::try_from(chance.below(6)).unwrap();
    change_params(|params| params.unbonding_eras = eras);
    Ok(())
}

fn next_era(chance: &mut Chance) -> Result<(), DispatchError> {
    if chance.below(2) == 0 {
        run_to_era(NodeStaking::active_era() + 1);
    }
    Ok(())
}

/// Checks that where no slash has lowered the value, positions are worth all that they answer with.
fn assert_that_arrivals_are_covered() {
    let era = NodeStaking::active_era();
    for (node, _, position) in Positions::<Test>::iter() {
        let node = Nodes::<Test>::get(node).unwrap();
        if !node.slashes.is_empty() {
            continue;
        }
        let open = position
            .arrivals
            .iter()
            .filter(|arrival| !arrival.is_over(&Nodes::<Test>::get(arrival.from).unwrap(), era));
        let answers: Balance = open.map(|arrival| arrival.value).sum();
        assert!(position.value_for_good(&node).unwrap() + 1 >= answers);
    }
}
