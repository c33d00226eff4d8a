//! The participants and their first calls.

use frame_support::assert_ok;
use nes_core::{AccountId, Balance, Hash, ServiceKey, ServiceKind, Shape, Usage, Verification};
use nes_runtime::{constants::currency::UNIT, NodeStaking};
use pallet_inference::{Call as InferenceCall, Params};
use pallet_market::{Call as MarketCall, ServiceSpec};
use pallet_node_staking::{Call as StakingCall, Params as StakingParams, ProfileInput};
use sp_keyring::Sr25519Keyring::{Bob, Charlie, Dave, Eve};
use sp_runtime::Perbill;

use super::common::{call, call_as, call_as_root};

/// Nodes; every second one has an agent, and every third one delegators.
pub(crate) const NODES: u8 = 20;
/// The node that leaves midway, and registers anew when it is gone.
pub(crate) const LEAVER: u8 = 19;
/// Accounts that stake behind nodes.
pub(crate) const DELEGATORS: u8 = 6;
/// Accounts that request tasks.
pub(crate) const PAYERS: u8 = 5;
/// The payer that can seldom afford a task.
pub(crate) const POOR: u8 = 4;
/// Accounts that publish services; each has one of [`SPECS`].
pub(crate) const PUBLISHERS: u8 = 4;
/// Nodes that may offer one service: a draw among so many looks at each of them, so that it fails
/// only when too few can be drawn.
pub(crate) const OFFERS: u8 = 16;

/// The terms of the services: committee, quorum, royalty in billionths, minimum stake in NES, which
/// one node does not have and another one loses by its first slash. The last service is metered.
const SPECS: [Option<(u8, u8, u32, Balance)>; 4] =
    [Some((3, 2, 0, 0)), Some((5, 3, 75_013_007, 42_000)), Some((1, 1, 20_000_000, 0)), None];

/// The bytes of an input unit, and the output units a block; the metered one has neither.
const SIZES: [(u32, u32); 4] = [(4, 100), (1, 250), (100, 37), (0, 0)];

/// The shapes of their tariffs: of all parts, without a base, of the input only, of the output only.
const SHAPES: [Shape; 4] = [
    Shape { base: 1_000_000_000, input: 1_000_000, output: 2_000_000 },
    Shape { base: 0, input: 1_500_000, output: 3_333_333 },
    Shape { base: 0, input: 3_000_001, output: 0 },
    Shape { base: 0, input: 0, output: 1 },
];

fn account(role: u8, index: u8) -> AccountId {
    let mut bytes = [index; 32];
    bytes[0] = role;
    bytes.into()
}

/// The operator of the node of this number, and so the node.
pub(crate) fn node(index: u8) -> AccountId {
    account(b'n', index)
}

/// The number of a node.
pub(crate) fn number_of(node: &AccountId) -> u8 {
    let bytes: &[u8; 32] = node.as_ref();
    bytes[1]
}

/// Returns the account that sends the replies of `node`: its agent, if it has one.
pub(crate) fn worker_of(node: &AccountId) -> AccountId {
    let index = number_of(node);
    if index.is_multiple_of(2) {
        account(b'a', index)
    } else {
        node.clone()
    }
}

/// Returns true if `who` may act for `node`.
pub(crate) fn acts_for(who: &AccountId, node: &AccountId) -> bool {
    who == node || *who == worker_of(node)
}

/// The delegator of this number.
pub(crate) fn delegator(index: u8) -> AccountId {
    account(b'd', index)
}

/// The payer of this number.
pub(crate) fn payer(index: u8) -> AccountId {
    account(b'p', index)
}

/// The publisher of this number.
pub(crate) fn publisher(index: u8) -> AccountId {
    account(b's', index)
}

/// Returns true if the node of this number may offer the service of the publisher of that number.
pub(crate) fn may_offer(node: u8, publisher: u8) -> bool {
    (node + publisher) % NODES < OFFERS
}

/// The delegations at the start.
pub(crate) fn delegations() -> impl Iterator<Item = (u8, AccountId)> {
    (0..NODES).step_by(3).flat_map(|node| {
        [node % DELEGATORS, (node + 1) % DELEGATORS].map(|index| (node, delegator(index)))
    })
}

/// Returns the service of the publisher of this number.
pub(crate) fn spec(publisher: u8) -> ServiceSpec {
    let terms = SPECS[usize::from(publisher)];
    let (input_bytes, rate) = SIZES[usize::from(publisher)];
    let (royalty, min_stake) = terms.map_or((0, 0), |(_, _, royalty, stake)| (royalty, stake));
    ServiceSpec {
        kind: ServiceKind::Inference,
        name: vec![b'a' + publisher].try_into().unwrap(),
        uri: b"https://example.com/model".to_vec().try_into().unwrap(),
        content_hash: Hash::repeat_byte(publisher),
        unit: b"token".to_vec().try_into().unwrap(),
        shape: SHAPES[usize::from(publisher)],
        input_bytes,
        rate,
        verification: terms.map_or(Verification::Metered, |(committee, quorum, ..)| {
            Verification::Redundant { committee, quorum }
        }),
        min_stake: min_stake * UNIT,
        royalty: Perbill::from_parts(royalty),
    }
}

/// The highest price in this world.
pub(crate) const HIGHEST: Balance = UNIT;

/// The highest price that the market allows.
pub(crate) const MAX_PRICE: Balance = 1_000 * UNIT;

/// The highest royalty that the market allows, in billionths.
pub(crate) const MAX_ROYALTY: u32 = 100_000_000;

/// The most that anybody asks for in this world.
pub(crate) const MOST: Usage = Usage { input: 1_000, output: 500 };

/// Has root set these windows; returns the parameters.
pub(crate) fn set_windows(commit_window: u32, reveal_window: u32) -> Params {
    let params = Params { commit_window, reveal_window, ..Default::default() };
    assert_ok!(call_as_root(InferenceCall::set_params { params }));
    params
}

/// Has root set the self stake that it takes to work, in NES: with 45,000 five nodes may not.
pub(crate) fn set_min_self_stake(minimum: Balance) {
    let params = NodeStaking::params();
    let params = StakingParams { min_self_stake: minimum * UNIT, ..params };
    assert_ok!(call_as_root(StakingCall::set_params { params }));
}

/// Gives everybody money, registers the nodes and has delegators stake behind some.
pub(crate) fn settle_in() {
    for index in 0..NODES {
        let operator = node(index);
        fund(&operator, 100_000 * UNIT);
        register(&operator, index);
        let agent = worker_of(&operator);
        if agent != operator {
            // One of two can put up a bond.
            let amount = if index.is_multiple_of(4) { 100 * UNIT } else { UNIT };
            fund(&agent, amount);
            assert_ok!(call_as(operator, StakingCall::set_agent { agent: Some(agent) }));
        }
    }
    (0..DELEGATORS).for_each(|index| fund(&delegator(index), 100_000 * UNIT));
    for (index, staker) in delegations() {
        let amount = 5_000 * UNIT + 7;
        assert_ok!(call_as(staker, StakingCall::delegate { node: node(index), amount }));
    }
    for index in 0..PAYERS {
        let amount = if index == POOR { 30 * UNIT } else { 300_000 * UNIT };
        fund(&payer(index), amount);
    }
    (0..PUBLISHERS).for_each(|index| fund(&publisher(index), 100 * UNIT));
}

/// Sends money of the genesis accounts.
fn fund(to: &AccountId, value: Balance) {
    let bank = [Bob, Charlie, Dave, Eve][usize::from(number_of(to) % 4)];
    let transfer = pallet_balances::Call::transfer_keep_alive { dest: to.clone().into(), value };
    assert_ok!(call(bank, transfer));
}

/// Registers the node of this number.
pub(crate) fn register(operator: &AccountId, index: u8) {
    let profile = ProfileInput {
        name: Default::default(),
        endpoint: Default::default(),
        service_key: ServiceKey::Sr25519(sp_core::sr25519::Public::from_raw([index; 32])),
    };
    let commission = Perbill::from_percent(u32::from(index));
    let stake = stake_of(index);
    assert_ok!(call_as(operator.clone(), StakingCall::register { profile, commission, stake }));
}

/// The self stake of the node of this number.
pub(crate) fn stake_of(index: u8) -> Balance {
    (40_000 + Balance::from(index) * 1_000) * UNIT
}

/// Publishes the service of this publisher.
pub(crate) fn publish(index: u8) {
    assert_ok!(call_as(publisher(index), MarketCall::publish { spec: spec(index) }));
}
