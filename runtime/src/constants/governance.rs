//! Governance: its deposits, limits and periods. The tracks have a table of their own in
//! `governance/tracks.rs`.

use nes_core::{Balance, BlockNumber};
use sp_runtime::Weight;

use super::{
    currency::UNIT,
    limits::BLOCK_WEIGHT,
    time::{Period, DAYS},
};

/// The deposit for a referendum, in planck; it stays after a rejection or a time-out.
pub const SUBMISSION_DEPOSIT: Balance = 10 * UNIT;

/// The most referenda that wait on a track for their decision.
pub const QUEUED: u32 = 100;

/// The most referenda of a track that an account votes on; ended ones count until their votes are
/// removed.
pub const VOTES: u32 = 512;

/// The number of blocks between two looks of a referendum at itself.
pub const ALARM_INTERVAL: BlockNumber = 1;

/// The time from submission until a referendum without a decision deposit ends undecided.
pub type UndecidingTimeout = Period<{ 14 * DAYS }, 60>;

/// The time for which a vote of conviction 1x locks its NES after the referendum; 6x lock 32 times
/// as long. It is not below the longest enactment, so that those who carry a proposal bear it.
pub type VoteLocking = Period<{ 7 * DAYS }, 2>;

/// The most calls scheduled for one block.
pub const SCHEDULED_PER_BLOCK: u32 = 1_024;

/// The most alarms of referenda among these, which everybody can set; the other places are for
/// enactments.
pub const ALARMS_PER_BLOCK: u32 = 512;

/// The most blocks by which a task that finds no place is postponed.
pub const SPILL: BlockNumber = 8;

/// The most weight of a block for scheduled calls, half of it: room for the largest call of a
/// track.
pub const SCHEDULED_WEIGHT: Weight = BLOCK_WEIGHT.div(2);

/// The most members of the technical collective.
pub const COLLECTIVE_MEMBERS: u32 = 25;

/// The most motions of the technical collective at a time.
pub const MOTIONS: u32 = 25;

/// The time from a motion until it fails for lack of votes.
pub type MotionDuration = Period<{ 7 * DAYS }, 60>;

/// The time for which a carried call waits for its whitelisting.
pub type DeferredDispatch = Period<{ 7 * DAYS }, 60>;

/// The time for which the technical collective can stop the chain's calls at a time.
pub type SafeModeDuration = Period<DAYS, 20>;

/// The time from the end of a safe mode until the technical collective can enter another one.
pub type SafeModePause = Period<{ 7 * DAYS }, 60>;

/// The longest pallet or call name that can be paused; calls with longer names would always be
/// paused.
pub const NAME_BYTES: u32 = 64;

/// The most weight of a block for the steps of a migration, three quarters of it.
pub const MIGRATION_WEIGHT: Weight = BLOCK_WEIGHT.div(4).mul(3);

/// The longest cursor and the longest identifier of a migration, in bytes.
pub const MIGRATION_BYTES: u32 = 1_024;

/// The time from the approval of a username until it must be accepted.
pub type UsernameOffer = Period<{ 7 * DAYS }, 60>;

/// The time from the withdrawal of a username until it can be removed.
pub type UsernameGrace = Period<{ 30 * DAYS }, 60>;
