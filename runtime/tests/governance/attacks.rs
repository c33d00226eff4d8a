//! Attacks on governance, each by the door that the attacker would use.

use std::collections::BTreeSet;

use codec::Encode;
use frame_support::{
    assert_noop, assert_ok,
    dispatch::{GetDispatchInfo, RawOrigin},
    traits::schedule::DispatchTime,
};
use nes_core::{AccountId, Hash};
use nes_runtime::{
    constants::currency::UNIT,
    genesis::LOCAL_TESTNET,
    governance::{origins::Origin, tracks::TRACKS},
    Balances, Runtime, RuntimeCall, RuntimeEvent, Treasury,
};
use nes_runtime_api::{runtime_decl_for_governance_api::GovernanceApiV1, GovernanceRecord};
use pallet_conviction_voting::{Call as VotingCall, Conviction, Error as VotingError};
use pallet_referenda::{Call as ReferendaCall, Error as ReferendaError, ReferendumInfo};
use pallet_whitelist::{Call as WhitelistCall, Error as WhitelistError};
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Eve, Ferdie};
use sp_runtime::{
    traits::{BlakeTwo256, Hash as _},
    DispatchError, DispatchResult,
};

use super::{
    common::{call, events, fail_era, on_chain, run, total},
    steps::{
        approve, bound, carry, deposit, enacted, info, is_approved, motion, ongoing, propose, root,
        run_until, submit, vote, vote_call,
    },
};

fn remark(byte: u8) -> RuntimeCall {
    frame_system::Call::remark { remark: vec![byte] }.into()
}

/// Has the collective whitelist `made` and a referendum dispatch it.
pub(crate) fn carry_whitelisted(made: RuntimeCall) -> DispatchResult {
    let call_hash = BlakeTwo256::hash_of(&made);
    assert_ok!(motion(&[Alice, Bob], WhitelistCall::whitelist_call { call_hash }));
    let call = Box::new(made);
    let dispatch = WhitelistCall::dispatch_whitelisted_call_with_preimage { call };
    carry(Origin::WhitelistedCaller, dispatch)
}

/// Returns the result of the whitelisted call that was dispatched in this block.
fn whitelisted() -> Option<DispatchResult> {
    events().into_iter().find_map(|event| match event {
        RuntimeEvent::Whitelist(pallet_whitelist::Event::WhitelistedCallDispatched {
            result,
            ..
        }) => Some(result.map(drop).map_err(|failed| failed.error)),
        _ => None,
    })
}

#[test]
fn a_whitelisted_call_is_made_as_root() {
    on_chain(LOCAL_TESTNET, || {
        let key = b"a key".to_vec();
        let made = frame_system::Call::set_storage { items: vec![(key.clone(), vec![1])] };
        assert_ok!(carry_whitelisted(made.into()));
        assert_eq!(whitelisted(), Some(Ok(())));
        assert!(sp_io::storage::exists(&key));
    });
}

/// Neither the collective nor the votes of the fast track suffice alone.
#[test]
fn the_collective_alone_does_nothing_as_root() {
    on_chain(LOCAL_TESTNET, || {
        let made = remark(1);
        let call_hash = BlakeTwo256::hash_of(&made);
        let dispatch =
            || WhitelistCall::dispatch_whitelisted_call_with_preimage { call: Box::new(remark(1)) };
        let all = [Alice, Bob, Charlie];
        assert_ok!(motion(&all, WhitelistCall::whitelist_call { call_hash }));
        assert_eq!(motion(&all, dispatch()), Err(DispatchError::BadOrigin));
        let deferred = WhitelistError::<Runtime>::DeferredDispatchNotFound;
        assert_noop!(call(Alice, dispatch()), deferred);
        assert_eq!(
            motion(&[Alice], WhitelistCall::whitelist_call { call_hash: Hash::zero() }),
            Err(DispatchError::BadOrigin)
        );
    });
}

/// A referendum that comes before its whitelisting waits for it, and anyone relays it then.
#[test]
fn votes_on_the_fast_track_do_nothing_until_the_collective_agrees_and_expire() {
    on_chain(LOCAL_TESTNET, || {
        let dispatch = |byte| WhitelistCall::dispatch_whitelisted_call_with_preimage {
            call: Box::new(remark(byte)),
        };
        assert_ok!(carry(Origin::WhitelistedCaller, dispatch(1)));
        assert_eq!(whitelisted(), None);
        let not_yet = WhitelistError::<Runtime>::CallIsNotWhitelisted;
        assert_noop!(call(Eve, dispatch(1)), not_yet);
        let call_hash = BlakeTwo256::hash_of(&remark(1));
        assert_ok!(motion(&[Alice, Bob], WhitelistCall::whitelist_call { call_hash }));
        assert_ok!(call(Eve, dispatch(1)));
        assert_eq!(whitelisted(), Some(Ok(())));
        // Once.
        let over = WhitelistError::<Runtime>::DeferredDispatchNotFound;
        assert_noop!(call(Eve, dispatch(1)), over);

        assert_ok!(carry(Origin::WhitelistedCaller, dispatch(2)));
        run(60);
        let call_hash = BlakeTwo256::hash_of(&remark(2));
        assert_ok!(motion(&[Alice, Bob], WhitelistCall::whitelist_call { call_hash }));
        let expired = WhitelistError::<Runtime>::DeferredDispatchExpired;
        assert_noop!(call(Eve, dispatch(2)), expired);
    });
}

/// Power is not handed on: the call is made with the origin of the track, whatever it is.
#[test]
fn a_small_tracks_referendum_has_a_small_tracks_power() {
    on_chain(LOCAL_TESTNET, || {
        let set = pallet_rewards::Call::set_params { params: Default::default() };
        assert_eq!(carry(Origin::Tipper, set), Err(DispatchError::BadOrigin));
        let as_root = pallet_utility::Call::dispatch_as {
            as_origin: Box::new(root()),
            call: Box::new(remark(1)),
        };
        assert_eq!(carry(Origin::Treasurer, as_root), Err(DispatchError::BadOrigin));
    });
}

#[test]
fn nobody_proposes_with_the_power_of_an_account_or_of_the_collective() {
    on_chain(LOCAL_TESTNET, || {
        type Members = pallet_collective::RawOrigin<AccountId, pallet_collective::Instance1>;
        let powers: [nes_runtime::OriginCaller; 3] = [
            RawOrigin::Signed(Treasury::account_id()).into(),
            RawOrigin::None.into(),
            Members::Members(3, 3).into(),
        ];
        for power in powers {
            let submit = ReferendaCall::submit {
                proposal_origin: Box::new(power),
                proposal: bound(Eve, remark(1)),
                enactment_moment: DispatchTime::After(0),
            };
            assert_noop!(call(Eve, submit), ReferendaError::<Runtime>::NoTrack);
        }
    });
}

/// Root's track decides one referendum at a time. Who occupies it with one that nobody wants has a
/// deposit at stake, and loses it to the killer.
#[test]
fn who_occupies_roots_track_is_killed_and_pays() {
    on_chain(LOCAL_TESTNET, || {
        let spoiler = submit(Eve, root(), remark(1));
        deposit(Eve, spoiler);
        run(1);
        let honest = propose(root(), remark(2));
        run(3);
        assert!(ongoing(honest).deciding.is_none());

        let (eve, treasury) = (Eve.to_account_id(), total(&Treasury::account_id()));
        let before = total(&eve);
        let kill = ReferendaCall::kill { index: spoiler };
        assert_ok!(carry(Origin::ReferendumKiller, kill));
        let lost = TRACKS[0].deposit + 10 * UNIT;
        assert_eq!(total(&eve), before - lost);
        assert_eq!(total(&Treasury::account_id()), treasury + lost);
        run_until(10, || enacted(honest).is_some());
    });
}

/// Of those that wait, the one with the most ayes comes first.
#[test]
fn a_second_spoiler_does_not_pass_a_wanted_referendum_in_the_queue() {
    on_chain(LOCAL_TESTNET, || {
        let first = submit(Eve, root(), remark(1));
        deposit(Eve, first);
        let second = submit(Eve, root(), remark(2));
        run(1);
        deposit(Eve, second);
        vote(Eve, second, true, 9_000_000 * UNIT);
        let honest = propose(root(), remark(3));
        run_until(30, || is_approved(honest));
        assert!(matches!(info(first), ReferendumInfo::Rejected(..)));
        assert!(ongoing(second).deciding.is_none());
    });
}

#[test]
fn a_cancelled_referendum_gives_its_deposits_back_and_its_votes_are_free() {
    on_chain(LOCAL_TESTNET, || {
        let index = submit(Eve, root(), remark(1));
        deposit(Eve, index);
        assert_ok!(call(Eve, vote_call(index, true, Conviction::Locked6x, 9_000_000 * UNIT)));
        run(2);
        assert_ok!(carry(Origin::ReferendumCanceller, ReferendaCall::cancel { index }));
        let eve = Eve.to_account_id();
        assert_ok!(call(Bob, ReferendaCall::refund_decision_deposit { index }));
        assert_ok!(call(Bob, ReferendaCall::refund_submission_deposit { index }));
        assert_eq!(Balances::reserved_balance(&eve), 0);
        assert_ok!(call(Eve, VotingCall::remove_vote { class: Some(0), index }));
        assert_ok!(call(Eve, VotingCall::unlock { class: 0, target: eve.clone().into() }));
        assert!(Balances::locks(&eve).is_empty());
    });
}

#[test]
fn a_rejected_referendum_keeps_the_submission_deposit_and_gives_the_decision_deposit_back_once() {
    on_chain(LOCAL_TESTNET, || {
        let index = submit(Eve, root(), remark(1));
        deposit(Ferdie, index);
        run(22);
        assert!(matches!(info(index), ReferendumInfo::Rejected(..)));
        let before = Balances::free_balance(Ferdie.to_account_id());
        assert_ok!(call(Eve, ReferendaCall::refund_decision_deposit { index }));
        let after = Balances::free_balance(Ferdie.to_account_id());
        assert_eq!(after, before + TRACKS[0].deposit);
        let again = ReferendaCall::<Runtime>::refund_decision_deposit { index };
        assert_noop!(call(Eve, again), ReferendaError::<Runtime>::NoDeposit);
        let submission = ReferendaCall::<Runtime>::refund_submission_deposit { index };
        assert_noop!(call(Eve, submission), ReferendaError::<Runtime>::BadStatus);
    });
}

/// A vote cannot be changed in a referendum that is over, nor taken out of it before its lock ends.
#[test]
fn a_winner_cannot_slip_out_of_the_lock() {
    on_chain(LOCAL_TESTNET, || {
        let index = submit(Ferdie, root(), remark(1));
        deposit(Ferdie, index);
        approve(index);
        let all = 10_000_000 * UNIT;
        assert_ok!(call(Eve, vote_call(index, true, Conviction::Locked6x, all)));
        run(3);
        assert!(is_approved(index));
        let over = VotingError::<Runtime>::NotOngoing;
        assert_noop!(call(Eve, vote_call(index, false, Conviction::None, 1)), over);
        assert_ok!(call(Eve, VotingCall::remove_vote { class: Some(0), index }));
        let target = || Eve.to_account_id().into();
        assert_ok!(call(Eve, VotingCall::unlock { class: 0, target: target() }));
        assert_eq!(Balances::locks(&Eve.to_account_id())[0].amount, all);
        // A vote of little on another referendum does not shrink it.
        let other = submit(Ferdie, root(), remark(2));
        assert_ok!(call(Eve, vote_call(other, true, Conviction::None, UNIT)));
        assert_ok!(call(Eve, VotingCall::remove_vote { class: Some(0), index: other }));
        assert_ok!(call(Eve, VotingCall::unlock { class: 0, target: target() }));
        assert_eq!(Balances::locks(&Eve.to_account_id())[0].amount, all);
    });
}

#[test]
fn nobody_removes_the_vote_of_another_while_it_counts() {
    on_chain(LOCAL_TESTNET, || {
        let index = submit(Ferdie, root(), remark(1));
        vote(Eve, index, false, 9_000_000 * UNIT);
        let remove = || {
            let target = Eve.to_account_id().into();
            VotingCall::<Runtime>::remove_other_vote { target, class: 0, index }
        };
        assert_noop!(call(Ferdie, remove()), VotingError::<Runtime>::NoPermission);
        assert_eq!(ongoing(index).tally.nays, 9_000_000 * UNIT);
    });
}

/// A delegator cannot vote, delegations are not handed on, and circles give nobody more.
#[test]
fn delegations_count_once() {
    on_chain(LOCAL_TESTNET, || {
        let index = submit(Ferdie, root(), remark(1));
        let delegate = |to: sp_keyring::Sr25519Keyring| VotingCall::<Runtime>::delegate {
            class: 0,
            to: to.to_account_id().into(),
            conviction: Conviction::Locked1x,
            balance: 5_000_000 * UNIT,
        };
        assert_ok!(call(Eve, delegate(Ferdie)));
        assert_ok!(call(Ferdie, delegate(Eve)));
        let delegating = VotingError::<Runtime>::AlreadyDelegating;
        assert_noop!(call(Eve, vote_call(index, true, Conviction::None, 1)), delegating);
        assert_ok!(call(Ferdie, VotingCall::undelegate { class: 0 }));
        vote(Ferdie, index, true, 5_000_000 * UNIT);
        assert_eq!(ongoing(index).tally.support, 10_000_000 * UNIT);
    });
}

/// A discussion document is set by who submitted, and by nobody else.
#[test]
fn a_stranger_does_not_change_what_a_referendum_says_of_itself() {
    on_chain(LOCAL_TESTNET, || {
        let index = submit(Ferdie, root(), remark(1));
        let bytes = br#"{"title":"t"}"#.to_vec();
        let hash = BlakeTwo256::hash(&bytes);
        assert_ok!(call(Ferdie, pallet_preimage::Call::note_preimage { bytes }));
        let set = || ReferendaCall::<Runtime>::set_metadata { index, maybe_hash: Some(hash) };
        assert_noop!(call(Eve, set()), ReferendaError::<Runtime>::NoPermission);
        assert_ok!(call(Ferdie, set()));
        let clear = ReferendaCall::<Runtime>::set_metadata { index, maybe_hash: None };
        assert_noop!(call(Eve, clear), ReferendaError::<Runtime>::NoPermission);
    });
}

/// Regression: a block that gave referenda many long documents had a record that does not fit into
/// the runtime's memory, and every node's index would have stopped at it.
#[test]
fn the_record_of_a_block_with_many_documents_stays_small() {
    on_chain(LOCAL_TESTNET, || {
        let index = submit(Ferdie, root(), remark(1));
        let longest = usize::try_from(GovernanceRecord::MAX_DOCUMENT).unwrap();
        let mut hashes = Vec::new();
        for number in 0..20 {
            let bytes = vec![number; longest];
            hashes.push(BlakeTwo256::hash(&bytes));
            assert_ok!(call(Ferdie, pallet_preimage::Call::note_preimage { bytes }));
        }
        run(1);
        for _ in 0..30 {
            for hash in &hashes {
                let maybe_hash = Some(*hash);
                assert_ok!(call(Ferdie, ReferendaCall::set_metadata { index, maybe_hash }));
            }
        }
        let documents = Runtime::record().documents;
        assert_eq!(documents.len(), 16);
        let sum: usize = documents.iter().map(|document| document.bytes.len()).sum();
        assert_eq!(sum, usize::try_from(GovernanceRecord::MAX_DOCUMENTS).unwrap());
        let given: BTreeSet<_> = documents.iter().map(|document| document.hash).collect();
        assert!(given.len() == 16 && given.iter().all(|hash| hashes.contains(hash)));
    });
}

/// A slash is cancelled in time although it has been appealed against by nobody.
#[test]
fn a_vote_cancels_a_slash_before_it_is_executed() {
    use pallet_node_staking::{Call as StakingCall, Nodes, OpenSlashes};
    super::common::without_emission(LOCAL_TESTNET, || {
        let bob = Bob.to_account_id();
        fail_era(&bob);
        assert!(OpenSlashes::<Runtime>::get(0).is_some());
        assert_ok!(carry(Origin::SlashAdmin, StakingCall::cancel_slash { slash: 0 }));
        assert!(OpenSlashes::<Runtime>::get(0).is_none());
        assert_eq!(Nodes::<Runtime>::get(&bob).unwrap().stake(), 100_000 * UNIT);
    });
}

/// Preimages are on deposit by who notes them: nobody fills the state with them for nothing, and
/// a request by nobody but root keeps one.
#[test]
fn a_preimage_costs_its_bytes_and_only_root_requests_one() {
    on_chain(LOCAL_TESTNET, || {
        let before = Balances::reserved_balance(Eve.to_account_id());
        let bytes = vec![3; 100_000];
        let hash = BlakeTwo256::hash(&bytes);
        assert_ok!(call(Eve, pallet_preimage::Call::note_preimage { bytes: bytes.clone() }));
        let cost = Balances::reserved_balance(Eve.to_account_id()) - before;
        assert!(cost >= 10 * UNIT, "{cost}");
        let request = || pallet_preimage::Call::<Runtime>::request_preimage { hash };
        assert_noop!(call(Eve, request()), DispatchError::BadOrigin);
        // Noted twice it is paid once, and the stranger cannot take it away.
        let again = pallet_preimage::Call::<Runtime>::note_preimage { bytes };
        let noted = pallet_preimage::Error::<Runtime>::AlreadyNoted;
        assert_noop!(call(Ferdie, again), noted);
        let unnote = pallet_preimage::Call::<Runtime>::unnote_preimage { hash };
        let stranger = pallet_preimage::Error::<Runtime>::NotAuthorized;
        assert_noop!(call(Ferdie, unnote), stranger);
    });
}

/// A referendum of many calls is one dispatch: the first failure undoes all of a `batch_all`.
#[test]
fn a_batch_of_a_referendum_is_all_or_nothing() {
    on_chain(LOCAL_TESTNET, || {
        let spend = |amount| -> RuntimeCall {
            pallet_treasury::Call::spend {
                asset_kind: Box::new(()),
                amount,
                beneficiary: Box::new(Eve.to_account_id()),
                valid_from: None,
            }
            .into()
        };
        let calls = vec![spend(UNIT), spend(1_001 * UNIT)];
        let batch = pallet_utility::Call::batch_all { calls };
        assert!(carry(Origin::Tipper, batch).is_err());
        assert_eq!(pallet_treasury::SpendCount::<Runtime>::get(), 0);
    });
}

/// The weight that a relayer claims for a call is checked, and the call is root's.
#[test]
fn a_relayer_cannot_understate_a_whitelisted_call() {
    on_chain(LOCAL_TESTNET, || {
        let made: RuntimeCall = frame_system::Call::set_code { code: vec![] }.into();
        let bytes = made.encode();
        let (call_hash, call_encoded_len) =
            (BlakeTwo256::hash(&bytes), bytes.len().try_into().unwrap());
        let weight = made.get_dispatch_info().call_weight;
        assert_ok!(call(Eve, pallet_preimage::Call::note_preimage { bytes }));
        let dispatch = |call_weight_witness| WhitelistCall::<Runtime>::dispatch_whitelisted_call {
            call_hash,
            call_encoded_len,
            call_weight_witness,
        };
        assert_ok!(carry(Origin::WhitelistedCaller, dispatch(weight)));
        assert_ok!(motion(&[Alice, Bob], WhitelistCall::whitelist_call { call_hash }));
        let understated = WhitelistError::<Runtime>::InvalidCallWeightWitness;
        let less = weight.saturating_sub(frame_support::weights::Weight::from_parts(1, 0));
        assert_noop!(call(Eve, dispatch(less)), understated);
    });
}

/// The floor of the highest bar: a twentieth of what can vote, if nobody is against it.
#[test]
fn a_twentieth_of_the_votes_carries_anything_that_nobody_votes_against() {
    on_chain(LOCAL_TESTNET, || {
        let (little, enough) = (submit(Ferdie, root(), remark(1)), 3_100_000 * UNIT);
        deposit(Ferdie, little);
        vote(Eve, little, true, 2_900_000 * UNIT);
        run(25);
        assert!(matches!(info(little), ReferendumInfo::Rejected(..)));
        let index = submit(Ferdie, root(), remark(2));
        deposit(Ferdie, index);
        vote(Eve, index, true, enough);
        run(25);
        assert!(is_approved(index));
    });
}
