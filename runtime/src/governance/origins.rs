//! Origins: what a carried referendum may do besides what root may.

pub use pallet::*;

use frame_support::traits::{EitherOf, EnsureOrigin};
use frame_system::EnsureRoot;
use nes_core::{AccountId, Balance};
use nes_support::params::{Authority, Track};

use crate::{constants::currency::UNIT, RuntimeOrigin};

/// The origins of referenda.
#[frame_support::pallet]
#[allow(clippy::as_conversions, clippy::expect_used, reason = "the FRAME macros write them")]
pub mod pallet {
    use frame_support::pallet_prelude::*;

    /// The pallet's handle.
    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// There is nothing to configure.
    #[pallet::config]
    pub trait Config: frame_system::Config {}

    /// The power of a referendum, by its track.
    #[derive(
        Encode,
        Decode,
        DecodeWithMemTracking,
        MaxEncodedLen,
        TypeInfo,
        Clone,
        Copy,
        PartialEq,
        Eq,
        Debug,
    )]
    #[pallet::origin]
    pub enum Origin {
        /// Makes, as root, a call that the technical collective has whitelisted.
        WhitelistedCaller,
        /// Changes the parameters of the chain's own pallets, within their bounds.
        ParameterAdmin,
        /// Changes the size of the validator set, and makes nodes leave.
        StakingAdmin,
        /// Cancels pending slashes.
        SlashAdmin,
        /// Removes services from the market.
        MarketCurator,
        /// Cancels ongoing referenda; their deposits come back.
        ReferendumCanceller,
        /// Ends ongoing referenda and takes their deposits.
        ReferendumKiller,
        /// Spends up to 10,000,000 NES of the treasury at a time, and stops spends and bounties.
        Treasurer,
        /// Spends up to 1,000,000 NES of the treasury at a time.
        BigSpender,
        /// Spends up to 100,000 NES of the treasury at a time.
        MediumSpender,
        /// Spends up to 10,000 NES of the treasury at a time.
        SmallSpender,
        /// Spends up to 1,000 NES of the treasury at a time.
        Tipper,
    }
}

/// Returns the most that `origin` may spend at a time, in planck.
pub fn spend_cap(origin: Origin) -> Option<Balance> {
    match origin {
        Origin::Treasurer => Some(10_000_000 * UNIT),
        Origin::BigSpender => Some(1_000_000 * UNIT),
        Origin::MediumSpender => Some(100_000 * UNIT),
        Origin::SmallSpender => Some(10_000 * UNIT),
        Origin::Tipper => Some(1_000 * UNIT),
        Origin::WhitelistedCaller
        | Origin::ParameterAdmin
        | Origin::StakingAdmin
        | Origin::SlashAdmin
        | Origin::MarketCurator
        | Origin::ReferendumCanceller
        | Origin::ReferendumKiller => None,
    }
}

/// Returns the origin of a referendum, or `origin` if it is another one.
fn referendum(origin: RuntimeOrigin) -> Result<Origin, RuntimeOrigin> {
    origin.into()
}

/// Lets `Who` through and, as everywhere, root.
pub type RootOr<Who> = EitherOf<EnsureRoot<AccountId>, Who>;

/// Lets the one origin through that it is named after.
macro_rules! ensure {
    ($($name:ident),+) => {$(
        #[doc = concat!("Lets [`Origin::", stringify!($name), "`] through.")]
        pub struct $name;

        impl EnsureOrigin<RuntimeOrigin> for $name {
            type Success = ();

            fn try_origin(origin: RuntimeOrigin) -> Result<(), RuntimeOrigin> {
                match referendum(origin)? {
                    Origin::$name => Ok(()),
                    other => Err(other.into()),
                }
            }

            #[cfg(feature = "runtime-benchmarks")]
            fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
                Ok(Origin::$name.into())
            }
        }
    )+};
}

ensure!(
    WhitelistedCaller,
    StakingAdmin,
    SlashAdmin,
    MarketCurator,
    ReferendumCanceller,
    ReferendumKiller,
    Treasurer
);

/// Lets everybody through who may spend, each up to his cap; root without one.
pub struct Spender;

impl EnsureOrigin<RuntimeOrigin> for Spender {
    type Success = Balance;

    fn try_origin(origin: RuntimeOrigin) -> Result<Balance, RuntimeOrigin> {
        let origin = match EnsureRoot::<AccountId>::try_origin(origin) {
            Ok(()) => return Ok(Balance::MAX),
            Err(origin) => origin,
        };
        let origin = referendum(origin)?;
        spend_cap(origin).ok_or_else(|| origin.into())
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
        Ok(RuntimeOrigin::root())
    }
}

/// Lets everybody through who may change parameters, with which ones.
pub struct ParametersAdmin;

impl EnsureOrigin<RuntimeOrigin> for ParametersAdmin {
    type Success = Authority;

    fn try_origin(origin: RuntimeOrigin) -> Result<Authority, RuntimeOrigin> {
        let origin = match EnsureRoot::<AccountId>::try_origin(origin) {
            Ok(()) => return Ok(Authority::Root),
            Err(origin) => origin,
        };
        match referendum(origin)? {
            Origin::ParameterAdmin => Ok(Authority::Track(Track::ParameterAdmin)),
            Origin::StakingAdmin => Ok(Authority::Track(Track::StakingAdmin)),
            other => Err(other.into()),
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
        Ok(RuntimeOrigin::root())
    }
}
