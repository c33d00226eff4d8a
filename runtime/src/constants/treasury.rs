//! The treasury and its bounties.

use frame_support::PalletId;
use nes_core::Balance;
use sp_runtime::Permill;

use super::{
    currency::{MILLI, UNIT},
    time::{Period, DAYS},
};

/// The id from which the treasury's account is derived.
pub const PALLET_ID: PalletId = PalletId(*b"nes/trsy");

/// The time between two rounds that fund approved bounties.
pub type SpendPeriod = Period<DAYS, 2>;

/// The time for which an approved spend can be paid out.
pub type PayoutPeriod = Period<{ 30 * DAYS }, 60>;

/// The deposit for a proposed bounty, in planck.
pub const BOUNTY_DEPOSIT: Balance = 10 * UNIT;

/// The deposit for a byte of a bounty's description, in planck.
pub const DESCRIPTION_BYTE: Balance = MILLI;

/// The longest description of a bounty, in bytes.
pub const DESCRIPTION_BYTES: u32 = 16_384;

/// The smallest bounty, in planck.
pub const BOUNTY: Balance = 10 * UNIT;

/// The smallest child bounty, in planck.
pub const CHILD_BOUNTY: Balance = UNIT;

/// The most open child bounties of a bounty.
pub const CHILD_BOUNTIES: u32 = 100;

/// The time from the award of a bounty until its beneficiary can claim it, in which it can be
/// stopped.
pub type BountyDelay = Period<{ 8 * DAYS }, 2>;

/// The time for which a curator can stay silent.
pub type BountyUpdate = Period<{ 90 * DAYS }, 600>;

/// The part of a curator's fee that the curator deposits.
pub const CURATOR_DEPOSIT: Permill = Permill::from_percent(50);

/// The smallest deposit of a curator, in planck.
pub const CURATOR_DEPOSIT_MIN: Balance = UNIT;

/// The largest deposit of a curator, in planck.
pub const CURATOR_DEPOSIT_MAX: Balance = 1_000 * UNIT;
