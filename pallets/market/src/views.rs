//! Reads for runtime APIs and clients; the longest is the quote, the price of a request before it is
//! made.

use alloc::vec::Vec;

use frame_support::traits::fungible::Inspect;
use nes_core::{Balance, FeeParts, Quote, QuoteError, ServiceId, Tariff, Usage, Verification};
use sp_runtime::Perbill;

use crate::{
    account::HoldsOf, Config, HoldReason, Offer, Offers, Pallet, Reputations, Service, Services,
};

/// The most offers that a quote reads; a service with more is quoted by these, which hashing has
/// mixed.
pub const MAX_QUOTED_OFFERS: u32 = 1_000;

/// Prices in rising order, and the highest of each part of their tariffs.
#[derive(Default)]
struct Prices {
    prices: Vec<Balance>,
    highest: Tariff,
}

impl Prices {
    /// Returns the lowest, the median and the highest price.
    fn spread(&self) -> Option<(Balance, Balance, Balance)> {
        let middle = self.prices.len().checked_sub(1)?.checked_div(2)?;
        let median = self.prices.get(middle)?;
        Some((*self.prices.first()?, *median, *self.prices.last()?))
    }
}

impl<T: Config> Pallet<T> {
    /// Returns the amount on hold for `reason` in all accounts, in planck.
    pub fn held(reason: HoldReason) -> Balance {
        HoldsOf::<T>::total(reason)
    }

    /// Returns the reputation of `node` in millionths; 1,000,000 if it has never changed.
    pub fn reputation(node: &T::AccountId) -> u32 {
        Reputations::<T>::get(node).value
    }

    /// Returns true if `node` with its `offer` of the service could be drawn now, whatever the
    /// buyer's maximum.
    pub fn is_drawable(
        service: &Service<T::AccountId>,
        node: &T::AccountId,
        offer: &Offer,
    ) -> bool {
        Self::drawable_stake(service, node, offer).is_some()
    }

    /// Quotes `usage` of `service` with a `committee` of that size, or of the service's own.
    ///
    /// Only offers that could be drawn now count. An offer whose price exceeds the issuance does
    /// not, because nobody could pay it. `split` divides a fee, given the service's royalty.
    ///
    /// # Errors
    ///
    /// See [`QuoteError`].
    pub fn quote(
        service: ServiceId,
        usage: Usage,
        committee: Option<u8>,
        split: impl Fn(Balance, Perbill) -> FeeParts,
    ) -> Result<Quote, QuoteError> {
        let row = Services::<T>::get(service).ok_or(QuoteError::UnknownService)?;
        let (committee, quorum) = Self::quoted_committee(&row, committee)?;
        let tariffs = Self::drawable_tariffs(service, &row);
        let priced = Self::affordable(&tariffs, usage);

        let seats = usize::from(committee);
        if tariffs.len() < seats {
            return Err(QuoteError::TooFewNodes);
        }
        if priced.prices.len() < seats {
            return Err(QuoteError::TooLarge);
        }
        let too_large = || QuoteError::TooLarge;
        let most = priced.highest.price(usage).ok_or_else(too_large)?;
        let escrow = most.checked_mul(committee.into()).ok_or_else(too_large)?;
        let (cheapest, median, highest) = priced.spread().ok_or(QuoteError::TooFewNodes)?;
        Ok(Quote {
            committee,
            quorum,
            eligible: priced.prices.len().try_into().unwrap_or(MAX_QUOTED_OFFERS),
            cheapest,
            median,
            highest,
            max_tariff: priced.highest,
            escrow,
            split: split(median, row.royalty),
        })
    }

    /// Returns the size and the quorum of the committee that would work.
    fn quoted_committee(
        row: &Service<T::AccountId>,
        wanted: Option<u8>,
    ) -> Result<(u8, u8), QuoteError> {
        if !row.is_on_sale() {
            return Err(QuoteError::NotOnSale);
        }
        if row.verification == Verification::Metered {
            return Err(QuoteError::MeteredOnly);
        }
        row.verification.committee(wanted).ok_or(QuoteError::InvalidCommittee)
    }

    /// Returns the tariffs of the offers that could be drawn now.
    fn drawable_tariffs(service: ServiceId, row: &Service<T::AccountId>) -> Vec<Tariff> {
        let limit = usize::try_from(MAX_QUOTED_OFFERS).unwrap_or(usize::MAX);
        Offers::<T>::iter_prefix(service)
            .take(limit)
            .filter(|(node, offer)| Self::is_drawable(row, node, offer))
            .map(|(_, offer)| offer.tariff)
            .collect()
    }

    /// Returns the prices of `usage` that somebody could pay, lowest first, and the highest of each
    /// part of their tariffs.
    fn affordable(tariffs: &[Tariff], usage: Usage) -> Prices {
        let issuance = T::Currency::total_issuance();
        let mut affordable = Prices::default();
        for tariff in tariffs {
            if let Some(price) = tariff.price(usage).filter(|price| *price <= issuance) {
                affordable.prices.push(price);
                affordable.highest = affordable.highest.highest(tariff);
            }
        }
        affordable.prices.sort_unstable();
        affordable
    }
}
