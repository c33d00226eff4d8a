//! Reports of validators that sign twice, which no emergency stops.

use frame_support::assert_ok;
use nes_runtime::{genesis::DEVELOPMENT, Babe, Runtime, SafeMode};
use pallet_node_staking::{NextSlashId, OpenSlashes};
use sp_keyring::Sr25519Keyring::{Alice, Eve};

use super::{
    common::{call, call_as_root, fault::Fault, on_chain, run},
    filters::pause_all,
};

/// Eve's report of two blocks that Alice made in one slot.
fn report() -> pallet_babe::Call<Runtime> {
    let fault = Fault::blocks(Alice, Babe::current_slot());
    let key_owner_proof = fault.key_proof().unwrap();
    let Fault::Blocks(proof) = fault else { unreachable!("two blocks") };
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
            assert_eq!(slash.reporter.unwrap().who, Eve.to_account_id());
        });
    }
}
