//! Tracks: which origin a referendum can speak for, at what deposit, and how long it takes.

use alloc::borrow::Cow;

use frame_support::traits::Get;
use frame_system::RawOrigin;
use nes_core::{Balance, BlockNumber};
use pallet_referenda::{Curve, Track, TrackInfo, TracksInfo as Referenda};
use pallet_tempo::{EraMillis, GovernanceDivisor, SlotMillis};
use sp_runtime::{str_array, FixedI64};

use super::origins::Origin;
use crate::{
    constants::{
        currency::UNIT,
        time::{scale, DAYS, HOURS, MINUTES},
    },
    OriginCaller, Runtime,
};

/// The shortest periods of a referendum, in blocks, however fast the chain is.
pub mod floors {
    use nes_core::BlockNumber;

    /// Until the decision can begin.
    pub const PREPARE: BlockNumber = 1;
    /// For the decision.
    pub const DECISION: BlockNumber = 20;
    /// For which the votes have to suffice.
    pub const CONFIRM: BlockNumber = 2;
    /// From the confirmation until the call is made.
    pub const ENACTMENT: BlockNumber = 2;
}

/// A row of the table, with the public chain's periods.
pub struct Spec {
    /// The number by which clients name it.
    pub id: u16,
    /// Its name, at most 25 bytes.
    pub name: &'static str,
    /// Referenda that are decided at once.
    pub at_once: u32,
    /// The deposit that a decision takes, in planck; it comes back after it.
    pub deposit: Balance,
    /// Until the decision can begin, in blocks.
    pub prepare: BlockNumber,
    /// For the decision, in blocks.
    pub decision: BlockNumber,
    /// For which the votes have to suffice, in blocks.
    pub confirm: BlockNumber,
    /// From the confirmation until the call is made, in blocks.
    pub enactment: BlockNumber,
    /// The part of all votable NES that has to say aye: at the beginning of the decision, and at
    /// its end.
    pub support: (FixedI64, FixedI64),
}

/// Returns `basis_points` hundredths of a per cent.
const fn part(basis_points: u128) -> FixedI64 {
    FixedI64::from_rational(basis_points, 10_000)
}

/// The part of the votes that has to say aye: all at the beginning of the decision, 80 % after a
/// quarter of it, half at its end.
pub const APPROVAL: Curve = Curve::make_reciprocal(1, 4, part(8_000), part(5_000), part(10_000));

/// The number of the track that cancels slashes.
const SLASH_ADMIN: u16 = 12;

/// Every track, by its number.
pub const TRACKS: [Spec; 13] = [
    Spec {
        id: 0,
        name: "root",
        at_once: 1,
        deposit: 100_000 * UNIT,
        prepare: DAYS,
        decision: 14 * DAYS,
        confirm: DAYS,
        enactment: DAYS,
        support: (part(5_000), part(500)),
    },
    Spec {
        id: 1,
        name: "whitelisted_caller",
        at_once: 10,
        deposit: 10_000 * UNIT,
        prepare: 30 * MINUTES,
        decision: 14 * DAYS,
        confirm: 10 * MINUTES,
        enactment: 10 * MINUTES,
        support: (part(5_000), part(200)),
    },
    Spec {
        id: 10,
        name: "parameter_admin",
        at_once: 5,
        deposit: 20_000 * UNIT,
        prepare: DAYS,
        decision: 14 * DAYS,
        confirm: DAYS,
        enactment: 3 * DAYS,
        support: (part(5_000), part(200)),
    },
    Spec {
        id: 11,
        name: "staking_admin",
        at_once: 5,
        deposit: 20_000 * UNIT,
        prepare: DAYS,
        decision: 14 * DAYS,
        confirm: 3 * HOURS,
        enactment: 10 * MINUTES,
        support: (part(5_000), part(200)),
    },
    Spec {
        id: SLASH_ADMIN,
        name: "slash_admin",
        at_once: 100,
        deposit: 500 * UNIT,
        prepare: 2 * HOURS,
        decision: 2 * DAYS,
        confirm: 2 * HOURS,
        enactment: 10 * MINUTES,
        support: (part(2_500), part(50)),
    },
    Spec {
        id: 13,
        name: "market_curator",
        at_once: 50,
        deposit: 1_000 * UNIT,
        prepare: 2 * HOURS,
        decision: 7 * DAYS,
        confirm: 3 * HOURS,
        enactment: 10 * MINUTES,
        support: (part(2_500), part(50)),
    },
    Spec {
        id: 20,
        name: "referendum_canceller",
        at_once: 20,
        deposit: 5_000 * UNIT,
        prepare: 2 * HOURS,
        decision: 7 * DAYS,
        confirm: 3 * HOURS,
        enactment: 10 * MINUTES,
        support: (part(1_000), part(100)),
    },
    Spec {
        id: 21,
        name: "referendum_killer",
        at_once: 20,
        deposit: 20_000 * UNIT,
        prepare: 2 * HOURS,
        decision: 7 * DAYS,
        confirm: 3 * HOURS,
        enactment: 10 * MINUTES,
        support: (part(1_000), part(100)),
    },
    Spec {
        id: 30,
        name: "treasurer",
        at_once: 2,
        deposit: 10_000 * UNIT,
        prepare: DAYS,
        decision: 28 * DAYS,
        confirm: DAYS,
        enactment: DAYS,
        support: (part(5_000), part(500)),
    },
    Spec {
        id: 31,
        name: "big_spender",
        at_once: 3,
        deposit: 5_000 * UNIT,
        prepare: DAYS,
        decision: 21 * DAYS,
        confirm: DAYS,
        enactment: DAYS,
        support: (part(5_000), part(200)),
    },
    Spec {
        id: 32,
        name: "medium_spender",
        at_once: 20,
        deposit: 1_000 * UNIT,
        prepare: 2 * HOURS,
        decision: 14 * DAYS,
        confirm: 3 * HOURS,
        enactment: 10 * MINUTES,
        support: (part(2_500), part(50)),
    },
    Spec {
        id: 33,
        name: "small_spender",
        at_once: 50,
        deposit: 200 * UNIT,
        prepare: 2 * HOURS,
        decision: 10 * DAYS,
        confirm: 3 * HOURS,
        enactment: 10 * MINUTES,
        support: (part(2_500), part(10)),
    },
    Spec {
        id: 34,
        name: "tipper",
        at_once: 100,
        deposit: 20 * UNIT,
        prepare: 2 * HOURS,
        decision: 7 * DAYS,
        confirm: 3 * HOURS,
        enactment: 10 * MINUTES,
        support: (part(2_500), part(2)),
    },
];

impl Spec {
    /// Returns the track on a chain whose governance is `divisor` times as fast.
    pub fn info(&self, divisor: u32) -> TrackInfo<Balance, BlockNumber> {
        let (from, to) = self.support;
        TrackInfo {
            name: str_array(self.name),
            max_deciding: self.at_once,
            decision_deposit: self.deposit,
            prepare_period: scale(self.prepare, floors::PREPARE, divisor),
            decision_period: scale(self.decision, floors::DECISION, divisor),
            confirm_period: scale(self.confirm, floors::CONFIRM, divisor),
            min_enactment_period: scale(self.enactment, floors::ENACTMENT, divisor),
            min_approval: APPROVAL,
            min_support: Curve::make_linear(1, 1, to, from),
        }
    }
}

/// The tracks on the chain's clock.
pub struct Tracks;

impl Referenda<Balance, BlockNumber> for Tracks {
    type Id = u16;
    type RuntimeOrigin = OriginCaller;

    fn tracks() -> impl Iterator<Item = Cow<'static, Track<Self::Id, Balance, BlockNumber>>> {
        let divisor = GovernanceDivisor::<Runtime>::get();
        TRACKS.iter().map(move |spec| Cow::Owned(Track { id: spec.id, info: spec.info(divisor) }))
    }

    fn track_ids() -> impl Iterator<Item = Self::Id> {
        TRACKS.iter().map(|spec| spec.id)
    }

    fn info(id: Self::Id) -> Option<Cow<'static, TrackInfo<Balance, BlockNumber>>> {
        let spec = TRACKS.iter().find(|spec| spec.id == id)?;
        Some(Cow::Owned(spec.info(GovernanceDivisor::<Runtime>::get())))
    }

    fn track_for(origin: &OriginCaller) -> Result<Self::Id, ()> {
        match origin {
            OriginCaller::system(RawOrigin::Root) => Ok(0),
            OriginCaller::Origins(origin) => Ok(match origin {
                Origin::WhitelistedCaller => 1,
                Origin::ParameterAdmin => 10,
                Origin::StakingAdmin => 11,
                Origin::SlashAdmin => SLASH_ADMIN,
                Origin::MarketCurator => 13,
                Origin::ReferendumCanceller => 20,
                Origin::ReferendumKiller => 21,
                Origin::Treasurer => 30,
                Origin::BigSpender => 31,
                Origin::MediumSpender => 32,
                Origin::SmallSpender => 33,
                Origin::Tipper => 34,
            }),
            _ => Err(()),
        }
    }
}

/// The deferral that leaves time for a vote on every slash, in milliseconds: a day until somebody
/// proposes to cancel it, the whole track, and the era of the report, which may be over at once.
pub struct CancelPeriod;

impl Get<u64> for CancelPeriod {
    fn get() -> u64 {
        let divisor = GovernanceDivisor::<Runtime>::get();
        let notice = scale(DAYS, floors::PREPARE, divisor);
        let track = TRACKS.iter().find(|spec| spec.id == SLASH_ADMIN).map_or(0, |spec| {
            let info = spec.info(divisor);
            [info.decision_period, info.confirm_period, info.min_enactment_period]
                .into_iter()
                .fold(info.prepare_period, BlockNumber::saturating_add)
        });
        let vote = u64::from(notice.saturating_add(track));
        vote.saturating_mul(SlotMillis::<Runtime>::get())
            .saturating_add(EraMillis::<Runtime>::get())
    }
}
