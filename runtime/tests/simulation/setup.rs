//! The first state of the chain, and the first calls of its participants.

use frame_support::assert_ok;
use nes_core::{AccountId, Balance, Usage};
use nes_runtime::{
    constants::currency::{EXISTENTIAL_DEPOSIT, UNIT},
    genesis::LOCAL_TESTNET,
    Runtime,
};
use pallet_market::Call as MarketCall;
use pallet_node_staking::Call as StakingCall;
use pallet_vesting::{Call as VestingCall, VestingInfo};
use serde_json::json;
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};

use super::{
    rules::Offer,
    world::{own_payer, payers, publisher, World},
};
use crate::common::{
    call, call_as,
    disputes::{fund, grant_exact},
    genesis_with, merge,
    task::{register_call_with, service_spec, SERVICE},
};

/// The slots of an epoch, which is also the notice of a higher price. Two of them are an era.
const EPOCH: u64 = 100;
/// The number of tasks that each honest node takes at a time.
pub(crate) const SLOTS: u16 = 3;
/// The most usage that a node takes; an answer of so much has a bond just below what is allowed.
pub(crate) const LARGEST: Usage = Usage { input: 100, output: 800 };
/// The cash of each node, besides as much as its stake.
const CASH: Balance = 2_000 * UNIT;
/// The cash of each payer.
const MONEY: Balance = 100_000 * UNIT;

/// The preset with four validators, with the public rules of disputes, the public slot and all
/// parameters but one at their defaults. An era has 200 blocks, and not 7,200: what counts in an era
/// comes within one. A slash waits for two eras.
pub(crate) fn genesis(world: &World) -> TestExternalities {
    let balance = |who: Sr25519Keyring| (who.to_account_id(), 10_000_000 * UNIT);
    let balances = [Alice, Bob, Charlie, Dave, Eve].map(balance);
    let bank = (Ferdie.to_account_id(), 900_000_000 * UNIT);
    let balances: Vec<_> = balances.into_iter().chain([bank]).collect();
    let mut patch = json!({
        "tempo": { "clock": { "slotMillis": 3_000, "epochSlots": EPOCH, "eraEpochs": 2 } },
        "balances": { "balances": balances },
        "disputes": { "rules": pallet_disputes::Rules::default() },
        "nodeStaking": { "params": { "slashDeferEras": 2, "jailEras": 4 } },
    });
    if world.patch.is_object() {
        merge(&mut patch, world.patch.clone());
    }
    genesis_with(LOCAL_TESTNET, patch)
}

/// Everybody gets money, the service is published, and all nodes offer it.
pub(crate) fn settle_in(world: &World) {
    fund(&publisher(), 1_000 * UNIT);
    assert_ok!(call_as(publisher(), MarketCall::publish { spec: service_spec() }));
    if world.is_exact {
        grant_exact();
    }
    payers().chain([own_payer()]).for_each(|payer| fund(&payer, MONEY));
    for node in world.nodes() {
        if world.is_own(node) && world.is_locked {
            grant(node, world.stake);
        } else {
            fund(node, world.stake);
        }
        fund(node, world.stake + CASH);
        let register = register_call_with(node.clone(), world.stake);
        assert_ok!(call_as(node.clone(), register));
        let offer = self::offer(node, Offer { version: 0, price: world.price, slots: SLOTS });
        assert_ok!(call_as(node.clone(), offer));
    }
    for (node, staker) in world.delegators() {
        fund(&staker, world.stake + UNIT);
        let delegate = StakingCall::delegate { node: node.clone(), amount: world.stake };
        assert_ok!(call_as(staker, delegate));
    }
}

/// Gives `value` that does not vest while the simulation runs.
fn grant(who: &AccountId, value: Balance) {
    fund(who, EXISTENTIAL_DEPOSIT);
    let schedule = VestingInfo::new(value, 1, 1_000_000);
    let target = who.clone().into();
    assert_ok!(call(Ferdie, VestingCall::vested_transfer { target, schedule }));
}

/// The call that offers the service by `node`.
pub(crate) fn offer(node: &AccountId, offer: Offer) -> MarketCall<Runtime> {
    let Offer { version, price, slots } = offer;
    MarketCall::set_offer {
        node: node.clone(),
        service: SERVICE,
        version,
        price,
        max_usage: LARGEST,
        slots,
        slashable: true,
    }
}
