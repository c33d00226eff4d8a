//! A service, its versions and its offers, as its publisher and its nodes know them.

use std::collections::BTreeMap;

use nes_core::{AccountId, Balance, BlockNumber, ServiceId, Verification};
use nes_runtime::Runtime;
use pallet_market::{Event, OfferTerms, Offers, ServiceSpec, Services, Versions};

use super::{bands::lowest, money::BILLION, offer::Offer};

/// A service, as long as anything is left of it.
#[derive(Clone)]
pub(crate) struct Service {
    pub(crate) publisher: AccountId,
    pub(crate) spec: ServiceSpec,
    /// The versions that are taken or offered.
    pub(crate) versions: BTreeMap<u32, Version>,
    pub(crate) newest: u32,
    /// The version before, while tasks of it are taken.
    pub(crate) former: Option<u32>,
    pub(crate) on_sale: bool,
    pub(crate) open_tasks: u32,
    pub(crate) offers: BTreeMap<AccountId, Offer>,
    /// The protocol's part of a usual fee.
    pub(crate) usual: Balance,
}

/// A version of a service.
#[derive(Clone, Copy)]
pub(crate) struct Version {
    /// In billionths.
    pub(crate) royalty: u32,
    /// True if the curator has granted it.
    pub(crate) exact: bool,
}

impl Version {
    pub(crate) fn new(royalty: u32) -> Self {
        Self { royalty, exact: false }
    }
}

impl Service {
    pub(crate) fn new(publisher: AccountId, spec: ServiceSpec) -> Self {
        Self {
            publisher,
            versions: BTreeMap::from([(0, Version::new(spec.royalty.deconstruct()))]),
            spec,
            newest: 0,
            former: None,
            on_sale: true,
            open_tasks: 0,
            offers: BTreeMap::new(),
            usual: 0,
        }
    }

    /// Returns true if nothing is left of it.
    pub(crate) fn is_over(&self) -> bool {
        !self.on_sale && self.offers.is_empty() && self.open_tasks == 0
    }

    /// Returns true if tasks of `version` are taken.
    pub(crate) fn takes(&self, version: u32) -> bool {
        self.on_sale && (version == self.newest || Some(version) == self.former)
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

    /// The offer of `node`, which must exist.
    pub(crate) fn offer(&mut self, node: &AccountId) -> &mut Offer {
        self.offers.get_mut(node).expect("it has an offer")
    }

    /// The offers of `version` that are in the index.
    pub(crate) fn indexed(&self, version: u32) -> impl Iterator<Item = (&AccountId, &Offer)> {
        let is_in = move |offer: &Offer| offer.version == version && offer.place.is_some();
        self.offers.iter().filter(move |(_, offer)| is_in(offer))
    }

    /// The number of the offers of `version` that are in the index.
    pub(crate) fn count(&self, version: u32) -> usize {
        self.indexed(version).count()
    }

    /// The version that most offers of the index are for, of those that are taken.
    pub(crate) fn fullest(&self) -> u32 {
        let former = self.former.filter(|former| self.count(*former) > self.count(self.newest));
        former.unwrap_or(self.newest)
    }

    /// A price that no offer of `version` is below: the lowest one of the first band.
    pub(crate) fn floor(&self, version: u32) -> Balance {
        let bands = self.indexed(version).filter_map(|(_, offer)| offer.place);
        bands.map(|place| lowest(place.band)).min().unwrap_or(0)
    }

    /// The stake behind the offers of `version` that are in the index.
    pub(crate) fn weight(&self, version: u32) -> Balance {
        self.indexed(version).filter_map(|(_, offer)| offer.place).map(|place| place.weight).sum()
    }

    /// Returns true if it has tasks.
    pub(crate) fn has_tasks(&self) -> bool {
        self.spec.verification != Verification::Metered
    }

    /// The number of the offers of `version` in the index that agree to disputes, and their stake.
    pub(crate) fn slashable(&self, version: u32) -> (u32, Balance) {
        let places = self.indexed(version).filter_map(|(_, offer)| offer.place);
        let agreed = places.filter(|place| place.slashable);
        agreed.fold((0, 0), |(len, weight), place| (len + 1, weight + place.weight))
    }

    /// The number and the stake of the offers of `version` in each band that has some.
    fn bands(&self, version: u32) -> BTreeMap<u8, (u32, Balance)> {
        let mut bands = BTreeMap::<_, (u32, Balance)>::new();
        for place in self.indexed(version).filter_map(|(_, offer)| offer.place) {
            let (len, weight) = bands.entry(place.band).or_default();
            (*len, *weight) = (*len + 1, *weight + place.weight);
        }
        bands
    }

    /// The price in the middle of the stake behind `version`, which is spread evenly within a band.
    pub(crate) fn median(&self, version: u32) -> Option<Balance> {
        let mut left = self.weight(version).div_ceil(2);
        for (band, (_, weight)) in self.bands(version) {
            if weight >= left && left > 0 {
                let (low, high) = (lowest(band), lowest(band + 1));
                let share = left * BILLION / weight;
                return Some((low + share * (high - low) / BILLION).max(1));
            }
            left -= weight;
        }
        None
    }

    /// The registration and the price at `now` of each node that can be drawn for `version`.
    pub(crate) fn asked(
        &self,
        version: u32,
        now: BlockNumber,
    ) -> BTreeMap<AccountId, (u32, Balance)> {
        let asked = |(node, offer): (&AccountId, &Offer)| {
            (node.clone(), (offer.registration, offer.prices.at(now)))
        };
        self.indexed(version).map(asked).collect()
    }

    /// The former version gives way to the newest one with half of its stake, or when nobody offers it.
    pub(crate) fn supersede(&mut self, id: ServiceId) -> Option<Event<Runtime>> {
        let former = self.former?;
        let newest = self.weight(self.newest);
        let has_half = newest > 0 && newest >= self.weight(former).div_ceil(2);
        if !has_half && self.offers.values().any(|offer| offer.version == former) {
            return None;
        }
        self.former = None;
        Some(Event::VersionClosed { service: id, version: former })
    }

    /// The offer of `node` leaves the index and goes by other terms, as a rule of another version.
    pub(crate) fn turn(
        &mut self,
        id: ServiceId,
        node: &AccountId,
        terms: &OfferTerms,
    ) -> Vec<Event<Runtime>> {
        let offer = self.offer(node);
        let version = offer.version;
        let left = offer.place.take();
        offer.go_by(terms);
        let left = left.map(|_| Event::OfferLeft { service: id, version, node: node.clone() });
        left.into_iter().chain(self.supersede(id)).collect()
    }

    /// The offer of `node` gets the place that it should have.
    pub(crate) fn put_into_place(
        &mut self,
        id: ServiceId,
        node: &AccountId,
    ) -> Vec<Event<Runtime>> {
        let min_stake = self.spec.min_stake;
        let taken = self.takes(self.offers[node].version);
        let offer = self.offer(node);
        // Nobody enters a version of which no tasks are taken.
        let may_enter = taken || offer.place.is_some();
        let place = offer.place_now(node, min_stake).filter(|_| may_enter);
        if place == offer.place {
            return Vec::new();
        }
        let (service, version, node) = (id, offer.version, node.clone());
        // Who agrees to disputes, or no longer, enters anew.
        let stays = offer.place.zip(place).is_some_and(|(old, new)| old.entered == new.entered);
        let left = (!stays && offer.place.is_some()).then(|| Event::OfferLeft {
            service,
            version,
            node: node.clone(),
        });
        let entered =
            (!stays && place.is_some()).then_some(Event::OfferEntered { service, version, node });
        offer.place = place;
        left.into_iter().chain(entered).chain(self.supersede(id)).collect()
    }

    /// Forgets the versions that are neither taken nor offered.
    pub(crate) fn forget_versions(&mut self) {
        let Self { versions, newest, former, offers, .. } = self;
        let is_offered = |version| offers.values().any(|offer| offer.version == version);
        versions.retain(|version, _| {
            version == newest || *former == Some(*version) || is_offered(*version)
        });
    }

    /// Compares this with the rows of the service `id`.
    pub(crate) fn check(&self, id: ServiceId) {
        let row = Services::<Runtime>::get(id).expect("a service is there until it is over");
        assert_eq!((row.version, row.former), (self.newest, self.former), "service {id}");
        assert_eq!((row.is_on_sale(), row.open_tasks), (self.on_sale, self.open_tasks));
        assert_eq!((row.shape, row.usual), (self.spec.shape, self.usual));
        let spec = &self.spec;
        assert_eq!((row.input_bytes, row.rate), (spec.input_bytes, spec.rate));
        let rows: BTreeMap<_, _> = Offers::<Runtime>::iter_prefix(id).collect();
        assert!(rows.keys().eq(self.offers.keys()), "the offers of service {id}");
        rows.iter().for_each(|(node, row)| self.offers[node].check(row));
        let rows: BTreeMap<_, _> = Versions::<Runtime>::iter_prefix(id).collect();
        assert!(rows.keys().eq(self.versions.keys()), "the versions of service {id}");
        rows.iter().for_each(|(number, row)| self.check_version(*number, row));
        if let Some(former) = self.former {
            let newest = self.weight(self.newest);
            assert!(newest == 0 || newest < self.weight(former).div_ceil(2));
        }
    }

    fn check_version(&self, number: u32, row: &pallet_market::Version) {
        let Version { royalty, exact } = self.versions[&number];
        assert_eq!((row.royalty.deconstruct(), row.exact), (royalty, exact));
        let own = self.offers.values().filter(|offer| offer.version == number);
        assert_eq!(usize::try_from(row.offers).unwrap(), own.count());
        assert_eq!((row.slashable.len, row.slashable.weight), self.slashable(number));
        assert_eq!(row.bands.median(), self.median(number));
        let rows = row.bands.iter().map(|(number, band)| (number, (band.len, band.weight)));
        assert_eq!(rows.collect::<BTreeMap<_, _>>(), self.bands(number));
    }
}
