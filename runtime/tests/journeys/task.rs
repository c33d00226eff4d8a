//! A paid task, from the request to the last planck of its payment.

use frame_support::{assert_noop, assert_ok};
use nes_core::{AccountId, Balance, FeeParts, Hash, Outcome, TaskId, Unservable};
use nes_runtime::{
    constants::currency::{EXISTENTIAL_DEPOSIT, UNIT},
    genesis::DEVELOPMENT,
    Balances, Inference, NodeStaking, Runtime, Treasury,
};
use pallet_inference::{Call as InferenceCall, Tasks};
use pallet_market::{Offers, NEWCOMER};
use pallet_node_staking::Call as StakingCall;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve};
use sp_runtime::Perbill;

use crate::common::{
    call, on_chain, run,
    task::{
        answer, commit, open_market, outcome, output, purchase, receipt, request, reveal,
        unservable, MAX_USAGE, NODES, PAYER, SERVICE, TARIFF,
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

/// Returns the parts of the work fee: those of the treasury and of the block's author, Alice.
fn work_parts(fee: Balance) -> (Balance, Balance) {
    (fee - fee / 5, fee / 5)
}

#[test]
fn an_agreed_task_pays_its_nodes_the_publisher_and_the_treasury_and_burns_the_rest() {
    on_chain(DEVELOPMENT, || {
        open_market();
        let (before, issuance) = (balances(), Balances::total_issuance());
        request();
        let escrow = 3 * TARIFF.price(MAX_USAGE).unwrap();
        let prepaid = purchase(TASK).work_fee.prepaid;
        assert!(prepaid > 0 && prepaid < UNIT / 5, "{prepaid}");
        let taken = escrow + prepaid;
        assert_eq!((escrows(), balances()[0]), (taken, before[0] - taken));

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
        let work = receipt().unwrap().work_fee;
        let (paid, refund) = (3 * fee, taken - 3 * fee - work);
        assert!(work > 0 && work < prepaid);
        assert_eq!(outcome(), Some((Outcome::Agreed { output: output(9) }, paid, refund)));
        // The publisher makes the blocks.
        let (work_of_treasury, work_of_author) = work_parts(work);
        assert_eq!(
            balances(),
            [
                before[0] - paid - work,
                before[1] + 3 * part + work_of_author,
                before[2] + 17 * part,
                before[3] + 17 * part,
                before[4] + 17 * part,
                before[5] + 3 * part + work_of_treasury,
            ]
        );
        assert_eq!(Balances::total_issuance(), issuance - 3 * part);
        assert_eq!(escrows(), 0);
        assert_eq!(Tasks::<Runtime>::iter().count(), 0);
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
        // The last answer is one too many for the quorum, and comes before the others' would do.
        for (node, result) in [(Dave, 8), (Bob, 9), (Charlie, 9)] {
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
fn a_task_that_nobody_answers_expires_for_a_tenth_of_the_attendance() {
    without_emission(DEVELOPMENT, || {
        open_market();
        let (before, issuance) = (balances(), Balances::total_issuance());
        request();
        let mut end = None;
        for _ in 0..30 {
            run(1);
            end = end.or_else(receipt);
        }
        let end = end.unwrap();
        // Of base and input, 1 + 0.1 NES each.
        let tenth = 110 * UNIT / 1_000;
        assert_eq!((end.outcome, end.paid), (Outcome::Expired, 3 * tenth));
        let parts = FeeParts { treasury: tenth, ..Default::default() };
        assert!(end.members.iter().all(|member| member.parts == parts));
        let (work_of_treasury, work_of_author) = work_parts(end.work_fee);
        let mut after = before.clone();
        after[0] -= 3 * tenth + end.work_fee;
        after[1] += work_of_author;
        after[5] += 3 * tenth + work_of_treasury;
        assert_eq!(balances(), after);
        assert_eq!(Balances::total_issuance(), issuance);
    });
}

#[test]
fn a_task_without_an_agreed_output_pays_its_members_a_tenth_of_base_and_input() {
    use Unservable::{Invalid, TooLarge};

    let (attendance, reward) = (1_100 * UNIT / 1_000, 110 * UNIT / 1_000);
    let invalid = Outcome::Unservable { reason: Invalid };
    for (answers, outcome, attended) in [
        ([answer(7), answer(8), answer(9)], Outcome::Inconclusive, 3),
        ([unservable(Invalid), unservable(TooLarge), answer(9)], Outcome::Inconclusive, 3),
        ([unservable(Invalid); 3], invalid.clone(), 3),
        ([answer(9), unservable(Invalid), unservable(Invalid)], invalid, 2),
    ] {
        without_emission(DEVELOPMENT, || {
            open_market();
            let (before, pot) = (balances(), total(&NodeStaking::reward_pot()));
            request();
            run(2);
            let members = || NODES.into_iter().zip(answers);
            members().for_each(|(node, answer)| commit(TASK, node, answer));
            members().for_each(|(node, answer)| reveal(TASK, node, answer));
            let end = receipt().unwrap();
            assert_eq!((end.outcome, end.paid), (outcome, attended * attendance));
            let (work_of_treasury, work_of_author) = work_parts(end.work_fee);
            let mut after = before.clone();
            after[0] -= attended * attendance + end.work_fee;
            after[1] += work_of_author;
            after[5] += attended * (attendance - reward) + work_of_treasury;
            assert_eq!(balances(), after);
            assert_eq!(total(&NodeStaking::reward_pot()), pot + attended * reward);
        });
    }
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
