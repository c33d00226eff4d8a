//! The nodes that answer in second committees, and the stake that serves tasks.

use std::collections::{BTreeMap, BTreeSet};

use nes_core::{AccountId, Balance, BlockNumber, ServiceId};
use nes_runtime::{NodeStaking, Runtime, System};
use nes_traits::NodeRegistry;
use pallet_market::{DutyCounts, Serving, ServingStake};

use super::Books;
use crate::random::blocks::begins_epoch;

/// The fewest operators of a version whose answers can cost stake.
const OPERATORS: u32 = 10;
/// The blocks from a dispute to the draw of its second committee.
const TO_SECOND: BlockNumber = 16;
/// The most blocks of work that a task can ask for.
const MAX_WORK: BlockNumber = 1_200;

/// The duty of a node.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Duty {
    registration: u32,
    entered: BlockNumber,
    until: Option<BlockNumber>,
}

/// The place of an offer in the index, as far as it counts here.
#[derive(Clone, Copy, PartialEq)]
struct Counted {
    version: u32,
    weight: Balance,
    slashable: bool,
    serves: bool,
}

/// The books of duties and of the stake that serves.
#[derive(Default)]
pub(crate) struct Roster {
    duties: BTreeMap<(ServiceId, u32), BTreeMap<AccountId, Duty>>,
    places: BTreeMap<(ServiceId, AccountId), Counted>,
    serving: BTreeMap<AccountId, Balance>,
}

impl Roster {
    /// The nodes on duty for a version since the block `requested`.
    pub(crate) fn on_duty(
        &self,
        service: ServiceId,
        version: u32,
        requested: BlockNumber,
    ) -> BTreeSet<AccountId> {
        let duties = self.duties.get(&(service, version)).into_iter().flatten();
        let is_on = |(node, duty): &(&AccountId, &Duty)| {
            duty.entered <= requested && NodeStaking::registration(node) == Some(duty.registration)
        };
        duties.filter(is_on).map(|(node, _)| node.clone()).collect()
    }

    /// The number of nodes on duty for a version, whatever the block since which they are.
    pub(crate) fn count(&self, service: ServiceId, version: u32) -> usize {
        self.duties.get(&(service, version)).map_or(0, BTreeMap::len)
    }

    /// The stake that serves tasks: each node's once.
    fn serving_stake(&self) -> Balance {
        self.serving.values().sum()
    }

    /// The number of offers of a node that serve tasks.
    fn serving_offers(&self, node: &AccountId) -> usize {
        let own = self.places.iter().filter(|((_, other), place)| other == node && place.serves);
        own.count()
    }

    fn enter(&mut self, id: ServiceId, version: u32, node: &AccountId, registration: u32) {
        let now = System::block_number();
        let duties = self.duties.entry((id, version)).or_default();
        let goes_on = duties.get(node).filter(|duty| duty.registration == registration);
        let entered = goes_on.map_or(now, |duty| duty.entered);
        duties.insert(node.clone(), Duty { registration, entered, until: None });
    }

    fn leave(&mut self, id: ServiceId, version: u32, node: &AccountId, until: BlockNumber) {
        let duties = self.duties.get_mut(&(id, version)).expect("somebody is on duty");
        duties.get_mut(node).expect("it is on duty").until = Some(until);
    }

    /// The hooks of a block end the duties that are over, but for the first one of an epoch.
    pub(super) fn end_duties(&mut self) {
        let now = System::block_number();
        if begins_epoch(now) {
            return;
        }
        let goes_on = |duty: &Duty| duty.until.is_none_or(|until| until > now);
        self.duties.values_mut().for_each(|nodes| nodes.retain(|_, duty| goes_on(duty)));
        self.duties.retain(|_, nodes| !nodes.is_empty());
    }

    /// Compares it with the rows.
    pub(super) fn check(&self) {
        let mut rows = BTreeMap::<_, BTreeMap<_, _>>::new();
        for (version, node, duty) in pallet_market::Duties::<Runtime>::iter() {
            let pallet_market::Duty { registration, entered, until, .. } = duty;
            let duty = Duty { registration, entered, until };
            rows.entry(version).or_default().insert(node, duty);
        }
        assert_eq!(rows, self.duties, "block {}", System::block_number());
        for (version, count) in DutyCounts::<Runtime>::iter() {
            assert_eq!(usize::try_from(count).unwrap(), self.duties[&version].len());
        }
        assert_eq!(ServingStake::<Runtime>::get(), self.serving_stake());
        let rows: BTreeMap<_, _> = Serving::<Runtime>::iter().collect();
        assert!(rows.keys().eq(self.serving.keys()));
        for (node, row) in rows {
            assert_eq!(row.weight, self.serving[&node]);
            assert_eq!(usize::try_from(row.offers).unwrap(), self.serving_offers(&node));
        }
    }
}

impl Books {
    /// An offer may have got another place in the index, or none.
    pub(crate) fn follow_place(&mut self, id: ServiceId, node: &AccountId) {
        let until = self.end_of_duty();
        let service = &self.services[&id];
        let offer = service.offers.get(node);
        let now = offer.and_then(|offer| {
            let place = offer.place?;
            let serves = service.has_tasks();
            let (version, weight, slashable) = (offer.version, place.weight, place.slashable);
            Some(Counted { version, weight, slashable, serves })
        });
        let registration = offer.map(|offer| offer.registration);
        let key = (id, node.clone());
        let before = self.roster.places.get(&key).copied();
        if before == now {
            return;
        }
        match now {
            Some(place) => self.roster.places.insert(key, place),
            None => self.roster.places.remove(&key),
        };
        let duty = |place: Option<Counted>| place.filter(|it| it.slashable).map(|it| it.version);
        if duty(before) != duty(now) {
            if let Some(version) = duty(before) {
                self.roster.leave(id, version, node, until);
                self.tally.note("duty left");
            }
            if let Some(version) = duty(now) {
                self.roster.enter(id, version, node, registration.expect("it has an offer"));
                self.tally.note("duty taken");
            }
        }
        if let Some(place) = now.filter(|place| place.serves) {
            self.roster.serving.insert(node.clone(), place.weight);
        } else if self.roster.serving_offers(node) == 0 {
            self.roster.serving.remove(node);
        }
    }

    /// The block in which a duty ends whose offer leaves the index now: until then tasks that it was
    /// asked about can be disputed, and the dispute decided.
    fn end_of_duty(&self) -> BlockNumber {
        let task = self.params.commit_window + MAX_WORK + self.params.reveal_window;
        System::block_number() + task + super::disputes::WINDOW + TO_SECOND + 2 * task
    }

    /// The price in the middle of a version, if an answer to a task of it can cost stake now.
    pub(crate) fn slashable(&self, id: ServiceId, version: u32) -> Option<Balance> {
        let service = &self.services[&id];
        let is_exact = service.versions.get(&version).is_some_and(|version| version.exact);
        let (len, weight) = service.slashable(version);
        let is_wide = len >= OPERATORS && 3 * weight >= 2 * self.roster.serving_stake();
        service.median(version).filter(|_| is_exact && is_wide)
    }
}
