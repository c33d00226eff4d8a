//! The market's events, and what draws do to the index of offers.

use nes_core::{AccountId, Balance, ServiceId, TaskId};
use nes_runtime::{Runtime, System};
use pallet_market::{Event, Offers};

use super::Books;

impl Books {
    /// Compares an event with what was expected. Beyond it, in the hooks, draws put offers out of
    /// the index, the last of them for the task `next`.
    pub(super) fn follow_market(&mut self, event: &Event<Runtime>, next: Option<TaskId>) {
        match event {
            Event::OfferEntered { .. } => self.tally.note("entered"),
            Event::OfferLeft { .. } => self.tally.note("left"),
            Event::VersionClosed { .. } => self.tally.note("version closed"),
            Event::OfferSet { .. }
            | Event::OfferWithdrawn { .. }
            | Event::ServiceUpdated { .. } => {}
            // The rows tell.
            _ => return,
        }
        if let Some(expected) = self.expected.pop_front() {
            assert_eq!(*event, expected, "block {}", System::block_number());
            return;
        }
        assert!(self.drawing, "unexpected: {event:?}");
        match event {
            Event::OfferLeft { service, version, node } => {
                self.put_out(*service, *version, node, next);
            }
            Event::VersionClosed { service, version } => self.close_by_draw(*service, *version),
            _ => panic!("no draw does this: {event:?}"),
        }
    }

    /// A draw has found an offer whose node may not work. It leaves the index after the draw, whose
    /// own event is still to come, if it has one.
    fn put_out(&mut self, id: ServiceId, version: u32, node: &AccountId, next: Option<TaskId>) {
        let service = &self.services[&id];
        let offer = &service.offers[node];
        assert_eq!(offer.version, version);
        assert_eq!(offer.place_now(node, service.spec.min_stake), None);
        let band = offer.place.expect("it is in the index").band;
        let in_vain = self.fail_draw_that_meets(id, version, band, next);
        self.put_out.push((id, version, band));
        assert!(self.stale.replace((id, node.clone())).is_none());
        self.tally.note("left by a draw");
        if in_vain {
            self.tally.note("left by a draw in vain");
            self.end_draw();
        }
    }

    /// The offer that the last draw has put out of the index is out of it.
    pub(super) fn end_draw(&mut self) {
        if let Some((id, node)) = self.stale.take() {
            let service = self.services.get_mut(&id).expect("it has an offer");
            service.offer(&node).place = None;
            self.follow_place(id, &node);
        }
    }

    /// A draw has found less stake behind the former version than was counted, and it gives way to the
    /// newest one, of which draws have found all that was counted, or less.
    fn close_by_draw(&mut self, id: ServiceId, version: u32) {
        let service = self.services.get_mut(&id).expect("it has a version");
        assert_eq!(service.former, Some(version));
        let min_stake = service.spec.min_stake;
        let left = service.indexed(version).filter_map(|(node, offer)| {
            let place = offer.place_now(node, min_stake)?;
            Some(place.weight.min(offer.place?.weight))
        });
        let least = left.sum::<Balance>();
        assert!(service.weight(service.newest) >= least.div_ceil(2));
        service.former = None;
        self.tally.note("version closed by a draw");
    }

    /// After the hooks: draws have put offers into their places behind which there is less stake
    /// than was counted, without an event.
    pub(super) fn follow_places(&mut self) {
        let mut moved = Vec::new();
        for (id, service) in &mut self.services {
            let min_stake = service.spec.min_stake;
            for (node, offer) in &mut service.offers {
                let row = Offers::<Runtime>::get(id, node).expect("the books have it");
                let (Some(is), Some(was)) = (row.place, offer.place) else { continue };
                if (is.band, is.weight) != (was.band, was.weight) {
                    let place = offer.place_now(node, min_stake).expect("it is in the index");
                    assert!(place.weight < was.weight, "{id}, {node}: {is:?}, but {offer:?}");
                    offer.place = Some(place);
                    moved.push((*id, node.clone()));
                    self.tally.note("moved by a draw");
                }
            }
        }
        moved.iter().for_each(|(id, node)| self.follow_place(*id, node));
    }
}
