//! Offers and the dense index of the nodes that make them.

use frame_support::ensure;
use nes_core::{ServiceId, Tariff};
use nes_traits::NodeRegistry;
use sp_runtime::{ArithmeticError, DispatchResult};

use crate::{
    holds::HoldsOf, Config, Error, Event, HoldReason, Offer, OfferIndex, Offers, Pallet,
    Parameters, Service, Services,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_set_offer(
        who: T::AccountId,
        node: T::AccountId,
        service: ServiceId,
        tariff: Tariff,
        slots: u16,
    ) -> DispatchResult {
        ensure!(T::NodeRegistry::acts_for(&who, &node), Error::<T>::NotForThisNode);
        let mut row = Self::on_sale(service)?;
        ensure!(slots > 0, Error::<T>::NoSlots);
        let stake = T::NodeRegistry::working_stake(&node).ok_or(Error::<T>::NodeNotActive)?;
        ensure!(stake >= row.min_stake, Error::<T>::StakeTooLow);

        row.floor = if row.offers == 0 { tariff } else { row.floor.lowest(&tariff) };
        match Offers::<T>::get(service, &node) {
            Some(offer) => Offers::<T>::insert(service, &node, Offer { tariff, slots, ..offer }),
            None => Self::add_offer(service, &mut row, &node, tariff, slots)?,
        }
        Services::<T>::insert(service, row);
        Self::deposit_event(Event::OfferSet { service, node, tariff, slots });
        Ok(())
    }

    /// Adds a first offer of `node` at the end of the index, and holds its deposit.
    fn add_offer(
        service: ServiceId,
        row: &mut Service<T::AccountId>,
        node: &T::AccountId,
        tariff: Tariff,
        slots: u16,
    ) -> DispatchResult {
        let position = row.offers;
        let deposit = Parameters::<T>::get().offer_deposit;
        row.offers = position.checked_add(1).ok_or(ArithmeticError::Overflow)?;

        HoldsOf::<T>::hold(HoldReason::Offer, node, deposit)?;
        OfferIndex::<T>::insert(service, position, node);
        Offers::<T>::insert(service, node, Offer { tariff, slots, busy: 0, position, deposit });
        Ok(())
    }

    pub(crate) fn do_withdraw_offer(
        who: T::AccountId,
        node: T::AccountId,
        service: ServiceId,
    ) -> DispatchResult {
        let row = Services::<T>::get(service).ok_or(Error::<T>::UnknownService)?;
        let is_stale = !row.is_on_sale() || T::NodeRegistry::stake(&node) == 0;
        let allowed = is_stale || T::NodeRegistry::acts_for(&who, &node);
        ensure!(allowed, Error::<T>::NotForThisNode);
        let offer = Offers::<T>::get(service, &node).ok_or(Error::<T>::UnknownOffer)?;
        ensure!(offer.busy == 0, Error::<T>::OfferBusy);

        let Offer { deposit, position, .. } = offer;
        HoldsOf::<T>::release(HoldReason::Offer, &node, deposit)?;
        Offers::<T>::remove(service, &node);
        let last = row.offers.checked_sub(1).ok_or(ArithmeticError::Underflow)?;
        Self::close_gap(service, position, last);
        Self::deposit_event(Event::OfferWithdrawn { service, node, deposit });

        let floor = if last == 0 { Tariff::default() } else { row.floor };
        Self::keep_or_remove(service, Service { offers: last, floor, ..row })
    }

    /// Moves the node at the `last` position to the free `position`, so that the index has no gap.
    fn close_gap(service: ServiceId, position: u32, last: u32) {
        let moved = OfferIndex::<T>::take(service, last);
        if let Some(moved) = moved.filter(|_| position != last) {
            OfferIndex::<T>::insert(service, position, &moved);
            Self::change_offer(service, &moved, |offer| offer.position = position);
        }
    }

    /// Changes the offer of `node`, which must exist.
    pub(crate) fn change_offer(
        service: ServiceId,
        node: &T::AccountId,
        change: impl FnOnce(&mut Offer),
    ) {
        Offers::<T>::mutate(service, node, |offer| offer.as_mut().map(change));
    }
}
