//! BABE, GRANDPA, sessions and offences.

use frame_support::traits::{ConstU128, ConstU32};
use frame_system::offchain::{CreateBare, CreateTransactionBase};
use nes_core::AccountId;
use pallet_session::{
    disabling::UpToLimitWithReEnablingDisablingStrategy, FindAccountFromAuthorIndex,
};
use pallet_session_proofs::NotedKeys;
use pallet_tempo::{EpochSlots, EraEpochs, SlotMillis};
use sp_runtime::traits::{ConvertInto, Get};
use sp_session::MembershipProof;

use crate::{
    constants::{deposits, limits},
    sessions::KeyHandlers,
    Babe, Balances, NodeStaking, Offences, Rewards, Runtime, RuntimeCall, RuntimeEvent, Session,
    SessionKeys, SessionProofs, UncheckedExtrinsic,
};

type MaxAuthorities = ConstU32<{ limits::VALIDATORS }>;
// Delegators are slashed through their node's shares, not one by one in an offence's weight.
type MaxNominators = ConstU32<0>;

/// The number of sessions for which an equivocation can still be proved: as long as stake behind a
/// validator takes to unbond, an era more than other stake.
struct ProvableSessions;

impl Get<u64> for ProvableSessions {
    fn get() -> u64 {
        let eras = u64::from(NodeStaking::params().unbonding_eras).saturating_add(1);
        eras.saturating_mul(EraEpochs::<Runtime>::get().into())
    }
}

/// The number of blocks for which a report of an equivocation stays valid.
pub struct ReportLongevity;

impl Get<u64> for ReportLongevity {
    fn get() -> u64 {
        ProvableSessions::get().saturating_mul(EpochSlots::<Runtime>::get())
    }
}

/// The number of GRANDPA's sets whose sessions are remembered: one for each session, if each has its
/// own, and the one before, because a set's sessions begin where those of the set before it end.
pub struct RememberedSets;

impl Get<u64> for RememberedSets {
    fn get() -> u64 {
        ProvableSessions::get().saturating_add(1)
    }
}

impl pallet_babe::Config for Runtime {
    type DisabledValidators = Session;
    type EpochChangeTrigger = pallet_babe::ExternalTrigger;
    type EpochDuration = EpochSlots<Runtime>;
    type EquivocationReportSystem =
        pallet_babe::EquivocationReportSystem<Self, Offences, SessionProofs, ReportLongevity>;
    type ExpectedBlockTime = SlotMillis<Runtime>;
    type KeyOwnerProof = MembershipProof;
    type MaxAuthorities = MaxAuthorities;
    type MaxNominators = MaxNominators;
    type WeightInfo = ();
}

impl pallet_grandpa::Config for Runtime {
    type EquivocationReportSystem =
        pallet_grandpa::EquivocationReportSystem<Self, Offences, SessionProofs, ReportLongevity>;
    type KeyOwnerProof = MembershipProof;
    type MaxAuthorities = MaxAuthorities;
    type MaxNominators = MaxNominators;
    type MaxSetIdSessionEntries = RememberedSets;
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
    type SessionHandler = KeyHandlers;
    type SessionManager = NotedKeys<Self, NodeStaking>;
    type ShouldEndSession = Babe;
    type ValidatorId = AccountId;
    type ValidatorIdOf = ConvertInto;
    type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
}

impl pallet_session_proofs::Config for Runtime {
    type MaxValidators = MaxAuthorities;
}

impl pallet_offences::Config for Runtime {
    type IdentificationTuple = (AccountId, ());
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
