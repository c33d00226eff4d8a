//! The table of tracks, and how long a referendum takes.

use std::collections::BTreeSet;

use codec::{Decode, DecodeAll};
use frame_support::{assert_noop, assert_ok, traits::Get};
use nes_core::{Balance, BlockNumber};
use nes_runtime::{
    constants::{
        currency::GENESIS_ISSUANCE,
        governance::{
            DeferredDispatch, MotionDuration, SafeModeDuration, SafeModePause, UndecidingTimeout,
            UsernameGrace, UsernameOffer, VoteLocking,
        },
        time::DAYS,
        treasury::{BountyDelay, BountyUpdate, PayoutPeriod, SpendPeriod},
    },
    genesis::{DEVELOPMENT, MAINNET},
    governance::{
        origins::{spend_cap, Origin},
        tracks::{floors, CancelPeriod, Spec, Tracks, TRACKS},
    },
    NodeStaking, OriginCaller, Runtime,
};
use pallet_node_staking::{Call as StakingCall, Error as StakingError, Params};
use pallet_referenda::{ConstTrackInfo, TracksInfo};
use pallet_tempo::EraMillis;
use serde_json::json;
use sp_keyring::Sr25519Keyring::Alice;
use sp_runtime::Perbill;

use super::{
    calls::metadata,
    common::{call_as_root, genesis, genesis_with},
    origins::ORIGINS,
    steps::root,
};

/// Each origin of referenda but root with the number of its track.
fn tracks_of_origins() -> Vec<(Origin, u16)> {
    ORIGINS
        .into_iter()
        .map(|origin| (origin, Tracks::track_for(&OriginCaller::from(origin)).unwrap()))
        .collect()
}

/// The tracks that spend, each with the most that a referendum on it spends.
fn spending() -> Vec<(&'static Spec, Balance)> {
    let caps = tracks_of_origins().into_iter().filter_map(|(origin, track)| {
        let spec = TRACKS.iter().find(|spec| spec.id == track).unwrap();
        spend_cap(origin).map(|cap| (spec, cap))
    });
    caps.collect()
}

#[test]
fn the_least_support_for_a_spend_is_four_times_the_spend_or_more() {
    assert_eq!(spending().len(), 5);
    for (spec, cap) in spending() {
        let floor = spec.support.1.into_perbill();
        assert!(floor * GENESIS_ISSUANCE >= 4 * cap, "{}", spec.name);
    }
}

#[test]
fn what_a_track_can_spend_at_once_is_a_fiftieth_of_the_issuance_at_most() {
    for (spec, cap) in spending() {
        assert!(Balance::from(spec.at_once) * cap <= GENESIS_ISSUANCE / 50, "{}", spec.name);
    }
}

#[test]
fn the_support_that_is_asked_for_falls_and_is_never_nothing() {
    for spec in &TRACKS {
        let (from, to) = spec.support;
        assert!(from > to && to.into_perbill() > Perbill::zero(), "{}", spec.name);
    }
}

#[test]
fn names_are_unique_and_fit_and_numbers_are_sorted() {
    let names: BTreeSet<_> = TRACKS.iter().map(|spec| spec.name).collect();
    assert_eq!(names.len(), TRACKS.len());
    assert!(names.iter().all(|name| (1..=25).contains(&name.len())));
    assert!(TRACKS.windows(2).all(|pair| pair[0].id < pair[1].id));
    genesis(DEVELOPMENT).execute_with(|| assert_eq!(Tracks::check_integrity(), Ok(())));
}

#[test]
fn each_origin_has_a_track_of_its_own_and_each_track_an_origin() {
    let mut of_origins: Vec<_> = tracks_of_origins().into_iter().map(|(_, track)| track).collect();
    of_origins.push(Tracks::track_for(&root()).unwrap());
    of_origins.sort_unstable();
    assert_eq!(of_origins, TRACKS.map(|spec| spec.id));
}

#[test]
fn nobody_else_has_a_track() {
    use frame_system::RawOrigin::{None, Signed};
    type Members = pallet_collective::RawOrigin<nes_core::AccountId, pallet_collective::Instance1>;
    let others: [OriginCaller; 3] =
        [None.into(), Signed(Alice.to_account_id()).into(), Members::Members(3, 3).into()];
    for origin in others {
        assert_eq!(Tracks::track_for(&origin), Err(()), "{origin:?}");
    }
}

#[test]
fn the_four_readings_of_the_table_agree() {
    for preset in [DEVELOPMENT, MAINNET] {
        genesis(preset).execute_with(|| {
            let tracks: Vec<_> = Tracks::tracks().collect();
            let ids: Vec<_> = tracks.iter().map(|track| track.id).collect();
            assert_eq!(ids, Tracks::track_ids().collect::<Vec<_>>());
            for track in tracks {
                assert_eq!(*Tracks::info(track.id).unwrap(), track.info);
            }
            assert!(Tracks::info(2).is_none());
        });
    }
}

#[test]
fn no_floor_reaches_the_public_clock() {
    for spec in &TRACKS {
        let (public, fastest) = (spec.info(1), spec.info(u32::MAX));
        assert_eq!(
            (fastest.prepare_period, fastest.decision_period),
            (floors::PREPARE, floors::DECISION),
        );
        assert_eq!(
            (fastest.confirm_period, fastest.min_enactment_period),
            (floors::CONFIRM, floors::ENACTMENT),
        );
        assert_eq!((public.prepare_period, public.decision_period), (spec.prepare, spec.decision));
        assert_eq!(
            (public.confirm_period, public.min_enactment_period),
            (spec.confirm, spec.enactment)
        );
        assert!(spec.prepare > floors::PREPARE && spec.decision > floors::DECISION);
        assert!(spec.confirm > floors::CONFIRM && spec.enactment > floors::ENACTMENT);
    }
    let at = |divisor: u32| {
        let patch = json!({ "tempo": { "clock": { "governanceDivisor": divisor } } });
        genesis_with(DEVELOPMENT, patch).execute_with(periods)
    };
    let (public, floors) = (genesis(MAINNET).execute_with(periods), at(u32::MAX));
    for ((name, public), (_, floor)) in public.into_iter().zip(floors) {
        assert!(public > floor && floor > 0, "{name}: {public} and {floor}");
    }
}

/// Every period that is no track's, in blocks.
fn periods() -> [(&'static str, BlockNumber); 12] {
    [
        ("undeciding timeout", UndecidingTimeout::get()),
        ("vote locking", VoteLocking::get()),
        ("motion", MotionDuration::get()),
        ("deferred dispatch", DeferredDispatch::get()),
        ("safe mode", SafeModeDuration::get()),
        ("pause between safe modes", SafeModePause::get()),
        ("username offer", UsernameOffer::get()),
        ("username grace", UsernameGrace::get()),
        ("spend period", SpendPeriod::get()),
        ("payout period", PayoutPeriod::get()),
        ("bounty delay", BountyDelay::get()),
        ("bounty update", BountyUpdate::get()),
    ]
}

#[test]
fn a_vote_is_locked_for_as_long_as_the_longest_enactment_or_longer() {
    for preset in [DEVELOPMENT, MAINNET] {
        genesis(preset).execute_with(|| {
            let longest = Tracks::tracks().map(|track| track.info.min_enactment_period).max();
            assert!(VoteLocking::get() >= longest.unwrap(), "{preset}");
        });
    }
}

#[test]
fn a_vote_that_cancels_a_slash_fits_into_the_slashs_deferral() {
    for preset in [DEVELOPMENT, MAINNET] {
        genesis(preset).execute_with(|| {
            let eras = NodeStaking::params().slash_defer_eras;
            let deferral = EraMillis::<Runtime>::get() * u64::from(eras);
            assert!(deferral >= CancelPeriod::get(), "{preset}");
        });
    }
    genesis(MAINNET).execute_with(|| {
        // A day, two hours, two days, two hours, ten minutes; and an era, at whose very end a
        // report can come.
        assert_eq!(CancelPeriod::get(), (82 * 60 + 10) * 60_000);
    });
}

#[test]
fn a_deferral_that_is_shorter_than_the_vote_is_refused() {
    for (preset, shortest) in [(DEVELOPMENT, 3), (MAINNET, 14)] {
        genesis(preset).execute_with(|| {
            let set = |slash_defer_eras| {
                let old = NodeStaking::params();
                let params = Params { slash_defer_eras, appeal_eras: 1, ..old };
                call_as_root(StakingCall::set_params { params })
            };
            assert_ok!(set(shortest));
            assert_noop!(set(shortest - 1), StakingError::<Runtime>::SlashDeferTooShort);
        });
    }
}

/// Returns a constant of the metadata.
fn constant<T: Decode>(pallet: &str, name: &str) -> T {
    let metadata = metadata();
    let pallet = metadata.pallets.iter().find(|known| known.name == pallet).unwrap();
    let constant = pallet.constants.iter().find(|known| known.name == name).unwrap();
    T::decode_all(&mut &constant.value[..]).unwrap()
}

#[test]
fn the_metadata_of_a_public_chain_shows_its_real_periods() {
    genesis(MAINNET).execute_with(|| {
        let tracks: Vec<(u16, ConstTrackInfo<Balance, BlockNumber>)> =
            constant("Referenda", "Tracks");
        assert_eq!(tracks.len(), TRACKS.len());
        for ((id, shown), spec) in tracks.iter().zip(&TRACKS) {
            assert_eq!(*id, spec.id);
            let name = String::from_utf8(shown.name.0.to_vec()).unwrap();
            assert_eq!(name.trim_end_matches('\0'), spec.name);
            assert_eq!(
                (shown.prepare_period, shown.decision_period),
                (spec.prepare, spec.decision)
            );
            assert_eq!(
                (shown.confirm_period, shown.min_enactment_period),
                (spec.confirm, spec.enactment)
            );
        }
        let shown = |pallet, name| constant::<BlockNumber>(pallet, name);
        assert_eq!(shown("ConvictionVoting", "VoteLockingPeriod"), 7 * DAYS);
        assert_eq!(shown("Referenda", "UndecidingTimeout"), 14 * DAYS);
        assert_eq!(shown("Treasury", "SpendPeriod"), DAYS);
        assert_eq!(shown("Treasury", "PayoutPeriod"), 30 * DAYS);
        assert_eq!(shown("Bounties", "BountyDepositPayoutDelay"), 8 * DAYS);
        assert_eq!(shown("Bounties", "BountyUpdatePeriod"), 90 * DAYS);
    });
}

#[test]
fn the_metadata_of_a_fast_chain_shows_its_own() {
    genesis(DEVELOPMENT).execute_with(|| {
        assert_eq!(constant::<BlockNumber>("ConvictionVoting", "VoteLockingPeriod"), 2);
        let tracks: Vec<(u16, ConstTrackInfo<Balance, BlockNumber>)> =
            constant("Referenda", "Tracks");
        assert!(tracks.iter().all(|(_, track)| track.decision_period == floors::DECISION));
    });
}
