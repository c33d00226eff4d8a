//! The benchmarks of the calls and the hooks, over the runtime of the pallet.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a benchmark may panic, and the FRAME macros convert"
)]

mod setup;

use alloc::vec::Vec;

use frame_benchmarking::v2::*;
use frame_election_provider_support::SortedListProvider;
use frame_support::{
    traits::{fungible::Inspect, EnsureOrigin},
    weights::WeightMeter,
    BoundedVec,
};
use frame_system::RawOrigin;
use nes_core::{Balance, EraIndex};
use nes_support::params::Bounded;
use nes_traits::StakeAtRisk;
use sp_runtime::Perbill;

pub use setup::register_grown;
use setup::*;

use crate::{
    types::MAX_ARRIVALS, ActiveEra, Call, ChangedAt, Conducts, Config, CurrencyOf, Event, Nodes,
    OpenSlash, OpenSlashes, Pallet, Parameters, Params, Positions, Profiles, SlashQueue,
    SlashQueueFrom, MAX_VALIDATORS,
};

/// The setup of the benchmarks that the runtime provides.
pub trait BenchmarkHelper<AccountId> {
    /// Locks all that `who` has by as many vesting schedules as there can be, so that booking a
    /// loss of it costs the most.
    fn lock_unvested(who: &AccountId);
}

/// Checks that `event` is the last one.
fn assert_last<T: Config>(event: Event<T>) {
    frame_system::Pallet::<T>::assert_last_event(event.into());
}

/// The number of entries that a position has beforehand.
const ENTRIES: u32 = 30;

/// An era in which all of them have matured.
const LATER: EraIndex = 10_000;

/// The benchmarks.
#[benchmarks]
mod benches {
    use super::*;

    #[benchmark]
    fn register() {
        let who: T::AccountId = whitelisted_caller();
        fund::<T>(&who, minimum::<T>() * 4);

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), profile(), Perbill::zero(), minimum::<T>());

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
        slash_often::<T>(&who);
        let agent: T::AccountId = account("agent", 0, 0);
        fund::<T>(&agent, minimum::<T>());

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), Some(agent.clone()));

        assert_eq!(Nodes::<T>::get(&who).unwrap().agent, Some(agent));
    }

    #[benchmark]
    fn validate() {
        candidate::<T>(0);
        let who = account("operator", 1, 0);
        setup::register::<T>(&who, minimum::<T>() * 2);
        set_session_keys::<T>(&who);
        slash_often::<T>(&who);

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
        slash_often::<T>(&who);
        fill_sets::<T>();

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()));

        assert!(!T::ValidatorList::contains(&who));
    }

    /// Measures a withdrawal that removes the record, and those of the nodes that stake came from.
    #[benchmark]
    fn withdraw(a: Linear<0, MAX_ARRIVALS>) {
        let others = Nodes::<T>::iter().count();
        let caller: T::AccountId = account("caller", 0, 0);
        let node = operator::<T>(0);
        let who = delegator_with::<T>(&node, ENTRIES + 1, a);
        Pallet::<T>::do_leave(node.clone()).expect("it is active");
        abandon::<T>(&node);
        ActiveEra::<T>::put(LATER);

        #[extrinsic_call]
        _(RawOrigin::Signed(caller), node.clone(), who);

        assert_eq!(Nodes::<T>::iter().count(), others);
    }

    #[benchmark]
    fn set_params() -> Result<(), BenchmarkError> {
        let origin = <T as Config>::AdminOrigin::try_successful_origin()
            .map_err(|_| BenchmarkError::Weightless)?;
        let old = Params::default();
        Parameters::<T>::put(old);
        let new = Params::BOUNDS.iter().fold(old, |params, row| row.moved(&params));

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, new);

        assert_last::<T>(Event::ParamsChanged { old, new });
        assert_eq!(ChangedAt::<T>::iter().count(), Params::BOUNDS.len());
        Ok(())
    }

    #[benchmark]
    fn delegate() {
        let node = candidate_between::<T>();
        let who = delegator::<T>(&node, ENTRIES);
        let before = Nodes::<T>::get(&node).unwrap().stake();

        #[extrinsic_call]
        _(RawOrigin::Signed(who), node.clone(), minimum::<T>());

        assert!(Nodes::<T>::get(&node).unwrap().stake() > before);
    }

    #[benchmark]
    fn undelegate() {
        let node = candidate_between::<T>();
        let who = delegator::<T>(&node, ENTRIES);
        fill_sets::<T>();

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), node.clone(), minimum::<T>());

        let entries = Positions::<T>::get(&node, &who).unwrap().unbonding.len();
        assert_eq!(entries, ENTRIES as usize + 1);
    }

    #[benchmark]
    fn rebond() {
        let node = candidate_between::<T>();
        let who = delegator::<T>(&node, ENTRIES);
        let least = Pallet::<T>::params().min_delegation;
        let amount = least / 100 * 99 * u128::from(ENTRIES);

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), node.clone(), amount);

        assert_eq!(Positions::<T>::get(&node, &who).unwrap().unbonding.len(), 1);
    }

    #[benchmark]
    fn claim() {
        let node = candidate_between::<T>();
        let who = delegator::<T>(&node, ENTRIES);
        Pallet::<T>::do_set_compound(who.clone(), node.clone(), true).expect("it has a position");

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), node.clone());

        assert_eq!(Positions::<T>::get(&node, &who).unwrap().accrued, 0);
    }

    #[benchmark]
    fn set_compound() {
        let node = candidate_between::<T>();
        let who = delegator::<T>(&node, ENTRIES);

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), node.clone(), true);

        assert!(Positions::<T>::get(&node, &who).unwrap().compound);
    }

    #[benchmark]
    fn set_commission() {
        let who = operator::<T>(0);
        slash_often::<T>(&who);

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), Perbill::from_percent(1));

        assert!(Nodes::<T>::get(&who).unwrap().next_commission.is_some());
    }

    #[benchmark]
    fn unjail() {
        candidate::<T>(0);
        let who = account("operator", 1, 0);
        setup::register::<T>(&who, minimum::<T>() * 4);
        stand::<T>(&who);
        slash_often::<T>(&who);
        open_slash::<T>(&who);
        ActiveEra::<T>::mutate(|era| *era += Pallet::<T>::params().jail_eras);

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()));

        assert!(T::ValidatorList::contains(&who));
    }

    #[benchmark]
    fn appeal() {
        let who = operator::<T>(0);
        let slash = open_slash::<T>(&who);
        OpenSlashes::<T>::mutate(slash, |open| open.as_mut().unwrap().appeal = None);

        #[extrinsic_call]
        _(RawOrigin::Signed(who), slash);

        assert!(OpenSlashes::<T>::get(slash).unwrap().appeal.is_some());
    }

    #[benchmark]
    fn cancel_slash() -> Result<(), BenchmarkError> {
        let origin = <T as Config>::SlashOrigin::try_successful_origin()
            .map_err(|_| BenchmarkError::Weightless)?;
        candidate::<T>(0);
        let who = account("operator", 1, 0);
        setup::register::<T>(&who, minimum::<T>() * 4);
        stand::<T>(&who);
        slash_often::<T>(&who);
        let slash = open_slash::<T>(&who);

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, slash);

        assert!(!OpenSlashes::<T>::contains_key(slash));
        assert!(T::ValidatorList::contains(&who));
        Ok(())
    }

    #[benchmark]
    fn apply_slash(a: Linear<0, MAX_ARRIVALS>) {
        let node = candidate_between::<T>();
        let others = Nodes::<T>::iter().count();
        let who = delegator_with::<T>(&node, ENTRIES, a);
        let held = Positions::<T>::get(&node, &who).unwrap().held;
        ActiveEra::<T>::put(LATER);

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), node.clone(), who.clone());

        let row = Positions::<T>::get(&node, &who).unwrap();
        assert!(row.held < held && row.arrivals.is_empty());
        assert_eq!(Nodes::<T>::iter().count(), others);
    }

    /// Measures the move of all active stake out of a position with arrivals that end, into one with
    /// all but one of those that it can have.
    #[benchmark]
    fn redelegate(a: Linear<0, MAX_ARRIVALS>) {
        let to = candidate_between::<T>();
        delegator_with::<T>(&to, ENTRIES, MAX_ARRIVALS - 1);
        let from = candidate::<T>(3);
        let who = delegator_with::<T>(&from, ENTRIES, a);
        fill_sets::<T>();
        ActiveEra::<T>::put(LATER);

        #[extrinsic_call]
        _(RawOrigin::Signed(who.clone()), from, to.clone(), Balance::MAX);

        assert_eq!(Positions::<T>::get(&to, &who).unwrap().arrivals.len(), MAX_ARRIVALS as usize);
    }

    #[benchmark]
    fn report_equivocation() {
        let node = candidate_between::<T>();
        slash_often::<T>(&node);
        fill_sets::<T>();
        pallet_session::Validators::<T>::mutate(|set| {
            set[MAX_VALIDATORS as usize - 1] = node.clone()
        });

        #[block]
        {
            let half = Perbill::from_percent(50);
            Pallet::<T>::report_equivocation(&node, half, 0, None).expect("it is registered");
        }

        assert!(Nodes::<T>::get(&node).unwrap().has_pending_slash());
        assert!(!T::ValidatorList::contains(&node));
    }

    #[benchmark]
    fn look_for_due() {
        let era = Pallet::<T>::active_era();
        SlashQueueFrom::<T>::put(era);

        #[block]
        {
            Pallet::<T>::execute_due(&mut WeightMeter::new());
        }

        assert_eq!(SlashQueueFrom::<T>::get(), era + 1);
    }

    #[benchmark]
    fn execute_slash() {
        let node = candidate_between::<T>();
        unbond_often::<T>(&node, &node, ENTRIES);
        slash_often::<T>(&node);
        let slash = open_slash::<T>(&node);
        T::BenchmarkHelper::lock_unvested(&node);
        // A half of the loss has not vested, and the other pays the awards.
        fund_beyond_locks::<T>(&node, minimum::<T>() / 4);
        let OpenSlash { execute_era: era, awards, .. } = OpenSlashes::<T>::get(slash).unwrap();
        assert!(awards.is_full());

        #[block]
        {
            Pallet::<T>::execute_slash(era, slash).expect("it is due");
        }

        assert!(!OpenSlashes::<T>::contains_key(slash));
        assert!(!SlashQueue::<T>::contains_key(era, slash));
        assert!(awards.iter().all(|award| CurrencyOf::<T>::balance(&award.who) == award.amount));
    }

    #[benchmark]
    fn judge() {
        let node = candidate_between::<T>();
        slash_often::<T>(&node);
        fail_often::<T>(&node);

        #[block]
        {
            Pallet::<T>::judge(19, &node).expect("it is registered");
        }

        let row = Nodes::<T>::get(&node).unwrap();
        assert!(row.jailed_until.is_some() && !T::ValidatorList::contains(&node));
        assert_eq!(OpenSlashes::<T>::iter().count(), 2);
    }

    #[benchmark]
    fn lose() {
        let node = candidate_between::<T>();
        slash_often::<T>(&node);
        fail_often::<T>(&node);
        let loss = loss::<T>(&node);

        #[block]
        {
            Pallet::<T>::lose_dispute(loss).expect("it is registered");
        }

        assert!(OpenSlashes::<T>::iter_values().all(|open| open.awards.is_full()));
        assert!(Nodes::<T>::get(&node).unwrap().jailed_until.is_some());
        assert!(!T::ValidatorList::contains(&node));
    }

    #[benchmark]
    fn count_duty() {
        let node = candidate_between::<T>();
        slash_often::<T>(&node);
        fail_often::<T>(&node);

        #[block]
        {
            <Pallet<T> as StakeAtRisk<_>>::count_duty(&node, true);
        }

        assert_eq!(Conducts::<T>::get(&node).era.duty_missed, 1);
        assert!(Nodes::<T>::get(&node).unwrap().jailed_until.is_some());
    }

    /// Measures the end of an era in which no validator made a block.
    #[benchmark]
    fn end_era(v: Linear<4, MAX_VALIDATORS>) {
        let set: Vec<_> = (0..v).map(candidate::<T>).collect();
        let last = set[v as usize - 1].clone();
        slash_often::<T>(&last);

        #[block]
        {
            Pallet::<T>::chill_those_without_blocks(&set, 0);
        }

        assert!(!Nodes::<T>::get(&last).unwrap().validator);
    }

    /// Measures a new session. Half of the ranking has lost its session keys, and comes first.
    #[benchmark]
    fn new_session(v: Linear<4, MAX_VALIDATORS>) {
        T::ValidatorList::unsafe_clear();
        Parameters::<T>::mutate(|params| params.validator_count = v);
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
    fn start_era() {
        // The first era that forgets sessions.
        let era = Pallet::<T>::params().unbonding_eras;

        #[block]
        {
            Pallet::<T>::start_era(era);
        }

        assert_eq!(Pallet::<T>::active_era(), era);
    }

    // The following benchmarks are not for weights: they show that no call's cost grows with the
    // `d` delegators behind a node or with the `n` nodes. Each takes seconds to set up; two steps
    // are enough.

    #[benchmark(extra)]
    fn flat_register(d: Linear<10, 100_000>, n: Linear<100, 10_000>) {
        crowded::<T>(d, n);
        let who: T::AccountId = account("newcomer", 0, 0);
        fund::<T>(&who, minimum::<T>() * 4);
        let stake = minimum::<T>();
        #[block]
        {
            Pallet::<T>::do_register(&who, profile(), Perbill::zero(), stake).unwrap();
        }
    }

    #[benchmark(extra)]
    fn flat_delegate(d: Linear<10, 100_000>, n: Linear<100, 10_000>) {
        let (node, who) = crowded::<T>(d, n);
        let amount = minimum::<T>();
        #[block]
        {
            Pallet::<T>::do_delegate(who, node, amount).unwrap();
        }
    }

    #[benchmark(extra)]
    fn flat_undelegate(d: Linear<10, 100_000>, n: Linear<100, 10_000>) {
        let (node, who) = crowded::<T>(d, n);
        let amount = minimum::<T>();
        #[block]
        {
            Pallet::<T>::do_undelegate(who, node, amount).unwrap();
        }
    }

    #[benchmark(extra)]
    fn flat_redelegate(d: Linear<10, 100_000>, n: Linear<100, 10_000>) {
        let (node, who) = crowded::<T>(d, n);
        let to: T::AccountId = account("other", 0, 0);
        let amount = minimum::<T>();
        #[block]
        {
            Pallet::<T>::do_redelegate(who, node, to, amount).unwrap();
        }
    }

    #[benchmark(extra)]
    fn flat_claim(d: Linear<10, 100_000>, n: Linear<100, 10_000>) {
        let (node, who) = crowded::<T>(d, n);
        reward::<T>(&node, minimum::<T>());
        #[block]
        {
            Pallet::<T>::do_claim(node, who).unwrap();
        }
    }

    #[benchmark(extra)]
    fn flat_report(d: Linear<10, 100_000>, n: Linear<100, 10_000>) {
        let (node, _) = crowded::<T>(d, n);
        #[block]
        {
            let half = Perbill::from_percent(50);
            Pallet::<T>::report_equivocation(&node, half, 0, None).unwrap();
        }
    }

    #[benchmark(extra)]
    fn flat_cancel(d: Linear<10, 100_000>, n: Linear<100, 10_000>) {
        let (node, _) = crowded::<T>(d, n);
        let slash = open_slash::<T>(&node);
        #[block]
        {
            Pallet::<T>::do_cancel_slash(slash).unwrap();
        }
    }

    #[benchmark(extra)]
    fn flat_execute(d: Linear<10, 100_000>, n: Linear<100, 10_000>) {
        let (node, _) = crowded::<T>(d, n);
        let slash = open_slash::<T>(&node);
        let era = OpenSlashes::<T>::get(slash).unwrap().execute_era;
        #[block]
        {
            Pallet::<T>::execute_slash(era, slash).unwrap();
        }
    }

    #[benchmark(extra)]
    fn flat_apply_slash(d: Linear<10, 100_000>, n: Linear<100, 10_000>) {
        let (node, who) = crowded::<T>(d, n);
        slash_often::<T>(&node);
        #[block]
        {
            Pallet::<T>::do_apply_slash(node, who).unwrap();
        }
    }

    /// Measures the choice of a set, which reads twice as many of the ranking as it has seats: all
    /// of the hundred nodes, and a hundred of the ten thousand.
    #[benchmark(extra)]
    fn flat_choose(d: Linear<10, 100_000>, n: Linear<100, 10_000>) {
        crowded::<T>(d, n);
        Parameters::<T>::mutate(|params| params.validator_count = 50);
        #[block]
        {
            Pallet::<T>::choose_validators(0).unwrap();
        }
    }
}
