//! A year to come as JSON.

use std::num::NonZeroU32;

use nes_runtime_api::{YearInfo, MAX_YEARS};
use serde::Serialize;

use crate::rpc::{
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

/// How many years a schedule has, of which this many were asked for.
pub(super) fn count(asked: NonZeroU32) -> Result<u32, Error> {
    match asked.get() {
        years if years > MAX_YEARS => Err(Error::TooManyYears(years)),
        years => Ok(years),
    }
}
