//! The verdicts: who wins, who loses, and every planck of it.

use frame_support::assert_ok;
use nes_core::{AccountId, Answer, Decision, MemberConduct, Outcome, ServiceFault};
use nes_runtime::{constants::currency::UNIT, genesis::DEVELOPMENT, NodeStaking, Rewards, Runtime};
use nes_runtime_api::runtime_decl_for_inference_api::InferenceApiV1;
use nes_traits::NodeRegistry;
use pallet_market::{Offers, NEWCOMER};
use pallet_node_staking::Call as StakingCall;
use sp_keyring::Sr25519Keyring::Two;

use super::{
    assert_changes, changes, gain, lie, loss, overbilled, payer, seats, treasury, truth, wealth,
    FEE, PAY, SPENT,
};
use crate::common::{
    call_as,
    disputes::{
        all, bonds, decide, drawn_second, execute_slashes, fund, members, node, nodes, now,
        open_exact_market, seat_price, settled, Disputer, BOND, FOR_OTHERS, LOSS, STAKE, WINDOW,
    },
    run, run_to,
    task::SERVICE,
    without_emission,
};

/// The number of nodes that serve.
const NODES: u8 = 12;

/// Returns the standing of a node's offer.
fn standing(node: &AccountId) -> sp_runtime::Perbill {
    Offers::<Runtime>::get(SERVICE, node).unwrap().standing
}

/// Returns the tasks of a node that count in this era, and those of them that it failed.
fn counted(node: &AccountId) -> (u32, u32) {
    let era = pallet_node_staking::Conducts::<Runtime>::get(node).era;
    if era.index == NodeStaking::active_era() {
        (era.tasks, era.failed)
    } else {
        (0, 0)
    }
}

#[test]
fn two_of_three_that_lie_lose_their_stake_and_the_honest_third_gets_its_bond_and_a_reward() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipt = settled(&[Some(lie()), Some(lie()), Some(truth())]);
        let Answer::Output(output) = lie() else { unreachable!("it is one") };
        assert_eq!(receipt.outcome, Outcome::Agreed { output });
        assert_eq!(receipt.disputable_until, Some(now() + WINDOW));
        let [one, other, honest] = <[_; 3]>::try_from(nodes(&receipt)).unwrap();
        assert_eq!(receipt.paid, 2 * FEE);

        let before = wealth();
        let disputer = Disputer::node(&honest, truth());
        assert_ok!(disputer.dispute(receipt.task));
        assert_eq!(bonds(), BOND);
        let decided = decide(receipt.task, &[disputer], &all(truth()));
        assert_eq!(decided.decision, Decision::Overturned { answer: truth() });
        assert_eq!((decided.spent, decided.forfeited, bonds()), (SPENT, 0, 0));
        let committee: Vec<_> = decided.committee.iter().map(|seat| seat.node.clone()).collect();
        assert!(nodes(&receipt).iter().all(|node| !committee.contains(node)));
        let of_committee = seats(&committee, PAY);
        let spent = [(honest.clone(), loss(SPENT))];
        assert_changes(&before, of_committee.into_iter().chain(spent));

        // The liars lose 5 % each. Out of it come what was spent, what the payer paid them, and a
        // fifth of all that they lose.
        let before = wealth();
        execute_slashes();
        let (restitution, reward) = (2 * FEE, 2 * LOSS / 5);
        assert!(SPENT + restitution + reward <= 2 * FOR_OTHERS);
        let rest = 2 * LOSS - SPENT - restitution - reward;
        assert_changes(
            &before,
            [
                (one, loss(LOSS)),
                (other, loss(LOSS)),
                (honest, gain(SPENT + reward)),
                (payer(), gain(restitution)),
                (treasury(), gain(rest)),
            ],
        );
        assert_eq!(Runtime::dispute(receipt.task), None);
    });
}

#[test]
fn who_was_right_all_along_is_no_faulty_node_and_who_lied_is_not_paid_for_its_work() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let points = || Rewards::running_era().points.work;
        let receipt = settled(&[Some(lie()), Some(lie()), Some(truth())]);
        let [one, other, honest] = <[_; 3]>::try_from(nodes(&receipt)).unwrap();
        let wrong = MemberConduct::Failed(ServiceFault::WrongAnswer);
        assert_eq!(receipt.members[2].conduct, wrong);
        // Nothing counts before the dispute is over.
        assert_eq!(points(), 0);
        assert!([&one, &other, &honest].iter().all(|node| counted(node) == (0, 0)));
        let disputer = Disputer::node(&honest, truth());
        assert_ok!(disputer.dispute(receipt.task));
        decide(receipt.task, &[disputer], &all(truth()));
        assert_eq!(points(), 0);
        assert_eq!(counted(&honest), (1, 0));
        assert!([&one, &other].iter().all(|node| counted(node) == (1, 0)));
        assert!([&one, &other, &honest].iter().all(|node| standing(node) == NEWCOMER));
        // Who has lost a dispute is not drawn in the same era.
        let era = NodeStaking::active_era();
        assert!([&one, &other].iter().all(|node| NodeStaking::working_stake(node).is_none()));
        assert!(NodeStaking::working_stake(&honest).is_some());
        while NodeStaking::active_era() == era {
            run(1);
        }
        assert!([&one, &other].iter().all(|node| NodeStaking::working_stake(node).is_some()));
    });
}

#[test]
fn an_answer_that_nobody_disputes_counts_when_its_window_is_over() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let points = || {
            let eras = 0..NodeStaking::active_era();
            let ended: u128 = eras.filter_map(Rewards::ended_era).map(|era| era.points.work).sum();
            ended + Rewards::running_era().points.work
        };
        let receipt = settled(&[Some(truth()), Some(truth()), Some(lie())]);
        let members = nodes(&receipt);
        let until = receipt.disputable_until.unwrap();
        run_to(until);
        assert_eq!(points(), 0);
        assert!(members.iter().all(|node| standing(node) == NEWCOMER && counted(node) == (0, 0)));
        run(1);
        // A tenth of each fee is the protocol's.
        assert_eq!(points(), 2 * FEE / 10);
        assert!(standing(&members[0]) > NEWCOMER && standing(&members[1]) > NEWCOMER);
        assert_eq!(standing(&members[2]), NEWCOMER);
        // A dissent that nobody disputes is a failure.
        let counts: Vec<_> = members.iter().map(counted).collect();
        assert_eq!(counts, [(1, 0), (1, 0), (1, 1)]);
        assert_eq!(Runtime::dispute(receipt.task), None);
    });
}

#[test]
fn a_member_that_disputes_in_vain_is_slashed_and_nobody_else_loses_anything() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipt = settled(&[Some(truth()), Some(truth()), Some(lie())]);
        let [_, _, wrong] = <[_; 3]>::try_from(nodes(&receipt)).unwrap();
        let before = wealth();
        let disputer = Disputer::node(&wrong, lie());
        assert_ok!(disputer.dispute(receipt.task));
        let decided = decide(receipt.task, &[disputer], &all(truth()));
        assert_eq!(decided.decision, Decision::Upheld { answer: truth() });
        assert_eq!((decided.spent, decided.forfeited, bonds()), (SPENT, 0, 0));
        let committee: Vec<_> = decided.committee.iter().map(|seat| seat.node.clone()).collect();
        let spent = [(wrong.clone(), loss(SPENT))];
        assert_changes(&before, seats(&committee, PAY).into_iter().chain(spent));

        let era = NodeStaking::active_era();
        assert_eq!(NodeStaking::working_stake(&wrong), None);
        while NodeStaking::active_era() == era {
            run(1);
        }
        assert!(NodeStaking::working_stake(&wrong).is_some());
        let before = wealth();
        execute_slashes();
        assert_changes(&before, [(wrong, loss(LOSS)), (treasury(), gain(LOSS))]);
    });
}

#[test]
fn a_node_that_does_not_open_its_commitment_loses_as_if_it_had_been_wrong() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipt = settled(&[Some(lie()), Some(lie()), Some(truth())]);
        let [one, other, honest] = <[_; 3]>::try_from(nodes(&receipt)).unwrap();
        assert_ok!(Disputer::node(&honest, truth()).dispute(receipt.task));
        let decided = decide(receipt.task, &[], &all(truth()));
        assert_eq!(decided.decision, Decision::Overturned { answer: truth() });
        let before = wealth();
        execute_slashes();
        // Nobody put anything at risk for it, so the liars keep their stake.
        assert_changes(&before, [(honest, loss(LOSS)), (treasury(), gain(LOSS))]);
        assert!([one, other].iter().all(|node| NodeStaking::stake(node) > 11_999 * UNIT));
    });
}

#[test]
fn a_payer_that_was_charged_too_much_gets_it_back_with_its_bond_and_a_reward() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipt = settled(&[Some(overbilled()); 3]);
        // 1.6 NES a seat, for 1.037 NES of work.
        let paid = 1_600 * UNIT / 1_000;
        assert_eq!(receipt.paid, 3 * paid);
        let before = wealth();
        let disputer = Disputer { bond: 1_000 * UNIT, ..Disputer::payer(truth()) };
        assert_ok!(disputer.dispute(receipt.task));
        assert_eq!(bonds(), 1_000 * UNIT);
        let decided = decide(receipt.task, &[disputer], &all(truth()));
        assert_eq!(decided.decision, Decision::Overturned { answer: truth() });
        let committee: Vec<_> = decided.committee.iter().map(|seat| seat.node.clone()).collect();
        let spent = [(payer(), loss(SPENT))];
        assert_changes(&before, seats(&committee, PAY).into_iter().chain(spent));

        let before = wealth();
        execute_slashes();
        let (losses, reward) = (3 * LOSS, 3 * LOSS / 5);
        let back = SPENT + 3 * paid + reward;
        assert!(back <= 3 * FOR_OTHERS);
        let members = nodes(&receipt).into_iter().map(|node| (node, loss(LOSS)));
        let others = [(payer(), gain(back)), (treasury(), gain(losses - back))];
        assert_changes(&before, members.chain(others));
    });
}

#[test]
fn a_payer_that_risks_little_destroys_little() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipt = settled(&[Some(lie()); 3]);
        let disputer = Disputer::payer(truth());
        assert_ok!(disputer.dispute(receipt.task));
        decide(receipt.task, &[disputer], &all(truth()));
        let before = wealth();
        execute_slashes();
        // Four times its bond, of the three nodes in equal parts: in billionths of their stake.
        let fraction = 50_000_000 * (4 * BOND) / (3 * LOSS);
        let each = STAKE * fraction / 1_000_000_000;
        let most = 10_000 * UNIT * fraction / 1_000_000_000 / 4;
        // What was spent comes first, then what the payer paid.
        let back = (SPENT + receipt.paid + 3 * each / 5).min(3 * most);
        let members = nodes(&receipt).into_iter().map(|node| (node, loss(each)));
        let others = [(payer(), gain(back)), (treasury(), gain(3 * each - back))];
        assert_changes(&before, members.chain(others));
        assert!(3 * each <= 4 * BOND);
    });
}

#[test]
fn a_payer_that_disputes_in_vain_loses_its_whole_bond() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipt = settled(&[Some(truth()); 3]);
        let before = wealth();
        let bond = 100 * UNIT;
        let disputer = Disputer { bond, ..Disputer::payer(lie()) };
        assert_ok!(disputer.dispute(receipt.task));
        let decided = decide(receipt.task, &[disputer], &all(truth()));
        assert_eq!(decided.decision, Decision::Upheld { answer: truth() });
        assert_eq!((decided.spent, decided.forfeited), (SPENT, bond - SPENT));
        let committee: Vec<_> = decided.committee.iter().map(|seat| seat.node.clone()).collect();
        let others = [(payer(), loss(bond)), (treasury(), gain(bond - SPENT))];
        assert_changes(&before, seats(&committee, PAY).into_iter().chain(others));
        run(WINDOW);
        assert!(nodes(&receipt).iter().all(|node| NodeStaking::stake(node) > 11_999 * UNIT));
    });
}

#[test]
fn a_member_of_a_second_committee_that_contradicts_the_others_is_not_paid_and_loses_a_hundredth() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipt = settled(&[Some(truth()), Some(truth()), Some(lie())]);
        let wrong = nodes(&receipt)[2].clone();
        let before = wealth();
        let disputer = Disputer::node(&wrong, lie());
        assert_ok!(disputer.dispute(receipt.task));
        let second = drawn_second(receipt.task);
        let answers = [lie(), truth(), truth(), truth(), truth()].map(Some);
        let friend = members(second)[0].clone();
        let decided = decide(receipt.task, &[disputer], &answers);
        assert_eq!(decided.decision, Decision::Upheld { answer: truth() });
        let pay = seat_price(PAY);
        assert_eq!(decided.spent, 4 * pay);
        assert_eq!(
            (decided.committee[0].node.clone(), decided.committee[0].paid),
            (friend.clone(), 0)
        );
        let paid = decided.committee[1..].iter().flat_map(|seat| {
            [(seat.node.clone(), gain(PAY)), (treasury(), gain(PAY.div_ceil(10)))]
        });
        assert_changes(&before, paid.chain([(wrong.clone(), loss(4 * pay))]));
        let before = wealth();
        execute_slashes();
        let hundredth = 120 * UNIT;
        let lost = [(wrong, loss(LOSS)), (friend, loss(hundredth))];
        assert_changes(&before, lost.into_iter().chain([(treasury(), gain(LOSS + hundredth))]));
    });
}

#[test]
fn a_node_that_was_no_member_joins_and_shares_the_reward() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let receipt = settled(&[Some(lie()), Some(lie()), Some(truth())]);
        let [one, other, honest] = <[_; 3]>::try_from(nodes(&receipt)).unwrap();
        let before = wealth();
        let stranger = (0..NODES).map(node).find(|node| !nodes(&receipt).contains(node)).unwrap();
        let disputers = [Disputer::node(&honest, truth()), Disputer::node(&stranger, truth())];
        disputers.iter().for_each(|disputer| {
            assert_ok!(disputer.dispute(receipt.task));
        });
        assert_eq!(bonds(), 2 * BOND);
        let decided = decide(receipt.task, &disputers, &all(truth()));
        let committee: Vec<_> = decided.committee.iter().map(|seat| seat.node.clone()).collect();
        assert!(!committee.contains(&stranger));
        // The first one has the planck that is left.
        let halves = [(honest.clone(), SPENT.div_ceil(2)), (stranger.clone(), SPENT / 2)]
            .map(|(node, spent)| (node, loss(spent)));
        assert_changes(&before, seats(&committee, PAY).into_iter().chain(halves));

        let before = wealth();
        execute_slashes();
        // Half of the reward is the first one's, and the other half is shared.
        let reward = 2 * LOSS / 5;
        let (first, second) = (SPENT.div_ceil(2) + 3 * reward / 4, SPENT / 2 + reward / 4);
        let restitution = 2 * FEE;
        let rest = 2 * LOSS - first - second - restitution;
        assert_changes(
            &before,
            [
                (one, loss(LOSS)),
                (other, loss(LOSS)),
                (honest, gain(first)),
                (stranger, gain(second)),
                (payer(), gain(restitution)),
                (treasury(), gain(rest)),
            ],
        );
    });
}

#[test]
fn a_member_that_was_overtaken_disputes_by_its_agent_which_gets_its_bond_back_and_no_reward() {
    without_emission(DEVELOPMENT, || {
        open_exact_market(0..NODES);
        let agent = Two.to_account_id();
        fund(&agent, 10 * UNIT);
        let receipt = settled(&[Some(lie()), Some(lie()), None]);
        assert_eq!(receipt.members[2].conduct, MemberConduct::Overtaken);
        let overtaken = nodes(&receipt)[2].clone();
        let name = StakingCall::set_agent { agent: Some(agent.clone()) };
        assert_ok!(call_as(overtaken.clone(), name));
        let before = wealth();
        let disputer = Disputer { who: agent.clone(), ..Disputer::node(&overtaken, truth()) };
        assert_ok!(disputer.dispute(receipt.task));
        let decided = decide(receipt.task, &[disputer], &all(truth()));
        assert_eq!(decided.decision, Decision::Overturned { answer: truth() });
        assert_eq!(changes(&before)[&agent], loss(SPENT));
        execute_slashes();
        let after = changes(&before);
        assert_eq!(after.get(&agent), None);
        // The node's own is its operator's: the reward.
        assert_eq!(after[&overtaken], gain(2 * LOSS / 5));
    });
}
