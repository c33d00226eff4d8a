//! The benchmarks of the calls and of the steps of the hook, over the market of the runtime.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a benchmark may panic, and the FRAME macros convert"
)]

use alloc::{vec, vec::Vec};

use frame_benchmarking::v2::*;
use frame_support::{
    dispatch::CheckIfFeeless,
    traits::{
        fungible::{Balanced, Inspect},
        EnsureOrigin, UnfilteredDispatchable,
    },
    weights::WeightMeter,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use nes_core::{
    Answer, Balance, Hash, Output, Salt, ServiceId, Shape, TaskId, Usage, MAX_COMMITTEE,
};
use nes_support::params::Bounded;
use sp_runtime::traits::Saturating;

use crate::{account::EscrowAccount, task::OpenTask, *};

/// The setup that the benchmarks need from the market of the runtime.
pub trait BenchmarkHelper {
    /// Publishes a service for tasks with committees of `committee`, whose first version has
    /// `offers` offers of registered nodes at `price` on `shape`, each of which a draw takes as
    /// soon as it looks at it.
    fn publish_service(committee: u8, offers: u32, shape: Shape, price: Balance) -> ServiceId;

    /// Looks at the first `looks` offers of `service` as a draw does.
    fn look(service: ServiceId, looks: u32);
}

/// The number of nodes that offer the service, which the draw looks through.
const OFFERS: u32 = 1_000;
/// The version that the requests name, the first one.
const VERSION: u32 = 0;
/// At [`PRICE`], 1 NES for a request, and 10^6 and 2 × 10^6 planck for a unit of each side.
const SHAPE: Shape = Shape { base: 1_000_000_000, input: 1_000, output: 2_000 };
const PRICE: Balance = 1_000_000_000_000;
/// The maximum usage of the requests.
const USAGE: Usage = Usage { input: 1_000, output: 1_000 };
const ANSWER: Answer = Answer::Output(Output { result: Hash::repeat_byte(1), usage: USAGE });
const SALT: Salt = [2; 32];

fn now<T: Config>() -> BlockNumberFor<T> {
    frame_system::Pallet::<T>::block_number()
}

/// Creates an account with more than any escrow, and the account in which escrows wait.
fn payer<T: Config>() -> T::AccountId {
    EscrowAccount::<T>::build();
    let payer: T::AccountId = whitelisted_caller();
    let cost = SHAPE.cost(PRICE, USAGE).expect("it is small");
    let amount = cost * 100 + T::Currency::minimum_balance() * 100;
    let left = T::Currency::resolve(&payer, T::Currency::issue(amount));
    assert!(left.is_ok());
    payer
}

fn service<T: Config>(committee: u8) -> ServiceId {
    T::BenchmarkHelper::publish_service(committee, OFFERS, SHAPE, PRICE)
}

fn zeros(number: u32) -> Vec<u8> {
    vec![0; usize::try_from(number).expect("it is small")]
}

/// Returns an input that nodes fetch from the longest URI.
fn remote() -> Input {
    let uri = zeros(MAX_URI).try_into().expect("it is the bound");
    Input::Remote { content_hash: Hash::zero(), uri }
}

/// Returns the longest in-line input, at the end of the longest extrinsic, which is executed now.
///
/// The search has to try every byte before it: each is a zero and could begin the input, whose last
/// byte is the only one that is none.
fn inline<T: Config>() -> Input {
    let mut input = zeros(MAX_INLINE - 1);
    input.push(1);
    frame_system::Pallet::<T>::set_extrinsic_index(1);
    let before = zeros(MAX_EXTRINSIC - MAX_INLINE);
    frame_system::Pallet::<T>::note_extrinsic([before, input.clone()].concat());
    Input::Inline(input)
}

/// Requests a task with the seats of its service's committee, which waits for its draw. Its input
/// is in-line, so that silence is a fault.
fn queued<T: Config>(committee: u8) -> TaskId {
    let task = NextTaskId::<T>::get();
    let location = Location::Inline { extrinsic: 1, offset: 0, length: MAX_INLINE };
    let request = Request {
        service: service::<T>(committee),
        version: VERSION,
        input: TaskInput { content_hash: Hash::zero(), location },
        max_usage: USAGE,
        max_price: PRICE,
        committee: None,
        patience: None,
    };
    Pallet::<T>::open(payer::<T>(), request).expect("the market has what is asked");
    task
}

/// Requests a task of which a draw has failed, so that a further one is charged.
fn failed_once<T: Config>(committee: u8) -> TaskId {
    let id = queued::<T>(committee);
    let mut task = OpenTask::<T>::load(id).expect("it was requested");
    task.note_failed_draw();
    task.save();
    id
}

/// Requests a task and draws its committee of `seats`.
fn drawn<T: Config>(seats: u32) -> TaskId {
    let id = queued::<T>(seats.try_into().expect("a committee is small"));
    let task = OpenTask::<T>::load(id).expect("it was requested");
    Pallet::<T>::draw(task, &Hash::repeat_byte(3), now::<T>());
    assert_eq!(u32::try_from(members::<T>(id).len()), Ok(seats));
    id
}

fn members<T: Config>(id: TaskId) -> Vec<T::AccountId> {
    let task = Tasks::<T>::get(id).expect("it is open");
    task.members().iter().map(|member| member.node.clone()).collect()
}

fn commitment<T: Config>(id: TaskId, node: &T::AccountId, answer: Answer) -> Hash {
    let task = Tasks::<T>::get(id).expect("it is open");
    nes_committee::commitment(&Pallet::<T>::seat(&task, id, node.clone()), &answer, &SALT)
}

fn commit<T: Config>(id: TaskId, node: &T::AccountId) {
    let commitment = commitment::<T>(id, node, ANSWER);
    Pallet::<T>::do_commit(node.clone(), id, node.clone(), commitment)
        .expect("the node is a member");
}

fn reveal<T: Config>(id: TaskId, node: T::AccountId) {
    Pallet::<T>::do_reveal(node.clone(), id, node, ANSWER, SALT).expect("the node committed");
}

/// Requests a task of whose `seats` this number has committed to the same answer while the others
/// missed the whole window; returns its nodes that committed.
fn revealing<T: Config>(seats: u32, number: u32) -> (TaskId, Vec<T::AccountId>) {
    let id = drawn::<T>(seats);
    let mut nodes = members::<T>(id);
    nodes.truncate(number.try_into().expect("it is small"));
    for node in &nodes {
        commit::<T>(id, node);
    }
    if number < seats {
        let block = reach_end::<T>(id);
        Pallet::<T>::end_windows(block, &mut WeightMeter::new());
    }
    assert!(matches!(Tasks::<T>::get(id).expect("it is open").phase, Phase::Revealing(_)));
    (id, nodes)
}

/// Returns the fewest of `seats` that agree.
fn just_enough(seats: u32) -> u32 {
    seats / 2 + 1
}

/// Returns the last reveal of a task of whose `seats` this number committed.
fn last_reveal<T: Config>(seats: u32, number: u32) -> (TaskId, T::AccountId, Call<T>) {
    let (task, mut nodes) = revealing::<T>(seats, number);
    let node = nodes.pop().expect("there is a member");
    for node in nodes {
        reveal::<T>(task, node);
    }
    let call = Call::<T>::reveal { task, node: node.clone(), answer: ANSWER, salt: SALT };
    (task, node, call)
}

/// Moves the task's deadline to the end of its whole window, and then does as [`reach_due`].
fn reach_end<T: Config>(id: TaskId) -> BlockNumberFor<T> {
    let task = OpenTask::<T>::load(id).expect("it is open");
    let end = task.window_end();
    task.move_to(end);
    reach_due::<T>(id)
}

/// Moves to the block in which the task is due and writes that nothing earlier is.
fn reach_due<T: Config>(id: TaskId) -> BlockNumberFor<T> {
    let block = Tasks::<T>::get(id).expect("it is open").due;
    frame_system::Pallet::<T>::set_block_number(block);
    DrawsFrom::<T>::put(block);
    DeadlinesFrom::<T>::put(block);
    block
}

/// Dispatches the call after the check if it is free of fee, as the chain does.
fn dispatch<T: Config>(node: T::AccountId, call: Call<T>) {
    let origin = RawOrigin::Signed(node).into();
    assert!(call.is_feeless(&origin));
    assert!(call.dispatch_bypass_filter(origin).is_ok());
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn request() {
        let (payer, service) = (payer::<T>(), service::<T>(MAX_COMMITTEE));
        let task = NextTaskId::<T>::get();

        #[extrinsic_call]
        _(RawOrigin::Signed(payer), service, VERSION, remote(), USAGE, PRICE, None, None);

        assert!(Tasks::<T>::contains_key(task));
    }

    #[benchmark]
    fn request_inline() {
        let (payer, service) = (payer::<T>(), service::<T>(MAX_COMMITTEE));
        let (task, input) = (NextTaskId::<T>::get(), inline::<T>());

        #[extrinsic_call]
        request(RawOrigin::Signed(payer), service, VERSION, input, USAGE, PRICE, None, None);

        let input = Tasks::<T>::get(task).expect("it is open").input.location;
        let offset = MAX_EXTRINSIC - MAX_INLINE;
        assert_eq!(input, Location::Inline { extrinsic: 1, offset, length: MAX_INLINE });
    }

    #[benchmark]
    fn cancel() {
        let task = failed_once::<T>(MAX_COMMITTEE);
        // The fee for the draws that have failed since is paid.
        let mut charged = OpenTask::<T>::load(task).expect("it is open");
        charged.charge(Balance::MAX);
        assert!(charged.work_fee.used > 0);
        charged.save();

        #[extrinsic_call]
        _(RawOrigin::Signed(payer::<T>()), task);

        assert!(!Tasks::<T>::contains_key(task));
    }

    #[benchmark]
    fn commit() {
        let task = drawn::<T>(MAX_COMMITTEE.into());
        let mut nodes = members::<T>(task);
        let node = nodes.pop().expect("the committee is full");
        for node in &nodes {
            super::commit::<T>(task, node);
        }
        let commitment = commitment::<T>(task, &node, ANSWER);
        let call = Call::<T>::commit { task, node: node.clone(), commitment };

        #[block]
        {
            dispatch(node, call);
        }

        let phase = Tasks::<T>::get(task).expect("it is open").phase;
        assert!(matches!(phase, Phase::Revealing(_)));
    }

    #[benchmark]
    fn reveal() {
        let seats = MAX_COMMITTEE.into();
        let (task, nodes) = revealing::<T>(seats, seats);
        let node = nodes.into_iter().next().expect("the committee is full");
        let call = Call::<T>::reveal { task, node: node.clone(), answer: ANSWER, salt: SALT };

        #[block]
        {
            dispatch(node, call);
        }

        assert!(Tasks::<T>::contains_key(task));
    }

    #[benchmark]
    fn reveal_agreed(n: Linear<1, { MAX_COMMITTEE.into() }>) {
        let (task, node, call) = last_reveal::<T>(n, n);

        #[block]
        {
            dispatch(node, call);
        }

        assert!(!Tasks::<T>::contains_key(task));
    }

    #[benchmark]
    fn reveal_disputed(n: Linear<1, { MAX_COMMITTEE.into() }>) {
        let (task, node, call) = last_reveal::<T>(n, just_enough(n));

        #[block]
        {
            dispatch(node, call);
        }

        assert!(!Tasks::<T>::contains_key(task));
    }

    #[benchmark]
    fn set_params() -> Result<(), BenchmarkError> {
        let origin = T::AdminOrigin::try_successful_origin()
            .map_err(|()| BenchmarkError::Stop("the admin origin cannot be made"))?;
        let old = Pallet::<T>::params();
        let params = Params::BOUNDS.iter().fold(old, |params, row| row.moved(&params));

        #[extrinsic_call]
        _(origin as T::RuntimeOrigin, params);

        assert_eq!(Pallet::<T>::params(), params);
        assert_eq!(ChangedAt::<T>::iter().count(), Params::BOUNDS.len());
        Ok(())
    }

    #[benchmark]
    fn draw(n: Linear<1, { MAX_COMMITTEE.into() }>) {
        let id = failed_once::<T>(n.try_into().expect("a committee is small"));
        let block = reach_due::<T>(id);
        let randomness = Hash::repeat_byte(3);

        #[block]
        {
            let task = OpenTask::<T>::load(id).expect("it is open");
            assert_eq!(Pallet::<T>::draw(task, &randomness, block), n);
        }

        let task = Tasks::<T>::get(id).expect("it is open");
        assert!(matches!(task.phase, Phase::Committing(_)) && task.work_fee.used > 0);
    }

    #[benchmark]
    fn look(l: Linear<0, { nes_committee::max_looks(MAX_COMMITTEE) }>) {
        let service = service::<T>(MAX_COMMITTEE);

        #[block]
        {
            T::BenchmarkHelper::look(service, l);
        }
    }

    #[benchmark]
    fn expire_committing(n: Linear<1, { MAX_COMMITTEE.into() }>) {
        let id = drawn::<T>(n);
        let block = reach_due::<T>(id);

        #[block]
        {
            Pallet::<T>::end_windows(block, &mut WeightMeter::new());
        }

        assert!(!Tasks::<T>::contains_key(id));
    }

    #[benchmark]
    fn expire_revealing(n: Linear<1, { MAX_COMMITTEE.into() }>) {
        let (id, _) = revealing::<T>(n, n);
        let block = reach_due::<T>(id);

        #[block]
        {
            Pallet::<T>::end_windows(block, &mut WeightMeter::new());
        }

        assert!(!Tasks::<T>::contains_key(id));
    }

    #[benchmark]
    fn settle_by_deadline(n: Linear<1, { MAX_COMMITTEE.into() }>) {
        let (id, mut nodes) = revealing::<T>(n, n);
        nodes.pop();
        for node in nodes {
            super::reveal::<T>(id, node);
        }
        // More than there can be: where others agree, who is silent is overtaken, not at fault.
        let block = reach_end::<T>(id);

        #[block]
        {
            Pallet::<T>::end_windows(block, &mut WeightMeter::new());
        }

        assert!(!Tasks::<T>::contains_key(id));
    }

    #[benchmark]
    fn agenda_step() {
        let block = now::<T>();
        DeadlinesFrom::<T>::put(block);

        #[block]
        {
            Pallet::<T>::end_windows(block, &mut WeightMeter::new());
        }

        assert_eq!(DeadlinesFrom::<T>::get(), block.saturating_add(1u32.into()));
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::chain(), crate::mock::Test);
}
