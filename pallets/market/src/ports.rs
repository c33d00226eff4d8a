//! Ports of the market: for a buyer's pallet, and for the pallets of second committees.

use alloc::vec::Vec;

use frame_support::traits::{Defensive, Get};
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::{Hash, MemberConduct, ServiceFault, ServiceId};
use nes_traits::{
    Draw, DrawRequest, Duties, EndedMember, EndedTask, Market, SecondDraw, Terms, VersionTerms,
};
use sp_runtime::DispatchResult;

use crate::{
    duty::Roster, offer::OfferRow, service::ServiceRow, standing::weight, Config, Pallet, Service,
    Services, Versions,
};

/// The fewest members of a committee in which an answer earns standing.
const FEWEST_MEMBERS: usize = 3;

impl<T: Config> Market<T::AccountId, BlockNumberFor<T>> for Pallet<T> {
    fn terms(service: ServiceId, version: u32) -> Option<Terms<T::AccountId>> {
        let row = Services::<T>::get(service)?;
        let on_sale = row.is_on_sale();
        let version = if row.takes(version) { Versions::<T>::get(service, version) } else { None };
        let version = version.map(|version| VersionTerms {
            royalty: version.royalty,
            offers: version.bands.len(),
            floor: version.bands.floor(),
            slashable: Self::slashable(&version),
        });
        let Service { publisher, verification, shape, input_bytes, rate, .. } = row;
        Some(Terms { publisher, verification, shape, input_bytes, rate, on_sale, version })
    }

    fn open_task(service: ServiceId) -> DispatchResult {
        let mut row = ServiceRow::<T>::on_sale(service)?;
        row.open_task()?;
        row.save();
        Ok(())
    }

    fn draw(request: &DrawRequest<BlockNumberFor<T>>, seed: &Hash) -> Draw<T::AccountId> {
        Self::do_draw(request, seed)
    }

    fn free_slots(service: ServiceId, nodes: &[T::AccountId]) {
        for node in nodes {
            OfferRow::<T>::vacate(service, node);
        }
    }

    fn close_task(task: &EndedTask<T::AccountId>) {
        let why = "a service with an open task has no row";
        let Ok(mut row) = ServiceRow::<T>::load(task.service).defensive_proof(why) else { return };
        let service = task.service;
        let usual = row.usual.max(Self::params().min_usual);
        let earns = task.members.len() >= FEWEST_MEMBERS;
        for EndedMember { node, conduct, lost, protocol } in &task.members {
            match conduct {
                _ if *lost => OfferRow::<T>::lower_standing(service, node),
                MemberConduct::Won if earns => {
                    let weight = weight(*protocol, usual);
                    OfferRow::<T>::raise_standing(service, node, T::Epoch::get(), weight);
                    row.learn_usual(*protocol);
                }
                MemberConduct::Failed(ServiceFault::NoCommit | ServiceFault::NoReveal)
                    if task.slashable =>
                {
                    OfferRow::<T>::lower_standing(service, node);
                }
                _ => (),
            }
        }
        row.close_task();
        // Nothing is lost by a failure: the row is kept, and the deposit on hold with it.
        let _ = row.save_or_remove().defensive();
    }
}

impl<T: Config> Duties<T::AccountId, BlockNumberFor<T>> for Pallet<T> {
    fn count(service: ServiceId, version: u32) -> u32 {
        Roster::<T>::of(service, version).count()
    }

    fn is_on_duty(
        service: ServiceId,
        version: u32,
        node: &T::AccountId,
        requested: BlockNumberFor<T>,
    ) -> bool {
        Roster::<T>::of(service, version).has(node, requested)
    }

    fn draw(
        request: &SecondDraw<T::AccountId, BlockNumberFor<T>>,
        seed: &Hash,
    ) -> (Option<Vec<T::AccountId>>, u32) {
        Roster::<T>::of(request.service, request.version).draw(request, seed)
    }
}
