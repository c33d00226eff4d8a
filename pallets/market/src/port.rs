//! The market's port for a buyer's pallet.

use frame_support::{
    defensive,
    traits::{Defensive, DefensiveSaturating},
};
use nes_core::{Hash, ServiceId, Tariff};
use nes_traits::{Draw, Market, Terms};
use sp_runtime::{ArithmeticError, DispatchResult};

use crate::{Config, Pallet, Service, Services};

impl<T: Config> Market<T::AccountId> for Pallet<T> {
    fn terms(service: ServiceId) -> Option<Terms<T::AccountId>> {
        let row = Services::<T>::get(service)?;
        let on_sale = row.is_on_sale();
        let Service { publisher, royalty, version, verification, offers, floor, .. } = row;
        Some(Terms { publisher, royalty, version, verification, on_sale, offers, floor })
    }

    fn open_task(service: ServiceId) -> DispatchResult {
        let row = Self::on_sale(service)?;
        let open_tasks = row.open_tasks.checked_add(1).ok_or(ArithmeticError::Overflow)?;
        Services::<T>::insert(service, Service { open_tasks, ..row });
        Ok(())
    }

    fn close_task(service: ServiceId) {
        let Some(row) = Services::<T>::get(service) else {
            defensive!("a service with an open task has no row", service);
            return;
        };
        let open_tasks = row.open_tasks.defensive_saturating_sub(1);
        // Nothing is lost by a failure: the row is kept, and the deposit on hold with it.
        let _ = Self::keep_or_remove(service, Service { open_tasks, ..row }).defensive();
    }

    fn draw(service: ServiceId, seats: u8, seed: &Hash, maximum: &Tariff) -> Draw<T::AccountId> {
        Self::do_draw(service, seats, seed, maximum)
    }

    fn vacate(service: ServiceId, node: &T::AccountId) {
        Self::change_offer(service, node, |offer| {
            offer.busy = offer.busy.defensive_saturating_sub(1);
        });
    }

    fn completed(node: &T::AccountId, payer: &T::AccountId) {
        Self::raise_reputation(node, payer);
    }

    fn failed(node: &T::AccountId) {
        Self::lower_reputation(node);
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn publish_for_benchmark(committee: u8, offers: u32, tariff: Tariff) -> ServiceId {
        crate::benchmarking::publish_sure::<T>(committee, offers, tariff)
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn look_for_benchmark(service: ServiceId, looks: u32) {
        crate::benchmarking::look::<T>(service, looks);
    }
}
