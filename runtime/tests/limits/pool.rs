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
    task::{answer, commit, commit_call, open_market, request, reveal_call, NODES, PAYER},
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

#[test]
fn the_opening_of_a_dispute_is_free_while_it_would_succeed_and_has_a_tag_of_its_disputer() {
    use crate::common::disputes::{
        all, commit_all, drawn_second, open_exact_market, settled, Disputer,
    };
    use pallet_disputes::Call as DisputesCall;

    on_chain(DEVELOPMENT, || {
        open_exact_market(0..12);
        let task = settled(&[Some(answer(8)); 3]).task;
        let disputer = Disputer::payer(answer(9));
        frame_support::assert_ok!(disputer.dispute(task));
        let salt = crate::common::task::salt(&disputer.who);
        let open = |result| DisputesCall::<nes_runtime::Runtime>::open_dispute {
            task,
            node: None,
            answer: answer(result),
            salt,
        };
        let priority = |result| validate(PAYER, open(result), 0).unwrap().priority;
        assert!(priority(9) < FREE_PRIORITY, "the second committee does not reveal yet");
        commit_all(drawn_second(task), &all(answer(9)));
        assert_eq!(priority(9), FREE_PRIORITY);
        assert!(priority(8) < FREE_PRIORITY, "it is not what was committed to");
        let tags = validate(PAYER, open(9), 0).unwrap().provides;
        assert_eq!(tags.len(), 2);
        frame_support::assert_ok!(disputer.open(task));
        assert!(priority(9) < FREE_PRIORITY, "it was opened");

        // The dispute itself is never free.
        let commitment = disputer.commitment(task);
        let dispute = DisputesCall::<nes_runtime::Runtime>::dispute {
            task,
            node: None,
            commitment,
            bond: disputer.bond,
        };
        assert!(validate(PAYER, dispute, 0).unwrap().priority < FREE_PRIORITY);
    });
}
