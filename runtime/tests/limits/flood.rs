//! Five thousand tasks that fall due in one block.

use frame_support::assert_ok;
use nes_core::{Balance, BlockNumber, Outcome, TaskId, Usage};
use nes_runtime::{
    constants::{currency::EXISTENTIAL_DEPOSIT, limits::BLOCK_WEIGHT},
    genesis::DEVELOPMENT,
    Balances, Inference, Runtime, RuntimeEvent, System,
};
use nes_runtime_api::{runtime_decl_for_inference_api::InferenceApiV1, RequestRefusal};
use pallet_inference::{
    Call as InferenceCall, Deadlines, DeadlinesFrom, DrawsFrom, Error, Event, NextTaskId, Params,
    Phase, Tasks, BLOCKS_TO_DRAW,
};
use pallet_market::CHANGE_DELAY;
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring::{Bob, Charlie};
use sp_runtime::Perbill;

use crate::common::{
    call, call_as_root, events, genesis_without_emission, run, run_metered, run_to,
    task::{
        answer, commit, offer_call_of, open_market, request, request_call, request_spec, reveal,
        MAX_USAGE, NODES, PAYER, PRICE, SERVICE, TARIFF, USAGE, WINDOW,
    },
    total,
};

/// The number of tasks that fall due at once.
const FLOOD: TaskId = 5_000;
/// The last block in which their members can commit.
const DUE: BlockNumber = 240;
/// The last block of requests: the shortest window that governance can set is five blocks.
const LAST_REQUEST: BlockNumber = DUE - 5 - 1 - BLOCKS_TO_DRAW;
/// The blocks of an epoch.
const EPOCH: BlockNumber = 10;
/// Requests in a block, fewer than a block has room for.
const REQUESTS: TaskId = 25;
/// The blocks that the agenda may lie behind while requests are taken.
const MAX_BEHIND: BlockNumber = 10;

/// The conduct of the members of a task.
#[derive(PartialEq)]
enum Kind {
    /// Nothing: it expires.
    Silent,
    /// Two of three answer: it is agreed.
    Answered,
    /// One commits and does not reveal: it expires.
    Unrevealed,
}

fn kind(task: TaskId) -> Kind {
    match task % 3 {
        0 => Kind::Silent,
        1 => Kind::Answered,
        _ => Kind::Unrevealed,
    }
}

/// The number of tasks that ended, and the sums of their payments, for the nodes and for the work of
/// the chain, and of their refunds.
#[derive(Default, PartialEq, Debug)]
struct Ends {
    agreed: u64,
    expired: u64,
    paid: Balance,
    work: Balance,
    refund: Balance,
}

impl Ends {
    /// Counts the tasks that ended in this block.
    fn count(&mut self) {
        for event in events() {
            let RuntimeEvent::Inference(Event::Settled { outcome, paid, work_fee, refund, .. }) =
                event
            else {
                continue;
            };
            match outcome {
                Outcome::Agreed { .. } => self.agreed += 1,
                Outcome::Expired => self.expired += 1,
                other => panic!("{other:?}"),
            }
            self.paid += paid;
            self.work += work_fee;
            self.refund += refund;
        }
    }
}

/// Requests some of the tasks. A block has room for some dozens of requests and its hook for about
/// as many draws, so they come over many blocks; but governance shortens the commit window in each,
/// and so all of them have the same deadline. The first block of an epoch draws nothing.
fn fill() {
    let now = System::block_number();
    let draw = now + BLOCKS_TO_DRAW;
    let work = WINDOW - Params::default().commit_window;
    let params = Params { commit_window: DUE - draw - work, ..Default::default() };
    assert_ok!(call_as_root(InferenceCall::set_params { params }));
    let is_in_time = DrawsFrom::<Runtime>::get() > now && draw % EPOCH != 1;
    if is_in_time && NextTaskId::<Runtime>::get() < FLOOD {
        (0..REQUESTS).for_each(|_| request());
    }
    run(1);
}

/// The members commit to what their tasks are to become.
fn commit_all() {
    for task in 0..FLOOD {
        match kind(task) {
            Kind::Silent => {}
            Kind::Answered => [Bob, Charlie].iter().for_each(|node| commit(task, *node, answer(9))),
            Kind::Unrevealed => commit(task, Bob, answer(9)),
        }
    }
}

/// The members of tasks that wait for answers reveal them, in the tasks in which they do.
fn reveal_all() {
    let waiting = Tasks::<Runtime>::iter().filter(|(id, task)| {
        kind(*id) == Kind::Answered && matches!(task.phase, Phase::Revealing(_))
    });
    for (id, _) in waiting.collect::<Vec<_>>() {
        [Bob, Charlie].iter().for_each(|node| reveal(id, *node, answer(9)));
    }
}

/// The end of a block and the next one: the hook keeps to its share, and requests are refused while
/// it is too late. Returns the blocks that it lies behind.
fn block(ends: &mut Ends) -> BlockNumber {
    let used = run_metered();
    let share = Perbill::from_percent(10) * BLOCK_WEIGHT;
    assert!(used.all_lte(share), "{used} of {share}");
    reveal_all();
    ends.count();
    let behind = System::block_number().saturating_sub(DeadlinesFrom::<Runtime>::get());
    let asked = Runtime::dry_run_request(PAYER.to_account_id(), request_spec());
    if behind > MAX_BEHIND {
        assert_eq!(asked, Err(RequestRefusal::AgendaBehind));
    } else {
        assert!(asked.is_ok());
    }
    behind
}

/// Runs `blocks` and commits the state, so that the changes that are kept apart from it stay few.
fn committed<R>(state: &mut TestExternalities, blocks: impl FnOnce() -> R) -> R {
    let result = state.execute_with(blocks);
    state.commit_all().unwrap();
    result
}

fn is_done() -> bool {
    Tasks::<Runtime>::iter_keys().next().is_none()
}

#[test]
fn the_hook_works_off_what_falls_due_at_once_in_its_share_of_as_many_blocks_as_it_takes() {
    let mut state = genesis_without_emission(DEVELOPMENT);
    let (before, issuance) = committed(&mut state, || {
        run_to(1);
        open_market();
        for node in NODES {
            assert_ok!(call(node, offer_call_of(SERVICE, node, PRICE, u16::MAX)));
        }
        run(CHANGE_DELAY);
        (total(&PAYER.to_account_id()), Balances::total_issuance())
    });
    while state.execute_with(System::block_number) < LAST_REQUEST {
        committed(&mut state, fill);
    }
    let escrows = committed(&mut state, || {
        run_to(DUE);
        assert_eq!(Deadlines::<Runtime>::iter_key_prefix(DUE).count(), 5_000);
        commit_all();
        total(&Inference::escrow_account()) - EXISTENTIAL_DEPOSIT
    });

    let (mut ends, mut latest) = (Ends::default(), 0);
    while !state.execute_with(is_done) {
        latest = latest.max(committed(&mut state, || block(&mut ends)));
        if latest == MAX_BEHIND + 1 {
            state.execute_with(assert_refused);
        }
    }
    assert!(latest > 2 * MAX_BEHIND, "it was no flood: {latest}");

    let agreed = FLOOD / 3 + 1;
    let expired = FLOOD - agreed;
    let fees = 2 * Balance::from(agreed) * TARIFF.price(USAGE).unwrap();
    // A tenth of base and input, for each seat.
    let attendance = TARIFF.price(Usage { output: 0, ..MAX_USAGE }).unwrap();
    let paid = fees + 3 * Balance::from(expired) * attendance / 10;
    let work = ends.work;
    let refund = escrows - paid - work;
    assert_eq!(ends, Ends { agreed, expired, paid, work, refund });
    state.execute_with(|| {
        assert_eq!(total(&PAYER.to_account_id()), before - paid - work);
        assert_eq!(Balances::total_issuance(), issuance - fees / 20);
        assert_nothing_is_left();
        request();
    });
}

fn assert_refused() {
    let refused = call(PAYER, request_call(request_spec()));
    assert_eq!(refused.unwrap_err().error, Error::<Runtime>::AgendaBehind.into());
}

fn assert_nothing_is_left() {
    assert!(is_done());
    assert_eq!(Deadlines::<Runtime>::iter_keys().count(), 0);
    assert_eq!(total(&Inference::escrow_account()), EXISTENTIAL_DEPOSIT);
    let service = pallet_market::Services::<Runtime>::get(SERVICE).unwrap();
    assert_eq!(service.open_tasks, 0);
    let mut offers = pallet_market::Offers::<Runtime>::iter_prefix_values(SERVICE);
    assert!(offers.all(|offer| offer.busy == 0));
}
