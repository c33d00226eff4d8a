//! All nodes leave a service at once, so that draws find nobody.

use nes_core::{AccountId, BlockNumber, ServiceId, Verification};
use pallet_market::OfferTerms;

use super::{
    payers::{remote, Request},
    world::{payer, worker_of, HIGHEST, MOST},
    Run,
};

impl Run {
    /// The offers of a service are paused; tasks are requested meanwhile, and drawn when no offer is
    /// in the index any more. Then the offers go, as far as they are idle.
    pub(crate) fn exodus(&mut self, step: BlockNumber) {
        match step {
            0 => {
                let id = self.some_service();
                self.exodus = Some(id);
                self.offers_of(id).iter().for_each(|node| self.pause(id, node));
            }
            1 | 2 => {
                if let Some(id) = self.exodus {
                    self.request_some(id);
                }
            }
            4 => {
                let Some(id) = self.exodus.take() else { return };
                for node in self.offers_of(id) {
                    self.withdraw_offer(id, &worker_of(&node), &node);
                }
            }
            _ => {}
        }
    }

    fn offers_of(&self, id: ServiceId) -> Vec<AccountId> {
        let service = self.books.services.get(&id);
        service.map_or(Vec::new(), |service| service.offers.keys().cloned().collect())
    }

    fn pause(&mut self, id: ServiceId, node: &AccountId) {
        let service = &self.books.services[&id];
        let terms = service.offers[node].terms();
        let taken = service.takes(terms.version);
        let version = if taken { terms.version } else { service.newest };
        let terms = OfferTerms { version, slots: 0, ..terms };
        self.set_offer(id, &worker_of(node), node, terms);
    }

    /// Payers ask for the largest tasks of a service, one of them with the longest patience.
    pub(crate) fn request_some(&mut self, service: ServiceId) {
        let Some(row) = self.books.services.get(&service) else { return };
        if row.spec.verification == Verification::Metered {
            return;
        }
        let version = row.fullest();
        for index in 0..4 {
            self.request(Request {
                payer: payer(index),
                service,
                version,
                max_usage: MOST,
                max_price: HIGHEST,
                committee: None,
                patience: (index == 0).then_some(100),
                input: remote(),
                carried: true,
            });
        }
    }
}
