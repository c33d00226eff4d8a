//! The chain's own economy: nodes, their stake and ranking, the market, tasks and rewards.

use codec::Encode;
use frame_support::{
    parameter_types,
    traits::{ConstU128, ConstU32},
};
use nes_core::{AccountId, Balance, BlockNumber, Hash};
use pallet_inference::MAX_WORK;
use pallet_tempo::{EpochSlots, EraEpochs, EraMillis};
use sp_io::hashing::blake2_256;
use sp_runtime::{traits::Get, SaturatedConversion};

use super::monetary::{ToTreasuryAndAuthor, WorkFee};
use crate::{
    constants::{currency, limits},
    governance::{
        origins::{MarketCurator, ParametersAdmin, RootOr, SlashAdmin, StakingAdmin},
        tracks::CancelPeriod,
        PotsDoNotVote,
    },
    vesting::VestingSchedules,
    weights, Babe, Balances, Disputes, Inference, Market, NodeStaking, Rewards, Runtime,
    RuntimeEvent, RuntimeHoldReason, Session, SessionProofs, Treasury, ValidatorList,
};

/// The treasury's account.
pub struct TreasuryAccount;

impl Get<AccountId> for TreasuryAccount {
    fn get() -> AccountId {
        Treasury::account_id()
    }
}

impl pallet_node_staking::Config for Runtime {
    type AdminOrigin = ParametersAdmin;
    type BlockCount = Rewards;
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = crate::benchmarks::Setup;
    type CancelPeriod = CancelPeriod;
    type Currency = Balances;
    type EpochSlots = EpochSlots<Runtime>;
    type EpochsPerEra = EraEpochs<Runtime>;
    type EraMillis = EraMillis<Runtime>;
    type OnEraStart = (Rewards, PotsDoNotVote);
    type OnNodeRemoved = Rewards;
    type RuntimeHoldReason = RuntimeHoldReason;
    type SessionHistory = SessionProofs;
    type SessionKeys = Session;
    type SlashOrigin = RootOr<SlashAdmin>;
    type StakingOrigin = RootOr<StakingAdmin>;
    type Treasury = TreasuryAccount;
    type ValidatorList = ValidatorList;
    type Vesting = VestingSchedules;
    type WeightInfo = weights::pallet_node_staking::WeightInfo<Runtime>;
}

parameter_types! {
    pub const Bags: &'static [Balance] = &limits::BAGS;
}

impl pallet_bags_list::Config<pallet_bags_list::Instance1> for Runtime {
    type BagThresholds = Bags;
    type MaxAutoRebagPerBlock = ConstU32<{ limits::REBAGS }>;
    type RuntimeEvent = RuntimeEvent;
    type Score = Balance;
    type ScoreProvider = NodeStaking;
    type WeightInfo = pallet_bags_list::weights::SubstrateWeight<Runtime>;
}

/// The index of BABE's current epoch.
pub struct CurrentEpoch;

impl Get<u64> for CurrentEpoch {
    fn get() -> u64 {
        pallet_babe::EpochIndex::<Runtime>::get()
    }
}

/// The number of blocks between the announcement of a higher price and its effect: an epoch's slots.
pub struct PriceNotice;

impl Get<BlockNumber> for PriceNotice {
    fn get() -> BlockNumber {
        EpochSlots::<Runtime>::get().saturated_into()
    }
}

/// The first block whose draws may not all be made.
pub struct FirstUndrawn;

impl Get<BlockNumber> for FirstUndrawn {
    fn get() -> BlockNumber {
        pallet_inference::DrawsFrom::<Runtime>::get()
    }
}

/// The number of blocks for which a node that stops offering a version still answers in second
/// committees: from the last task that it could have been asked about, the window of its dispute and
/// the longest time of a second committee.
pub struct DutyPeriod;

impl Get<BlockNumber> for DutyPeriod {
    fn get() -> BlockNumber {
        let tasks = Inference::params();
        let task = tasks.commit_window.saturating_add(MAX_WORK).saturating_add(tasks.reveal_window);
        let dispute = pallet_disputes::BLOCKS_TO_DRAW.saturating_add(task.saturating_mul(2));
        task.saturating_add(Disputes::params().window).saturating_add(dispute)
    }
}

impl pallet_market::Config for Runtime {
    type AdminOrigin = ParametersAdmin;
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = crate::benchmarks::Setup;
    type CuratorOrigin = RootOr<MarketCurator>;
    type Currency = Balances;
    type DrawsFrom = FirstUndrawn;
    type DutyPeriod = DutyPeriod;
    type Epoch = CurrentEpoch;
    type LeastOperators = pallet_disputes::LeastOperators<Runtime>;
    type NodeRegistry = NodeStaking;
    type Notice = PriceNotice;
    type RuntimeHoldReason = RuntimeHoldReason;
    type WeightInfo = weights::pallet_market::WeightInfo<Runtime>;
}

/// The hash of the VRF outputs of the parent block and of this one.
///
/// The parent's author knew its own output when it built its block, but not this one's. This
/// block's author knew both, but can change nothing any more before they are used, except by
/// withholding the block.
pub struct TwoVrfOutputs;

impl Get<Option<Hash>> for TwoVrfOutputs {
    fn get() -> Option<Hash> {
        // BABE replaces it while a block is finalised, so until then it is the parent's.
        let parent = Babe::author_vrf_randomness()?;
        let pre_digest = Babe::initialized()??;
        let this = &pre_digest.vrf_signature()?.pre_output;
        Some((parent, this).using_encoded(blake2_256).into())
    }
}

impl pallet_inference::Config for Runtime {
    type AdminOrigin = ParametersAdmin;
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = crate::benchmarks::Setup;
    type BlockRandomness = TwoVrfOutputs;
    type Conduct = NodeStaking;
    type Currency = Balances;
    type Disputes = Disputes;
    type Duties = Market;
    type Fees = Rewards;
    type Market = Market;
    type NodeRegistry = NodeStaking;
    type Treasury = TreasuryAccount;
    type WeightInfo = weights::pallet_inference::WeightInfo<Runtime>;
    type WorkFee = WorkFee;
    type WorkFees = ToTreasuryAndAuthor;
}

impl pallet_disputes::Config for Runtime {
    type AdminOrigin = ParametersAdmin;
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = crate::benchmarks::Setup;
    type Conduct = NodeStaking;
    type Currency = Balances;
    type Duties = Market;
    type Fees = Rewards;
    type Market = Market;
    type NodeRegistry = NodeStaking;
    type Randomness = TwoVrfOutputs;
    type SecondCommittees = Inference;
    type StakeAtRisk = NodeStaking;
    type Treasury = TreasuryAccount;
    type WeightInfo = weights::pallet_disputes::WeightInfo<Runtime>;
}

impl pallet_rewards::Config for Runtime {
    type AdminOrigin = ParametersAdmin;
    #[cfg(feature = "runtime-benchmarks")]
    type BenchmarkHelper = crate::benchmarks::Setup;
    type Cap = ConstU128<{ currency::ISSUANCE_CAP }>;
    type Currency = Balances;
    type EraMillis = EraMillis<Runtime>;
    type NodeRewards = NodeStaking;
    type Treasury = TreasuryAccount;
    type WeightInfo = weights::pallet_rewards::WeightInfo<Runtime>;
}
