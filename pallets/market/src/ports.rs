//! Ports of the market: for a buyer's pallet and for the register of nodes.

use frame_support::traits::Defensive;
use nes_core::{Hash, MemberConduct, ServiceId, Tariff};
use nes_traits::{Draw, EndedMember, EndedTask, Market, OnNodeRemoved, Terms};
use sp_runtime::DispatchResult;

use crate::{offer::OfferRow, service::ServiceRow, Config, Pallet, Service, Services};

impl<T: Config> Market<T::AccountId> for Pallet<T> {
    fn terms(service: ServiceId) -> Option<Terms<T::AccountId>> {
        let row = Services::<T>::get(service)?;
        let on_sale = row.is_on_sale();
        let Service { publisher, royalty, version, verification, offers, floor, .. } = row;
        Some(Terms { publisher, royalty, version, verification, on_sale, offers, floor })
    }

    fn open_task(service: ServiceId) -> DispatchResult {
        let mut row = ServiceRow::<T>::on_sale(service)?;
        row.open_task()?;
        row.save();
        Ok(())
    }

    fn draw(service: ServiceId, seats: u8, seed: &Hash, maximum: &Tariff) -> Draw<T::AccountId> {
        Self::do_draw(service, seats, seed, maximum)
    }

    fn close_task(task: &EndedTask<T::AccountId>) {
        for EndedMember { node, conduct, .. } in &task.members {
            match conduct {
                MemberConduct::Won => Self::raise_reputation(node, &task.payer),
                MemberConduct::Failed(_) => Self::lower_reputation(node),
                MemberConduct::Unjudged | MemberConduct::Blameless => (),
            }
            OfferRow::<T>::vacate(task.service, node);
        }
        let why = "a service with an open task has no row";
        let Ok(mut row) = ServiceRow::<T>::load(task.service).defensive_proof(why) else { return };
        row.close_task();
        // Nothing is lost by a failure: the row is kept, and the deposit on hold with it.
        let _ = row.save_or_remove().defensive();
    }
}

impl<T: Config> OnNodeRemoved<T::AccountId> for Pallet<T> {
    fn on_node_removed(node: &T::AccountId) {
        Self::remove_reputation(node);
    }
}
