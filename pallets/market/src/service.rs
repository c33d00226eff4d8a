//! Owner of `Services` and `NextServiceId`.

use core::ops::Deref;

use frame_support::{ensure, traits::DefensiveSaturating};
use nes_core::{Balance, Hash, ServiceId, Tariff};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

use crate::{
    account::HoldsOf, Config, Error, Event, HoldReason, NextServiceId, Pallet, Service,
    ServiceSpec, ServiceStatus, Services, Uri,
};

/// A service's row, loaded to be changed. A change is lost unless the row is saved.
pub(crate) struct ServiceRow<T: Config> {
    id: ServiceId,
    service: Service<T::AccountId>,
}

impl<T: Config> Deref for ServiceRow<T> {
    type Target = Service<T::AccountId>;

    fn deref(&self) -> &Self::Target {
        &self.service
    }
}

impl<T: Config> ServiceRow<T> {
    /// Adds the service that `publisher` publishes, and holds its `deposit`; returns its id.
    pub(crate) fn add(
        publisher: T::AccountId,
        spec: ServiceSpec,
        deposit: Balance,
    ) -> Result<ServiceId, DispatchError> {
        let id = NextServiceId::<T>::get();
        let next = id.checked_add(1).ok_or(ArithmeticError::Overflow)?;

        HoldsOf::<T>::hold(HoldReason::Service, &publisher, deposit)?;
        NextServiceId::<T>::put(next);
        Services::<T>::insert(id, Service::new(publisher, spec, deposit));
        Ok(id)
    }

    /// Loads a service.
    ///
    /// # Errors
    ///
    /// Fails if there is no such service.
    pub(crate) fn load(id: ServiceId) -> Result<Self, Error<T>> {
        let service = Services::<T>::get(id).ok_or(Error::UnknownService)?;
        Ok(Self { id, service })
    }

    /// Loads a service that takes new work.
    ///
    /// # Errors
    ///
    /// Fails if there is no such service, or it is off sale.
    pub(crate) fn on_sale(id: ServiceId) -> Result<Self, Error<T>> {
        let row = Self::load(id)?;
        ensure!(row.is_on_sale(), Error::ServiceNotOnSale);
        Ok(row)
    }

    /// Returns the service's id.
    pub(crate) fn id(&self) -> ServiceId {
        self.id
    }

    /// Replaces the content; returns the new version.
    pub(crate) fn update(&mut self, uri: Uri, content_hash: Hash) -> Result<u32, ArithmeticError> {
        let version = self.version.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        self.service.uri = uri;
        self.service.content_hash = content_hash;
        self.service.version = version;
        Ok(version)
    }

    /// Takes the service off sale, with the `status` that it has from now on.
    pub(crate) fn take_off_sale(&mut self, status: ServiceStatus) {
        self.service.status = status;
    }

    /// Lowers the floor to `tariff` where that is lower; the first offer makes it the floor.
    pub(crate) fn lower_floor(&mut self, tariff: &Tariff) {
        self.service.floor = if self.offers == 0 { *tariff } else { self.floor.lowest(tariff) };
    }

    /// Counts a new offer; returns its position, the first one that is free.
    pub(crate) fn count_offer(&mut self) -> Result<u32, ArithmeticError> {
        let position = self.offers;
        self.service.offers = position.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        Ok(position)
    }

    /// Counts an offer no longer; returns the last position, which is free from now on. The last
    /// offer takes the floor with it.
    pub(crate) fn discount_offer(&mut self) -> Result<u32, ArithmeticError> {
        let last = self.offers.checked_sub(1).ok_or(ArithmeticError::Underflow)?;
        self.service.offers = last;
        if last == 0 {
            self.service.floor = Tariff::default();
        }
        Ok(last)
    }

    /// Counts a task that was opened.
    pub(crate) fn open_task(&mut self) -> Result<(), ArithmeticError> {
        let open_tasks = self.open_tasks.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        self.service.open_tasks = open_tasks;
        Ok(())
    }

    /// Counts a task that is no longer open.
    pub(crate) fn close_task(&mut self) {
        self.service.open_tasks = self.open_tasks.defensive_saturating_sub(1);
    }

    /// Writes the row.
    pub(crate) fn save(self) {
        Services::<T>::insert(self.id, self.service);
    }

    /// Writes the row, or removes it and returns the deposit if the service is over.
    pub(crate) fn save_or_remove(self) -> DispatchResult {
        let Self { id, service } = self;
        Services::<T>::insert(id, &service);
        if !service.is_over() {
            return Ok(());
        }
        let Service { publisher, deposit, .. } = service;
        HoldsOf::<T>::release(HoldReason::Service, &publisher, deposit)?;
        Services::<T>::remove(id);
        Pallet::<T>::deposit_event(Event::ServiceRemoved { service: id, publisher, deposit });
        Ok(())
    }
}
