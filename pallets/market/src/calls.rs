//! Bodies of the calls.

use frame_support::ensure;
use nes_core::{Hash, ServiceId, ServiceKind, Verification};
use nes_traits::NodeRegistry;
use sp_runtime::{DispatchError, DispatchResult, Perbill};

use crate::{
    offer::OfferRow, service::ServiceRow, version::VersionRow, Config, Error, Event, OfferTerms,
    Pallet, Params, ServiceSpec, ServiceStatus, Uri,
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
        ensure!(!spec.shape.is_zero(), Error::<T>::ShapeMissing);
        ensure!(spec.verification.is_valid(), Error::<T>::InvalidCommittee);
        if spec.verification != Verification::Metered {
            ensure!(spec.input_bytes > 0, Error::<T>::InputBytesMissing);
            ensure!(spec.rate > 0, Error::<T>::RateMissing);
        }
        ensure!(
            spec.kind == ServiceKind::Inference || spec.verification == Verification::Metered,
            Error::<T>::MustBeMetered
        );
        ensure!(spec.royalty <= params.max_royalty, Error::<T>::RoyaltyTooHigh);
        Ok(())
    }

    /// Adds a version to a service.
    pub(crate) fn do_update(
        who: T::AccountId,
        service: ServiceId,
        uri: Uri,
        content_hash: Hash,
        royalty: Perbill,
    ) -> DispatchResult {
        let mut row = ServiceRow::<T>::on_sale(service)?;
        ensure!(row.publisher == who, Error::<T>::NotThePublisher);
        ensure!(royalty <= Self::params().max_royalty, Error::<T>::RoyaltyTooHigh);

        let version = row.add_version(uri, content_hash, royalty)?;
        row.save();
        Self::deposit_event(Event::ServiceUpdated { service, version, content_hash });
        Ok(())
    }

    /// Grants that a version is exact, or takes that back.
    pub(crate) fn do_set_exact(service: ServiceId, version: u32, exact: bool) -> DispatchResult {
        ensure!(ServiceRow::<T>::load(service)?.has_tasks(), Error::<T>::MeteredOnly);
        let mut row = VersionRow::<T>::load(service, version).ok_or(Error::<T>::UnknownVersion)?;

        row.set_exact(exact);
        row.save();
        Self::deposit_event(Event::ExactSet { service, version, exact });
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
        terms: OfferTerms,
    ) -> DispatchResult {
        ensure!(T::NodeRegistry::acts_for(&who, &node), Error::<T>::NotForThisNode);
        let mut row = ServiceRow::<T>::on_sale(service)?;
        let registration = Self::check_offer(&row, &node, &terms)?;
        let offer = OfferRow::<T>::load(service, &node);
        let is_agreed = offer.as_ref().is_some_and(|offer| offer.is_agreed_by(registration));
        ensure!(who == node || is_agreed || !terms.slashable, Error::<T>::OperatorOnly);
        ensure!(!Self::is_behind(), Error::<T>::ChangesBehind);

        let mut offer = match offer {
            Some(offer) => offer,
            None => OfferRow::<T>::add(&mut row, &node, registration, terms.clone())?,
        };
        offer.adopt(&mut row, registration, &terms)?;
        row.save();
        let now = frame_system::Pallet::<T>::block_number();
        let due = offer.announce(terms.clone(), now);
        offer.save();
        Self::deposit_event(Event::OfferSet { service, node, terms, due });
        Ok(())
    }

    /// Checks what `node` sets; returns the number of its registration.
    fn check_offer(
        service: &ServiceRow<T>,
        node: &T::AccountId,
        terms: &OfferTerms,
    ) -> Result<u32, DispatchError> {
        ensure!(service.takes(terms.version), Error::<T>::UnknownVersion);
        let prices = 1..=Self::params().max_price;
        ensure!(prices.contains(&terms.price), Error::<T>::PriceOutOfBounds);
        ensure!(!terms.max_usage.is_zero(), Error::<T>::UsageMissing);
        ensure!(service.has_tasks() || !terms.slashable, Error::<T>::MeteredOnly);
        let registration = T::NodeRegistry::registration(node).ok_or(Error::<T>::NodeNotActive)?;
        if terms.slots > 0 {
            let stake = T::NodeRegistry::working_stake(node).ok_or(Error::<T>::NodeNotActive)?;
            ensure!(stake >= service.min_stake, Error::<T>::StakeTooLow);
        }
        Ok(registration)
    }

    /// Corrects the place of an offer by a change of nothing else. It waits like every other one, or
    /// who knows the seed of a draw could choose the index that it meets.
    pub(crate) fn do_refresh_offer(node: T::AccountId, service: ServiceId) -> DispatchResult {
        let row = ServiceRow::<T>::load(service)?;
        let mut offer = OfferRow::<T>::load(service, &node).ok_or(Error::<T>::UnknownOffer)?;
        let is_needed = offer.change.is_none() && offer.is_misplaced(&row);
        ensure!(is_needed, Error::<T>::NothingToCorrect);
        ensure!(!Self::is_behind(), Error::<T>::ChangesBehind);

        let terms = OfferTerms { price: offer.asked(), ..offer.terms.clone() };
        let due = offer.announce(terms.clone(), frame_system::Pallet::<T>::block_number());
        offer.save();
        Self::deposit_event(Event::OfferSet { service, node, terms, due });
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
        // Nobody leaves a draw whose seed he may know.
        ensure!(is_stale || offer.place.is_none(), Error::<T>::OfferNotPaused);
        ensure!(offer.busy == 0, Error::<T>::OfferBusy);

        let deposit = offer.remove(&mut row)?;
        Self::deposit_event(Event::OfferWithdrawn { service, node, deposit });
        row.save_or_remove()
    }
}
