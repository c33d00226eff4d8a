//! In which order extrinsics leave the pool.

use std::collections::BTreeSet;

use codec::Encode;
use frame_system as system;
use nes_core::Hash;
use nes_runtime::{
    constants::currency::UNIT, extensions::FREE_PRIORITY, genesis::DEVELOPMENT, Executive, Runtime,
    RuntimeCall,
};
use pallet_inference::Call as InferenceCall;
use sp_keyring::Sr25519Keyring::{self, Bob, Eve};
use sp_runtime::transaction_validity::{TransactionSource, TransactionValidity};

use crate::common::{
    on_chain, run, signed,
    task::{answer, commit, commit_call, open_market, request, reveal_call, NODES},
};

/// Returns the pool's verdict on `call`, signed by `who` with a `tip`.
fn validate(who: Sr25519Keyring, call: impl Into<RuntimeCall>, tip: u128) -> TransactionValidity {
    let extrinsic = signed(who, call, tip);
    let parent = system::BlockHash::<Runtime>::get(0);
    Executive::validate_transaction(TransactionSource::External, extrinsic, parent)
}

#[test]
fn a_free_call_comes_before_every_call_that_pays_and_loses_its_place_when_it_would_fail() {
    on_chain(DEVELOPMENT, || {
        open_market();
        request();
        run(2);
        let node = Bob.to_account_id();
        let commit = |task| {
            let commitment = Hash::from(sp_io::hashing::blake2_256(&answer(1).encode()));
            InferenceCall::commit { task, node: node.clone(), commitment }
        };
        let remark = || system::Call::remark { remark: Vec::new() };

        let free = validate(Bob, commit(0), 0).unwrap();
        assert_eq!(free.priority, FREE_PRIORITY);
        let tipped = validate(Eve, remark(), 1_000 * UNIT).unwrap();
        assert!(tipped.priority < free.priority);
        let failing = validate(Bob, commit(1), 0).unwrap();
        assert!(failing.priority < tipped.priority);
    });
}

/// Regression: an agent's commits of one seat all waited, with the highest priority and one nonce
/// after the other, and pushed those of others out of a full pool.
#[test]
fn the_free_calls_of_one_seat_and_step_share_a_tag_and_no_others_do() {
    on_chain(DEVELOPMENT, || {
        open_market();
        request();
        run(2);
        // The first tag is that of the account and its nonce.
        let tag_of = |who, call: InferenceCall<Runtime>| {
            let tags = validate(who, call, 0).unwrap().provides;
            <[_; 2]>::try_from(tags).expect("two tags")[1].clone()
        };
        let commits = |result| NODES.map(|who| tag_of(who, commit_call(0, who, answer(result))));
        let tags = commits(1);
        assert_eq!(tags, commits(2));

        NODES.iter().for_each(|node| commit(0, *node, answer(9)));
        let reveals = NODES.map(|who| tag_of(who, reveal_call(0, who, answer(9))));
        let all: BTreeSet<_> = tags.iter().chain(&reveals).collect();
        assert_eq!(all.len(), 6);
    });
}
