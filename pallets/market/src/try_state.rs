//! Invariants of the market's storage between any two calls.

use alloc::collections::BTreeMap;

use frame_support::ensure;
use frame_system::pallet_prelude::BlockNumberFor;
use nes_core::{Balance, ServiceId, MAX_COMMITTEE};
use sp_runtime::{Perbill, Saturating, TryRuntimeError};

use crate::{
    account::HoldsOf,
    bands::{band_of, lowest_of, Band},
    params::ParamsOf,
    types::NEWCOMER,
    Changes, Config, Duties, DutyCounts, DutyEnds, DutyIndex, HoldReason, NextServiceId,
    OfferIndex, OfferOf, Offers, Pallet, Service, Services, Serving, ServingNode, ServingStake,
    Versions,
};

impl<T: Config> Pallet<T> {
    /// Checks the invariants:
    ///
    /// 1. the parameters are within their bounds, and only they have changed;
    /// 2. every service has an id below the next one, and none is over; it has a row for its newest
    ///    version and for the former one, and any other version has an offer;
    /// 3. every version, offer and position belongs to a service that has a row;
    /// 4. a service and each of its versions have as many offers as they say;
    /// 5. the index of a version and the places of its offers are a bijection, dense in each band;
    ///    the bands have the number and the weight of their offers, and so has the version of its
    ///    slashable ones; an offer with a place has a slot, a price that its band reaches and a
    ///    block since which it is there; only one of a service with tasks is slashable;
    /// 6. every change that an offer waits for is in the queue, and nothing else is;
    /// 7. a service's offers have no more occupied slots than its open tasks can have seats;
    /// 8. in each account, the amount on hold is the sum of the deposits in the rows, for services
    ///    and for offers, and the total of each is the sum over all accounts;
    /// 9. every standing is from 30 % to 100 %;
    /// 10. each node serves tasks with as many offers as it has in an index, and the serving stake is
    ///     the sum over the nodes;
    /// 11. the duties of a version and their index are a bijection, dense; a node is on duty without
    ///     an end while its offer is slashable and in the index, and else a row of the queue ends its
    ///     duty, and nothing else is there.
    ///
    /// # Errors
    ///
    /// Fails at the first invariant that is violated.
    pub fn do_try_state() -> Result<(), TryRuntimeError> {
        ParamsOf::<T>::check::<BlockNumberFor<T>>()?;
        for (service, row) in Services::<T>::iter() {
            ensure!(service < NextServiceId::<T>::get(), "a service has an id to come");
            ensure!(!row.is_over(), "a service that is over has a row");
            Self::check_offers(service, &row)?;
            Self::check_versions(service, &row)?;
        }
        Self::check_owners()?;
        Self::check_changes()?;
        Self::check_holds()?;
        Self::check_serving()?;
        Self::check_duties()?;
        Self::check_duty_ends()
    }

    /// Checks the offers of a service and their slots.
    fn check_offers(
        service: ServiceId,
        row: &Service<T::AccountId>,
    ) -> Result<(), TryRuntimeError> {
        let (mut offers, mut busy) = (0u32, 0u64);
        for (node, offer) in Offers::<T>::iter_prefix(service) {
            offers.saturating_inc();
            busy = busy.saturating_add(offer.busy.into());
            let standings = NEWCOMER..=Perbill::one();
            ensure!(standings.contains(&offer.standing), "a standing is out of bounds");
            Self::check_place(service, &node, &offer)?;
            ensure!(!offer.terms.slashable || row.has_tasks(), "a slashable offer has no tasks");
        }
        ensure!(offers == row.offers, "a service does not have as many offers as it says");
        let seats = u64::from(row.open_tasks).saturating_mul(MAX_COMMITTEE.into());
        ensure!(busy <= seats, "a service's offers are busier than its open tasks have seats");
        Ok(())
    }

    fn check_place(
        service: ServiceId,
        node: &T::AccountId,
        offer: &OfferOf<T>,
    ) -> Result<(), TryRuntimeError> {
        let Some(place) = &offer.place else { return Ok(()) };
        let indexed = Self::indexed(service, offer.terms.version, place.band, place.position);
        ensure!(indexed.as_ref() == Some(node), "an offer is not at its place in the index");
        ensure!(offer.terms.slots > 0, "a paused offer is in the index");
        let counts = offer.terms.slashable == place.slashable;
        ensure!(counts, "an offer is slashable, or is not, where it counts otherwise");
        let now = frame_system::Pallet::<T>::block_number();
        ensure!(place.entered <= now, "an offer is in the index since a block to come");
        // A price may have become lower since.
        let reaches = lowest_of(band_of(offer.asked())) <= lowest_of(place.band);
        ensure!(reaches, "an offer is in a band below its price");
        Ok(())
    }

    /// Checks the versions of a service, their bands and their index.
    fn check_versions(
        service: ServiceId,
        row: &Service<T::AccountId>,
    ) -> Result<(), TryRuntimeError> {
        for version in row.former.into_iter().chain([row.version]) {
            let exists = Versions::<T>::contains_key(service, version);
            ensure!(exists, "a version that is taken has no row");
        }
        let (mut offers, mut bands) = (BTreeMap::new(), BTreeMap::<_, Band>::new());
        let mut slashable = BTreeMap::<_, Band>::new();
        for offer in Offers::<T>::iter_prefix_values(service) {
            let version = offer.terms.version;
            offers.entry(version).or_insert(0u32).saturating_inc();
            if let Some(place) = offer.place {
                let band = bands.entry((version, place.band)).or_default();
                band.len.saturating_inc();
                band.weight.saturating_accrue(place.weight);
                if place.slashable {
                    let band = slashable.entry(version).or_default();
                    band.len.saturating_inc();
                    band.weight.saturating_accrue(place.weight);
                }
            }
        }
        for (number, version) in Versions::<T>::iter_prefix(service) {
            let is_taken = number == row.version || row.former == Some(number);
            ensure!(is_taken || version.offers > 0, "a version that nobody needs has a row");
            let counted = offers.remove(&number).unwrap_or_default();
            ensure!(counted == version.offers, "a version has not as many offers as it says");
            let counted = slashable.remove(&number).unwrap_or_default();
            ensure!(counted == version.slashable, "the slashable offers are not their sum");
            for (band, has) in version.bands.iter() {
                let counted = bands.remove(&(number, band));
                ensure!(counted == Some(has), "a band is not the sum of its offers");
                let positions = OfferIndex::<T>::iter_prefix((service, number, band)).count();
                ensure!(u32::try_from(positions) == Ok(has.len), "a position has no offer");
            }
        }
        ensure!(offers.is_empty() && bands.is_empty(), "an offer is for an unknown version");
        Ok(())
    }

    /// Checks that every version, offer and position belongs to a service that has a row.
    fn check_owners() -> Result<(), TryRuntimeError> {
        let offers = Offers::<T>::iter_keys().map(|(service, _)| service);
        let versions = Versions::<T>::iter_keys().map(|(service, _)| service);
        let mut services = offers.chain(versions);
        ensure!(
            services.all(Services::<T>::contains_key),
            "an offer or a version is of an unknown service"
        );
        let mut positions = OfferIndex::<T>::iter_keys();
        let has_band = |((service, version, band), _)| {
            let version = Versions::<T>::get(service, version);
            version.is_some_and(|version| version.bands.iter().any(|(number, _)| number == band))
        };
        ensure!(positions.all(has_band), "a position is of an unknown band");
        Ok(())
    }

    /// Checks that the queue and the changes of the offers are the same.
    fn check_changes() -> Result<(), TryRuntimeError> {
        let waiting = Offers::<T>::iter_values().filter(|offer| offer.change.is_some()).count();
        ensure!(waiting == Changes::<T>::iter_keys().count(), "a change is not in the queue");
        let is_waiting = |(due, (service, node))| {
            let offer = Offers::<T>::get(service, node);
            offer.and_then(|offer| offer.change).is_some_and(|change| change.due == due)
        };
        ensure!(Changes::<T>::iter_keys().all(is_waiting), "a queued change is nobody's");
        Ok(())
    }

    fn check_holds() -> Result<(), TryRuntimeError> {
        let accounts = frame_system::Account::<T>::iter_keys;
        let why = "what is on hold is not the sum of the deposits";
        let services = Services::<T>::iter_values().map(|row| (row.publisher, row.deposit));
        HoldsOf::<T>::check(HoldReason::Service, services, accounts(), why)?;
        let offers = Offers::<T>::iter().map(|(_, node, offer)| (node, offer.deposit));
        HoldsOf::<T>::check(HoldReason::Offer, offers, accounts(), why)
    }

    /// Checks the stake that serves tasks.
    fn check_serving() -> Result<(), TryRuntimeError> {
        let mut offers = BTreeMap::<_, u32>::new();
        for (service, node, offer) in Offers::<T>::iter() {
            let has_tasks = Services::<T>::get(service).is_some_and(|row| row.has_tasks());
            if has_tasks && offer.place.is_some() {
                offers.entry(node).or_default().saturating_inc();
            }
        }
        let mut sum: Balance = 0;
        for (node, ServingNode { offers: counted, weight }) in Serving::<T>::iter() {
            let has = offers.remove(&node).unwrap_or_default();
            ensure!(has == counted && has > 0, "a node serves with another number of offers");
            sum.saturating_accrue(weight);
        }
        ensure!(offers.is_empty(), "a node with an offer in an index does not serve");
        ensure!(sum == ServingStake::<T>::get(), "the serving stake is not the sum of the nodes'");
        Ok(())
    }

    /// Checks the duties, their index, and the offers that they are for.
    fn check_duties() -> Result<(), TryRuntimeError> {
        let now = frame_system::Pallet::<T>::block_number();
        for (key, node, duty) in Duties::<T>::iter() {
            let indexed = DutyIndex::<T>::get(key, duty.position);
            ensure!(indexed == Some(node), "a node on duty is not at its place in the index");
            ensure!(duty.entered <= now, "a duty began in a block to come");
        }
        let mut counts = BTreeMap::<_, u32>::new();
        for (key, position, node) in DutyIndex::<T>::iter() {
            let duty = Duties::<T>::get(key, node);
            let has_duty = duty.is_some_and(|duty| duty.position == position);
            ensure!(has_duty, "a position has no duty");
            counts.entry(key).or_default().saturating_inc();
        }
        let counted: BTreeMap<_, _> = DutyCounts::<T>::iter().collect();
        ensure!(counts == counted, "a version has not as many duties as it says");
        for (service, node, offer) in Offers::<T>::iter() {
            let is_due = offer.place.is_some_and(|place| place.slashable);
            let duty = Duties::<T>::get((service, offer.terms.version), node);
            let serves = duty.is_some_and(|duty| {
                duty.registration == offer.registration && duty.until.is_none()
            });
            ensure!(serves || !is_due, "a node with a slashable offer is not on duty");
        }
        Ok(())
    }

    /// Checks that the queue and the duties that end are the same.
    fn check_duty_ends() -> Result<(), TryRuntimeError> {
        let mut ending: usize = 0;
        for ((service, version), node, duty) in Duties::<T>::iter() {
            let Some(until) = duty.until else {
                let offer = Offers::<T>::get(service, &node);
                let offer = offer.filter(|offer| offer.terms.version == version);
                let is_due = offer.and_then(|offer| offer.place).is_some_and(|at| at.slashable);
                ensure!(is_due, "a duty without a slashable offer has no end");
                continue;
            };
            ending.saturating_inc();
            let is_queued = DutyEnds::<T>::contains_key(until, (service, version, node));
            ensure!(is_queued, "the end of a duty is not in the queue");
        }
        ensure!(ending == DutyEnds::<T>::iter_keys().count(), "a queued end is of no duty");
        Ok(())
    }
}
