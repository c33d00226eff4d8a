//! The common part of the mocks and tests of the pallets: the actors, their start balance, the signed
//! origin, the events, and the checks of a pallet's parameters.
//!
//! An account is a small number. A mock lists the actors that its chain has.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may panic")]

pub mod params;

use frame_support::traits::EnsureOrigin;
use frame_system::RawOrigin;
use nes_core::Balance;
use nes_support::params::{Authority, Track};
use sp_runtime::BuildStorage;

/// One NES in planck.
pub const UNIT: Balance = 1_000_000_000_000;

/// The balance of every actor at the start, in planck.
pub const START_BALANCE: Balance = 1_000 * UNIT;

/// An account of a user, which may be an operator, a payer or a delegator.
pub const ALICE: u64 = 1;
/// An account of a user.
pub const BOB: u64 = 2;
/// An account of a user.
pub const CHARLIE: u64 = 3;
/// An account of a user.
pub const DAVE: u64 = 4;
/// An account of a user.
pub const EVE: u64 = 5;
/// An account of a user.
pub const FERDIE: u64 = 6;
/// The account of a publisher of services.
pub const PUBLISHER: u64 = 20;
/// The account of an agent of nodes.
pub const AGENT: u64 = 21;
/// The treasury's account.
pub const TREASURY: u64 = 30;
/// The account with the authority of the parameter admin's track.
pub const PARAMETER_ADMIN: u64 = 41;
/// The account with the authority of the staking admin's track.
pub const STAKING_ADMIN: u64 = 42;
/// The accounts of the tracks.
pub const ADMINS: [(u64, Track); 2] =
    [(PARAMETER_ADMIN, Track::ParameterAdmin), (STAKING_ADMIN, Track::StakingAdmin)];
/// A key without an account.
pub const NOBODY: u64 = 99;

/// Returns the origin of an extrinsic that `who` signed.
pub fn signed<Origin: From<RawOrigin<u64>>>(who: u64) -> Origin {
    RawOrigin::Signed(who).into()
}

/// Returns the events of a pallet since the last call.
pub fn events<T, Event>() -> Vec<Event>
where
    T: frame_system::Config<RuntimeEvent: TryInto<Event>>,
{
    let events = frame_system::Pallet::<T>::read_events_for_pallet();
    frame_system::Pallet::<T>::reset_events();
    events
}

/// Returns a chain with this genesis, in its first block.
pub fn chain<T: frame_system::Config>(genesis: impl BuildStorage) -> sp_io::TestExternalities {
    let storage = genesis.build_storage().expect("the genesis is sound");
    let mut chain = sp_io::TestExternalities::new(storage);
    chain.execute_with(|| frame_system::Pallet::<T>::set_block_number(1u32.into()));
    chain
}

/// The origins that change parameters: root, and an account for each track.
pub struct Admins;

impl<Origin> EnsureOrigin<Origin> for Admins
where
    Origin: Into<Result<RawOrigin<u64>, Origin>> + From<RawOrigin<u64>> + Clone,
{
    type Success = Authority;

    fn try_origin(origin: Origin) -> Result<Authority, Origin> {
        match origin.clone().into() {
            Ok(RawOrigin::Root) => Ok(Authority::Root),
            Ok(RawOrigin::Signed(who)) => {
                let admin = ADMINS.iter().find(|(admin, _)| *admin == who);
                admin.map(|(_, track)| Authority::Track(*track)).ok_or(origin)
            }
            _ => Err(origin),
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<Origin, ()> {
        Ok(RawOrigin::Root.into())
    }
}
