//! A runtime with this pallet, over small fakes of its ports.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    reason = "a mock may panic"
)]

use frame_support::{
    derive_impl,
    migrations::MultiStepMigrator,
    parameter_types,
    traits::{fungible::Balanced, ConstU128, ConstU64, EnsureOrigin, Hooks, Imbalance},
    weights::{Weight, WeightMeter},
};
use frame_system::RawOrigin;
use nes_core::{
    Answer, Balance, FeeParts, Hash, Salt, ServiceFault, ServiceId, Shortage, Tariff, TaskId,
    Usage, Verification,
};
use nes_support::params::{Authority, Track};
use nes_traits::{
    Draw, FeeSettlement, FeeShare, Market, NodeConduct, NodeRegistry, Restitution, Seat, Terms,
};
use sp_runtime::{BuildStorage, DispatchError, DispatchResult, Permill};

use crate::*;

pub(crate) const ALICE: u64 = 1;
pub(crate) const BOB: u64 = 2;
/// An account without money.
pub(crate) const CHARLIE: u64 = 3;
pub(crate) const PUBLISHER: u64 = 4;
pub(crate) const TREASURY: u64 = 5;
/// The agent of [`NINA`] and of [`NORA`].
pub(crate) const AGENT: u64 = 6;
pub(crate) const NINA: u64 = 11;
pub(crate) const NORA: u64 = 12;
pub(crate) const NICK: u64 = 13;
pub(crate) const NODES: [u64; 3] = [NINA, NORA, NICK];
/// The account with the authority of the parameter admin's track.
pub(crate) const PARAMETER_ADMIN: u64 = 41;
/// The account with the authority of the staking admin's track.
pub(crate) const STAKING_ADMIN: u64 = 42;
/// The accounts of the tracks.
pub(crate) const ADMINS: [(u64, Track); 2] =
    [(PARAMETER_ADMIN, Track::ParameterAdmin), (STAKING_ADMIN, Track::StakingAdmin)];

/// The balance of an account at genesis.
pub(crate) const MONEY: Balance = 1_000_000;
/// The existential deposit.
pub(crate) const LEAST: Balance = 10;
/// The service that is on sale, with committees of 3 and a quorum of 2.
pub(crate) const SERVICE: ServiceId = 7;
/// Its version.
pub(crate) const VERSION: u32 = 3;
/// The tariff of every node but [`NORA`].
pub(crate) const TARIFF: Tariff = Tariff { base: 10, input: 1, output: 2 };
/// [`NORA`]'s tariff.
pub(crate) const CHEAPER: Tariff = Tariff { base: 5, input: 1, output: 2 };
/// The maximum tariff of requests.
pub(crate) const MAX_TARIFF: Tariff = Tariff { base: 20, input: 2, output: 2 };
pub(crate) const MAX_USAGE: Usage = Usage { input: 100, output: 50 };
/// The escrow of a request with three seats.
pub(crate) const ESCROW: Balance = 3 * (20 + 100 * 2 + 50 * 2);
pub(crate) const ROYALTY: Permill = Permill::from_percent(5);
pub(crate) const SALT: Salt = [9; 32];

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
    pub enum Test {
        System: frame_system,
        Balances: pallet_balances,
        Inference: crate,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = Block;
    type AccountData = pallet_balances::AccountData<Balance>;
    type MultiBlockMigrator = FakeMigrator;
}

/// A migrator whose migration goes on while [`Migrating`] is true.
pub struct FakeMigrator;

impl MultiStepMigrator for FakeMigrator {
    fn ongoing() -> bool {
        Migrating::get()
    }
    fn step() -> Weight {
        Weight::zero()
    }
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
    type AccountStore = System;
    type Balance = Balance;
    type ExistentialDeposit = ConstU128<LEAST>;
}

impl Config for Test {
    type Currency = Balances;
    type Treasury = ConstU64<TREASURY>;
    type NodeRegistry = FakeNodes;
    type Market = FakeMarket;
    type Conduct = FakeConduct;
    type Fees = FakeFees;
    type BlockRandomness = Randomness;
    type AdminOrigin = Admins;
    type WeightInfo = ();
}

/// Root, and an account for each track.
pub struct Admins;

impl EnsureOrigin<RuntimeOrigin> for Admins {
    type Success = Authority;

    fn try_origin(origin: RuntimeOrigin) -> Result<Authority, RuntimeOrigin> {
        match origin.clone().into() {
            Ok(RawOrigin::Root) => Ok(Authority::Root),
            Ok(RawOrigin::Signed(PARAMETER_ADMIN)) => Ok(Authority::Track(Track::ParameterAdmin)),
            Ok(RawOrigin::Signed(STAKING_ADMIN)) => Ok(Authority::Track(Track::StakingAdmin)),
            _ => Err(origin),
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
        Ok(RuntimeOrigin::root())
    }
}

/// A node's fault, and its debt to a payer.
type Fault = (u64, ServiceFault, Option<(u64, Balance)>);

parameter_types! {
    /// The randomness for this block's draws.
    pub static Randomness: Option<Hash> = Some(Hash::repeat_byte(0xAA));
    /// True while a migration of many blocks goes on.
    pub static Migrating: bool = false;
    /// The terms of [`SERVICE`].
    pub static OnSale: Option<Terms<u64>> = Some(terms());
    /// The nodes that a draw takes, in this order.
    pub static Drawable: Vec<(u64, Tariff)> = offers();
    /// The seeds of the draws.
    pub static Seeds: Vec<Hash> = vec![];
    /// The open tasks that the market counts.
    pub static OpenTasks: u32 = 0;
    /// The nodes whose slots are occupied.
    pub static Busy: Vec<u64> = vec![];
    /// The completions that the market was told of.
    pub static Completed: Vec<(u64, u64)> = vec![];
    /// The failures that the market was told of.
    pub static Failed: Vec<u64> = vec![];
    /// The nodes that did their part.
    pub static Served: Vec<u64> = vec![];
    /// The faults that nodes have to answer for, and their debts to payers.
    pub static Faults: Vec<Fault> = vec![];
}

pub(crate) fn terms() -> Terms<u64> {
    Terms {
        publisher: PUBLISHER,
        royalty: ROYALTY,
        version: VERSION,
        verification: Verification::Redundant { committee: 3, quorum: 2 },
        on_sale: true,
        offers: 3,
        floor: CHEAPER,
    }
}

fn offers() -> Vec<(u64, Tariff)> {
    vec![(NINA, TARIFF), (NORA, CHEAPER), (NICK, TARIFF)]
}

/// A register that contains every node.
pub struct FakeNodes;

impl NodeRegistry<u64> for FakeNodes {
    fn stake(_: &u64) -> Balance {
        1
    }
    fn working_stake(_: &u64) -> Option<Balance> {
        Some(1)
    }
    fn acts_for(who: &u64, node: &u64) -> bool {
        who == node || (*who == AGENT && [NINA, NORA].contains(node))
    }
    #[cfg(feature = "runtime-benchmarks")]
    fn register_for_benchmark(_: &u64, _: Balance) {}
}

/// A market that sells [`SERVICE`], draws [`Drawable`] and records its calls.
pub struct FakeMarket;

impl Market<u64> for FakeMarket {
    fn terms(service: ServiceId) -> Option<Terms<u64>> {
        OnSale::get().filter(|_| service == SERVICE)
    }
    fn open_task(_: ServiceId) -> Result<(), DispatchError> {
        OpenTasks::mutate(|tasks| *tasks += 1);
        Ok(())
    }
    fn close_task(_: ServiceId) {
        OpenTasks::mutate(|tasks| *tasks -= 1);
    }
    fn draw(_: ServiceId, seats: u8, seed: &Hash, maximum: &Tariff) -> Draw<u64> {
        Seeds::mutate(|seeds| seeds.push(*seed));
        let drawn = Drawable::get().into_iter().filter(|(_, tariff)| tariff.is_within(maximum));
        let drawn: Vec<_> = drawn.take(seats.into()).collect();
        let looks = drawn.len() as u32;
        if looks < seats.into() {
            return Draw { seats: Err(Shortage::TooFewEligible), looks };
        }
        Busy::mutate(|busy| busy.extend(drawn.iter().map(|(node, _)| *node)));
        let seats = drawn.into_iter().map(|(node, tariff)| Seat { node, tariff }).collect();
        Draw { seats: Ok(seats), looks }
    }
    fn vacate(_: ServiceId, node: &u64) {
        Busy::mutate(|busy| {
            let slot = busy.iter().position(|other| other == node).expect("the node is busy");
            busy.remove(slot);
        });
    }
    fn completed(node: &u64, payer: &u64) {
        Completed::mutate(|completed| completed.push((*node, *payer)));
    }
    fn failed(node: &u64) {
        Failed::mutate(|failed| failed.push(*node));
    }
    #[cfg(feature = "runtime-benchmarks")]
    fn publish_for_benchmark(_: u8, _: u32, _: Tariff) -> ServiceId {
        SERVICE
    }
    #[cfg(feature = "runtime-benchmarks")]
    fn look_for_benchmark(_: ServiceId, _: u32) {}
}

/// A register that records the conduct of nodes.
pub struct FakeConduct;

impl NodeConduct<u64> for FakeConduct {
    fn served(node: &u64) {
        Served::mutate(|served| served.push(*node));
    }
    fn failed(node: &u64, fault: ServiceFault, restitution: Option<Restitution<u64>>) {
        let owed = restitution.map(|Restitution { payer, amount }| (payer, amount));
        Faults::mutate(|faults| faults.push((*node, fault, owed)));
    }
}

/// A division that burns 5 %, gives 5 % to the treasury, the royalty to the publisher and the rest
/// to the node.
pub struct FakeFees;

impl FeeSettlement<u64, CreditOf<Test>> for FakeFees {
    fn settle(
        mut credit: CreditOf<Test>,
        shares: &[FeeShare<u64>],
        publisher: &u64,
        royalty: Permill,
    ) -> Vec<FeeParts> {
        let mut all = vec![];
        for FeeShare { node, fee } in shares {
            let (burned, treasury) = (fee / 20, fee / 20);
            let royalty = royalty * *fee;
            let parts =
                FeeParts { burned, treasury, royalty, node: fee - burned - treasury - royalty };
            drop(credit.extract(parts.burned));
            for (who, part) in [(&TREASURY, treasury), (publisher, royalty), (node, parts.node)] {
                assert!(Balances::resolve(who, credit.extract(part)).is_ok());
            }
            all.push(parts);
        }
        assert_eq!(credit.peek(), 0, "the credit is the sum of the shares");
        all
    }
}

/// Runs a test in block 1 and checks all invariants after it.
pub(crate) fn build_and_execute(test: impl FnOnce()) {
    Randomness::set(Some(Hash::repeat_byte(0xAA)));
    OnSale::set(Some(terms()));
    Drawable::set(offers());
    Seeds::take();
    OpenTasks::set(0);
    Busy::take();
    Completed::take();
    Failed::take();
    let actors = [ALICE, BOB, PUBLISHER, TREASURY, AGENT, NINA, NORA, NICK];
    let storage = RuntimeGenesisConfig {
        balances: pallet_balances::GenesisConfig {
            balances: actors.map(|who| (who, MONEY)).to_vec(),
            ..Default::default()
        },
        ..Default::default()
    };
    let mut ext = sp_io::TestExternalities::new(storage.build_storage().expect("it is sound"));
    ext.execute_with(|| {
        frame_system::BlockHash::<Test>::insert(0, Hash::repeat_byte(0x11));
        run_to(1);
        test();
        check();
    });
}

/// Checks all invariants, and that the market's counts agree with the open tasks.
pub(crate) fn check() {
    Inference::do_try_state().expect("the invariants hold");
    let tasks: Vec<_> = Tasks::<Test>::iter_values().collect();
    let members: usize = tasks.iter().map(|task| task.members().len()).sum();
    assert_eq!(OpenTasks::get(), tasks.len() as u32);
    assert_eq!(Busy::get().len(), members);
}

/// Sends everything that `who` has to [`BOB`], so that its account ceases to exist.
pub(crate) fn depart(who: u64) {
    let origin = RawOrigin::Signed(who).into();
    Balances::transfer_all(origin, BOB, false).expect("nothing keeps it");
    assert!(!System::account_exists(&who));
}

/// Goes on to `block`, with the hook of each block on the way.
pub(crate) fn run_to(block: u64) {
    while System::block_number() < block {
        System::set_block_number(System::block_number() + 1);
        Inference::on_initialize(System::block_number());
        poll(&mut WeightMeter::new());
    }
}

/// Runs the hook of this block, with `meter`.
pub(crate) fn poll(meter: &mut WeightMeter) {
    Inference::on_poll(System::block_number(), meter);
}

pub(crate) fn input() -> Input {
    Input {
        content_hash: Hash::repeat_byte(1),
        uri: b"https://input".to_vec().try_into().expect("short"),
    }
}

pub(crate) fn answer(result: u8) -> Answer {
    Answer { result: Hash::repeat_byte(result), usage: Usage { input: 100, output: 10 } }
}

/// Requests a task of [`ALICE`], which waits for its draw.
pub(crate) fn queued() -> TaskId {
    queued_for(ALICE)
}

pub(crate) fn queued_for(payer: u64) -> TaskId {
    let task = NextTaskId::<Test>::get();
    request(payer, |_| {}).expect("the request is sound");
    task
}

pub(crate) struct Request {
    pub(crate) service: ServiceId,
    pub(crate) max_usage: Usage,
    pub(crate) max_tariff: Tariff,
    pub(crate) committee: Option<u8>,
}

/// Requests a task of `payer` with valid arguments, except for the changes of `change`.
pub(crate) fn request(payer: u64, change: impl FnOnce(&mut Request)) -> DispatchResult {
    let (max_usage, max_tariff) = (MAX_USAGE, MAX_TARIFF);
    let mut request = Request { service: SERVICE, max_usage, max_tariff, committee: None };
    change(&mut request);
    let Request { service, max_usage, max_tariff, committee } = request;
    let origin = RawOrigin::Signed(payer).into();
    Inference::request(origin, service, input(), max_usage, max_tariff, committee)
        .map(|_| ())
        .map_err(|refused| refused.error)
}

/// Requests a task of [`ALICE`] and draws [`NODES`] as its committee.
pub(crate) fn drawn() -> TaskId {
    let task = queued();
    run_to(System::block_number() + u64::from(BLOCKS_TO_DRAW));
    task
}

/// Requests a task, draws its members and commits them to `answers`, in the order of [`NODES`].
pub(crate) fn revealing(answers: [Answer; 3]) -> TaskId {
    let task = drawn();
    for (node, answer) in NODES.into_iter().zip(answers) {
        commit(task, node, answer).expect("the node was drawn");
    }
    task
}

pub(crate) fn commitment(task: TaskId, node: u64, answer: Answer) -> Hash {
    nes_committee::commitment(&Hash::repeat_byte(0x11), task, &node, &answer, &SALT)
}

/// Commits `node` to `answer`, signed by itself.
pub(crate) fn commit(task: TaskId, node: u64, answer: Answer) -> DispatchResult {
    let commitment = commitment(task, node, answer);
    Inference::commit(RawOrigin::Signed(node).into(), task, node, commitment)
}

/// Reveals `answer` of `node`, signed by itself.
pub(crate) fn reveal(task: TaskId, node: u64, answer: Answer) -> DispatchResult {
    let origin = RawOrigin::Signed(node).into();
    Inference::reveal(origin, task, node, answer, SALT).map(|_| ()).map_err(|error| error.error)
}

/// Returns the events of this pallet since the last call.
pub(crate) fn events() -> Vec<Event<Test>> {
    let events = System::read_events_for_pallet::<Event<Test>>();
    System::reset_events();
    events
}

/// Returns the balance of the escrow account above its existential deposit.
pub(crate) fn escrows() -> Balance {
    Balances::free_balance(Inference::escrow_account()) - LEAST
}

/// Returns the fee of an answer of [`answer`] at `tariff`.
pub(crate) fn fee(tariff: Tariff) -> Balance {
    tariff.price(answer(0).usage).expect("it is small")
}

/// Returns the parts into which [`FakeFees`] divides a fee.
pub(crate) fn parts(fee: Balance) -> FeeParts {
    let (burned, treasury, royalty) = (fee / 20, fee / 20, ROYALTY * fee);
    FeeParts { burned, treasury, royalty, node: fee - burned - treasury - royalty }
}
