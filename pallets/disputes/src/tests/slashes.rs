use sp_runtime::Perbill;

use super::*;

/// The price of all nine seats for [`output`].
const SPENT: Balance = 9 * PRICE;
/// The amount that a payer gets back for three wrong seats.
const RESTITUTION: Balance = 3 * PAID;
/// A fifth of what the three members lose.
const REWARD: Balance = 3 * RISK / 5;

fn five() -> Perbill {
    Perbill::from_percent(5)
}

fn award(who: u64, amount: Balance) -> Award<u64> {
    Award { who, amount, owed: amount }
}

fn lost(node: u64, awards: Vec<Award<u64>>) -> LostDispute<u64> {
    LostDispute { node, fraction: five(), awards }
}

/// Returns the sum of what each account is awarded, in the order of the first payments.
fn awarded() -> Vec<(u64, Balance)> {
    let mut sums: Vec<(u64, Balance)> = vec![];
    for Award { who, amount, .. } in Lost::get().into_iter().flat_map(|lost| lost.awards) {
        match sums.iter_mut().find(|(other, _)| *other == who) {
            Some((_, sum)) => *sum += amount,
            None => sums.push((who, amount)),
        }
    }
    sums
}

#[test]
fn pay_the_spent_bond_the_restitution_and_the_reward() {
    build_and_execute(|| {
        let task = disputed(&[(None, answer(2))]);
        judge(task, answer(2));
        let decided = decided();
        assert_eq!(decided.decision, Decision::Overturned { answer: answer(2) });
        assert_eq!((decided.spent, decided.forfeited), (SPENT, 0));
        assert_eq!(gain(ALICE), -(SPENT as i128));
        let sum = SPENT + RESTITUTION + REWARD;
        let expected =
            [lost(NINA, vec![award(ALICE, sum)]), lost(NORA, vec![]), lost(NICK, vec![])];
        assert_eq!(Lost::get(), expected);
    });
}

#[test]
fn pay_in_turn_up_to_the_limit_of_each() {
    build_and_execute(|| {
        ForOthers::set(1_000);
        let task = disputed(&[(None, answer(2))]);
        judge(task, answer(2));
        let sum = SPENT + RESTITUTION + REWARD;
        assert_eq!(sum, 2_037);
        let expected = [(NINA, 1_000), (NORA, 1_000), (NICK, 37)];
        let expected = expected.map(|(node, amount)| lost(node, vec![award(ALICE, amount)]));
        assert_eq!(Lost::get(), expected);
    });
}

#[test]
fn pay_no_more_than_the_limits_allow() {
    build_and_execute(|| {
        ForOthers::set(300);
        let task = disputed(&[(None, answer(2)), (Some(DUTY), answer(2))]);
        judge(task, answer(2));
        // Two spent parts of 644 and 643; the second gets what is left.
        let alice = |amount| award(ALICE, amount);
        let expected = [
            lost(NINA, vec![alice(300)]),
            lost(NORA, vec![alice(300)]),
            lost(NICK, vec![alice(44), award(DUTY, 256)]),
        ];
        assert_eq!(Lost::get(), expected);
    });
}

#[test]
fn give_half_of_the_reward_to_the_first_and_divide_the_rest_by_the_risks() {
    build_and_execute(|| {
        Stakes::mutate(|stakes| stakes.insert(DUTY + 1, 3 * STAKE));
        let parties = [DUTY, DUTY + 1].map(|node| (Some(node), answer(2)));
        let task = disputed(&parties);
        judge(task, answer(2));
        // Each has spent a half; of the rest one has risked a quarter, rounded down.
        let rest = REWARD / 2;
        let (first, second) = (rest + rest / 4, rest * 3 / 4);
        let expected = [(DUTY, 644 + first), (DUTY + 1, 643 + second)];
        let mut awarded = awarded();
        let payer = awarded.remove(2);
        assert_eq!((awarded, payer), (expected.to_vec(), (ALICE, RESTITUTION)));
        assert_eq!(first + second, REWARD - 1);
    });
}

#[test]
fn give_the_spent_bond_to_who_put_it_up_and_the_reward_to_the_operator() {
    build_and_execute(|| {
        let task = kept();
        assert_ok!(dispute_by(AGENT, task, Some(NINA), answer(2), BOND));
        start_revealing(task);
        assert_ok!(open(task, Some(NINA), answer(2)));
        // She was not one of those who were wrong.
        Settled::<Test>::mutate(task, |task| {
            task.as_mut().unwrap().members[0].answer = KeptAnswer::None;
        });
        judge(task, answer(2));
        let reward = 2 * RISK / 5;
        assert_eq!(awarded(), [(AGENT, SPENT), (ALICE, 2 * PAID), (NINA, reward)]);
    });
}

#[test]
fn give_no_winner_more_reward_than_it_risked() {
    build_and_execute(|| {
        Stakes::set(NODES.map(|node| (node, 4 * STAKE)).into());
        let task = disputed(&[(Some(DUTY), answer(2))]);
        judge(task, answer(2));
        // It risked 500, so no more than 2,000 are destroyed, of which a fifth is less.
        let losses: Balance =
            Lost::get().iter().map(|lost| lost.fraction.mul_floor(4 * STAKE)).sum();
        assert!(losses <= 4 * RISK && losses > 4 * RISK - 10);
        assert_eq!(awarded()[0], (DUTY, SPENT + losses / 5));
    });
    build_and_execute(|| {
        // Two have risked 1,000 and 3,000, and the first one's half would be more than it risked.
        Stakes::set(NODES.map(|node| (node, 40 * STAKE)).into());
        Stakes::mutate(|stakes| stakes.extend([(DUTY, 2 * STAKE), (DUTY + 1, 6 * STAKE)]));
        let task = disputed(&[DUTY, DUTY + 1].map(|node| (Some(node), answer(2))));
        judge(task, answer(2));
        let awarded = awarded();
        assert_eq!(awarded[0], (DUTY, 644 + 1_000));
        assert!(awarded[1].1 <= 643 + 3_000);
    });
}

#[test]
fn destroy_at_most_four_times_what_the_winners_risked() {
    build_and_execute(|| {
        // 1,000 × 3 against 4 × 500.
        Stakes::set(NODES.map(|node| (node, 2 * STAKE)).into());
        let task = disputed(&[(Some(DUTY), answer(2)), (Some(DUTY + 1), answer(3))]);
        judge(task, answer(2));
        let fraction = Perbill::from_parts(33_333_333);
        let members: Vec<_> = Lost::get().into_iter().take(3).collect();
        assert!(members.iter().all(|lost| lost.fraction == fraction));
        let destroyed: Balance = members.iter().map(|_| fraction.mul_floor(2 * STAKE)).sum();
        assert!(destroyed <= 2_000);
        // The loser loses its whole fraction, and it risked nothing for this.
        assert_eq!(Lost::get()[3], lost(DUTY + 1, vec![]));
    });
}

#[test]
fn are_the_larger_the_higher_a_payer_raises_its_bond() {
    build_and_execute(|| {
        Stakes::set(NODES.map(|node| (node, 100 * STAKE)).into());
        for (raise, parts) in [(0, 2_772_000), (BOND, 5_544_000)] {
            Lost::take();
            let task = kept();
            assert_ok!(dispute_by(ALICE, task, None, answer(2), BOND + raise));
            start_revealing(task);
            assert_ok!(open(task, None, answer(2)));
            judge(task, answer(2));
            assert_eq!(Lost::get()[0].fraction, Perbill::from_parts(parts));
        }
    });
}

#[test]
fn owe_the_rewards_up_to_one_bond() {
    build_and_execute(|| {
        // A loss of 5 % of 300,000 a member, of which a fifth is a reward of 9,000.
        Stakes::set(NODES.map(|node| (node, 30 * STAKE)).into());
        let task = kept();
        assert_ok!(dispute_by(ALICE, task, None, answer(2), 30 * STAKE));
        start_revealing(task);
        assert_ok!(open(task, None, answer(2)));
        judge(task, answer(2));
        let Award { who, amount, owed } = Lost::get()[0].awards[0];
        assert_eq!((who, amount), (ALICE, SPENT + RESTITUTION + 9_000));
        assert_eq!(owed, SPENT + RESTITUTION + BOND);
    });
}

#[test]
fn owe_two_winners_one_bond_together() {
    build_and_execute(|| {
        Stakes::set(NODES.map(|node| (node, 30 * STAKE)).into());
        Stakes::mutate(|stakes| stakes.extend([(DUTY, 40 * STAKE), (DUTY + 1, 40 * STAKE)]));
        let task = disputed(&[DUTY, DUTY + 1].map(|node| (Some(node), answer(2))));
        judge(task, answer(2));
        let awards = &Lost::get()[0].awards;
        let owed: Vec<_> = awards.iter().map(|award| (award.who, award.owed)).collect();
        // Rewards of 6,750 and 2,250.
        assert_eq!(owed, [(DUTY, 644 + BOND), (DUTY + 1, 643), (ALICE, RESTITUTION)]);
        let amounts: Vec<_> = awards.iter().map(|award| award.amount).collect();
        assert_eq!(amounts, [644 + 6_750, 643 + 2_250, RESTITUTION]);
    });
}

#[test]
fn pay_five_accounts_each_at_most() {
    build_and_execute(|| {
        // Four winners, two of them by an agent who is another account, and the payer.
        let task = kept();
        for node in [DUTY + 1, DUTY + 2, DUTY + 3] {
            assert_ok!(dispute(task, Some(node), answer(2)));
        }
        assert_ok!(dispute_by(AGENT, task, Some(NINA), answer(2), BOND));
        start_revealing(task);
        for node in [DUTY + 1, DUTY + 2, DUTY + 3, NINA] {
            assert_ok!(open(task, Some(node), answer(2)));
        }
        judge(task, answer(2));
        let payees = |node: usize| -> Vec<_> {
            Lost::get()[node].awards.iter().map(|award| award.who).collect()
        };
        // NINA's own slash pays neither her nor her agent.
        assert_eq!(payees(0), [DUTY + 1, DUTY + 2, DUTY + 3, ALICE]);
        assert_eq!(payees(1), [AGENT, NINA]);
        assert!(payees(2).is_empty());
    });
    build_and_execute(|| {
        // NINA was not wrong, and her agent's spent part makes the operator's reward a sixth payee.
        let answers = [Some(answer(1)), Some(answer(1)), Some(answer(1))];
        let mut task = settled_task(answers);
        task.members[0].answer = None;
        task.members[0].paid = 0;
        keep(5, task);
        for node in [DUTY + 1, DUTY + 2, DUTY + 3] {
            assert_ok!(dispute(5, Some(node), answer(2)));
        }
        assert_ok!(dispute_by(AGENT, 5, Some(NINA), answer(2), BOND));
        start_revealing(5);
        for node in [DUTY + 1, DUTY + 2, DUTY + 3, NINA] {
            assert_ok!(open(5, Some(node), answer(2)));
        }
        judge(5, answer(2));
        let payees: Vec<_> = Lost::get().iter().map(|lost| lost.awards.len()).collect();
        assert_eq!(payees, [5, 1]);
        assert_eq!(Lost::get()[1].awards[0].who, NINA);
    });
}

#[test]
fn give_a_payer_nothing_out_of_its_own_nodes_slash() {
    build_and_execute(|| {
        ForOthers::set(100_000);
        let payer = NINA;
        let task = nes_traits::SettledTask { payer, ..settled_task([Some(answer(1)); 3]) };
        keep(5, task);
        dispute_all(5, &[(Some(DUTY), answer(2))]);
        judge(5, answer(2));
        let payees = |node: usize| -> Vec<_> {
            Lost::get()[node].awards.iter().map(|award| award.who).collect()
        };
        assert_eq!(Lost::get()[0].node, NINA);
        assert_eq!((payees(0), payees(1)), (vec![DUTY], vec![NINA]));
        assert_eq!(Lost::get()[1].awards, [award(NINA, RESTITUTION)]);
    });
}

#[test]
fn take_a_hundredth_of_who_was_wrong_in_the_second_committee() {
    build_and_execute(|| {
        let task = disputed(&[(None, answer(2))]);
        let (right, wrong) = (Some(answer(2)), Some(answer(1)));
        judge_with(task, right, &[right, right, wrong, right, right, None, right, right, right]);
        let second =
            LostDispute { node: SECOND + 2, fraction: Perbill::from_percent(1), awards: vec![] };
        assert_eq!(Lost::get()[3..], [second]);
    });
}

#[test]
fn do_not_take_place_where_the_fraction_is_zero() {
    build_and_execute(|| {
        Fraction::set(Perbill::zero());
        let task = disputed(&[(None, answer(2)), (Some(DUTY), answer(3))]);
        judge(task, answer(2));
        assert!(Lost::get().is_empty());
        assert!(ended().iter().all(|(_, _, lost)| *lost));
    });
}
