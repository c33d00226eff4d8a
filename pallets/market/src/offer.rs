//! Owner of `Offers` and `OfferIndex`, the dense index of the nodes that offer a service.

use core::ops::Deref;

use frame_support::traits::DefensiveSaturating;
use nes_core::{Balance, ServiceId, Tariff};
use sp_runtime::{DispatchError, DispatchResult, Saturating};

use crate::{
    account::HoldsOf, service::ServiceRow, Config, HoldReason, Offer, OfferIndex, Offers, Pallet,
};

/// A node's offer of a service, loaded to be changed.
pub(crate) struct OfferRow<T: Config> {
    service: ServiceId,
    node: T::AccountId,
    offer: Offer,
}

impl<T: Config> Deref for OfferRow<T> {
    type Target = Offer;

    fn deref(&self) -> &Offer {
        &self.offer
    }
}

impl<T: Config> OfferRow<T> {
    /// Adds the first offer of `node` at the end of the index, and holds its deposit. The caller
    /// saves the service.
    pub(crate) fn add(
        service: &mut ServiceRow<T>,
        node: &T::AccountId,
        registration: u32,
        tariff: Tariff,
        slots: u16,
    ) -> DispatchResult {
        let position = service.count_offer()?;
        let deposit = Pallet::<T>::params().offer_deposit;

        HoldsOf::<T>::hold(HoldReason::Offer, node, deposit)?;
        OfferIndex::<T>::insert(service.id(), position, node);
        let offer = Offer { registration, tariff, slots, busy: 0, position, deposit };
        Offers::<T>::insert(service.id(), node, offer);
        Ok(())
    }

    /// Loads the offer of `node`; `None` if there is none.
    pub(crate) fn load(service: ServiceId, node: &T::AccountId) -> Option<Self> {
        let offer = Offers::<T>::get(service, node)?;
        Some(Self { service, node: node.clone(), offer })
    }

    /// Writes another registration, tariff and number of slots.
    pub(crate) fn replace(self, registration: u32, tariff: Tariff, slots: u16) {
        let offer = Offer { registration, tariff, slots, ..self.offer };
        Offers::<T>::insert(self.service, self.node, offer);
    }

    /// Removes the offer of `service`, and releases its deposit, which is returned. The caller
    /// saves the service.
    pub(crate) fn remove(self, service: &mut ServiceRow<T>) -> Result<Balance, DispatchError> {
        let Offer { deposit, position, .. } = self.offer;
        HoldsOf::<T>::release(HoldReason::Offer, &self.node, deposit)?;
        Offers::<T>::remove(self.service, &self.node);
        let last = service.discount_offer()?;
        Self::close_gap(self.service, position, last);
        Ok(deposit)
    }

    /// Occupies a slot of the offer of `node`, which must exist.
    pub(crate) fn occupy(service: ServiceId, node: &T::AccountId) {
        Self::change(service, node, |offer| offer.busy.saturating_inc());
    }

    /// Frees a slot of the offer of `node`, which must exist.
    pub(crate) fn vacate(service: ServiceId, node: &T::AccountId) {
        Self::change(service, node, |offer| {
            offer.busy = offer.busy.defensive_saturating_sub(1);
        });
    }

    /// Moves the node at the `last` position to the free `position`, so that the index has no gap.
    fn close_gap(service: ServiceId, position: u32, last: u32) {
        let moved = OfferIndex::<T>::take(service, last);
        if let Some(moved) = moved.filter(|_| position != last) {
            OfferIndex::<T>::insert(service, position, &moved);
            Self::change(service, &moved, |offer| offer.position = position);
        }
    }

    /// Changes the offer of `node`, which must exist.
    fn change(service: ServiceId, node: &T::AccountId, change: impl FnOnce(&mut Offer)) {
        Offers::<T>::mutate(service, node, |offer| offer.as_mut().map(change));
    }
}
