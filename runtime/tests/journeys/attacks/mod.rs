//! Attacks on tasks that once paid, each through the calls that the attacker would use.

mod captures;
mod inputs;
mod offers;
mod silence;
mod standing;
mod wrappers;

use frame_support::assert_ok;
use nes_core::{AccountId, Balance, MemberConduct, Receipt, TaskId};
use nes_runtime::{
    constants::currency::UNIT, Executive, NodeStaking, Runtime, RuntimeCall, System,
};
use nes_runtime_api::RequestSpec;
use nes_traits::NodeRegistry;
use pallet_inference::{Member, NextTaskId, Phase, Tasks};
use pallet_market::{Offers, CHANGE_DELAY};
use pallet_node_staking::{Conducts, EraConduct};
use sp_keyring::Sr25519Keyring::{self, Eve, Ferdie, One};
use sp_runtime::Perbill;

use crate::common::{
    call, hurry, signed,
    task::{offer_call, open_market, receipt, register_call, request_call, PAYER, SERVICE},
    total,
};

/// The attacker's nodes, which come to the three honest ones of the market.
const OWN: [Sr25519Keyring; 2] = [Ferdie, One];

/// The price of base and maximum input for a seat, which is its attendance.
const BASE_AND_INPUT: Balance = 1_100 * UNIT / 1_000;
/// The fee of a member that won.
const FEE: Balance = 1_037 * UNIT / 1_000;

/// A market on which the payer has two nodes of five, all with the same stake and price.
fn open_market_with_own() {
    open_market();
    let dest = One.to_account_id().into();
    let value = 20_000 * UNIT;
    assert_ok!(call(Eve, pallet_balances::Call::transfer_keep_alive { dest, value }));
    for node in OWN {
        assert_ok!(call(node, register_call(node)));
        assert_ok!(call(node, offer_call(node)));
    }
    hurry(CHANGE_DELAY);
}

/// Has `who` make `call` for its fee.
fn submit(who: Sr25519Keyring, call: impl Into<RuntimeCall>) {
    assert_ok!(Executive::apply_extrinsic(signed(who, call, 0)).expect("it is valid"));
}

/// The payer requests a task, which is drawn when this returns.
fn requested(spec: RequestSpec) -> TaskId {
    let task = NextTaskId::<Runtime>::get();
    submit(PAYER, request_call(spec));
    while Tasks::<Runtime>::get(task).unwrap().phase == Phase::Queued {
        hurry(1);
    }
    task
}

/// Returns the members of the open `task`.
fn members(task: TaskId) -> Vec<Sr25519Keyring> {
    let row = Tasks::<Runtime>::get(task).unwrap();
    let who = |member: &Member<AccountId>| Sr25519Keyring::from_account_id(&member.node).unwrap();
    row.members().iter().map(who).collect()
}

/// Runs blocks until the task that is open has ended; returns its receipt.
fn ended() -> Receipt<AccountId> {
    for _ in 0..100 {
        if let Some(receipt) = receipt() {
            return receipt;
        }
        hurry(1);
    }
    panic!("it has not ended")
}

/// Returns the conduct of `node` in the receipt.
fn conduct_of(node: impl Into<AccountId>, receipt: &Receipt<AccountId>) -> MemberConduct {
    let account = node.into();
    let member = receipt.members.iter().find(|member| member.node == account);
    member.expect("it is a member").conduct
}

/// The record of a node, as far as a task can change it: its standing, its stake, and the numbers of
/// tasks of this era that count for it, and that it failed.
#[derive(PartialEq, Debug)]
struct Record {
    standing: Perbill,
    stake: Balance,
    tasks: u32,
    failed: u32,
}

fn record(node: impl Into<AccountId>) -> Record {
    let node = node.into();
    let EraConduct { index, tasks, failed, .. } = Conducts::<Runtime>::get(&node).era;
    let is_now = index == NodeStaking::active_era();
    let counted = |number| if is_now { number } else { 0 };
    Record {
        standing: Offers::<Runtime>::get(SERVICE, &node).unwrap().standing,
        stake: NodeStaking::stake(&node),
        tasks: counted(tasks),
        failed: counted(failed),
    }
}

/// Returns the NES of `who`, with what waits for it as a node.
fn wealth(who: Sr25519Keyring) -> Balance {
    let who = who.to_account_id();
    let waits = NodeStaking::position(&who, &who).map_or(0, |position| position.claimable);
    total(&who) + waits
}

fn now() -> u32 {
    System::block_number()
}
