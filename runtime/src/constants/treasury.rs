//! The treasury.

use frame_support::PalletId;
use nes_core::BlockNumber;

/// What the treasury's account is derived from.
pub const PALLET_ID: PalletId = PalletId(*b"nes/trsy");

/// Blocks between two rounds of spending: a day at 3 s.
pub const SPEND_PERIOD: BlockNumber = 28_800;

/// Blocks in which an approved spend can be paid out: 30 days at 3 s.
pub const PAYOUT_PERIOD: BlockNumber = 864_000;
