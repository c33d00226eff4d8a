//! A year to come as JSON.

use std::num::NonZeroU32;

use nes_runtime_api::{YearInfo, MAX_YEARS};
use serde::Serialize;

use crate::{
    error::Error,
    json::{Amount, EmissionJson},
};

/// A [`YearInfo`].
#[derive(Clone, Serialize)]
pub(crate) struct YearJson {
    year: u32,
    emission: EmissionJson,
    issuance: Amount,
}

impl From<YearInfo> for YearJson {
    fn from(YearInfo { year, emission, issuance }: YearInfo) -> Self {
        Self { year, emission: emission.into(), issuance: Amount(issuance) }
    }
}

/// Returns the number of years of a schedule, of which this number was asked for.
pub(super) fn count(asked: NonZeroU32) -> Result<u32, Error> {
    match asked.get() {
        years if years > MAX_YEARS => {
            let message =
                format!("A schedule has at most {MAX_YEARS} years, not {years}; ask for less.");
            Err(Error::new(20400, "TOO_MANY_YEARS", message).with("limit", MAX_YEARS))
        }
        years => Ok(years),
    }
}
