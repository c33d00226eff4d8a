//! Disputes that are refused: each with one named error, and nothing changes.

use std::slice::from_ref;

use frame_support::{assert_noop, assert_ok};
use nes_core::{AccountId, Decision, Outcome, Receipt, TaskId, Unservable, Usage};
use nes_runtime::{
    constants::currency::UNIT, genesis::DEVELOPMENT, Balances, NodeStaking, Runtime,
};
use nes_runtime_api::{
    runtime_decl_for_inference_api::InferenceApiV1, runtime_decl_for_market_api::MarketApiV1,
    RequestRefusal, RequestSpec,
};
use pallet_disputes::Error;
use pallet_inference::Error as TaskError;
use pallet_market::{Call as MarketCall, CHANGE_DELAY};
use pallet_node_staking::{Call as StakingCall, Params};
use sp_keyring::Sr25519Keyring::{Charlie, Ferdie};

use super::{lie, payer, truth};
use crate::common::{
    call, call_as, call_as_root,
    disputes::{
        all, commit_all, decide, decided, drawn_second, ended, enter, members, node, nodes, now,
        offer, open_exact_market, pay, requested, reveal_all, seat_price, settled, Disputer, BOND,
        OPERATORS, STAKE, WINDOW,
    },
    on_chain, run, run_to,
    task::{answer, remote_spec, request_call, request_spec, unservable, PAYER, PRICE, SERVICE},
};

/// The number of nodes that serve.
const NODES: u8 = 12;

/// A task that three nodes answered, two of them with a lie.
fn lied() -> (TaskId, Vec<AccountId>) {
    let receipt = settled(&[Some(lie()), Some(lie()), Some(truth())]);
    (receipt.task, nodes(&receipt))
}

/// Asserts that a settled task cannot be disputed, by the receipt's word and by the call's.
fn assert_paid_only(receipt: &Receipt<AccountId>) {
    assert_eq!(receipt.disputable_until, None);
    assert_eq!(Runtime::dispute(receipt.task), None);
    let member = Disputer::node(&receipt.members[0].node, truth());
    for disputer in [Disputer::payer(truth()), member] {
        assert_noop!(disputer.dispute(receipt.task), Error::<Runtime>::UnknownTask);
    }
}

#[test]
fn about_a_task_with_a_remote_input() {
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let task = requested(remote_spec());
        commit_all(task, &[Some(truth()); 3]);
        reveal_all(task, &[Some(truth()); 3]);
        assert_paid_only(&ended());
    });
}

#[test]
fn about_a_task_of_a_version_that_is_not_exact() {
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let exact = MarketCall::set_exact { service: SERVICE, version: 0, exact: false };
        assert_ok!(call_as_root(exact));
        assert!(!Runtime::dry_run_request(payer(), request_spec()).unwrap().slashable);
        assert_paid_only(&settled(&[Some(truth()); 3]));
    });
}

#[test]
fn about_a_task_of_a_version_with_too_few_operators_that_agree() {
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..OPERATORS - 1);
        let slashable = || Runtime::service(SERVICE).unwrap().versions[0].slashable;
        assert!(!slashable());
        assert_paid_only(&settled(&[Some(truth()); 3]));
        enter(&node(OPERATORS), true);
        run(CHANGE_DELAY);
        assert!(slashable());
        assert!(settled(&[Some(truth()); 3]).disputable_until.is_some());
    });
}

#[test]
fn about_a_task_of_a_version_with_less_than_two_thirds_of_the_stake_that_serves() {
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        // Six of eighteen are a third.
        (NODES..18).for_each(|index| enter(&node(index), false));
        run(CHANGE_DELAY);
        let slashable = || Runtime::service(SERVICE).unwrap().versions[0].slashable;
        assert!(slashable());
        enter(&node(18), false);
        run(CHANGE_DELAY);
        assert!(!slashable());
        assert_paid_only(&settled(&[Some(truth()); 3]));
    });
}

#[test]
fn about_outcomes_without_an_agreed_answer() {
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        for (answers, outcome) in [
            ([Some(truth()), Some(lie()), Some(answer(7))], Outcome::Inconclusive),
            ([None; 3], Outcome::Expired),
        ] {
            let receipt = match answers[0] {
                Some(_) => settled(&answers),
                None => {
                    requested(request_spec());
                    ended()
                }
            };
            assert_eq!(receipt.outcome, outcome);
            assert_paid_only(&receipt);
            run(1);
        }
    });
}

#[test]
fn but_not_about_an_agreed_reason_that_follows_from_the_bytes() {
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let invalid = unservable(Unservable::Invalid);
        let receipt = settled(&[Some(invalid), Some(invalid), Some(truth())]);
        assert_eq!(receipt.disputable_until, Some(now() + WINDOW));
        let disputer = Disputer::node(&nodes(&receipt)[2], truth());
        assert_ok!(disputer.dispute(receipt.task));
        let decided = decide(receipt.task, &[disputer], &all(truth()));
        assert_eq!(decided.decision, Decision::Overturned { answer: truth() });
    });
}

#[test]
fn by_a_stranger_or_in_the_name_of_another() {
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let (task, members) = lied();
        let of = |who: AccountId, node| Disputer { who, node, ..Disputer::payer(truth()) };
        let charlie = Charlie.to_account_id();
        let not_the_payer = Error::<Runtime>::NotThePayer;
        assert_noop!(of(charlie.clone(), None).dispute(task), not_the_payer);
        let not_for_this_node = Error::<Runtime>::NotForThisNode;
        let foreign = of(charlie.clone(), Some(members[0].clone()));
        assert_noop!(foreign.dispute(task), not_for_this_node);

        // A node that does not serve, one whose operator has not agreed, and one that came later.
        let not_concerned = Error::<Runtime>::NotConcerned;
        assert_noop!(Disputer::node(&charlie, truth()).dispute(task), not_concerned);
        [(20, false), (21, true)].iter().for_each(|(index, slashable)| {
            enter(&node(*index), *slashable);
        });
        run(CHANGE_DELAY);
        for late in [20, 21].map(node) {
            let not_concerned = Error::<Runtime>::NotConcerned;
            assert_noop!(Disputer::node(&late, truth()).dispute(task), not_concerned);
        }

        // An agent disputes only what its node was drawn for.
        let agent = Ferdie.to_account_id();
        let outsider = (0..NODES).map(node).find(|node| !members.contains(node)).unwrap();
        let name = StakingCall::set_agent { agent: Some(agent.clone()) };
        assert_ok!(call_as(outsider.clone(), name));
        let by_agent = of(agent, Some(outsider.clone()));
        let agent_only = Error::<Runtime>::AgentOnlyForMembers;
        assert_noop!(by_agent.dispute(task), agent_only);
        assert_ok!(Disputer::node(&outsider, truth()).dispute(task));
    });
}

#[test]
fn twice_by_the_same_one() {
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let (task, members) = lied();
        let both = [Disputer::payer(truth()), Disputer::node(&members[2], truth())];
        for disputer in &both {
            assert_ok!(disputer.dispute(task));
            let again = Error::<Runtime>::AlreadyDisputing;
            assert_noop!(disputer.dispute(task), again);
        }
        // The development chain has two places, and the payer risks the least.
        let third = Disputer::node(&members[0], lie());
        assert_ok!(third.dispute(task));
        let payer = Disputer::payer(truth());
        assert_noop!(payer.dispute(task), Error::<Runtime>::PlacesTaken);
        let richer = Disputer { bond: 601 * UNIT, ..payer };
        assert_ok!(richer.dispute(task));
    });
}

#[test]
fn too_late() {
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let (task, members) = lied();
        let until = Runtime::dispute(task).unwrap().until;
        let disputer = Disputer::node(&members[2], truth());
        run_to(until + 1);
        assert_noop!(disputer.dispute(task), Error::<Runtime>::UnknownTask);
    });
}

#[test]
fn in_the_last_block_of_the_window_it_is_taken() {
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let (task, members) = lied();
        run_to(Runtime::dispute(task).unwrap().until);
        assert_ok!(Disputer::node(&members[2], truth()).dispute(task));
    });
}

#[test]
fn without_the_bond() {
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let (task, members) = lied();
        let member = Disputer::node(&members[2], truth());
        let less = Disputer { bond: BOND - 1, ..member.clone() };
        assert_noop!(less.dispute(task), Error::<Runtime>::BondTooLow);
        let less = Disputer { bond: BOND - 1, ..Disputer::payer(truth()) };
        assert_noop!(less.dispute(task), Error::<Runtime>::BondTooLow);
        let more = Disputer { bond: BOND + 1, ..member.clone() };
        assert_noop!(more.dispute(task), Error::<Runtime>::BondNotExact);
        let unheard_of = Disputer { bond: u128::MAX, ..Disputer::payer(truth()) };
        assert_noop!(unheard_of.dispute(task), Error::<Runtime>::InsufficientBalance);

        // What is at stake is not there to be put up.
        let free = Balances::free_balance(&member.who);
        let dest = Ferdie.to_account_id().into();
        let spend = pallet_balances::Call::transfer_allow_death { dest, value: free - UNIT };
        assert_ok!(call_as(member.who.clone(), spend));
        assert_noop!(member.dispute(task), Error::<Runtime>::InsufficientBalance);
    });
}

#[test]
fn by_a_node_without_stake_to_lose() {
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let (task, members) = lied();
        // It leaves.
        assert_ok!(call_as(members[2].clone(), StakingCall::leave {}));
        let leaving = Disputer::node(&members[2], truth());
        assert_noop!(leaving.dispute(task), Error::<Runtime>::NodeNotActive);
        // There is less behind it than every node needs.
        let min_self_stake = 2 * STAKE;
        let params = Params { min_self_stake, ..NodeStaking::params() };
        assert_ok!(call_as_root(StakingCall::set_params { params }));
        let poor = Disputer::node(&members[1], truth());
        assert_noop!(poor.dispute(task), Error::<Runtime>::NodeNotActive);
    });
}

#[test]
fn by_a_node_with_three_open_ones() {
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let tasks: Vec<_> = (0..4).map(|_| lied().0).collect();
        let watchman = node(0);
        for task in &tasks[..3] {
            assert_ok!(Disputer::node(&watchman, truth()).dispute(*task));
        }
        let fourth = Disputer::node(&watchman, truth());
        assert_noop!(fourth.dispute(tasks[3]), Error::<Runtime>::TooManyDisputes);
        let payer = Disputer::payer(truth());
        tasks.iter().for_each(|task| {
            assert_ok!(payer.dispute(*task));
        });
    });
}

#[test]
fn with_too_few_nodes_for_another_second_committee() {
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..OPERATORS);
        let (task, members) = lied();
        let disputer = Disputer::node(&members[2], truth());
        assert_ok!(disputer.dispute(task));
        let divided = [truth(), truth(), lie(), lie(), answer(7)].map(Some);
        decide(task, from_ref(&disputer), &divided);
        // Of ten nodes three were in the first committee and five in the second.
        assert_noop!(disputer.dispute(task), Error::<Runtime>::TooFewNodes);
    });
}

#[test]
fn nobody_joins_who_would_leave_too_few_nodes() {
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..OPERATORS);
        // A committee of four leaves six.
        let task = requested(RequestSpec { committee: Some(4), ..request_spec() });
        let answers = [truth(), truth(), truth(), lie()].map(Some);
        commit_all(task, &answers);
        reveal_all(task, &answers);
        let receipt = ended();
        let strangers: Vec<_> =
            (0..OPERATORS).map(node).filter(|node| !nodes(&receipt).contains(node)).collect();
        assert_ok!(Disputer::node(&strangers[0], lie()).dispute(task));
        let second = Disputer::node(&strangers[1], lie());
        assert_noop!(second.dispute(task), Error::<Runtime>::TooFewNodes);
        // A member is none of them anyway.
        assert_ok!(Disputer::node(&nodes(&receipt)[3], lie()).dispute(task));
    });
}

#[test]
fn a_request_whose_dispute_nobody_could_afford_is_refused() {
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        nodes_take_more();
        // A bond is a hundredth of 10,000 NES at most.
        let bond = |output| 5 * seat_price(pay(Usage { input: 1, output }));
        let least = (1..).find(|output| bond(*output) > 100 * UNIT).unwrap();
        let spec = |output| RequestSpec {
            max_usage: Usage { input: 0, output },
            max_price: PRICE,
            input: remote_spec().input,
            ..request_spec()
        };
        let inline = |output| RequestSpec {
            max_usage: Usage { input: 1, output },
            input: request_spec().input,
            ..spec(output)
        };
        let too_large = TaskError::<Runtime>::TooLargeToDispute;
        let request = || call(PAYER, request_call(inline(least))).map_err(|refused| refused.error);
        assert_noop!(request(), too_large);
        let refused = Runtime::dry_run_request(payer(), inline(least));
        assert_eq!(refused, Err(RequestRefusal::TooLargeToDispute));
        assert!(Runtime::dry_run_request(payer(), inline(least - 1)).unwrap().slashable);
        // What cannot be disputed may be larger.
        assert!(!Runtime::dry_run_request(payer(), spec(least)).unwrap().slashable);
    });
}

/// The nodes take tasks of any size.
fn nodes_take_more() {
    for node in (0..NODES).map(node) {
        let MarketCall::set_offer { node, service, version, price, slots, slashable, .. } =
            offer(SERVICE, &node, 4, true)
        else {
            unreachable!("it is one")
        };
        let max_usage = Usage { input: 1_000_000, output: 1_000_000 };
        let wide = MarketCall::set_offer {
            node: node.clone(),
            service,
            version,
            price,
            max_usage,
            slots,
            slashable,
        };
        assert_ok!(call_as(node, wide));
    }
    run(CHANGE_DELAY);
}

#[test]
fn an_opening_at_the_wrong_time_or_of_another_answer() {
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let (task, members_of_first) = lied();
        let disputer = Disputer::node(&members_of_first[2], truth());
        assert_noop!(disputer.open(task), Error::<Runtime>::NotRevealing);
        assert_ok!(disputer.dispute(task));
        assert_noop!(disputer.open(task), Error::<Runtime>::NotRevealing);
        let second = drawn_second(task);
        assert_noop!(disputer.open(task), Error::<Runtime>::NotRevealing);
        commit_all(second, &all(truth()));

        let other = Disputer { answer: lie(), ..disputer.clone() };
        assert_noop!(other.open(task), Error::<Runtime>::WrongOpening);
        let stranger = Disputer::node(&members_of_first[0], truth());
        assert_noop!(stranger.open(task), Error::<Runtime>::NotADisputer);
        assert_noop!(Disputer::payer(truth()).open(task), Error::<Runtime>::NotADisputer);
        let foreign = Disputer { who: payer(), ..disputer.clone() };
        assert_noop!(foreign.open(task), Error::<Runtime>::NotForThisNode);
        assert_ok!(disputer.open(task));
        assert_noop!(disputer.open(task), Error::<Runtime>::AlreadyOpened);
        reveal_all(second, &all(truth()));
        decided();
        assert_noop!(disputer.open(task), Error::<Runtime>::UnknownTask);
    });
}

#[test]
fn a_member_of_the_first_committee_is_none_of_the_second() {
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let (task, first) = lied();
        assert_ok!(Disputer::payer(truth()).dispute(task));
        let second = drawn_second(task);
        assert!(members(second).iter().all(|node| !first.contains(node)));
        let row = pallet_inference::Tasks::<Runtime>::get(second).unwrap();
        let commit = pallet_inference::Call::commit {
            task: second,
            node: first[0].clone(),
            commitment: row.input.content_hash,
        };
        assert_noop!(call_as(first[0].clone(), commit), TaskError::<Runtime>::NotAMember);
        let cancel = pallet_inference::Call::cancel { task: second };
        assert_noop!(call(PAYER, cancel), TaskError::<Runtime>::NotThePayer);
    });
}
