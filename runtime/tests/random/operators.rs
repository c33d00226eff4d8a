//! Operators on the market.

use nes_core::{AccountId, Balance, ServiceId, Usage};
use nes_runtime::{NodeStaking, Runtime, System};
use nes_traits::NodeRegistry;
use pallet_market::{Call, OfferTerms};

use super::{
    books::{changes::DELAY, prices::MEMORY},
    outcome,
    world::{acts_for, may_offer, node, number_of, worker_of, HIGHEST, MAX_PRICE, MOST, NODES},
    Run,
};

/// The nodes that seldom change an offer: those with the lowest numbers.
const CONSTANT: u8 = 4;

impl Run {
    /// Some offers change, come and go.
    pub(crate) fn operators_act(&mut self) {
        for _ in 0..3 {
            let (service, number) = (self.some_service(), self.rng.below(NODES));
            if number < CONSTANT && !self.rng.one_in(6) {
                continue;
            }
            let node = node(number);
            let index = number_of(&self.books.services[&service].publisher);
            let who = match self.rng.below(10u32) {
                0 => self.some_account(),
                1..4 => node.clone(),
                _ => worker_of(&node),
            };
            if self.rng.one_in(12) {
                self.refresh_offer(service, &node);
            }
            if self.rng.one_in(16) {
                self.withdraw_offer(service, &who, &node);
            } else if may_offer(number, index) {
                let terms = self.some_terms(service);
                self.set_offer(service, &who, &node, terms);
            }
        }
        self.withdraw_paused();
        self.forget_rises();
    }

    /// Nodes whose price before a rise is about to be forgotten go back to nearly that price: some
    /// changes come into force just before it is forgotten, and some just after.
    fn forget_rises(&mut self) {
        let now = System::block_number();
        let mut all = Vec::new();
        for (id, service) in &self.books.services {
            for (node, offer) in &service.offers {
                let Some((from, high)) = offer.prices.rise else { continue };
                let in_force = now + DELAY + 1;
                if in_force >= from + MEMORY && in_force <= from + MEMORY + 1 {
                    let price = high.min(offer.prices.first + 1);
                    all.push((*id, node.clone(), OfferTerms { price, ..offer.terms() }));
                }
            }
        }
        for (id, node, terms) in all {
            if self.rng.one_in(2) {
                self.set_offer(id, &worker_of(&node), &node, terms);
            }
        }
    }

    /// A node withdraws an offer that it has paused, or tries to.
    fn withdraw_paused(&mut self) {
        let id = self.some_service();
        let offers = self.books.services[&id].offers.iter();
        let paused: Vec<_> = offers.filter(|(_, offer)| offer.slots == 0).collect();
        if paused.is_empty() {
            return;
        }
        let nodes: Vec<_> = paused.into_iter().map(|(node, _)| node.clone()).collect();
        let node = self.rng.pick(&nodes);
        self.withdraw_offer(id, &worker_of(&node), &node);
    }

    /// A price that is not above the highest; sometimes of some planck only.
    pub(crate) fn some_price(&mut self) -> Balance {
        if self.rng.one_in(16) {
            1 + self.rng.below(1_000u128)
        } else {
            1 + self.rng.below(HIGHEST)
        }
    }

    /// Terms for an offer; sometimes for a pause, for smaller tasks than there are, or wrong ones.
    pub(crate) fn some_terms(&mut self, id: ServiceId) -> OfferTerms {
        let (newest, former) = {
            let service = &self.books.services[&id];
            (service.newest, service.former)
        };
        let mut terms = OfferTerms {
            version: if self.rng.one_in(4) { former.unwrap_or(newest) } else { newest },
            price: self.some_price(),
            max_usage: MOST,
            slots: if self.rng.one_in(20) { 0 } else { 1 + self.rng.below(5u16) },
            slashable: self.books.services[&id].has_tasks() != self.rng.one_in(16),
        };
        match self.rng.below(60u32) {
            0..10 => terms.max_usage = self.some_usage(),
            10 => terms.max_usage = Usage::default(),
            11 => terms.version = newest + 1,
            12 => terms.version = newest.saturating_sub(2),
            13 => terms.price = 0,
            14 => terms.price = MAX_PRICE + 1,
            _ => {}
        }
        terms
    }

    fn some_usage(&mut self) -> Usage {
        let Usage { input, output } = MOST;
        Usage { input: input / 2 + self.rng.below(input), output: 1 + self.rng.below(output) }
    }

    pub(crate) fn set_offer(
        &mut self,
        id: ServiceId,
        who: &AccountId,
        node: &AccountId,
        terms: OfferTerms,
    ) {
        let expected = self.set_offer_outcome(id, who, node, &terms);
        let OfferTerms { version, price, max_usage, slots, slashable } = terms;
        let (node, service) = (node.clone(), id);
        let call = Call::set_offer {
            node: node.clone(),
            service,
            version,
            price,
            max_usage,
            slots,
            slashable,
        };
        if self.expect(who, call, expected) {
            self.books.set_offer(id, &node, terms);
        }
    }

    fn set_offer_outcome(
        &self,
        id: ServiceId,
        who: &AccountId,
        node: &AccountId,
        terms: &OfferTerms,
    ) -> outcome::Result {
        outcome::ensure(self.may_act(who, node), "NotForThisNode")?;
        let service = &self.books.services[&id];
        outcome::ensure(service.on_sale, "ServiceNotOnSale")?;
        outcome::ensure(service.takes(terms.version), "UnknownVersion")?;
        outcome::ensure(terms.price > 0 && terms.price <= MAX_PRICE, "PriceOutOfBounds")?;
        outcome::ensure(terms.max_usage != Usage::default(), "UsageMissing")?;
        outcome::ensure(service.has_tasks() || !terms.slashable, "MeteredOnly")?;
        let registration = NodeStaking::registration(node).ok_or("NodeNotActive")?;
        if terms.slots > 0 {
            let stake = NodeStaking::working_stake(node).ok_or("NodeNotActive")?;
            outcome::ensure(stake >= service.spec.min_stake, "StakeTooLow")?;
        }
        let is_agreed = service.offers.get(node).is_some_and(|offer| {
            let change = offer.change.as_ref().map(|change| change.terms.slashable);
            offer.registration == registration && change.unwrap_or(offer.slashable)
        });
        outcome::ensure(who == node || is_agreed || !terms.slashable, "OperatorOnly")
    }

    /// Somebody has the place of an offer corrected, or tries to.
    fn refresh_offer(&mut self, id: ServiceId, node: &AccountId) {
        let service = &self.books.services[&id];
        let expected = match service.offers.get(node) {
            None => Err("UnknownOffer"),
            Some(offer) => {
                let now = offer.place_now(node, service.spec.min_stake);
                let is_misplaced = offer.place.is_some() && now != offer.place;
                let is_needed = offer.change.is_none() && is_misplaced;
                outcome::ensure(is_needed, "NothingToCorrect")
            }
        };
        let who = self.some_account();
        let call = Call::refresh_offer { node: node.clone(), service: id };
        if self.expect(&who, call, expected) {
            self.books.refresh_offer(id, node);
        }
    }

    pub(crate) fn withdraw_offer(&mut self, id: ServiceId, who: &AccountId, node: &AccountId) {
        let expected = self.withdraw_offer_outcome(id, who, node);
        let call = Call::withdraw_offer { node: node.clone(), service: id };
        if self.expect(who, call, expected) {
            self.books.withdraw_offer(id, node);
        }
    }

    fn withdraw_offer_outcome(
        &self,
        id: ServiceId,
        who: &AccountId,
        node: &AccountId,
    ) -> outcome::Result {
        let service = self.books.services.get(&id).ok_or("UnknownService")?;
        let offer = service.offers.get(node);
        let stale = !service.on_sale
            || NodeStaking::stake(node) == 0
            || offer
                .is_some_and(|offer| NodeStaking::registration(node) != Some(offer.registration));
        outcome::ensure(stale || self.may_act(who, node), "NotForThisNode")?;
        let offer = offer.ok_or("UnknownOffer")?;
        outcome::ensure(stale || offer.place.is_none(), "OfferNotPaused")?;
        outcome::ensure(offer.busy == 0, "OfferBusy")
    }

    /// Agents are named in a node's record, and go with it.
    pub(crate) fn may_act(&self, who: &AccountId, node: &AccountId) -> bool {
        let registered = pallet_node_staking::Nodes::<Runtime>::contains_key(node);
        who == node || registered && acts_for(who, node)
    }
}
