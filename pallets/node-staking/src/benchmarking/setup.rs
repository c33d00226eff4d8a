//! Nodes and stakers for the benchmarks, each in the state in which a call on it costs the most.

use alloc::{vec, vec::Vec};

use codec::{Decode, Encode};
use frame_benchmarking::v2::*;
use frame_election_provider_support::SortedListProvider;
use frame_support::{
    storage::{with_transaction, TransactionOutcome},
    traits::{
        fungible::{Balanced, Inspect},
        Get,
    },
};
use nes_core::{Balance, EraIndex, ServiceKey};
use nes_traits::{Award, LostDispute, NodeRewards, VestingRegister};
use sp_runtime::{traits::TrailingZeroInput, BoundedVec, Perbill};

use crate::{
    node::Record,
    types::{MAX_ARRIVALS, MAX_AWARDS},
    ActiveEra, Arrival, BenchmarkHelper, ConductRecord, Conducts, Config, CreditOf, CurrencyOf,
    Endpoint, EraConduct, Name, NextSlashId, Nodes, Pallet, Parameters, Position, Positions,
    ProfileInput, Slash, SlashId, SlashKind, SlashState, Unbonding, MAX_VALIDATORS,
};

/// The number of slashes of a node that still takes stake after two more.
const SLASHES: u32 = 45;

/// The era from which on the entries mature that a position has beforehand.
const UNLOCK_FROM: EraIndex = 1_000;

/// Mints `amount` for `who`.
pub(super) fn fund<T: Config>(who: &T::AccountId, amount: Balance) {
    let credit: CreditOf<T> = CurrencyOf::<T>::issue(amount);
    assert!(CurrencyOf::<T>::resolve(who, credit).is_ok(), "a new account takes money");
}

/// Mints as much for `who`, whose NES is locked, that `amount` of all that it has is not.
pub(super) fn fund_beyond_locks<T: Config>(who: &T::AccountId, amount: Balance) {
    let missing =
        with_transaction(|| TransactionOutcome::Rollback(T::Vesting::book_loss(who, Balance::MAX)));
    fund::<T>(who, missing.expect("the schedules can be read") + amount);
}

/// Returns the minimum self stake, the measure of all amounts here.
pub(super) fn minimum<T: Config>() -> Balance {
    Pallet::<T>::params().min_self_stake
}

/// Returns the longest profile.
pub(super) fn profile() -> ProfileInput {
    let mut url = b"https://".to_vec();
    url.resize(256, b'a');
    ProfileInput {
        name: Name::try_from(vec![b'n'; 64]).expect("a name has 64 bytes"),
        endpoint: Endpoint::try_from(url).expect("an endpoint has 256 bytes"),
        service_key: ServiceKey::Sr25519(Default::default()),
    }
}

/// Registers `node` with `stake`, or the minimum self stake if that is more, out of newly minted
/// money.
pub(super) fn register<T: Config>(node: &T::AccountId, stake: Balance) {
    let stake = stake.max(minimum::<T>());
    fund::<T>(node, (stake + Pallet::<T>::params().profile_deposit) * 2);
    Pallet::<T>::do_register(node, profile(), Perbill::zero(), stake).expect("it is funded");
}

/// Registers `node` with `stake` (planck), or the minimum self stake if that is more, out of newly
/// minted money, for the benchmarks of the pallets that ask this one for its nodes. Its end of a
/// task, or of a dispute, costs the most that it can: it is a candidate with many slashes, failed so
/// many tasks of its last era, and missed so many seats, that it is jailed for it, and has lost all
/// disputes but the one that jails it. Starts era 20.
///
/// # Panics
///
/// Panics if `node` is registered already.
pub fn register_grown<T: Config>(node: &T::AccountId, stake: Balance) {
    register::<T>(node, stake);
    stand::<T>(node);
    slash_often::<T>(node);
    fail_often::<T>(node);
}

/// Makes `node` fail so many tasks of era 19, and miss so many seats, that it is jailed for it, and
/// lets it have lost as many disputes as leave it free. Starts era 20.
pub(super) fn fail_often<T: Config>(node: &T::AccountId) {
    let era: EraIndex = 20;
    ActiveEra::<T>::put(era);
    let conduct = ConductRecord {
        era: EraConduct { index: era - 1, tasks: 20, failed: 20, duty: 8, duty_missed: 8 },
        faults: BoundedVec::truncate_from(vec![era - 2; 9]),
        disputes: BoundedVec::truncate_from(vec![era - 2; 2]),
    };
    Conducts::<T>::insert(node, conduct);
}

/// Fills the validator set and the next one with others.
pub(super) fn fill_sets<T: Config>() {
    let others = (0..MAX_VALIDATORS).map(|index| account("validator", index, 0));
    let set: Vec<T::AccountId> = others.collect();
    let keys = |who: &T::AccountId| (who.clone(), keys_of::<T>(who));
    pallet_session::QueuedKeys::<T>::put(set.iter().map(keys).collect::<Vec<_>>());
    pallet_session::Validators::<T>::put(set);
}

/// Makes `node` a candidate.
pub(super) fn stand<T: Config>(node: &T::AccountId) {
    let mut record = Record::<T>::load(node).expect("it is registered");
    record.stand();
    record.save().expect("the ranking takes it");
}

pub(super) fn set_session_keys<T: Config>(node: &T::AccountId) {
    pallet_session::NextKeys::<T>::insert(node, keys_of::<T>(node));
}

fn keys_of<T: Config>(node: &T::AccountId) -> T::Keys {
    let seed = node.encode();
    T::Keys::decode(&mut TrailingZeroInput::new(&seed)).expect("keys are bytes")
}

/// Returns the operator `index`, with a node.
pub(super) fn operator<T: Config>(index: u32) -> T::AccountId {
    let who = account("operator", index, 0);
    register::<T>(&who, 0);
    who
}

/// Returns the operator `index`, with a node that is a candidate with session keys.
pub(super) fn candidate<T: Config>(index: u32) -> T::AccountId {
    let who = operator::<T>(index);
    set_session_keys::<T>(&who);
    stand::<T>(&who);
    who
}

/// Returns one of three candidates of the same stake: the one in the middle, whose neighbours must
/// be rewritten when it is removed.
pub(super) fn candidate_between<T: Config>() -> T::AccountId {
    candidate::<T>(0);
    let who = candidate::<T>(1);
    candidate::<T>(2);
    who
}

/// Puts many executed slashes on `node`, each of a billionth.
pub(super) fn slash_often<T: Config>(node: &T::AccountId) {
    let first = NextSlashId::<T>::get();
    Nodes::<T>::mutate(node, |row| {
        let row = row.as_mut().expect("it is registered");
        for id in first..first + SLASHES {
            let slash = Slash {
                id,
                era: 0,
                fraction: Perbill::from_parts(1),
                kind: SlashKind::Service,
                state: SlashState::Executed,
                jails_until: None,
            };
            row.slashes.try_push(slash).expect("the list has room");
        }
    });
    NextSlashId::<T>::put(first + SLASHES);
}

/// Returns a delegator behind `node` with twice the minimum of a node, `entries` entries, rewards
/// that wait, a slash to apply, of which nothing has vested, and as many arrivals as a position can
/// have.
pub(super) fn delegator<T: Config>(node: &T::AccountId, entries: u32) -> T::AccountId {
    delegator_with::<T>(node, entries, MAX_ARRIVALS)
}

/// Returns the delegator in the same way, with this number of `arrivals`.
pub(super) fn delegator_with<T: Config>(
    node: &T::AccountId,
    entries: u32,
    arrivals: u32,
) -> T::AccountId {
    let who: T::AccountId = whitelisted_caller();
    let stake = minimum::<T>() * 2;
    fund::<T>(&who, stake * 4);
    Pallet::<T>::do_delegate(who.clone(), node.clone(), stake).expect("it is funded");
    unbond_often::<T>(node, &who, entries);
    reward::<T>(node, stake);
    slash_often::<T>(node);
    T::BenchmarkHelper::lock_unvested(&who);
    (0..arrivals).for_each(|index| arrive::<T>(node, &who, index));
    who
}

/// Lets some stake of `who` behind `node` answer for another node, the one of this `index`, of which
/// nothing else is left: with slashes to apply, and until the era before [`UNLOCK_FROM`].
fn arrive<T: Config>(node: &T::AccountId, who: &T::AccountId, index: u32) {
    let from: T::AccountId = account("origin", Positions::<T>::iter_keys().count() as u32, index);
    register::<T>(&from, 0);
    slash_often::<T>(&from);
    let shares = Pallet::<T>::params().min_delegation;
    Positions::<T>::remove(&from, &from);
    Nodes::<T>::mutate(&from, |row| {
        let row = row.as_mut().expect("it is registered");
        (row.shares, row.self_shares, row.unbonding_shares) = (0, 0, shares);
    });
    // Without active shares all of it is commission, which is paid when the record goes.
    reward::<T>(&from, minimum::<T>());
    Positions::<T>::mutate(node, who, |row| {
        let row = row.as_mut().expect("it has a position");
        let unlock_era = UNLOCK_FROM - 1;
        let arrival = Arrival { from, shares, unlock_era, value: shares };
        row.arrivals.try_push(arrival).expect("there is room");
    });
}

/// Takes the operator's own stake from behind `node`, so that its record goes with its last
/// delegator.
pub(super) fn abandon<T: Config>(node: &T::AccountId) {
    Positions::<T>::remove(node, node);
    Nodes::<T>::mutate(node, |row| {
        let row = row.as_mut().expect("it is registered");
        row.shares -= row.self_shares;
        row.self_shares = 0;
    });
}

/// Makes `entries` entries of the smallest delegation each, which mature one after the other.
pub(super) fn unbond_often<T: Config>(node: &T::AccountId, who: &T::AccountId, entries: u32) {
    let shares = Pallet::<T>::params().min_delegation;
    Positions::<T>::mutate(node, who, |row| {
        let row = row.as_mut().expect("it has a position");
        for entry in 0..entries {
            let unbonding = Unbonding { shares, unlock_era: UNLOCK_FROM + entry };
            row.unbonding.try_push(unbonding).expect("there is room");
            row.shares -= shares;
        }
    });
    Nodes::<T>::mutate(node, |row| {
        let row = row.as_mut().expect("it is registered");
        row.shares -= shares * Balance::from(entries);
        row.unbonding_shares += shares * Balance::from(entries);
        if node == who {
            row.self_shares -= shares * Balance::from(entries);
        }
    });
}

/// Rewards `node` with newly minted money.
pub(super) fn reward<T: Config>(node: &T::AccountId, amount: Balance) {
    let credit: CreditOf<T> = CurrencyOf::<T>::issue(amount);
    assert!(Pallet::<T>::reward(node, credit).is_ok(), "the pot takes it");
}

/// Returns the loss of half of `node` by a dispute, with as many awards as there can be, to new
/// accounts.
pub(super) fn loss<T: Config>(node: &T::AccountId) -> LostDispute<T::AccountId> {
    let half = Perbill::from_percent(50);
    Parameters::<T>::mutate(|params| params.dispute_cap = half);
    let amount = Pallet::<T>::most_for_others(half) / Balance::from(MAX_AWARDS);
    let award = |index| Award { who: account("winner", index, 0), amount, owed: amount };
    let awards = (0..MAX_AWARDS).map(award).collect();
    LostDispute { node: node.clone(), fraction: half, awards }
}

/// Opens a slash of half of `node` for a lost dispute, with all that it can have: awards, a jail and
/// an appeal.
pub(super) fn open_slash<T: Config>(node: &T::AccountId) -> SlashId {
    fund::<T>(&T::Treasury::get(), CurrencyOf::<T>::minimum_balance());
    fund::<T>(node, Pallet::<T>::params().appeal_bond * 2);
    let era: EraIndex = Pallet::<T>::active_era();
    Conducts::<T>::mutate(node, |conduct| {
        conduct.disputes = BoundedVec::truncate_from(vec![era; 2]);
    });
    let id = NextSlashId::<T>::get();
    Pallet::<T>::lose_dispute(loss::<T>(node)).expect("it is registered");
    Pallet::<T>::do_appeal(node.clone(), id).expect("it is pending");
    id
}

/// Returns a candidate with `delegators` behind it, among `nodes` other candidates, and one of its
/// delegators that is ready for any call.
pub(super) fn crowded<T: Config>(delegators: u32, nodes: u32) -> (T::AccountId, T::AccountId) {
    let node: T::AccountId = account("node", 0, 0);
    let least = Pallet::<T>::params().min_delegation;
    // Enough to stay a candidate after a slash of half, and to carry the delegators.
    register::<T>(&node, minimum::<T>() * 4 + least * Balance::from(delegators));
    stand::<T>(&node);
    for index in 0..nodes {
        let other: T::AccountId = account("other", index, 0);
        let stake = minimum::<T>() + Balance::from(index);
        let record = Record::<T>::create(other.clone(), stake, Perbill::zero());
        let mut record = record.expect("numbers are left");
        record.stand();
        record.save().expect("it is not ranked");
        set_session_keys::<T>(&other);
    }
    let who: T::AccountId = account("delegator", 0, 0);
    fund::<T>(&who, minimum::<T>() * 8);
    Pallet::<T>::do_delegate(who.clone(), node.clone(), minimum::<T>() * 2).expect("it is funded");
    for index in 0..delegators {
        let other: T::AccountId = account("crowd", index, 0);
        Positions::<T>::insert(&node, other, Position::new(least));
    }
    Nodes::<T>::mutate(&node, |row| {
        row.as_mut().expect("it is registered").shares += least * Balance::from(delegators);
    });
    // The others' shares were written without the ranking.
    let stake = Nodes::<T>::get(&node).expect("it is registered").stake();
    assert!(T::ValidatorList::on_update(&node, stake).is_ok(), "it is ranked");
    (node, who)
}
