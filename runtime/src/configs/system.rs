//! The base: blocks, accounts, the clock.

use frame_support::{
    derive_impl,
    dispatch::DispatchClass,
    parameter_types,
    traits::{ConstU16, PostTransactions, PreInherents},
    weights::{constants::ParityDbWeight, Weight},
};
use frame_system::limits::{BlockLength, BlockWeights};
use nes_core::{Balance, BlockNumber, Moment};
use pallet_tempo::HalfSlotMillis;
use sp_runtime::Perbill;
use sp_version::RuntimeVersion;

use crate::{
    constants::{currency::SS58_PREFIX, limits},
    filters::Calls,
    migrations, Babe, Block, Migrations, PalletInfo, Runtime, RuntimeCall, RuntimeEvent,
    RuntimeOrigin, RuntimeTask, System, VERSION,
};

parameter_types! {
    pub const Version: RuntimeVersion = VERSION;
    pub const BlockHashCount: BlockNumber = limits::BLOCK_HASHES;
    pub RuntimeBlockWeights: BlockWeights = block_weights();
    pub RuntimeBlockLength: BlockLength = BlockLength::builder()
        .max_length(limits::BLOCK_BYTES)
        .modify_max_length_for_class(DispatchClass::Normal, |bytes| {
            *bytes = limits::NORMAL_RATIO.mul_floor(*bytes)
        })
        .build();
}

/// Returns this part of the weight of a block.
#[allow(clippy::arithmetic_side_effects, reason = "a part of a weight is not above it")]
fn part_of_block(ratio: Perbill) -> Weight {
    ratio * limits::BLOCK_WEIGHT
}

fn block_weights() -> BlockWeights {
    let normal = part_of_block(limits::NORMAL_RATIO);
    BlockWeights::builder()
        .for_class(DispatchClass::Normal, |weights| weights.max_total = Some(normal))
        .for_class(DispatchClass::Operational, |weights| {
            weights.max_total = Some(limits::BLOCK_WEIGHT);
            weights.reserved = Some(part_of_block(limits::OPERATIONAL_RATIO));
        })
        .avg_block_initialization(Perbill::from_percent(10))
        .build_or_panic()
}

/// The weight that calls leave to the hooks at the end of a block: it counts as taken from before
/// the first call until after the last one, so that no load of calls can stop the hooks.
pub struct RoomForHooks;

impl RoomForHooks {
    /// Returns it.
    pub fn weight() -> Weight {
        part_of_block(limits::HOOKS_RATIO)
    }
}

impl PreInherents for RoomForHooks {
    fn pre_inherents() {
        System::register_extra_weight_unchecked(Self::weight(), DispatchClass::Mandatory);
    }
}

impl PostTransactions for RoomForHooks {
    fn post_transactions() {
        frame_system::BlockWeight::<Runtime>::mutate(|taken| {
            taken.reduce(Self::weight(), DispatchClass::Mandatory);
        });
    }
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
    type PostTransactions = RoomForHooks;
    type PreInherents = RoomForHooks;
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
