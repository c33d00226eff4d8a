//! The emissions of the years to come.

use codec::{Decode, Encode};
use nes_core::{Balance, EmissionParts};
use scale_info::TypeInfo;

/// The most years that a schedule has.
pub const MAX_YEARS: u32 = 100;

/// A year of 365.25 days, counted from now, in planck. An estimate: fees burn NES, each era rounds
/// its emission down, and governance can change the parameters.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct YearInfo {
    /// The number of the year, from 1.
    pub year: u32,
    /// The emission of its eras.
    pub emission: EmissionParts,
    /// The issuance at its end.
    pub issuance: Balance,
}
