//! A chain with balances, the market and a fake register of nodes.

use std::collections::BTreeMap;

use frame_support::{
    assert_ok, derive_impl, ord_parameter_types, parameter_types,
    traits::{ConstU32, ConstU64, Hooks},
};
use frame_system::{mocking::MockBlock, EnsureSignedBy};
use nes_core::{
    Balance, Hash, MemberConduct, ServiceId, ServiceKind, Shape, Shortage, Usage, Verification,
};
use nes_traits::{DrawRequest, EndedMember, EndedTask, Market as _, NodeRegistry, Seat};
use sp_runtime::{DispatchResult, Perbill};

use crate::{
    self as pallet_market, Duties, Duty, Event, HoldReason, OfferIndex, OfferOf, OfferTerms,
    Offers, ServiceSpec, Services, Version, Versions, CHANGE_DELAY,
};

pub(crate) use nes_test_support::{
    signed, Admins, AGENT, ALICE, BOB, CHARLIE, NOBODY, PUBLISHER, STAKING_ADMIN, START_BALANCE,
    UNIT,
};

pub(crate) type AccountId = u64;
pub(crate) type Request = DrawRequest<u64>;

/// The account that delists services and grants that versions are exact.
pub(crate) const CURATOR: AccountId = 43;
/// The first node; those after it are `NODE + 1` and so on.
pub(crate) const NODE: AccountId = 100;
/// The number of registered nodes.
pub(crate) const NODES: u64 = 20;
/// The number of blocks between the announcement of a higher price and its effect.
pub(crate) const NOTICE: u64 = 10;
/// The fewest operators whose offers are slashable where an answer can cost stake.
pub(crate) const LEAST_OPERATORS: u32 = 4;
/// The number of blocks for which a duty outlives the offer.
pub(crate) const DUTY_PERIOD: u64 = 30;

pub(crate) const STAKE: Balance = 50_000 * UNIT;
pub(crate) const SERVICE_DEPOSIT: Balance = 10 * UNIT;
pub(crate) const OFFER_DEPOSIT: Balance = UNIT;
/// A hundred prices for a request, two for an input unit and three for an output unit.
pub(crate) const SHAPE: Shape =
    Shape { base: 100_000_000_000, input: 2_000_000_000, output: 3_000_000_000 };
/// The price of most offers, which is the lowest of its band.
pub(crate) const PRICE: Balance = 1_024;
/// The usage of most tasks.
pub(crate) const USAGE: Usage = Usage { input: 10, output: 20 };
/// The limit of most offers.
pub(crate) const MAX_USAGE: Usage = Usage { input: 1_000, output: 1_000 };
/// The slots of most offers.
pub(crate) const SLOTS: u16 = 2;
/// The protocol's part of most fees.
pub(crate) const PROTOCOL: Balance = UNIT / 100;

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
    pub static Epoch: u64 = 0;
    /// The first block whose draws may not all be made.
    pub static DrawsFrom: u64 = u64::MAX;
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
    type DrawsFrom = DrawsFrom;
    type Epoch = Epoch;
    type Notice = ConstU64<NOTICE>;
    type LeastOperators = ConstU32<LEAST_OPERATORS>;
    type DutyPeriod = ConstU64<DUTY_PERIOD>;
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

/// Runs a test on a fresh [`chain`], and checks the invariants at its end.
pub(crate) fn build_and_execute(test: impl FnOnce()) {
    without_invariants(|| {
        test();
        Market::do_try_state().unwrap();
    });
}

/// Goes on by this number of blocks.
pub(crate) fn pass(blocks: u64) {
    run_to_block(System::block_number() + blocks);
}

/// Goes on to the block `last`, whose changes are in force then.
pub(crate) fn run_to_block(last: u64) {
    for now in System::block_number() + 1..=last {
        System::set_block_number(now);
        Market::on_initialize(now);
    }
}

/// Goes on until what was set in this block is in force.
pub(crate) fn pass_changes() {
    pass(CHANGE_DELAY.into());
}

/// Runs a test in the same way without the check, for tests that break the state.
pub(crate) fn without_invariants(test: impl FnOnce()) {
    chain().execute_with(test);
}

/// Returns a chain whose accounts have a balance and whose nodes are registered.
pub(crate) fn chain() -> sp_io::TestExternalities {
    let nodes = NODE..NODE + NODES;
    let holders = [PUBLISHER, BOB, CHARLIE].into_iter().chain(nodes.clone());
    let balances = holders.map(|who| (who, START_BALANCE)).collect();
    let genesis = RuntimeGenesisConfig {
        balances: pallet_balances::GenesisConfig { balances, ..Default::default() },
        ..Default::default()
    };
    let mut chain = nes_test_support::chain::<Test>(genesis);
    chain.execute_with(|| nodes.for_each(|node| register(node, STAKE, true)));
    chain
}

/// Returns a service of three nodes whose answers agree with two.
pub(crate) fn spec() -> ServiceSpec {
    ServiceSpec {
        kind: ServiceKind::Inference,
        name: b"llama".to_vec().try_into().unwrap(),
        uri: b"https://example.org/llama".to_vec().try_into().unwrap(),
        content_hash: Hash::repeat_byte(1),
        unit: b"token".to_vec().try_into().unwrap(),
        shape: SHAPE,
        input_bytes: 4,
        rate: 10,
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

/// Publishes a service of the same terms that is metered.
pub(crate) fn published_metered() -> ServiceId {
    let service = crate::NextServiceId::<Test>::get();
    let spec = ServiceSpec { verification: Verification::Metered, ..spec() };
    assert_ok!(Market::publish(signed(PUBLISHER), spec));
    service
}

/// Publishes a new version of `service`; returns its number.
pub(crate) fn updated(service: ServiceId) -> u32 {
    let hash = Hash::repeat_byte(9);
    let royalty = Perbill::from_percent(7);
    assert_ok!(Market::update(signed(PUBLISHER), service, Default::default(), hash, royalty));
    newest(service)
}

/// Returns the newest version of `service`.
pub(crate) fn newest(service: ServiceId) -> u32 {
    Services::<Test>::get(service).unwrap().version
}

/// Returns a version's row.
pub(crate) fn version(service: ServiceId, number: u32) -> Version {
    Versions::<Test>::get(service, number).unwrap()
}

/// Sets the offer of `node` for a version.
pub(crate) fn set_version(
    node: AccountId,
    service: ServiceId,
    version: u32,
    price: Balance,
    slots: u16,
) -> DispatchResult {
    let terms = OfferTerms { version, price, max_usage: MAX_USAGE, slots, slashable: false };
    set_terms(node, node, service, terms)
}

/// Sets the offer of `node` for the newest version, slashable or not, at `PRICE`.
pub(crate) fn set_slashable(node: AccountId, service: ServiceId, slashable: bool) {
    let version = newest(service);
    let terms = OfferTerms { version, price: PRICE, max_usage: MAX_USAGE, slots: SLOTS, slashable };
    assert_ok!(set_terms(node, node, service, terms));
}

/// Sets the offer of `node` to these terms by `who`.
pub(crate) fn set_terms(
    who: AccountId,
    node: AccountId,
    service: ServiceId,
    terms: OfferTerms,
) -> DispatchResult {
    let OfferTerms { version, price, max_usage, slots, slashable } = terms;
    Market::set_offer(signed(who), node, service, version, price, max_usage, slots, slashable)
}

/// Sets the offer of `node` for the newest version, with the slots of most offers.
pub(crate) fn set_price(node: AccountId, service: ServiceId, price: Balance) {
    assert_ok!(set_version(node, service, newest(service), price, SLOTS));
}

/// Sets the slots of `node` to zero, for the version that it offers.
pub(crate) fn pause(node: AccountId, service: ServiceId) {
    let terms = OfferTerms { slots: 0, ..offer_of(service, node).terms };
    assert_ok!(set_terms(node, node, service, terms));
}

/// Offers `service` by `node` at `price` and waits until it can be drawn.
pub(crate) fn offer(node: AccountId, service: ServiceId, price: Balance) {
    set_price(node, service, price);
    pass_changes();
}

/// Publishes a service that `offers` nodes offer at `PRICE` with two slots each, and that can be
/// drawn.
pub(crate) fn published_with_offers(offers: u64) -> ServiceId {
    let service = published();
    (NODE..NODE + offers).for_each(|node| set_price(node, service, PRICE));
    pass_changes();
    service
}

/// Publishes a service that `offers` nodes offer as slashable, and that can be drawn.
pub(crate) fn published_with_slashable(offers: u64) -> ServiceId {
    let service = published();
    (NODE..NODE + offers).for_each(|node| set_slashable(node, service, true));
    pass_changes();
    service
}

/// Grants that the newest version of `service` is exact.
pub(crate) fn grant_exact(service: ServiceId) {
    assert_ok!(Market::set_exact(signed(CURATOR), service, newest(service), true));
}

/// Returns the duty of `node` for the first version.
pub(crate) fn duty_of(service: ServiceId, node: AccountId) -> Option<Duty<u64>> {
    Duties::<Test>::get((service, 0), node)
}

/// Returns the offer of `node`.
pub(crate) fn offer_of(service: ServiceId, node: AccountId) -> OfferOf<Test> {
    Offers::<Test>::get(service, node).unwrap()
}

/// Returns true if `node` is in the index of the version that it offers.
pub(crate) fn is_indexed(service: ServiceId, node: AccountId) -> bool {
    let offer = offer_of(service, node);
    let indexed = OfferIndex::<Test>::iter().any(|((of, version, _), _, who)| {
        (of, version, who) == (service, offer.terms.version, node)
    });
    assert_eq!(indexed, offer.place.is_some());
    indexed
}

/// Returns a request for nodes of the newest version, made in this block with a maximum of `PRICE`.
pub(crate) fn request(service: ServiceId, seats: u8) -> Request {
    Request {
        service,
        version: Services::<Test>::get(service).map_or(0, |row| row.version),
        seats,
        max_price: PRICE,
        usage: USAGE,
        requested: System::block_number(),
        slashable: false,
    }
}

/// Opens a task of `service` and draws `seats` for it with a maximum of `PRICE`.
pub(crate) fn draw(
    service: ServiceId,
    seats: u8,
    seed: u64,
) -> Result<Vec<Seat<AccountId>>, Shortage> {
    draw_for(&request(service, seats), seed)
}

/// Opens a task and draws the nodes that are requested for it.
pub(crate) fn draw_for(request: &Request, seed: u64) -> Result<Vec<Seat<AccountId>>, Shortage> {
    assert_ok!(Market::open_task(request.service));
    let drawn = Market::draw(request, &Hash::from_low_u64_be(seed)).seats;
    if drawn.is_err() {
        close(request.service, []);
    }
    drawn
}

/// Draws the nodes that are requested, and frees them at once; returns their prices by node.
pub(crate) fn drawn(request: &Request, seed: u64) -> BTreeMap<AccountId, Balance> {
    let seats = draw_for(request, seed).unwrap_or_default();
    if !seats.is_empty() {
        close(request.service, seats.iter().map(|seat| (seat.node, MemberConduct::Attended)));
    }
    seats.into_iter().map(|seat| (seat.node, seat.price)).collect()
}

/// Closes a task of `service` with the conduct of each member, whose fee had the usual part for the
/// protocol.
pub(crate) fn close(
    service: ServiceId,
    members: impl IntoIterator<Item = (AccountId, MemberConduct)>,
) {
    close_paid(service, members.into_iter().map(|(node, conduct)| (node, conduct, PROTOCOL)));
}

/// Frees the slots of the members of a task and closes it, with the conduct of each member and the
/// protocol's part of its fee.
pub(crate) fn close_paid(
    service: ServiceId,
    members: impl IntoIterator<Item = (AccountId, MemberConduct, Balance)>,
) {
    let member = |(node, conduct, protocol)| EndedMember { node, conduct, lost: false, protocol };
    end(service, true, members.into_iter().map(member).collect());
}

/// Frees the slots of the members of a task and closes it.
pub(crate) fn end(service: ServiceId, slashable: bool, members: Vec<EndedMember<AccountId>>) {
    let nodes: Vec<_> = members.iter().map(|member| member.node).collect();
    Market::free_slots(service, &nodes);
    Market::close_task(&EndedTask { service, payer: CHARLIE, slashable, members });
}

/// Draws `nodes` for a task without a draw, and closes it as won by each, with this part of its fee
/// for the protocol.
pub(crate) fn win(service: ServiceId, nodes: &[AccountId], protocol: Balance) {
    assert_ok!(Market::open_task(service));
    for node in nodes {
        change_offer(service, *node, |offer| offer.busy += 1);
    }
    close_paid(service, nodes.iter().map(|node| (*node, MemberConduct::Won, protocol)));
}

/// Changes the row of an offer directly.
pub(crate) fn change_offer(
    service: ServiceId,
    node: AccountId,
    change: impl FnOnce(&mut OfferOf<Test>),
) {
    Offers::<Test>::mutate(service, node, |offer| change(offer.as_mut().unwrap()));
}

/// A pseudorandom sequence of numbers, the same in every run.
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn next(&mut self) -> u64 {
        let hash = sp_io::hashing::blake2_256(&self.0.to_le_bytes());
        self.0 += 1;
        u64::from_le_bytes(hash[..8].try_into().unwrap())
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
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
