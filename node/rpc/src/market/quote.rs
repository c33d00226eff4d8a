//! A quote as JSON.

use nes_core::Quote;
use serde::Serialize;

use crate::json::{Amount, FeePartsJson, TariffJson};

/// A [`Quote`].
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QuoteJson {
    committee: u8,
    quorum: u8,
    eligible: u32,
    cheapest: Amount,
    median: Amount,
    highest: Amount,
    max_tariff: TariffJson,
    escrow: Amount,
    split: FeePartsJson,
}

impl From<Quote> for QuoteJson {
    fn from(quote: Quote) -> Self {
        Self {
            committee: quote.committee,
            quorum: quote.quorum,
            eligible: quote.eligible,
            cheapest: Amount(quote.cheapest),
            median: Amount(quote.median),
            highest: Amount(quote.highest),
            max_tariff: quote.max_tariff.into(),
            escrow: Amount(quote.escrow),
            split: quote.split.into(),
        }
    }
}
