//! Migrations of storage from the runtime before this one.

#[cfg(feature = "upgrade-test")]
mod upgrade_test;

/// The migrations that fit in the block of the upgrade.
pub(crate) type SingleBlock = ();

/// The migrations that take several blocks, in which no extrinsic runs but inherents.
#[cfg(not(any(feature = "runtime-benchmarks", feature = "upgrade-test")))]
pub(crate) type MultiBlock = ();

/// The migrations that take several blocks, for tests of an upgrade.
#[cfg(all(feature = "upgrade-test", not(feature = "runtime-benchmarks")))]
pub(crate) type MultiBlock = (upgrade_test::Counting,);
