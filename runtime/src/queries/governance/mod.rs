//! Tracks and their origins, referenda and votes.

mod referenda;
mod standing;
mod voting;

use alloc::{string::String, vec::Vec};

use codec::{DecodeAll, Encode};
use frame_support::traits::{Get, PalletInfoAccess};
use frame_system::RawOrigin;
use nes_core::{Balance, BlockNumber};
use nes_runtime_api::{OriginInfo, RequiredInfo, TrackInfo};
use pallet_referenda::{Curve, Track, TracksInfo};
use scale_info::{form::MetaForm, TypeDef, TypeInfo, Variant};
use sp_runtime::Perbill;

use crate::{
    governance::{
        origins::{spend_cap, Origin},
        tracks::{Tracks, TRACKS},
    },
    OriginCaller, Origins, Runtime,
};

pub(crate) use referenda::{record, referenda, referendum};
pub(super) use voting::total;
pub(crate) use voting::{locks, voting_power};

/// Returns every track.
pub(crate) fn tracks() -> Vec<TrackInfo<BlockNumber>> {
    let origins = origins();
    let tracks = Tracks::tracks().map(|track| track.into_owned());
    tracks.filter_map(|track| info(track, &origins)).collect()
}

/// Returns the name of the track of this id.
pub(super) fn track_name(id: u16) -> String {
    TRACKS.iter().find(|spec| spec.id == id).map_or("", |spec| spec.name).into()
}

/// Returns the names of `origin`, by which clients submit a proposal for it.
fn origin_info(origin: &OriginCaller) -> OriginInfo {
    match origin {
        OriginCaller::Origins(origin) => {
            let index = origin.encode().first().copied();
            let variant = variants().into_iter().find(|variant| Some(variant.index) == index);
            let name = variant.map_or("", |variant| variant.name);
            OriginInfo { pallet: Origins::name().into(), name: name.into() }
        }
        // No other one has a track.
        _ => OriginInfo { pallet: "system".into(), name: "Root".into() },
    }
}

/// Returns the variants of [`Origin`], as the metadata names them.
fn variants() -> Vec<Variant<MetaForm>> {
    match Origin::type_info().type_def {
        TypeDef::Variant(origins) => origins.variants,
        _ => Vec::new(),
    }
}

/// Returns the origins that have a track.
fn origins() -> Vec<OriginCaller> {
    let origins = variants().into_iter().filter_map(|variant| {
        let origin = Origin::decode_all(&mut [variant.index].as_slice()).ok()?;
        Some(OriginCaller::Origins(origin))
    });
    core::iter::once(OriginCaller::system(RawOrigin::Root)).chain(origins).collect()
}

fn info(
    Track { id, info }: Track<u16, Balance, BlockNumber>,
    origins: &[OriginCaller],
) -> Option<TrackInfo<BlockNumber>> {
    let origin = origins.iter().find(|origin| Tracks::track_for(origin) == Ok(id))?;
    Some(TrackInfo {
        id,
        name: track_name(id),
        origin: origin_info(origin),
        spend_cap: match origin {
            OriginCaller::Origins(origin) => spend_cap(*origin),
            _ => None,
        },
        at_once: info.max_deciding,
        submission_deposit: <Runtime as pallet_referenda::Config>::SubmissionDeposit::get(),
        decision_deposit: info.decision_deposit,
        prepare: info.prepare_period,
        decision: info.decision_period,
        confirm: info.confirm_period,
        enactment: info.min_enactment_period,
        approval: required(&info.min_approval),
        support: required(&info.min_support),
    })
}

fn required(curve: &Curve) -> RequiredInfo {
    RequiredInfo { start: curve.threshold(Perbill::zero()), end: curve.threshold(Perbill::one()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_track_has_an_origin_of_its_own() {
        let mut ids: Vec<_> = origins().iter().map(Tracks::track_for).collect();
        ids.sort_unstable();
        assert_eq!(ids, Tracks::track_ids().map(Ok).collect::<Vec<_>>());
    }

    #[test]
    fn an_origin_has_the_name_of_its_variant() {
        for origin in [Origin::WhitelistedCaller, Origin::SlashAdmin, Origin::Tipper] {
            let info = origin_info(&OriginCaller::Origins(origin));
            assert_eq!((info.pallet, info.name), ("Origins".into(), format!("{origin:?}")));
        }
        let root = origin_info(&OriginCaller::system(RawOrigin::Root));
        assert_eq!((root.pallet, root.name), ("system".into(), "Root".into()));
    }
}
