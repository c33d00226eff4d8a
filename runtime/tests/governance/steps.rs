//! A referendum and a motion of the technical collective, step by step, by the calls that anybody
//! can make.

use codec::Encode;
use frame_support::{
    assert_ok,
    dispatch::{GetDispatchInfo, RawOrigin},
    traits::{schedule::DispatchTime, Bounded},
};
use nes_core::{AccountId, Balance, BlockNumber, Hash};
use nes_runtime::{
    constants::currency::UNIT, OriginCaller, Runtime, RuntimeCall, RuntimeEvent, System,
};
use pallet_collective::Call as CollectiveCall;
use pallet_conviction_voting::{AccountVote, Call as VotingCall, Conviction, Vote};
use pallet_referenda::{
    Call as ReferendaCall, ReferendumCount, ReferendumIndex, ReferendumInfo, ReferendumInfoFor,
    ReferendumInfoOf, ReferendumStatusOf,
};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Ferdie};
use sp_runtime::{
    traits::{BlakeTwo256, Hash as _},
    DispatchResult,
};

use super::common::{call, events, run};

/// A call as a referendum carries it.
pub(crate) type Proposal = Bounded<RuntimeCall, BlakeTwo256>;

/// The origin root.
pub(crate) fn root() -> OriginCaller {
    RawOrigin::<AccountId>::Root.into()
}

/// Returns `proposed` as a referendum carries it; `who` notes it if it is long.
pub(crate) fn bound(who: Sr25519Keyring, proposed: RuntimeCall) -> Proposal {
    let bytes = proposed.encode();
    let (hash, len) = (BlakeTwo256::hash(&bytes), bytes.len().try_into().unwrap());
    bytes.try_into().map(Bounded::Inline).unwrap_or_else(|bytes| {
        assert_ok!(call(who, pallet_preimage::Call::note_preimage { bytes }));
        Bounded::Lookup { hash, len }
    })
}

/// Has `who` submit a referendum on `proposed` with the power of `origin`.
pub(crate) fn submit(
    who: Sr25519Keyring,
    origin: impl Into<OriginCaller>,
    proposed: impl Into<RuntimeCall>,
) -> ReferendumIndex {
    let proposal = bound(who, proposed.into());
    submit_proposal(who, origin, proposal, DispatchTime::After(0))
}

/// The same, with the proposal as it is and the moment of its enactment.
pub(crate) fn submit_proposal(
    who: Sr25519Keyring,
    origin: impl Into<OriginCaller>,
    proposal: Proposal,
    enactment_moment: DispatchTime<BlockNumber>,
) -> ReferendumIndex {
    let index = ReferendumCount::<Runtime>::get();
    let proposal_origin = Box::new(origin.into());
    let submit = ReferendaCall::submit { proposal_origin, proposal, enactment_moment };
    assert_ok!(call(who, submit));
    index
}

/// Has `who` place the decision deposit.
pub(crate) fn deposit(who: Sr25519Keyring, index: ReferendumIndex) {
    assert_ok!(call(who, ReferendaCall::place_decision_deposit { index }));
}

/// A vote with `balance` of this conviction.
pub(crate) fn vote_call(
    poll_index: ReferendumIndex,
    aye: bool,
    conviction: Conviction,
    balance: Balance,
) -> VotingCall<Runtime> {
    let vote = AccountVote::Standard { vote: Vote { aye, conviction }, balance };
    VotingCall::vote { poll_index, vote }
}

/// Has `who` vote with `balance`, once for each planck.
pub(crate) fn vote(who: Sr25519Keyring, index: ReferendumIndex, aye: bool, balance: Balance) {
    assert_ok!(call(who, vote_call(index, aye, Conviction::Locked1x, balance)));
}

/// Has three fifths of the development chain's NES vote aye: enough at any moment.
pub(crate) fn approve(index: ReferendumIndex) {
    [Alice, Bob, Charlie, Dave]
        .into_iter()
        .for_each(|who| vote(who, index, true, 9_000_000 * UNIT));
}

/// Proposes `proposed`, with the deposit and the votes that carry it as fast as the track goes.
pub(crate) fn propose(
    origin: impl Into<OriginCaller>,
    proposed: impl Into<RuntimeCall>,
) -> ReferendumIndex {
    let index = submit(Ferdie, origin, proposed);
    deposit(Ferdie, index);
    approve(index);
    index
}

/// Carries `proposed` and returns what it did, in the block in which it is made.
pub(crate) fn carry(
    origin: impl Into<OriginCaller>,
    proposed: impl Into<RuntimeCall>,
) -> DispatchResult {
    let index = propose(origin, proposed);
    for _ in 0..10 {
        run(1);
        if let Some(result) = enacted(index) {
            return result;
        }
    }
    panic!("referendum {index} is not enacted: {:?}", info(index));
}

/// Returns the referendum.
pub(crate) fn info(index: ReferendumIndex) -> ReferendumInfoOf<Runtime, ()> {
    ReferendumInfoFor::<Runtime>::get(index).unwrap()
}

/// Returns the referendum, which is not decided yet.
pub(crate) fn ongoing(index: ReferendumIndex) -> ReferendumStatusOf<Runtime, ()> {
    match info(index) {
        ReferendumInfo::Ongoing(status) => status,
        other => panic!("referendum {index} is over: {other:?}"),
    }
}

/// Returns true if the referendum has been approved.
pub(crate) fn is_approved(index: ReferendumIndex) -> bool {
    matches!(info(index), ReferendumInfo::Approved(..))
}

/// The name under which the enactment of a referendum is scheduled.
pub(crate) fn enactment_name(index: ReferendumIndex) -> [u8; 32] {
    (*b"assembly", "enactment", index).using_encoded(sp_io::hashing::blake2_256)
}

/// Returns what the referendum's call did, if it was made in this block.
pub(crate) fn enacted(index: ReferendumIndex) -> Option<DispatchResult> {
    let name = enactment_name(index);
    events().into_iter().find_map(|event| match event {
        RuntimeEvent::Scheduler(pallet_scheduler::Event::Dispatched { id, result, .. })
            if id == Some(name) =>
        {
            Some(result)
        }
        _ => None,
    })
}

/// Runs blocks until one in which `happened`, and returns its number.
pub(crate) fn run_until(limit: BlockNumber, happened: impl Fn() -> bool) -> BlockNumber {
    for _ in 0..limit {
        run(1);
        if happened() {
            return System::block_number();
        }
    }
    panic!("it has not happened in {limit} blocks");
}

/// Has the technical collective decide on `proposed` with the `ayes` of its members; returns what
/// it did.
pub(crate) fn motion(ayes: &[Sr25519Keyring], proposed: impl Into<RuntimeCall>) -> DispatchResult {
    let proposed = proposed.into();
    let threshold = ayes.len().try_into().unwrap();
    let length_bound = proposed.encoded_size().try_into().unwrap();
    let proposal_weight_bound = proposed.get_dispatch_info().call_weight;
    let proposal_hash = BlakeTwo256::hash_of(&proposed);
    let index = pallet_collective::ProposalCount::<Runtime, pallet_collective::Instance1>::get();
    let proposal = Box::new(proposed);
    let [first, ..] = ayes else { panic!("somebody proposes") };
    assert_ok!(call(*first, CollectiveCall::propose { threshold, proposal, length_bound }));
    if threshold > 1 {
        for member in ayes {
            let (proposal, approve) = (proposal_hash, true);
            assert_ok!(call(*member, CollectiveCall::vote { proposal, index, approve }));
        }
        let close =
            CollectiveCall::close { proposal_hash, index, proposal_weight_bound, length_bound };
        assert_ok!(call(*first, close));
    }
    executed(proposal_hash)
}

/// Returns what the motion did that was executed in this block.
fn executed(motion: Hash) -> DispatchResult {
    let results = events().into_iter().rev().find_map(|event| match event {
        RuntimeEvent::TechnicalCommittee(pallet_collective::Event::Executed {
            proposal_hash,
            result,
        }) if proposal_hash == motion => Some(result),
        _ => None,
    });
    results.expect("the motion is executed")
}
