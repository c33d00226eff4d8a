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
use nes_traits::{Disputes, InputPlace, Question, SecondCommittee, SecondCommittees};
use sp_runtime::traits::Saturating;

use crate::{
    account::EscrowAccount,
    settlement::Settlement,
    task::{DeadlinesOf, OpenTask},
    *,
};

/// The setup that the benchmarks need from the market of the runtime.
pub trait BenchmarkHelper {
    /// Publishes a service for tasks with committees of `committee`, whose first version has
    /// `offers` offers of registered nodes at `price` on `shape`, each of which a draw takes as
    /// soon as it looks at it. Answers of the version can cost stake, so that these nodes are also on
    /// duty for it, and are drawn as surely for second committees.
    fn publish_service(committee: u8, offers: u32, shape: Shape, price: Balance) -> ServiceId;

    /// Looks at the first `looks` offers of `service` as a draw does.
    fn look(service: ServiceId, looks: u32);

    /// Looks at the first `looks` nodes on duty for the first version of `service` as a draw of a
    /// second committee does.
    fn look_at_duties(service: ServiceId, looks: u32);
}

/// Lets the second committee of the task `second` reveal, before it has members.
///
/// # Panics
///
/// Panics if there is no such task.
pub fn start_revealing<T: Config>(second: TaskId) {
    Tasks::<T>::mutate(second, |task| {
        let task = task.as_mut().expect("it is open");
        task.phase = Phase::Revealing(Default::default());
    });
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

/// Requests a task with the seats of its service's committee, which waits for its draw. An answer to
/// it can cost stake, so that silence is a fault.
fn queued<T: Config>(committee: u8) -> TaskId {
    let task = NextTaskId::<T>::get();
    let location = Location::Inline(place(0));
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

/// Returns the place of the longest in-line input from this byte on.
fn place(offset: u32) -> InputPlace {
    InputPlace { extrinsic: 1, offset, length: MAX_INLINE }
}

/// Makes the answers to the open task cost no stake, so that its settlement leaves nothing.
fn make_harmless<T: Config>(id: TaskId) {
    Tasks::<T>::mutate(id, |task| match &mut task.as_mut().expect("it is open").purpose {
        Purpose::Paid(purchase) => purchase.slashable = None,
        Purpose::Second { .. } => panic!("nobody pays for it"),
    });
}

/// Opens a second committee of `seats` for a task that is settled, which waits for its draw.
fn second<T: Config>(seats: u32) -> TaskId {
    let seats = seats.try_into().expect("a committee is small");
    let question = Question {
        service: service::<T>(seats),
        version: VERSION,
        input: Hash::zero(),
        place: place(0),
        requested: now::<T>(),
        max_usage: USAGE,
        window: 1_000,
        shape: SHAPE,
        median: PRICE,
    };
    let due = now::<T>().saturating_add(16u32.into());
    let quorum = seats / 2 + 1;
    let of = NextTaskId::<T>::mutate(|next| core::mem::replace(next, *next + 1));
    let committee = SecondCommittee { of, question, seats, quorum, due };
    <Pallet<T> as SecondCommittees<_>>::open(committee).expect("there are ids left")
}

/// Draws the second committee.
fn draw_second<T: Config>(id: TaskId, block: BlockNumberFor<T>) {
    let task = OpenTask::<T>::load(id).expect("it was opened");
    let Purpose::Second { of } = task.purpose else { panic!("somebody pays for it") };
    // There may be no seed on this chain yet, but the way to it is the same.
    let seed = T::Disputes::seed(of, task.service).unwrap_or(Hash::repeat_byte(3));
    Pallet::<T>::draw_second(task, of, Some(seed), block);
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
    Pallet::<T>::draw(task, Some(&Hash::repeat_byte(3)), now::<T>());
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
    (id, commit_all::<T>(id, seats, number))
}

/// Commits this number of the `seats` of a drawn task to the same answer, while the others miss the
/// whole window; returns the nodes that committed.
fn commit_all<T: Config>(id: TaskId, seats: u32, number: u32) -> Vec<T::AccountId> {
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
    nodes
}

/// Requests a task of whose `seats` all but one have revealed the same, which agrees it; returns it
/// and the end of its window.
fn agreed<T: Config>(seats: u32) -> (TaskId, BlockNumberFor<T>) {
    let (id, mut nodes) = revealing::<T>(seats, seats);
    nodes.pop();
    for node in nodes {
        reveal::<T>(id, node);
    }
    (id, reach_end::<T>(id))
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

/// Takes the step of the task whose deadline is `block`, as the hook does.
fn at_deadline<T: Config>(block: BlockNumberFor<T>, step: impl Fn(OpenTask<T>)) {
    let metering = Pallet::<T>::metering_of_deadlines();
    DeadlinesOf::<T>::work_off(block, &metering, &mut WeightMeter::new(), |_, id| {
        step(OpenTask::<T>::load(id).expect("it is open"));
        metering.step
    });
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
        assert_eq!(input, Location::Inline(place(MAX_EXTRINSIC - MAX_INLINE)));
    }

    #[benchmark]
    fn cancel() {
        let task = failed_once::<T>(MAX_COMMITTEE);
        // The fee for the draws that have failed since is paid.
        let mut charged = OpenTask::<T>::load(task).expect("it is open");
        charged.charge(Balance::MAX);
        assert!(charged.purchase().is_some_and(|purchase| purchase.work_fee.used > 0));
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
        make_harmless::<T>(task);

        #[block]
        {
            dispatch(node, call);
        }

        assert!(!Tasks::<T>::contains_key(task));
    }

    #[benchmark]
    fn reveal_failed(n: Linear<2, { MAX_COMMITTEE.into() }>) {
        let (task, node, call) = last_reveal::<T>(n, n / 2);

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
            Pallet::<T>::draw(task, Some(&randomness), block);
        }

        let task = Tasks::<T>::get(id).expect("it is open");
        assert!(matches!(task.phase, Phase::Committing(_)));
        assert!(task.purchase().is_some_and(|purchase| purchase.work_fee.used > 0));
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
        // More than there can be: where others agree, who is silent is overtaken, not at fault.
        let (id, block) = agreed::<T>(n);
        make_harmless::<T>(id);

        #[block]
        {
            Pallet::<T>::end_windows(block, &mut WeightMeter::new());
        }

        assert!(!Tasks::<T>::contains_key(id));
    }

    #[benchmark]
    fn settle_kept(n: Linear<3, { MAX_COMMITTEE.into() }>) {
        let (id, block) = agreed::<T>(n);

        #[block]
        {
            let settle = |task| assert_eq!(Pallet::<T>::settle(task, true), Settlement::Kept);
            at_deadline::<T>(block, settle);
        }

        assert!(!Tasks::<T>::contains_key(id));
    }

    #[benchmark]
    fn draw_second(n: Linear<1, { MAX_COMMITTEE.into() }>) {
        let id = second::<T>(n);
        let block = reach_due::<T>(id);

        #[block]
        {
            super::draw_second::<T>(id, block);
        }

        assert_eq!(u32::try_from(members::<T>(id).len()), Ok(n));
    }

    #[benchmark]
    fn look_at_duties(l: Linear<0, { nes_committee::max_looks(MAX_COMMITTEE) }>) {
        let service = service::<T>(MAX_COMMITTEE);

        #[block]
        {
            T::BenchmarkHelper::look_at_duties(service, l);
        }
    }

    #[benchmark]
    fn settle_second(n: Linear<1, { MAX_COMMITTEE.into() }>) {
        let id = second::<T>(n);
        super::draw_second::<T>(id, now::<T>());
        for node in commit_all::<T>(id, n, n) {
            super::reveal::<T>(id, node);
        }
        let block = reach_due::<T>(id);

        #[block]
        {
            at_deadline::<T>(block, |task| {
                let (_, verdict) = Pallet::<T>::close_second(task, true).expect("it is one");
                assert_eq!(verdict.answer, Some(ANSWER));
            });
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
