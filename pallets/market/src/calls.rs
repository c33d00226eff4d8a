//! Bodies of the calls.

use frame_support::ensure;
use nes_core::{Hash, ServiceId, ServiceKind, Tariff, Verification};
use nes_traits::NodeRegistry;
use sp_runtime::DispatchResult;

use crate::{
    offer::OfferRow, service::ServiceRow, Config, Error, Event, Pallet, Params, ServiceSpec,
    ServiceStatus, Uri,
};

impl<T: Config> Pallet<T> {
    /// Publishes a service.
    pub(crate) fn do_publish(publisher: T::AccountId, spec: ServiceSpec) -> DispatchResult {
        let params = Self::params();
        Self::check_spec(&spec, &params)?;

        let service = ServiceRow::<T>::add(publisher.clone(), spec, params.service_deposit)?;
        Self::deposit_event(Event::ServicePublished { service, publisher });
        Ok(())
    }

    /// Checks the specification of a new service.
    fn check_spec(spec: &ServiceSpec, params: &Params) -> DispatchResult {
        ensure!(!spec.name.is_empty(), Error::<T>::NameMissing);
        ensure!(spec.verification.is_valid(), Error::<T>::InvalidCommittee);
        ensure!(
            spec.kind == ServiceKind::Inference || spec.verification == Verification::Metered,
            Error::<T>::MustBeMetered
        );
        ensure!(spec.royalty <= params.max_royalty, Error::<T>::RoyaltyTooHigh);
        Ok(())
    }

    /// Replaces the content of a service.
    pub(crate) fn do_update(
        who: T::AccountId,
        service: ServiceId,
        uri: Uri,
        content_hash: Hash,
    ) -> DispatchResult {
        let mut row = ServiceRow::<T>::on_sale(service)?;
        ensure!(row.publisher == who, Error::<T>::NotThePublisher);

        let version = row.update(uri, content_hash)?;
        row.save();
        Self::deposit_event(Event::ServiceUpdated { service, version, content_hash });
        Ok(())
    }

    /// Takes a service off sale by its publisher.
    pub(crate) fn do_retire(who: T::AccountId, service: ServiceId) -> DispatchResult {
        let mut row = ServiceRow::<T>::on_sale(service)?;
        ensure!(row.publisher == who, Error::<T>::NotThePublisher);

        row.take_off_sale(ServiceStatus::Retired);
        Self::deposit_event(Event::ServiceRetired { service });
        row.save_or_remove()
    }

    /// Takes a service off sale by the curator.
    pub(crate) fn do_delist(service: ServiceId, reason: Hash) -> DispatchResult {
        let mut row = ServiceRow::<T>::on_sale(service)?;

        row.take_off_sale(ServiceStatus::Delisted { reason });
        Self::deposit_event(Event::ServiceDelisted { service, reason });
        row.save_or_remove()
    }

    /// Makes an offer, or changes it.
    pub(crate) fn do_set_offer(
        who: T::AccountId,
        node: T::AccountId,
        service: ServiceId,
        tariff: Tariff,
        slots: u16,
    ) -> DispatchResult {
        ensure!(T::NodeRegistry::acts_for(&who, &node), Error::<T>::NotForThisNode);
        let mut row = ServiceRow::<T>::on_sale(service)?;
        ensure!(slots > 0, Error::<T>::NoSlots);
        let stake = T::NodeRegistry::working_stake(&node).ok_or(Error::<T>::NodeNotActive)?;
        ensure!(stake >= row.min_stake, Error::<T>::StakeTooLow);
        let registration = T::NodeRegistry::registration(&node).ok_or(Error::<T>::NodeNotActive)?;

        row.lower_floor(&tariff);
        match OfferRow::<T>::load(service, &node) {
            Some(offer) => offer.replace(registration, tariff, slots),
            None => OfferRow::<T>::add(&mut row, &node, registration, tariff, slots)?,
        }
        row.save();
        Self::deposit_event(Event::OfferSet { service, node, tariff, slots });
        Ok(())
    }

    /// Withdraws an offer.
    pub(crate) fn do_withdraw_offer(
        who: T::AccountId,
        node: T::AccountId,
        service: ServiceId,
    ) -> DispatchResult {
        let mut row = ServiceRow::<T>::load(service)?;
        let offer = OfferRow::<T>::load(service, &node);
        let is_stale = !row.is_on_sale()
            || T::NodeRegistry::stake(&node) == 0
            || offer.as_ref().is_some_and(|offer| !Self::is_of(&node, offer));
        let allowed = is_stale || T::NodeRegistry::acts_for(&who, &node);
        ensure!(allowed, Error::<T>::NotForThisNode);
        let offer = offer.ok_or(Error::<T>::UnknownOffer)?;
        ensure!(offer.busy == 0, Error::<T>::OfferBusy);

        let deposit = offer.remove(&mut row)?;
        Self::deposit_event(Event::OfferWithdrawn { service, node, deposit });
        row.save_or_remove()
    }
}
