//! Benchmarks of the calls and of the steps that sessions take.

#![cfg(feature = "runtime-benchmarks")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a benchmark may panic"
)]

use alloc::vec;

use codec::{Decode, Encode};
use frame_benchmarking::v2::*;
use frame_election_provider_support::SortedListProvider;
use frame_support::{
    traits::{fungible::Balanced, EnsureOrigin},
    BoundedVec,
};
use frame_system::RawOrigin;
use nes_core::{Balance, ServiceKey};
use pallet_session::historical;
use sp_core::sr25519;
use sp_runtime::{traits::TrailingZeroInput, Perbill};

use crate::{
    ActiveEra, Call, Config, CreditOf, CurrencyOf, Endpoint, Event, Name, Nodes, Pallet, Params,
    ParamsStore, Positions, ProfileInput, Profiles, MAX_VALIDATORS,
};

/// Registers `node` with at least the stake that it takes, out of newly minted money.
pub(crate) fn register<T: Config>(node: &T::AccountId, stake: Balance) {
    let stake = stake.max(Pallet::<T>::params().min_self_stake);
    fund::<T>(node, stake);
    Pallet::<T>::do_register(node, profile(), Perbill::zero(), stake).expect("it is funded");
}

/// Mints what a node with `stake` needs, and as much again to live on.
fn fund<T: Config>(who: &T::AccountId, stake: Balance) {
    let needed = stake + Pallet::<T>::params().profile_deposit;
    let credit: CreditOf<T> = CurrencyOf::<T>::issue(needed * 2);
    assert!(CurrencyOf::<T>::resolve(who, credit).is_ok(), "a new account takes money");
}

/// The longest profile.
fn profile() -> ProfileInput {
    let mut url = b"https://".to_vec();
    url.resize(256, b'a');
    ProfileInput {
        name: Name::try_from(vec![b'n'; 64]).expect("a name has 64 bytes"),
        endpoint: Endpoint::try_from(url).expect("an endpoint has 256 bytes"),
        service_key: ServiceKey::Sr25519(sr25519::Public::default()),
    }
}

/// Gives `node` session keys of its own.
fn set_session_keys<T: Config>(node: &T::AccountId) {
    let seed = node.encode();
    let keys = T::Keys::decode(&mut TrailingZeroInput::new(&seed)).expect("keys are bytes");
    pallet_session::NextKeys::<T>::insert(node, keys);
}

/// The operator `index`, with a node.
fn operator<T: Config>(index: u32) -> T::AccountId {
    let who = account("operator", index, 0);
    register::<T>(&who, 0);
    who
}

/// The operator `index`, with a node that is a candidate.
fn candidate<T: Config>(index: u32) -> T::AccountId {
    let who = operator::<T>(index);
    set_session_keys::<T>(&who);
    Pallet::<T>::do_validate(who.clone()).expect("it has keys and stake");
    who
}

/// Three candidates of the same stake; the one in the middle, whose neighbours must be rewritten
/// when it goes.
fn candidate_between<T: Config>() -> T::AccountId {
    candidate::<T>(0);
    let who = candidate::<T>(1);
    candidate::<T>(2);
    who
}

/// Checks that `event` is the last one.
fn assert_last<T: Config>(event: Event<T>) {
    frame_system::Pallet::<T>::assert_last_event(event.into());
}

/// The benchmarks.
#[benchmarks]
mod benches {
    use super::*;

    #[benchmark]
    fn register() {
        let who: T::AccountId = whitelisted_caller();
        let stake = Pallet::<T>::params().min_self_stake;
        fund::<T>(&who, stake);

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), profile(), Perbill::zero(), stake);

        assert!(Nodes::<T>::contains_key(&who));
    }

    #[benchmark]
    fn set_profile() {
        let who = operator::<T>(0);
        Profiles::<T>::mutate(&who, |row| row.as_mut().unwrap().name = BoundedVec::new());

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), profile());

        assert_eq!(Profiles::<T>::get(&who).unwrap().name.len(), 64);
    }

    #[benchmark]
    fn set_agent() {
        let who = operator::<T>(0);
        let agent: T::AccountId = account("agent", 0, 0);
        fund::<T>(&agent, Pallet::<T>::params().min_self_stake);

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), Some(agent.clone()));

        assert_eq!(Nodes::<T>::get(&who).unwrap().agent, Some(agent));
    }

    #[benchmark]
    fn validate() {
        candidate::<T>(0);
        let who = operator::<T>(1);
        set_session_keys::<T>(&who);

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()));

        assert!(T::ValidatorList::contains(&who));
    }

    #[benchmark]
    fn chill() {
        let who = candidate_between::<T>();

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()));

        assert!(!T::ValidatorList::contains(&who));
    }

    #[benchmark]
    fn leave() {
        let who = candidate_between::<T>();

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()));

        assert_eq!(Pallet::<T>::self_stake(&who), 0);
    }

    #[benchmark]
    fn withdraw() {
        let caller: T::AccountId = whitelisted_caller();
        let who = operator::<T>(0);
        Pallet::<T>::do_leave(who.clone()).expect("it is active");
        ActiveEra::<T>::mutate(|era| *era += Pallet::<T>::params().unbonding_eras);

        #[extrinsic_call]
        _(RawOrigin::Signed(caller), who.clone());

        assert!(!Positions::<T>::contains_key(&who, &who));
        assert!(!Nodes::<T>::contains_key(&who));
    }

    #[benchmark]
    fn set_params() -> Result<(), BenchmarkError> {
        let origin = <T as Config>::AdminOrigin::try_successful_origin()
            .map_err(|_| BenchmarkError::Weightless)?;
        let old = Pallet::<T>::params();
        let new = Params { validator_count: MAX_VALIDATORS, ..old };

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, new);

        assert_last::<T>(Event::ParamsChanged { old, new });
        Ok(())
    }

    /// Half of the ranking has lost its session keys, and comes first.
    #[benchmark]
    fn new_session(v: Linear<4, MAX_VALIDATORS>) {
        T::ValidatorList::unsafe_clear();
        ParamsStore::<T>::mutate(|params| params.validator_count = v);
        for index in 0..v {
            pallet_session::NextKeys::<T>::remove(candidate::<T>(index));
        }
        for index in v..2 * v {
            candidate::<T>(index);
        }

        let chosen;
        #[block]
        {
            chosen = Pallet::<T>::choose_validators(0);
        }

        assert_eq!(chosen.map(|set| set.len()), Some(v as usize));
    }

    #[benchmark]
    fn start_era(s: Linear<1, 100>) {
        for session in 0..s {
            let root = (T::Hash::default(), MAX_VALIDATORS);
            historical::HistoricalSessions::<T>::insert(session, root);
        }
        historical::StoredRange::<T>::put((0, s + 1));
        // Whole eras only: the shortest one is a session.
        let era = s + Pallet::<T>::params().unbonding_eras;

        #[block]
        {
            Pallet::<T>::start_era(era);
        }

        assert!(!historical::HistoricalSessions::<T>::contains_key(0));
        assert_eq!(Pallet::<T>::active_era(), era);
    }
}
