//! Services: their publication, updates, end of sale and removal.

use frame_support::ensure;
use nes_core::{Hash, ServiceId, ServiceKind, Verification};
use sp_runtime::{ArithmeticError, DispatchResult};

use crate::{
    holds::HoldsOf, Config, Error, Event, HoldReason, NextServiceId, Pallet, Parameters, Params,
    Service, ServiceSpec, ServiceStatus, Services, Uri,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn do_publish(publisher: T::AccountId, spec: ServiceSpec) -> DispatchResult {
        let params = Parameters::<T>::get();
        Self::check_spec(&spec, &params)?;
        let service = NextServiceId::<T>::get();
        let next = service.checked_add(1).ok_or(ArithmeticError::Overflow)?;

        HoldsOf::<T>::hold(HoldReason::Service, &publisher, params.service_deposit)?;
        let row = Service::new(publisher.clone(), spec, params.service_deposit);
        NextServiceId::<T>::put(next);
        Services::<T>::insert(service, row);
        Self::deposit_event(Event::ServicePublished { service, publisher });
        Ok(())
    }

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

    pub(crate) fn do_update(
        who: T::AccountId,
        service: ServiceId,
        uri: Uri,
        content_hash: Hash,
    ) -> DispatchResult {
        let row = Self::on_sale(service)?;
        ensure!(row.publisher == who, Error::<T>::NotThePublisher);
        let version = row.version.checked_add(1).ok_or(ArithmeticError::Overflow)?;

        Services::<T>::insert(service, Service { uri, content_hash, version, ..row });
        Self::deposit_event(Event::ServiceUpdated { service, version, content_hash });
        Ok(())
    }

    pub(crate) fn do_retire(who: T::AccountId, service: ServiceId) -> DispatchResult {
        let row = Self::on_sale(service)?;
        ensure!(row.publisher == who, Error::<T>::NotThePublisher);

        Self::deposit_event(Event::ServiceRetired { service });
        Self::keep_or_remove(service, Service { status: ServiceStatus::Retired, ..row })
    }

    pub(crate) fn do_delist(service: ServiceId, reason: Hash) -> DispatchResult {
        let row = Self::on_sale(service)?;

        Self::deposit_event(Event::ServiceDelisted { service, reason });
        Self::keep_or_remove(service, Service { status: ServiceStatus::Delisted { reason }, ..row })
    }

    /// Returns the row of a service that takes new work.
    pub(crate) fn on_sale(
        service: ServiceId,
    ) -> Result<Service<T::AccountId>, sp_runtime::DispatchError> {
        let row = Services::<T>::get(service).ok_or(Error::<T>::UnknownService)?;
        ensure!(row.is_on_sale(), Error::<T>::ServiceNotOnSale);
        Ok(row)
    }

    /// Writes a service's row, or removes it and returns the deposit if the service is over.
    pub(crate) fn keep_or_remove(service: ServiceId, row: Service<T::AccountId>) -> DispatchResult {
        Services::<T>::insert(service, &row);
        if !row.is_over() {
            return Ok(());
        }
        let Service { publisher, deposit, .. } = row;
        HoldsOf::<T>::release(HoldReason::Service, &publisher, deposit)?;
        Services::<T>::remove(service);
        Self::deposit_event(Event::ServiceRemoved { service, publisher, deposit });
        Ok(())
    }
}
