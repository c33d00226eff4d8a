//! The draw of a committee among the offers of a service.

use nes_core::{Balance, Hash, ServiceId, Shortage, Tariff};
use nes_traits::{Draw, NodeRegistry, Seat};
use sp_runtime::{Perquintill, Saturating};

use crate::{
    offer::OfferRow, types::MAX_REPUTATION, Config, Offer, OfferIndex, Offers, Pallet, Reputations,
    Service, Services,
};

impl<T: Config> Pallet<T> {
    /// Fills `seats` with distinct nodes and occupies a slot of each, or changes nothing.
    pub(crate) fn do_draw(
        service: ServiceId,
        seats: u8,
        seed: &Hash,
        maximum: &Tariff,
    ) -> Draw<T::AccountId> {
        let row = match Services::<T>::get(service).filter(Service::is_on_sale) {
            Some(row) if row.offers >= seats.into() => row,
            Some(_) => return Draw { seats: Err(Shortage::TooFewOffers), looks: 0 },
            None => return Draw { seats: Err(Shortage::OffSale), looks: 0 },
        };
        let stake_cap = Self::params().stake_cap;
        let mut looks: u32 = 0;
        let look = |position| {
            looks.saturating_inc();
            Self::look(service, &row, position, maximum, stake_cap)
        };
        let drawn = nes_committee::draw(seed, row.offers, seats, look);
        for Seat { node, .. } in drawn.iter().flatten() {
            OfferRow::<T>::occupy(service, node);
        }
        Draw { seats: drawn.ok_or(Shortage::TooFewEligible), looks }
    }

    /// Returns the seat that the node at `position` would take and the chance that it does; `None`
    /// if the node cannot be drawn for a buyer who pays no more than `maximum`.
    pub(crate) fn look(
        service: ServiceId,
        row: &Service<T::AccountId>,
        position: u32,
        maximum: &Tariff,
        stake_cap: Balance,
    ) -> Option<(Seat<T::AccountId>, Perquintill)> {
        let node = OfferIndex::<T>::get(service, position)?;
        let offer = Offers::<T>::get(service, &node)?;
        if !offer.tariff.is_within(maximum) {
            return None;
        }
        let stake = Self::drawable_stake(row, &node, &offer)?;
        let chance = chance(stake, stake_cap, Reputations::<T>::get(&node).value);
        Some((Seat { node, tariff: offer.tariff }, chance))
    }

    /// Returns the stake of a node that could be drawn now, whatever the buyer's maximum; `None` if
    /// it could not be drawn.
    pub(crate) fn drawable_stake(
        row: &Service<T::AccountId>,
        node: &T::AccountId,
        offer: &Offer,
    ) -> Option<Balance> {
        if !offer.has_free_slot() || !Self::is_of(node, offer) {
            return None;
        }
        T::NodeRegistry::working_stake(node).filter(|stake| *stake >= row.min_stake)
    }

    /// Returns true if `offer` was made for the node that is registered now, not for one that the
    /// same account had before.
    pub(crate) fn is_of(node: &T::AccountId, offer: &Offer) -> bool {
        T::NodeRegistry::registration(node) == Some(offer.registration)
    }
}

/// Returns the chance that a drawn node is taken: `min(stake, cap) × reputation`, in proportion to
/// that of a node with the cap's stake and the highest reputation.
pub(crate) fn chance(stake: Balance, cap: Balance, reputation: u32) -> Perquintill {
    let weight = stake.min(cap).checked_mul(reputation.into());
    let highest = cap.checked_mul(MAX_REPUTATION.into());
    match (weight, highest) {
        (Some(weight), Some(highest)) => Perquintill::from_rational(weight, highest),
        // Out of reach: the bounds of the cap leave ten decimal digits.
        _ => Perquintill::zero(),
    }
}
