//! Reports of validators that sign twice, which no emergency stops.

use frame_support::{assert_ok, traits::KeyOwnerProofSystem};
use nes_core::{BlockNumber, Hash};
use nes_runtime::{genesis::DEVELOPMENT, Babe, Header, Historical, Runtime, SafeMode, System};
use pallet_node_staking::{NextSlashId, OpenSlashes};
use sp_consensus_babe::{digests::CompatibleDigestItem, EquivocationProof, KEY_TYPE};
use sp_core::Pair;
use sp_keyring::Sr25519Keyring::{Alice, Eve};
use sp_runtime::{traits::Header as _, DigestItem};

use super::{
    common::{call, call_as_root, on_chain, pre_digest, run},
    filters::pause_all,
};

/// A block of Alice's at this height, sealed by her; `content` makes it differ.
fn sealed(height: BlockNumber, content: u8) -> Header {
    let content = Hash::repeat_byte(content);
    let mut header =
        Header::new(height, content, content, System::parent_hash(), pre_digest(height));
    let seal = Alice.pair().sign(header.hash().as_bytes());
    header.digest_mut().push(DigestItem::babe_seal(seal.into()));
    header
}

/// Eve's report of two blocks that Alice made in one slot.
fn report() -> pallet_babe::Call<Runtime> {
    let height = System::block_number();
    let offender = Alice.public().into();
    let key_owner_proof = Historical::prove((KEY_TYPE, &offender)).unwrap();
    let proof = EquivocationProof {
        slot: Babe::current_slot(),
        offender,
        first_header: sealed(height, 1),
        second_header: sealed(height, 2),
    };
    pallet_babe::Call::report_equivocation { equivocation_proof: Box::new(proof), key_owner_proof }
}

#[test]
fn a_validator_that_signs_twice_is_slashed_whatever_is_stopped() {
    for stop in [false, true] {
        on_chain(DEVELOPMENT, || {
            if stop {
                assert_ok!(call_as_root(pallet_safe_mode::Call::force_enter {}));
                pause_all();
            }
            run(3);
            assert_eq!(SafeMode::is_entered(), stop);
            assert_ok!(call(Eve, report()));
            assert_eq!(NextSlashId::<Runtime>::get(), 1);
            let slash = OpenSlashes::<Runtime>::get(0).unwrap();
            assert_eq!(slash.node, Alice.to_account_id());
            assert_eq!(slash.reporter, Some(Eve.to_account_id()));
        });
    }
}
