//! The course of referenda with known votes, in the blocks that are computed by hand.

use nes_runtime::{
    constants::{
        currency::UNIT,
        time::{DAYS, HOURS, MINUTES},
    },
    genesis::DEVELOPMENT,
    governance::{
        origins::Origin,
        tracks::{APPROVAL, TRACKS},
    },
    Runtime, System,
};
use pallet_referenda::ReferendumInfo;
use serde_json::json;
use sp_keyring::Sr25519Keyring::{Alice, Bob, Charlie, Dave, Ferdie};
use sp_runtime::Perbill;

use super::{
    common::{events, genesis_with, hurry, on_chain, run, run_to},
    steps::{approve, deposit, enacted, info, is_approved, ongoing, root, run_until, submit, vote},
};

/// A call that does nothing but leave a trace.
fn remark() -> frame_system::Call<Runtime> {
    frame_system::Call::remark { remark: vec![1] }
}

#[test]
fn a_referendum_that_all_want_is_enacted_five_blocks_after_its_submission() {
    on_chain(DEVELOPMENT, || {
        let index = submit(Ferdie, root(), remark());
        deposit(Ferdie, index);
        approve(index);
        // A block of preparation; two of confirmation; two until the enactment.
        run_to(2);
        assert_eq!(ongoing(index).deciding.unwrap().confirming, Some(4));
        run_to(3);
        assert!(!is_approved(index));
        run_to(4);
        assert!(is_approved(index));
        run_to(5);
        assert_eq!(enacted(index), None);
        run_to(6);
        assert_eq!(enacted(index), Some(Ok(())));
    });
}

#[test]
fn a_referendum_without_votes_fails_at_the_end_of_its_decision() {
    on_chain(DEVELOPMENT, || {
        let index = submit(Ferdie, root(), remark());
        deposit(Ferdie, index);
        run_to(21);
        assert!(ongoing(index).deciding.is_some());
        run_to(22);
        assert!(matches!(info(index), ReferendumInfo::Rejected(22, ..)));
    });
}

#[test]
fn a_referendum_without_a_deposit_times_out() {
    on_chain(DEVELOPMENT, || {
        let index = submit(Ferdie, root(), remark());
        approve(index);
        run_to(60);
        assert!(ongoing(index).deciding.is_none());
        run_to(61);
        assert!(matches!(info(index), ReferendumInfo::TimedOut(61, ..)));
    });
}

/// With a quarter of 60 million NES, all of them ayes, on a track that asks for 50 to 2 %: 48 % of
/// the decision's 20 blocks times 25 / 48 is block 10.4.
#[test]
fn a_referendum_with_little_support_passes_when_the_curve_has_come_down_to_it() {
    on_chain(DEVELOPMENT, || {
        let index = submit(Ferdie, Origin::ParameterAdmin, remark());
        deposit(Ferdie, index);
        vote(Alice, index, true, 9_000_000 * UNIT);
        vote(Bob, index, true, 6_000_000 * UNIT);
        let confirming = || ongoing(index).deciding.is_some_and(|it| it.confirming.is_some());
        assert_eq!(run_until(30, confirming), 2 + 11);
        assert_eq!(run_until(10, || is_approved(index)), 2 + 13);
        assert_eq!(run_until(10, || enacted(index).is_some()), 2 + 15);
    });
}

/// Approval falls as 1 / (1 + x) over the decision: three fifths suffice after two thirds of it,
/// at block 13.3 of 20.
#[test]
fn a_referendum_with_three_ayes_to_two_nays_passes_after_two_thirds_of_its_decision() {
    on_chain(DEVELOPMENT, || {
        let index = submit(Ferdie, Origin::Tipper, remark());
        deposit(Ferdie, index);
        vote(Alice, index, true, 9_000_000 * UNIT);
        vote(Bob, index, true, 9_000_000 * UNIT);
        vote(Charlie, index, false, 9_000_000 * UNIT);
        vote(Dave, index, false, 3_000_000 * UNIT);
        let confirming = || ongoing(index).deciding.is_some_and(|it| it.confirming.is_some());
        assert_eq!(run_until(30, confirming), 2 + 14);
        assert_eq!(run_until(10, || is_approved(index)), 2 + 16);
    });
}

#[test]
fn a_majority_of_nays_is_rejected_however_large_the_support() {
    on_chain(DEVELOPMENT, || {
        let index = submit(Ferdie, Origin::Tipper, remark());
        deposit(Ferdie, index);
        vote(Alice, index, true, 9_000_000 * UNIT);
        vote(Bob, index, false, 9_000_001 * UNIT);
        run_to(22);
        assert!(matches!(info(index), ReferendumInfo::Rejected(22, ..)));
    });
}

#[test]
fn nays_at_the_last_moment_abort_the_confirmation() {
    on_chain(DEVELOPMENT, || {
        let index = submit(Ferdie, root(), remark());
        deposit(Ferdie, index);
        approve(index);
        run_to(3);
        vote(Ferdie, index, false, 9_000_000 * UNIT);
        run_to(4);
        assert!(!is_approved(index));
        assert_eq!(ongoing(index).deciding.unwrap().confirming, None);
        let aborted = pallet_referenda::Event::ConfirmAborted { index };
        assert!(events().contains(&aborted.into()));
    });
}

/// The curves on the public clock, without a chain: the day by which a share of NES suffices.
#[test]
fn on_the_public_clock_the_day_is_the_one_that_the_curves_give() {
    let day_of_support = |id: u16, share: Perbill| {
        let spec = TRACKS.iter().find(|spec| spec.id == id).unwrap();
        let info = spec.info(1);
        let after = info.min_support.delay(share).mul_ceil(info.decision_period);
        (after, info.decision_period)
    };
    // Root: 20 % of 50 to 5 % in 14 days is two thirds of it, 9 days and 8 hours.
    let (after, _) = day_of_support(0, Perbill::from_percent(20));
    assert!((9 * DAYS + 8 * HOURS).abs_diff(after) <= 1, "{after}");
    // Parameters: 26 % of 50 to 2 % in 14 days is half of it.
    let (after, _) = day_of_support(10, Perbill::from_percent(26));
    assert!((7 * DAYS).abs_diff(after) <= 1, "{after}");
    // Slashes: 12.75 % of 25 to 0.5 % in 2 days is half of it.
    let (after, _) = day_of_support(12, Perbill::from_rational(1_275u32, 10_000));
    assert!(DAYS.abs_diff(after) <= 1, "{after}");
    // Less than the floor is never enough.
    let (after, all) = day_of_support(0, Perbill::from_rational(499u32, 10_000));
    assert_eq!(after, all);
    let info = TRACKS[0].info(1);
    assert!(!info.min_support.passing(Perbill::one(), Perbill::from_rational(499u32, 10_000)));
    assert!(info.min_support.passing(Perbill::one(), Perbill::from_percent(5)));

    for part in [0, 25, 50, 75, 100] {
        let asked = APPROVAL.threshold(Perbill::from_percent(part));
        let expected = Perbill::from_rational(100, 100 + part);
        assert!(asked.deconstruct().abs_diff(expected.deconstruct()) < 10, "{asked:?}");
    }
    assert!(APPROVAL.passing(Perbill::one(), Perbill::from_percent(50)));
    assert!(!APPROVAL.passing(Perbill::one(), Perbill::from_parts(499_999_990)));
}

/// A clock with governance at its full length and eras long enough for its slashes.
fn public_governance() -> serde_json::Value {
    json!({
        "tempo": { "clock": { "epochSlots": 1_200, "eraEpochs": 6, "governanceDivisor": 1 } },
        "nodeStaking": {
            "params": { "unbondingEras": 56, "slashDeferEras": 14, "appealEras": 14 },
        },
    })
}

#[test]
fn at_full_length_the_fastest_track_takes_fifty_minutes_of_public_blocks() {
    let mut state = genesis_with(DEVELOPMENT, public_governance());
    let index = state.execute_with(|| {
        run_to(1);
        let index = submit(Ferdie, Origin::WhitelistedCaller, remark());
        deposit(Ferdie, index);
        approve(index);
        hurry(30 * MINUTES + 10 * MINUTES - 1);
        assert!(!is_approved(index));
        run(1);
        assert!(is_approved(index));
        hurry(10 * MINUTES - 1);
        assert_eq!(enacted(index), None);
        run(1);
        assert_eq!(enacted(index), Some(Ok(())));
        assert_eq!(System::block_number(), 1 + 50 * MINUTES);
        index
    });
    assert_eq!(index, 0);
}
