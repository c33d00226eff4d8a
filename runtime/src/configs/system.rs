//! The base: blocks, accounts, the clock.

use frame_support::{
    derive_impl, dispatch::DispatchClass, parameter_types, traits::ConstU16,
    weights::constants::ParityDbWeight,
};
use frame_system::limits::{BlockLength, BlockWeights};
use nes_core::{Balance, BlockNumber, Moment};
use pallet_tempo::HalfSlotMillis;
use sp_version::RuntimeVersion;

use crate::{
    constants::{currency::SS58_PREFIX, limits},
    filters::Calls,
    migrations, Babe, Block, Migrations, PalletInfo, Runtime, RuntimeCall, RuntimeEvent,
    RuntimeOrigin, RuntimeTask, VERSION,
};

parameter_types! {
    pub const Version: RuntimeVersion = VERSION;
    pub const BlockHashCount: BlockNumber = limits::BLOCK_HASHES;
    pub RuntimeBlockWeights: BlockWeights =
        BlockWeights::with_sensible_defaults(limits::BLOCK_WEIGHT, limits::NORMAL_RATIO);
    pub RuntimeBlockLength: BlockLength = BlockLength::builder()
        .max_length(limits::BLOCK_BYTES)
        .modify_max_length_for_class(DispatchClass::Normal, |bytes| {
            *bytes = limits::NORMAL_RATIO.mul_floor(*bytes)
        })
        .build();
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
    type AccountData = pallet_balances::AccountData<Balance>;
    type BaseCallFilter = Calls;
    type Block = Block;
    type BlockHashCount = BlockHashCount;
    type BlockLength = RuntimeBlockLength;
    type BlockWeights = RuntimeBlockWeights;
    type DbWeight = ParityDbWeight;
    type ExtensionsWeightInfo = frame_system::SubstrateExtensionsWeight<Runtime>;
    type MultiBlockMigrator = Migrations;
    type SS58Prefix = ConstU16<SS58_PREFIX>;
    type SingleBlockMigrations = migrations::SingleBlock;
    type SystemWeightInfo = frame_system::weights::SubstrateWeight<Runtime>;
    type Version = Version;
}

impl pallet_tempo::Config for Runtime {}

impl pallet_timestamp::Config for Runtime {
    type MinimumPeriod = HalfSlotMillis<Runtime>;
    type Moment = Moment;
    type OnTimestampSet = Babe;
    type WeightInfo = pallet_timestamp::weights::SubstrateWeight<Runtime>;
}
