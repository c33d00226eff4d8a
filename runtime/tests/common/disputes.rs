//! A market on which an answer can cost stake, and disputes about answers, step by step.

use frame_support::{assert_ok, dispatch::DispatchResultWithPostInfo};
use nes_committee::Seat;
use nes_core::{
    AccountId, Answer, Balance, BlockNumber, DecidedDispute, Hash, Receipt, ServiceId, TaskId,
    Usage,
};
use nes_runtime::{constants::currency::UNIT, Disputes, Inference, Runtime, System};
use nes_runtime_api::{
    runtime_decl_for_inference_api::InferenceApiV1, DisputeInfo, DisputeState, RequestSpec,
};
use pallet_disputes::Call as DisputesCall;
use pallet_inference::{NextTaskId, Phase, Tasks};
use pallet_market::{Call as MarketCall, CHANGE_DELAY};
use sp_keyring::Sr25519Keyring::{Alice, Ferdie};

use super::{
    call, call_as, call_as_root, run,
    task::{
        commit, receipt, register_call_with, request_call, request_spec, reveal, salt,
        service_spec, MAX_USAGE, PAYER, PRICE, SERVICE,
    },
};

/// The self stake of each node, in planck, and what it loses by a lost dispute: 5 %.
pub(crate) const STAKE: Balance = 12_000 * UNIT;
pub(crate) const LOSS: Balance = 600 * UNIT;
/// The most that anybody but the treasury gets of that: a quarter of 5 % of 10,000 NES.
pub(crate) const FOR_OTHERS: Balance = 125 * UNIT;
/// The price in the middle of the stake, in planck, where all nodes ask [`PRICE`]: the middle of its
/// band, from 7 × 2^37 to 2^40.
pub(crate) const MEDIAN: Balance = 15 << 36;
/// The bond of a dispute about an answer of [`MAX_USAGE`]: five seats of the second committee.
pub(crate) const BOND: Balance = 5 * seat_price(pay(MAX_USAGE));
/// The blocks in which a settled answer can be disputed.
pub(crate) const WINDOW: BlockNumber = 100;
/// The nodes of a second committee on the development chain.
pub(crate) const SECOND: usize = 5;
/// The fewest operators of a version whose answers can cost stake on the development chain.
pub(crate) const OPERATORS: u8 = 10;

/// Returns what a member of a second committee is paid for `usage`, in planck.
#[allow(clippy::as_conversions, reason = "widening in a const fn")]
pub(crate) const fn pay(usage: Usage) -> Balance {
    let (input, output) = (MEDIAN.div_ceil(1_000), MEDIAN.div_ceil(100));
    MEDIAN + usage.input as Balance * input + usage.output as Balance * output
}

/// Returns what the seat of a member that is paid `pay` takes of the bonds: a tenth more.
pub(crate) const fn seat_price(pay: Balance) -> Balance {
    pay + pay.div_ceil(10)
}

/// The node of this number, which has its operator's name.
pub(crate) fn node(index: u8) -> AccountId {
    [index; 32].into()
}

/// Alice publishes a service, of which the curator has found that its answers are exact; nodes of
/// these numbers offer it with their stake. They can be drawn when this returns.
pub(crate) fn open_exact_market(nodes: impl IntoIterator<Item = u8>) {
    assert_ok!(call(Alice, MarketCall::publish { spec: service_spec() }));
    grant_exact();
    nodes.into_iter().for_each(|index| enter(&node(index), true));
    run(CHANGE_DELAY);
}

/// The curator grants that the service's answers are exact.
pub(crate) fn grant_exact() {
    let exact = MarketCall::set_exact { service: SERVICE, version: 0, exact: true };
    assert_ok!(call_as_root(exact));
}

/// Registers a node and offers the service by it.
pub(crate) fn enter(node: &AccountId, slashable: bool) {
    enter_with(node, STAKE, slashable);
}

/// The same with this self stake.
pub(crate) fn enter_with(node: &AccountId, stake: Balance, slashable: bool) {
    fund(node, 2 * STAKE);
    assert_ok!(call_as(node.clone(), register_call_with(node.clone(), stake)));
    assert_ok!(call_as(node.clone(), offer(SERVICE, node, 8, slashable)));
}

/// Gives NES to an account.
pub(crate) fn fund(who: &AccountId, value: Balance) {
    let dest = who.clone().into();
    assert_ok!(call(Ferdie, pallet_balances::Call::transfer_keep_alive { dest, value }));
}

/// The call that offers the first version of `service` by `node`.
pub(crate) fn offer(
    service: ServiceId,
    node: &AccountId,
    slots: u16,
    slashable: bool,
) -> MarketCall<Runtime> {
    let (node, max_usage, price) = (node.clone(), MAX_USAGE, PRICE);
    MarketCall::set_offer { node, service, version: 0, price, max_usage, slots, slashable }
}

/// The payer requests a task of `spec`; returns it when it is drawn.
pub(crate) fn requested(spec: RequestSpec) -> TaskId {
    let task = NextTaskId::<Runtime>::get();
    assert_ok!(call(PAYER, request_call(spec)));
    while Tasks::<Runtime>::get(task).expect("it is open").phase == Phase::Queued {
        run(1);
    }
    task
}

/// Returns the members of an open task.
pub(crate) fn members(task: TaskId) -> Vec<AccountId> {
    let row = Tasks::<Runtime>::get(task).expect("it is open");
    row.members().iter().map(|member| member.node.clone()).collect()
}

/// The members of an open task commit to these answers, in the order of the draw, and wait for the
/// reveals, unless they are over.
pub(crate) fn commit_all(task: TaskId, answers: &[Option<Answer>]) {
    each_answer(task, answers).for_each(|(node, answer)| commit(task, node, answer));
    while Tasks::<Runtime>::get(task).is_some_and(|row| !matches!(row.phase, Phase::Revealing(_))) {
        run(1);
    }
}

/// The members of an open task reveal these answers.
pub(crate) fn reveal_all(task: TaskId, answers: &[Option<Answer>]) {
    each_answer(task, answers).for_each(|(node, answer)| reveal(task, node, answer));
}

fn each_answer(
    task: TaskId,
    answers: &[Option<Answer>],
) -> impl Iterator<Item = (AccountId, Answer)> {
    let replies: Vec<_> = members(task).into_iter().zip(answers.to_vec()).collect();
    replies.into_iter().filter_map(|(node, answer)| answer.map(|answer| (node, answer)))
}

/// Runs blocks until a task has ended; returns its receipt.
pub(crate) fn ended() -> Receipt<AccountId> {
    loop {
        match receipt() {
            Some(receipt) => return receipt,
            None => run(1),
        }
    }
}

/// The payer requests a task, and its members give these answers, in the order of the draw; returns
/// its receipt.
pub(crate) fn settled(answers: &[Option<Answer>]) -> Receipt<AccountId> {
    let task = requested(request_spec());
    commit_all(task, answers);
    reveal_all(task, answers);
    ended()
}

/// Returns the nodes of a receipt, in the order of the draw.
pub(crate) fn nodes(receipt: &Receipt<AccountId>) -> Vec<AccountId> {
    receipt.members.iter().map(|member| member.node.clone()).collect()
}

/// Returns the settled task with its dispute.
pub(crate) fn dispute_of(task: TaskId) -> DisputeInfo<AccountId, BlockNumber> {
    Runtime::dispute(task).expect("it can be disputed")
}

/// Returns the second committee's task of a dispute that goes on, and the last block in which others
/// can join.
pub(crate) fn opened(task: TaskId) -> (TaskId, BlockNumber) {
    match dispute_of(task).state {
        DisputeState::Open { second, closes } => (second, closes),
        state => panic!("it does not go on: {state:?}"),
    }
}

/// Someone who disputes an answer: a node, or the payer.
#[derive(Clone)]
pub(crate) struct Disputer {
    pub(crate) who: AccountId,
    pub(crate) node: Option<AccountId>,
    pub(crate) answer: Answer,
    pub(crate) bond: Balance,
}

impl Disputer {
    /// A node that gives this answer, by its operator.
    pub(crate) fn node(node: &AccountId, answer: Answer) -> Self {
        Self { who: node.clone(), node: Some(node.clone()), answer, bond: BOND }
    }

    /// The payer with this answer.
    pub(crate) fn payer(answer: Answer) -> Self {
        Self { who: PAYER.to_account_id(), node: None, answer, bond: BOND }
    }

    /// Returns the commitment to its answer.
    pub(crate) fn commitment(&self, task: TaskId) -> Hash {
        let (input, version) = match Runtime::dispute(task) {
            Some(DisputeInfo { input, version, .. }) => (input, version),
            None => Default::default(),
        };
        let node = self.node.clone().unwrap_or_else(|| self.who.clone());
        let seat = Seat { genesis: Inference::genesis(), task, input, version, node };
        nes_committee::commitment(&seat, &self.answer, &salt(&self.who))
    }

    /// Disputes, or joins a dispute.
    pub(crate) fn dispute(&self, task: TaskId) -> DispatchResultWithPostInfo {
        let (node, commitment, bond) = (self.node.clone(), self.commitment(task), self.bond);
        let call = DisputesCall::dispute { task, node, commitment, bond };
        call_as(self.who.clone(), call).map_err(|refused| refused.error.into())
    }

    /// Opens its commitment.
    pub(crate) fn open(&self, task: TaskId) -> DispatchResultWithPostInfo {
        let (node, answer, salt) = (self.node.clone(), self.answer, salt(&self.who));
        call_as(self.who.clone(), DisputesCall::open_dispute { task, node, answer, salt })
    }
}

/// Runs blocks until the second committee of a dispute is drawn; returns its task.
pub(crate) fn drawn_second(task: TaskId) -> TaskId {
    let (second, _) = opened(task);
    while Tasks::<Runtime>::get(second).expect("it is open").phase == Phase::Queued {
        run(1);
    }
    second
}

/// The second committee is drawn and answers, in the order of its draw, and the disputers open their
/// commitments; returns the decision.
pub(crate) fn decide(
    task: TaskId,
    disputers: &[Disputer],
    answers: &[Option<Answer>],
) -> DecidedDispute<AccountId> {
    let second = drawn_second(task);
    commit_all(second, answers);
    disputers.iter().for_each(|disputer| {
        assert_ok!(disputer.open(task));
    });
    reveal_all(second, answers);
    decided()
}

/// Runs blocks until a dispute is decided; returns the decision.
pub(crate) fn decided() -> DecidedDispute<AccountId> {
    loop {
        match Runtime::decided().pop() {
            Some(decided) => return decided,
            None => run(1),
        }
    }
}

/// The answers of a second committee all of whose nodes give `answer`.
pub(crate) fn all(answer: Answer) -> [Option<Answer>; SECOND] {
    [Some(answer); SECOND]
}

/// Runs blocks until no slash waits for its execution.
pub(crate) fn execute_slashes() {
    while pallet_node_staking::OpenSlashes::<Runtime>::iter_keys().next().is_some() {
        run(1);
    }
}

/// Returns the sum of the bonds of open disputes.
pub(crate) fn bonds() -> Balance {
    use nes_runtime::constants::currency::EXISTENTIAL_DEPOSIT;
    super::total(&Disputes::pot()) - EXISTENTIAL_DEPOSIT
}

/// Returns the block that runs.
pub(crate) fn now() -> BlockNumber {
    System::block_number()
}
