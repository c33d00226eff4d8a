//! A paid task, from the request to the last planck of its payment.

#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{call, events, on_chain, run, total};
use frame_support::{assert_noop, assert_ok, traits::fungible::InspectHold};
use nes_core::{
    AccountId, Answer, Balance, Hash, ServiceKey, ServiceKind, Tariff, TaskId, Usage, Verification,
};
use nes_runtime::{
    constants::currency::UNIT, genesis::DEVELOPMENT, Balances, Inference, Runtime, RuntimeEvent,
    RuntimeHoldReason, Treasury,
};
use pallet_inference::{Call as InferenceCall, Event, Input, Outcome};
use pallet_market::{Call as MarketCall, ServiceSpec};
use pallet_node_staking::{Call as StakingCall, ProfileInput};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve};
use sp_runtime::Permill;

const NODES: [Sr25519Keyring; 3] = [Bob, Charlie, Dave];
const PAYER: Sr25519Keyring = Eve;
const TARIFF: Tariff = Tariff { base: UNIT, input: UNIT / 1_000, output: UNIT / 100 };
const USAGE: Usage = Usage { input: 7, output: 3 };
const MAX_USAGE: Usage = Usage { input: 100, output: 50 };
const SERVICE: u32 = 0;
const TASK: TaskId = 0;

/// Alice publishes a service and three nodes offer it.
fn open_market() {
    let spec = ServiceSpec {
        kind: ServiceKind::Inference,
        name: b"sentiment".to_vec().try_into().unwrap(),
        uri: b"https://example.com/sentiment".to_vec().try_into().unwrap(),
        content_hash: Hash::repeat_byte(1),
        unit: b"token".to_vec().try_into().unwrap(),
        verification: Verification::Redundant { committee: 3, quorum: 2 },
        min_stake: 0,
        royalty: Permill::from_percent(5),
    };
    assert_ok!(call(Alice, MarketCall::publish { spec }));
    for node in NODES {
        let profile = ProfileInput {
            name: Default::default(),
            endpoint: b"https://example.com".to_vec().try_into().unwrap(),
            service_key: ServiceKey::Sr25519(node.public()),
        };
        let (commission, stake) = (Default::default(), 10_000 * UNIT);
        assert_ok!(call(node, StakingCall::register { profile, commission, stake }));
        let offer = MarketCall::set_offer {
            node: node.to_account_id(),
            service: SERVICE,
            tariff: TARIFF,
            slots: 1,
        };
        assert_ok!(call(node, offer));
    }
}

fn request() {
    let input = Input {
        content_hash: Hash::repeat_byte(2),
        uri: b"data:,good".to_vec().try_into().unwrap(),
    };
    let request = InferenceCall::request {
        service: SERVICE,
        input,
        max_usage: MAX_USAGE,
        max_tariff: TARIFF,
        committee: None,
    };
    assert_ok!(call(PAYER, request));
}

fn answer(result: u8) -> Answer {
    Answer { result: Hash::repeat_byte(result), usage: USAGE }
}

fn salt(node: Sr25519Keyring) -> [u8; 32] {
    node.to_raw_public()
}

fn commit(node: Sr25519Keyring, answer: Answer) {
    let account = node.to_account_id();
    let genesis = Inference::genesis();
    let commitment = nes_committee::commitment(&genesis, TASK, &account, &answer, &salt(node));
    assert_ok!(call(node, InferenceCall::commit { task: TASK, node: account, commitment }));
}

fn reveal(node: Sr25519Keyring, answer: Answer) {
    let (account, salt) = (node.to_account_id(), salt(node));
    assert_ok!(call(node, InferenceCall::reveal { task: TASK, node: account, answer, salt }));
}

fn escrow_of(who: &AccountId) -> Balance {
    Balances::balance_on_hold(
        &RuntimeHoldReason::Inference(pallet_inference::HoldReason::Task),
        who,
    )
}

fn outcome() -> Option<(Outcome, Balance, Balance)> {
    events().into_iter().find_map(|event| match event {
        RuntimeEvent::Inference(Event::Settled { outcome, paid, refund, .. }) => {
            Some((outcome, paid, refund))
        }
        _ => None,
    })
}

/// The accounts that a task moves money between.
fn balances() -> Vec<Balance> {
    let treasury: AccountId = Treasury::account_id();
    let people = [PAYER, Alice, Bob, Charlie, Dave].map(|who| who.to_account_id());
    people.iter().chain([&treasury]).map(total).collect()
}

#[test]
fn an_agreed_task_pays_its_nodes_the_publisher_and_the_treasury_and_burns_the_rest() {
    on_chain(DEVELOPMENT, || {
        open_market();
        let (before, issuance) = (balances(), Balances::total_issuance());
        request();
        let escrow = 3 * TARIFF.price(MAX_USAGE).unwrap();
        assert_eq!(escrow_of(&PAYER.to_account_id()), escrow);

        run(2);
        NODES.iter().for_each(|node| commit(*node, answer(9)));
        run(1);
        NODES.iter().for_each(|node| reveal(*node, answer(9)));

        // A fee of 1 + 0.007 + 0.03 NES each: 5 % burned, 5 % treasury, 5 % royalty, 85 % node.
        let fee = 1_037 * UNIT / 1_000;
        let part = fee / 20;
        let (paid, refund) = (3 * fee, escrow - 3 * fee);
        assert_eq!(outcome(), Some((Outcome::Agreed { answer: answer(9) }, paid, refund)));
        assert_eq!(
            balances(),
            [
                before[0] - paid,
                before[1] + 3 * part,
                before[2] + 17 * part,
                before[3] + 17 * part,
                before[4] + 17 * part,
                before[5] + 3 * part,
            ]
        );
        assert_eq!(Balances::total_issuance(), issuance - 3 * part);
        assert_eq!(escrow_of(&PAYER.to_account_id()), 0);
        assert_eq!(pallet_inference::Tasks::<Runtime>::iter().count(), 0);
    });
}

#[test]
fn a_dissenter_is_not_paid_and_loses_reputation() {
    on_chain(DEVELOPMENT, || {
        open_market();
        let before = balances();
        request();
        run(2);
        for (node, result) in [(Bob, 9), (Charlie, 9), (Dave, 8)] {
            commit(node, answer(result));
        }
        for (node, result) in [(Bob, 9), (Charlie, 9), (Dave, 8)] {
            reveal(node, answer(result));
        }
        assert!(matches!(outcome(), Some((Outcome::Agreed { .. }, ..))));
        assert!(balances()[2] > before[2] && balances()[3] > before[3]);
        assert_eq!(balances()[4], before[4]);
        let reputation =
            |node: Sr25519Keyring| nes_runtime::Market::reputation(&node.to_account_id());
        assert_eq!([Bob, Charlie, Dave].map(reputation), [1_010_000, 1_010_000, 800_000]);
    });
}

#[test]
fn a_task_that_nobody_answers_expires_and_everything_comes_back() {
    on_chain(DEVELOPMENT, || {
        open_market();
        let (before, issuance) = (balances(), Balances::total_issuance());
        request();
        let mut end = None;
        for _ in 0..30 {
            run(1);
            end = end.or_else(outcome);
        }
        assert_eq!(end.map(|(outcome, paid, _)| (outcome, paid)), Some((Outcome::Expired, 0)));
        assert_eq!(balances(), before);
        assert_eq!(Balances::total_issuance(), issuance);
    });
}

#[test]
fn a_stranger_cannot_commit_and_neither_commits_nor_reveals_cost_a_fee_when_they_succeed() {
    use codec::Encode;
    use frame_support::dispatch::CheckIfFeeless;
    use nes_runtime::{RuntimeCall, RuntimeOrigin};

    on_chain(DEVELOPMENT, || {
        open_market();
        request();
        run(2);
        let node = Bob.to_account_id();
        let commitment = Hash::from(sp_io::hashing::blake2_256(&node.encode()));
        let commit = || InferenceCall::commit { task: TASK, node: node.clone(), commitment };
        let is_free = |who: Sr25519Keyring| {
            RuntimeCall::from(commit()).is_feeless(&RuntimeOrigin::signed(who.to_account_id()))
        };
        assert!(is_free(Bob));
        assert!(!is_free(Eve));
        assert_noop!(call(Eve, commit()), pallet_inference::Error::<Runtime>::NotForThisNode);
        assert_ok!(call(Bob, commit()));
        assert!(!is_free(Bob), "a second commitment would fail, so it is not free");
    });
}
