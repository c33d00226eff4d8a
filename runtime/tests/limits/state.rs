//! The state that a task leaves: none.

use std::collections::BTreeSet;

use frame_support::{assert_ok, storage::StoragePrefixedMap};
use nes_core::{BlockNumber, Outcome, Shortage, TaskId, Unservable};
use nes_runtime::{genesis::DEVELOPMENT, Runtime};
use pallet_inference::{Call as InferenceCall, Deadlines, Draws, Phase, Tasks};
use pallet_node_staking::Call as StakingCall;
use sp_keyring::Sr25519Keyring::{Bob, Charlie, Dave};

use crate::common::{
    call, on_chain, run, run_to,
    task::{
        answer, commit, open_market, outcome, output, request, reveal, unservable, NODES, PAYER,
    },
};

/// The block in which the keys are listed, late enough for every window to be over.
const END: BlockNumber = 60;
/// The id of the task that comes after the one that warms the chain up.
const TASK: TaskId = 1;

type Keys = BTreeSet<Vec<u8>>;

/// Every key of the state.
fn keys() -> Keys {
    let next = |key: &Vec<u8>| sp_io::storage::next_key(key);
    std::iter::successors(sp_io::storage::next_key(&[]), next).collect()
}

/// The keys in the block `end` of a chain on which `script` has run.
///
/// The chain itself writes a row now and then, a block's hash for example, so states are compared
/// at one height. An agreed task comes first, that writes what is written once: the nodes'
/// conducts, the counters, the treasury's account.
fn keys_after(end: BlockNumber, script: impl FnOnce()) -> Keys {
    let mut found = Keys::new();
    on_chain(DEVELOPMENT, || {
        open_market();
        request();
        answer_with(0, [9, 9, 9]);
        claim_all();
        run(1);
        script();
        claim_all();
        run_to(end);
        found = keys();
    });
    found
}

/// The committee of `task` is drawn, and its members give these results.
fn answer_with(task: TaskId, results: [u8; 3]) {
    run(2);
    let replies = || NODES.into_iter().zip(results);
    replies().for_each(|(node, result)| commit(task, node, answer(result)));
    replies().for_each(|(node, result)| reveal(task, node, answer(result)));
}

/// Whoever has earned something claims it.
fn claim_all() {
    for node in NODES {
        let _ = call(node, StakingCall::claim { node: node.to_account_id() });
    }
}

/// Runs blocks until the task has ended; returns how.
fn ending() -> Outcome {
    for _ in 0..END {
        if let Some((outcome, ..)) = outcome() {
            return outcome;
        }
        run(1);
    }
    panic!("it has not ended");
}

/// Asserts that a task that `script` brings to this end leaves no key.
fn assert_leaves_nothing(script: impl FnOnce() -> Outcome, end: Outcome) {
    let without = keys_after(END, || ());
    let with = keys_after(END, || assert_eq!(script(), end));
    assert_eq!(with, without);
}

#[test]
fn an_agreed_task_leaves_no_key() {
    let script = || {
        request();
        answer_with(TASK, [9, 9, 9]);
        ending()
    };
    assert_leaves_nothing(script, Outcome::Agreed { output: output(9) });
}

#[test]
fn an_agreed_task_with_a_dissenter_leaves_no_key() {
    let script = || {
        request();
        answer_with(TASK, [9, 9, 8]);
        ending()
    };
    assert_leaves_nothing(script, Outcome::Agreed { output: output(9) });
}

#[test]
fn a_task_that_two_members_agree_before_the_third_leaves_no_key() {
    let script = || {
        request();
        run(2);
        [Bob, Charlie].iter().for_each(|node| commit(TASK, *node, answer(9)));
        run(4);
        [Bob, Charlie].iter().for_each(|node| reveal(TASK, *node, answer(9)));
        ending()
    };
    assert_leaves_nothing(script, Outcome::Agreed { output: output(9) });
}

#[test]
fn a_task_that_cannot_be_served_leaves_no_key() {
    let script = || {
        request();
        run(2);
        let invalid = unservable(Unservable::Invalid);
        NODES.iter().for_each(|node| commit(TASK, *node, invalid));
        NODES.iter().for_each(|node| reveal(TASK, *node, invalid));
        ending()
    };
    assert_leaves_nothing(script, Outcome::Unservable { reason: Unservable::Invalid });
}

#[test]
fn an_inconclusive_task_leaves_no_key() {
    let script = || {
        request();
        answer_with(TASK, [7, 8, 9]);
        ending()
    };
    assert_leaves_nothing(script, Outcome::Inconclusive);
}

#[test]
fn a_task_that_nobody_answers_leaves_no_key() {
    let script = || {
        request();
        ending()
    };
    assert_leaves_nothing(script, Outcome::Expired);
}

#[test]
fn a_task_whose_answer_nobody_reveals_leaves_no_key() {
    let script = || {
        request();
        run(2);
        commit(TASK, Bob, answer(9));
        ending()
    };
    assert_leaves_nothing(script, Outcome::Expired);
}

#[test]
fn a_task_without_a_committee_leaves_no_key() {
    let script = || {
        // The first one takes the only slot of each node, and keeps it longer than the other waits.
        request();
        request();
        ending()
    };
    assert_leaves_nothing(script, Outcome::NoNodes { shortage: Shortage::TooFewEligible });
}

#[test]
fn a_cancelled_task_leaves_no_key() {
    let script = || {
        // The first draw finds the only slot of each node taken.
        request();
        request();
        run(2);
        let task = if Tasks::<Runtime>::get(TASK).unwrap().phase == Phase::Queued {
            TASK
        } else {
            TASK + 1
        };
        assert_ok!(call(PAYER, InferenceCall::cancel { task }));
        ending()
    };
    assert_leaves_nothing(script, Outcome::Cancelled);
}

#[test]
fn an_open_task_is_a_row_and_a_place_on_the_agenda() {
    let opened = |end: BlockNumber, script: fn()| {
        let with = keys_after(end, || {
            request();
            script();
        });
        let new = with.difference(&keys_after(end, || ())).cloned().collect::<Vec<_>>();
        let rows_of = |prefix: [u8; 32]| new.iter().filter(|key| key.starts_with(&prefix)).count();
        let tasks = rows_of(Tasks::<Runtime>::final_prefix());
        let agenda = rows_of(Draws::<Runtime>::final_prefix())
            + rows_of(Deadlines::<Runtime>::final_prefix());
        assert_eq!((tasks, agenda, new.len()), (1, 1, 2));
    };
    opened(8, || ());
    opened(10, || run(2));
    opened(10, || {
        run(2);
        [Bob, Charlie, Dave].iter().for_each(|node| commit(TASK, *node, answer(9)));
        reveal(TASK, Bob, answer(9));
    });
}
