//! The invariants of the state.

use alloc::collections::{BTreeMap, BTreeSet};

use frame_election_provider_support::{ScoreProvider, SortedListProvider};
use frame_support::ensure;
use nes_core::Balance;
use nes_ledger::UNITS;
use sp_runtime::TryRuntimeError;

use crate::{
    account::{HoldsOf, RewardPotOf},
    conduct::ConductQueueOf,
    params::ParamsOf,
    slash::SlashQueueOf,
    ConductQueue, Conducts, Config, HoldReason, NextRegistration, NextSlashId, Nodes, OpenSlashes,
    Pallet, Position, Positions, Profiles, Slash, SlashKind, SlashQueue,
};

impl<T: Config> Pallet<T> {
    /// Checks that
    ///
    /// 1. the parameters are within their bounds, slashes are deferred for as long as a vote needs
    ///    to cancel them, and nothing but parameters has changed;
    /// 2. a node has a profile and the number of its own registration, and a profile, a position or
    ///    a record of conduct has a node, and so has every validator of the set;
    /// 3. a position holds at least its value, whichever slashes are cancelled, its entries come in
    ///    the order of their unlock eras, and no position is empty; what arrived in it came from
    ///    another node that has a record, and never to an operator's own;
    /// 4. the active shares of a node's positions sum to the node's, and so do the operator's own,
    ///    and the unbonding ones with those that left by redelegation and still answer for the node;
    ///    a node without any of them has no record;
    /// 5. the amount that an account has on hold for its own node is that position's hold, the
    ///    amount for other nodes is the sum of those positions' holds, the amount for a profile is
    ///    that profile's deposit, and the amount for appeals is the sum of the bonds of its appeals;
    ///    the total of each reason is the sum over all accounts;
    /// 6. the ranking is exactly the active, free nodes with the validator role, each with its
    ///    stake, and an exhausted node is not among them;
    /// 7. a node's slashes come in the order of their reports, and jail it; the pending ones, and
    ///    no others, are open, and each open slash is due once, in an era that is not worked off;
    ///    a cancelled one is for an equivocation, and one with awards for a dispute, and these pay
    ///    something to others than the node;
    /// 8. the pot of rewards holds at least the amounts that nodes and positions are owed;
    /// 9. a node whose tasks or missed seats may be a fault waits to be judged, and no more faults are
    ///    remembered than leave it free;
    /// 10. the era is the one of the current session;
    /// 11. every stored value can be read.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::check_params()?;
        Self::check_records()?;
        Self::check_positions()?;
        Self::check_arrivals()?;
        Self::check_shares()?;
        Self::check_holds()?;
        Self::check_ranking()?;
        Self::check_slashes()?;
        Self::check_due()?;
        Self::check_pot()?;
        Self::check_conducts()?;
        Self::check_era()?;
        Self::check_values()
    }

    fn check_params() -> Result<(), TryRuntimeError> {
        ParamsOf::<T>::check()?;
        let long_enough = Self::defers_long_enough(&Self::params());
        ensure!(long_enough, "slashes are deferred for too short a time");
        Ok(())
    }

    fn check_records() -> Result<(), TryRuntimeError> {
        let is_node = |who: &T::AccountId| Nodes::<T>::contains_key(who);
        let mut registrations = BTreeSet::new();
        for (node, row) in Nodes::<T>::iter() {
            let number = row.registration;
            ensure!(number < NextRegistration::<T>::get(), "a registration has a number to come");
            ensure!(registrations.insert(number), "two nodes have the number of one registration");
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
            let node = Nodes::<T>::get(node).ok_or("a position has no node")?;
            let worth = position.value_for_good(&node).ok_or("a value overflows")?;
            ensure!(position.held >= worth, "a position holds less than it is worth");
            let eras = || position.unbonding.iter().map(|entry| entry.unlock_era);
            ensure!(eras().is_sorted_by(|one, other| one < other), "entries are out of order");
            ensure!(!position.is_empty(), "an empty position is stored");
        }
        Ok(())
    }

    fn check_arrivals() -> Result<(), TryRuntimeError> {
        for (node, staker, position) in Positions::<T>::iter() {
            for arrival in position.arrivals {
                ensure!(node != staker, "stake arrived in an operator's own position");
                ensure!(arrival.from != node, "stake arrived from its own node");
                let from = Nodes::<T>::get(&arrival.from);
                ensure!(from.is_some(), "stake arrived from a node without a record");
            }
        }
        Ok(())
    }

    /// Returns the shares that left each node by redelegation and still answer for it.
    fn departed() -> Result<BTreeMap<T::AccountId, Balance>, TryRuntimeError> {
        let mut departed = BTreeMap::new();
        for arrival in Positions::<T>::iter_values().flat_map(|position| position.arrivals) {
            let sum: &mut Balance = departed.entry(arrival.from).or_default();
            *sum = add(*sum, arrival.shares)?;
        }
        Ok(departed)
    }

    fn check_shares() -> Result<(), TryRuntimeError> {
        let departed = Self::departed()?;
        for (who, node) in Nodes::<T>::iter() {
            let (mut active, mut leaving) = (0, departed.get(&who).copied().unwrap_or_default());
            for (_, position) in Positions::<T>::iter_prefix(&who) {
                active = add(active, position.shares)?;
                leaving = add(leaving, unbonding(&position)?)?;
            }
            ensure!(node.shares == active, "a node's shares are not its positions'");
            ensure!(node.unbonding_shares == leaving, "a node's unbonding is not its positions'");
            let own = Positions::<T>::get(&who, &who).map_or(0, |position| position.shares);
            ensure!(node.self_shares == own, "a node's self stake is not its operator's position");
            ensure!(!node.is_empty(), "a node has nothing behind it");
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
        let appeals = OpenSlashes::<T>::iter_values().filter_map(|open| open.appeal);
        let bonds = appeals.map(|appeal| (appeal.who, appeal.bond));
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
                let open = OpenSlashes::<T>::get(slash.id).filter(|open| open.node == who);
                let is_open = open.is_some() == slash.is_pending();
                ensure!(is_open, "a slash is open that is not pending, or not");
                let stays = slash.counts() || slash.is_equivocation();
                ensure!(stays, "a cancelled slash is on the list that is for no equivocation");
                let awards = open.map(|open| open.awards).unwrap_or_default();
                let may_pay = slash.kind == SlashKind::Dispute || awards.is_empty();
                ensure!(may_pay, "a slash has awards that is for no dispute");
                let sound = awards.iter().all(|award| award.amount > 0 && award.who != who);
                ensure!(sound, "an award is empty, or for the slashed node");
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
        RewardPotOf::<T>::check([Self::owed_rewards()?].into_iter())
    }

    /// Returns the amount that nodes and positions are owed, fractions included, in planck.
    pub fn owed_rewards() -> Result<Balance, TryRuntimeError> {
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
        add(planck, units.div_ceil(UNITS))
    }

    fn check_conducts() -> Result<(), TryRuntimeError> {
        for (node, conduct) in Conducts::<T>::iter() {
            let era = conduct.era;
            let waits = ConductQueue::<T>::contains_key(era.index, &node);
            ensure!(waits || !era.is_fault(), "a node with failed tasks is not to be judged");
            let jailed = conduct.faults.is_full() || conduct.disputes.is_full();
            ensure!(!jailed, "faults are remembered that have jailed a node");
        }
        for (era, _) in ConductQueue::<T>::iter_keys() {
            ensure!(era >= ConductQueueOf::<T>::cursor(), "a node to judge was passed over");
        }
        Ok(())
    }

    fn check_era() -> Result<(), TryRuntimeError> {
        let session = pallet_session::Pallet::<T>::current_index();
        let era = Self::era_of_session(session);
        ensure!(Self::active_era() == era, "the era is not the current session's");
        Ok(())
    }

    fn check_values() -> Result<(), TryRuntimeError> {
        // An iterator over values passes over those that it cannot read.
        let counts = [
            (Nodes::<T>::iter_keys().count(), Nodes::<T>::iter_values().count()),
            (Positions::<T>::iter_keys().count(), Positions::<T>::iter_values().count()),
            (Profiles::<T>::iter_keys().count(), Profiles::<T>::iter_values().count()),
            (Conducts::<T>::iter_keys().count(), Conducts::<T>::iter_values().count()),
            (OpenSlashes::<T>::iter_keys().count(), OpenSlashes::<T>::iter_values().count()),
        ];
        ensure!(counts.iter().all(|(keys, values)| keys == values), "a value cannot be read");
        Ok(())
    }
}

/// Returns the shares of `position` that are on their way out.
fn unbonding<AccountId>(position: &Position<AccountId>) -> Result<Balance, TryRuntimeError> {
    Ok(position.unbonding_shares().ok_or("a sum of shares overflows")?)
}

/// Returns the sum of two amounts, which overflows in no sound state.
fn add(one: Balance, other: Balance) -> Result<Balance, TryRuntimeError> {
    Ok(one.checked_add(other).ok_or("a sum of stakes overflows")?)
}
