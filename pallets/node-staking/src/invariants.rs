//! What always holds.

use alloc::collections::BTreeMap;

use frame_election_provider_support::{ScoreProvider, SortedListProvider};
use frame_support::{ensure, traits::fungible::hold::Inspect};
use nes_core::Balance;
use sp_runtime::TryRuntimeError;

use crate::{Config, CurrencyOf, HoldReason, Nodes, Pallet, Position, Positions, Profiles};

impl<T: Config> Pallet<T> {
    /// Checks that
    ///
    /// 1. the parameters are within their bounds;
    /// 2. a node has a profile, and a profile or a position has a node;
    /// 3. a position holds at least what it is worth, and no position is empty;
    /// 4. the active shares of a node's positions sum to the node's, and so do the unbonding ones;
    ///    a node without any of them has no record, and a leaving one has no self stake;
    /// 5. what every account has on hold for stake is the sum of its positions' holds, and what it
    ///    has on hold for a profile is that profile's deposit;
    /// 6. the ranking is exactly the active nodes with the validator role, each with its stake.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        ensure!(Self::params().validate(), "the parameters are out of bounds");
        Self::check_records()?;
        Self::check_positions()?;
        Self::check_shares()?;
        Self::check_holds()?;
        Self::check_ranking()
    }

    fn check_records() -> Result<(), TryRuntimeError> {
        for node in Nodes::<T>::iter_keys() {
            ensure!(Profiles::<T>::contains_key(&node), "a node has no profile");
        }
        for node in Profiles::<T>::iter_keys() {
            ensure!(Nodes::<T>::contains_key(&node), "a profile has no node");
        }
        for (node, _) in Positions::<T>::iter_keys() {
            ensure!(Nodes::<T>::contains_key(&node), "a position has no node");
        }
        Ok(())
    }

    fn check_positions() -> Result<(), TryRuntimeError> {
        for (_, _, position) in Positions::<T>::iter() {
            ensure!(!position.is_empty(), "an empty position is stored");
            let worth = add(position.shares, unbonding(&position)?)?;
            ensure!(position.held >= worth, "a position holds less than it is worth");
        }
        Ok(())
    }

    fn check_shares() -> Result<(), TryRuntimeError> {
        for (who, node) in Nodes::<T>::iter() {
            let (mut active, mut leaving) = (0, 0);
            for (_, position) in Positions::<T>::iter_prefix(&who) {
                active = add(active, position.shares)?;
                leaving = add(leaving, unbonding(&position)?)?;
            }
            ensure!(node.shares == active, "a node's shares are not its positions'");
            ensure!(node.unbonding_shares == leaving, "a node's unbonding is not its positions'");
            ensure!(!node.is_empty(), "a node has nothing behind it");
            let self_stake = Self::self_stake(&who);
            ensure!(node.is_active() || self_stake == 0, "a leaving node has self stake");
        }
        Ok(())
    }

    fn check_holds() -> Result<(), TryRuntimeError> {
        let mut held = BTreeMap::new();
        for (_, staker, position) in Positions::<T>::iter() {
            let sum = held.remove(&staker).unwrap_or(0);
            held.insert(staker, add(sum, position.held)?);
        }
        for who in frame_system::Account::<T>::iter_keys() {
            let stake = CurrencyOf::<T>::balance_on_hold(&HoldReason::Stake.into(), &who);
            ensure!(stake == held.remove(&who).unwrap_or(0), "a hold is not what positions hold");
            let deposit = CurrencyOf::<T>::balance_on_hold(&HoldReason::Profile.into(), &who);
            let expected = Profiles::<T>::get(&who).map_or(0, |profile| profile.deposit);
            ensure!(deposit == expected, "a hold is not the profile's deposit");
        }
        ensure!(held.is_empty(), "a position's staker has no account");
        Ok(())
    }

    fn check_ranking() -> Result<(), TryRuntimeError> {
        let mut ranked: usize = 0;
        for who in T::ValidatorList::iter() {
            ranked = ranked.checked_add(1).ok_or("the ranking is too long")?;
            let stake = Self::score(&who).ok_or("a node is ranked that is no candidate")?;
            let score = T::ValidatorList::get_score(&who).map_err(|_| "a ranked node is lost")?;
            ensure!(score == stake, "a candidate is not ranked by its stake");
        }
        let candidates = Nodes::<T>::iter_keys().filter(|who| Self::score(who).is_some()).count();
        ensure!(ranked == candidates, "a candidate is not ranked");
        Ok(())
    }
}

/// The shares of `position` that are on their way out.
fn unbonding(position: &Position) -> Result<Balance, TryRuntimeError> {
    position.unbonding.iter().try_fold(0, |sum, entry| add(sum, entry.shares))
}

/// The sum of two amounts, which no sound state makes overflow.
fn add(one: Balance, other: Balance) -> Result<Balance, TryRuntimeError> {
    Ok(one.checked_add(other).ok_or("a sum of stakes overflows")?)
}
