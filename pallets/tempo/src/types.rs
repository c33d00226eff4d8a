//! The value of the clock.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// The shortest slot, in milliseconds: a block needs time to travel.
pub const MIN_SLOT_MILLIS: u64 = 500;

/// The lengths of the chain's periods.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Serialize,
    Deserialize,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Clock {
    /// A slot in milliseconds: at least [`MIN_SLOT_MILLIS`], and even, because two blocks' times
    /// must be half a slot apart.
    pub slot_millis: u64,
    /// An epoch in slots, at least 1.
    pub epoch_slots: u64,
    /// An era in epochs, at least 1.
    pub era_epochs: u32,
    /// The number that governance's periods are divided by, at least 1.
    pub governance_divisor: u32,
}

/// The public chain's clock: slots of 3 s, epochs of an hour, eras of 6 hours, governance at its
/// full length.
impl Default for Clock {
    fn default() -> Self {
        Self { slot_millis: 3_000, epoch_slots: 1_200, era_epochs: 6, governance_divisor: 1 }
    }
}

impl Clock {
    /// Returns true if every field is within its bounds.
    pub fn is_valid(&self) -> bool {
        self.slot_millis >= MIN_SLOT_MILLIS
            && self.slot_millis.is_multiple_of(2)
            && self.epoch_slots >= 1
            && self.era_epochs >= 1
            && self.governance_divisor >= 1
    }
}
