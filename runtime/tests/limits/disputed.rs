//! The state of a task whose answer can be disputed, and of its dispute: a row, and then nothing.

use std::collections::BTreeSet;

use codec::Encode;
use frame_support::assert_ok;
use nes_core::{
    BlockNumber,
    Decision::{Overturned, Undecided, Upheld},
    Unservable, Usage,
};
use nes_runtime::{genesis::DEVELOPMENT, Runtime};
use nes_runtime_api::{InputSpec, RequestSpec};
use pallet_disputes::Settled;
use sp_io::hashing::twox_128;

use crate::common::{
    disputes::{
        all, commit_all, decide, ended, nodes, now, open_exact_market, requested, reveal_all,
        settled, Disputer, WINDOW,
    },
    hurry, on_chain,
    task::{answer, request_spec, unservable},
};

/// The block in which the keys are listed, late enough for every window to be over.
const END: BlockNumber = 400;
/// The most bytes of a task with a committee of the usual size.
const MOST: usize = 600;
const NODES: u8 = 16;

type Keys = BTreeSet<Vec<u8>>;

/// Every key of the pallets that have something to do with a dispute.
fn keys() -> Keys {
    let of = |pallet: &str| {
        let prefix = twox_128(pallet.as_bytes());
        let next = |key: &Vec<u8>| sp_io::storage::next_key(key);
        let keys = std::iter::successors(sp_io::storage::next_key(&prefix), next);
        keys.take_while(move |key| key.starts_with(&prefix))
    };
    ["Disputes", "Inference", "Market"].into_iter().flat_map(of).collect()
}

/// The keys in the block `end` of a chain on which `script` has run.
fn keys_after(end: BlockNumber, script: impl FnOnce()) -> Keys {
    let mut found = Keys::new();
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        // It writes what is written once.
        let receipt = settled(&[Some(answer(9)); 3]);
        hurry(receipt.disputable_until.unwrap() + 2 - now());
        script();
        hurry(end - now());
        found = keys();
    });
    found
}

#[test]
fn an_answer_that_nobody_disputes_leaves_no_key() {
    let script = || {
        settled(&[Some(answer(9)), Some(answer(9)), Some(answer(8))]);
    };
    assert_eq!(keys_after(END, script), keys_after(END, || ()));
}

#[test]
fn a_dispute_leaves_no_key_whatever_is_decided() {
    let without = keys_after(END, || ());
    let divided = [9, 9, 8, 8, 7].map(|result| Some(answer(result)));
    let (lie, right) = (answer(9), answer(8));
    for (second, decision) in [
        (all(lie), Upheld { answer: lie }),
        (all(right), Overturned { answer: right }),
        (divided, Undecided),
    ] {
        let script = || {
            let receipt = settled(&[Some(answer(9)), Some(answer(9)), Some(answer(8))]);
            let disputers =
                [Disputer::node(&nodes(&receipt)[2], answer(8)), Disputer::payer(answer(9))];
            disputers.iter().for_each(|disputer| {
                assert_ok!(disputer.dispute(receipt.task));
            });
            assert_eq!(decide(receipt.task, &disputers, &second).decision, decision);
        };
        assert_eq!(keys_after(END, script), without);
    }
}

#[test]
fn a_task_that_can_be_disputed_is_a_row_and_a_place_among_the_windows() {
    let height = 130;
    let with = keys_after(height, || {
        settled(&[Some(answer(9)); 3]);
    });
    let without = keys_after(height, || ());
    assert_eq!(with.difference(&without).count(), 2);
    assert!(without.difference(&with).next().is_none());
}

#[test]
fn the_row_of_a_task_that_can_be_disputed_has_600_bytes_at_most() {
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let spec = || RequestSpec { committee: Some(5), ..request_spec() };
        let bytes: Vec<u8> = vec![7; 400];
        let spec = RequestSpec {
            input: InputSpec::Inline(bytes),
            max_usage: Usage { input: 100, output: 50 },
            ..spec()
        };
        let task = requested(spec);
        // The longest answers there are.
        let [one, other] = [1, 2].map(nes_core::Hash::repeat_byte);
        let ambiguous = unservable(Unservable::Ambiguous(one, other));
        let answers = [ambiguous, ambiguous, ambiguous, ambiguous, answer(8)].map(Some);
        commit_all(task, &answers);
        reveal_all(task, &answers);
        let receipt = ended();
        assert!(receipt.disputable_until.is_some());
        let bytes = Settled::<Runtime>::get(task).unwrap().encoded_size();
        assert!(bytes <= MOST, "{bytes}");
    });
    assert_eq!(WINDOW, pallet_disputes::Params::default().window);
}
