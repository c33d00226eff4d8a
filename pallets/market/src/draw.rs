//! The draw of a committee among the offers of a version.

use alloc::vec::Vec;

use frame_support::traits::Defensive;
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::{Balance, Hash, ServiceId, Shortage};
use nes_traits::{Draw, DrawRequest, Seat};
use sp_runtime::{DispatchResult, Perquintill, Saturating};

use crate::{
    bands::{lowest_of, Band},
    chance::{chance, price_factor},
    offer::OfferRow,
    service::ServiceRow,
    Config, OfferOf, Offers, Pallet, Place, Service, Services, Versions,
};

/// The part of a version's index that a buyer can pay.
pub(crate) struct Stall<'a, T: Config> {
    request: &'a DrawRequest<BlockNumberFor<T>>,
    service: Service<T::AccountId>,
    bands: Vec<(u8, Band)>,
    median: Option<Balance>,
    stake_cap: Balance,
    now: BlockNumberFor<T>,
}

/// The result of a look at a place.
pub(crate) struct Look<AccountId> {
    /// The node if it could be seated, and the chance that a lot takes it.
    pub(crate) seat: Option<(Seat<AccountId>, Perquintill)>,
    /// The node if it may not work, or if less stake is behind it than counts for it in the index.
    pub(crate) stale: Option<AccountId>,
}

impl<T: Config> Pallet<T> {
    /// Fills the seats with distinct nodes and occupies a slot of each, or occupies none. The first
    /// offer that it finds out of its place in the index is put into it.
    pub(crate) fn do_draw(
        request: &DrawRequest<BlockNumberFor<T>>,
        seed: &Hash,
    ) -> Draw<T::AccountId> {
        let stall = match Stall::<T>::open(request) {
            Ok(stall) => stall,
            Err(shortage) => return Draw { seats: Err(shortage), looks: 0 },
        };
        let bands = stall.weighed();
        let (mut looks, mut stale): (u32, Option<T::AccountId>) = (0, None);
        let drawn = nes_committee::draw(seed, &bands, request.seats, |place| {
            looks.saturating_inc();
            let look = stall.look(place)?;
            stale = stale.take().or(look.stale);
            look.seat
        });
        for Seat { node, .. } in drawn.iter().flatten() {
            OfferRow::<T>::occupy(request.service, node);
        }
        if let Some(node) = stale {
            let _ = Self::put_into_place(request.service, &node).defensive();
        }
        Draw { seats: drawn.ok_or(Shortage::TooFewEligible), looks }
    }

    /// Gives the offer of `node` the place in the index that it should have.
    pub(crate) fn put_into_place(service: ServiceId, node: &T::AccountId) -> DispatchResult {
        let mut row = ServiceRow::<T>::load(service)?;
        let Some(mut offer) = OfferRow::<T>::load(service, node) else { return Ok(()) };
        offer.take_place(&mut row)?;
        offer.save();
        row.save();
        Ok(())
    }
}

impl<'a, T: Config> Stall<'a, T> {
    /// Opens what the buyer of `request` can pay.
    pub(crate) fn open(request: &'a DrawRequest<BlockNumberFor<T>>) -> Result<Self, Shortage> {
        let service = Services::<T>::get(request.service)
            .filter(Service::is_on_sale)
            .ok_or(Shortage::OffSale)?;
        let version = Versions::<T>::get(request.service, request.version);
        let version = version.ok_or(Shortage::TooFewOffers)?;
        let offers = if request.slashable { version.slashable.len } else { version.bands.len() };
        if offers < request.seats.into() {
            return Err(Shortage::TooFewOffers);
        }
        let bands = version.bands;
        Ok(Self {
            request,
            service,
            bands: bands.within(request.max_price),
            median: bands.median(),
            stake_cap: Pallet::<T>::params().stake_cap,
            now: frame_system::Pallet::<T>::block_number(),
        })
    }

    /// Returns the bands, each with the highest price factor in it for its weight.
    pub(crate) fn weighed(&self) -> Vec<nes_committee::Band> {
        let weigh = |(number, band): &(u8, Band)| nes_committee::Band {
            len: band.len,
            weight: price_factor(self.median, lowest_of(*number)),
        };
        self.bands.iter().map(weigh).collect()
    }

    /// Looks at the node at `place`, which is one of the bands.
    pub(crate) fn look(&self, place: nes_committee::Place) -> Option<Look<T::AccountId>> {
        let DrawRequest { service, version, .. } = *self.request;
        let (band, _) = *self.bands.get(place.band).defensive()?;
        let node = Pallet::<T>::indexed(service, version, band, place.position).defensive()?;
        let offer = Offers::<T>::get(service, &node).defensive()?;
        let Place { weight: counted, entered, .. } = offer.place.clone().defensive()?;
        let stake = Pallet::<T>::working_stake(&self.service, &node, &offer);
        let is_stale = stake.is_none_or(|stake| stake < counted);
        Some(Look {
            stale: is_stale.then(|| node.clone()),
            // Nobody enters for a task that he knows.
            seat: stake
                .filter(|_| entered <= self.request.requested)
                .and_then(|stake| self.seat(node, &offer, stake, band)),
        })
    }

    /// Returns the seat of a node with this `offer` in `band`, and the chance that a lot takes it;
    /// `None` if it has no free slot or the task is too large for it, or cannot pay it, or can cost
    /// the stake of a node that has not agreed to that.
    fn seat(
        &self,
        node: T::AccountId,
        offer: &OfferOf<T>,
        stake: Balance,
        band: u8,
    ) -> Option<(Seat<T::AccountId>, Perquintill)> {
        let DrawRequest { max_price, usage, requested, slashable, .. } = *self.request;
        let price = offer.price_at(requested).min(offer.price_at(self.now));
        let fits = price <= max_price
            && usage.is_within(&offer.terms.max_usage)
            && (offer.terms.slashable || !slashable);
        if !fits || !offer.has_free_slot() {
            return None;
        }
        let factor = price_factor(self.median, offer.asked());
        let highest = price_factor(self.median, lowest_of(band));
        let chance = chance(stake, self.stake_cap, offer.standing, factor, highest);
        Some((Seat { node, price }, chance))
    }
}
