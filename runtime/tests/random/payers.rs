//! Payers: they request and cancel.

use nes_core::{AccountId, Balance, Hash, ServiceId, TaskId, Usage, Verification};
use nes_runtime::{constants::currency::EXISTENTIAL_DEPOSIT, Runtime, System};
use pallet_inference::{Call, DeadlinesFrom, DrawsFrom, Input, NextTaskId};

use super::{
    books::task::{cost, Phase, Task},
    outcome,
    world::{payer, HIGHEST, MOST, PAYERS},
    Run,
};

/// A payer's request.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) payer: AccountId,
    pub(crate) service: ServiceId,
    pub(crate) version: u32,
    pub(crate) max_usage: Usage,
    pub(crate) max_price: Balance,
    pub(crate) committee: Option<u8>,
}

/// The result of a request: seats, quorum and escrow.
type Accepted = (u8, u8, Balance);

impl Run {
    /// Up to 13 requests, some of them out of order, and a cancellation now and then.
    pub(crate) fn payers_act(&mut self) {
        for _ in 0..self.rng.below(14u32) {
            let request = self.some_request();
            self.request(request);
        }
        if self.rng.one_in(2) {
            self.cancel();
        }
    }

    /// The id of the last task that was requested.
    pub(crate) fn newest_task(&self) -> TaskId {
        NextTaskId::<Runtime>::get().saturating_sub(1)
    }

    fn some_request(&mut self) -> Request {
        let service = self.some_service();
        let mut request = Request {
            payer: payer(self.rng.below(PAYERS)),
            service,
            version: self.some_version(service),
            max_usage: Usage {
                input: self.rng.below(MOST.input + 1),
                output: 1 + self.rng.below(MOST.output),
            },
            max_price: HIGHEST,
            committee: None,
        };
        match self.rng.below(40u32) {
            0..4 => request.committee = Some(self.rng.below(11u8)),
            4..8 => request.max_price = self.some_price(),
            8 => request.max_usage = Usage::default(),
            9 => request.max_usage.input = 1_000_000_001,
            10 => request.max_price = 0,
            11 => request.max_price = Balance::MAX,
            12 => request.service = 99,
            13 => request.version += 1 + self.rng.below(3u32),
            14 => request.max_usage.input = 0,
            _ => {}
        }
        request
    }

    pub(crate) fn request(&mut self, request: Request) {
        let accepted = self.request_outcome(&request);
        let id = NextTaskId::<Runtime>::get();
        let Request { payer, service, version, max_usage, max_price, committee } = request;
        let input = Input { content_hash: Hash::zero(), uri: Default::default() };
        let call = Call::request { service, version, input, max_usage, max_price, committee };
        if !self.expect(&payer, call, accepted.map(drop)) {
            return;
        }
        let (seats, quorum, escrow) = accepted.expect("it was expected");
        let row = self.books.services.get_mut(&service).expect("it is on sale");
        row.open_tasks += 1;
        let now = System::block_number();
        self.books.money.escrow(&payer, escrow);
        let task = Task {
            payer,
            service,
            version,
            publisher: row.publisher.clone(),
            royalty: row.versions[&version],
            shape: row.spec.shape,
            max_usage,
            max_price,
            seats,
            quorum,
            escrow,
            requested: now,
            asked: row.asked(version, now),
            phase: Phase::Queued,
            due: now + 2,
            members: Vec::new(),
        };
        self.books.tasks.insert(id, task);
    }

    fn request_outcome(&self, request: &Request) -> Result<Accepted, &'static str> {
        let from = DrawsFrom::<Runtime>::get().min(DeadlinesFrom::<Runtime>::get());
        let behind = System::block_number().saturating_sub(from);
        outcome::ensure(behind <= 10, "AgendaBehind")?;
        let service = self.books.services.get(&request.service).ok_or("UnknownService")?;
        outcome::ensure(service.on_sale, "ServiceNotOnSale")?;
        let metered = service.spec.verification == Verification::Metered;
        outcome::ensure(!metered, "MeteredOnly")?;
        let committee = service.committee(request.committee);
        let (seats, quorum) = committee.ok_or("InvalidCommittee")?;
        outcome::ensure(request.max_usage != Usage::default(), "UsageMissing")?;
        let Usage { input, output } = request.max_usage;
        outcome::ensure(input.max(output) <= self.books.params.max_units, "UsageTooLarge")?;
        let version = request.version;
        outcome::ensure(service.takes(version), "UnknownVersion")?;
        outcome::ensure(service.floor(version) <= request.max_price, "MaximumBelowOffers")?;
        outcome::ensure(service.count(version) >= usize::from(seats), "TooFewOffers")?;
        let cost = cost(&service.spec.shape, request.max_price, request.max_usage);
        let escrow = cost.and_then(|cost| cost.checked_mul(seats.into()));
        let escrow = escrow.ok_or("EscrowTooLarge")?;
        outcome::ensure(escrow > 0, "EscrowMissing")?;
        let free = self.books.money.of(&request.payer).saturating_sub(EXISTENTIAL_DEPOSIT);
        outcome::ensure(escrow <= free, "InsufficientBalance")?;
        Ok((seats, quorum, escrow))
    }

    /// Somebody withdraws one of the last tasks, or tries to.
    fn cancel(&mut self) {
        let id = (self.newest_task() + 1).saturating_sub(self.rng.below(12u64));
        let task = self.books.tasks.get(&id).map(|task| task.payer.clone());
        let who = task.filter(|_| !self.rng.one_in(4)).unwrap_or_else(|| payer(0));
        let expected = self.open_task(id).and_then(|task| {
            outcome::ensure(task.payer == who, "NotThePayer")?;
            outcome::ensure(task.phase == Phase::Queued, "AlreadyDrawn")
        });
        if self.expect(&who, Call::cancel { task: id }, expected) {
            let task = self.books.tasks.get_mut(&id).expect("it could be cancelled");
            task.phase = Phase::Cancelled;
        }
    }
}
