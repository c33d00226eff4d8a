//! Invariants of the market's storage between any two calls.

use frame_support::ensure;
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::{ServiceId, Tariff, MAX_COMMITTEE};
use sp_runtime::TryRuntimeError;

use crate::{
    account::HoldsOf, params::ParamsOf, Config, HoldReason, NextServiceId, OfferIndex, Offers,
    Pallet, Reputations, Service, Services,
};

impl<T: Config> Pallet<T> {
    /// Checks the invariants:
    ///
    /// 1. the parameters are within their bounds, and only they have changed;
    /// 2. every service has an id below the next one, and none is over;
    /// 3. every offer and every position belongs to a service that has a row;
    /// 4. a service's index and its offers are a bijection over the positions from 0 to the number
    ///    of its offers;
    /// 5. every offer has a slot, and no part of its tariff is below the service's floor, which is
    ///    zero while there is no offer;
    /// 6. a service's offers have no more occupied slots than its open tasks can have seats;
    /// 7. in each account, the amount on hold is the sum of the deposits in the rows, for services
    ///    and for offers, and the total of each is the sum over all accounts;
    /// 8. every reputation is within its bounds.
    ///
    /// # Errors
    ///
    /// Fails at the first invariant that is violated.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        ParamsOf::<T>::check::<BlockNumberFor<T>>()?;
        for (service, row) in Services::<T>::iter() {
            ensure!(service < NextServiceId::<T>::get(), "a service has an id to come");
            ensure!(!row.is_over(), "a service that is over has a row");
            Self::check_offers(service, &row)?;
        }
        Self::check_owners()?;
        Self::check_holds()?;
        let valid = Reputations::<T>::iter_values().all(|reputation| reputation.is_valid());
        ensure!(valid, "a reputation is out of bounds");
        Ok(())
    }

    /// Checks the index, the offers, their floor and their slots.
    fn check_offers(
        service: ServiceId,
        row: &Service<T::AccountId>,
    ) -> Result<(), TryRuntimeError> {
        let (mut offers, mut busy) = (0u32, 0u64);
        for (node, offer) in Offers::<T>::iter_prefix(service) {
            offers = offers.saturating_add(1);
            busy = busy.saturating_add(offer.busy.into());
            let indexed = OfferIndex::<T>::get(service, offer.position);
            ensure!(indexed == Some(node), "an offer is not at its position in the index");
            ensure!(offer.position < row.offers, "an offer is beyond the end of the index");
            ensure!(offer.slots > 0, "an offer has no slot");
            ensure!(row.floor.is_within(&offer.tariff), "an offer is below its service's floor");
        }
        ensure!(offers == row.offers, "a service does not have as many offers as it says");
        let positions = OfferIndex::<T>::iter_prefix(service).count();
        ensure!(u32::try_from(positions) == Ok(offers), "the index has a position without offer");
        ensure!(
            offers > 0 || row.floor == Tariff::default(),
            "a service without offers has a floor"
        );
        let seats = u64::from(row.open_tasks).saturating_mul(MAX_COMMITTEE.into());
        ensure!(busy <= seats, "a service's offers are busier than its open tasks have seats");
        Ok(())
    }

    /// Checks that every offer and every position belongs to a service that has a row.
    fn check_owners() -> Result<(), TryRuntimeError> {
        let mut offers = Offers::<T>::iter_keys();
        ensure!(
            offers.all(|(service, _)| Services::<T>::contains_key(service)),
            "an offer is for an unknown service"
        );
        let mut positions = OfferIndex::<T>::iter_keys();
        ensure!(
            positions.all(|(service, _)| Services::<T>::contains_key(service)),
            "a position is of an unknown service"
        );
        Ok(())
    }

    fn check_holds() -> Result<(), TryRuntimeError> {
        let accounts = frame_system::Account::<T>::iter_keys;
        let why = "what is on hold is not the sum of the deposits";
        let services = Services::<T>::iter_values().map(|row| (row.publisher, row.deposit));
        HoldsOf::<T>::check(HoldReason::Service, services, accounts(), why)?;
        let offers = Offers::<T>::iter().map(|(_, node, offer)| (node, offer.deposit));
        HoldsOf::<T>::check(HoldReason::Offer, offers, accounts(), why)
    }
}
