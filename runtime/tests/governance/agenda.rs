//! The agenda of a block, and what it costs to fill it.

use codec::Encode;
use frame_support::{
    assert_noop, assert_ok,
    dispatch::GetDispatchInfo,
    traits::{schedule::DispatchTime, Bounded},
};
use nes_core::{Balance, BlockNumber, Hash};
use nes_runtime::{
    constants::{
        currency::UNIT,
        governance::{ALARMS_PER_BLOCK, SCHEDULED_PER_BLOCK, SUBMISSION_DEPOSIT, VOTES},
        limits::{BLOCK_WEIGHT, NORMAL_RATIO},
    },
    genesis::LOCAL_TESTNET,
    governance::{origins::Origin, tracks::TRACKS},
    Balances, OriginCaller, Runtime, RuntimeCall, RuntimeEvent, System,
};
use pallet_conviction_voting::{Call as VotingCall, Conviction};
use pallet_referenda::{
    Call as ReferendaCall, DecidingCount, ReferendumCount, ReferendumIndex, ReferendumInfo,
};
use pallet_scheduler::{Agenda, IncompleteSince};
use sp_keyring::Sr25519Keyring::{Alice, Dave, Eve, Ferdie};

use super::{
    common::{call, call_as_root, events, hurry, on_chain, run, run_to},
    steps::{
        approve, bound, carry, deposit, enacted, info, is_approved, ongoing, root, run_until,
        submit, submit_proposal, vote,
    },
};

/// The alarms for which a block has room.
const ALARMS: u128 = 512;
const _: () = assert!(ALARMS_PER_BLOCK == 512);

/// From a submission to its alarm, in blocks of the development chain.
const TIMEOUT: BlockNumber = 60;

fn remark() -> RuntimeCall {
    frame_system::Call::remark { remark: vec![] }.into()
}

fn occupied(block: BlockNumber) -> usize {
    Agenda::<Runtime>::get(block).iter().flatten().count()
}

/// Eve submits referenda until the agenda of the block in which they time out takes no more of
/// their alarms.
fn fill_agenda_of_timeout() -> BlockNumber {
    let block = System::block_number() + TIMEOUT;
    loop {
        let before = occupied(block);
        submit(Eve, Origin::Tipper, remark());
        if occupied(block) == before {
            return block;
        }
    }
}

/// The scheduler drops what finds no place, and referenda do not look at the refusal.
#[test]
fn a_carried_referendum_is_enacted_although_its_block_is_full() {
    on_chain(LOCAL_TESTNET, || {
        let full = fill_agenda_of_timeout();
        run_to(full - 10);
        let proposal = bound(Ferdie, remark());
        let moment = DispatchTime::At(full);
        let index = submit_proposal(Ferdie, root(), proposal, moment);
        deposit(Ferdie, index);
        approve(index);
        run_to(full - 1);
        assert!(is_approved(index));
        run_until(5, || enacted(index) == Some(Ok(())));
    });
}

/// Alarms cannot take the places of what must not be lost: each decision that ends gives its place
/// back in the next block, and every other place is for an enactment.
#[test]
fn alarms_leave_a_place_for_the_end_of_every_decision_and_as_many_enactments_as_tracks() {
    let decisions: u32 = TRACKS.iter().map(|spec| spec.at_once).sum();
    let enactments = u32::try_from(TRACKS.len()).unwrap();
    assert!(SCHEDULED_PER_BLOCK - ALARMS_PER_BLOCK >= decisions + enactments);
}

/// A track decides as many referenda at once as its row says. A decision that ends gives its place
/// back in the next block: were that block's agenda full, the place would be lost for ever, and
/// root's track has only one. When a decision without votes ends is known from its beginning.
#[test]
fn a_full_agenda_does_not_take_a_tracks_only_place_for_ever() {
    on_chain(LOCAL_TESTNET, || {
        let full = fill_agenda_of_timeout();
        // Its decision begins in the next block, lasts 20, and ends right before the full one.
        run_to(full - 22);
        let spoiler = submit(Eve, root(), remark());
        deposit(Eve, spoiler);
        run_to(full - 1);
        assert!(matches!(info(spoiler), ReferendumInfo::Rejected(..)));
        run_to(full + 5);
        assert_eq!(DecidingCount::<Runtime>::get(0), 0);

        let index = submit(Ferdie, root(), remark());
        deposit(Ferdie, index);
        approve(index);
        run(5);
        assert_eq!(enacted(index), Some(Ok(())));
    });
}

/// The alarm of a vote is in the next block, and whoever votes on 512 referenda of his own fills
/// it. The next vote wakes a referendum that has slept through that.
#[test]
fn a_referendum_is_not_put_to_sleep_by_a_full_agenda() {
    on_chain(LOCAL_TESTNET, || {
        let spoilers: Vec<_> = (0..VOTES).map(|_| submit(Eve, Origin::Tipper, remark())).collect();
        let index = submit(Ferdie, root(), remark());
        deposit(Ferdie, index);
        run(1);
        // The alarms of Eve's are for the next block, and so would be that of the others.
        spoilers.iter().for_each(|spoiler| vote(Eve, *spoiler, true, UNIT));
        assert_eq!(occupied(System::block_number() + 1), 512);
        approve(index);
        run(1);
        vote(Ferdie, index, true, UNIT);
        run(4);
        assert!(is_approved(index));
    });
}

/// One delegation to who has voted on 512 referenda sets 512 alarms, for the next block, and a vote
/// moves the alarm of what it is for: together they could keep any referendum from its end.
#[test]
fn a_stranger_does_not_put_a_confirming_referendum_to_sleep() {
    on_chain(LOCAL_TESTNET, || {
        for _ in 0..VOTES {
            let spoiler = submit(Eve, Origin::Tipper, remark());
            vote(Eve, spoiler, true, UNIT);
        }
        let index = submit(Ferdie, root(), remark());
        deposit(Ferdie, index);
        approve(index);
        run(2);
        assert!(ongoing(index).deciding.unwrap().confirming.is_some());
        let delegate = VotingCall::delegate {
            class: 34,
            to: Eve.to_account_id().into(),
            conviction: Conviction::None,
            balance: UNIT,
        };
        assert_ok!(call(Dave, delegate));
        assert_eq!(occupied(System::block_number() + 1), 512);
        vote(Eve, index, false, 1);
        run_until(15, || is_approved(index));
    });
}

/// The price of filling a block that is known a fortnight before. It stays on deposit for ever.
#[test]
fn the_alarms_of_a_block_are_filled_for_5120_nes_of_deposits() {
    on_chain(LOCAL_TESTNET, || {
        let eve = Eve.to_account_id();
        let full = fill_agenda_of_timeout();
        let alarms = Balance::try_from(occupied(full)).unwrap();
        assert_eq!(alarms * SUBMISSION_DEPOSIT, 5_120 * UNIT);
        let cost = Balances::reserved_balance(&eve);
        assert!(cost >= alarms * SUBMISSION_DEPOSIT);
        run_to(full + 5);
        for index in 0..ReferendumCount::<Runtime>::get() {
            assert!(matches!(info(index), ReferendumInfo::TimedOut(..)));
            let refund = ReferendaCall::refund_submission_deposit { index };
            assert!(call(Eve, refund).is_err());
        }
        assert_eq!(Balances::reserved_balance(&eve), cost);
    });
}

/// Alarms can also be placed at the end of a preparation, by the decision deposits, which come back
/// later. A block is known when the confirmation begins, and taken when it ends.
#[test]
fn a_block_that_a_confirmation_makes_known_is_filled_for_15360_nes_or_not_at_all() {
    for spec in &TRACKS {
        let in_time = spec.enactment + 1..=spec.enactment + spec.confirm;
        let others = TRACKS.iter().filter(|other| in_time.contains(&other.prepare));
        let Some(each) = others.map(|other| other.deposit + SUBMISSION_DEPOSIT).min() else {
            continue;
        };
        let price = each * ALARMS;
        assert!(price >= 15_360 * UNIT, "{}: {price}", spec.name);
    }
    let root = &TRACKS[0];
    assert!(TRACKS.iter().all(|other| other.prepare <= root.enactment));
}

/// A block has room for the submissions that fill another one's agenda: it is no protection.
#[test]
fn a_block_has_room_for_512_submissions() {
    on_chain(LOCAL_TESTNET, || {
        let submit = RuntimeCall::from(ReferendaCall::submit {
            proposal_origin: Box::new(root()),
            proposal: bound(Ferdie, remark()),
            enactment_moment: DispatchTime::After(0),
        });
        let each = submit.get_dispatch_info().total_weight();
        let room = (NORMAL_RATIO * BLOCK_WEIGHT).ref_time();
        assert!(u128::from(each.ref_time()) * ALARMS < room.into(), "{each}");
    });
}

/// The agendas that the scheduler has not finished.
fn incomplete() -> Option<BlockNumber> {
    let next = System::block_number() + 1;
    IncompleteSince::<Runtime>::get().filter(|since| *since < next)
}

/// A proposal says itself how long its call is. The scheduler waits for room to fetch as much: for
/// more than a block has room for it would wait for ever, and every later agenda with it.
#[test]
fn a_proposal_that_claims_to_be_huge_does_not_stop_the_scheduler() {
    on_chain(LOCAL_TESTNET, || {
        let proposal = Bounded::Lookup { hash: Hash::repeat_byte(7), len: u32::MAX };
        let moment = DispatchTime::After(0);
        let index = submit_proposal(Eve, Origin::Tipper, proposal, moment);
        deposit(Eve, index);
        approve(index);
        run(10);
        assert!(is_approved(index));
        assert_eq!(incomplete(), None);
        assert_ok!(carry(root(), remark()));
    });
}

/// Its noter can take a call away until it is approved. Then anyone can note it again, without a
/// deposit, and nobody can take it away any more.
#[test]
fn taking_the_preimage_away_does_not_keep_a_call_from_being_enacted() {
    on_chain(LOCAL_TESTNET, || {
        let long: RuntimeCall = frame_system::Call::remark { remark: vec![1; 500] }.into();
        let bytes = long.encode();
        let index = submit(Eve, root(), long);
        let Bounded::Lookup { hash, .. } = ongoing(index).proposal else { panic!("it is long") };
        deposit(Ferdie, index);
        approve(index);
        let unnote = || pallet_preimage::Call::<Runtime>::unnote_preimage { hash };
        assert_ok!(call(Eve, unnote()));
        run(3);
        assert!(is_approved(index));
        let on_deposit = Balances::reserved_balance(Alice.to_account_id());
        assert_ok!(call(Alice, pallet_preimage::Call::note_preimage { bytes }));
        assert_eq!(Balances::reserved_balance(Alice.to_account_id()), on_deposit);
        for who in [Eve, Alice] {
            assert_noop!(call(who, unnote()), pallet_preimage::Error::<Runtime>::NotAuthorized);
        }
        run(2);
        assert_eq!(enacted(index), Some(Ok(())));
    });
}

#[test]
fn a_preimage_that_is_noted_with_another_length_is_refused() {
    on_chain(LOCAL_TESTNET, || {
        let long: RuntimeCall = frame_system::Call::remark { remark: vec![1; 500] }.into();
        let Bounded::Lookup { hash, len } = bound(Eve, long) else { panic!("it is long") };
        let submit = ReferendaCall::<Runtime>::submit {
            proposal_origin: Box::new(root()),
            proposal: Bounded::Lookup { hash, len: len + 1 },
            enactment_moment: DispatchTime::After(0),
        };
        let refusal = pallet_referenda::Error::<Runtime>::PreimageStoredWithDifferentLength;
        assert_eq!(call(Eve, submit).unwrap_err().error, refusal.into());
    });
}

/// The way to stop what has been approved: a call that the collective whitelists and a referendum
/// carries faster than root's enactment takes.
#[test]
fn an_approved_enactment_is_stopped_by_root_and_by_nobody_else() {
    on_chain(LOCAL_TESTNET, || {
        let proposal = bound(Ferdie, remark());
        let index = submit_proposal(Ferdie, root(), proposal, DispatchTime::After(20));
        deposit(Ferdie, index);
        approve(index);
        run(3);
        assert!(is_approved(index));
        let id = super::steps::enactment_name(index);
        let cancel: RuntimeCall = pallet_scheduler::Call::cancel_named { id }.into();
        let refused = OriginCaller::from(Origin::ReferendumCanceller);
        let result = sp_runtime::traits::Dispatchable::dispatch(cancel.clone(), refused.into());
        assert_eq!(result.unwrap_err().error, sp_runtime::DispatchError::BadOrigin);
        assert_ok!(super::attacks::carry_whitelisted(cancel));
        let blocks = 25;
        for _ in 0..blocks {
            run(1);
            assert_eq!(enacted(index), None);
        }
    });
}

/// Root's own tasks share the agenda: one cannot be displaced by alarms that come later.
#[test]
fn what_is_on_an_agenda_is_done_before_the_alarms() {
    on_chain(LOCAL_TESTNET, || {
        let when = System::block_number() + TIMEOUT;
        let schedule = pallet_scheduler::Call::schedule {
            when,
            maybe_periodic: None,
            priority: 63,
            call: Box::new(remark()),
        };
        assert_ok!(call_as_root(schedule));
        fill_agenda_of_timeout();
        hurry(TIMEOUT);
        let first = events().into_iter().find_map(|event| match event {
            RuntimeEvent::Scheduler(pallet_scheduler::Event::Dispatched { task, .. }) => Some(task),
            _ => None,
        });
        assert_eq!(first, Some((when, 0)));
        let timed_out =
            |index: ReferendumIndex| matches!(info(index), ReferendumInfo::TimedOut(..));
        assert!((0..500).all(timed_out));
    });
}
