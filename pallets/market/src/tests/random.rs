//! Any list of calls, blocks, draws and changes of the register keeps the invariants.

use std::collections::BTreeMap;

use frame_support::assert_ok;
use nes_core::{Balance, MemberConduct, ServiceFault, Usage};
use nes_traits::Seat;
use sp_runtime::Perbill;

use crate::{
    mock::*, Duties, Event, NextServiceId, OfferIndex, OfferTerms, Offers, Services, Serving,
    ServingStake, Versions,
};

/// The nodes that take part; few, so that their commands meet.
const MEMBERS: u64 = 9;

/// The source of the next command, and the tasks that are open.
struct World {
    numbers: Numbers,
    tasks: Vec<(u32, Vec<u64>)>,
}

impl World {
    fn below(&mut self, bound: u64) -> u64 {
        self.numbers.below(bound)
    }

    fn node(&mut self) -> u64 {
        NODE + self.below(MEMBERS)
    }

    fn service(&mut self) -> u32 {
        let bound = NextServiceId::<Test>::get() + 1;
        self.below(bound.into()) as u32
    }

    /// Returns a version near the newest one.
    fn version(&mut self, service: u32) -> u32 {
        let newest = Services::<Test>::get(service).map_or(0, |row| row.version);
        (newest + 1).saturating_sub(self.below(10).min(2) as u32)
    }

    fn price(&mut self) -> Balance {
        PRICE / 2 * Balance::from(1 + self.below(8))
    }

    fn draw(&mut self) {
        let service = self.service();
        if Services::<Test>::get(service).is_none_or(|row| !row.is_on_sale()) {
            return;
        }
        let request = Request {
            version: self.version(service),
            max_price: self.price() * 2,
            usage: Usage { input: self.below(1_100), output: 1 },
            slashable: self.below(2) == 0,
            ..request(service, 1 + self.below(4) as u8)
        };
        if let Ok(seats) = draw_for(&request, self.numbers.next()) {
            assert!(seats.iter().all(|seat| seat.price <= request.max_price));
            let agreed = |seat: &Seat<u64>| offer_of(service, seat.node).terms.slashable;
            assert!(!request.slashable || seats.iter().all(agreed));
            self.tasks.push((service, seats.into_iter().map(|seat| seat.node).collect()));
        }
    }

    fn close(&mut self) {
        if self.tasks.is_empty() {
            return;
        }
        let at = self.below(self.tasks.len() as u64) as usize;
        let (service, nodes) = self.tasks.swap_remove(at);
        let members: Vec<_> = nodes
            .into_iter()
            .map(|node| {
                let conduct = match self.below(4) {
                    0 => MemberConduct::Failed(ServiceFault::WrongAnswer),
                    1 => MemberConduct::Attended,
                    _ => MemberConduct::Won,
                };
                (node, conduct, PROTOCOL * Balance::from(self.below(5)))
            })
            .collect();
        close_paid(service, members);
    }

    fn register(&mut self) {
        let node = self.node();
        match self.below(5) {
            0 => unregister(node),
            1 => register(node, STAKE, false),
            2 => register(node, spec().min_stake - 1, true),
            parts => register(node, STAKE / 2 * Balance::from(parts - 2), true),
        }
    }

    /// Tries something; what the market refuses changes nothing.
    fn step(&mut self) {
        let (service, node) = (self.service(), self.node());
        let state = || sp_io::storage::root(sp_runtime::StateVersion::V1);
        let tried = |result: sp_runtime::DispatchResult, before: Vec<u8>| {
            assert!(result.is_ok() || state() == before, "{result:?}");
        };
        match self.below(45) {
            0..=15 => {
                let (version, price) = (self.version(service), self.price());
                let (slots, slashable) = (self.below(4) as u16, self.below(2) == 0);
                let max_usage = MAX_USAGE;
                let terms = OfferTerms { version, price, max_usage, slots, slashable };
                let who = if self.below(3) == 0 { AGENT } else { node };
                let before = state();
                tried(set_terms(who, node, service, terms), before);
            }
            16..=19 => {
                let who = if self.below(2) == 0 { node } else { BOB };
                let before = state();
                tried(Market::withdraw_offer(signed(who), node, service), before);
            }
            20..=21 => {
                let royalty = Perbill::from_percent(self.below(12) as u32);
                let uri = Default::default();
                let before = state();
                let hash = Default::default();
                let updated = Market::update(signed(PUBLISHER), service, uri, hash, royalty);
                tried(updated, before);
            }
            22 if self.below(4) == 0 => {
                let before = state();
                tried(Market::retire(signed(PUBLISHER), service), before);
            }
            23 if NextServiceId::<Test>::get() < 6 => {
                published();
            }
            24..=26 => self.register(),
            27..=32 => self.draw(),
            33..=35 => self.close(),
            36 => {
                let (version, exact) = (self.version(service), self.below(3) > 0);
                let before = state();
                tried(Market::set_exact(signed(CURATOR), service, version, exact), before);
            }
            37..=39 => {
                let before = state();
                tried(Market::refresh_offer(signed(BOB), node, service), before);
            }
            _ => pass(1),
        }
    }
}

/// Takes everything off sale, ends every task and withdraws every offer: nothing is left.
fn clear(world: &mut World) {
    while !world.tasks.is_empty() {
        world.close();
    }
    for service in 0..NextServiceId::<Test>::get() {
        if Services::<Test>::get(service).is_some_and(|row| row.is_on_sale()) {
            assert_ok!(Market::retire(signed(PUBLISHER), service));
        }
        for node in NODE..NODE + MEMBERS {
            let _ = Market::withdraw_offer(signed(BOB), node, service);
        }
        Market::do_try_state().unwrap();
    }
    assert_eq!(Serving::<Test>::iter().count(), 0);
    assert_eq!(ServingStake::<Test>::get(), 0);
    pass(DUTY_PERIOD);
    assert_eq!(Duties::<Test>::iter().count(), 0);
    assert_eq!(Services::<Test>::iter().count(), 0);
    assert_eq!(Versions::<Test>::iter().count(), 0);
    assert_eq!(OfferIndex::<Test>::iter().count(), 0);
    assert_eq!(Balances::free_balance(PUBLISHER), START_BALANCE);
    for node in NODE..NODE + MEMBERS {
        assert_eq!(Balances::free_balance(node), START_BALANCE);
    }
}

/// Follows the events of an offer: it enters a version that it is not in, and leaves the one that it
/// is in, or its row goes.
fn follow(inside: &mut std::collections::BTreeSet<(u32, u32, u64)>) {
    for event in events() {
        match event {
            Event::OfferEntered { service, version, node } => {
                assert!(inside.insert((service, version, node)));
            }
            Event::OfferLeft { service, version, node } => {
                assert!(inside.remove(&(service, version, node)));
            }
            Event::OfferWithdrawn { service, node, .. } => {
                inside.retain(|(of, _, who)| (*of, *who) != (service, node));
            }
            _ => (),
        }
    }
    let indexed =
        OfferIndex::<Test>::iter().map(|((service, version, _), _, node)| (service, version, node));
    assert_eq!(indexed.collect::<std::collections::BTreeSet<_>>(), *inside);
}

/// The duties as they should be: of each node by service and version, the registration, the block of
/// its entry, and the end if it has left.
type Model = BTreeMap<(u32, u32, u64), (u32, u64, Option<u64>)>;

/// Follows the slashable offers into the index and out of it by what they are after each command, and
/// compares the duties with the model's.
fn follow_duties(model: &mut Model) {
    let now = System::block_number();
    let offers = Offers::<Test>::iter().filter(|(_, _, offer)| {
        offer.place.as_ref().is_some_and(|place| offer.terms.slashable && place.slashable)
    });
    let serving: BTreeMap<_, _> = offers
        .map(|(service, node, offer)| ((service, offer.terms.version, node), offer.registration))
        .collect();
    for (key, registration) in &serving {
        let (former, _, until) = model.entry(*key).or_insert((*registration, now, None));
        if former == registration {
            *until = None;
        } else {
            model.insert(*key, (*registration, now, None));
        }
    }
    for (key, (_, _, until)) in model.iter_mut() {
        if until.is_none() && !serving.contains_key(key) {
            *until = Some(now + DUTY_PERIOD);
        }
    }
    model.retain(|_, (_, _, until)| until.is_none_or(|until| now < until));
    let duties = Duties::<Test>::iter().map(|((service, version), node, duty)| {
        ((service, version, node), (duty.registration, duty.entered, duty.until))
    });
    assert_eq!(duties.collect::<Model>(), *model);
}

#[test]
fn any_list_of_commands_keeps_the_invariants() {
    for seed in 0..40 {
        build_and_execute(|| {
            let mut world = World { numbers: Numbers(seed << 32), tasks: Vec::new() };
            let (mut inside, mut duties) = (Default::default(), Model::new());
            published();
            for _ in 0..400 {
                world.step();
                Market::do_try_state().unwrap();
                follow(&mut inside);
                follow_duties(&mut duties);
            }
            clear(&mut world);
        });
    }
}
