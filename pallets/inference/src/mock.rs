//! A runtime with this pallet, over small fakes of its ports.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    reason = "a mock may panic"
)]

use std::collections::BTreeMap;

use frame_support::{
    derive_impl,
    migrations::MultiStepMigrator,
    parameter_types,
    traits::{
        fungible::Balanced, tokens::imbalance::ResolveTo, ConstU128, ConstU64, Hooks, Imbalance,
        UnfilteredDispatchable,
    },
    weights::{Weight, WeightMeter},
};
use nes_core::{
    Answer, Balance, FeeParts, Hash, MemberConduct, Output, Salt, ServiceFault, ServiceId, Shape,
    Shortage, TaskId, Unservable, Usage, Verification,
};
use nes_traits::{
    Attendance, Disputes, Draw, DrawRequest, Duties, EndedMember, EndedTask, FeeSettlement,
    FeeShare, InputPlace, Market, NodeConduct, NodeRegistry, Question, Seat, SecondCommittee,
    SecondCommittees, SecondDraw, SecondVerdict, SettledTask, Terms, VersionTerms,
};
use sp_io::hashing::blake2_256;
use sp_runtime::{traits::Convert, DispatchError, DispatchResult, Perbill};

pub(crate) use nes_test_support::{
    signed, Admins, AGENT, ALICE, BOB, NOBODY, PUBLISHER, STAKING_ADMIN, START_BALANCE, TREASURY,
};

use crate::*;

/// The nodes; [`AGENT`] is the agent of the first two.
pub(crate) const NODES: [u64; 3] = [NINA, NORA, NICK];
pub(crate) const NINA: u64 = 11;
pub(crate) const NORA: u64 = 12;
pub(crate) const NICK: u64 = 13;

/// The nodes on duty for [`VERSION`], none of which is drawn for tasks that are paid for.
pub(crate) const ON_DUTY: [u64; 6] = [51, 52, 53, 54, 55, 56];

/// The receiver of the fees for the chain's work.
pub(crate) const COLLECTOR: u64 = 31;

/// The existential deposit.
pub(crate) const LEAST: Balance = 10;
/// The service that is on sale, with committees of 3 and a quorum of 2.
pub(crate) const SERVICE: ServiceId = 7;
/// The version that requests name.
pub(crate) const VERSION: u32 = 3;
/// The whole price for a request, a tenth of it for an input unit and a fifth for an output unit.
pub(crate) const SHAPE: Shape =
    Shape { base: 1_000_000_000, input: 100_000_000, output: 200_000_000 };
/// The price of every node but [`NORA`]: 10 for a request, 1 for an input and 2 for an output unit.
pub(crate) const PRICE: Balance = 10;
/// [`NORA`]'s price: 5 for a request, and 1 for a unit of either side.
pub(crate) const CHEAPER: Balance = 5;
/// The maximum price of requests: 20 for a request, 2 for an input and 4 for an output unit.
pub(crate) const MAX_PRICE: Balance = 20;
pub(crate) const MAX_USAGE: Usage = Usage { input: 100, output: 50 };
/// The most bytes of an input unit.
pub(crate) const INPUT_BYTES: u32 = 4;
/// The output units of a block.
pub(crate) const RATE: u32 = 10;
/// The blocks for the commitments to answers of up to [`MAX_USAGE`], of which the work takes 5.
pub(crate) const WINDOW: u32 = 20 + 5;
/// The escrow of a request with three seats.
pub(crate) const ESCROW: Balance = 3 * (20 + 100 * 2 + 50 * 4);
/// The fee for a draw of three seats that looks at no more offers.
pub(crate) const DRAW: Balance = 10;
/// The fee for the longest draw of three seats, which looks at 56 offers.
pub(crate) const LONGEST_DRAW: Balance = DRAW + 53;
/// The fee for a settlement.
pub(crate) const SETTLEMENT: Balance = 10;
/// The prepaid fee of a request with three seats and the usual patience of 5, which is for three
/// more draws.
pub(crate) const PREPAID: Balance = 3 * LONGEST_DRAW + SETTLEMENT;
/// The fee for keeping a settled task, and the weight behind it.
pub(crate) const KEEP: Balance = 25;
const KEEP_WEIGHT: Weight = Weight::from_parts(25_000_000, 0);
/// The weight of a judgement.
pub(crate) const JUDGE_WEIGHT: Weight = Weight::from_parts(40_000_000, 0);
/// The price in the middle of the stake, where answers can cost stake.
pub(crate) const MEDIAN: Balance = 8;
/// The blocks in which an answer can be disputed.
pub(crate) const DISPUTABLE: u64 = 100;
/// The amount that such a request takes.
pub(crate) const TAKEN: Balance = ESCROW + PREPAID;
/// The royalty of [`VERSION`].
pub(crate) const ROYALTY: Perbill = Perbill::from_percent(5);
pub(crate) const SALT: Salt = [9; 32];
pub(crate) const GENESIS: Hash = Hash::repeat_byte(0x11);
/// The in-line input of requests.
pub(crate) const INPUT: &[u8] = b"What is a canonical answer?";
/// The number of the extrinsic that is executed, and the place of [`INPUT`] in it.
pub(crate) const EXTRINSIC: u32 = 2;
pub(crate) const OFFSET: u32 = 6;

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
    type Duties = FakeDuties;
    type Disputes = FakeDisputes;
    type Conduct = FakeConduct;
    type Fees = FakeFees;
    type BlockRandomness = Randomness;
    type AdminOrigin = Admins;
    type WeightInfo = ();
    type WorkFee = FakeWorkFee;
    type WorkFees = ResolveTo<ConstU64<COLLECTOR>, Balances>;
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = FakeMarket;
}

parameter_types! {
    /// The randomness for this block's draws.
    pub static Randomness: Option<Hash> = Some(Hash::repeat_byte(0xAA));
    /// True while a migration of many blocks goes on.
    pub static Migrating: bool = false;
    /// The terms of [`SERVICE`], without those of a version.
    pub static OnSale: Option<Terms<u64>> = Some(terms());
    /// The terms of its versions.
    pub static Versions: BTreeMap<u32, VersionTerms> = versions();
    /// The fee for a microsecond of work, in planck.
    pub static WorkPrice: Balance = 1;
    /// The nodes that a draw takes, in this order, with their prices.
    pub static Drawable: Vec<(u64, Balance)> = offers();
    /// The offers that a draw looks at in vain.
    pub static VainLooks: u32 = 0;
    /// The requests of the draws.
    pub static Asked: Vec<DrawRequest<u64>> = vec![];
    /// The seeds of the draws.
    pub static Seeds: Vec<Hash> = vec![];
    /// The open tasks that the market counts.
    pub static OpenTasks: u32 = 0;
    /// The nodes whose slots are occupied.
    pub static Busy: Vec<u64> = vec![];
    /// The tasks that were kept for disputes.
    pub static Kept: Vec<(TaskId, SettledTask<u64, u64>)> = vec![];
    /// True if bonds for disputes are not too high.
    pub static Affordable: bool = true;
    /// The bonds that were asked about: shape, price in the middle and maximum usage.
    pub static Bonds: Vec<(Shape, Balance, Usage)> = vec![];
    /// The nodes that draws of second committees must not take.
    pub static Excluded: Vec<u64> = vec![];
    /// The seed of these draws.
    pub static SecondSeed: Option<Hash> = Some(Hash::repeat_byte(0xBB));
    /// The nodes that these draws take, in this order, unless they are excluded.
    pub static Duty: Vec<u64> = ON_DUTY.to_vec();
    /// The requests of these draws, each with its seed.
    pub static SecondDraws: Vec<(SecondDraw<u64, u64>, Hash)> = vec![];
    /// The verdicts of second committees, each with the disputed task.
    pub static Verdicts: Vec<(TaskId, SecondVerdict<u64>)> = vec![];
    /// The paid work that was counted: the node and the protocol's part of the fee.
    pub static Work: Vec<(u64, Balance)> = vec![];
    /// The ended tasks that the market was told of.
    pub static Closed: Vec<EndedTask<u64>> = vec![];
    /// The ended tasks that the register of conduct was told of.
    pub static Judged: Vec<EndedTask<u64>> = vec![];
    /// The ports that were told of ended tasks, each with the escrows of that moment.
    pub static Reports: Vec<(&'static str, Balance)> = vec![];
}

pub(crate) fn terms() -> Terms<u64> {
    Terms {
        publisher: PUBLISHER,
        verification: Verification::Redundant { committee: 3, quorum: 2 },
        shape: SHAPE,
        input_bytes: INPUT_BYTES,
        rate: RATE,
        on_sale: true,
        version: None,
    }
}

pub(crate) fn version_terms() -> VersionTerms {
    VersionTerms { royalty: ROYALTY, offers: 3, floor: CHEAPER, slashable: None }
}

fn versions() -> BTreeMap<u32, VersionTerms> {
    [(VERSION, version_terms())].into()
}

fn offers() -> Vec<(u64, Balance)> {
    vec![(NINA, PRICE), (NORA, CHEAPER), (NICK, PRICE)]
}

/// A fee of [`WorkPrice`] for a microsecond.
pub struct FakeWorkFee;

impl Convert<Weight, Balance> for FakeWorkFee {
    fn convert(weight: Weight) -> Balance {
        Balance::from(weight.ref_time() / 1_000_000) * WorkPrice::get()
    }
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
    fn registration(_: &u64) -> Option<u32> {
        Some(0)
    }
    fn acts_for(who: &u64, node: &u64) -> bool {
        who == node || (*who == AGENT && [NINA, NORA].contains(node))
    }
}

/// A market that sells [`SERVICE`], draws [`Drawable`] and records its calls.
pub struct FakeMarket;

impl Market<u64, u64> for FakeMarket {
    fn terms(service: ServiceId, version: u32) -> Option<Terms<u64>> {
        let terms = OnSale::get().filter(|_| service == SERVICE)?;
        Some(Terms { version: Versions::get().remove(&version), ..terms })
    }
    fn open_task(_: ServiceId) -> Result<(), DispatchError> {
        OpenTasks::mutate(|tasks| *tasks += 1);
        Ok(())
    }
    fn draw(request: &DrawRequest<u64>, seed: &Hash) -> Draw<u64> {
        Asked::mutate(|asked| asked.push(request.clone()));
        Seeds::mutate(|seeds| seeds.push(*seed));
        if !OnSale::get().is_some_and(|terms| terms.on_sale) {
            return Draw { seats: Err(Shortage::OffSale), looks: 0 };
        }
        let drawn = Drawable::get().into_iter().filter(|(_, price)| *price <= request.max_price);
        let drawn: Vec<_> = drawn.take(request.seats.into()).collect();
        let looks = drawn.len() as u32 + VainLooks::get();
        if drawn.len() < request.seats.into() {
            return Draw { seats: Err(Shortage::TooFewEligible), looks };
        }
        Busy::mutate(|busy| busy.extend(drawn.iter().map(|(node, _)| *node)));
        let seats = drawn.into_iter().map(|(node, price)| Seat { node, price }).collect();
        Draw { seats: Ok(seats), looks }
    }
    fn free_slots(service: ServiceId, nodes: &[u64]) {
        assert_eq!(service, SERVICE);
        for node in nodes {
            Busy::mutate(|busy| {
                let slot = busy.iter().position(|other| other == node).expect("the node is busy");
                busy.remove(slot);
            });
        }
    }
    fn close_task(task: &EndedTask<u64>) {
        OpenTasks::mutate(|tasks| *tasks -= 1);
        Closed::mutate(|closed| closed.push(task.clone()));
        Reports::mutate(|reports| reports.push(("market", escrows())));
    }
}

/// Nodes on duty, of which a draw takes [`Duty`]; it records its calls.
pub struct FakeDuties;

impl Duties<u64, u64> for FakeDuties {
    fn count(_: ServiceId, _: u32) -> u32 {
        Duty::get().len() as u32
    }
    fn is_on_duty(_: ServiceId, _: u32, node: &u64, _: u64) -> bool {
        Duty::get().contains(node)
    }
    fn draw(request: &SecondDraw<u64, u64>, seed: &Hash) -> (Option<Vec<u64>>, u32) {
        SecondDraws::mutate(|draws| draws.push((request.clone(), *seed)));
        let drawn = Duty::get().into_iter().filter(|node| !request.excluded.contains(node));
        let drawn: Vec<_> = drawn.take(request.seats.into()).collect();
        let looks = drawn.len() as u32 + VainLooks::get();
        (Some(drawn).filter(|drawn| drawn.len() == usize::from(request.seats)), looks)
    }
}

/// A register of settled tasks that records its calls and reports nothing.
pub struct FakeDisputes;

impl Disputes<u64, u64> for FakeDisputes {
    fn is_affordable(shape: &Shape, median: Balance, max_usage: Usage) -> bool {
        Bonds::mutate(|bonds| bonds.push((*shape, median, max_usage)));
        Affordable::get()
    }
    fn keep(id: TaskId, task: SettledTask<u64, u64>) -> u64 {
        Kept::mutate(|kept| kept.push((id, task)));
        Reports::mutate(|reports| reports.push(("disputes", escrows())));
        System::block_number() + DISPUTABLE
    }
    fn excluded(_: TaskId) -> Vec<u64> {
        Excluded::get()
    }
    fn seed(_: TaskId, _: ServiceId) -> Option<Hash> {
        SecondSeed::get()
    }
    fn judge(task: TaskId, verdict: SecondVerdict<u64>) {
        Verdicts::mutate(|verdicts| verdicts.push((task, verdict)));
    }
    fn keep_weight() -> Weight {
        KEEP_WEIGHT
    }
    fn judge_weight() -> Weight {
        JUDGE_WEIGHT
    }
}

#[cfg(feature = "runtime-benchmarks")]
impl BenchmarkHelper for FakeMarket {
    fn publish_service(committee: u8, offers: u32, shape: Shape, price: Balance) -> ServiceId {
        let verification = Verification::Redundant { committee, quorum: committee / 2 + 1 };
        let (input_bytes, rate) = (u32::MAX, u32::MAX);
        OnSale::set(Some(Terms { verification, shape, input_bytes, rate, ..terms() }));
        let slashable = Some(price);
        let terms = VersionTerms { offers, floor: price, slashable, ..version_terms() };
        Versions::set([(0, terms)].into());
        Drawable::set((100..109).map(|node| (node, price)).collect());
        Duty::set((100..109).collect());
        SERVICE
    }
    fn look(_: ServiceId, _: u32) {}
    fn look_at_duties(_: ServiceId, _: u32) {}
}

/// A register that records the conduct of nodes.
pub struct FakeConduct;

impl NodeConduct<u64> for FakeConduct {
    fn close_task(task: &EndedTask<u64>) {
        Judged::mutate(|judged| judged.push(task.clone()));
        Reports::mutate(|reports| reports.push(("conduct", escrows())));
    }
}

/// A division of fees that burns 5 %, gives 5 % to the treasury, the royalty to the publisher and
/// the rest to the node; of an attendance the node gets its part and the treasury the rest.
pub struct FakeFees;

impl FeeSettlement<u64, CreditOf<Test>> for FakeFees {
    fn settle(
        mut credit: CreditOf<Test>,
        shares: &[FeeShare<u64>],
        publisher: &u64,
        royalty: Perbill,
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

    fn count_work(node: &u64, protocol: Balance) {
        Work::mutate(|work| work.push((*node, protocol)));
    }

    fn attend(mut credit: CreditOf<Test>, attendances: &[Attendance<u64>]) -> Vec<FeeParts> {
        let mut all = vec![];
        for Attendance { node, amount, reward } in attendances {
            let parts = attended(*amount, (*reward).min(*amount));
            for (who, part) in [(&TREASURY, parts.treasury), (node, parts.node)] {
                let part = credit.extract(part).drop_zero();
                assert!(part.or_else(|part| Balances::resolve(who, part)).is_ok());
            }
            all.push(parts);
        }
        assert_eq!(credit.peek(), 0, "the credit is the sum of the attendances");
        all
    }
}

/// Returns a chain in block 1, which takes calls now.
pub(crate) fn chain() -> sp_io::TestExternalities {
    Randomness::set(Some(Hash::repeat_byte(0xAA)));
    Migrating::set(false);
    OnSale::set(Some(terms()));
    Versions::set(versions());
    WorkPrice::set(1);
    Drawable::set(offers());
    VainLooks::set(0);
    Asked::take();
    Seeds::take();
    OpenTasks::set(0);
    Busy::take();
    Kept::take();
    Affordable::set(true);
    Bonds::take();
    Excluded::take();
    SecondSeed::set(Some(Hash::repeat_byte(0xBB)));
    Duty::set(ON_DUTY.to_vec());
    SecondDraws::take();
    Verdicts::take();
    Work::take();
    Closed::take();
    Judged::take();
    Reports::take();
    let actors = [ALICE, BOB, PUBLISHER, TREASURY, COLLECTOR, AGENT, NINA, NORA, NICK];
    let genesis = RuntimeGenesisConfig {
        balances: pallet_balances::GenesisConfig {
            balances: actors.map(|who| (who, START_BALANCE)).to_vec(),
            ..Default::default()
        },
        ..Default::default()
    };
    let mut chain = nes_test_support::chain::<Test>(genesis);
    chain.execute_with(|| {
        frame_system::BlockHash::<Test>::insert(0, GENESIS);
        execute(EXTRINSIC, [b"before", INPUT, b"after"].concat());
        Inference::on_initialize(System::block_number());
        end_block();
    });
    chain
}

/// Runs a test in block 1 and checks all invariants after it.
pub(crate) fn build_and_execute(test: impl FnOnce()) {
    chain().execute_with(|| {
        test();
        check();
    });
}

/// Checks all invariants, that the market's counts agree with the open and the kept tasks that are
/// paid for, and that both ports were told of the same ended tasks.
pub(crate) fn check() {
    Inference::do_try_state().expect("the invariants hold");
    let paid = Tasks::<Test>::iter_values().filter(|task| task.purchase().is_some());
    let tasks: Vec<_> = paid.collect();
    let members: usize = tasks.iter().map(|task| task.members().len()).sum();
    assert_eq!(OpenTasks::get(), (tasks.len() + Kept::get().len()) as u32);
    assert_eq!(Busy::get().len(), members);
    assert_eq!(Closed::get(), Judged::get());
}

/// Sends everything that `who` has to [`BOB`], so that its account ceases to exist.
pub(crate) fn depart(who: u64) {
    Balances::transfer_all(signed(who), BOB, false).expect("nothing keeps it");
    assert!(!System::account_exists(&who));
}

/// Ends this block and those until `block`, which takes calls now.
pub(crate) fn run_to(block: u64) {
    while System::block_number() < block {
        end_block();
        System::set_block_number(System::block_number() + 1);
        Inference::on_initialize(System::block_number());
    }
}

/// Runs the hook that ends this block.
pub(crate) fn end_block() {
    Inference::on_idle(System::block_number(), Weight::MAX);
}

/// Draws what is due in this block, as far as `meter` reaches.
pub(crate) fn draw_due(meter: &mut WeightMeter) {
    Inference::draw_due(System::block_number(), meter);
}

/// Makes `extrinsic` the one that is executed now, with this number in its block.
pub(crate) fn execute(number: u32, extrinsic: Vec<u8>) {
    System::set_extrinsic_index(number);
    System::note_extrinsic(extrinsic);
}

/// Returns [`INPUT`] as requests give it.
pub(crate) fn inline() -> Input {
    Input::Inline(INPUT.to_vec())
}

/// Returns an input that nodes fetch.
pub(crate) fn remote() -> Input {
    let uri = b"https://input".to_vec().try_into().expect("short");
    Input::Remote { content_hash: Hash::repeat_byte(1), uri }
}

/// Returns [`INPUT`] as the state keeps it.
pub(crate) fn task_input() -> TaskInput {
    TaskInput { content_hash: blake2_256(INPUT).into(), location: Location::Inline(place()) }
}

/// Returns the place of [`INPUT`].
pub(crate) fn place() -> InputPlace {
    InputPlace { extrinsic: EXTRINSIC, offset: OFFSET, length: INPUT.len() as u32 }
}

pub(crate) fn output(result: u8) -> Output {
    Output { result: Hash::repeat_byte(result), usage: Usage { input: 100, output: 10 } }
}

pub(crate) fn answer(result: u8) -> Answer {
    Answer::Output(output(result))
}

/// The answer of a node that could not read its input.
pub(crate) const UNREADABLE: Answer = Answer::Unservable(Unservable::Unreadable);
/// The answer of a node that found its input to be none of the service's.
pub(crate) const INVALID: Answer = Answer::Unservable(Unservable::Invalid);

/// Requests a task of [`ALICE`], which waits for its draw.
pub(crate) fn queued() -> TaskId {
    queued_for(ALICE)
}

pub(crate) fn queued_for(payer: u64) -> TaskId {
    let task = NextTaskId::<Test>::get();
    request(payer, |_| {}).expect("the request is sound");
    task
}

/// The arguments of a request.
#[derive(Clone)]
pub(crate) struct Wish {
    pub(crate) service: ServiceId,
    pub(crate) version: u32,
    pub(crate) input: Input,
    pub(crate) max_usage: Usage,
    pub(crate) max_price: Balance,
    pub(crate) committee: Option<u8>,
    pub(crate) patience: Option<u8>,
}

/// Returns valid arguments of a request, except for the changes of `change`.
pub(crate) fn wish(change: impl FnOnce(&mut Wish)) -> Wish {
    let mut wish = Wish {
        service: SERVICE,
        version: VERSION,
        input: inline(),
        max_usage: MAX_USAGE,
        max_price: MAX_PRICE,
        committee: None,
        patience: None,
    };
    change(&mut wish);
    wish
}

/// Returns a request with valid arguments, except for the changes of `change`.
pub(crate) fn call(change: impl FnOnce(&mut Wish)) -> Call<Test> {
    let Wish { service, version, input, max_usage, max_price, committee, patience } = wish(change);
    Call::request { service, version, input, max_usage, max_price, committee, patience }
}

/// Requests a task of `payer` with valid arguments, except for the changes of `change`.
pub(crate) fn request(payer: u64, change: impl FnOnce(&mut Wish)) -> DispatchResult {
    let done = call(change).dispatch_bypass_filter(signed(payer));
    done.map(|_| ()).map_err(|refused| refused.error)
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

/// Returns the request of the open task `id`.
pub(crate) fn purchase(id: TaskId) -> Purchase<u64> {
    let task = Inference::task(id).expect("it is open");
    task.purchase().expect("it is paid for").clone()
}

/// Makes answers of [`VERSION`] to in-line inputs slashable from now on.
pub(crate) fn make_slashable() {
    with_version(|version| version.slashable = Some(MEDIAN));
}

/// Returns the question of a task with the usual arguments that was requested in block 1.
pub(crate) fn question() -> Question<u64> {
    Question {
        service: SERVICE,
        version: VERSION,
        input: task_input().content_hash,
        place: place(),
        requested: 1,
        max_usage: MAX_USAGE,
        window: WINDOW,
        shape: SHAPE,
        median: MEDIAN,
    }
}

/// Opens a second committee of 5 nodes and a quorum of 4 for the task `of`, which is drawn in 16
/// blocks.
pub(crate) fn second_of(of: TaskId) -> TaskId {
    let due = System::block_number() + 16;
    let committee = SecondCommittee { of, question: question(), seats: 5, quorum: 4, due };
    <Inference as SecondCommittees<u64>>::open(committee).expect("there are ids left")
}

/// Settles a slashable task on the same answer, and opens a second committee for it; returns the
/// ids of both.
pub(crate) fn disputed() -> (TaskId, TaskId) {
    make_slashable();
    let of = revealing([answer(1); 3]);
    for node in NODES {
        reveal(of, node, answer(1)).expect("the node committed");
    }
    (of, second_of(of))
}

/// Returns the commitment of `node` to `answer`.
pub(crate) fn commitment(id: TaskId, node: u64, answer: Answer) -> Hash {
    let task = Inference::task(id);
    let version = task.as_ref().map_or(VERSION, |task| task.version);
    let input = task.map_or(task_input(), |task| task.input).content_hash;
    let seat = nes_committee::Seat { genesis: GENESIS, task: id, input, version, node };
    nes_committee::commitment(&seat, &answer, &SALT)
}

/// Commits `node` to `answer`, signed by itself.
pub(crate) fn commit(task: TaskId, node: u64, answer: Answer) -> DispatchResult {
    let commitment = commitment(task, node, answer);
    Inference::commit(signed(node), task, node, commitment)
}

/// Reveals `answer` of `node`, signed by itself.
pub(crate) fn reveal(task: TaskId, node: u64, answer: Answer) -> DispatchResult {
    Inference::reveal(signed(node), task, node, answer, SALT)
        .map(|_| ())
        .map_err(|error| error.error)
}

/// Returns the events of this pallet since the last call.
pub(crate) fn events() -> Vec<Event<Test>> {
    nes_test_support::events::<Test, _>()
}

/// Returns the balance of the escrow account above its existential deposit: the escrows of the open
/// tasks and what they prepaid.
pub(crate) fn escrows() -> Balance {
    Balances::free_balance(Inference::escrow_account()) - LEAST
}

/// Leaves no node for draws; returns those that there were.
pub(crate) fn no_nodes() -> Vec<(u64, Balance)> {
    Drawable::mutate(core::mem::take)
}

/// Changes the terms of [`SERVICE`].
pub(crate) fn with_terms(change: impl FnOnce(&mut Terms<u64>)) {
    OnSale::mutate(|terms| change(terms.as_mut().expect("it is on sale")));
}

/// Changes the terms of [`VERSION`].
pub(crate) fn with_version(change: impl FnOnce(&mut VersionTerms)) {
    Versions::mutate(|versions| change(versions.get_mut(&VERSION).expect("it is sold")));
}

/// Returns the fee of an answer of [`answer`] at `price`.
pub(crate) fn fee(price: Balance) -> Balance {
    SHAPE.cost(price, output(0).usage).expect("it is small")
}

/// Returns the parts into which [`FakeFees`] divides a fee.
pub(crate) fn parts(fee: Balance) -> FeeParts {
    let (burned, treasury, royalty) = (fee / 20, fee / 20, ROYALTY * fee);
    FeeParts { burned, treasury, royalty, node: fee - burned - treasury - royalty }
}

/// Returns the parts into which [`FakeFees`] divides an attendance.
pub(crate) fn attended(amount: Balance, reward: Balance) -> FeeParts {
    FeeParts { treasury: amount - reward, node: reward, ..FeeParts::default() }
}

/// Returns the fees for the chain's work that were paid.
pub(crate) fn collected() -> Balance {
    Balances::free_balance(COLLECTOR) - START_BALANCE
}

/// Returns the ends of members that the market was told of, each with the payer.
fn ends() -> Vec<(u64, EndedMember<u64>)> {
    let end = |task: EndedTask<u64>| task.members.into_iter().map(move |end| (task.payer, end));
    Closed::get().into_iter().flat_map(end).collect()
}

/// Returns the members that won, each with the payer.
pub(crate) fn winners() -> Vec<(u64, u64)> {
    let won = |(_, end): &(u64, EndedMember<u64>)| end.conduct == MemberConduct::Won;
    ends().into_iter().filter(won).map(|(payer, end)| (end.node, payer)).collect()
}

/// Returns the members that won or attended.
pub(crate) fn served() -> Vec<u64> {
    let served = [MemberConduct::Won, MemberConduct::Attended];
    let ends = ends().into_iter().filter(|(_, end)| served.contains(&end.conduct));
    ends.map(|(_, end)| end.node).collect()
}

/// Returns the members that failed, each with its fault.
pub(crate) fn faults() -> Vec<(u64, ServiceFault)> {
    let fault = |(_, EndedMember { node, conduct, .. }): (u64, EndedMember<u64>)| match conduct {
        MemberConduct::Failed(fault) => Some((node, fault)),
        _ => None,
    };
    ends().into_iter().filter_map(fault).collect()
}

/// Returns the members that failed.
pub(crate) fn failed() -> Vec<u64> {
    faults().into_iter().map(|(node, ..)| node).collect()
}
