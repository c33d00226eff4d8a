//! The real runtime as the rules, by calls and blocks.

use std::collections::BTreeMap;

use codec::Encode;
use frame_support::{
    assert_ok,
    dispatch::GetDispatchInfo,
    storage::{with_transaction_unchecked, TransactionOutcome},
    traits::{Get, OnFinalize, OnIdle, OnInitialize},
};
use nes_core::{AccountId, Answer, Balance, BlockNumber, EraIndex, Hash, Outcome, TaskId};
use nes_runtime::{
    constants::limits::BLOCK_WEIGHT, AllPalletsWithSystem, NodeStaking, Runtime, RuntimeCall,
    RuntimeEvent, RuntimeOrigin, System, Timestamp, Treasury,
};
use nes_runtime_api::{runtime_decl_for_inference_api::InferenceApiV1, InputSpec, RequestSpec};
use pallet_inference::{Event as TaskEvent, NextTaskId, Tasks};
use pallet_market::{Call as MarketCall, OfferTerms, Offers};
use pallet_node_staking::Call as StakingCall;
use pallet_tempo::SlotMillis;
use pallet_transaction_payment::Pallet as TransactionPayment;
use sp_io::TestExternalities;

use super::{
    rules::{Dispute, News, Offer, Request, Rules},
    setup,
    world::{publisher, World},
};
use crate::common::{
    assert_sound, call_as,
    disputes::Disputer,
    pre_digest_of_slot,
    task::{commit_call, request_call, reveal_call, INPUT, SERVICE},
    total,
};

/// The bytes of a signed extrinsic besides those of its call.
const SIGNATURE: usize = 140;
/// The number of blocks that are committed to the state together.
const TOGETHER: u32 = 50;
/// Ids of tasks that a block can give. It begins with its own, so that a draw has the same seed
/// whatever else is requested, and runs can be compared.
const IDS_A_BLOCK: u64 = 10_000;

/// A chain in memory.
pub(crate) struct Chain {
    world: World,
    state: TestExternalities,
    slot: u64,
    era: EraIndex,
    /// The events of this block that were returned.
    seen: usize,
    /// The disputed task of each second committee.
    seconds: BTreeMap<TaskId, TaskId>,
}

impl Chain {
    /// A chain on which all nodes of this world offer the service.
    pub(crate) fn new(world: &World) -> Self {
        // Other slots bring other outputs of authors, and so other draws.
        let slot = world.seed * 1_000_000 + 1;
        let mut state = setup::genesis(world);
        state.execute_with(|| {
            begin(slot);
            setup::settle_in(world);
        });
        let (era, seen, seconds) = (0, 0, BTreeMap::new());
        let mut chain = Self { world: world.clone(), state, slot, era, seen, seconds };
        for _ in 0..=pallet_market::CHANGE_DELAY {
            chain.next_block(&mut |_, _| false);
        }
        chain
    }

    /// Checks every invariant of the chain's own pallets.
    pub(crate) fn assert_sound(&mut self) {
        self.state.execute_with(assert_sound);
    }

    /// Has `who` make a call, and pay its fee if it succeeds; returns true then. What would fail is
    /// not sent.
    fn submit(&mut self, who: &AccountId, call: impl Into<RuntimeCall>) -> bool {
        let call = call.into();
        self.state.execute_with(|| {
            let (info, length) = (call.get_dispatch_info(), call.encoded_size() + SIGNATURE);
            let Ok(made) = call_as(who.clone(), call) else { return false };
            let length = u32::try_from(length).unwrap();
            let value = TransactionPayment::<Runtime>::compute_actual_fee(length, &info, &made, 0);
            let dest = Treasury::account_id().into();
            assert_ok!(call_as(
                who.clone(),
                pallet_balances::Call::transfer_keep_alive { dest, value }
            ));
            true
        })
    }

    /// Has `who` make a call that is free if it succeeds.
    fn submit_free(&mut self, who: &AccountId, call: impl FnOnce() -> Option<RuntimeCall>) {
        self.state.execute_with(|| {
            if let Some(call) = call() {
                let _ = call_as(who.clone(), call);
            }
        });
    }

    /// Every operator that slashes have left less than it takes to work stakes what is missing, and
    /// offers what it offered: a draw may have taken that out of the index.
    fn top_up(&mut self) {
        let least = self.world.stake;
        for node in self.world.nodes().cloned().collect::<Vec<_>>() {
            let position = self.state.execute_with(|| NodeStaking::position(&node, &node));
            let active = position.map_or(least, |position| position.active);
            if active < least {
                // A planck more, for what the division into shares takes.
                let amount = least - active + 1;
                self.submit(&node, StakingCall::delegate { node: node.clone(), amount });
                let offer = self.state.execute_with(|| Offers::<Runtime>::get(SERVICE, &node));
                let OfferTerms { version, price, slots, .. } = offer.expect("all offer").terms;
                self.offer(&node, Offer { version, price, slots });
            }
        }
    }

    /// The delegators' losses are taken.
    fn apply_slashes(&mut self) {
        let delegators: Vec<_> =
            self.world.delegators().map(|(node, staker)| (node.clone(), staker)).collect();
        for (node, staker) in delegators {
            let who = staker.clone();
            self.submit_free(&who, || Some(StakingCall::apply_slash { node, staker }.into()));
        }
    }
}

/// Begins the next block in `slot`.
fn begin(slot: u64) {
    let height = System::block_number() + 1;
    System::initialize(&height, &System::parent_hash(), &pre_digest_of_slot(slot.into()));
    NextTaskId::<Runtime>::put(u64::from(height) * IDS_A_BLOCK);
    AllPalletsWithSystem::on_initialize(height);
    Timestamp::set(RuntimeOrigin::none(), slot * SlotMillis::<Runtime>::get()).unwrap();
}

/// Ends the block that runs, but for the root of the state, which takes longer than all else and which
/// nobody needs here.
fn end() {
    let height = System::block_number();
    System::reset_events();
    AllPalletsWithSystem::on_idle(height, BLOCK_WEIGHT);
    AllPalletsWithSystem::on_finalize(height);
}

/// Returns the events of the block that participants follow, without those that were `seen`.
fn news(seen: usize, seconds: &mut BTreeMap<TaskId, TaskId>) -> Vec<News> {
    let events = System::events().into_iter().skip(seen);
    let follow = |record: frame_system::EventRecord<RuntimeEvent, Hash>| match record.event {
        RuntimeEvent::Inference(event) => news_of_task(event, seconds),
        RuntimeEvent::Disputes(pallet_disputes::Event::Decided {
            task, second, decision, ..
        }) => {
            let is_undecided = decision == nes_core::Decision::Undecided;
            Some(News::Decided { task, second, is_undecided })
        }
        _ => None,
    };
    events.filter_map(follow).collect()
}

fn news_of_task(event: TaskEvent<Runtime>, seconds: &mut BTreeMap<TaskId, TaskId>) -> Option<News> {
    match event {
        TaskEvent::SecondOpened { task, of } => {
            seconds.insert(task, of);
            None
        }
        TaskEvent::Drawn { task, members, .. } => {
            Some(News::Drawn { task, of: seconds.get(&task).copied(), members })
        }
        TaskEvent::RevealingStarted { task, .. } => Some(News::Revealing { task }),
        TaskEvent::Settled { task, outcome, members, disputable_until, .. } => {
            let answer = match outcome {
                Outcome::Agreed { output } => Some(Answer::Output(output)),
                Outcome::Unservable { reason } => Some(Answer::Unservable(reason)),
                _ => None,
            };
            let members = members.into_iter().map(|member| member.node).collect();
            let can_dispute = disputable_until.is_some();
            Some(News::Settled { task, answer, members, can_dispute })
        }
        _ => None,
    }
}

impl Rules for Chain {
    fn next_block(&mut self, withholds: &mut dyn FnMut(u64, &[News]) -> bool) -> Vec<News> {
        let Self { state, slot, seen, seconds, .. } = self;
        let mut all = state.execute_with(|| {
            let news = news(*seen, seconds);
            end();
            news
        });
        let (begun, events) = loop {
            *slot += 1;
            let begun = state.execute_with(|| {
                with_transaction_unchecked(|| {
                    begin(*slot);
                    let begun = news(0, seconds);
                    match withholds(*slot, &begun) {
                        true => TransactionOutcome::Rollback(None),
                        false => TransactionOutcome::Commit(Some((begun, System::event_count()))),
                    }
                })
            });
            if let Some(begun) = begun {
                break begun;
            }
        };
        *seen = usize::try_from(events).unwrap();
        all.extend(begun);
        let (era, now) = state.execute_with(|| (NodeStaking::active_era(), System::block_number()));
        if now.is_multiple_of(TOGETHER) {
            state.commit_all().expect("no transaction is open");
        }
        if era > self.era {
            self.era = era;
            self.top_up();
        }
        all
    }

    fn now(&mut self) -> BlockNumber {
        self.state.execute_with(System::block_number)
    }

    fn request(&mut self, request: &Request) -> Option<TaskId> {
        let task = self.state.execute_with(NextTaskId::<Runtime>::get);
        let Request { payer, is_remote, max_usage, max_price, seats } = request.clone();
        let input = if is_remote {
            let uri = b"https://example.com/input".to_vec();
            InputSpec::Remote { hash: Hash::zero(), uri }
        } else {
            InputSpec::Inline(INPUT.to_vec())
        };
        let spec = RequestSpec {
            service: SERVICE,
            version: 0,
            input,
            max_usage,
            max_price,
            committee: seats,
            patience: None,
        };
        self.submit(&payer, request_call(spec)).then_some(task)
    }

    fn commit(&mut self, task: TaskId, node: &AccountId, answer: Answer) {
        self.submit_free(node, || {
            Tasks::<Runtime>::contains_key(task)
                .then(|| commit_call(task, node.clone(), answer).into())
        });
    }

    fn reveal(&mut self, task: TaskId, node: &AccountId, answer: Answer) {
        self.submit_free(node, || Some(reveal_call(task, node.clone(), answer).into()));
    }

    fn dispute(&mut self, task: TaskId, dispute: &Dispute) -> bool {
        let Dispute { who, node, answer, bond, .. } = dispute.clone();
        let call = self.state.execute_with(|| {
            let least = Runtime::dispute(task)?.bond;
            let bond = if node.is_some() { least } else { bond.max(least) };
            let disputer = Disputer { who: who.clone(), node: node.clone(), answer, bond };
            let commitment = disputer.commitment(task);
            Some(pallet_disputes::Call::<Runtime>::dispute { task, node, commitment, bond })
        });
        call.is_some_and(|call| self.submit(&who, call))
    }

    fn open(&mut self, task: TaskId, dispute: &Dispute) {
        let Dispute { who, node, answer, bond, .. } = dispute.clone();
        self.state.execute_with(|| {
            let _ = Disputer { who, node, answer, bond }.open(task);
        });
    }

    fn offer(&mut self, node: &AccountId, offer: Offer) {
        self.submit(node, setup::offer(node, offer));
    }

    fn update(&mut self) {
        let update = MarketCall::update {
            service: SERVICE,
            uri: b"https://example.com/next".to_vec().try_into().unwrap(),
            content_hash: Hash::repeat_byte(2),
            royalty: Default::default(),
        };
        self.submit(&publisher(), update);
    }

    fn is_busy(&mut self) -> bool {
        let is_busy = self.state.execute_with(|| {
            Tasks::<Runtime>::iter_keys().next().is_some()
                || pallet_disputes::Settled::<Runtime>::iter_keys().next().is_some()
                || pallet_node_staking::OpenSlashes::<Runtime>::iter_keys().next().is_some()
        });
        if !is_busy {
            self.apply_slashes();
        }
        is_busy
    }

    fn wealth(&mut self, who: &AccountId) -> Balance {
        let waits = self.state.execute_with(|| NodeStaking::position(who, who));
        self.savings(who) + waits.map_or(0, |position| position.claimable)
    }

    fn savings(&mut self, who: &AccountId) -> Balance {
        self.state.execute_with(|| total(who))
    }
}
