//! Port of the market: for a buyer's pallet.

use frame_support::traits::{Defensive, Get};
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::{Hash, MemberConduct, ServiceFault, ServiceId};
use nes_traits::{Draw, DrawRequest, EndedMember, EndedTask, Market, Terms, VersionTerms};
use sp_runtime::DispatchResult;

use crate::{
    offer::OfferRow, service::ServiceRow, standing::weight, Config, Pallet, Service, Services,
    Versions,
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

    fn close_task(task: &EndedTask<T::AccountId>) {
        let why = "a service with an open task has no row";
        let Ok(mut row) = ServiceRow::<T>::load(task.service).defensive_proof(why) else { return };
        let service = task.service;
        let usual = row.usual.max(Self::params().min_usual);
        let earns = task.members.len() >= FEWEST_MEMBERS;
        for EndedMember { node, conduct, protocol } in &task.members {
            OfferRow::<T>::vacate(service, node);
            match conduct {
                MemberConduct::Won if earns => {
                    let weight = weight(*protocol, usual);
                    OfferRow::<T>::raise_standing(service, node, T::Epoch::get(), weight);
                    row.learn_usual(*protocol);
                }
                MemberConduct::Failed(ServiceFault::NoCommit | ServiceFault::NoReveal)
                    if task.inline =>
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
