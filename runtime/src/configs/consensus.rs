//! BABE, GRANDPA, sessions and offences.

use frame_support::traits::{ConstU128, ConstU32};
use frame_system::offchain::{CreateBare, CreateTransactionBase};
use nes_core::AccountId;
use pallet_session::{
    disabling::UpToLimitWithReEnablingDisablingStrategy, historical, FindAccountFromAuthorIndex,
};
use pallet_tempo::{EpochSlots, EraEpochs, SlotMillis};
use sp_runtime::traits::{ConvertInto, Get, OpaqueKeys};
use sp_session::MembershipProof;

use crate::{
    constants::{deposits, limits},
    Babe, Balances, Historical, NodeStaking, Offences, Rewards, Runtime, RuntimeCall, RuntimeEvent,
    Session, SessionKeys, UncheckedExtrinsic,
};

type MaxAuthorities = ConstU32<{ limits::VALIDATORS }>;
// Delegators are slashed through their node's shares, not one by one in an offence's weight.
type MaxNominators = ConstU32<0>;

/// The number of sessions for which an equivocation can still be proved: as long as stake takes to
/// unbond.
pub struct ProvableSessions;

impl Get<u64> for ProvableSessions {
    fn get() -> u64 {
        let eras = NodeStaking::params().unbonding_eras;
        u64::from(eras).saturating_mul(EraEpochs::<Runtime>::get().into())
    }
}

/// The number of blocks for which a report of an equivocation stays valid.
pub struct ReportLongevity;

impl Get<u64> for ReportLongevity {
    fn get() -> u64 {
        ProvableSessions::get().saturating_mul(EpochSlots::<Runtime>::get())
    }
}

impl pallet_babe::Config for Runtime {
    type DisabledValidators = Session;
    type EpochChangeTrigger = pallet_babe::ExternalTrigger;
    type EpochDuration = EpochSlots<Runtime>;
    type EquivocationReportSystem =
        pallet_babe::EquivocationReportSystem<Self, Offences, Historical, ReportLongevity>;
    type ExpectedBlockTime = SlotMillis<Runtime>;
    type KeyOwnerProof = MembershipProof;
    type MaxAuthorities = MaxAuthorities;
    type MaxNominators = MaxNominators;
    type WeightInfo = ();
}

impl pallet_grandpa::Config for Runtime {
    type EquivocationReportSystem =
        pallet_grandpa::EquivocationReportSystem<Self, Offences, Historical, ReportLongevity>;
    type KeyOwnerProof = MembershipProof;
    type MaxAuthorities = MaxAuthorities;
    type MaxNominators = MaxNominators;
    type MaxSetIdSessionEntries = ProvableSessions;
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = ();
}

impl pallet_authorship::Config for Runtime {
    type EventHandler = Rewards;
    type FindAuthor = FindAccountFromAuthorIndex<Self, Babe>;
}

impl pallet_session::Config for Runtime {
    type Currency = Balances;
    type DisablingStrategy = UpToLimitWithReEnablingDisablingStrategy;
    type KeyDeposit = ConstU128<{ deposits::SESSION_KEYS }>;
    type Keys = SessionKeys;
    type NextSessionRotation = Babe;
    type RuntimeEvent = RuntimeEvent;
    type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
    type SessionManager = historical::NoteHistoricalRoot<Self, NodeStaking>;
    type ShouldEndSession = Babe;
    type ValidatorId = AccountId;
    type ValidatorIdOf = ConvertInto;
    type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
}

impl historical::Config for Runtime {
    type FullIdentification = ();
    type FullIdentificationOf = pallet_node_staking::IdentificationOf;
    type RuntimeEvent = RuntimeEvent;
}

impl pallet_offences::Config for Runtime {
    type IdentificationTuple = historical::IdentificationTuple<Self>;
    type OnOffenceHandler = NodeStaking;
    type RuntimeEvent = RuntimeEvent;
}

impl pallet_authority_discovery::Config for Runtime {
    type MaxAuthorities = MaxAuthorities;
}

impl<Call> CreateTransactionBase<Call> for Runtime
where
    RuntimeCall: From<Call>,
{
    type Extrinsic = UncheckedExtrinsic;
    type RuntimeCall = RuntimeCall;
}

// Reports of equivocations have no signature.
impl<Call> CreateBare<Call> for Runtime
where
    RuntimeCall: From<Call>,
{
    fn create_bare(call: RuntimeCall) -> UncheckedExtrinsic {
        UncheckedExtrinsic::new_bare(call)
    }
}
