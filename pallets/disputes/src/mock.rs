//! A runtime with this pallet, over small fakes of its ports.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    reason = "a mock may panic"
)]

use std::collections::BTreeMap;

use frame_support::{
    derive_impl, parameter_types,
    traits::{fungible::Balanced, ConstU128, ConstU64, Hooks, Imbalance, UnfilteredDispatchable},
    weights::Weight,
};
use nes_core::{
    Answer, Balance, Decision, FeeParts, Hash, MemberConduct, Output, Salt, SecondSeat,
    ServiceFault, ServiceId, Shape, Shortage, TaskId, Unservable, Usage,
};
use nes_traits::{
    Attendance, Disputes as _, Draw, DrawRequest, Duties, EndedMember, EndedTask, FeeSettlement,
    FeeShare, InputPlace, LostDispute, Market, NodeConduct, NodeRegistry, Question,
    SecondCommittee, SecondCommittees, SecondDraw, SecondMember, SecondVerdict, SettledMember,
    SettledTask, StakeAtRisk, Terms,
};
use sp_runtime::{DispatchError, DispatchResult, Perbill};

pub(crate) use nes_test_support::{
    signed, Admins, AGENT, ALICE, BOB, CHARLIE, STAKING_ADMIN, START_BALANCE, TREASURY, UNIT,
};

use crate::*;

/// The members of the first committee; [`AGENT`] is the agent of the first one and of [`DUTY`].
pub(crate) const NODES: [u64; 3] = [NINA, NORA, NICK];
pub(crate) const NINA: u64 = 11;
pub(crate) const NORA: u64 = 12;
pub(crate) const NICK: u64 = 13;
/// The nodes on duty besides the members: from here on, to 40 with these.
pub(crate) const DUTY: u64 = 100;
/// The members of second committees.
pub(crate) const SECOND: u64 = 120;

/// The existential deposit.
pub(crate) const LEAST: Balance = 10;
pub(crate) const SERVICE: ServiceId = 7;
pub(crate) const VERSION: u32 = 3;
/// The whole price for a request, a tenth of it for an input unit and a fifth for an output unit.
pub(crate) const SHAPE: Shape =
    Shape { base: 1_000_000_000, input: 100_000_000, output: 200_000_000 };
/// The price in the middle: 10 for a request, 1 for an input and 2 for an output unit.
pub(crate) const MEDIAN: Balance = 10;
pub(crate) const MAX_USAGE: Usage = Usage { input: 100, output: 50 };
/// The pay of a seat for the maximum usage, and its price.
pub(crate) const SEAT: Balance = 10 + 100 + 100;
pub(crate) const SEAT_PRICE: Balance = SEAT + 21;
/// The bond before nine nodes.
pub(crate) const BOND: Balance = 9 * SEAT_PRICE;
/// The pay of a seat for [`output`], and its price.
pub(crate) const PAY: Balance = 10 + 100 + 20;
pub(crate) const PRICE: Balance = PAY + 13;
/// The pay of a seat without an agreed output, and its price.
pub(crate) const INPUT_PAY: Balance = 10 + 100;
pub(crate) const INPUT_PRICE: Balance = INPUT_PAY + 11;
/// The stake behind a node.
pub(crate) const STAKE: Balance = 10_000;
/// The part of it that a lost dispute takes, and that a wrong answer in a second committee takes.
pub(crate) const RISK: Balance = STAKE / 20;
/// The amount that a member was paid, and the part of it that is the protocol's.
pub(crate) const PAID: Balance = 150;
pub(crate) const PROTOCOL: Balance = 15;
pub(crate) const SALT: Salt = [9; 32];
pub(crate) const GENESIS: Hash = Hash::repeat_byte(0x11);

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
    pub enum Test {
        System: frame_system,
        Balances: pallet_balances,
        Disputes: crate,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = Block;
    type AccountData = pallet_balances::AccountData<Balance>;
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
    type Duties = FakeMarket;
    type SecondCommittees = FakeSeconds;
    type StakeAtRisk = FakeStake;
    type Conduct = FakeConduct;
    type Fees = FakeFees;
    type Randomness = Randomness;
    type AdminOrigin = Admins;
    type WeightInfo = ();
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = FakeMarket;
}

parameter_types! {
    /// The output of this block.
    pub static Randomness: Option<Hash> = None;
    /// The nodes that take no new work.
    pub static Idle: Vec<u64> = vec![];
    /// The version that the nodes on duty serve.
    pub static Served: u32 = VERSION;
    /// The nodes on duty, each with the block since which it is.
    pub static OnDuty: BTreeMap<u64, u64> = duties();
    /// The stakes of the nodes that have another one than [`STAKE`].
    pub static Stakes: BTreeMap<u64, Balance> = BTreeMap::new();
    /// The least self stake of a node.
    pub static SelfStake: Balance = 10_000 * UNIT;
    /// The fraction that a lost dispute takes.
    pub static Fraction: Perbill = Perbill::from_percent(5);
    /// The most that others get out of a slash of 5 %.
    pub static ForOthers: Balance = 1_000_000;
    /// The second committees that were opened, in the order of their ids.
    pub static Opened: Vec<SecondCommittee<u64>> = vec![];
    /// True if the chain has no room for another second committee.
    pub static NoSeconds: bool = false;
    /// The second committee that reveals.
    pub static Revealing: Option<TaskId> = None;
    /// The last block that took no calls.
    pub static ClosedAt: u64 = 0;
    /// The slashes.
    pub static Lost: Vec<LostDispute<u64>> = vec![];
    /// The seats in second committees that were counted.
    pub static DutyCounts: Vec<(u64, bool)> = vec![];
    /// The id of the next kept task.
    pub static NextTask: TaskId = 0;
    /// The open tasks that the market counts.
    pub static OpenTasks: u32 = 0;
    /// The ended tasks that the market was told of.
    pub static Closed: Vec<EndedTask<u64>> = vec![];
    /// The ended tasks that the register of conduct was told of.
    pub static Judged: Vec<EndedTask<u64>> = vec![];
    /// The paid work that was counted.
    pub static Work: Vec<(u64, Balance)> = vec![];
}

/// Returns 40 nodes that are on duty from the first block on.
fn duties() -> BTreeMap<u64, u64> {
    NODES.into_iter().chain(DUTY..DUTY + 37).map(|node| (node, 0)).collect()
}

/// A register that contains every node.
pub struct FakeNodes;

impl NodeRegistry<u64> for FakeNodes {
    fn stake(node: &u64) -> Balance {
        FakeStake::at_risk(node)
    }
    fn working_stake(node: &u64) -> Option<Balance> {
        (!Idle::get().contains(node)).then(|| Self::stake(node))
    }
    fn registration(_: &u64) -> Option<u32> {
        Some(0)
    }
    fn acts_for(who: &u64, node: &u64) -> bool {
        who == node || (*who == AGENT && [NINA, DUTY].contains(node))
    }
}

/// A market that records the ends of tasks, with [`OnDuty`].
pub struct FakeMarket;

impl Market<u64, u64> for FakeMarket {
    fn terms(_: ServiceId, _: u32) -> Option<Terms<u64>> {
        None
    }
    fn open_task(_: ServiceId) -> Result<(), DispatchError> {
        OpenTasks::mutate(|tasks| *tasks += 1);
        Ok(())
    }
    fn draw(_: &DrawRequest<u64>, _: &Hash) -> Draw<u64> {
        Draw { seats: Err(Shortage::OffSale), looks: 0 }
    }
    fn free_slots(_: ServiceId, _: &[u64]) {}
    fn close_task(task: &EndedTask<u64>) {
        OpenTasks::mutate(|tasks| *tasks -= 1);
        Closed::mutate(|closed| closed.push(task.clone()));
    }
}

impl Duties<u64, u64> for FakeMarket {
    fn count(_: ServiceId, _: u32) -> u32 {
        OnDuty::get().len() as u32
    }
    fn is_on_duty(_: ServiceId, version: u32, node: &u64, requested: u64) -> bool {
        version == Served::get() && OnDuty::get().get(node).is_some_and(|since| *since <= requested)
    }
    fn draw(_: &SecondDraw<u64, u64>, _: &Hash) -> (Option<Vec<u64>>, u32) {
        (None, 0)
    }
}

#[cfg(feature = "runtime-benchmarks")]
impl BenchmarkHelper<u64> for FakeMarket {
    fn publish_service(duties: u32) -> (ServiceId, Vec<u64>) {
        let nodes: Vec<_> = (DUTY..).take(duties as usize).collect();
        Served::set(0);
        OnDuty::set(nodes.iter().map(|node| (*node, 0)).collect());
        (SERVICE, nodes)
    }
    fn start_revealing(second: TaskId) {
        Revealing::set(Some(second));
    }
}

/// The second committees, of which this records the openings. Their ids begin at 1,000.
pub struct FakeSeconds;

impl SecondCommittees<u64> for FakeSeconds {
    fn open(committee: SecondCommittee<u64>) -> Result<TaskId, DispatchError> {
        if NoSeconds::get() {
            return Err(DispatchError::Exhausted);
        }
        Opened::mutate(|opened| opened.push(committee));
        Ok(999 + Opened::get().len() as TaskId)
    }
    fn is_revealing(second: TaskId) -> bool {
        Revealing::get() == Some(second)
    }
    fn took_no_calls_after(block: u64) -> bool {
        ClosedAt::get() > block
    }
    fn weight() -> Weight {
        Weight::from_parts(5_000_000, 0)
    }
}

/// A register of stake that records the slashes.
pub struct FakeStake;

impl StakeAtRisk<u64> for FakeStake {
    fn fraction() -> Perbill {
        Fraction::get()
    }
    fn second_fraction() -> Perbill {
        Perbill::from_percent(1)
    }
    fn at_risk(node: &u64) -> Balance {
        Stakes::get().get(node).copied().unwrap_or(STAKE)
    }
    fn most_for_others(fraction: Perbill) -> Balance {
        ForOthers::get() * Balance::from(fraction.deconstruct()) / 50_000_000
    }
    fn min_self_stake() -> Balance {
        SelfStake::get()
    }
    fn lose(lost: LostDispute<u64>) {
        Lost::mutate(|all| all.push(lost));
    }
    fn count_duty(node: &u64, missed: bool) {
        DutyCounts::mutate(|counts| counts.push((*node, missed)));
    }
    fn lose_weight() -> Weight {
        Weight::from_parts(1_000_000, 0)
    }
    fn count_weight() -> Weight {
        Weight::from_parts(100_000, 0)
    }
}

/// A register that records the conduct of nodes.
pub struct FakeConduct;

impl NodeConduct<u64> for FakeConduct {
    fn close_task(task: &EndedTask<u64>) {
        Judged::mutate(|judged| judged.push(task.clone()));
    }
}

/// A division in which a node gets its part of an attendance and the treasury the rest.
pub struct FakeFees;

impl FeeSettlement<u64, CreditOf<Test>> for FakeFees {
    fn settle(_: CreditOf<Test>, _: &[FeeShare<u64>], _: &u64, _: Perbill) -> Vec<FeeParts> {
        vec![]
    }
    fn count_work(node: &u64, protocol: Balance) {
        Work::mutate(|work| work.push((*node, protocol)));
    }
    fn attend(mut credit: CreditOf<Test>, attendances: &[Attendance<u64>]) -> Vec<FeeParts> {
        let mut all = vec![];
        for Attendance { node, amount, reward } in attendances {
            let parts = FeeParts { node: *reward, treasury: amount - reward, ..Default::default() };
            for (who, part) in [(&TREASURY, parts.treasury), (node, parts.node)] {
                assert!(Balances::resolve(who, credit.extract(part)).is_ok());
            }
            all.push(parts);
        }
        assert_eq!(credit.peek(), 0, "the credit is the sum of the attendances");
        all
    }
}

/// Returns a chain by these rules in block 1, which takes calls now.
pub(crate) fn chain_by(rules: Rules) -> sp_io::TestExternalities {
    Randomness::set(Some(Hash::repeat_byte(1)));
    Idle::take();
    Served::set(VERSION);
    OnDuty::set(duties());
    Stakes::take();
    SelfStake::set(10_000 * UNIT);
    Fraction::set(Perbill::from_percent(5));
    ForOthers::set(1_000_000);
    Opened::take();
    NoSeconds::set(false);
    Revealing::set(None);
    ClosedAt::set(0);
    Lost::take();
    DutyCounts::take();
    NextTask::set(0);
    OpenTasks::set(0);
    Closed::take();
    Judged::take();
    Work::take();
    let actors = [ALICE, BOB, CHARLIE, TREASURY, AGENT].into_iter();
    let actors = actors.chain(duties().into_keys());
    let genesis = RuntimeGenesisConfig {
        balances: pallet_balances::GenesisConfig {
            balances: actors.map(|who| (who, START_BALANCE)).collect(),
            ..Default::default()
        },
        disputes: GenesisConfig { rules, ..Default::default() },
        ..Default::default()
    };
    let mut chain = nes_test_support::chain::<Test>(genesis);
    chain.execute_with(|| {
        frame_system::BlockHash::<Test>::insert(0, GENESIS);
        Disputes::on_initialize(1);
    });
    chain
}

/// Returns a chain by the public rules.
#[cfg(feature = "runtime-benchmarks")]
pub(crate) fn chain() -> sp_io::TestExternalities {
    chain_by(Rules::default())
}

/// Runs a test in block 1 and checks all invariants after it.
pub(crate) fn build_and_execute(test: impl FnOnce()) {
    build_by_and_execute(Rules::default(), test);
}

/// Does the same on a chain by these rules.
pub(crate) fn build_by_and_execute(rules: Rules, test: impl FnOnce()) {
    chain_by(rules).execute_with(|| {
        test();
        check();
    });
}

/// Checks all invariants, that the market's counts agree with the kept tasks, and that both ports
/// were told of the same ended tasks.
pub(crate) fn check() {
    Disputes::do_try_state().expect("the invariants hold");
    assert_eq!(OpenTasks::get() as usize, Settled::<Test>::iter_keys().count());
    assert_eq!(Closed::get(), Judged::get());
    assert_eq!(pot(), bonds());
}

/// Ends this block and those until `block`, which takes calls now.
pub(crate) fn run_to(block: u64) {
    while System::block_number() < block {
        let now = System::block_number();
        Disputes::on_idle(now, Weight::MAX);
        System::set_block_number(now + 1);
        Randomness::set(Some(Hash::from_low_u64_be(now + 1)));
        Disputes::on_initialize(now + 1);
    }
}

/// Returns the balance of the pot above its existential deposit.
pub(crate) fn pot() -> Balance {
    Balances::free_balance(Disputes::pot()) - LEAST
}

/// Returns the sum of the bonds of all open disputes.
pub(crate) fn bonds() -> Balance {
    let tasks = Settled::<Test>::iter_values();
    tasks.flat_map(|task| task.disputers().to_vec()).map(|disputer| disputer.bond).sum()
}

/// Returns the difference between the balance of `who` and that at the start.
pub(crate) fn gain(who: u64) -> i128 {
    Balances::free_balance(who) as i128 - START_BALANCE as i128
}

pub(crate) fn output(result: u8) -> Output {
    Output { result: Hash::repeat_byte(result), usage: Usage { input: 100, output: 10 } }
}

pub(crate) fn answer(result: u8) -> Answer {
    Answer::Output(output(result))
}

pub(crate) fn ambiguous(first: u8, second: u8) -> Answer {
    let [first, second] = [first, second].map(Hash::repeat_byte);
    Answer::Unservable(Unservable::Ambiguous(first, second))
}

pub(crate) const INVALID: Answer = Answer::Unservable(Unservable::Invalid);

/// Returns the question of a task that was requested in block `requested`.
pub(crate) fn question(requested: u64) -> Question<u64> {
    Question {
        service: SERVICE,
        version: VERSION,
        input: Hash::repeat_byte(5),
        place: InputPlace { extrinsic: 2, offset: 6, length: 100 },
        requested,
        max_usage: MAX_USAGE,
        window: 25,
        shape: SHAPE,
        median: MEDIAN,
    }
}

/// Returns a member that gave this answer to a task with the settled answer `settled`.
pub(crate) fn member(node: u64, answer: Option<Answer>, settled: Answer) -> SettledMember<u64> {
    let (conduct, paid, protocol) = match (answer, settled) {
        (None, _) => (MemberConduct::Overtaken, 0, 0),
        (Some(own), settled) if own != settled => {
            (MemberConduct::Failed(ServiceFault::WrongAnswer), 0, 0)
        }
        (_, Answer::Output(_)) => (MemberConduct::Won, PAID, PROTOCOL),
        _ => (MemberConduct::Attended, PAID, 0),
    };
    SettledMember { node, answer, conduct, paid, protocol }
}

/// Returns a task of [`ALICE`] to which [`NODES`] gave these answers, the first of them agreed.
pub(crate) fn settled_task(answers: [Option<Answer>; 3]) -> SettledTask<u64, u64> {
    let settled = answers[0].expect("the first one is agreed");
    let members = NODES.into_iter().zip(answers);
    SettledTask {
        payer: ALICE,
        question: question(0),
        answer: settled,
        members: members.map(|(node, answer)| member(node, answer, settled)).collect(),
    }
}

/// Keeps a task under this id.
pub(crate) fn keep(id: TaskId, task: SettledTask<u64, u64>) -> u64 {
    FakeMarket::open_task(SERVICE).expect("it counts on");
    Disputes::keep(id, task)
}

/// Keeps a task of [`ALICE`] to which all gave the answer 1; returns its id.
pub(crate) fn kept() -> TaskId {
    let id = NextTask::get();
    NextTask::set(id + 1);
    keep(id, settled_task([Some(answer(1)); 3]));
    id
}

/// Returns the commitment of `name`, a node or a payer, to `answer` in the task `id`.
pub(crate) fn commitment(id: TaskId, name: u64, answer: Answer) -> Hash {
    let input = Disputes::settled(id).map_or(Hash::repeat_byte(5), |task| task.question.input);
    let seat =
        nes_committee::Seat { genesis: GENESIS, task: id, input, version: VERSION, node: name };
    nes_committee::commitment(&seat, &answer, &SALT)
}

/// Disputes for a node by its operator, or as the payer [`ALICE`] with `None`, with the least bond.
pub(crate) fn dispute(id: TaskId, node: Option<u64>, answer: Answer) -> DispatchResult {
    dispute_by(node.unwrap_or(ALICE), id, node, answer, BOND)
}

/// Disputes with this signer and bond.
pub(crate) fn dispute_by(
    who: u64,
    id: TaskId,
    node: Option<u64>,
    answer: Answer,
    bond: Balance,
) -> DispatchResult {
    let commitment = commitment(id, node.unwrap_or(who), answer);
    let call = Call::<Test>::dispute { task: id, node, commitment, bond };
    let done = call.dispatch_bypass_filter(signed(who));
    done.map(|_| ()).map_err(|refused| refused.error)
}

/// Opens a commitment in the same way.
pub(crate) fn open(id: TaskId, node: Option<u64>, answer: Answer) -> DispatchResult {
    Disputes::open_dispute(signed(node.unwrap_or(ALICE)), id, node, answer, SALT)
}

/// Returns the task of the second committee of the open dispute of `id`.
pub(crate) fn second_of(id: TaskId) -> TaskId {
    match Disputes::settled(id).expect("it is kept").state {
        State::Open { second, .. } => second,
        state => panic!("no open dispute: {state:?}"),
    }
}

/// Lets the second committee of `id` reveal now.
pub(crate) fn start_revealing(id: TaskId) {
    Revealing::set(Some(second_of(id)));
}

/// Returns a second committee that gave these answers, none where one was silent in time.
pub(crate) fn second_members(answers: &[Option<Answer>]) -> Vec<SecondMember<u64>> {
    let members = (SECOND..).zip(answers);
    members
        .map(|(node, answer)| SecondMember { node, answer: *answer, missed: answer.is_none() })
        .collect()
}

/// Ends the second committee of `id` with these answers of its members and this agreed one.
pub(crate) fn judge_with(id: TaskId, agreed: Option<Answer>, answers: &[Option<Answer>]) {
    let second = second_of(id);
    let members = second_members(answers);
    Disputes::judge(id, SecondVerdict { second, answer: agreed, members });
}

/// Ends the second committee of `id`, all nine of which agreed.
pub(crate) fn judge(id: TaskId, agreed: Answer) {
    judge_with(id, Some(agreed), &[Some(agreed); 9]);
}

/// Ends the second committee of `id`, of which five and four gave two answers.
pub(crate) fn judge_split(id: TaskId) {
    let answers = [[Some(answer(1)); 9], [Some(answer(2)); 9]].concat();
    judge_with(id, None, &answers[4..13]);
}

/// A decided dispute, as its event has it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Decided {
    pub(crate) decision: Decision,
    pub(crate) committee: Vec<SecondSeat<u64>>,
    pub(crate) spent: Balance,
    pub(crate) forfeited: Balance,
}

/// Returns the events of this pallet since the last call.
pub(crate) fn events() -> Vec<Event<Test>> {
    nes_test_support::events::<Test, _>()
}

/// Returns the dispute that was decided last.
pub(crate) fn decided() -> Decided {
    let decided = events().into_iter().rev().find_map(|event| match event {
        Event::Decided { decision, committee, spent, forfeited, .. } => {
            Some(Decided { decision, committee, spent, forfeited })
        }
        _ => None,
    });
    let decided = decided.expect("a dispute was decided");
    let paid: Balance = decided.committee.iter().map(|seat| seat.paid).sum();
    assert_eq!(decided.spent, paid);
    for SecondSeat { paid, parts, .. } in &decided.committee {
        assert_eq!(parts.burned + parts.treasury + parts.royalty + parts.node, *paid);
    }
    decided
}

/// Returns the members of the task that ended last, each with its conduct, and true if it has lost.
pub(crate) fn ended() -> Vec<(u64, MemberConduct, bool)> {
    let members = Closed::get().pop().expect("a task ended").members;
    let end = |EndedMember { node, conduct, lost, .. }: EndedMember<u64>| (node, conduct, lost);
    members.into_iter().map(end).collect()
}
