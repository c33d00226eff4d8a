//! The benchmarks of the calls, of the hooks, and of the ports' work, over the nodes of the runtime.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
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
    Answer, Balance, Hash, MemberConduct, Output, Salt, ServiceId, Shape, TaskId, Usage,
    MAX_COMMITTEE,
};
use nes_support::params::Bounded;
use nes_traits::{
    Disputes, InputPlace, Market, Question, SecondMember, SecondVerdict, SettledMember, SettledTask,
};
use sp_runtime::traits::{Saturating, Zero};

use crate::{account::PotAccount, settled::Kept, *};

/// The setup that the benchmarks need from the runtime.
pub trait BenchmarkHelper<AccountId> {
    /// Publishes a service for tasks, whose first version has this number of nodes on duty that are
    /// at work; returns the service and these nodes.
    fn publish_service(duties: u32) -> (ServiceId, Vec<AccountId>);

    /// Lets the second committee of the task `second` reveal.
    fn start_revealing(second: TaskId);
}

/// The number of nodes on duty: enough for all places, two committees, and the draw.
const NODES: u32 = 60;
const VERSION: u32 = 0;
const SHAPE: Shape = Shape { base: 1_000_000_000, input: 1_000, output: 2_000 };
const MEDIAN: Balance = 1_000_000_000_000;
const USAGE: Usage = Usage { input: 1_000, output: 1_000 };
const WRONG: Answer = answer(1);
const RIGHT: Answer = answer(2);
const SALT: Salt = [2; 32];
/// The first id of the tasks.
const TASK: TaskId = 1_000_000;

const fn answer(result: u8) -> Answer {
    Answer::Output(Output { result: Hash::repeat_byte(result), usage: USAGE })
}

fn now<T: Config>() -> BlockNumberFor<T> {
    frame_system::Pallet::<T>::block_number()
}

fn endow<T: Config>(who: &T::AccountId) {
    let amount = MEDIAN * 10_000 + T::Currency::minimum_balance() * 100;
    assert!(T::Currency::resolve(who, T::Currency::issue(amount)).is_ok());
}

/// Publishes a service, whose nodes have NES to dispute with.
fn service<T: Config>() -> (ServiceId, Vec<T::AccountId>) {
    PotAccount::<T>::build();
    let (service, nodes) = T::BenchmarkHelper::publish_service(NODES);
    nodes.iter().for_each(endow::<T>);
    (service, nodes)
}

fn question<T: Config>(service: ServiceId) -> Question<BlockNumberFor<T>> {
    Question {
        service,
        version: VERSION,
        input: Hash::zero(),
        place: InputPlace { extrinsic: 1, offset: 0, length: 16_384 },
        requested: now::<T>(),
        max_usage: USAGE,
        window: 20,
        shape: SHAPE,
        median: MEDIAN,
    }
}

/// Returns a task that these nodes have settled with the wrong answer.
fn settled<T: Config>(
    service: ServiceId,
    nodes: &[T::AccountId],
) -> SettledTask<T::AccountId, BlockNumberFor<T>> {
    let member = |node: &T::AccountId| SettledMember {
        node: node.clone(),
        answer: Some(WRONG),
        conduct: MemberConduct::Won,
        paid: MEDIAN,
        protocol: MEDIAN / 10,
    };
    SettledTask {
        payer: account("payer", 0, 0),
        question: question::<T>(service),
        answer: WRONG,
        members: nodes.iter().map(member).collect(),
    }
}

/// Keeps a task that these nodes have settled with the wrong answer.
fn settle<T: Config>(id: TaskId, service: ServiceId, nodes: &[T::AccountId]) {
    T::Market::open_task(service).expect("the market counts on");
    Pallet::<T>::keep(id, settled::<T>(service, nodes));
}

/// Lets these nodes dispute the task `id` with the right answer; the dispute waits.
fn wait<T: Config>(id: TaskId, nodes: &[T::AccountId], risk: Balance) {
    let kept = Kept::<T>::load(id).expect("it is kept");
    let (question, bond) = (kept.question.clone(), Pallet::<T>::bond(&kept.question).unwrap());
    let mut disputers = Vec::new();
    for node in nodes {
        let seat = nes_committee::Seat {
            genesis: frame_system::BlockHash::<T>::get(BlockNumberFor::<T>::zero()),
            task: id,
            input: question.input,
            version: VERSION,
            node: node.clone(),
        };
        let reply = Reply::Committed(nes_committee::commitment(&seat, &RIGHT, &SALT));
        let node = Some(node.clone());
        let disputer = Disputer { who: node.clone().unwrap(), node, bond, risk, reply };
        Pallet::<T>::take_bond(&disputer.who, bond).expect("it has enough");
        Pallet::<T>::note_disputer(id, &disputer);
        disputers.push(disputer);
    }
    kept.turn_to_waiting(disputers.try_into().expect("there are places"));
    let risk = risk * nodes.len() as Balance;
    Pallet::<T>::stand_in_line(question.service, id, risk).expect("the line has room");
}

/// Starts a dispute with all places taken; returns the second committee's task, and the nodes that
/// have not yet done anything.
fn open<T: Config>(service: ServiceId, nodes: &[T::AccountId]) -> (TaskId, Vec<T::AccountId>) {
    let (members, others) = nodes.split_at(MAX_COMMITTEE.into());
    let (disputers, others) = others.split_at(MAX_PLACES.into());
    settle::<T>(TASK, service, members);
    wait::<T>(TASK, disputers, MEDIAN);
    Pallet::<T>::start_next(service).expect("it starts");
    match Pallet::<T>::settled(TASK).expect("it is kept").state {
        State::Open { second, .. } => (second, others.to_vec()),
        state => panic!("no open dispute: {state:?}"),
    }
}

#[benchmarks]
mod benchmarks {
    use super::*;

    #[benchmark]
    fn dispute() {
        let (service, nodes) = service::<T>();
        let (members, others) = nodes.split_at(MAX_COMMITTEE.into());
        let (disputers, others) = others.split_at(MAX_PLACES.into());
        for id in (TASK..).take(MAX_WAITING as usize) {
            settle::<T>(id, service, members);
            let payer: T::AccountId = account("disputer", id as u32, 0);
            endow::<T>(&payer);
            match id {
                TASK => wait::<T>(id, disputers, 0),
                _ => wait::<T>(id, &[payer], 1),
            }
        }
        let (id, node) = (TASK - 1, others[0].clone());
        settle::<T>(id, service, members);
        let bond = Pallet::<T>::bond(&question::<T>(service)).unwrap();

        #[extrinsic_call]
        _(RawOrigin::Signed(node.clone()), id, Some(node.clone()), Hash::zero(), bond);

        let displaced = Pallet::<T>::settled(TASK).expect("it is kept");
        assert_eq!(displaced.state, State::Undisputed);
        assert_eq!(OpenIn::<T>::get(service), 1);
    }

    #[benchmark]
    fn open_dispute() {
        let (service, nodes) = service::<T>();
        let (second, _) = open::<T>(service, &nodes);
        T::BenchmarkHelper::start_revealing(second);
        let task = Pallet::<T>::settled(TASK).expect("it is kept");
        let node = task.disputers().last().and_then(|disputer| disputer.node.clone()).unwrap();
        let (task, answer, salt) = (TASK, RIGHT, SALT);
        let call = Call::<T>::open_dispute { task, node: Some(node.clone()), answer, salt };

        #[block]
        {
            let origin = RawOrigin::Signed(node).into();
            assert!(call.is_feeless(&origin));
            assert!(call.dispatch_bypass_filter(origin).is_ok());
        }

        let task = Pallet::<T>::settled(TASK).expect("it is kept");
        let last = task.disputers().last().expect("the places are taken");
        assert_eq!(last.opened(), Some(&RIGHT));
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
    fn note_output() {
        Ring::<T>::put([Hash::repeat_byte(1); RING]);
        let output = Hash::repeat_byte(2);

        #[block]
        {
            Pallet::<T>::note_output(output);
        }

        assert_eq!(Ring::<T>::get().last(), Some(&output));
    }

    #[benchmark]
    fn keep(n: Linear<1, { MAX_COMMITTEE.into() }>) {
        let (service, nodes) = service::<T>();
        let task = settled::<T>(service, &nodes[..n as usize]);

        #[block]
        {
            Pallet::<T>::keep(TASK, task);
        }

        assert!(Settled::<T>::contains_key(TASK));
    }

    #[benchmark]
    fn end_window(n: Linear<1, { MAX_COMMITTEE.into() }>) {
        let (service, nodes) = service::<T>();
        settle::<T>(TASK, service, &nodes[..n as usize]);
        let block = Pallet::<T>::settled(TASK).expect("it is kept").until;
        frame_system::Pallet::<T>::set_block_number(block);
        WindowsFrom::<T>::put(block);

        #[block]
        {
            Pallet::<T>::end_windows(block, &mut WeightMeter::new());
        }

        assert!(!Settled::<T>::contains_key(TASK));
    }

    #[benchmark]
    fn look_for_windows() {
        let block = now::<T>();
        WindowsFrom::<T>::put(block);

        #[block]
        {
            Pallet::<T>::end_windows(block, &mut WeightMeter::new());
        }

        assert_eq!(WindowsFrom::<T>::get(), block.saturating_add(1u32.into()));
    }

    #[benchmark]
    fn judge() {
        let (service, nodes) = service::<T>();
        let (second, others) = open::<T>(service, &nodes);
        let (next, waiting) = (TASK + 1, vec![others[others.len() - 1].clone()]);
        settle::<T>(next, service, &nodes[..MAX_COMMITTEE.into()]);
        wait::<T>(next, &waiting, 1);
        let mut kept = Kept::<T>::load(TASK).expect("it is kept");
        let mut disputers = kept.disputers().to_vec();
        disputers.iter_mut().for_each(|disputer| disputer.reply = Reply::Opened(RIGHT));
        kept.set_disputers(disputers.try_into().expect("there are places"));
        kept.save();
        let members = others.into_iter().take(Pallet::<T>::rules().seats.into());
        let member = |node| SecondMember { node, answer: Some(RIGHT), missed: false };
        let members = members.map(member).collect();
        let verdict = SecondVerdict { second, answer: Some(RIGHT), members };

        #[block]
        {
            Pallet::<T>::do_judge(TASK, verdict);
        }

        assert!(!Settled::<T>::contains_key(TASK));
        let next = Pallet::<T>::settled(next).expect("it is kept");
        assert!(matches!(next.state, State::Open { .. }));
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::chain(), crate::mock::Test);
}
