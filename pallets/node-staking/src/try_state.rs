//! The invariants of the state.

use frame_election_provider_support::{ScoreProvider, SortedListProvider};
use frame_support::ensure;
use nes_core::Balance;
use nes_ledger::UNITS;
use sp_runtime::TryRuntimeError;

use crate::{
    account::{HoldsOf, RewardPotOf},
    params::ParamsOf,
    slash::SlashQueueOf,
    types::UNDELEGATIONS,
    Conducts, Config, HoldReason, NextSlashId, Nodes, OpenSlashes, Pallet, Position, Positions,
    Profiles, Slash, SlashQueue,
};

impl<T: Config> Pallet<T> {
    /// Checks that
    ///
    /// 1. the parameters are within their bounds, slashes are deferred for as long as a vote needs
    ///    to cancel them, and nothing but parameters has changed;
    /// 2. a node has a profile, and a profile, a position or a record of conduct has a node, and so
    ///    has every validator of the set;
    /// 3. a position holds at least its value, whichever slashes are cancelled, its entries come in
    ///    the order of their unlock eras, and no position is empty;
    /// 4. the active shares of a node's positions sum to the node's, and so do the unbonding ones
    ///    and the operator's own; a node without any of them has no record, and a leaving one has
    ///    no self stake;
    /// 5. the amount that an account has on hold for its own node is that position's hold, the
    ///    amount for other nodes is the sum of those positions' holds, the amount for a profile is
    ///    that profile's deposit, and the amount for appeals is the sum of its bonds; the total of
    ///    each reason is the sum over all accounts;
    /// 6. the ranking is exactly the active, free nodes with the validator role, each with its
    ///    stake, and an exhausted node is not among them;
    /// 7. a node's slashes come in the order of their reports, and jail it; the pending ones, and
    ///    no others, are open, and each open slash is due once, in an era that is not worked off;
    /// 8. the pot of rewards holds at least the amounts that nodes and positions are owed.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::check_params()?;
        Self::check_records()?;
        Self::check_positions()?;
        Self::check_shares()?;
        Self::check_holds()?;
        Self::check_ranking()?;
        Self::check_slashes()?;
        Self::check_due()?;
        Self::check_pot()
    }

    fn check_params() -> Result<(), TryRuntimeError> {
        ParamsOf::<T>::check()?;
        let long_enough = Self::defers_long_enough(&Self::params());
        ensure!(long_enough, "slashes are deferred for too short a time");
        Ok(())
    }

    fn check_records() -> Result<(), TryRuntimeError> {
        let is_node = |who: &T::AccountId| Nodes::<T>::contains_key(who);
        for node in Nodes::<T>::iter_keys() {
            ensure!(Profiles::<T>::contains_key(&node), "a node has no profile");
        }
        for node in Profiles::<T>::iter_keys() {
            ensure!(is_node(&node), "a profile has no node");
        }
        for (node, _) in Positions::<T>::iter_keys() {
            ensure!(is_node(&node), "a position has no node");
        }
        for node in Conducts::<T>::iter_keys() {
            ensure!(is_node(&node), "a record of conduct has no node");
        }
        for node in pallet_session::Validators::<T>::get() {
            ensure!(is_node(&node), "a validator has no node");
        }
        Ok(())
    }

    fn check_positions() -> Result<(), TryRuntimeError> {
        for (node, _, position) in Positions::<T>::iter() {
            let slashes = Nodes::<T>::get(node).ok_or("a position has no node")?.slashes;
            let worth = position.value_for_good(&slashes).ok_or("a value overflows")?;
            ensure!(position.held >= worth, "a position holds less than it is worth");
            let eras = || position.unbonding.iter().map(|entry| entry.unlock_era);
            ensure!(eras().is_sorted_by(|one, other| one < other), "entries are out of order");
            ensure!(!position.is_empty(), "an empty position is stored");
            let leaving = position.shares == 0;
            ensure!(
                leaving || position.unbonding.len() <= UNDELEGATIONS,
                "no entry is left for leaving"
            );
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
            let own = Positions::<T>::get(&who, &who).map_or(0, |position| position.shares);
            ensure!(node.self_shares == own, "a node's self stake is not its operator's position");
            ensure!(!node.is_empty(), "a node has nothing behind it");
            ensure!(node.is_active() || own == 0, "a leaving node has self stake");
        }
        Ok(())
    }

    fn check_holds() -> Result<(), TryRuntimeError> {
        let positions = |own: bool| {
            let rows = Positions::<T>::iter();
            let rows = rows.filter(move |(node, staker, _)| (node == staker) == own);
            rows.map(|(_, staker, position)| (staker, position.held))
        };
        let profiles = Profiles::<T>::iter().map(|(who, profile)| (who, profile.deposit));
        let appeals = OpenSlashes::<T>::iter_values();
        let bonds = appeals.map(|open| (open.node, open.appeal.unwrap_or(0)));
        let accounts = frame_system::Account::<T>::iter_keys;
        let why = "a hold is not what positions hold";
        HoldsOf::<T>::check(HoldReason::Stake, positions(true), accounts(), why)?;
        HoldsOf::<T>::check(HoldReason::Delegation, positions(false), accounts(), why)?;
        let why = "a hold is not the profile's deposit";
        HoldsOf::<T>::check(HoldReason::Profile, profiles, accounts(), why)?;
        let why = "a hold is not the appeals' bonds";
        HoldsOf::<T>::check(HoldReason::Appeal, bonds, accounts(), why)
    }

    fn check_ranking() -> Result<(), TryRuntimeError> {
        let mut ranked: usize = 0;
        for who in T::ValidatorList::iter() {
            ranked = ranked.checked_add(1).ok_or("the ranking is too long")?;
            let stake = Self::score(&who).ok_or("a node is ranked that is no candidate")?;
            let score = T::ValidatorList::get_score(&who).map_err(|_| "a ranked node is lost")?;
            ensure!(score == stake, "a candidate is not ranked by its stake");
            let exhausted = Nodes::<T>::get(&who).is_some_and(|node| node.is_exhausted());
            ensure!(!exhausted, "an exhausted node is ranked");
        }
        let candidates = Nodes::<T>::iter_keys().filter(|who| Self::score(who).is_some()).count();
        ensure!(ranked == candidates, "a candidate is not ranked");
        Ok(())
    }

    fn check_slashes() -> Result<(), TryRuntimeError> {
        for (who, node) in Nodes::<T>::iter() {
            let order = |one: &&Slash, other: &&Slash| one.id < other.id && one.era <= other.era;
            ensure!(node.slashes.iter().is_sorted_by(order), "slashes are out of order");
            ensure!(node.jailed_until == node.jail(), "a node is not jailed as its slashes say");
            for slash in &node.slashes {
                ensure!(slash.id < NextSlashId::<T>::get(), "a slash has a number to come");
                let open = OpenSlashes::<T>::get(slash.id).is_some_and(|open| open.node == who);
                ensure!(open == slash.is_pending(), "a slash is open that is not pending, or not");
            }
        }
        Ok(())
    }

    fn check_due() -> Result<(), TryRuntimeError> {
        let mut open: usize = 0;
        for (id, slash) in OpenSlashes::<T>::iter() {
            open = open.checked_add(1).ok_or("there are too many open slashes")?;
            let due = SlashQueue::<T>::contains_key(slash.execute_era, id);
            ensure!(due, "an open slash is not due in its era");
            ensure!(
                slash.execute_era >= SlashQueueOf::<T>::cursor(),
                "an open slash was passed over"
            );
        }
        ensure!(SlashQueue::<T>::iter_keys().count() == open, "a slash is due that is not open");
        Ok(())
    }

    fn check_pot() -> Result<(), TryRuntimeError> {
        let (mut planck, mut units): (Balance, u128) = (0, 0);
        let mut owe = |amount: Balance, fraction: u128| {
            planck = planck.checked_add(amount)?;
            units = units.checked_add(fraction)?;
            Some(())
        };
        for node in Nodes::<T>::iter_values() {
            owe(node.commission_accrued, node.reward_carry).ok_or("rewards overflow")?;
        }
        for (node, _, mut position) in Positions::<T>::iter() {
            let node = Nodes::<T>::get(node).ok_or("a position has no node")?;
            position.settle(node.reward_per_share).ok_or("rewards overflow")?;
            let fraction = position.accrued_fraction.into();
            owe(position.accrued, fraction).ok_or("rewards overflow")?;
        }
        RewardPotOf::<T>::check([planck, units.div_ceil(UNITS)].into_iter())
    }
}

/// Returns the shares of `position` that are on their way out.
fn unbonding(position: &Position) -> Result<Balance, TryRuntimeError> {
    Ok(position.unbonding_shares().ok_or("a sum of shares overflows")?)
}

/// Returns the sum of two amounts, which overflows in no sound state.
fn add(one: Balance, other: Balance) -> Result<Balance, TryRuntimeError> {
    Ok(one.checked_add(other).ok_or("a sum of stakes overflows")?)
}
