//! A service and its offers, as its publisher and its nodes know them.

use std::collections::BTreeMap;

use nes_core::{AccountId, ServiceId, Tariff, Verification};
use nes_runtime::Runtime;
use pallet_market::{Offers, ServiceSpec, Services};

/// A service, as long as anything is left of it.
#[derive(Clone)]
pub(crate) struct Service {
    pub(crate) publisher: AccountId,
    pub(crate) spec: ServiceSpec,
    pub(crate) version: u32,
    pub(crate) on_sale: bool,
    pub(crate) open_tasks: u32,
    pub(crate) offers: BTreeMap<AccountId, Offer>,
    /// The lowest of each part that was offered since there was no offer.
    pub(crate) floor: Tariff,
}

/// An offer.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Offer {
    pub(crate) tariff: Tariff,
    pub(crate) slots: u16,
    pub(crate) busy: u16,
}

impl Service {
    pub(crate) fn new(publisher: AccountId, spec: ServiceSpec) -> Self {
        Self {
            publisher,
            spec,
            version: 0,
            on_sale: true,
            open_tasks: 0,
            offers: BTreeMap::new(),
            floor: Tariff::default(),
        }
    }

    /// Returns true if nothing is left of it.
    pub(crate) fn is_over(&self) -> bool {
        !self.on_sale && self.offers.is_empty() && self.open_tasks == 0
    }

    /// The seats and the quorum of a task for which `wanted` nodes are wanted.
    pub(crate) fn committee(&self, wanted: Option<u8>) -> Option<(u8, u8)> {
        let Verification::Redundant { committee, quorum } = self.spec.verification else {
            return None;
        };
        let seats = wanted.unwrap_or(committee);
        let quorum = (u32::from(seats) * u32::from(quorum)).div_ceil(committee.into());
        (seats >= committee && seats <= 9).then(|| (seats, quorum.try_into().unwrap()))
    }

    pub(crate) fn set_offer(&mut self, node: &AccountId, tariff: Tariff, slots: u16) {
        let lower =
            |one: u128, other: u128| if self.offers.is_empty() { one } else { one.min(other) };
        self.floor = Tariff {
            base: lower(tariff.base, self.floor.base),
            input: lower(tariff.input, self.floor.input),
            output: lower(tariff.output, self.floor.output),
        };
        let offer = self.offers.entry(node.clone()).or_insert(Offer { tariff, slots, busy: 0 });
        (offer.tariff, offer.slots) = (tariff, slots);
    }

    pub(crate) fn withdraw_offer(&mut self, node: &AccountId) {
        self.offers.remove(node);
        if self.offers.is_empty() {
            self.floor = Tariff::default();
        }
    }

    /// Compares this with the rows of the service `id`.
    pub(crate) fn check(&self, id: ServiceId) {
        let row = Services::<Runtime>::get(id).expect("a service is there until it is over");
        assert_eq!((row.version, row.is_on_sale()), (self.version, self.on_sale));
        assert_eq!((row.open_tasks, row.floor), (self.open_tasks, self.floor));
        let offer = |(node, row): (_, pallet_market::Offer)| {
            (node, Offer { tariff: row.tariff, slots: row.slots, busy: row.busy })
        };
        let offers: BTreeMap<_, _> = Offers::<Runtime>::iter_prefix(id).map(offer).collect();
        assert_eq!(offers, self.offers);
    }
}
