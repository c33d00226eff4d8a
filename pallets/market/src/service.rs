//! Owner of `Services` and `NextServiceId`.

use core::ops::Deref;

use frame_support::{ensure, traits::DefensiveSaturating};
use nes_core::{Balance, Hash, ServiceId};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult, Perbill};

use crate::{
    account::HoldsOf, version::VersionRow, Config, Error, Event, HoldReason, NextServiceId, Pallet,
    Service, ServiceSpec, ServiceStatus, Services, Uri,
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
    /// Adds the service that `publisher` publishes with its first version, and holds its `deposit`;
    /// returns its id.
    pub(crate) fn add(
        publisher: T::AccountId,
        spec: ServiceSpec,
        deposit: Balance,
    ) -> Result<ServiceId, DispatchError> {
        let id = NextServiceId::<T>::get();
        let next = id.checked_add(1).ok_or(ArithmeticError::Overflow)?;

        HoldsOf::<T>::hold(HoldReason::Service, &publisher, deposit)?;
        NextServiceId::<T>::put(next);
        VersionRow::<T>::add(id, 0, spec.uri, spec.content_hash, spec.royalty);
        let service = Service {
            publisher,
            kind: spec.kind,
            name: spec.name,
            unit: spec.unit,
            shape: spec.shape,
            input_bytes: spec.input_bytes,
            rate: spec.rate,
            verification: spec.verification,
            min_stake: spec.min_stake,
            status: ServiceStatus::OnSale,
            deposit,
            version: 0,
            former: None,
            offers: 0,
            open_tasks: 0,
            usual: 0,
        };
        Services::<T>::insert(id, service);
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

    /// Adds a version; returns its number. The newest one so far stays beside it, unless no node
    /// offers it: then the new one takes its place.
    ///
    /// # Errors
    ///
    /// Fails while the version before the newest one has not given way to it.
    pub(crate) fn add_version(
        &mut self,
        uri: Uri,
        content_hash: Hash,
        royalty: Perbill,
    ) -> Result<u32, DispatchError> {
        let newest =
            VersionRow::<T>::load(self.id, self.version).ok_or(Error::<T>::UnknownVersion)?;
        let version = self.version.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        if newest.offers == 0 {
            newest.remove();
        } else {
            ensure!(self.former.is_none(), Error::<T>::TwoVersions);
            self.service.former = Some(self.version);
        }
        self.service.version = version;
        VersionRow::<T>::add(self.id, version, uri, content_hash, royalty);
        Ok(version)
    }

    /// Closes the former version once the newest one has half of its stake, or nobody offers it any
    /// more. While nobody can be drawn for the newest one, a pause of all others closes nothing.
    pub(crate) fn supersede(&mut self) {
        let Some(former) = self.former else { return };
        let newest = VersionRow::<T>::load(self.id, self.version);
        let newest = newest.map_or(0, |row| row.bands.weight());
        let old = VersionRow::<T>::load(self.id, former);
        let is_deserted = old.as_ref().is_none_or(|row| row.offers == 0);
        let half = old.as_ref().map_or(0, |row| row.bands.weight()).div_ceil(2);
        if is_deserted || (newest > 0 && newest >= half) {
            self.service.former = None;
            Pallet::<T>::deposit_event(Event::VersionClosed { service: self.id, version: former });
            if let Some(row) = old {
                row.save_or_remove(self);
            }
        }
    }

    /// Takes the service off sale, with the `status` that it has from now on.
    pub(crate) fn take_off_sale(&mut self, status: ServiceStatus) {
        self.service.status = status;
    }

    /// Counts a new offer.
    pub(crate) fn count_offer(&mut self) -> Result<(), ArithmeticError> {
        self.service.offers = self.offers.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        Ok(())
    }

    /// Counts an offer no longer.
    pub(crate) fn discount_offer(&mut self) -> Result<(), ArithmeticError> {
        self.service.offers = self.offers.checked_sub(1).ok_or(ArithmeticError::Underflow)?;
        Ok(())
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

    /// Takes the protocol's part of a fee, in planck, into the usual one.
    pub(crate) fn learn_usual(&mut self, protocol: Balance) {
        self.service.usual = crate::standing::usual(self.usual, protocol);
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
        for version in service.former.into_iter().chain([service.version]) {
            if let Some(row) = VersionRow::<T>::load(id, version) {
                row.remove();
            }
        }
        let Service { publisher, deposit, .. } = service;
        HoldsOf::<T>::release(HoldReason::Service, &publisher, deposit)?;
        Services::<T>::remove(id);
        Pallet::<T>::deposit_event(Event::ServiceRemoved { service: id, publisher, deposit });
        Ok(())
    }
}
