//! Nodes that change their offers when they know a task that waits.

use frame_support::assert_ok;
use nes_core::{Balance, BlockNumber, Outcome, TaskId};
use nes_runtime::{constants::currency::UNIT, genesis::DEVELOPMENT, Runtime};
use nes_runtime_api::RequestSpec;
use pallet_inference::{Call as InferenceCall, Params, Phase, Tasks};
use pallet_market::CHANGE_DELAY;
use sp_keyring::Sr25519Keyring::{self, Dave, Eve, Ferdie, One, Two};

use super::{ended, members, now};
use crate::common::{
    call, call_as_root, hurry, on_chain, run,
    task::{
        answer, commit, offer_call, offer_call_of, open_market, purchase, register_call, request,
        request_call, request_spec, reveal, NODES, PAYER, PRICE, SERVICE, WINDOW,
    },
};

/// The task that has all nodes, and the one that waits for them.
const FIRST: TaskId = 0;
const WAITING: TaskId = 1;
/// The price that the payer of the second one would pay.
const MAXIMUM: Balance = 10 * PRICE;

/// A market whose nodes are all drawn for the first task. The second one, of a patient payer, is
/// requested in the block after its draw.
fn open_busy_market(patience: u8) {
    open_market();
    request();
    run(2);
    assert_eq!(members(FIRST).len(), NODES.len());
    let patience = Some(patience);
    let spec = RequestSpec { patience, max_price: MAXIMUM, ..request_spec() };
    assert_ok!(call(PAYER, request_call(spec)));
}

fn is_waiting() -> bool {
    Tasks::<Runtime>::get(WAITING).unwrap().phase == Phase::Queued
}

/// The nodes of the first task answer it.
fn free_nodes() {
    NODES.iter().for_each(|node| commit(FIRST, *node, answer(9)));
    NODES.iter().for_each(|node| reveal(FIRST, *node, answer(9)));
}

/// Registers `node` and offers the service by it.
fn enter(node: Sr25519Keyring) {
    let (dest, value) = (node.to_account_id().into(), 20_000 * UNIT);
    assert_ok!(call(Eve, pallet_balances::Call::transfer_keep_alive { dest, value }));
    assert_ok!(call(node, register_call(node)));
    assert_ok!(call(node, offer_call(node)));
}

fn wait_for_draw() -> BlockNumber {
    while is_waiting() {
        hurry(1);
    }
    now()
}

#[test]
fn that_enter_are_drawn_for_later_tasks_only() {
    on_chain(DEVELOPMENT, || {
        open_busy_market(100);
        [Ferdie, One, Two].into_iter().for_each(enter);
        run(CHANGE_DELAY);
        // Three nodes are free, but not for a task from before.
        run(12);
        assert!(is_waiting() && purchase(WAITING).failed_draws >= 4);
        assert_ok!(call(PAYER, request_call(request_spec())));
        run(3);
        let mut later = members(2);
        later.sort();
        assert_eq!(later, [Ferdie, One, Two]);

        free_nodes();
        wait_for_draw();
        let mut drawn = members(WAITING);
        drawn.sort();
        assert_eq!(drawn, NODES);
    });
}

#[test]
fn that_leave_and_come_back_are_not_drawn_for_what_waited_meanwhile() {
    on_chain(DEVELOPMENT, || {
        open_busy_market(30);
        assert_ok!(call(Dave, offer_call_of(SERVICE, Dave, PRICE, 0)));
        run(CHANGE_DELAY);
        assert_ok!(call(Dave, offer_call(Dave)));
        run(CHANGE_DELAY);
        free_nodes();
        run(1);
        let receipt = ended();
        assert_eq!(receipt.task, WAITING);
        assert!(matches!(receipt.outcome, Outcome::NoNodes { .. }));
        // He is drawn for what is requested now.
        request();
        run(3);
        assert!(members(2).contains(&Dave));
    });
}

#[test]
fn that_raise_their_price_are_paid_the_old_one_after_the_longest_patience() {
    on_chain(DEVELOPMENT, || {
        // All nodes are at work until the last draw but one is over.
        let params = Params { commit_window: 90, ..Default::default() };
        assert_ok!(call_as_root(InferenceCall::set_params { params }));
        open_busy_market(100);
        let requested = now();
        for node in NODES {
            assert_ok!(call(node, offer_call_of(SERVICE, node, MAXIMUM, 1)));
        }
        let draw = wait_for_draw();
        assert_eq!(draw, requested + 2 + 100);
        let task = Tasks::<Runtime>::get(WAITING).unwrap();
        assert!(task.members().iter().all(|member| member.price == PRICE));

        // The notice of the higher price is long over.
        assert_ok!(call(
            Ferdie,
            request_call(RequestSpec { max_price: MAXIMUM, ..request_spec() })
        ));
        NODES.iter().for_each(|node| commit(WAITING, *node, answer(9)));
        NODES.iter().for_each(|node| reveal(WAITING, *node, answer(9)));
        run(3);
        let task = Tasks::<Runtime>::get(2).unwrap();
        assert!(task.members().iter().all(|member| member.price == MAXIMUM));
        assert_eq!(task.window, WINDOW + 70);
    });
}
