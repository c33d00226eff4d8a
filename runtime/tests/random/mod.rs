//! Ten thousand random tasks over the real runtime, compared to the planck with books that are kept
//! beside it.

mod blocks;
mod books;
mod disputers;
mod exodus;
mod least;
mod members;
mod operators;
mod outcome;
mod payers;
mod publishers;
mod rng;
mod stakers;
mod world;

use std::collections::BTreeMap;

use books::Books;
use frame_support::{assert_ok, traits::GetCallMetadata};
use least::LEAST;
use members::Plan;
use nes_core::{AccountId, Answer, Balance, BlockNumber, ServiceId, TaskId};
use nes_runtime::{
    constants::currency::EXISTENTIAL_DEPOSIT, genesis::DEVELOPMENT, Balances, NodeStaking, Rewards,
    Runtime, RuntimeCall, RuntimeOrigin, System,
};
use rng::Rng;
use sp_io::TestExternalities;
use sp_runtime::{traits::Dispatchable, Perbill};

use super::common::{self, call_as, call_as_root, genesis, run_to};

/// Every run is the same; another seed is another run.
const SEED: u64 = 2_026;
/// Tasks to be requested.
const TASKS: TaskId = 10_000;
/// Blocks of an era on the development clock.
const ERA: BlockNumber = 20;
/// Blocks in which every task that is open has ended, also one with the longest patience.
const CLOSING: BlockNumber = 160;
/// Blocks from the first leave of a node to the next one.
const LEAVES: BlockNumber = 200;
/// The service that is retired midway, and the publisher that publishes its successor.
const RETIRED: u32 = 0;

/// A run: the dice, the books, what the members have in mind, the right answers, the service that nodes are about to leave,
/// and the block in which one was retired.
struct Run {
    rng: Rng,
    books: Books,
    plans: BTreeMap<(TaskId, AccountId), Plan>,
    truths: BTreeMap<TaskId, Answer>,
    exodus: Option<ServiceId>,
    retired: Option<BlockNumber>,
}

impl Run {
    /// A world in which three services with tasks and a metered one are on sale, each since another
    /// block, so that the changes of a block fit the next ones.
    fn begin() -> Self {
        run_to(1);
        world::settle_in();
        let books = Books::open(world::set_windows(6, 5));
        let (rng, plans, truths) = (Rng::new(SEED), BTreeMap::new(), BTreeMap::new());
        let mut begun = Self { rng, books, plans, truths, exodus: None, retired: None };
        for index in 0..world::PUBLISHERS {
            begun.open_service(index);
            begun.books.follow();
            begun.books.check();
            begun.block(false);
        }
        begun
    }

    /// A block: the hooks, then whatever anybody does.
    fn block(&mut self, requests: bool) {
        let ends = blocks::next();
        self.books.turn_page(ends);
        self.books.follow();
        self.members_act();
        self.books.follow();
        self.strangers_act();
        self.disputers_act(requests);
        self.books.follow();
        if requests {
            self.payers_act();
            self.books.follow();
            self.operators_act();
            self.publishers_act();
        }
        self.books.follow();
        self.stakers_act();
        self.recover();
        self.seldom(requests);
        self.books.follow();
        self.books.check();
    }

    /// Does the things that happen only in some blocks.
    fn seldom(&mut self, requests: bool) {
        let now = System::block_number();
        if now.is_multiple_of(97) {
            let (commit, reveal) = (5 + self.rng.below(4u32), 5 + self.rng.below(3u32));
            self.books.params = world::set_windows(commit, reveal);
        }
        match now % 150 {
            70 => world::set_min_self_stake(45_000),
            100 => world::set_min_self_stake(10_000),
            _ => {}
        }
        if requests {
            self.exodus(now % 97);
        }
        if now.is_multiple_of(50) {
            self.curator_acts();
        }
        if now.is_multiple_of(ERA) {
            self.withdraw_all_of_the_leaver();
        }
        if now % ERA == 7 {
            self.come_back();
        }
        if now >= 400 && now.is_multiple_of(LEAVES) {
            self.leave();
        }
        if self.books.eras.wait() && self.rng.below(2u32) == 0 {
            self.distribute_as_a_stranger();
        }
        if now.is_multiple_of(7 * ERA) {
            self.change_emission();
        }
        match self.retired {
            None if now >= 400 && self.can_be_requested(RETIRED) => {
                self.retire(RETIRED);
                self.retired = Some(now);
            }
            Some(block) if now == block + 10 => self.open_service(0),
            _ => {}
        }
        // The last offers of the retired service go, and its deposit with them.
        let is_over = self.retired.is_some_and(|block| now > block + 30);
        if is_over && self.books.services.contains_key(&RETIRED) {
            let nodes: Vec<_> = self.books.services[&RETIRED].offers.keys().cloned().collect();
            let anyone = self.some_account();
            nodes.iter().for_each(|node| self.withdraw_offer(RETIRED, &anyone, node));
        }
    }

    /// Somebody pays the nodes of the era that has just ended, before the block's idle time does.
    fn distribute_as_a_stranger(&mut self) {
        let who = self.some_account();
        let era = Rewards::running_era().era - 1;
        let distribute = pallet_rewards::Call::distribute { era, limit: 100 };
        assert!(self.expect(&who, distribute.clone(), Ok(())));
        self.books.distribute();
        assert!(!self.expect(&who, distribute, Err("AlreadyDistributed")));
    }

    /// Root chooses among the bounds of what is minted and for whom.
    fn change_emission(&mut self) {
        let percent = |percent| Perbill::from_percent(percent);
        let shares = self.rng.pick(&[(60, 25), (0, 100), (100, 0), (33, 33)]);
        let params = pallet_rewards::Params {
            emission_rate: percent(self.rng.pick(&[0, 8, 20])),
            validators_share: percent(shares.0),
            incentives_share: percent(shares.1),
            incentive_ratio: percent(self.rng.pick(&[0, 80, 95])),
            ..Default::default()
        };
        assert_ok!(call_as_root(pallet_rewards::Call::set_params { params }));
        self.books.eras.params = params;
    }

    /// Makes the call, and compares its end with what was expected; returns true if it succeeded.
    fn expect(
        &mut self,
        who: &AccountId,
        call: impl Into<RuntimeCall>,
        expected: outcome::Result,
    ) -> bool {
        let call: RuntimeCall = call.into();
        let ended = outcome::of(call_as(who.clone(), call.clone()));
        self.compare(who, &call, ended, expected)
    }

    /// The same in a block that has no extrinsic with the call.
    fn expect_without_extrinsic(
        &mut self,
        who: &AccountId,
        call: RuntimeCall,
        expected: outcome::Result,
    ) -> bool {
        let ended = outcome::of(call.clone().dispatch(RuntimeOrigin::signed(who.clone())));
        self.compare(who, &call, ended, expected)
    }

    fn compare(
        &mut self,
        who: &AccountId,
        call: &RuntimeCall,
        ended: outcome::Result,
        expected: outcome::Result,
    ) -> bool {
        assert_eq!(ended, expected, "block {}, {who}: {call:?}", System::block_number());
        if let Err(error) = ended {
            self.books.tally.note(format!("{}: {error}", call.get_call_metadata().function_name));
        }
        ended.is_ok()
    }

    /// Any account of this world.
    fn some_account(&mut self) -> AccountId {
        let nodes = (0..world::NODES).map(world::node);
        let all: Vec<_> = nodes.chain((0..world::PAYERS).map(world::payer)).collect();
        self.rng.pick(&all)
    }

    /// Everything that is still on sale or offered goes.
    fn close_market(&mut self) {
        let services: Vec<_> = self.books.services.keys().copied().collect();
        for id in services {
            let who = self.books.services[&id].publisher.clone();
            let nodes: Vec<_> = self.books.services[&id].offers.keys().cloned().collect();
            let retire = pallet_market::Call::retire { service: id };
            assert!(self.expect(&who, retire, Ok(())));
            self.books.services.get_mut(&id).expect("it was on sale").on_sale = false;
            nodes.iter().for_each(|node| self.withdraw_offer(id, &who, node));
        }
    }

    /// Nothing is left of tasks and services, and the pot holds less than a planck for each node
    /// and each position.
    fn assert_nothing_is_left(&self) {
        assert_eq!(pallet_inference::Tasks::<Runtime>::iter().count(), 0);
        assert_eq!(pallet_inference::Draws::<Runtime>::iter().count(), 0);
        assert_eq!(pallet_inference::Deadlines::<Runtime>::iter().count(), 0);
        assert_eq!(pallet_market::Services::<Runtime>::iter().count(), 0);
        assert_eq!(pallet_market::Versions::<Runtime>::iter().count(), 0);
        assert_eq!(pallet_market::Offers::<Runtime>::iter().count(), 0);
        assert_eq!(pallet_market::OfferIndex::<Runtime>::iter().count(), 0);
        assert_eq!(pallet_market::Changes::<Runtime>::iter().count(), 0);
        assert_eq!(pallet_market::Serving::<Runtime>::iter().count(), 0);
        assert_eq!(pallet_disputes::Settled::<Runtime>::iter().count(), 0);
        assert_eq!(pallet_disputes::Windows::<Runtime>::iter().count(), 0);
        assert_eq!(pallet_disputes::By::<Runtime>::iter().count(), 0);
        assert_eq!(pallet_disputes::OpenIn::<Runtime>::iter().count(), 0);
        assert_eq!(pallet_disputes::Waiting::<Runtime>::iter().count(), 0);
        let left = Balances::free_balance(NodeStaking::reward_pot()) - EXISTENTIAL_DEPOSIT;
        assert_eq!(left, self.books.earned - self.books.claimed);
        let positions = pallet_node_staking::Positions::<Runtime>::iter_keys().count();
        let most = Balance::try_from(positions).unwrap() + Balance::from(world::NODES);
        assert!(left < most, "{left} planck are left in the pot");
    }
}

/// Runs blocks while `goes_on`, with a commit of the state each era, so that the changes that are
/// kept apart from it stay few; `requests` says whether tasks are still requested.
fn blocks(
    state: &mut TestExternalities,
    run: &mut Run,
    goes_on: impl Fn(&Run) -> bool,
    requests: bool,
) {
    while state.execute_with(|| goes_on(run)) {
        state.execute_with(|| (0..ERA).for_each(|_| run.block(requests)));
        state.commit_all().expect("no transaction is open");
    }
}

#[test]
fn random_tasks_leave_every_account_with_what_the_books_say() {
    println!("seed {SEED}");
    let mut state = genesis(DEVELOPMENT);
    let mut run = state.execute_with(Run::begin);
    state.commit_all().expect("no transaction is open");
    blocks(&mut state, &mut run, |run| run.newest_task() < TASKS, true);
    let end = state.execute_with(System::block_number) + CLOSING;
    let goes_on = |run: &Run| System::block_number() < end || !run.books.kept.is_empty();
    blocks(&mut state, &mut run, goes_on, false);
    state.execute_with(|| {
        run.settle_up();
        run.close_market();
        run.books.follow();
        run.books.check();
        run.assert_nothing_is_left();
        run.books.tally.assert_at_least(&LEAST);
    });
}
