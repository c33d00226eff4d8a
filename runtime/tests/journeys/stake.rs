//! Stake behind nodes that serve: what it earns, and what it answers for.

use frame_support::assert_ok;
use nes_core::{AccountId, Balance, Outcome, TaskId};
use nes_runtime::{
    constants::currency::UNIT, genesis::DEVELOPMENT, Balances, NodeStaking, Runtime, RuntimeEvent,
    Treasury,
};
use pallet_node_staking::{Call, Event, Nodes, SlashId};
use sp_keyring::Sr25519Keyring::{self, Bob, Charlie, Dave, Ferdie};
use sp_runtime::Perbill;

use crate::common::{
    call, events, run,
    task::{answer, commit, open_market, outcome, request, reveal, PAYER, TARIFF, USAGE},
    total, without_emission,
};

/// Blocks in an era.
const ERA: u32 = 20;

/// Has the three nodes give the results 9, 9 and `daves`.
fn settle(task: TaskId, daves: u8) {
    request();
    run(2);
    let answers = [(Bob, 9), (Charlie, 9), (Dave, daves)];
    answers.iter().for_each(|(node, result)| commit(task, *node, answer(*result)));
    answers.iter().for_each(|(node, result)| reveal(task, *node, answer(*result)));
    assert!(matches!(outcome(), Some((Outcome::Agreed { .. }, ..))));
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
        settle(0, 9);

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

#[test]
fn a_liar_is_slashed_and_the_payer_is_compensated_when_the_slash_executes() {
    without_emission(DEVELOPMENT, || {
        open_market();
        let (node, treasury): (AccountId, _) = (Dave.to_account_id(), Treasury::account_id());
        let amount = 20_000 * UNIT;
        assert_ok!(call(Ferdie, Call::delegate { node: node.clone(), amount }));
        for task in 0..20 {
            settle(task, 9);
        }

        settle(20, 8);
        let (slash, fraction) = reported().unwrap();
        assert_eq!(fraction, Perbill::from_percent(5));
        assert_eq!(Nodes::<Runtime>::get(&node).unwrap().stake(), 28_500 * UNIT);

        let people = [PAYER, Dave, Ferdie].map(|who| who.to_account_id());
        let balances = || people.iter().chain([&treasury]).map(total).collect::<Vec<_>>();
        let before = balances();
        run(3 * ERA + 1);
        assert!(pallet_node_staking::OpenSlashes::<Runtime>::get(slash).is_none());
        // The operator's 500 NES: twice the fee of the task to its payer, the rest to the treasury.
        let owed = 2 * TARIFF.price(USAGE).unwrap();
        let loss = 500 * UNIT;
        let after =
            [before[0] + owed, before[1] - loss, before[2], before[3] + loss - owed].to_vec();
        assert_eq!(balances(), after);

        // The delegator's 1,000 NES move when anyone says so.
        let apply_slash = Call::apply_slash { node, staker: Ferdie.to_account_id() };
        assert_ok!(call(Bob, apply_slash));
        let after = [after[0], after[1], after[2] - 2 * loss, after[3] + 2 * loss].to_vec();
        assert_eq!(balances(), after);
    });
}
