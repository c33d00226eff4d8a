//! Referenda, votes, scheduled calls, preimages, and the technical collective.

use core::cmp::Ordering;

use frame_support::{
    parameter_types,
    traits::{
        fungible::HoldConsideration, ActiveIssuanceOf, AsEnsureOriginWithArg, ConstU128, ConstU32,
        LinearStoragePrice, PrivilegeCmp,
    },
    weights::Weight,
};
use frame_system::{EnsureRoot, EnsureSigned, RawOrigin};
use nes_core::{AccountId, Balance};
use pallet_collective::{DefaultVote, Instance1};
use pallet_conviction_voting::TallyOf;

use crate::{
    constants::{deposits, governance},
    governance::{
        emergency::TwoThirds,
        origins::{self, ReferendumCanceller, ReferendumKiller, RootOr, WhitelistedCaller},
        state,
        tracks::Tracks,
    },
    Balances, OriginCaller, Preimage, Referenda, Runtime, RuntimeCall, RuntimeEvent,
    RuntimeHoldReason, RuntimeOrigin, System, Treasury,
};

impl origins::Config for Runtime {}

impl state::Config for Runtime {}

parameter_types! {
    pub const PreimageReason: RuntimeHoldReason =
        RuntimeHoldReason::Preimage(pallet_preimage::HoldReason::Preimage);
}

impl pallet_preimage::Config for Runtime {
    type Consideration = HoldConsideration<
        AccountId,
        Balances,
        PreimageReason,
        LinearStoragePrice<
            ConstU128<{ deposits::PREIMAGE }>,
            ConstU128<{ deposits::BYTE }>,
            Balance,
        >,
    >;
    type Currency = Balances;
    type ManagerOrigin = EnsureRoot<AccountId>;
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = pallet_preimage::weights::SubstrateWeight<Runtime>;
}

/// The order of origins: root is above every other one; the others can only be compared with
/// themselves.
pub struct RootAboveAll;

impl PrivilegeCmp<OriginCaller> for RootAboveAll {
    fn cmp_privilege(left: &OriginCaller, right: &OriginCaller) -> Option<Ordering> {
        if left == right {
            return Some(Ordering::Equal);
        }
        match (left, right) {
            (OriginCaller::system(RawOrigin::Root), _) => Some(Ordering::Greater),
            (_, OriginCaller::system(RawOrigin::Root)) => Some(Ordering::Less),
            _ => None,
        }
    }
}

parameter_types! {
    pub const ScheduledWeight: Weight = governance::SCHEDULED_WEIGHT;
}

impl pallet_scheduler::Config for Runtime {
    type BlockNumberProvider = System;
    type MaxScheduledPerBlock = ConstU32<{ governance::SCHEDULED_PER_BLOCK }>;
    type MaximumWeight = ScheduledWeight;
    type OriginPrivilegeCmp = RootAboveAll;
    type PalletsOrigin = OriginCaller;
    type Preimages = Preimage;
    type RuntimeCall = RuntimeCall;
    type RuntimeEvent = RuntimeEvent;
    type RuntimeOrigin = RuntimeOrigin;
    type ScheduleOrigin = EnsureRoot<AccountId>;
    type WeightInfo = pallet_scheduler::weights::SubstrateWeight<Runtime>;
}

/// All NES that can vote: the issuance without the treasury and the pots.
type Votable = ActiveIssuanceOf<Balances, AccountId>;

impl pallet_conviction_voting::Config for Runtime {
    type BlockNumberProvider = System;
    type Currency = Balances;
    type MaxTurnout = Votable;
    type MaxVotes = ConstU32<{ governance::VOTES }>;
    type Polls = Referenda;
    type RuntimeEvent = RuntimeEvent;
    type VoteLockingPeriod = governance::VoteLocking;
    type VotingHooks = ();
    type WeightInfo = pallet_conviction_voting::weights::SubstrateWeight<Runtime>;
}

impl pallet_referenda::Config for Runtime {
    type AlarmInterval = ConstU32<{ governance::ALARM_INTERVAL }>;
    type BlockNumberProvider = System;
    type CancelOrigin = RootOr<ReferendumCanceller>;
    type Currency = Balances;
    type KillOrigin = RootOr<ReferendumKiller>;
    type MaxQueued = ConstU32<{ governance::QUEUED }>;
    type Preimages = Preimage;
    type RuntimeCall = RuntimeCall;
    type RuntimeEvent = RuntimeEvent;
    type Scheduler = crate::governance::agenda::Agendas;
    type Slash = Treasury;
    type SubmissionDeposit = ConstU128<{ governance::SUBMISSION_DEPOSIT }>;
    type SubmitOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId>>;
    type Tally = TallyOf<Runtime>;
    type Tracks = Tracks;
    type UndecidingTimeout = governance::UndecidingTimeout;
    type Votes = Balance;
    type WeightInfo = pallet_referenda::weights::SubstrateWeight<Runtime>;
}

impl pallet_whitelist::Config for Runtime {
    type BlockNumberProvider = System;
    type DeferredDispatchExpiration = governance::DeferredDispatch;
    type DispatchWhitelistedOrigin = RootOr<WhitelistedCaller>;
    type Preimages = Preimage;
    type RuntimeCall = RuntimeCall;
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = pallet_whitelist::weights::SubstrateWeight<Runtime>;
    type WhitelistOrigin = TwoThirds;
}

/// The default vote of members who do not vote: a nay, so that no prime member votes for them.
pub struct SilenceIsNay;

impl DefaultVote for SilenceIsNay {
    fn default_vote(_: Option<bool>, _: u32, _: u32, _: u32) -> bool {
        false
    }
}

impl pallet_collective::Config<Instance1> for Runtime {
    type Consideration = ();
    type DefaultVote = SilenceIsNay;
    type DisapproveOrigin = EnsureRoot<AccountId>;
    type KillOrigin = EnsureRoot<AccountId>;
    type MaxMembers = ConstU32<{ governance::COLLECTIVE_MEMBERS }>;
    type MaxProposalWeight = ScheduledWeight;
    type MaxProposals = ConstU32<{ governance::MOTIONS }>;
    type MotionDuration = governance::MotionDuration;
    type Proposal = RuntimeCall;
    type RuntimeEvent = RuntimeEvent;
    type RuntimeOrigin = RuntimeOrigin;
    type SetMembersOrigin = EnsureRoot<AccountId>;
    type WeightInfo = pallet_collective::weights::SubstrateWeight<Runtime>;
}
