//! The ways of fees and emissions.

use frame_support::assert_ok;
use nes_core::{AccountId, Balance};
use nes_runtime::{
    constants::currency::UNIT,
    genesis::{DEVELOPMENT, LOCAL_TESTNET},
    Balances, Executive, NodeStaking, Rewards, Runtime, RuntimeCall, RuntimeEvent, Session,
    Treasury,
};
use pallet_transaction_payment::Event as FeeEvent;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Eve, Ferdie};

use crate::common::{call, events, on_chain, run, signed};

/// The era's end, and the block in whose idle time before its nodes were paid.
fn end_era() -> u32 {
    let era = Rewards::running_era().era;
    while Rewards::running_era().era == era {
        run(1);
    }
    run(1);
    era
}

fn delegate(who: Sr25519Keyring, node: &AccountId, amount: Balance) {
    let delegate = pallet_node_staking::Call::delegate { node: node.clone(), amount };
    assert_ok!(call(who, delegate));
}

fn claimable(node: &AccountId, staker: Sr25519Keyring) -> Balance {
    NodeStaking::position(node, &staker.to_account_id()).unwrap().claimable
}

/// Applies an extrinsic of `who`; returns the fee without the tip, and the tip.
fn apply(who: Sr25519Keyring, call: impl Into<RuntimeCall>, tip: Balance) -> (Balance, Balance) {
    assert_ok!(Executive::apply_extrinsic(signed(who, call, tip)).unwrap());
    let paid = events().into_iter().rev().find_map(|event| match event {
        RuntimeEvent::TransactionPayment(FeeEvent::TransactionFeePaid {
            actual_fee, tip, ..
        }) => Some((actual_fee - tip, tip)),
        _ => None,
    });
    paid.unwrap()
}

#[test]
fn a_validator_and_its_delegator_earn_an_era_without_a_claim_for_it() {
    on_chain(LOCAL_TESTNET, || {
        // One validator makes all blocks here, with 100,000 NES of its own.
        let author = Session::validators()[0].clone();
        delegate(Ferdie, &author, 300_000 * UNIT);
        let era = end_era();

        let validators = Rewards::ended_era(era).unwrap().emission.validators;
        let paid = Rewards::last_payout(&author).unwrap();
        assert_eq!((paid.era, paid.payout.validation), (era, validators));
        assert_eq!(claimable(&author, Ferdie), validators * 3 / 4);
        let all =
            claimable(&author, Ferdie) + NodeStaking::position(&author, &author).unwrap().claimable;
        assert!(validators - all < 2, "{validators} and {all}");
    });
}

#[test]
fn a_delegator_who_never_claims_for_fifty_eras_loses_nothing() {
    on_chain(LOCAL_TESTNET, || {
        let author = Session::validators()[0].clone();
        delegate(Ferdie, &author, 300_000 * UNIT);
        delegate(Eve, &author, 300_000 * UNIT);
        let (mut paid, mut claimed) = (0, 0);
        for _ in 0..50 {
            let era = end_era();
            paid += Rewards::ended_era(era).unwrap().emission.validators;
            claimed += claimable(&author, Eve);
            assert_ok!(call(Eve, pallet_node_staking::Call::claim { node: author.clone() }));
        }
        // Of 700,000 NES. What Eve's claims rounded down stayed hers to the next one.
        let part = claimable(&author, Ferdie);
        assert_eq!(part, claimed);
        assert!(paid * 3 / 7 - part < 2, "{paid} and {part}");
    });
}

#[test]
fn the_first_block_of_an_era_counts_for_who_made_it_and_in_that_era() {
    on_chain(LOCAL_TESTNET, || {
        let old = Session::validators();
        // The last one has the most stake from the next choice on.
        delegate(Ferdie, old.last().unwrap(), 300_000 * UNIT);
        while Session::validators() == old {
            run(1);
        }
        let author = Session::validators()[0].clone();
        assert_ne!(author, old[0]);
        let running = Rewards::running_era();
        assert_eq!(Rewards::points(running.era, &author).validation, 20);
        assert_eq!(running.points.validation, 20);
        assert_eq!(Rewards::points(running.era - 1, &author).validation, 0);
    });
}

#[test]
fn a_fifth_of_a_fee_and_the_tip_are_the_authors_and_the_rest_is_the_treasurys() {
    on_chain(DEVELOPMENT, || {
        let author = Session::validators()[0].clone();
        assert_eq!(author, Alice.to_account_id());
        let treasury = Treasury::account_id();
        let before = [&author, &treasury].map(Balances::free_balance);
        let issuance = Balances::total_issuance();
        let transfer = pallet_balances::Call::transfer_keep_alive {
            dest: Eve.to_account_id().into(),
            value: UNIT,
        };
        let (fee, tip) = apply(Bob, transfer, 7 * UNIT);

        assert_eq!(tip, 7 * UNIT);
        assert_eq!(Balances::free_balance(&author), before[0] + fee / 5 + tip);
        assert_eq!(Balances::free_balance(&treasury), before[1] + fee - fee / 5);
        assert_eq!(Balances::total_issuance(), issuance);
    });
}

#[test]
fn nobody_burns_by_a_call_directly_or_nested() {
    on_chain(DEVELOPMENT, || {
        let issuance = Balances::total_issuance();
        let burn = RuntimeCall::from(pallet_balances::Call::burn { value: UNIT, keep_alive: true });
        let batch = pallet_utility::Call::batch_all { calls: vec![burn.clone()] };
        for tried in [burn, batch.into()] {
            let refused = call(Eve, tried).unwrap_err().error;
            assert_eq!(refused, frame_system::Error::<Runtime>::CallFiltered.into());
        }
        assert_eq!(Balances::total_issuance(), issuance);
    });
}

#[test]
fn a_stranger_can_pay_the_nodes_of_an_era() {
    on_chain(LOCAL_TESTNET, || {
        while Rewards::running_era().era == 0 {
            run(1);
        }
        // In the block that begins an era nobody has been paid for the last one yet.
        let author = Session::validators()[0].clone();
        assert_eq!(Rewards::last_payout(&author), None);
        let distribute = || pallet_rewards::Call::distribute { era: 0, limit: 10 };
        assert_ok!(call(Eve, distribute()));
        let ended = Rewards::ended_era(0).unwrap();
        assert!(ended.distributed);
        let paid = Rewards::last_payout(&author).unwrap().payout.validation;
        assert_eq!(paid, ended.emission.validators);
        let refused = call(Eve, distribute()).unwrap_err().error;
        assert_eq!(refused, pallet_rewards::Error::<Runtime>::AlreadyDistributed.into());
        let pot = Balances::free_balance(NodeStaking::reward_pot());
        run(2);
        assert_eq!(Balances::free_balance(NodeStaking::reward_pot()), pot);
    });
}
