//! An offer as JSON.

use nes_core::AccountId;
use nes_runtime_api::OfferInfo;
use serde::Serialize;

use crate::json::{Amount, TariffJson};

/// An [`OfferInfo`] with its node.
#[derive(Clone, Serialize)]
pub(crate) struct OfferJson {
    node: AccountId,
    tariff: TariffJson,
    slots: u16,
    busy: u16,
    stake: Amount,
    /// In millionths.
    reputation: u32,
    drawable: bool,
    deposit: Amount,
}

impl From<(AccountId, OfferInfo)> for OfferJson {
    fn from((node, offer): (AccountId, OfferInfo)) -> Self {
        Self {
            node,
            tariff: offer.tariff.into(),
            slots: offer.slots,
            busy: offer.busy,
            stake: Amount(offer.stake),
            reputation: offer.reputation,
            drawable: offer.drawable,
            deposit: Amount(offer.deposit),
        }
    }
}
