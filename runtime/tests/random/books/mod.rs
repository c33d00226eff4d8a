//! The reference books: what everybody has, owes and offers, worked out beside the chain from what
//! was called, and from events only where the chain itself decides (draws, slashes, claims). Who may
//! work, and with what stake, is the word of the register of nodes.

mod bands;
pub(crate) mod changes;
pub(crate) mod disputes;
mod draws;
mod duties;
pub(crate) mod eras;
mod index;
mod judgement;
pub(crate) mod money;
pub(crate) mod offer;
pub(crate) mod prices;
pub(crate) mod service;
mod settlement;
pub(crate) mod slashes;
mod standing;
mod supply;
pub(crate) mod tally;
pub(crate) mod task;
pub(crate) mod work;

use std::collections::{BTreeMap, VecDeque};

use frame_support::traits::fungible::InspectHold;
use nes_core::{AccountId, Balance, BlockNumber, Outcome, ServiceId, TaskId};
use nes_runtime::{
    constants::currency::{EXISTENTIAL_DEPOSIT, UNIT},
    Balances, Disputes, Inference, NodeStaking, Runtime, RuntimeEvent, RuntimeHoldReason, System,
    Treasury,
};
use pallet_inference::{Deadlines, Draws, Event as TaskEvent, Params, Tasks};
use pallet_market::Event as MarketEvent;
use pallet_node_staking::{Event as StakingEvent, OpenSlash, SlashId};

use super::{common::events, world};
use disputes::Kept;
use duties::Roster;
use eras::Eras;
use money::Money;
use service::Service;
use slashes::Slashes;
use tally::Tally;
use task::Task;
use work::Work;

/// The deposits for a service and for an offer.
const SERVICE_DEPOSIT: Balance = 10 * UNIT;
const OFFER_DEPOSIT: Balance = UNIT;

/// The books.
pub(crate) struct Books {
    pub(crate) money: Money,
    pub(crate) eras: Eras,
    pub(crate) services: BTreeMap<ServiceId, Service>,
    pub(crate) tasks: BTreeMap<TaskId, Task>,
    /// The settled tasks whose answers are not final, and the disputes of each service that wait.
    pub(crate) kept: BTreeMap<TaskId, Kept>,
    pub(crate) line: BTreeMap<ServiceId, Vec<(Balance, TaskId)>>,
    pub(crate) roster: Roster,
    pub(crate) params: Params,
    pub(crate) tally: Tally,
    /// All that nodes were paid, and all that the pot has paid out.
    pub(crate) earned: Balance,
    pub(crate) claimed: Balance,
    slashes: Slashes,
    /// The slashes that were open when the last block ended.
    open_slashes: BTreeMap<SlashId, OpenSlash<AccountId>>,
    /// The events of the market that are to be read next.
    expected: VecDeque<MarketEvent<Runtime>>,
    /// True while the events of a block's hooks are read, and with them those of draws.
    drawing: bool,
    /// The draws of this block whose end has not been read yet.
    draws: VecDeque<TaskId>,
    /// The offer that the draw whose event comes next has put out of the index.
    stale: Option<(ServiceId, AccountId)>,
    /// The service, the version and the band of each offer that the draws of this block have put out.
    put_out: Vec<(ServiceId, u32, u8)>,
    /// The work of the block before, at whose end deadlines are.
    before: Work,
    /// The block whose events are read: those of the end of a block are read with the next one's.
    block: BlockNumber,
    /// The number of events of this block that are of the end of the one before.
    ends: usize,
    /// The number of events of this block that were read.
    read: usize,
}

impl Books {
    /// Opens the books with what everybody has now.
    pub(crate) fn open(params: Params) -> Self {
        let money = Money::on_chain();
        Self {
            eras: Eras::open(money.issuance()),
            money,
            services: BTreeMap::new(),
            tasks: BTreeMap::new(),
            kept: BTreeMap::new(),
            line: BTreeMap::new(),
            roster: Roster::default(),
            params,
            tally: Tally::default(),
            earned: 0,
            claimed: 0,
            slashes: Slashes::default(),
            open_slashes: money::open_slashes(),
            expected: VecDeque::new(),
            drawing: false,
            draws: VecDeque::new(),
            stale: None,
            put_out: Vec::new(),
            before: Work::now(),
            block: System::block_number(),
            ends: 0,
            read: events().len(),
        }
    }

    /// A new block has begun, whose events have not been read; the first ones are of the end of the one
    /// before. In the idle time of that one nodes were paid for an era that ended then.
    pub(crate) fn turn_page(&mut self, ends: usize) {
        self.distribute();
        self.bring_changes_into_force();
        self.roster.end_duties();
        self.list_draws();
        self.put_out.clear();
        self.drawing = true;
        (self.ends, self.read) = (ends, 0);
    }

    /// Reads the events that are new.
    pub(crate) fn follow(&mut self) {
        let events = events();
        let (ends, windows_first) = (self.ends, Self::windows_end_first());
        self.block = System::block_number();
        if self.drawing {
            self.block -= 1;
            if windows_first {
                self.end_windows();
            }
        }
        for (at, event) in events.iter().enumerate().skip(self.read) {
            if self.drawing && at == ends {
                self.begin_block(windows_first);
            }
            match event {
                RuntimeEvent::Disputes(event) => self.follow_dispute(event.clone()),
                RuntimeEvent::Inference(event) => self.follow_task(event.clone()),
                RuntimeEvent::Market(event) => self.follow_market(event, next_draw(&events[at..])),
                RuntimeEvent::NodeStaking(event) => self.follow_stake(event),
                RuntimeEvent::Rewards(pallet_rewards::Event::EraEnded { era, .. }) => {
                    self.end_era(*era);
                }
                RuntimeEvent::Balances(pallet_balances::Event::Transfer { from, to, amount }) => {
                    self.transferred(from, to, *amount);
                }
                _ => {}
            }
        }
        self.read = events.len();
        assert!(self.expected.is_empty(), "missing: {:?}", self.expected);
        if self.drawing && events.len() == ends {
            self.begin_block(windows_first);
        }
        if core::mem::take(&mut self.drawing) {
            assert_eq!(self.stale, None);
            self.fail_draws();
            self.follow_places();
        }
    }

    /// The events of the end of the block before are read, and those of this one's beginning are next.
    fn begin_block(&mut self, windows_first: bool) {
        if !windows_first {
            self.end_windows();
        }
        self.block = System::block_number();
    }

    /// The pot pays a reward; escrows and bonds are booked with their tasks.
    fn transferred(&mut self, from: &AccountId, to: &AccountId, amount: Balance) {
        let booked = [Inference::escrow_account(), Disputes::pot()];
        if !booked.contains(from) && !booked.contains(to) {
            assert_eq!(*from, NodeStaking::reward_pot(), "nobody else transfers");
            self.claimed += amount;
            self.money.pay(from, to, amount);
        }
    }

    fn follow_task(&mut self, event: TaskEvent<Runtime>) {
        match event {
            TaskEvent::Drawn { task, members, due } => self.drawn(task, members, due),
            TaskEvent::RevealingStarted { task, due } => return self.revealing(task, due),
            TaskEvent::Settled { .. } => self.settled(event),
            TaskEvent::SecondSettled { .. } => return self.slashes.reported.clear(),
            _ => return,
        }
        self.end_draw();
    }

    fn follow_stake(&mut self, event: &StakingEvent<Runtime>) {
        match event {
            StakingEvent::Slashed { slash, node, fraction, .. } => {
                self.slashes.note(*slash, node, fraction.deconstruct().into());
            }
            StakingEvent::Awarded { slash, who, amount } => self.awarded(*slash, who, *amount),
            StakingEvent::SlashExecuted { slash, loss, rewarded, treasury, .. } => {
                let awarded = core::mem::take(&mut self.slashes.awarded);
                assert_eq!(awarded, self.awards_of(*slash).min(*loss));
                let open = self.open_slashes.remove(slash).expect("it was open");
                self.money.execute(&open, *loss - awarded);
                assert_eq!((*rewarded, *treasury), (awarded, *loss - awarded));
                self.tally.note("slash executed");
            }
            StakingEvent::SlashApplied { staker, amount, .. } => {
                self.money.pay(staker, &Treasury::account_id(), *amount);
                self.tally.note("slash applied");
            }
            StakingEvent::Claimed { .. } => self.tally.note("claimed"),
            StakingEvent::NodeGone { .. } => self.tally.note("node gone"),
            _ => {}
        }
    }

    /// The block's end: compares everything with the chain.
    pub(crate) fn check(&mut self) {
        let now = System::block_number();
        assert_eq!(self.money, Money::on_chain(), "block {now}");
        self.eras.check(self.money.issuance());
        supply::check(&self.money);
        let mut open: Vec<_> = Tasks::<Runtime>::iter_keys().collect();
        open.sort_unstable();
        assert!(open.iter().eq(self.tasks.keys()), "block {now}");
        let rows =
            Draws::<Runtime>::iter_keys().count() + Deadlines::<Runtime>::iter_keys().count();
        assert_eq!(rows, open.len());
        let escrows: Balance = self.tasks.values().map(|task| task.escrow + task.prepaid).sum();
        let there = Balances::free_balance(Inference::escrow_account());
        assert_eq!(there, EXISTENTIAL_DEPOSIT + escrows, "block {now}");
        let bonds = self.check_disputes();
        let there = Balances::free_balance(Disputes::pot());
        assert_eq!(there, EXISTENTIAL_DEPOSIT + bonds, "block {now}");
        self.roster.check();
        self.check_services();
        self.check_holds();
        self.slashes.turn_page();
        self.open_slashes = money::open_slashes();
        self.before = Work::now();
    }

    fn check_services(&mut self) {
        self.services.retain(|_, service| !service.is_over());
        let rows = pallet_market::Services::<Runtime>::iter_keys().count();
        assert_eq!(rows, self.services.len(), "a service goes when nothing of it is left");
        for (id, service) in &mut self.services {
            service.forget_versions();
            service.check(*id);
        }
    }

    fn check_holds(&self) {
        let service = RuntimeHoldReason::Market(pallet_market::HoldReason::Service);
        for publisher in (0..world::PUBLISHERS).map(world::publisher) {
            let own = self.services.values().filter(|service| service.publisher == publisher);
            let deposits = SERVICE_DEPOSIT * Balance::try_from(own.count()).unwrap();
            assert_eq!(Balances::balance_on_hold(&service, &publisher), deposits);
        }
        let offer = RuntimeHoldReason::Market(pallet_market::HoldReason::Offer);
        for node in (0..world::NODES).map(world::node) {
            let own = self.services.values().filter(|service| service.offers.contains_key(&node));
            let deposits = OFFER_DEPOSIT * Balance::try_from(own.count()).unwrap();
            assert_eq!(Balances::balance_on_hold(&offer, &node), deposits);
        }
    }
}

/// Returns the first task of these `events` that was drawn, or whose last draw has failed.
fn next_draw(events: &[RuntimeEvent]) -> Option<TaskId> {
    events.iter().find_map(|event| match event {
        RuntimeEvent::Inference(
            TaskEvent::Drawn { task, .. }
            | TaskEvent::Settled { task, outcome: Outcome::NoNodes { .. }, .. },
        ) => Some(*task),
        _ => None,
    })
}
