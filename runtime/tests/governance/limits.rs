//! An upgrade: code of 4 MB, applied by anyone, without a fee.

use frame_support::assert_ok;
use nes_core::Hash;
use nes_runtime::{genesis::LOCAL_TESTNET, Executive, Runtime, RuntimeEvent, UncheckedExtrinsic};
use sp_runtime::{
    traits::{BlakeTwo256, Hash as _},
    transaction_validity::{
        InvalidTransaction, TransactionSource, TransactionValidity, TransactionValidityError,
    },
};

use super::common::{blocks, call_as_root, events, on_chain};

/// As long as code is allowed to be on the way to the chain.
const CODE: usize = 4 * 1024 * 1024;

fn apply(code: Vec<u8>) -> UncheckedExtrinsic {
    UncheckedExtrinsic::new_bare(frame_system::Call::apply_authorized_upgrade { code }.into())
}

fn code() -> Vec<u8> {
    vec![7; CODE]
}

/// Root authorises code that it does not check: there is no other of that length here.
fn authorize(code_hash: Hash) {
    let call = frame_system::Call::authorize_upgrade_without_checks { code_hash };
    assert_ok!(call_as_root(call));
}

/// Returns the pool's answer to `extrinsic`.
fn validate(extrinsic: UncheckedExtrinsic) -> TransactionValidity {
    let parent = frame_system::BlockHash::<Runtime>::get(0);
    Executive::validate_transaction(TransactionSource::External, extrinsic, parent)
}

#[test]
fn anyone_applies_four_megabytes_of_authorised_code_for_nothing() {
    on_chain(LOCAL_TESTNET, || {
        authorize(BlakeTwo256::hash(&code()));
        blocks::begin();
        assert_ok!(Executive::apply_extrinsic(apply(code())));
        let applied = events().into_iter().any(|event| {
            matches!(event, RuntimeEvent::System(frame_system::Event::CodeUpdated { .. }))
        });
        assert!(applied);
        assert!(Executive::apply_extrinsic(apply(code())).is_err());
    });
}

#[test]
fn the_pool_takes_it() {
    on_chain(LOCAL_TESTNET, || {
        authorize(BlakeTwo256::hash(&code()));
        assert_ok!(validate(apply(code())));
    });
}

/// Nobody fills the pool and the blocks with megabytes for nothing.
#[test]
fn code_that_is_not_authorised_reaches_neither_the_pool_nor_a_block() {
    on_chain(LOCAL_TESTNET, || {
        blocks::begin();
        assert!(Executive::apply_extrinsic(apply(code())).is_err());
        authorize(BlakeTwo256::hash(&code()));
        let mut other = code();
        other[0] = 8;
        assert!(Executive::apply_extrinsic(apply(other.clone())).is_err());
        assert!(validate(apply(other)).is_err());
    });
}

/// It fills its block; votes that come later wait for the next one.
#[test]
fn votes_come_before_an_upgrade_or_in_the_next_block() {
    use super::{common::signed, steps::vote_call};
    use pallet_conviction_voting::Conviction::Locked1x;
    use sp_keyring::Sr25519Keyring::{Eve, Ferdie};
    on_chain(LOCAL_TESTNET, || {
        let remark = frame_system::Call::remark { remark: vec![] };
        let index = super::steps::submit(Ferdie, super::steps::root(), remark);
        authorize(BlakeTwo256::hash(&code()));
        blocks::begin();
        let vote = || signed(Eve, vote_call(index, true, Locked1x, 1), 0);
        assert_eq!(Executive::apply_extrinsic(vote()), Ok(Ok(())));
        assert_eq!(Executive::apply_extrinsic(apply(code())), Ok(Ok(())));
        let later = TransactionValidityError::Invalid(InvalidTransaction::ExhaustsResources);
        assert_eq!(Executive::apply_extrinsic(vote()), Err(later));
        blocks::begin();
        assert_eq!(Executive::apply_extrinsic(vote()), Ok(Ok(())));
    });
}
