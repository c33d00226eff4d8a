//! What an era mints.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::Balance;

/// Where the emission of an era goes, in planck; the parts sum to it.
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
    /// For the nodes whose validators made the era's blocks.
    pub validators: Balance,
    /// For the nodes whose settled work paid fees in the era.
    pub incentives: Balance,
    /// To the treasury.
    pub treasury: Balance,
}
