//! Payers: they request and cancel.

use codec::Encode;
use nes_core::{AccountId, Balance, BlockNumber, Hash, ServiceId, TaskId, Usage, Verification};
use nes_runtime::{
    constants::currency::EXISTENTIAL_DEPOSIT, NodeStaking, Runtime, RuntimeCall, System,
    UncheckedExtrinsic,
};
use nes_traits::InputPlace;
use pallet_inference::{Call, DeadlinesFrom, DrawsFrom, Input, Location, NextTaskId, Tasks};
use sp_io::hashing::blake2_256;

use super::{
    books::{
        disputes::{seat_price, SEATS},
        task::{cost, Phase, Task, TO_DRAW},
        work::Work,
    },
    outcome,
    world::{payer, HIGHEST, MOST, PAYERS},
    Run,
};

/// The patience of a request that names none.
const PATIENCE: u8 = 5;

/// A payer's request.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) payer: AccountId,
    pub(crate) service: ServiceId,
    pub(crate) version: u32,
    pub(crate) max_usage: Usage,
    pub(crate) max_price: Balance,
    pub(crate) committee: Option<u8>,
    pub(crate) patience: Option<u8>,
    pub(crate) input: Input,
    /// True if the block has an extrinsic with it.
    pub(crate) carried: bool,
}

/// An accepted request.
#[derive(Clone, Copy)]
struct Accepted {
    seats: u8,
    quorum: u8,
    escrow: Balance,
    prepaid: Balance,
    median: Option<Balance>,
    window: BlockNumber,
}

/// An input that the nodes fetch.
pub(crate) fn remote() -> Input {
    let content_hash = Hash::repeat_byte(7);
    Input::Remote { content_hash, uri: b"https://example.com/7".to_vec().try_into().unwrap() }
}

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
        let mut service = self.some_service();
        if !self.books.services[&service].has_tasks() && !self.rng.one_in(4) {
            service = self.some_service();
        }
        let input = self.rng.below(MOST.input + 1);
        let mut request = Request {
            payer: payer(self.rng.below(PAYERS)),
            service,
            version: self.some_version(service),
            max_usage: Usage { input, output: 1 + self.rng.below(MOST.output) },
            max_price: HIGHEST,
            committee: None,
            patience: self.some_patience(),
            input: self.some_input(service, input),
            carried: !self.rng.one_in(100),
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
            15 => request.input = Input::Inline(Vec::new()),
            16 => request.input = Input::Inline(vec![1; 16_385]),
            17 => request.patience = Some(self.rng.pick(&[0, 101, 255])),
            18 => request.max_usage.output = 1_000_000,
            19 => request.max_usage.input = 200_000,
            _ => {}
        }
        request
    }

    /// The default patience, or another one; seldom the longest.
    fn some_patience(&mut self) -> Option<u8> {
        let most = match self.rng.below(16u32) {
            0..8 => return None,
            8..15 => 12,
            _ => 100,
        };
        Some(1 + self.rng.below(most))
    }

    /// An input for this number of units: two in three are in-line, most of them not near the limit.
    fn some_input(&mut self, service: ServiceId, units: u64) -> Input {
        if self.rng.one_in(3) {
            return remote();
        }
        let covered = units * u64::from(self.books.services[&service].spec.input_bytes);
        let length = match self.rng.below(16u32) {
            0 => covered.max(1),
            1 => covered + 1,
            _ => covered.clamp(1, 1 + self.rng.below(200u64)),
        };
        let bytes = (0..length.min(16_384)).map(|_| self.rng.below(256u32));
        Input::Inline(bytes.map(|byte| byte.try_into().unwrap()).collect())
    }

    pub(crate) fn request(&mut self, request: Request) {
        let accepted = self.request_outcome(&request);
        let id = NextTaskId::<Runtime>::get();
        let Request {
            payer,
            service,
            version,
            max_usage,
            max_price,
            committee,
            patience,
            input,
            carried,
        } = request;
        let call = Call::request {
            service,
            version,
            input: input.clone(),
            max_usage,
            max_price,
            committee,
            patience,
        };
        let call = RuntimeCall::from(call);
        let done = if carried {
            self.expect(&payer, call.clone(), accepted.map(drop))
        } else {
            self.expect_without_extrinsic(&payer, call.clone(), accepted.map(drop))
        };
        if !done {
            return;
        }
        let Accepted { seats, quorum, escrow, prepaid, median, window } =
            accepted.expect("it was expected");
        let (input, inline) = (found(id, &call, &input), matches!(input, Input::Inline(_)));
        let row = self.books.services.get_mut(&service).expect("it is on sale");
        row.open_tasks += 1;
        let now = System::block_number();
        self.books.money.escrow(&payer, escrow + prepaid);
        let task = Task {
            second_of: None,
            payer,
            service,
            version,
            publisher: row.publisher.clone(),
            royalty: row.versions[&version].royalty,
            shape: row.spec.shape,
            input,
            inline,
            max_usage,
            max_price,
            seats,
            quorum,
            escrow,
            prepaid,
            used: 0,
            patience: patience.unwrap_or(PATIENCE),
            median,
            failed_draws: 0,
            requested: now,
            asked_window: window,
            asked: row.asked(version, now),
            phase: Phase::Queued,
            since: now,
            window,
            due: now + TO_DRAW,
            members: Vec::new(),
        };
        self.books.tasks.insert(id, task);
    }

    fn request_outcome(&self, request: &Request) -> Result<Accepted, &'static str> {
        if let Input::Inline(bytes) = &request.input {
            outcome::ensure(!bytes.is_empty(), "InputMissing")?;
            outcome::ensure(bytes.len() <= 16_384, "InputTooLarge")?;
            outcome::ensure(request.carried, "InputNotInExtrinsic")?;
        }
        let from = DrawsFrom::<Runtime>::get().min(DeadlinesFrom::<Runtime>::get());
        let behind = System::block_number().saturating_sub(from);
        outcome::ensure(behind <= 10, "AgendaBehind")?;
        let patience = request.patience.unwrap_or(PATIENCE);
        outcome::ensure((1..=100).contains(&patience), "InvalidPatience")?;
        let service = self.books.services.get(&request.service).ok_or("UnknownService")?;
        outcome::ensure(service.on_sale, "ServiceNotOnSale")?;
        let metered = service.spec.verification == Verification::Metered;
        outcome::ensure(!metered, "MeteredOnly")?;
        let committee = service.committee(request.committee);
        let (seats, quorum) = committee.ok_or("InvalidCommittee")?;
        outcome::ensure(request.max_usage != Usage::default(), "UsageMissing")?;
        let Usage { input, output } = request.max_usage;
        outcome::ensure(input.max(output) <= self.books.params.max_units, "UsageTooLarge")?;
        if let Input::Inline(bytes) = &request.input {
            let covered = input * u64::from(service.spec.input_bytes);
            outcome::ensure(bytes.len() <= covered.try_into().unwrap(), "UsageBelowInput")?;
        }
        let work = output.div_ceil(service.spec.rate.into());
        outcome::ensure(work <= 1_200, "UsageTooLarge")?;
        let window = self.books.params.commit_window + BlockNumber::try_from(work).unwrap();
        let version = request.version;
        outcome::ensure(service.takes(version), "UnknownVersion")?;
        outcome::ensure(service.floor(version) <= request.max_price, "MaximumBelowOffers")?;
        outcome::ensure(service.count(version) >= usize::from(seats), "TooFewOffers")?;
        let inline = matches!(request.input, Input::Inline(_));
        let median = self.books.slashable(request.service, version).filter(|_| inline);
        if let Some(median) = median {
            let cost = cost(&service.spec.shape, median, request.max_usage).expect("a small price");
            let bond = Balance::from(SEATS) * seat_price(cost);
            let most = NodeStaking::params().min_self_stake / 100;
            outcome::ensure(bond <= most, "TooLargeToDispute")?;
        }
        let cost = cost(&service.spec.shape, request.max_price, request.max_usage);
        let escrow = cost.and_then(|cost| cost.checked_mul(seats.into()));
        let escrow = escrow.ok_or("EscrowTooLarge")?;
        outcome::ensure(escrow > 0, "EscrowMissing")?;
        let prepaid = Work::now().most(seats, patience, median.is_some());
        let taken = escrow.checked_add(prepaid).ok_or("EscrowTooLarge")?;
        let free = self.books.money.of(&request.payer).saturating_sub(EXISTENTIAL_DEPOSIT);
        outcome::ensure(taken <= free, "InsufficientBalance")?;
        Ok(Accepted { seats, quorum, escrow, prepaid, median, window })
    }

    /// Somebody withdraws a task that waits for nodes, or one of the last tasks, or tries to.
    fn cancel(&mut self) {
        // Who has waited for long waits on.
        let waits =
            |task: &Task| task.phase == Phase::Queued && (1..4).contains(&task.failed_draws);
        let waiting = self.books.tasks.iter().filter(|(_, task)| waits(task));
        let waiting: Vec<_> = waiting.map(|(id, _)| *id).collect();
        let id = if waiting.is_empty() || self.rng.one_in(2) {
            (self.newest_task() + 1).saturating_sub(self.rng.below(12u64))
        } else {
            self.rng.pick(&waiting)
        };
        let task = self.books.tasks.get(&id).map(|task| task.payer.clone());
        let who = task.filter(|_| !self.rng.one_in(4)).unwrap_or_else(|| payer(0));
        let expected = self.open_task(id).and_then(|task| {
            let is_payer = task.payer == who && task.second_of.is_none();
            outcome::ensure(is_payer, "NotThePayer")?;
            outcome::ensure(task.phase == Phase::Queued, "AlreadyDrawn")?;
            let is_late = System::block_number() >= task.requested + 20;
            outcome::ensure(task.failed_draws > 0 || is_late, "TooEarlyToCancel")
        });
        if self.expect(&who, Call::cancel { task: id }, expected) {
            let task = self.books.tasks.get_mut(&id).expect("it could be cancelled");
            task.phase = Phase::Cancelled;
        }
    }
}

/// Returns the hash of `input`, which the task `id` has; if it is in-line, the task has its place in
/// the extrinsic of `call`.
fn found(id: TaskId, call: &RuntimeCall, input: &Input) -> Hash {
    let row = Tasks::<Runtime>::get(id).expect("it is open").input;
    let hash = match (input, row.location) {
        (Input::Inline(bytes), Location::Inline(place)) => {
            let InputPlace { extrinsic, offset, length } = place;
            assert_eq!(Some(extrinsic), System::extrinsic_index());
            let encoded = UncheckedExtrinsic::new_bare(call.clone()).encode();
            let (offset, length) = (offset.try_into().unwrap(), usize::try_from(length).unwrap());
            let rest: &[u8] = &encoded[offset..];
            assert_eq!(rest[..length], bytes[..]);
            blake2_256(bytes).into()
        }
        (Input::Remote { content_hash, uri }, Location::Remote { uri: kept }) => {
            assert_eq!(*uri, kept);
            *content_hash
        }
        (_, kept) => panic!("another place: {kept:?}"),
    };
    assert_eq!(row.content_hash, hash);
    hash
}
