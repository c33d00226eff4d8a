//! Publishers and operators on the market.

use nes_core::{AccountId, Hash, ServiceId, Tariff, Verification};
use nes_runtime::{NodeStaking, Runtime};
use nes_traits::NodeRegistry;
use pallet_market::{Call, NextServiceId};

use super::{
    books::service::Service,
    outcome,
    payers::Request,
    world::{
        self, acts_for, may_offer, node, number_of, payer, publisher, spec, worker_of, HIGHEST,
        MOST, NODES, PUBLISHERS,
    },
    Run,
};

impl Run {
    /// Publishes a service of this publisher, and has all nodes offer it that may.
    pub(crate) fn open_service(&mut self, index: u8) {
        let id = NextServiceId::<Runtime>::get();
        world::publish(index);
        self.books.services.insert(id, Service::new(publisher(index), spec(index)));
        for number in (0..NODES).filter(|number| may_offer(*number, index)) {
            self.set_offer(id, &node(number), &node(number));
        }
    }

    /// Some offers change, come and go; a service is updated now and then.
    pub(crate) fn operators_act(&mut self) {
        for _ in 0..3 {
            let (service, node) = (self.some_service(), node(self.rng.below(NODES)));
            let index = self.books.services.get(&service).map(|row| number_of(&row.publisher));
            let who = if self.rng.one_in(10) { self.some_account() } else { worker_of(&node) };
            if self.rng.one_in(8) {
                self.withdraw_offer(service, &who, &node);
            } else if index.is_some_and(|index| may_offer(number_of(&node), index)) {
                self.set_offer(service, &who, &node);
            }
        }
        if self.rng.one_in(20) {
            self.update();
        }
    }

    /// One of the services, the metered one among them.
    pub(crate) fn some_service(&mut self) -> ServiceId {
        let ids: Vec<_> = self.books.services.keys().copied().collect();
        self.rng.pick(&ids)
    }

    /// A tariff of which no part is above the highest.
    pub(crate) fn some_tariff(&mut self) -> Tariff {
        Tariff {
            base: 1 + self.rng.below(HIGHEST.base),
            input: self.rng.below(HIGHEST.input),
            output: self.rng.below(HIGHEST.output),
        }
    }

    fn set_offer(&mut self, id: ServiceId, who: &AccountId, node: &AccountId) {
        let (tariff, slots) = (self.some_tariff(), self.rng.below(5u16));
        let expected = self.set_offer_outcome(id, who, node, slots);
        let call = Call::set_offer { node: node.clone(), service: id, tariff, slots };
        if self.expect(who, call, expected) {
            let service = self.books.services.get_mut(&id).expect("it is on sale");
            service.set_offer(node, tariff, slots);
        }
    }

    fn set_offer_outcome(
        &self,
        id: ServiceId,
        who: &AccountId,
        node: &AccountId,
        slots: u16,
    ) -> outcome::Result {
        outcome::ensure(self.may_act(who, node), "NotForThisNode")?;
        let service = &self.books.services[&id];
        outcome::ensure(service.on_sale, "ServiceNotOnSale")?;
        outcome::ensure(slots > 0, "NoSlots")?;
        outcome::ensure(NodeStaking::is_active(node), "NodeNotActive")?;
        outcome::ensure(NodeStaking::stake(node) >= service.spec.min_stake, "StakeTooLow")
    }

    pub(crate) fn withdraw_offer(&mut self, id: ServiceId, who: &AccountId, node: &AccountId) {
        let expected = self.withdraw_offer_outcome(id, who, node);
        let call = Call::withdraw_offer { node: node.clone(), service: id };
        if self.expect(who, call, expected) {
            let service = self.books.services.get_mut(&id).expect("it is there");
            service.withdraw_offer(node);
            self.books.services.retain(|_, service| !service.is_over());
        }
    }

    fn withdraw_offer_outcome(
        &self,
        id: ServiceId,
        who: &AccountId,
        node: &AccountId,
    ) -> outcome::Result {
        let service = self.books.services.get(&id).ok_or("UnknownService")?;
        let stale = !service.on_sale || NodeStaking::stake(node) == 0;
        outcome::ensure(stale || self.may_act(who, node), "NotForThisNode")?;
        let offer = service.offers.get(node).ok_or("UnknownOffer")?;
        outcome::ensure(offer.busy == 0, "OfferBusy")
    }

    /// Agents are named in a node's record, and go with it.
    fn may_act(&self, who: &AccountId, node: &AccountId) -> bool {
        let registered = pallet_node_staking::Nodes::<Runtime>::contains_key(node);
        who == node || registered && acts_for(who, node)
    }

    fn update(&mut self) {
        let id = self.some_service();
        let who = publisher(self.rng.below(PUBLISHERS));
        let service = &self.books.services[&id];
        let expected = outcome::ensure(service.on_sale, "ServiceNotOnSale")
            .and_then(|()| outcome::ensure(service.publisher == who, "NotThePublisher"));
        let uri = b"https://example.com/other".to_vec().try_into().unwrap();
        let call = Call::update { service: id, uri, content_hash: Hash::repeat_byte(9) };
        if self.expect(&who, call, expected) {
            self.books.services.get_mut(&id).expect("it is on sale").version += 1;
        }
    }

    /// The offers of a service go, as far as they are idle, when tasks have just been requested:
    /// their draws will find too few.
    pub(crate) fn exodus(&mut self) {
        let id = self.some_service();
        self.request_some(id);
        let nodes: Vec<_> = self.books.services[&id].offers.keys().cloned().collect();
        nodes.iter().for_each(|node| self.withdraw_offer(id, &worker_of(node), node));
    }

    /// A service is retired when tasks of it are queued: their draws will find it off sale.
    pub(crate) fn retire(&mut self, id: ServiceId) {
        self.request_some(id);
        let who = self.books.services[&id].publisher.clone();
        assert!(self.expect(&who, Call::retire { service: id }, Ok(())));
        self.books.services.get_mut(&id).expect("it was on sale").on_sale = false;
    }

    fn request_some(&mut self, service: ServiceId) {
        if self.books.services[&service].spec.verification == Verification::Metered {
            return;
        }
        for index in 0..4 {
            let (max_usage, max_tariff) = (MOST, HIGHEST);
            self.request(Request {
                payer: payer(index),
                service,
                max_usage,
                max_tariff,
                committee: None,
            });
        }
    }
}
