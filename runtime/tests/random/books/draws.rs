//! The draws of a block, of which those that find no committee are made again without an event.

use codec::Encode;
use nes_core::{Balance, ServiceId, Shortage, TaskId};
use nes_runtime::{Runtime, System};
use pallet_inference::Tasks;
use sp_io::hashing::twox_64;

use super::{
    bands::lowest,
    service::Service,
    task::{Phase, Task, TO_DRAW},
    work::Work,
    Books,
};

/// Returns the number of places that a draw for `task` may take.
fn places(service: &Service, task: &Task) -> u32 {
    let places = service.indexed(task.version).filter_map(|(_, offer)| offer.place);
    let places = places.filter(|place| lowest(place.band) <= task.max_price);
    places.count().try_into().unwrap()
}

/// Returns the number of offers that are for `task`: of one that can cost stake, those that agree.
pub(super) fn offers(service: &Service, task: &Task) -> u32 {
    match task.median {
        Some(_) => service.slashable(task.version).0,
        None => service.count(task.version).try_into().unwrap(),
    }
}

/// Returns the looks of a draw that finds no committee among these `places`: at each if there are
/// enough of them, and else at none.
fn looks_in_vain(service: &Service, task: &Task, places: u32) -> u32 {
    let has_offers = offers(service, task) >= task.seats.into();
    if service.on_sale && has_offers && places >= task.seats.into() {
        places
    } else {
        0
    }
}

impl Books {
    /// Lists the tasks that are drawn in this block, in the order of their rows on the agenda.
    pub(super) fn list_draws(&mut self) {
        let now = System::block_number();
        let is_due = |task: &Task| task.phase == Phase::Queued && task.draw_block() == now;
        let due = self.tasks.iter().filter(|(_, task)| is_due(task));
        let row = |(id, task): (&TaskId, &Task)| (task.due, id.using_encoded(twox_64), *id);
        let mut due: Vec<_> = due.map(row).collect();
        due.sort_unstable();
        self.draws = due.into_iter().map(|(.., id)| id).collect();
    }

    /// The draw of `id` has an event: those before it have found no committee.
    pub(super) fn come_to_draw(&mut self, id: TaskId) {
        while let Some(next) = self.draws.pop_front() {
            if next == id {
                return;
            }
            self.fail_draw(next);
        }
        panic!("task {id} is not drawn in this block");
    }

    /// The hooks are over: the draws that are left have found no committee.
    pub(super) fn fail_draws(&mut self) {
        while let Some(next) = self.draws.pop_front() {
            self.fail_draw(next);
        }
    }

    /// A draw has met a stale offer of a version in this `band`: the first one that looks at it. Tells
    /// whether that is one in vain, before that of the task `next`, whose event comes next.
    pub(super) fn fail_draw_that_meets(
        &mut self,
        service: ServiceId,
        version: u32,
        band: u8,
        next: Option<TaskId>,
    ) -> bool {
        let row = &self.services[&service];
        let meets = |id: &TaskId| {
            let task = &self.tasks[id];
            task.second_of.is_none()
                && (task.service, task.version) == (service, version)
                && lowest(band) <= task.max_price
                && looks_in_vain(row, task, places(row, task)) > 0
        };
        let in_vain = self.draws.iter().take_while(|id| Some(**id) != next);
        let Some(at) = in_vain.into_iter().position(meets) else { return false };
        for id in self.draws.drain(..=at).collect::<Vec<_>>() {
            self.fail_draw(id);
        }
        true
    }

    /// A draw has found no committee. The next one is as many blocks later as have passed since the
    /// first one, and one more.
    fn fail_draw(&mut self, id: TaskId) {
        let now = System::block_number();
        let task = &self.tasks[&id];
        assert_ne!(self.shortage(task), Shortage::OffSale);
        let row = Tasks::<Runtime>::get(id).expect("it is open");
        let by_chain = row.purchase().expect("it is paid").work_fee.used;
        let used = self.after_draw_in_vain(task, by_chain);
        let task = self.tasks.get_mut(&id).expect("it is open");
        task.used = used;
        assert!(now < task.last_draw());
        let passed = now - (task.requested + TO_DRAW);
        task.due = task.last_draw().min(now + passed + 1);
        task.failed_draws += 1;
        self.tally.note(format!("draw {} in vain", task.failed_draws));
    }

    /// Returns what is used of the work fee of `task` after a draw that has found no committee, and
    /// used this by the chain. It has looked at every place; nobody knows whether at those, too, that
    /// a draw of this block has put out of the index.
    pub(super) fn after_draw_in_vain(&self, task: &Task, by_chain: Balance) -> Balance {
        let row = &self.services[&task.service];
        let is_place = |(service, version, band): &&(_, _, _)| {
            (*service, *version) == (task.service, task.version) && lowest(*band) <= task.max_price
        };
        let places = places(row, task);
        let put_out: u32 = self.put_out.iter().filter(is_place).count().try_into().unwrap();
        let mut used = (places..=places + put_out)
            .map(|places| after_draw(task, looks_in_vain(row, task, places)));
        used.find(|used| *used == by_chain).expect("the fee of a draw in vain")
    }

    /// Returns what is used of the work fee of `task` after its draw, which has looked at some of its
    /// places, and used this by the chain.
    pub(super) fn after_draw_of(&self, task: &Task, by_chain: Balance) -> Balance {
        let looks = u32::from(task.seats)..=places(&self.services[&task.service], task);
        let mut used = looks.map(|looks| after_draw(task, looks));
        used.find(|used| *used == by_chain).expect("the fee of a draw")
    }
}

/// Returns what is used of the work fee of `task` after a draw with this number of `looks`. The first
/// one was paid with the request.
fn after_draw(task: &Task, looks: u32) -> Balance {
    let mut task = task.clone();
    if task.failed_draws > 0 {
        task.charge(Work::now().draw(task.seats, looks));
    }
    task.used
}
