//! A runtime of balances, sessions, the ranking and node staking.

#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used, reason = "a test may panic")]
#![allow(unreachable_pub, reason = "a runtime's types must be as public as its traits")]

use std::collections::BTreeMap;

use frame_support::{
    derive_impl, ord_parameter_types, parameter_types,
    traits::{
        fungible::{Inspect, InspectHold},
        ConstU32, ConstU64, Hooks,
    },
    weights::Weight,
};
use frame_system::{EnsureRoot, EnsureSignedBy};
use nes_core::{Balance, EraIndex, ServiceKey};
use nes_test_support::{chain, Admins};
pub(crate) use nes_test_support::{
    signed, ADMINS, ALICE, BOB, CHARLIE, DAVE, EVE, FERDIE, NOBODY, PARAMETER_ADMIN, STAKING_ADMIN,
    START_BALANCE, TREASURY, UNIT,
};
use nes_traits::{BlockCount, OnEraStart, OnNodeRemoved, SessionHistory, VestingRegister};
use pallet_session::TestSessionHandler;
use sp_runtime::{testing::UintAuthorityId, traits::ConvertInto, DispatchError, Perbill};

use crate::{
    self as pallet_node_staking, Endpoint, GenesisNode, HoldReason, Name, Params, ProfileInput,
};

frame_support::construct_runtime!(
    pub enum Test {
        System: frame_system,
        Balances: pallet_balances,
        NodeStaking: pallet_node_staking,
        Session: pallet_session,
        Ranking: pallet_bags_list,
    }
);

/// The minimum self stake here.
pub(crate) const STAKE: Balance = 100 * UNIT;
/// The deposit for a profile here.
pub(crate) const DEPOSIT: Balance = UNIT;
/// The bond of an appeal here.
pub(crate) const BOND: Balance = 10 * UNIT;
/// The number of sessions in an era.
pub(crate) const ERA: u32 = 3;
/// The number of slots in an era.
pub(crate) const ERA_SLOTS: u64 = 60;
/// An era in milliseconds.
pub(crate) const ERA_MILLIS: u64 = 60_000;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type AccountData = pallet_balances::AccountData<Balance>;
    type Block = frame_system::mocking::MockBlock<Test>;
}

ord_parameter_types! {
    pub const StakingAdmin: u64 = STAKING_ADMIN;
}

parameter_types! {
    pub static ExistentialDeposit: Balance = 1;
    pub const NoDeposit: Balance = 0;
    pub static Bags: &'static [Balance] = &[STAKE, 2 * STAKE, 4 * STAKE];
    /// The time that a vote needs to cancel a slash, in milliseconds.
    pub static CancelPeriod: u64 = ERA_MILLIS;
    pub static StartedEras: Vec<EraIndex> = Vec::new();
    pub static RemovedNodes: Vec<u64> = Vec::new();
    /// The authors of the running era's blocks.
    pub static Authors: Vec<u64> = Vec::new();
    pub static ForgottenBefore: u32 = 0;
    /// The amount that has not vested of each account.
    pub static Unvested: BTreeMap<u64, Balance> = BTreeMap::new();
    /// The losses that were booked: of whom, and how much.
    pub static Losses: Vec<(u64, Balance)> = Vec::new();
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
    type AccountStore = System;
    type Balance = Balance;
    type ExistentialDeposit = ExistentialDeposit;
}

/// A session end that only tests cause.
pub struct Never;

impl pallet_session::ShouldEndSession<u64> for Never {
    fn should_end_session(_: u64) -> bool {
        false
    }
}

impl pallet_session::Config for Test {
    type Currency = Balances;
    type DisablingStrategy = pallet_session::disabling::UpToLimitDisablingStrategy;
    type KeyDeposit = NoDeposit;
    type Keys = UintAuthorityId;
    type NextSessionRotation = ();
    type RuntimeEvent = RuntimeEvent;
    type SessionHandler = TestSessionHandler;
    type SessionManager = NodeStaking;
    type ShouldEndSession = Never;
    type ValidatorId = u64;
    type ValidatorIdOf = ConvertInto;
    type WeightInfo = ();
}

impl pallet_bags_list::Config for Test {
    type BagThresholds = Bags;
    type MaxAutoRebagPerBlock = ();
    type RuntimeEvent = RuntimeEvent;
    type Score = Balance;
    type ScoreProvider = NodeStaking;
    type WeightInfo = ();
}

/// The log of the eras that have started, in [`StartedEras`].
pub struct EraLog;

impl OnEraStart for EraLog {
    fn on_era_start(era: EraIndex) {
        StartedEras::mutate(|started| started.push(era));
    }
}

/// The log of the nodes that were removed, in [`RemovedNodes`].
pub struct RemovalLog;

impl OnNodeRemoved<u64> for RemovalLog {
    fn on_node_removed(node: &u64) {
        RemovedNodes::mutate(|removed| removed.push(*node));
    }
}

/// The count of [`Authors`].
pub struct Blocks;

impl BlockCount<u64> for Blocks {
    fn blocks() -> u32 {
        Authors::get().len().try_into().unwrap()
    }

    fn blocks_of(node: &u64) -> u32 {
        Authors::get().iter().filter(|author| *author == node).count().try_into().unwrap()
    }
}

/// The first session that is still remembered, in [`ForgottenBefore`].
pub struct HistoryLog;

impl SessionHistory for HistoryLog {
    fn forget_before(first: u32) {
        ForgottenBefore::set(first);
    }
}

/// The register of what has not vested, in [`Unvested`], with a log of the losses, in [`Losses`].
pub struct FakeVesting;

impl VestingRegister<u64> for FakeVesting {
    fn book_loss(who: &u64, amount: Balance) -> Result<Balance, DispatchError> {
        Losses::mutate(|losses| losses.push((*who, amount)));
        let unvested = Unvested::get().get(who).copied().unwrap_or(0);
        let lost = unvested.saturating_sub(Balances::total_balance(who)).min(amount);
        set_unvested(*who, unvested - lost);
        Ok(lost)
    }
}

#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper<u64> for FakeVesting {
    fn lock_unvested(who: &u64) {
        set_unvested(*who, Balances::total_balance(who));
    }
}

/// Has `amount` of what `who` has not vested.
pub(crate) fn set_unvested(who: u64, amount: Balance) {
    Unvested::mutate(|unvested| unvested.insert(who, amount));
}

impl pallet_node_staking::Config for Test {
    type AdminOrigin = Admins;
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = FakeVesting;
    type BlockCount = Blocks;
    type CancelPeriod = CancelPeriod;
    type Currency = Balances;
    type EpochSlots = ConstU64<{ ERA_SLOTS / ERA as u64 }>;
    type EpochsPerEra = ConstU32<ERA>;
    type EraMillis = ConstU64<ERA_MILLIS>;
    type OnEraStart = EraLog;
    type OnNodeRemoved = RemovalLog;
    type RuntimeHoldReason = RuntimeHoldReason;
    type SessionHistory = HistoryLog;
    type SessionKeys = Session;
    type SlashOrigin = EnsureRoot<u64>;
    type StakingOrigin = EnsureSignedBy<StakingAdmin, u64>;
    type Treasury = ConstU64<TREASURY>;
    type ValidatorList = Ranking;
    type Vesting = FakeVesting;
    type WeightInfo = ();
}

/// Returns the parameters here: small stakes, and three validators are enough.
pub(crate) fn params() -> Params {
    Params {
        min_self_stake: STAKE,
        min_delegation: UNIT,
        max_delegation_ratio: 3,
        validator_count: 4,
        minimum_validators: 3,
        unbonding_eras: 5,
        slash_defer_eras: 2,
        appeal_eras: 2,
        appeal_bond: BOND,
        max_commission: Perbill::from_percent(20),
        commission_notice_eras: 3,
        jail_eras: 2,
        profile_deposit: DEPOSIT,
        ..Default::default()
    }
}

/// Returns a profile that serves under `endpoint`.
pub(crate) fn serving_at(endpoint: &str) -> ProfileInput {
    ProfileInput {
        name: Name::try_from(b"node".to_vec()).unwrap(),
        endpoint: Endpoint::try_from(endpoint.as_bytes().to_vec()).unwrap(),
        service_key: ServiceKey::Ed25519(Default::default()),
    }
}

/// Returns a valid profile.
pub(crate) fn profile() -> ProfileInput {
    serving_at("https://node.example")
}

/// Returns a genesis candidate with `stake`.
pub(crate) fn genesis_node(operator: u64, stake: Balance) -> GenesisNode<u64> {
    GenesisNode {
        operator,
        stake,
        validator: true,
        name: "first".into(),
        endpoint: String::new(),
        service_key: ServiceKey::Sr25519(Default::default()),
    }
}

/// Returns a chain with funded accounts and these genesis nodes, which have session keys.
pub(crate) fn new_test_ext(nodes: Vec<GenesisNode<u64>>) -> sp_io::TestExternalities {
    CancelPeriod::set(ERA_MILLIS);
    ExistentialDeposit::set(1);
    let keys = nodes.iter().map(|node| key_of(node.operator)).collect();
    let actors = [ALICE, BOB, CHARLIE, DAVE, EVE, FERDIE, TREASURY];
    let balances = actors.map(|who| (who, START_BALANCE)).to_vec();
    let genesis = RuntimeGenesisConfig {
        balances: pallet_balances::GenesisConfig { balances, ..Default::default() },
        node_staking: pallet_node_staking::GenesisConfig { params: params(), nodes },
        session: pallet_session::GenesisConfig { keys, ..Default::default() },
        ..Default::default()
    };
    let mut chain = chain::<Test>(genesis);
    chain.execute_with(|| {
        StartedEras::set(Vec::new());
        RemovedNodes::set(Vec::new());
        Authors::set(Vec::new());
        ForgottenBefore::set(0);
        Unvested::set(BTreeMap::new());
        Losses::set(Vec::new());
    });
    chain
}

fn key_of(who: u64) -> (u64, u64, UintAuthorityId) {
    (who, who, UintAuthorityId(who))
}

/// Runs `test` on a chain without nodes, and checks the invariants after it.
pub(crate) fn build_and_execute(test: impl FnOnce()) {
    build_with_nodes_and_execute(Vec::new(), test);
}

/// Runs `test` on a chain with `nodes`, and checks the invariants after it.
pub(crate) fn build_with_nodes_and_execute(nodes: Vec<GenesisNode<u64>>, test: impl FnOnce()) {
    new_test_ext(nodes).execute_with(|| {
        test();
        NodeStaking::do_try_state().unwrap();
        assert_pot_has_no_more_than_is_owed();
    });
}

/// Checks that nothing stays in the pot but what is owed, the existential deposit, and for each node
/// that was removed the rest below a planck.
pub(crate) fn assert_pot_has_no_more_than_is_owed() {
    let owed = Balances::minimum_balance() + NodeStaking::owed_rewards().unwrap();
    let rests = Balance::try_from(RemovedNodes::get().len()).unwrap();
    let pot = Balances::free_balance(NodeStaking::reward_pot());
    assert!(pot <= owed + rests, "the pot has {pot}, of which {owed} are owed, and {rests} rests");
}

pub(crate) fn register(who: u64, stake: Balance) {
    let origin = signed(who);
    NodeStaking::register(origin, profile(), Perbill::zero(), stake).unwrap();
}

/// Registers a node of `who` with `stake` and session keys that is a candidate.
pub(crate) fn register_candidate(who: u64, stake: Balance) {
    register(who, stake);
    set_keys(who);
    NodeStaking::validate(signed(who)).unwrap();
}

pub(crate) fn set_keys(who: u64) {
    Session::set_keys(signed(who), UintAuthorityId(who), Vec::new()).unwrap();
}

pub(crate) fn purge_keys(who: u64) {
    Session::purge_keys(signed(who)).unwrap();
}

/// Lets sessions pass until `era` starts, and runs the hook.
pub(crate) fn run_to_era(era: u32) {
    while Session::current_index() < era * ERA {
        Session::rotate_session();
        poll();
    }
}

/// Runs the hook with unlimited weight.
pub(crate) fn poll() {
    let block = System::block_number();
    NodeStaking::on_idle(block, Weight::MAX);
}

/// Returns the amounts that `who` has on hold for its stake, behind any node, and for its profile.
pub(crate) fn on_hold(who: u64) -> (Balance, Balance) {
    let held = |reason: HoldReason| Balances::balance_on_hold(&reason.into(), &who);
    (held(HoldReason::Stake) + held(HoldReason::Delegation), held(HoldReason::Profile))
}

/// Returns the events of this pallet since the last call.
pub(crate) fn events() -> Vec<crate::Event<Test>> {
    nes_test_support::events::<Test, _>()
}
