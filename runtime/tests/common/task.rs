//! A paid task, step by step.

use frame_support::assert_ok;
use nes_core::{
    AccountId, Answer, Balance, BlockNumber, Hash, Outcome, Output, Receipt, Salt, ServiceId,
    ServiceKey, ServiceKind, Shape, Tariff, TaskId, Unservable, Usage, Verification,
};
use nes_runtime::{constants::currency::UNIT, Inference, Runtime};
use nes_runtime_api::{runtime_decl_for_inference_api::InferenceApiV1, InputSpec, RequestSpec};
use pallet_inference::{Call as InferenceCall, Input, Purchase, Tasks};
use pallet_market::{Call as MarketCall, ServiceSpec, CHANGE_DELAY};
use pallet_node_staking::{Call as StakingCall, ProfileInput};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve};
use sp_runtime::Perbill;

use super::{call, call_as, run};

pub(crate) const NODES: [Sr25519Keyring; 3] = [Bob, Charlie, Dave];
pub(crate) const PAYER: Sr25519Keyring = Eve;
/// The price of each node, and the tariff that it is on the service's shape.
pub(crate) const PRICE: Balance = UNIT;
pub(crate) const SHAPE: Shape = Shape { base: 1_000_000_000, input: 1_000_000, output: 10_000_000 };
pub(crate) const TARIFF: Tariff = Tariff { base: UNIT, input: UNIT / 1_000, output: UNIT / 100 };
pub(crate) const USAGE: Usage = Usage { input: 7, output: 3 };
pub(crate) const MAX_USAGE: Usage = Usage { input: 100, output: 50 };
pub(crate) const SERVICE: u32 = 0;
/// The bytes that an input unit covers.
pub(crate) const INPUT_BYTES: u32 = 4;
/// The output units that each node manages in a block.
pub(crate) const RATE: u32 = 50;
/// The number of blocks in which members can commit to an answer of [`MAX_USAGE`].
pub(crate) const WINDOW: BlockNumber = 20 + 1;
/// The payer's input.
pub(crate) const INPUT: &[u8] = b"good";

/// The service that is sold.
pub(crate) fn service_spec() -> ServiceSpec {
    ServiceSpec {
        kind: ServiceKind::Inference,
        name: b"sentiment".to_vec().try_into().unwrap(),
        uri: b"https://example.com/sentiment".to_vec().try_into().unwrap(),
        content_hash: Hash::repeat_byte(1),
        unit: b"token".to_vec().try_into().unwrap(),
        shape: SHAPE,
        input_bytes: INPUT_BYTES,
        rate: RATE,
        verification: Verification::Redundant { committee: 3, quorum: 2 },
        min_stake: 0,
        royalty: Perbill::from_percent(5),
    }
}

/// Alice publishes a service and three nodes offer it, which can be drawn when this returns.
pub(crate) fn open_market() {
    assert_ok!(call(Alice, MarketCall::publish { spec: service_spec() }));
    for node in NODES {
        assert_ok!(call(node, register_call(node)));
        assert_ok!(call(node, offer_call(node)));
    }
    run(CHANGE_DELAY);
}

/// The call that registers `node` with 10,000 NES.
pub(crate) fn register_call(node: impl Into<AccountId>) -> StakingCall<Runtime> {
    register_call_with(node, 10_000 * UNIT)
}

/// The call that registers `node` with this `stake`.
pub(crate) fn register_call_with(
    node: impl Into<AccountId>,
    stake: Balance,
) -> StakingCall<Runtime> {
    let node: AccountId = node.into();
    let public: [u8; 32] = node.into();
    let profile = ProfileInput {
        name: Default::default(),
        endpoint: b"https://example.com".to_vec().try_into().unwrap(),
        service_key: ServiceKey::Sr25519(sp_core::sr25519::Public::from_raw(public)),
    };
    StakingCall::register { profile, commission: Default::default(), stake }
}

/// The call that offers the service by `node`.
pub(crate) fn offer_call(node: Sr25519Keyring) -> MarketCall<Runtime> {
    offer_call_of(SERVICE, node, PRICE, 1)
}

/// The call that offers the first version of `service` by `node`.
pub(crate) fn offer_call_of(
    service: ServiceId,
    node: Sr25519Keyring,
    price: Balance,
    slots: u16,
) -> MarketCall<Runtime> {
    let (node, max_usage) = (node.to_account_id(), MAX_USAGE);
    MarketCall::set_offer { node, service, version: 0, price, max_usage, slots, slashable: false }
}

/// The payer's request, with an in-line input.
pub(crate) fn request_spec() -> RequestSpec {
    RequestSpec {
        service: SERVICE,
        version: 0,
        input: InputSpec::Inline(INPUT.to_vec()),
        max_usage: MAX_USAGE,
        max_price: PRICE,
        committee: None,
        patience: None,
    }
}

/// The payer's request of the same, which the nodes fetch.
pub(crate) fn remote_spec() -> RequestSpec {
    let hash = sp_io::hashing::blake2_256(INPUT).into();
    let uri = b"https://example.com/good".to_vec();
    RequestSpec { input: InputSpec::Remote { hash, uri }, ..request_spec() }
}

/// The call that asks for `spec`.
pub(crate) fn request_call(spec: RequestSpec) -> InferenceCall<Runtime> {
    let RequestSpec { service, version, input, max_usage, max_price, committee, patience } = spec;
    let input = match input {
        InputSpec::Inline(bytes) => Input::Inline(bytes),
        InputSpec::Remote { hash, uri } => {
            Input::Remote { content_hash: hash, uri: uri.try_into().unwrap() }
        }
    };
    InferenceCall::request { service, version, input, max_usage, max_price, committee, patience }
}

/// The payer requests a task.
pub(crate) fn request() {
    assert_ok!(call(PAYER, request_call(request_spec())));
}

/// An output with this result.
pub(crate) fn output(result: u8) -> Output {
    Output { result: Hash::repeat_byte(result), usage: USAGE }
}

/// An answer with this result.
pub(crate) fn answer(result: u8) -> Answer {
    Answer::Output(output(result))
}

/// The answer that there is no output, for this `reason`.
pub(crate) fn unservable(reason: Unservable) -> Answer {
    Answer::Unservable(reason)
}

/// The salt of the commitments of `who`.
pub(crate) fn salt(who: &AccountId) -> Salt {
    *who.as_ref()
}

/// Commits to `answer` for `node`.
pub(crate) fn commit(task: TaskId, node: impl Into<AccountId>, answer: Answer) {
    let node = node.into();
    assert_ok!(call_as(node.clone(), commit_call(task, node, answer)));
}

/// The call that commits `node` to `answer`.
pub(crate) fn commit_call(
    task: TaskId,
    node: impl Into<AccountId>,
    answer: Answer,
) -> InferenceCall<Runtime> {
    let node = node.into();
    let row = Tasks::<Runtime>::get(task).expect("it is open");
    let seat = Inference::seat(&row, task, node.clone());
    let commitment = nes_committee::commitment(&seat, &answer, &salt(&node));
    InferenceCall::commit { task, node, commitment }
}

/// Reveals `answer` for `node`.
pub(crate) fn reveal(task: TaskId, node: impl Into<AccountId>, answer: Answer) {
    let node = node.into();
    assert_ok!(call_as(node.clone(), reveal_call(task, node, answer)));
}

/// The call that reveals `answer` for `node`.
pub(crate) fn reveal_call(
    task: TaskId,
    node: impl Into<AccountId>,
    answer: Answer,
) -> InferenceCall<Runtime> {
    let node = node.into();
    let salt = salt(&node);
    InferenceCall::reveal { task, node, answer, salt }
}

/// Returns the part of an open task that is about money.
pub(crate) fn purchase(task: TaskId) -> Purchase<AccountId> {
    let row = Tasks::<Runtime>::get(task).expect("it is open");
    row.purchase().expect("it is paid").clone()
}

/// Returns the receipt of the task that ended in this block, or with the one before.
pub(crate) fn receipt() -> Option<Receipt<AccountId>> {
    Runtime::receipts().pop()
}

/// Returns the end of that task: the outcome, the payment, the refund.
pub(crate) fn outcome() -> Option<(Outcome, Balance, Balance)> {
    receipt().map(|receipt| (receipt.outcome, receipt.paid, receipt.refund))
}
