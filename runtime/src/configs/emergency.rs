//! Safe mode, pauses and migrations.

use frame_support::{parameter_types, traits::ConstU32, weights::Weight};
use frame_system::EnsureRoot;
use nes_core::{AccountId, Balance, BlockNumber};

use crate::{
    constants::governance,
    filters::NeverStopped,
    governance::emergency::{
        EndsEmergency, EntersSafeMode, ExtendsSafeMode, NoteSafeMode, SafeModeAfterFailure,
    },
    Balances, Runtime, RuntimeCall, RuntimeEvent, RuntimeHoldReason,
};

parameter_types! {
    // Nobody enters safe mode by a deposit.
    pub const NoDeposit: Option<Balance> = None;
    pub const NoRelease: Option<BlockNumber> = None;
    pub const MigrationWeight: Weight = governance::MIGRATION_WEIGHT;
}

impl pallet_safe_mode::Config for Runtime {
    type Currency = Balances;
    type EnterDepositAmount = NoDeposit;
    type EnterDuration = governance::SafeModeDuration;
    type ExtendDepositAmount = NoDeposit;
    type ExtendDuration = governance::SafeModeDuration;
    type ForceDepositOrigin = EnsureRoot<AccountId>;
    type ForceEnterOrigin = EntersSafeMode;
    type ForceExitOrigin = EndsEmergency;
    type ForceExtendOrigin = ExtendsSafeMode;
    type Notify = NoteSafeMode;
    type ReleaseDelay = NoRelease;
    type RuntimeEvent = RuntimeEvent;
    type RuntimeHoldReason = RuntimeHoldReason;
    type WeightInfo = pallet_safe_mode::weights::SubstrateWeight<Runtime>;
    type WhitelistedCalls = NeverStopped;
}

impl pallet_tx_pause::Config for Runtime {
    type MaxNameLen = ConstU32<{ governance::NAME_BYTES }>;
    type PauseOrigin = EnsureRoot<AccountId>;
    type RuntimeCall = RuntimeCall;
    type RuntimeEvent = RuntimeEvent;
    type UnpauseOrigin = EndsEmergency;
    type WeightInfo = pallet_tx_pause::weights::SubstrateWeight<Runtime>;
    type WhitelistedCalls = NeverStopped;
}

impl pallet_migrations::Config for Runtime {
    type CursorMaxLen = ConstU32<{ governance::MIGRATION_BYTES }>;
    type FailedMigrationHandler = SafeModeAfterFailure;
    type IdentifierMaxLen = ConstU32<{ governance::MIGRATION_BYTES }>;
    type MaxServiceWeight = MigrationWeight;
    type MigrationStatusHandler = ();
    #[cfg(not(feature = "runtime-benchmarks"))]
    type Migrations = crate::migrations::MultiBlock;
    #[cfg(feature = "runtime-benchmarks")]
    type Migrations = pallet_migrations::mock_helpers::MockedMigrations;
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = pallet_migrations::weights::SubstrateWeight<Runtime>;
}
