//! Owner of `Offers`, and of `Changes` and `ChangesFrom`, the queue of their changes that are not in
//! force yet.

use core::ops::Deref;

use frame_support::traits::{DefensiveSaturating, Get};
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::{Balance, ServiceId};
use nes_support::queue::Queue;
use nes_traits::NodeRegistry;
use sp_runtime::{DispatchError, DispatchResult, Perbill, Saturating};

use crate::{
    account::HoldsOf,
    bands::band_of,
    duty::Roster,
    service::ServiceRow,
    serving,
    standing::{after_answers, after_fault},
    types::{CHANGE_DELAY, NEWCOMER},
    version::VersionRow,
    Change, Changes, ChangesFrom, Config, Error, Event, HoldReason, Offer, OfferOf, OfferTerms,
    Offers, Pallet, Place,
};

/// The queue of changes, by the block that brings them into force.
pub(crate) type ChangesOf<T> = Queue<
    BlockNumberFor<T>,
    (ServiceId, <T as frame_system::Config>::AccountId),
    Changes<T>,
    ChangesFrom<T>,
>;

/// A node's offer of a service, loaded to be changed. A change is lost unless the row is saved.
pub(crate) struct OfferRow<T: Config> {
    service: ServiceId,
    node: T::AccountId,
    offer: OfferOf<T>,
}

impl<T: Config> Deref for OfferRow<T> {
    type Target = OfferOf<T>;

    fn deref(&self) -> &OfferOf<T> {
        &self.offer
    }
}

impl<T: Config> OfferRow<T> {
    /// Adds the first offer of `node`, and holds its deposit. The caller saves the service.
    pub(crate) fn add(
        service: &mut ServiceRow<T>,
        node: &T::AccountId,
        registration: u32,
        terms: OfferTerms,
    ) -> Result<Self, DispatchError> {
        let mut version =
            VersionRow::<T>::load(service.id(), terms.version).ok_or(Error::<T>::UnknownVersion)?;
        service.count_offer()?;
        version.count_offer()?;
        let deposit = Pallet::<T>::params().offer_deposit;
        HoldsOf::<T>::hold(HoldReason::Offer, node, deposit)?;
        version.save();
        let offer = Offer {
            registration,
            terms,
            rise: None,
            change: None,
            place: None,
            busy: 0,
            standing: NEWCOMER,
            gains: Default::default(),
            deposit,
        };
        Ok(Self { service: service.id(), node: node.clone(), offer })
    }

    /// Loads the offer of `node`; `None` if there is none.
    pub(crate) fn load(service: ServiceId, node: &T::AccountId) -> Option<Self> {
        let offer = Offers::<T>::get(service, node)?;
        Some(Self { service, node: node.clone(), offer })
    }

    /// Makes it the offer of this `registration` of the node. Another one begins anew: as a newcomer,
    /// with its own `terms`, and out of the index, where it would be drawn at once by the old ones.
    pub(crate) fn adopt(
        &mut self,
        service: &mut ServiceRow<T>,
        registration: u32,
        terms: &OfferTerms,
    ) -> DispatchResult {
        if self.registration != registration {
            self.turn_to(service, terms.clone())?;
            self.offer.registration = registration;
            self.offer.standing = NEWCOMER;
            self.offer.rise = None;
        }
        Ok(())
    }

    /// Returns true if the operator has agreed, by this `registration`, that answers may cost stake.
    pub(crate) fn is_agreed_by(&self, registration: u32) -> bool {
        let terms = self.change.as_ref().map_or(&self.terms, |change| &change.terms);
        self.registration == registration && terms.slashable
    }

    /// Notes `terms`, set at `now`, which draws go by some blocks later in place of any that were
    /// noted before. Only a lower price for the same version holds at once. Returns the block that
    /// brings the change into force.
    pub(crate) fn announce(
        &mut self,
        terms: OfferTerms,
        now: BlockNumberFor<T>,
    ) -> BlockNumberFor<T> {
        self.forget_change();
        if terms.version == self.terms.version {
            self.offer.lower_price(terms.price, now);
        }
        let due = now.saturating_add(CHANGE_DELAY.into());
        ChangesOf::<T>::insert(due, (self.service, self.node.clone()));
        self.offer.change = Some(Change { terms, set: now, due });
        due
    }

    /// Drops the change that was noted, if there is one.
    fn forget_change(&mut self) -> Option<Change<BlockNumberFor<T>>> {
        let change = self.offer.change.take()?;
        ChangesOf::<T>::remove(change.due, (self.service, self.node.clone()));
        Some(change)
    }

    /// Brings the noted change into force at `now`, unless tasks of its version are no longer taken,
    /// and gives the offer the place in the index that it has now.
    pub(crate) fn bring_into_force(
        &mut self,
        service: &mut ServiceRow<T>,
        now: BlockNumberFor<T>,
    ) -> DispatchResult {
        let change = self.forget_change();
        let change = change.filter(|change| service.takes(change.terms.version));
        if let Some(Change { terms, set, .. }) = change {
            // Also of another version, or two turns would spare the notice.
            self.offer.set_price(terms.price, set, T::Notice::get(), now);
            let terms = OfferTerms { price: self.terms.price, ..terms };
            if terms.version == self.terms.version {
                self.offer.terms = terms;
            } else {
                self.turn_to(service, terms)?;
            }
        }
        self.take_place(service)
    }

    /// Turns to other `terms`, as a rule of another version, and leaves the index.
    fn turn_to(&mut self, service: &mut ServiceRow<T>, terms: OfferTerms) -> DispatchResult {
        let (id, version, node) = (self.service, self.terms.version, self.node.clone());
        if self.place.is_some() {
            self.leave(service)?;
            Pallet::<T>::deposit_event(Event::OfferLeft { service: id, version, node });
        }
        if let Some(mut old) = VersionRow::<T>::load(id, version) {
            old.discount_offer()?;
            old.save_or_remove(service);
        }
        let mut new = VersionRow::<T>::load(id, terms.version).ok_or(Error::<T>::UnknownVersion)?;
        new.count_offer()?;
        new.save();
        self.offer.terms = terms;
        // Also if the offer is paused, and enters no index.
        service.supersede();
        Ok(())
    }

    /// Gives the offer the place in the index that it should have now: none if it is paused or its
    /// node may not work, and else one in the band of its price. An offer that turns slashable or no
    /// longer is so enters anew, or it would be drawn for tasks that its node knows.
    pub(crate) fn take_place(&mut self, service: &mut ServiceRow<T>) -> DispatchResult {
        let wanted = self.wanted_place(service);
        if wanted == self.counted_place() {
            return Ok(());
        }
        let (id, version, node) = (self.service, self.terms.version, self.node.clone());
        let before = self.free_place(service)?;
        let stays = before
            .as_ref()
            .filter(|place| wanted.is_some_and(|(_, _, slashable)| slashable == place.slashable))
            .map(|place| place.entered);
        if let Some((band, weight, slashable)) = wanted {
            let mut row = VersionRow::<T>::load(id, version).ok_or(Error::<T>::UnknownVersion)?;
            let position = row.enter(&node, band, weight, slashable)?;
            row.save();
            let entered = stays.unwrap_or_else(frame_system::Pallet::<T>::block_number);
            self.offer.place = Some(Place { band, position, weight, slashable, entered });
        }
        self.count(service, before.as_ref())?;
        if stays.is_none() && before.is_some() {
            let node = node.clone();
            Pallet::<T>::deposit_event(Event::OfferLeft { service: id, version, node });
        }
        if stays.is_none() && wanted.is_some() {
            Pallet::<T>::deposit_event(Event::OfferEntered { service: id, version, node });
        }
        service.supersede();
        Ok(())
    }

    /// Returns true if the offer is in the index at another place than it should have now.
    pub(crate) fn is_misplaced(&self, service: &ServiceRow<T>) -> bool {
        self.place.is_some() && self.wanted_place(service) != self.counted_place()
    }

    /// Returns the band in which the offer stands, the stake that counts for it, and true if it counts
    /// as slashable.
    fn counted_place(&self) -> Option<(u8, Balance, bool)> {
        self.place.as_ref().map(|place| (place.band, place.weight, place.slashable))
    }

    /// Returns the band in which the offer should stand, the stake that should count for it, and true
    /// if it should count as slashable.
    fn wanted_place(&self, service: &ServiceRow<T>) -> Option<(u8, Balance, bool)> {
        let OfferTerms { version, slots, slashable, .. } = self.terms;
        // Nobody enters a version once no task of it is taken.
        if slots == 0 || (self.place.is_none() && !service.takes(version)) {
            return None;
        }
        let stake = Pallet::<T>::working_stake(service, &self.node, &self.offer)?;
        let weight = stake.min(Pallet::<T>::params().stake_cap);
        Some((band_of(self.asked()), weight, slashable))
    }

    /// Takes the offer out of the index, if it is there.
    fn leave(&mut self, service: &ServiceRow<T>) -> DispatchResult {
        let before = self.free_place(service)?;
        self.count(service, before.as_ref())
    }

    /// Frees the place of the offer, which is returned; the caller counts the change.
    fn free_place(
        &mut self,
        service: &ServiceRow<T>,
    ) -> Result<Option<Place<BlockNumberFor<T>>>, DispatchError> {
        let Some(place) = self.offer.place.take() else { return Ok(None) };
        let mut version = VersionRow::<T>::load(self.service, self.terms.version)
            .ok_or(Error::<T>::UnknownVersion)?;
        let moved = version.leave(&place)?;
        version.save_or_remove(service);
        if let Some(moved) = moved {
            Self::change(self.service, &moved, |offer| {
                if let Some(other) = &mut offer.place {
                    other.position = place.position;
                }
            });
        }
        Ok(Some(place))
    }

    /// Counts the place that the offer has now, instead of the one `before`, in the stake that serves
    /// tasks, and puts its node on or off duty.
    fn count(
        &self,
        service: &ServiceRow<T>,
        before: Option<&Place<BlockNumberFor<T>>>,
    ) -> DispatchResult {
        let now = self.place.as_ref();
        if service.has_tasks() {
            serving::count::<T>(&self.node, before.is_some(), now.map(|place| place.weight))?;
        }
        let is_slashable = |place: Option<&Place<_>>| place.is_some_and(|place| place.slashable);
        let roster = Roster::<T>::of(self.service, self.terms.version);
        match (is_slashable(before), is_slashable(now)) {
            (false, true) => roster.enter(&self.node, self.registration)?,
            (true, false) => roster.leave(&self.node),
            _ => (),
        }
        Ok(())
    }

    /// Removes the offer, also from the index, and releases its deposit, which is returned. The
    /// caller saves the service.
    pub(crate) fn remove(mut self, service: &mut ServiceRow<T>) -> Result<Balance, DispatchError> {
        let deposit = self.deposit;
        HoldsOf::<T>::release(HoldReason::Offer, &self.node, deposit)?;
        self.forget_change();
        self.leave(service)?;
        Offers::<T>::remove(self.service, &self.node);
        service.discount_offer()?;
        if let Some(mut version) = VersionRow::<T>::load(self.service, self.terms.version) {
            version.discount_offer()?;
            version.save_or_remove(service);
        }
        service.supersede();
        Ok(deposit)
    }

    /// Writes the row.
    pub(crate) fn save(self) {
        Offers::<T>::insert(self.service, self.node, self.offer);
    }

    /// Occupies a slot of the offer of `node`, which must exist.
    pub(crate) fn occupy(service: ServiceId, node: &T::AccountId) {
        Self::change(service, node, |offer| offer.busy.saturating_inc());
    }

    /// Frees a slot of the offer of `node`, which must exist.
    pub(crate) fn vacate(service: ServiceId, node: &T::AccountId) {
        Self::change(service, node, |offer| {
            offer.busy = offer.busy.defensive_saturating_sub(1);
        });
    }

    /// Raises the standing of `node` for an answer of this `weight`, if it has an offer still.
    pub(crate) fn raise_standing(
        service: ServiceId,
        node: &T::AccountId,
        epoch: u64,
        weight: Perbill,
    ) {
        Self::change(service, node, |offer| {
            let weight = offer.gains.count(epoch, weight);
            offer.standing = after_answers(offer.standing, weight);
        });
    }

    /// Lowers the standing of `node` for a fault, if it has an offer still.
    pub(crate) fn lower_standing(service: ServiceId, node: &T::AccountId) {
        Self::change(service, node, |offer| offer.standing = after_fault(offer.standing));
    }

    /// Changes the offer of `node`, if there is one.
    fn change(service: ServiceId, node: &T::AccountId, change: impl FnOnce(&mut OfferOf<T>)) {
        Offers::<T>::mutate(service, node, |offer| offer.as_mut().map(change));
    }
}

impl<T: Config> Pallet<T> {
    /// Returns the stake of a node that may work on tasks of the service now, busy or not; `None` if
    /// it may not.
    pub(crate) fn working_stake(
        service: &crate::Service<T::AccountId>,
        node: &T::AccountId,
        offer: &OfferOf<T>,
    ) -> Option<Balance> {
        if !Self::is_of(node, offer) {
            return None;
        }
        T::NodeRegistry::working_stake(node).filter(|stake| *stake >= service.min_stake)
    }

    /// Returns true if `offer` was made for the node that is registered now, not for one that the
    /// same account had before.
    pub(crate) fn is_of(node: &T::AccountId, offer: &OfferOf<T>) -> bool {
        T::NodeRegistry::registration(node) == Some(offer.registration)
    }
}
