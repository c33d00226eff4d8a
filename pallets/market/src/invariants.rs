//! The invariants of the market's storage between any two calls.

use alloc::collections::BTreeMap;

use frame_support::{ensure, traits::fungible::InspectHold};
use nes_core::{Balance, ServiceId, Tariff, MAX_COMMITTEE};
use nes_support::params::Bounded;
use sp_runtime::TryRuntimeError;

use crate::{
    ChangedAt, Config, HoldReason, NextServiceId, OfferIndex, Offers, Pallet, Parameters, Params,
    Reputations, Service, Services,
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
    /// The first invariant that is violated.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        ensure!(Parameters::<T>::get().validate(), "the market's parameters are out of bounds");
        let known = ChangedAt::<T>::iter_keys().all(|name| Params::has(&name));
        ensure!(known, "a change of an unknown parameter");
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
        let services = Services::<T>::iter_values().map(|row| (row.publisher, row.deposit));
        Self::check_hold(HoldReason::Service, services)?;
        let offers = Offers::<T>::iter().map(|(_, node, offer)| (node, offer.deposit));
        Self::check_hold(HoldReason::Offer, offers)
    }

    fn check_hold(
        reason: HoldReason,
        deposits: impl Iterator<Item = (T::AccountId, Balance)>,
    ) -> Result<(), TryRuntimeError> {
        let mut sums = BTreeMap::<T::AccountId, Balance>::new();
        for (who, deposit) in deposits {
            let sum = sums.entry(who).or_default();
            *sum = sum.checked_add(deposit).ok_or("the deposits of an account overflow")?;
        }
        let why = "what is on hold is not the sum of the deposits";
        let mut total: Balance = 0;
        for who in frame_system::Account::<T>::iter_keys() {
            let held = T::Currency::balance_on_hold(&reason.into(), &who);
            ensure!(held == sums.remove(&who).unwrap_or(0), why);
            total = total.checked_add(held).ok_or("the holds of all accounts overflow")?;
        }
        ensure!(sums.values().all(|deposits| *deposits == 0), why);
        ensure!(Self::held(reason) == total, "a total is not the sum of the holds");
        Ok(())
    }
}
