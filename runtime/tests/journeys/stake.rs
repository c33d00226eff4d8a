//! Stake behind nodes that serve: what it earns, and what it answers for.

use frame_support::assert_ok;
use nes_core::{AccountId, Balance, MemberConduct, Outcome, ServiceFault, TaskId};
use nes_runtime::{
    constants::currency::UNIT, genesis::DEVELOPMENT, Balances, NodeStaking, Runtime, RuntimeEvent,
    Treasury,
};
use nes_traits::NodeRegistry;
use pallet_inference::{Phase, Tasks};
use pallet_market::CHANGE_DELAY;
use pallet_node_staking::{Call, Event, Nodes, SlashId};
use sp_keyring::Sr25519Keyring::{self, Bob, Charlie, Dave, Ferdie};
use sp_runtime::Perbill;

use crate::common::{
    call, events, run,
    task::{
        answer, commit, offer_call_of, open_market, outcome, receipt, request, reveal, NODES,
        PAYER, PRICE, SERVICE, TARIFF, USAGE, WINDOW,
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

/// Has four tasks end for whose whole window Dave's node was silent.
fn miss() {
    for node in NODES {
        assert_ok!(call(node, offer_call_of(SERVICE, node, PRICE, 4)));
    }
    run(CHANGE_DELAY);
    (0..4).for_each(|_| request());
    run(2);
    (0..4).for_each(|task| commit(task, Bob, answer(9)));
    run(WINDOW);
    (0..4).for_each(|task| commit(task, Charlie, answer(9)));
    while !Tasks::<Runtime>::iter_values().all(|task| matches!(task.phase, Phase::Revealing(_))) {
        run(1);
    }
    for task in 0..4 {
        [Bob, Charlie].iter().for_each(|node| reveal(task, *node, answer(9)));
        let daves =
            receipt().unwrap().members.into_iter().find(|it| it.node == Dave.to_account_id());
        let fault = MemberConduct::Failed(ServiceFault::NoCommit);
        assert_eq!(daves.unwrap().conduct, fault);
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
        open_market();
        let (node, treasury): (AccountId, _) = (Dave.to_account_id(), Treasury::account_id());
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
