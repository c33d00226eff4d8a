//! A runtime of balances, sessions, the ranking and node staking.

#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used, reason = "a test may panic")]
#![allow(unreachable_pub, reason = "a runtime's types must be as public as its traits")]

use frame_support::{
    derive_impl, ord_parameter_types, parameter_types,
    traits::{fungible::InspectHold, ConstU32, ConstU64, EnsureOrigin, Hooks},
    weights::WeightMeter,
};
use frame_system::{EnsureRoot, EnsureSignedBy, RawOrigin};
use nes_core::{Balance, EraIndex, ServiceKey};
use nes_support::params::{Authority, Track};
use nes_traits::{OnEraStart, OnNodeRemoved};
use pallet_session::{historical, SessionInterface, TestSessionHandler};
use sp_core::{ed25519, sr25519};
use sp_runtime::{testing::UintAuthorityId, traits::ConvertInto, BuildStorage, Perbill};

use crate::{
    self as pallet_node_staking, Endpoint, GenesisNode, HoldReason, IdentificationOf, Name, Params,
    ProfileInput,
};

frame_support::construct_runtime!(
    pub enum Test {
        System: frame_system,
        Balances: pallet_balances,
        NodeStaking: pallet_node_staking,
        Session: pallet_session,
        Historical: historical,
        Ranking: pallet_bags_list,
    }
);

/// One NES in planck.
pub(crate) const UNIT: Balance = 1_000_000_000_000;
/// The minimum self stake here.
pub(crate) const STAKE: Balance = 100 * UNIT;
/// The deposit for a profile here.
pub(crate) const DEPOSIT: Balance = UNIT;
/// The bond of an appeal here.
pub(crate) const BOND: Balance = 10 * UNIT;
/// The balance of every account at the start.
pub(crate) const ENDOWED: Balance = 1_000 * UNIT;
/// The number of sessions in an era.
pub(crate) const ERA: u32 = 3;
/// An era in milliseconds.
pub(crate) const ERA_MILLIS: u64 = 60_000;

/// An operator.
pub(crate) const ALICE: u64 = 1;
/// An operator.
pub(crate) const BOB: u64 = 2;
/// An operator.
pub(crate) const CHARLIE: u64 = 3;
/// An operator.
pub(crate) const DAVE: u64 = 4;
/// An account with money and no node.
pub(crate) const EVE: u64 = 5;
/// An account with money and no node.
pub(crate) const FERDIE: u64 = 6;
/// The account with the authority of the parameter admin's track.
pub(crate) const PARAMETER_ADMIN: u64 = 41;
/// The account with the authority of the staking admin's track.
pub(crate) const STAKING_ADMIN: u64 = 42;
/// The accounts of the tracks.
pub(crate) const ADMINS: [(u64, Track); 2] =
    [(PARAMETER_ADMIN, Track::ParameterAdmin), (STAKING_ADMIN, Track::StakingAdmin)];
/// A key without an account.
pub(crate) const NOBODY: u64 = 99;
/// The account that gets slashed money.
pub(crate) const TREASURY: u64 = 100;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type AccountData = pallet_balances::AccountData<Balance>;
    type Block = frame_system::mocking::MockBlock<Test>;
}

ord_parameter_types! {
    pub const StakingAdmin: u64 = STAKING_ADMIN;
}

parameter_types! {
    pub const ExistentialDeposit: Balance = 1;
    pub const NoDeposit: Balance = 0;
    pub static Bags: &'static [Balance] = &[STAKE, 2 * STAKE, 4 * STAKE];
    /// The time that a vote needs to cancel a slash, in milliseconds.
    pub static CancelPeriod: u64 = ERA_MILLIS;
    pub static Begun: Vec<EraIndex> = Vec::new();
    pub static Gone: Vec<u64> = Vec::new();
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
    type SessionManager = historical::NoteHistoricalRoot<Test, NodeStaking>;
    type ShouldEndSession = Never;
    type ValidatorId = u64;
    type ValidatorIdOf = ConvertInto;
    type WeightInfo = ();
}

impl historical::Config for Test {
    type FullIdentification = ();
    type FullIdentificationOf = IdentificationOf;
    type RuntimeEvent = RuntimeEvent;
}

impl pallet_bags_list::Config for Test {
    type BagThresholds = Bags;
    type MaxAutoRebagPerBlock = ();
    type RuntimeEvent = RuntimeEvent;
    type Score = Balance;
    type ScoreProvider = NodeStaking;
    type WeightInfo = ();
}

/// A record of the eras that have begun.
pub struct Chronicler;

impl OnEraStart for Chronicler {
    fn on_era_start(era: EraIndex) {
        Begun::mutate(|begun| begun.push(era));
    }
}

/// A record of the nodes that were removed.
pub struct Mourner;

impl OnNodeRemoved<u64> for Mourner {
    fn on_node_removed(node: &u64) {
        Gone::mutate(|gone| gone.push(*node));
    }
}

impl pallet_node_staking::Config for Test {
    type AdminOrigin = Admins;
    type CancelPeriod = CancelPeriod;
    type Currency = Balances;
    type EpochsPerEra = ConstU32<ERA>;
    type EraMillis = ConstU64<ERA_MILLIS>;
    type OnEraStart = Chronicler;
    type OnNodeRemoved = Mourner;
    type RuntimeHoldReason = RuntimeHoldReason;
    type SessionKeys = Session;
    type SlashOrigin = EnsureRoot<u64>;
    type StakingOrigin = EnsureSignedBy<StakingAdmin, u64>;
    type Treasury = ConstU64<TREASURY>;
    type ValidatorList = Ranking;
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
        service_key: ServiceKey::Ed25519(ed25519::Public::default()),
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
        service_key: ServiceKey::Sr25519(sr25519::Public::default()),
    }
}

/// Returns a chain with funded accounts and these genesis nodes, which have session keys.
pub(crate) fn new_test_ext(nodes: Vec<GenesisNode<u64>>) -> sp_io::TestExternalities {
    CancelPeriod::set(ERA_MILLIS);
    let keys = nodes.iter().map(|node| key_of(node.operator)).collect();
    let balances =
        [ALICE, BOB, CHARLIE, DAVE, EVE, FERDIE, TREASURY].map(|who| (who, ENDOWED)).to_vec();
    let genesis = RuntimeGenesisConfig {
        balances: pallet_balances::GenesisConfig { balances, ..Default::default() },
        node_staking: pallet_node_staking::GenesisConfig { params: params(), nodes },
        session: pallet_session::GenesisConfig { keys, ..Default::default() },
        ..Default::default()
    };
    let mut ext: sp_io::TestExternalities = genesis.build_storage().unwrap().into();
    ext.execute_with(|| {
        System::set_block_number(1);
        Begun::set(Vec::new());
        Gone::set(Vec::new());
    });
    ext
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
    });
}

pub(crate) fn register(who: u64, stake: Balance) {
    let origin = RuntimeOrigin::signed(who);
    NodeStaking::register(origin, profile(), Perbill::zero(), stake).unwrap();
}

/// Registers a node of `who` with `stake` and session keys that is a candidate.
pub(crate) fn register_candidate(who: u64, stake: Balance) {
    register(who, stake);
    set_keys(who);
    NodeStaking::validate(RuntimeOrigin::signed(who)).unwrap();
}

pub(crate) fn set_keys(who: u64) {
    <Session as SessionInterface>::set_keys(&who, UintAuthorityId(who)).unwrap();
}

pub(crate) fn purge_keys(who: u64) {
    <Session as SessionInterface>::purge_keys(&who).unwrap();
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
    NodeStaking::on_poll(block, &mut WeightMeter::new());
}

/// Returns the amounts that `who` has on hold for its stake, behind any node, and for its profile.
pub(crate) fn on_hold(who: u64) -> (Balance, Balance) {
    let held = |reason: HoldReason| Balances::balance_on_hold(&reason.into(), &who);
    (held(HoldReason::Stake) + held(HoldReason::Delegation), held(HoldReason::Profile))
}

/// Returns the events of this pallet so far.
pub(crate) fn events() -> Vec<crate::Event<Test>> {
    System::read_events_for_pallet()
}
