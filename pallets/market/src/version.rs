//! Owner of `Versions` and `OfferIndex`: the versions of a service, and the dense index of the nodes
//! that can be drawn for each, by band of price.

use core::ops::Deref;

use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::{Balance, Hash, ServiceId};
use sp_runtime::{ArithmeticError, DispatchError, Perbill};

use crate::{Config, OfferIndex, Pallet, Place, Service, Uri, Version, Versions};

/// A version's row, loaded to be changed. A change is lost unless the row is saved.
pub(crate) struct VersionRow<T: Config> {
    service: ServiceId,
    number: u32,
    version: Version,
    _config: core::marker::PhantomData<T>,
}

impl<T: Config> Deref for VersionRow<T> {
    type Target = Version;

    fn deref(&self) -> &Version {
        &self.version
    }
}

impl<T: Config> VersionRow<T> {
    /// Adds a version that nobody offers yet.
    pub(crate) fn add(
        service: ServiceId,
        number: u32,
        uri: Uri,
        content_hash: Hash,
        royalty: Perbill,
    ) {
        let version = Version {
            uri,
            content_hash,
            royalty,
            offers: 0,
            bands: Default::default(),
            exact: false,
            slashable: Default::default(),
        };
        Versions::<T>::insert(service, number, version);
    }

    /// Loads a version; `None` if there is none of that number, or no longer.
    pub(crate) fn load(service: ServiceId, number: u32) -> Option<Self> {
        let version = Versions::<T>::get(service, number)?;
        Some(Self { service, number, version, _config: Default::default() })
    }

    /// Counts a new offer.
    pub(crate) fn count_offer(&mut self) -> Result<(), ArithmeticError> {
        self.version.offers = self.offers.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        Ok(())
    }

    /// Counts an offer no longer.
    pub(crate) fn discount_offer(&mut self) -> Result<(), ArithmeticError> {
        self.version.offers = self.offers.checked_sub(1).ok_or(ArithmeticError::Underflow)?;
        Ok(())
    }

    /// Grants that every honest node produces the same bytes, or takes that back.
    pub(crate) fn set_exact(&mut self, exact: bool) {
        self.version.exact = exact;
    }

    /// Enters `node` at the end of `band`, where this `weight` counts for it, also among the slashable
    /// offers if it is one; returns its position.
    pub(crate) fn enter(
        &mut self,
        node: &T::AccountId,
        band: u8,
        weight: Balance,
        slashable: bool,
    ) -> Result<u32, DispatchError> {
        let position = self.version.bands.add(band, weight)?;
        if slashable {
            self.version.slashable.add(weight)?;
        }
        OfferIndex::<T>::insert((self.service, self.number, band), position, node);
        Ok(position)
    }

    /// Frees the `place`. Returns the node that moves from the last position of its band into the gap,
    /// if there is one.
    pub(crate) fn leave(
        &mut self,
        place: &Place<BlockNumberFor<T>>,
    ) -> Result<Option<T::AccountId>, DispatchError> {
        let Place { band, position, weight, slashable, .. } = *place;
        let index = (self.service, self.number, band);
        let last = self.version.bands.remove(band, weight)?;
        if slashable {
            self.version.slashable.remove(weight)?;
        }
        let moved = OfferIndex::<T>::take(index, last).filter(|_| position != last);
        if let Some(moved) = &moved {
            OfferIndex::<T>::insert(index, position, moved);
        }
        Ok(moved)
    }

    /// Writes the row.
    pub(crate) fn save(self) {
        Versions::<T>::insert(self.service, self.number, self.version);
    }

    /// Writes the row, or removes it if nobody offers the version and no task of it is taken.
    pub(crate) fn save_or_remove(self, service: &Service<T::AccountId>) {
        let is_kept = self.number == service.version || service.former == Some(self.number);
        if is_kept || self.offers > 0 {
            self.save();
        } else {
            self.remove();
        }
    }

    /// Removes the row.
    pub(crate) fn remove(self) {
        Versions::<T>::remove(self.service, self.number);
    }
}

impl<T: Config> Pallet<T> {
    /// Returns the node at `position` in a band of a version's index.
    pub(crate) fn indexed(
        service: ServiceId,
        version: u32,
        band: u8,
        position: u32,
    ) -> Option<T::AccountId> {
        OfferIndex::<T>::get((service, version, band), position)
    }
}
