//! Reads for runtime APIs and clients; the longest is the quote, the price of a request before it is
//! made.

use alloc::vec::Vec;

use frame_support::traits::fungible::Inspect;
use nes_core::{Balance, FeeParts, Quote, QuoteError, ServiceId, Usage, Verification};
use sp_runtime::{Perbill, Saturating};

use crate::{
    account::HoldsOf, bands::lowest_of, Config, HoldReason, OfferOf, Offers, Pallet, Service,
    Services, Versions,
};

/// The most offers that a quote reads; a service with more is quoted by these, which hashing has
/// mixed.
pub const MAX_QUOTED_OFFERS: u32 = 1_000;

/// The nodes for each seat that the recommended maximum admits.
const NODES_PER_SEAT: usize = 3;

/// A question for a quote.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// The service.
    pub service: ServiceId,
    /// The version; without one the newest that has a committee.
    pub version: Option<u32>,
    /// The usage.
    pub usage: Usage,
    /// The number of nodes; without it the service's own.
    pub committee: Option<u8>,
    /// The maximum price, in planck; without it a recommended one.
    pub max_price: Option<Balance>,
}

/// The offers of a version, as far as a quote is about them.
#[derive(Default)]
struct Stock {
    /// The number of all of them.
    offers: u32,
    /// The stake behind all of them, of each node up to the cap.
    stake: Balance,
    /// Those that could take the task now, in rising order of what a buyer must offer them.
    eligible: Vec<Eligible>,
}

struct Eligible {
    /// The lowest maximum price with which it can be drawn: its price, or that of its band, which is
    /// higher while a higher price is announced.
    price: Balance,
    /// The cost of the task at its price.
    cost: Balance,
    stake: Balance,
    free: u16,
}

impl Stock {
    /// Returns the costs of the cheapest, of the one in the middle and of the dearest.
    fn spread(&self) -> Option<(Balance, Balance, Balance)> {
        let mut costs: Vec<_> = self.eligible.iter().map(|one| one.cost).collect();
        costs.sort_unstable();
        let middle = costs.get(costs.len().checked_sub(1)?.checked_div(2)?)?;
        Some((*costs.first()?, *middle, *costs.last()?))
    }

    /// Returns the one in the middle; of an even number the lower of the two.
    fn middle(&self) -> Option<&Eligible> {
        self.eligible.get(self.eligible.len().checked_sub(1)?.checked_div(2)?)
    }

    /// Returns the maximum price that is recommended for this number of `seats`: the lowest that
    /// admits half of the eligible offers and three for each seat, or as many as there are, but not
    /// above twice the price in the middle. The half keeps the nine cheapest from being all that can
    /// be drawn, and neither the middle nor a rank follows one absurd offer.
    fn recommended(&self, seats: u8) -> Option<Balance> {
        let half = self.eligible.len().div_ceil(2);
        let wanted = half.max(usize::from(seats).saturating_mul(NODES_PER_SEAT));
        let last = wanted.min(self.eligible.len()).checked_sub(1)?;
        let highest = self.middle()?.price.saturating_mul(2);
        Some(self.eligible.get(last)?.price.min(highest))
    }

    /// Returns the eligible ones that a buyer with this maximum can pay.
    fn within(&self, maximum: Balance) -> &[Eligible] {
        let end = self.eligible.partition_point(|one| one.price <= maximum);
        self.eligible.get(..end).unwrap_or_default()
    }
}

impl<T: Config> Pallet<T> {
    /// Returns the amount on hold for `reason` in all accounts, in planck.
    pub fn held(reason: HoldReason) -> Balance {
        HoldsOf::<T>::total(reason)
    }

    /// Returns true if `node` with its `offer` of the service could be drawn now, by a buyer whose
    /// task it can take and who can pay it.
    pub fn is_drawable(
        service: &Service<T::AccountId>,
        node: &T::AccountId,
        offer: &OfferOf<T>,
    ) -> bool {
        offer.place.is_some()
            && offer.has_free_slot()
            && Self::working_stake(service, node, offer).is_some()
    }

    /// Quotes what is `wanted`. `split` divides a fee, given the version's royalty.
    ///
    /// An offer whose cost exceeds the issuance does not count, because nobody could pay it.
    ///
    /// # Errors
    ///
    /// See [`QuoteError`].
    pub fn quote(
        wanted: &Wanted,
        split: impl Fn(Balance, Perbill) -> FeeParts,
    ) -> Result<Quote, QuoteError> {
        let row = Services::<T>::get(wanted.service).ok_or(QuoteError::UnknownService)?;
        let (committee, quorum) = Self::quoted_committee(&row, wanted.committee)?;
        let version = match wanted.version {
            Some(version) => version,
            None => Self::quoted_version(wanted.service, &row, committee),
        };
        if !row.takes(version) {
            return Err(QuoteError::UnknownVersion);
        }
        let terms =
            Versions::<T>::get(wanted.service, version).ok_or(QuoteError::UnknownVersion)?;
        let slashable = Self::slashable(&terms).is_some();
        let stock = Self::stock(wanted, &row, version, slashable)?;

        let too_few = || QuoteError::TooFewNodes;
        let recommended = stock.recommended(committee).ok_or_else(too_few)?;
        let max_price = wanted.max_price.unwrap_or(recommended);
        let drawable = stock.within(max_price);
        if drawable.len() < committee.into() {
            return Err(too_few());
        }
        let (cheapest, median, highest) = stock.spread().ok_or_else(too_few)?;
        let escrow = row.shape.cost(max_price, wanted.usage);
        let escrow = escrow.and_then(|cost| cost.checked_mul(committee.into()));
        let count = |number: usize| u32::try_from(number).unwrap_or(MAX_QUOTED_OFFERS);
        let stake = drawable.iter().fold(0, |sum: Balance, one| sum.saturating_add(one.stake));
        let free = stock.eligible.iter().map(|one| u32::from(one.free));
        Ok(Quote {
            version,
            committee,
            quorum,
            eligible: count(stock.eligible.len()),
            free_slots: free.fold(0, u32::saturating_add),
            cheapest,
            median,
            highest,
            max_price,
            drawable: count(drawable.len()),
            share_of_offers: Perbill::from_rational(count(drawable.len()), stock.offers),
            share_of_stake: Perbill::from_rational(stake, stock.stake),
            escrow: escrow.ok_or(QuoteError::TooLarge)?,
            split: split(median, terms.royalty),
            slashable,
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

    /// Returns the newest version that has offers for a `committee`; the newest if none has.
    fn quoted_version(service: ServiceId, row: &Service<T::AccountId>, committee: u8) -> u32 {
        let mut versions = [Some(row.version), row.former].into_iter().flatten();
        let has_committee = |version: &u32| {
            let version = Versions::<T>::get(service, version);
            version.is_some_and(|version| version.bands.len() >= committee.into())
        };
        versions.find(has_committee).unwrap_or(row.version)
    }

    /// Returns the offers of `version`, of which only `slashable` ones can take the task if it is so.
    ///
    /// # Errors
    ///
    /// Fails if some could take the usage, and nobody could pay any of them.
    fn stock(
        wanted: &Wanted,
        row: &Service<T::AccountId>,
        version: u32,
        slashable: bool,
    ) -> Result<Stock, QuoteError> {
        let limit = usize::try_from(MAX_QUOTED_OFFERS).unwrap_or(usize::MAX);
        let stake_cap = Self::params().stake_cap;
        let issuance = T::Currency::total_issuance();
        let now = frame_system::Pallet::<T>::block_number();
        let mut stock = Stock::default();
        let mut is_too_large = false;
        for (node, offer) in Offers::<T>::iter_prefix(wanted.service).take(limit) {
            let stake = Self::working_stake(row, &node, &offer);
            let stake = stake.filter(|_| offer.terms.version == version);
            let (Some(stake), Some(place)) = (stake, &offer.place) else { continue };
            let stake = stake.min(stake_cap);
            stock.offers.saturating_inc();
            stock.stake.saturating_accrue(stake);
            let takes = offer.has_free_slot() && (offer.terms.slashable || !slashable);
            if !takes || !wanted.usage.is_within(&offer.terms.max_usage) {
                continue;
            }
            let price = offer.price_at(now);
            let cost = row.shape.cost(price, wanted.usage).filter(|cost| *cost <= issuance);
            let Some(cost) = cost else {
                is_too_large = true;
                continue;
            };
            let price = price.max(lowest_of(place.band));
            let free = offer.terms.slots.saturating_sub(offer.busy);
            stock.eligible.push(Eligible { price, cost, stake, free });
        }
        if stock.eligible.is_empty() && is_too_large {
            return Err(QuoteError::TooLarge);
        }
        stock.eligible.sort_unstable_by_key(|one| one.price);
        Ok(stock)
    }
}
