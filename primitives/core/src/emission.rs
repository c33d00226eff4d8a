//! The emission of an era.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::Balance;

/// The parts of an era's emission, in planck; they sum to it.
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
    Default,
)]
pub struct EmissionParts {
    /// The part of the nodes whose validators made the era's blocks.
    pub validators: Balance,
    /// The part of the nodes whose settled work paid fees in the era.
    pub incentives: Balance,
    /// The part of the treasury.
    pub treasury: Balance,
}
