//! Publishers on the market.

use nes_core::{Hash, ServiceId};
use nes_runtime::Runtime;
use pallet_market::{Call, NextServiceId};
use sp_runtime::Perbill;

use super::{
    books::service::Service,
    common::call_as_root,
    outcome,
    world::{self, may_offer, node, publisher, spec, MAX_ROYALTY, NODES, PUBLISHERS},
    Run,
};

impl Run {
    /// Publishes a service of this publisher, and has all nodes offer it that may.
    pub(crate) fn open_service(&mut self, index: u8) {
        let id = NextServiceId::<Runtime>::get();
        world::publish(index);
        self.books.services.insert(id, Service::new(publisher(index), spec(index)));
        self.set_exact(id, 0, true);
        for number in (0..NODES).filter(|number| may_offer(*number, index)) {
            let terms = self.some_terms(id);
            self.set_offer(id, &node(number), &node(number), terms);
        }
    }

    /// One of the services, the metered one among them.
    pub(crate) fn some_service(&mut self) -> ServiceId {
        let ids: Vec<_> = self.books.services.keys().copied().collect();
        self.rng.pick(&ids)
    }

    /// A version of the service: most often the one that most nodes offer, else one that is taken.
    pub(crate) fn some_version(&mut self, id: ServiceId) -> u32 {
        let service = &self.books.services[&id];
        let (fullest, newest, former) = (service.fullest(), service.newest, service.former);
        match self.rng.below(6u32) {
            0 => newest,
            1 => former.unwrap_or(newest),
            _ => fullest,
        }
    }

    /// Somebody adds a version to a service, or tries to; sometimes two at once.
    pub(crate) fn publishers_act(&mut self) {
        if !self.rng.one_in(30) {
            return;
        }
        let id = self.some_service();
        self.update(id);
        if self.rng.one_in(6) {
            self.update(id);
        }
    }

    fn update(&mut self, id: ServiceId) {
        let stranger = publisher(self.rng.below(PUBLISHERS));
        let own = self.books.services[&id].publisher.clone();
        let who = if self.rng.one_in(5) { stranger } else { own };
        let royalty = self.rng.below(MAX_ROYALTY + MAX_ROYALTY / 10);
        let content_hash = Hash::from_low_u64_be(self.rng.below(u64::MAX));
        let service = &self.books.services[&id];
        let newest = service.newest;
        let is_offered = service.offers.values().any(|offer| offer.version == newest);
        let expected = outcome::ensure(service.on_sale, "ServiceNotOnSale")
            .and_then(|()| outcome::ensure(service.publisher == who, "NotThePublisher"))
            .and_then(|()| outcome::ensure(royalty <= MAX_ROYALTY, "RoyaltyTooHigh"))
            .and_then(|()| outcome::ensure(!is_offered || service.former.is_none(), "TwoVersions"));
        let uri = b"https://example.com/other".to_vec().try_into().unwrap();
        let royalty = Perbill::from_parts(royalty);
        let call = Call::update { service: id, uri, content_hash, royalty };
        if self.expect(&who, call, expected) {
            self.books.update(id, content_hash, royalty.deconstruct());
            if !self.rng.one_in(4) {
                self.set_exact(id, newest + 1, true);
            }
        }
    }

    /// The curator looks at a version again.
    pub(crate) fn curator_acts(&mut self) {
        let id = self.some_service();
        let version = self.books.services[&id].newest.saturating_sub(self.rng.below(3u32));
        let exact = !self.rng.one_in(4);
        self.set_exact(id, version, exact);
    }

    /// Root grants that a version is exact, or takes that back, or tries to.
    fn set_exact(&mut self, id: ServiceId, version: u32, exact: bool) {
        let service = self.books.services.get_mut(&id).expect("it is there");
        let has_tasks = service.has_tasks();
        let row = service.versions.get_mut(&version);
        let expected = outcome::ensure(has_tasks, "MeteredOnly")
            .and_then(|()| outcome::ensure(row.is_some(), "UnknownVersion"));
        if let Some(row) = row.filter(|_| has_tasks) {
            row.exact = exact;
        }
        let ended = outcome::of(call_as_root(Call::set_exact { service: id, version, exact }));
        assert_eq!(ended, expected);
    }

    /// Returns true if tasks of the service are taken now.
    pub(crate) fn can_be_requested(&self, id: ServiceId) -> bool {
        let service = &self.books.services[&id];
        let committee = service.committee(None).map(|(seats, _)| usize::from(seats));
        committee.is_some_and(|seats| service.count(service.fullest()) >= seats)
    }

    /// A service is retired when tasks of it are queued: their draws will find it off sale.
    pub(crate) fn retire(&mut self, id: ServiceId) {
        self.request_some(id);
        let who = self.books.services[&id].publisher.clone();
        assert!(self.expect(&who, Call::retire { service: id }, Ok(())));
        self.books.services.get_mut(&id).expect("it was on sale").on_sale = false;
    }
}
