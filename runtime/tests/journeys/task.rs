//! A paid task, from the request to the last planck of its payment.

use frame_support::{assert_noop, assert_ok};
use nes_core::{AccountId, Balance, Hash, Outcome, TaskId};
use nes_runtime::{
    constants::currency::{EXISTENTIAL_DEPOSIT, UNIT},
    genesis::DEVELOPMENT,
    Balances, Inference, Runtime, Treasury,
};
use pallet_inference::Call as InferenceCall;
use pallet_market::{Offers, NEWCOMER};
use pallet_node_staking::Call as StakingCall;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve};
use sp_runtime::Perbill;

use crate::common::{
    call, on_chain, run,
    task::{
        answer, commit, open_market, outcome, request, reveal, MAX_USAGE, NODES, PAYER, SERVICE,
        TARIFF,
    },
    total, without_emission,
};

const TASK: TaskId = 0;

/// Returns the NES in the account of escrows.
fn escrows() -> Balance {
    total(&Inference::escrow_account()) - EXISTENTIAL_DEPOSIT
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
        assert_eq!((escrows(), balances()[0]), (escrow, before[0] - escrow));

        run(2);
        NODES.iter().for_each(|node| commit(TASK, *node, answer(9)));
        run(1);
        NODES.iter().for_each(|node| reveal(TASK, *node, answer(9)));

        // What the nodes earned waits until they claim it.
        for node in NODES {
            assert_ok!(call(node, StakingCall::claim { node: node.to_account_id() }));
        }
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
        assert_eq!(escrows(), 0);
        assert_eq!(pallet_inference::Tasks::<Runtime>::iter().count(), 0);
    });
}

#[test]
fn a_dissenter_is_not_paid_and_gains_no_standing() {
    on_chain(DEVELOPMENT, || {
        open_market();
        let before = balances();
        request();
        run(2);
        for (node, result) in [(Bob, 9), (Charlie, 9), (Dave, 8)] {
            commit(TASK, node, answer(result));
        }
        for (node, result) in [(Bob, 9), (Charlie, 9), (Dave, 8)] {
            reveal(TASK, node, answer(result));
        }
        assert!(matches!(outcome(), Some((Outcome::Agreed { .. }, ..))));
        let claim = |node: Sr25519Keyring| {
            call(node, StakingCall::claim { node: node.to_account_id() }).is_ok()
        };
        assert_eq!([Bob, Charlie, Dave].map(claim), [true, true, false]);
        assert!(balances()[2] > before[2] && balances()[3] > before[3]);
        assert_eq!(balances()[4], before[4]);
        let standing = |node: Sr25519Keyring| {
            Offers::<Runtime>::get(SERVICE, node.to_account_id()).unwrap().standing
        };
        // From 30 % on a fiftieth of what is missing.
        let risen = Perbill::from_perthousand(314);
        assert_eq!([Bob, Charlie, Dave].map(standing), [risen, risen, NEWCOMER]);
    });
}

#[test]
fn a_task_that_nobody_answers_expires_and_everything_comes_back() {
    without_emission(DEVELOPMENT, || {
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
