//! A chain with balances, the market and a fake register of nodes.

use std::collections::BTreeMap;

use frame_support::{assert_ok, derive_impl, ord_parameter_types, parameter_types};
use frame_system::{mocking::MockBlock, EnsureSignedBy};
use nes_core::{
    Balance, Hash, MemberConduct, ServiceId, ServiceKind, Shortage, Tariff, Verification,
};
use nes_traits::{EndedMember, EndedTask, Market as _, NodeRegistry, Seat};
use sp_runtime::Perbill;

use crate::{self as pallet_market, Event, HoldReason, Offer, Offers, ServiceSpec};

pub(crate) use nes_test_support::{
    signed, Admins, AGENT, ALICE, BOB, CHARLIE, NOBODY, PUBLISHER, STAKING_ADMIN, START_BALANCE,
    UNIT,
};

pub(crate) type AccountId = u64;

/// The account that delists services.
pub(crate) const CURATOR: AccountId = 43;
/// The first node; those after it are `NODE + 1` and so on.
pub(crate) const NODE: AccountId = 100;
/// The number of registered nodes.
pub(crate) const NODES: u64 = 20;

pub(crate) const STAKE: Balance = 50_000 * UNIT;
pub(crate) const SERVICE_DEPOSIT: Balance = 10 * UNIT;
pub(crate) const OFFER_DEPOSIT: Balance = UNIT;
pub(crate) const TARIFF: Tariff = Tariff { base: 100, input: 2, output: 3 };
pub(crate) const DEAR: Tariff =
    Tariff { base: Balance::MAX, input: Balance::MAX, output: Balance::MAX };

#[frame_support::runtime]
mod runtime {
    #[runtime::runtime]
    #[runtime::derive(
        RuntimeCall,
        RuntimeEvent,
        RuntimeError,
        RuntimeOrigin,
        RuntimeHoldReason,
        RuntimeFreezeReason,
        RuntimeTask
    )]
    pub struct Test;

    #[runtime::pallet_index(0)]
    pub type System = frame_system::Pallet<Test>;
    #[runtime::pallet_index(1)]
    pub type Balances = pallet_balances::Pallet<Test>;
    #[runtime::pallet_index(2)]
    pub type Market = pallet_market::Pallet<Test>;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = MockBlock<Test>;
    type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
    type AccountStore = System;
    type Balance = Balance;
}

ord_parameter_types! {
    pub const Curator: AccountId = CURATOR;
}

parameter_types! {
    /// The current epoch.
    pub static Epoch: u64 = 7;
    /// The number of the next registration.
    pub static NextRegistration: u32 = 0;
    /// The registration of each node.
    pub static Registrations: BTreeMap<AccountId, u32> = BTreeMap::new();
    /// The stake of each registered node, and true if it is active.
    pub static Register: BTreeMap<AccountId, (Balance, bool)> = BTreeMap::new();
}

/// The fake register, whose nodes have the state that the test gives them.
pub struct FakeNodes;

impl NodeRegistry<AccountId> for FakeNodes {
    fn stake(node: &AccountId) -> Balance {
        Register::get().get(node).map_or(0, |(stake, _)| *stake)
    }

    fn working_stake(node: &AccountId) -> Option<Balance> {
        Register::get().get(node).filter(|(_, active)| *active).map(|(stake, _)| *stake)
    }

    fn registration(node: &AccountId) -> Option<u32> {
        Registrations::get().get(node).copied()
    }

    fn acts_for(who: &AccountId, node: &AccountId) -> bool {
        who == node || (*who == AGENT && Register::get().contains_key(node))
    }
}

#[cfg(feature = "runtime-benchmarks")]
impl pallet_market::BenchmarkHelper<AccountId> for FakeNodes {
    fn register_node(node: &AccountId, stake: Balance) {
        register(*node, stake, true);
    }
}

impl pallet_market::Config for Test {
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type NodeRegistry = FakeNodes;
    type Epoch = Epoch;
    type CuratorOrigin = EnsureSignedBy<Curator, AccountId>;
    type AdminOrigin = Admins;
    type WeightInfo = ();
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = FakeNodes;
}

/// Registers `node`, or changes its stake and its state.
pub(crate) fn register(node: AccountId, stake: Balance, active: bool) {
    let next = NextRegistration::mutate(|next| std::mem::replace(next, *next + 1));
    Registrations::mutate(|registrations| {
        registrations.entry(node).or_insert(next);
    });
    Register::mutate(|register| register.insert(node, (stake, active)));
}

/// Removes `node` from the register.
pub(crate) fn unregister(node: AccountId) {
    Register::mutate(|register| register.remove(&node));
    Registrations::mutate(|registrations| registrations.remove(&node));
}

/// Runs a test on a fresh chain whose accounts have a balance and whose nodes are registered, and
/// checks the invariants at its end.
pub(crate) fn build_and_execute(test: impl FnOnce()) {
    without_invariants(|| {
        test();
        Market::do_try_state().unwrap();
    });
}

/// Runs a test in the same way without the check, for tests that break the state.
pub(crate) fn without_invariants(test: impl FnOnce()) {
    let nodes = NODE..NODE + NODES;
    let holders = [PUBLISHER, BOB, CHARLIE].into_iter().chain(nodes.clone());
    let balances = holders.map(|who| (who, START_BALANCE)).collect();
    let genesis = RuntimeGenesisConfig {
        balances: pallet_balances::GenesisConfig { balances, ..Default::default() },
        ..Default::default()
    };
    nes_test_support::chain::<Test>(genesis).execute_with(|| {
        Epoch::set(7);
        nodes.for_each(|node| register(node, STAKE, true));
        test();
    });
}

/// Returns a service of three nodes whose answers agree with two.
pub(crate) fn spec() -> ServiceSpec {
    ServiceSpec {
        kind: ServiceKind::Inference,
        name: b"llama".to_vec().try_into().unwrap(),
        uri: b"https://example.org/llama".to_vec().try_into().unwrap(),
        content_hash: Hash::repeat_byte(1),
        unit: b"token".to_vec().try_into().unwrap(),
        verification: Verification::Redundant { committee: 3, quorum: 2 },
        min_stake: 10_000 * UNIT,
        royalty: Perbill::from_percent(5),
    }
}

/// Publishes `spec()`.
pub(crate) fn published() -> ServiceId {
    let service = crate::NextServiceId::<Test>::get();
    assert_ok!(Market::publish(signed(PUBLISHER), spec()));
    service
}

/// Offers `service` by `node` at `tariff` with two slots.
pub(crate) fn offer(node: AccountId, service: ServiceId, tariff: Tariff) {
    assert_ok!(Market::set_offer(signed(node), node, service, tariff, 2));
}

/// Publishes a service that `offers` nodes offer at `TARIFF` with two slots each.
pub(crate) fn published_with_offers(offers: u64) -> ServiceId {
    let service = published();
    (NODE..NODE + offers).for_each(|node| offer(node, service, TARIFF));
    service
}

/// Opens a task of `service` and draws `seats` for it with a maximum of `TARIFF`.
pub(crate) fn draw(
    service: ServiceId,
    seats: u8,
    seed: u8,
) -> Result<Vec<Seat<AccountId>>, Shortage> {
    assert_ok!(Market::open_task(service));
    let drawn = Market::draw(service, seats, &Hash::repeat_byte(seed), &TARIFF).seats;
    if drawn.is_err() {
        close(service, []);
    }
    drawn
}

/// Closes a task of `service` that Charlie paid, with the conduct of each member.
pub(crate) fn close(
    service: ServiceId,
    members: impl IntoIterator<Item = (AccountId, MemberConduct)>,
) {
    close_paid_by(CHARLIE, service, members);
}

/// Closes a task of `service` that `payer` paid, with the conduct of each member.
pub(crate) fn close_paid_by(
    payer: AccountId,
    service: ServiceId,
    members: impl IntoIterator<Item = (AccountId, MemberConduct)>,
) {
    let member = |(node, conduct)| EndedMember { node, conduct };
    let members = members.into_iter().map(member).collect();
    Market::close_task(&EndedTask { service, payer, members });
}

/// Changes the row of an offer directly.
pub(crate) fn change_offer(service: ServiceId, node: AccountId, change: impl FnOnce(&mut Offer)) {
    Offers::<Test>::mutate(service, node, |offer| change(offer.as_mut().unwrap()));
}

/// Returns the amount on hold in the account of `who`, in planck.
pub(crate) fn held(reason: HoldReason, who: AccountId) -> Balance {
    use frame_support::traits::fungible::InspectHold;
    Balances::balance_on_hold(&reason.into(), &who)
}

/// Returns the market's events since the last call.
pub(crate) fn events() -> Vec<Event<Test>> {
    nes_test_support::events::<Test, _>()
}
