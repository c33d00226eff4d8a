//! Stake behind nodes that serve: what it earns, and what it answers for.

use frame_support::assert_ok;
use nes_core::{AccountId, Balance, MemberConduct, Outcome, ServiceFault, TaskId};
use nes_runtime::{
    constants::currency::UNIT, genesis::DEVELOPMENT, Balances, NodeStaking, Runtime, RuntimeEvent,
    Treasury,
};
use nes_runtime_api::RequestSpec;
use nes_traits::NodeRegistry;
use pallet_inference::NextTaskId;
use pallet_market::CHANGE_DELAY;
use pallet_node_staking::{Call, Event, Nodes, SlashId};
use sp_keyring::Sr25519Keyring::{self, Bob, Dave, Ferdie};
use sp_runtime::Perbill;

use crate::common::{
    call,
    disputes::{enter_with, members, open_exact_market, OPERATORS},
    events, run,
    task::{
        answer, commit, open_market, outcome, receipt, request, request_call, request_spec, reveal,
        NODES, PAYER, TARIFF, USAGE, WINDOW,
    },
    total, without_emission,
};

/// Blocks in an era.
const ERA: u32 = 20;

/// Has the three nodes agree.
fn settle(task: TaskId) {
    request();
    run(2);
    NODES.iter().for_each(|node| commit(task, *node, answer(9)));
    NODES.iter().for_each(|node| reveal(task, *node, answer(9)));
    assert!(matches!(outcome(), Some((Outcome::Agreed { .. }, ..))));
}

/// The operator of the node that is silent.
const SILENT: Sr25519Keyring = Dave;

/// Has tasks end whose answers could cost stake. One node was silent for the whole window of four of
/// them at least, and each of the others found another answer.
fn miss() {
    let spec = || RequestSpec { committee: Some(9), ..request_spec() };
    let first = NextTaskId::<Runtime>::get();
    for _ in 0..6 {
        assert_ok!(call(PAYER, request_call(spec())));
    }
    run(2);
    let node = SILENT.to_account_id();
    let answers = |task| -> Vec<_> {
        let answers = members(task).into_iter().zip(10..);
        answers.filter(|(other, _)| *other != node).collect()
    };
    let tasks: Vec<_> = (first..first + 6).map(|task| (task, answers(task))).collect();
    assert!(tasks.iter().filter(|(_, others)| others.len() == 8).count() >= 4);
    let commit_some = |skipped, count| {
        for (task, others) in &tasks {
            let some = others.iter().skip(skipped).take(count);
            some.for_each(|(node, result)| commit(*task, node.clone(), answer(*result)));
        }
    };
    // The quorum is six, and the others have three blocks after it.
    commit_some(0, 5);
    run(WINDOW);
    commit_some(5, 4);
    run(1);
    for (task, others) in &tasks {
        others.iter().for_each(|(node, result)| reveal(*task, node.clone(), answer(*result)));
        let ended = receipt().unwrap();
        assert_eq!((ended.task, ended.outcome), (*task, Outcome::Inconclusive));
        let silent = ended.members.iter().filter(|member| member.node == node);
        let fault = MemberConduct::Failed(ServiceFault::NoCommit);
        assert!(silent.into_iter().all(|member| member.conduct == fault));
    }
}

fn claim(who: Sr25519Keyring, node: Sr25519Keyring) -> Balance {
    let before = total(&who.to_account_id());
    assert_ok!(call(who, Call::claim { node: node.to_account_id() }));
    total(&who.to_account_id()) - before
}

/// The slash of Dave's node that was reported in this block, and its fraction.
fn reported() -> Option<(SlashId, Perbill)> {
    events().into_iter().find_map(|event| match event {
        RuntimeEvent::NodeStaking(Event::Slashed { slash, fraction, .. }) => {
            Some((slash, fraction))
        }
        _ => None,
    })
}

#[test]
fn a_settled_fee_reaches_the_operator_and_the_delegators_to_the_planck() {
    without_emission(DEVELOPMENT, || {
        open_market();
        let node = Dave.to_account_id();
        // A raise of the commission applies an era after its announcement.
        let commission = Perbill::from_percent(5);
        assert_ok!(call(Dave, Call::set_commission { commission }));
        let amount = 20_000 * UNIT + 1;
        assert_ok!(call(Ferdie, Call::delegate { node: node.clone(), amount }));
        run(ERA);
        settle(0);

        let part = TARIFF.price(USAGE).unwrap() / 20 * 17;
        let fee = commission.mul_floor(part);
        let shares = 30_000 * UNIT + 1;
        let share = |own: Balance| {
            use sp_core::U256;
            let scale = U256::exp10(18);
            let per_share = U256::from(part - fee) * scale / U256::from(shares);
            (per_share * U256::from(own) / scale).as_u128()
        };
        assert_eq!(claim(Ferdie, Dave), share(amount));
        assert_eq!(claim(Dave, Dave), fee + share(10_000 * UNIT));
        // What cannot be divided stays in the pot, less than a planck a position.
        let pot = Balances::free_balance(NodeStaking::reward_pot());
        let others = 2 * part + nes_runtime::constants::currency::EXISTENTIAL_DEPOSIT;
        assert!(pot - others < 2, "{pot}");
    });
}

/// Regression: an operator at the minimum was out of work for as long as a slash of 0.1 % was
/// pending, because nobody could stake behind the node meanwhile.
#[test]
fn a_silent_node_is_slashed_for_an_era_and_may_work_again_when_it_has_staked_what_is_missing() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..OPERATORS - 1);
        let (node, treasury): (AccountId, _) = (SILENT.to_account_id(), Treasury::account_id());
        enter_with(&node, 10_000 * UNIT, true);
        run(CHANGE_DELAY);
        let amount = 20_000 * UNIT;
        assert_ok!(call(Ferdie, Call::delegate { node: node.clone(), amount }));
        run(ERA);
        miss();
        let era = NodeStaking::active_era();
        assert_eq!(reported(), None);
        while reported().is_none() {
            run(1);
        }
        assert_eq!(NodeStaking::active_era(), era + 1);
        let (slash, fraction) = reported().unwrap();
        assert_eq!(fraction, Perbill::from_perthousand(1));
        assert_eq!(Nodes::<Runtime>::get(&node).unwrap().stake(), 29_970 * UNIT);
        assert!(!NodeStaking::is_active(&node));
        assert_ok!(call(Dave, Call::delegate { node: node.clone(), amount: 11 * UNIT }));
        assert!(NodeStaking::is_active(&node));

        let people = [PAYER, Dave, Ferdie].map(|who| who.to_account_id());
        let balances = || people.iter().chain([&treasury]).map(total).collect::<Vec<_>>();
        let before = balances();
        run(3 * ERA + 1);
        assert!(pallet_node_staking::OpenSlashes::<Runtime>::get(slash).is_none());
        // A thousandth of the operator's 10,011 NES, all of it to the treasury.
        let loss = 10_011 * UNIT / 1_000;
        let after = [before[0], before[1] - loss, before[2], before[3] + loss].to_vec();
        assert_eq!(balances(), after);

        // The delegator's 20 NES move when anyone says so.
        let apply_slash = Call::apply_slash { node, staker: Ferdie.to_account_id() };
        assert_ok!(call(Bob, apply_slash));
        let loss = 20 * UNIT;
        let after = [after[0], after[1], after[2] - loss, after[3] + loss].to_vec();
        assert_eq!(balances(), after);
    });
}
