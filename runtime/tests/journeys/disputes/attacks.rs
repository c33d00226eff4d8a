//! Attacks on disputes, each through the calls that the attacker would use.

use std::slice::from_ref;

use frame_support::{assert_noop, assert_ok};
use nes_core::{AccountId, Answer, Decision, TaskId};
use nes_runtime::{constants::currency::UNIT, genesis::DEVELOPMENT, NodeStaking, Runtime};
use nes_traits::{Duties, NodeRegistry};
use pallet_disputes::{Call as DisputesCall, Error};
use pallet_market::{Offers, CHANGE_DELAY};
use pallet_node_staking::{Call as StakingCall, OpenSlashes};
use sp_keyring::Sr25519Keyring::One;

use super::{changes, lie, loss, truth, Wealth, PAY, SPENT};
use crate::common::{
    call_as,
    disputes::{
        all, commit_all, decide, decided, drawn_second, ended, execute_slashes, fund, members,
        node, nodes, offer, open_exact_market, opened, requested, reveal_all, settled, Disputer,
        BOND, LOSS, STAKE,
    },
    run,
    task::{request_spec, salt, SERVICE},
    without_emission,
};

/// The number of nodes that serve, of which those with the lowest numbers are the attacker's.
const NODES: u8 = 16;
const OWN: u8 = 3;

fn is_own(node: &AccountId) -> bool {
    (0..OWN).any(|index| *node == self::node(index))
}

/// Returns the answers of `nodes`, where the attacker's lie and the others do not.
fn answers(nodes: &[AccountId]) -> Vec<Option<Answer>> {
    nodes.iter().map(|node| Some(if is_own(node) { lie() } else { truth() })).collect()
}

/// The payer asks until its own nodes are the quorum of a committee, and they lie; returns the task
/// and its members. Committees without that answer truly.
fn captured() -> (TaskId, Vec<AccountId>) {
    loop {
        let task = requested(request_spec());
        let members = members(task);
        let own = members.iter().filter(|node| is_own(node)).count();
        let answers = match own {
            2.. => answers(&members),
            _ => vec![Some(truth()); 3],
        };
        commit_all(task, &answers);
        reveal_all(task, &answers);
        assert_eq!(ended().task, task);
        if own == 2 {
            return (task, members);
        }
        run(1);
    }
}

/// Returns what the accounts of this ring have won or lost together since it was `before`.
fn of_ring(before: &Wealth, ring: impl Fn(&AccountId) -> bool) -> i128 {
    changes(before).into_iter().filter(|(who, _)| ring(who)).map(|(_, change)| change).sum()
}

/// Regression: a payer with two nodes of five had three honest nodes slashed and had restitution.
#[test]
fn a_payer_that_captures_a_committee_has_its_own_nodes_slashed_and_no_others() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let (task, committee) = captured();
        let honest = committee.iter().find(|node| !is_own(node)).unwrap();
        let watchman = Disputer::node(honest, truth());
        assert_ok!(watchman.dispute(task));
        let second = drawn_second(task);
        let answers = answers(&members(second));
        let decided = decide(task, &[watchman], &answers);
        assert_eq!(decided.decision, Decision::Overturned { answer: truth() });
        let slashed: Vec<_> = OpenSlashes::<Runtime>::iter_values().map(|open| open.node).collect();
        assert!(slashed.len() >= 2 && slashed.iter().all(is_own));
        execute_slashes();
        for node in (0..NODES).map(node) {
            let stake = NodeStaking::stake(&node);
            assert_eq!(stake == STAKE, !slashed.contains(&node), "{stake}");
        }
    });
}

#[test]
fn a_payer_that_disputes_an_honest_answer_pays_for_it_and_harms_nobody() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let (before, bond) = (super::wealth(), 1_000 * UNIT);
        let receipt = settled(&[Some(truth()); 3]);
        let disputer = Disputer { bond, ..Disputer::payer(lie()) };
        assert_ok!(disputer.dispute(receipt.task));
        let second = drawn_second(receipt.task);
        let answers = answers(&members(second));
        let decided = decide(receipt.task, &[disputer], &answers);
        assert_eq!(decided.decision, Decision::Upheld { answer: truth() });
        execute_slashes();
        let honest = (OWN..NODES).map(node);
        assert!(honest.into_iter().all(|node| NodeStaking::stake(&node) == STAKE));
        let ring = |who: &AccountId| is_own(who) || *who == super::payer();
        assert!(of_ring(&before, ring) <= loss(bond));
    });
}

#[test]
fn friends_that_lie_and_dispute_their_own_lie_lose_more_than_they_win() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let (task, committee) = captured();
        let before = super::wealth();
        // The third friend is no member, and the payer is one of them too.
        let friend = (0..OWN).map(node).find(|node| !committee.contains(node)).unwrap();
        let disputers = [Disputer::node(&friend, truth()), Disputer::payer(truth())];
        disputers.iter().for_each(|disputer| {
            assert_ok!(disputer.dispute(task));
        });
        let decided = decide(task, &disputers, &all(truth()));
        assert_eq!(decided.decision, Decision::Overturned { answer: truth() });
        execute_slashes();
        let ring = |who: &AccountId| is_own(who) || *who == super::payer();
        // Three quarters of the loss of each liar at least are gone.
        assert!(of_ring(&before, ring) < loss(2 * (LOSS - 125 * UNIT)));
    });
}

#[test]
fn friends_in_the_second_committee_earn_less_by_a_vain_dispute_than_it_costs() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipt = settled(&[Some(truth()); 3]);
        let before = super::wealth();
        let disputer = Disputer::payer(lie());
        assert_ok!(disputer.dispute(receipt.task));
        let second = drawn_second(receipt.task);
        let friends = members(second);
        decide(receipt.task, &[disputer], &all(truth()));
        // Even if all of the second committee were friends.
        let ring = |who: &AccountId| friends.contains(who) || *who == super::payer();
        assert_eq!(of_ring(&before, ring), loss(BOND - SPENT + 5 * PAY.div_ceil(10)));
    });
}

#[test]
fn a_commitment_that_is_copied_cannot_be_opened() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipt = settled(&[Some(lie()), Some(lie()), Some(truth())]);
        let [copier, _, honest] = <[_; 3]>::try_from(nodes(&receipt)).unwrap();
        let disputer = Disputer::node(&honest, truth());
        assert_ok!(disputer.dispute(receipt.task));
        let copied = DisputesCall::dispute {
            task: receipt.task,
            node: Some(copier.clone()),
            commitment: disputer.commitment(receipt.task),
            bond: BOND,
        };
        assert_ok!(call_as(copier.clone(), copied));
        let second = drawn_second(receipt.task);
        commit_all(second, &all(truth()));
        assert_ok!(disputer.open(receipt.task));
        // It knows the answer and the salt by now.
        let open = DisputesCall::open_dispute {
            task: receipt.task,
            node: Some(copier.clone()),
            answer: truth(),
            salt: salt(&honest),
        };
        assert_noop!(call_as(copier.clone(), open), Error::<Runtime>::WrongOpening);
        reveal_all(second, &all(truth()));
        decided();
        // One slash for the lie, and one for the lost dispute.
        let of_copier = OpenSlashes::<Runtime>::iter_values().filter(|open| open.node == copier);
        assert_eq!(of_copier.count(), 2);
    });
}

#[test]
fn a_node_that_pauses_its_offer_or_withdraws_it_is_drawn_all_the_same() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipt = settled(&[Some(lie()), Some(lie()), Some(truth())]);
        let [.., honest] = <[_; 3]>::try_from(nodes(&receipt)).unwrap();
        assert_ok!(Disputer::node(&honest, truth()).dispute(receipt.task));
        let (second, _) = opened(receipt.task);
        let others: Vec<_> =
            (0..NODES).map(node).filter(|node| !nodes(&receipt).contains(node)).collect();
        for (index, node) in others.iter().enumerate() {
            // Some pause, and the others take back that they agree to disputes.
            let call = match index % 2 {
                0 => offer(SERVICE, node, 0, true),
                _ => offer(SERVICE, node, 4, false),
            };
            assert_ok!(call_as(node.clone(), call));
        }
        run(CHANGE_DELAY);
        for node in others.iter().step_by(2) {
            let withdraw =
                pallet_market::Call::withdraw_offer { node: node.clone(), service: SERVICE };
            assert_ok!(call_as(node.clone(), withdraw));
            assert_eq!(Offers::<Runtime>::get(SERVICE, node), None);
        }
        let duties = <nes_runtime::Market as Duties<_, _>>::count(SERVICE, 0);
        assert_eq!(duties, u32::from(NODES));
        assert_eq!(drawn_second(receipt.task), second);
        assert!(members(second).iter().all(|node| others.contains(node)));
        assert_eq!(members(second).len(), 5);
    });
}

#[test]
fn a_node_that_pauses_and_comes_back_is_still_on_duty_for_the_tasks_from_before() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipt = settled(&[Some(truth()); 3]);
        let requested = receipt.requested;
        let other = (0..NODES).map(node).find(|node| !nodes(&receipt).contains(node)).unwrap();
        let is_on_duty = |node: &AccountId| {
            <nes_runtime::Market as Duties<_, _>>::is_on_duty(SERVICE, 0, node, requested)
        };
        for slots in [0, 4] {
            assert_ok!(call_as(other.clone(), offer(SERVICE, &other, slots, true)));
            run(CHANGE_DELAY);
            assert!(is_on_duty(&other));
        }
    });
}

#[test]
fn a_stolen_agent_key_destroys_a_bounded_part_of_the_stake_and_moves_none_of_it() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let agent = One.to_account_id();
        fund(&agent, 100 * UNIT);
        let victim = node(OWN);
        let name = StakingCall::set_agent { agent: Some(agent.clone()) };
        assert_ok!(call_as(victim.clone(), name));
        // Tasks in which the victim was a member, and told the truth.
        let mut tasks = vec![];
        while tasks.len() < 4 {
            let receipt = settled(&[Some(truth()); 3]);
            if nodes(&receipt).contains(&victim) {
                tasks.push(receipt.task);
            }
            run(1);
        }
        let before = super::wealth();
        let by_thief = Disputer { who: agent.clone(), ..Disputer::node(&victim, lie()) };
        for task in &tasks[..3] {
            assert_ok!(by_thief.dispute(*task));
        }
        assert_noop!(by_thief.dispute(tasks[3]), Error::<Runtime>::TooManyDisputes);
        for task in &tasks[..3] {
            decide(*task, from_ref(&by_thief), &all(truth()));
        }
        // It has lost one, and may work no more in this era, nor dispute.
        assert_noop!(by_thief.dispute(tasks[3]), Error::<Runtime>::NodeNotActive);
        execute_slashes();
        let lost = STAKE - (STAKE * 95 / 100 * 95 / 100 * 95 / 100);
        assert_eq!(changes(&before)[&victim], loss(lost));
        // All of it is the treasury's, and the thief has paid for the committees.
        let own = changes(&before)[&agent];
        assert_eq!(own, loss(3 * SPENT));
    });
}
