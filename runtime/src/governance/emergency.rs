//! Emergency: who stops the chain's calls, for how long, and what a failed migration does.

use frame_support::{
    migrations::{FailedMigrationHandler, FailedMigrationHandling},
    traits::{EnsureOrigin, Get, SafeMode as Emergency, SafeModeNotify},
};
use frame_system::{EnsureRoot, EnsureRootWithSuccess};
use nes_core::{AccountId, BlockNumber};
use pallet_collective::{EnsureProportionAtLeast, Instance1};

use super::{origins::RootOr, state::SafeModeEnded};
use crate::{
    constants::governance::{SafeModeDuration, SafeModePause},
    Runtime, RuntimeOrigin, SafeMode, System,
};

/// Two thirds of the technical collective.
pub type TwoThirds = EnsureProportionAtLeast<AccountId, Instance1, 2, 3>;

/// Half of the technical collective.
pub type Half = EnsureProportionAtLeast<AccountId, Instance1, 1, 2>;

/// Lets through who ends an emergency: root, or half of the technical collective.
pub type EndsEmergency = RootOr<Half>;

/// Lets through who enters safe mode, with the number of blocks: root, and two thirds of the
/// technical collective once [`SafeModePause`] has passed since the last one ended. Without the
/// pause a power of a day would be one without end.
pub struct EntersSafeMode;

impl EnsureOrigin<RuntimeOrigin> for EntersSafeMode {
    type Success = BlockNumber;

    fn try_origin(origin: RuntimeOrigin) -> Result<BlockNumber, RuntimeOrigin> {
        let origin = match EnsureRoot::<AccountId>::try_origin(origin) {
            Ok(()) => return Ok(SafeModeDuration::get()),
            Err(origin) => origin,
        };
        if !has_paused() {
            return Err(origin);
        }
        TwoThirds::try_origin(origin).map(|_| SafeModeDuration::get())
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
        Ok(RuntimeOrigin::root())
    }
}

fn has_paused() -> bool {
    SafeModeEnded::<Runtime>::get()
        .is_none_or(|ended| System::block_number() >= ended.saturating_add(SafeModePause::get()))
}

/// Lets root through, with the number of blocks by which safe mode is extended.
pub type ExtendsSafeMode = EnsureRootWithSuccess<AccountId, SafeModeDuration>;

/// Notes when safe mode ends.
pub struct NoteSafeMode;

impl SafeModeNotify for NoteSafeMode {
    fn entered() {}

    fn exited() {
        SafeModeEnded::<Runtime>::put(System::block_number());
    }
}

/// Enters safe mode when a migration fails, until a referendum or the technical collective ends
/// it, and lets the chain take extrinsics again: votes, among them those that repair it. A chain
/// that takes none could never be repaired. It stays stuck only if safe mode cannot be entered.
pub struct SafeModeAfterFailure;

impl FailedMigrationHandler for SafeModeAfterFailure {
    fn failed(_: Option<u32>) -> FailedMigrationHandling {
        let stopped = if SafeMode::is_entered() {
            <SafeMode as Emergency>::extend(BlockNumber::MAX)
        } else {
            <SafeMode as Emergency>::enter(BlockNumber::MAX)
        };
        match stopped {
            Ok(()) => FailedMigrationHandling::ForceUnstuck,
            Err(_) => FailedMigrationHandling::KeepStuck,
        }
    }
}
