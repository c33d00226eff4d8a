//! The effects of calls on offers and versions, at once and when their changes come into force.

use codec::Encode;
use nes_core::{AccountId, BlockNumber, Hash, ServiceId};
use nes_runtime::{NodeStaking, System};
use nes_traits::NodeRegistry;
use pallet_market::{Change, Event, OfferTerms};
use sp_io::hashing::blake2_128;

use super::{offer::Offer, service::Version, Books, OFFER_DEPOSIT};
use crate::random::blocks::begins_epoch;

/// The blocks from a call that changes an offer to the draws that go by it.
pub(crate) const DELAY: BlockNumber = 3;

impl Books {
    /// A node sets its offer, as it may.
    pub(crate) fn set_offer(&mut self, id: ServiceId, node: &AccountId, terms: OfferTerms) {
        let now = System::block_number();
        let registration = NodeStaking::registration(node).expect("it is registered");
        let service = self.services.get_mut(&id).expect("it is on sale");
        if !service.offers.contains_key(node) {
            service.offers.insert(node.clone(), Offer::new(registration, &terms));
            self.tally.note("offer made");
        }
        let mut events = Vec::new();
        if service.offer(node).registration != registration {
            events = service.turn(id, node, &terms);
            service.offer(node).begin_anew(registration, &terms);
            self.tally.note("offer begun anew");
        }
        let offer = service.offer(node);
        if terms.version == offer.version {
            if let Some(what) = offer.prices.set(terms.price, now) {
                self.tally.note(format!("{what} at once"));
            }
        }
        if offer.change.is_some() {
            self.tally.note("change replaced");
        }
        let due = now + DELAY;
        offer.change = Some(Change { terms: terms.clone(), set: now, due });
        events.push(Event::OfferSet { service: id, node: node.clone(), terms, due });
        self.expected.extend(events);
        self.follow_place(id, node);
    }

    /// Somebody has the place of an offer corrected, as that needs it.
    pub(crate) fn refresh_offer(&mut self, id: ServiceId, node: &AccountId) {
        let offer = self.services.get_mut(&id).expect("it is there").offer(node);
        let terms = OfferTerms { price: offer.prices.highest(), ..offer.terms() };
        let now = System::block_number();
        if offer.prices.set(terms.price, now).is_some() {
            self.tally.note("refreshed at once");
        }
        let due = now + DELAY;
        offer.change = Some(Change { terms: terms.clone(), set: now, due });
        self.expected.push_back(Event::OfferSet { service: id, node: node.clone(), terms, due });
        self.tally.note("offer refreshed");
    }

    /// An offer is withdrawn, as it may.
    pub(crate) fn withdraw_offer(&mut self, id: ServiceId, node: &AccountId) {
        let service = self.services.get_mut(&id).expect("it is there");
        let offer = service.offers.remove(node).expect("it is there");
        self.tally.note(if offer.place.is_some() {
            "withdrawn out of the index"
        } else {
            "withdrawn"
        });
        self.expected.extend(service.supersede(id));
        let (node, deposit) = (node.clone(), OFFER_DEPOSIT);
        self.expected.push_back(Event::OfferWithdrawn { service: id, node: node.clone(), deposit });
        self.follow_place(id, &node);
        self.services.retain(|_, service| !service.is_over());
    }

    /// A service gets a version with this royalty, in billionths, as it may.
    pub(crate) fn update(&mut self, id: ServiceId, content_hash: Hash, royalty: u32) {
        let service = self.services.get_mut(&id).expect("it is on sale");
        let newest = service.newest;
        if service.offers.values().any(|offer| offer.version == newest) {
            service.former = Some(newest);
            self.tally.note("version added");
        } else {
            self.tally.note("version replaced");
        }
        service.newest += 1;
        service.versions.insert(service.newest, Version::new(royalty));
        let version = service.newest;
        self.expected.push_back(Event::ServiceUpdated { service: id, version, content_hash });
    }

    /// The hooks of a block bring the changes into force that are due, in the order of the blocks
    /// and of the hashes of offers. The first block of an epoch leaves them to the next one, and those
    /// of a block whose draws are late wait for these.
    pub(super) fn bring_changes_into_force(&mut self) {
        let now = System::block_number();
        let mut due = Vec::new();
        for (id, service) in &self.services {
            for (node, offer) in &service.offers {
                if let Some(change) = offer.change.as_ref().filter(|change| change.due <= now) {
                    let hash = (id, node).using_encoded(blake2_128);
                    due.push((change.due, hash, *id, node.clone()));
                }
            }
        }
        let draws_are_late = begins_epoch(now - 1);
        let is_late = |due| begins_epoch(now) || draws_are_late && due == now;
        let late = due.extract_if(.., |(due, ..)| is_late(*due));
        late.for_each(|_| self.tally.note("change left to the next block"));
        due.sort_unstable();
        for (.., id, node) in due {
            self.bring_into_force(id, &node);
        }
    }

    fn bring_into_force(&mut self, id: ServiceId, node: &AccountId) {
        let service = self.services.get_mut(&id).expect("it has an offer");
        let offer = service.offer(node);
        let Change { terms, set, .. } = offer.change.take().expect("it is due");
        let mut events = Vec::new();
        if service.takes(terms.version) {
            let offer = service.offer(node);
            let what = offer.prices.come_into_force(terms.price, set, System::block_number());
            self.tally.note(what);
            if terms.version == offer.version {
                offer.go_by(&terms);
            } else {
                events = service.turn(id, node, &terms);
                self.tally.note("moved to another version");
            }
        } else {
            self.tally.note("change dropped");
        }
        events.extend(service.put_into_place(id, node));
        self.expected.extend(events);
        self.follow_place(id, node);
    }
}
