//! A migration that fails: the chain stops what moves NES, and votes repair it.

use frame_support::{
    assert_ok,
    migrations::{FailedMigrationHandler, FailedMigrationHandling, MultiStepMigrator},
    traits::OnRuntimeUpgrade,
};
use nes_core::BlockNumber;
use nes_runtime::{
    constants::currency::UNIT, genesis::LOCAL_TESTNET, governance::emergency::SafeModeAfterFailure,
    Migrations, Runtime, RuntimeCall, SafeMode, System,
};
use pallet_migrations::{ActiveCursor, Cursor, MigrationCursor};
use pallet_safe_mode::EnteredUntil;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Eve, Ferdie};
use sp_runtime::{DispatchError, ExtrinsicInclusionMode};

use super::{
    common::{blocks, call, call_as_root, on_chain, run, signed},
    steps::{carry, motion, root},
};

fn exit() -> pallet_safe_mode::Call<Runtime> {
    pallet_safe_mode::Call::force_exit {}
}

fn transfer() -> RuntimeCall {
    let dest = Ferdie.to_account_id().into();
    pallet_balances::Call::transfer_keep_alive { dest, value: UNIT }.into()
}

fn is_stopped() -> bool {
    let filtered: DispatchError = frame_system::Error::<Runtime>::CallFiltered.into();
    call(Eve, transfer()).err().map(|failed| failed.error) == Some(filtered)
}

/// An upgrade comes while a migration of the one before is still running: that fails.
fn fail_a_migration() {
    let started_at = System::block_number();
    let running = ActiveCursor { index: 0, inner_cursor: None, started_at };
    Cursor::<Runtime>::put(MigrationCursor::Active(running));
    assert!(Migrations::ongoing());
    Migrations::on_runtime_upgrade();
}

#[test]
fn a_failed_migration_stops_the_chain_without_end_and_lets_it_take_votes() {
    on_chain(LOCAL_TESTNET, || {
        fail_a_migration();
        assert!(!Migrations::ongoing());
        assert_eq!(EnteredUntil::<Runtime>::get(), Some(BlockNumber::MAX));
        assert!(is_stopped());
        assert_eq!(blocks::begin(), ExtrinsicInclusionMode::AllExtrinsics);
        run(200);
        assert!(SafeMode::is_entered());
        assert!(is_stopped());
    });
}

#[test]
fn a_referendum_repairs_it() {
    on_chain(LOCAL_TESTNET, || {
        fail_a_migration();
        // The repair itself, and then the end of the emergency.
        let key = b"a key that the migration left behind".to_vec();
        sp_io::storage::set(&key, b"old");
        let repair =
            frame_system::Call::set_storage { items: vec![(key.clone(), b"new".to_vec())] };
        assert_ok!(carry(root(), repair));
        assert_eq!(sp_io::storage::get(&key).map(|value| value.to_vec()), Some(b"new".to_vec()));
        let upgrade =
            frame_system::Call::authorize_upgrade { code_hash: nes_core::Hash::repeat_byte(1) };
        assert_ok!(carry(root(), upgrade));
        assert!(is_stopped());
        assert_ok!(carry(root(), exit()));
        assert!(!is_stopped());
    });
}

#[test]
fn half_of_the_collective_ends_it_and_less_does_not() {
    on_chain(LOCAL_TESTNET, || {
        fail_a_migration();
        assert_eq!(motion(&[Alice], exit()), Err(DispatchError::BadOrigin));
        assert!(is_stopped());
        assert_ok!(motion(&[Alice, Bob], exit()));
        assert!(!is_stopped());
    });
}

#[test]
fn a_failure_during_a_safe_mode_makes_it_one_without_end() {
    on_chain(LOCAL_TESTNET, || {
        assert_ok!(call_as_root(pallet_safe_mode::Call::force_enter {}));
        run(1);
        assert_eq!(SafeModeAfterFailure::failed(Some(0)), FailedMigrationHandling::ForceUnstuck);
        assert_eq!(EnteredUntil::<Runtime>::get(), Some(BlockNumber::MAX));
        // A second failure changes nothing.
        assert_eq!(SafeModeAfterFailure::failed(None), FailedMigrationHandling::ForceUnstuck);
        assert_eq!(EnteredUntil::<Runtime>::get(), Some(BlockNumber::MAX));
    });
}

/// The handler is there to avoid this: a stuck chain takes inherents and nothing else.
#[test]
fn a_stuck_chain_would_take_no_vote() {
    on_chain(LOCAL_TESTNET, || {
        Cursor::<Runtime>::put(MigrationCursor::Stuck);
        assert_eq!(blocks::begin(), ExtrinsicInclusionMode::OnlyInherents);
    });
}

/// The chain's blocks are valid after it, with the transfers in them refused.
#[test]
fn blocks_go_on_after_a_failure() {
    let remark = || frame_system::Call::remark { remark: vec![] };
    let extrinsics = || vec![signed(Eve, transfer(), 0), signed(Ferdie, remark(), 0)];
    let results = blocks::build_and_import(fail_a_migration, extrinsics);
    let filtered = frame_system::Error::<Runtime>::CallFiltered.into();
    assert_eq!(results, [Ok(Err(filtered)), Ok(Ok(()))]);
}
