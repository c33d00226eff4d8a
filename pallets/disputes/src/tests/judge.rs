use nes_traits::SecondMember;

use super::*;

/// The price of all nine seats for [`output`], and of those that answer where nothing is agreed.
const SPENT: Balance = 9 * PRICE;
const SPENT_IN_VAIN: Balance = 9 * INPUT_PRICE;

fn parts(node: Balance, treasury: Balance) -> FeeParts {
    FeeParts { node, treasury, ..FeeParts::default() }
}

/// Returns the seats of nine members that gave this answer, each with this pay and price.
fn seats(answer: Answer, pay: Balance, price: Balance) -> Vec<SecondSeat<u64>> {
    let parts = parts(pay, price - pay);
    let seat = |node| SecondSeat { node, answer: Some(answer), paid: price, parts };
    (SECOND..SECOND + 9).map(seat).collect()
}

/// Checks that what came out of the bonds of a task with this number of disputers is what went in:
/// all that others have gained, their losses.
fn check_sums(decided: &Decided, losers: &[u64]) {
    let others = [TREASURY].into_iter().chain(SECOND..SECOND + 9);
    let gained: i128 = others.map(gain).sum();
    assert_eq!(gained, (decided.spent + decided.forfeited) as i128);
    let lost: i128 = losers.iter().map(|who| -gain(*who)).sum();
    assert_eq!(lost, gained);
    assert_eq!(pot(), 0);
}

#[test]
fn pays_the_second_committee_at_the_median() {
    build_and_execute(|| {
        let task = disputed(&[(None, answer(2))]);
        judge(task, answer(1));
        let decided = decided();
        assert_eq!(decided.decision, Decision::Upheld { answer: answer(1) });
        assert_eq!(decided.committee, seats(answer(1), PAY, PRICE));
        assert_eq!(gain(SECOND), PAY as i128);
        assert_eq!(gain(SECOND + 8), PAY as i128);
    });
}

#[test]
fn takes_the_whole_bond_of_a_payer_that_lost() {
    build_and_execute(|| {
        let task = kept();
        assert_ok!(dispute_by(ALICE, task, None, answer(2), BOND + 500));
        start_revealing(task);
        assert_ok!(open(task, None, answer(2)));
        judge(task, answer(1));
        let decided = decided();
        assert_eq!((decided.spent, decided.forfeited), (SPENT, BOND + 500 - SPENT));
        check_sums(&decided, &[ALICE]);
        assert!(Lost::get().is_empty());
    });
}

#[test]
fn takes_its_part_and_a_slash_of_a_node_that_lost() {
    build_and_execute(|| {
        let task = disputed(&[(Some(DUTY), answer(2))]);
        judge(task, answer(1));
        let decided = decided();
        assert_eq!((decided.spent, decided.forfeited), (SPENT, 0));
        check_sums(&decided, &[DUTY]);
        let lost = LostDispute { node: DUTY, fraction: FakeStake::fraction(), awards: vec![] };
        assert_eq!(Lost::get(), [lost]);
    });
}

#[test]
fn lets_the_losers_share_what_was_spent() {
    build_and_execute(|| {
        let parties = [
            (Some(DUTY), answer(2)),
            (Some(NINA), answer(1)),
            (None, answer(3)),
            (Some(NORA), INVALID),
        ];
        let task = disputed(&parties);
        judge_with(task, Some(answer(1)), &[Some(answer(1)); 8]);
        let decided = decided();
        // 1,144 by three: the first one has the planck.
        assert_eq!(decided.spent, 8 * PRICE);
        assert_eq!(decided.forfeited, BOND - 381);
        assert_eq!((gain(DUTY), gain(NINA), gain(NORA)), (-382, 0, -381));
        check_sums(&decided, &[DUTY, ALICE, NORA]);
        assert!(Lost::get().iter().map(|lost| lost.node).eq([DUTY, NORA]));
    });
}

#[test]
fn lets_all_disputers_share_it_if_nobody_lost() {
    build_and_execute(|| {
        // None of them contradicts the answer of the second committee.
        let task = disputed(&[(None, ambiguous(1, 2)), (Some(DUTY), answer(1))]);
        judge(task, answer(1));
        let decided = decided();
        assert_eq!((decided.spent, decided.forfeited), (SPENT, 0));
        assert_eq!((gain(ALICE), gain(DUTY)), (-644, -643));
        check_sums(&decided, &[ALICE, DUTY]);
        assert!(Lost::get().is_empty());
    });
}

#[test]
fn pays_no_member_that_the_agreed_answer_contradicts() {
    build_and_execute(|| {
        let task = disputed(&[(None, answer(2))]);
        let (one, other, both) = (Some(answer(1)), Some(answer(2)), Some(ambiguous(1, 2)));
        judge_with(task, one, &[one, one, other, one, both, one, None, one, one]);
        let decided = decided();
        let paid: Vec<_> = decided.committee.iter().map(|seat| seat.paid).collect();
        assert_eq!(paid, [PRICE, PRICE, 0, PRICE, PRICE, PRICE, 0, PRICE, PRICE]);
        assert_eq!(decided.committee[2].parts, FeeParts::default());
        assert_eq!(decided.committee[3].parts, parts(PAY, PRICE - PAY));
        assert_eq!(decided.spent, 7 * PRICE);
        check_sums(&decided, &[ALICE]);
        let fraction = FakeStake::second_fraction();
        assert_eq!(Lost::get(), [LostDispute { node: SECOND + 2, fraction, awards: vec![] }]);
    });
}

#[test]
fn pays_for_the_input_alone_where_the_agreed_answer_is_no_output() {
    build_and_execute(|| {
        let task = disputed(&[(None, answer(2))]);
        judge(task, INVALID);
        let decided = decided();
        assert_eq!(decided.decision, Decision::Overturned { answer: INVALID });
        assert_eq!(decided.committee, seats(INVALID, INPUT_PAY, INPUT_PRICE));
    });
}

#[test]
fn pays_every_answer_where_nothing_is_agreed() {
    build_and_execute(|| {
        let task = disputed(&[(None, answer(2)), (Some(NINA), answer(2))]);
        judge_split(task);
        let decided = decided();
        assert_eq!(decided.decision, Decision::Undecided);
        assert!(decided.committee.iter().all(|seat| seat.paid == INPUT_PRICE));
        assert_eq!((decided.spent, decided.forfeited), (SPENT_IN_VAIN, 0));
        // 1,089 by two.
        assert_eq!((gain(ALICE), gain(NINA)), (-545, -544));
        check_sums(&decided, &[ALICE, NINA]);
        assert!(Lost::get().is_empty());
    });
}

#[test]
fn spends_the_whole_bond_at_most() {
    build_and_execute(|| {
        let task = disputed(&[(None, answer(2))]);
        let most = Answer::Output(Output { usage: MAX_USAGE, ..output(2) });
        judge(task, most);
        assert_eq!(decided().spent, BOND);
    });
}

#[test]
fn gives_everything_back_if_no_second_committee_was_drawn() {
    build_and_execute(|| {
        let task = kept();
        assert_ok!(dispute(task, None, answer(2)));
        assert_ok!(dispute_by(AGENT, task, Some(NINA), answer(2), BOND));
        run_to(17);
        judge_with(task, None, &[]);
        let expected =
            Decided { decision: Decision::Undecided, committee: vec![], spent: 0, forfeited: 0 };
        assert_eq!(decided(), expected);
        assert_eq!((gain(ALICE), gain(AGENT), gain(TREASURY)), (0, 0, 0));
        assert!(Lost::get().is_empty());
    });
}

/// A second committee of which nobody commits never reveals, so that no disputer can open.
#[test]
fn gives_everything_back_if_nobody_answered() {
    build_and_execute(|| {
        let task = kept();
        for node in [None, Some(DUTY)] {
            assert_ok!(dispute(task, node, answer(2)));
        }
        judge_with(task, None, &[None; 9]);
        let decided = decided();
        assert_eq!((decided.spent, decided.forfeited, decided.committee.len()), (0, 0, 9));
        assert_eq!((gain(ALICE), gain(DUTY), gain(TREASURY)), (0, 0, 0));
        assert!(Lost::get().is_empty() && Disputes::settled(task).unwrap().again);
        assert!(DutyCounts::get().iter().all(|(_, missed)| *missed));
    });
}

#[test]
fn makes_a_disputer_lose_that_did_not_open() {
    build_and_execute(|| {
        let task = kept();
        for node in [None, Some(NINA), Some(DUTY)] {
            assert_ok!(dispute(task, node, answer(2)));
        }
        start_revealing(task);
        assert_ok!(open(task, Some(DUTY), answer(2)));
        judge(task, answer(2));
        let decided = decided();
        // ALICE and NINA share 1,287.
        assert_eq!((gain(NINA), gain(DUTY)), (-643, 0));
        assert_eq!(decided.forfeited, BOND - 644);
        check_sums(&decided, &[ALICE, NINA]);
        let awarded = |lost: &LostDispute<u64>| !lost.awards.is_empty();
        let lost: Vec<_> = Lost::get().iter().map(|lost| (lost.node, awarded(lost))).collect();
        // The members, of which the first pays all, and then NINA as a disputer.
        assert_eq!(lost, [(NINA, true), (NORA, false), (NICK, false), (NINA, false)]);
    });
}

#[test]
fn slashes_nobody_where_nothing_is_agreed() {
    build_and_execute(|| {
        let task = kept();
        for node in [None, Some(NINA), Some(DUTY)] {
            assert_ok!(dispute(task, node, answer(2)));
        }
        start_revealing(task);
        assert_ok!(open(task, Some(DUTY), answer(2)));
        judge_split(task);
        let decided = decided();
        // Who did not open pays all of it.
        assert_eq!((gain(NINA), gain(DUTY)), (-544, 0));
        assert_eq!(decided.forfeited, BOND - 545);
        check_sums(&decided, &[ALICE, NINA]);
        assert!(Lost::get().is_empty());
    });
}

#[test]
fn excuses_who_could_not_open_because_the_chain_took_no_calls() {
    build_and_execute(|| {
        let task = kept();
        assert_ok!(dispute(task, None, answer(2)));
        assert_ok!(dispute(task, Some(DUTY), answer(2)));
        ClosedAt::set(9);
        judge(task, answer(1));
        // Nobody lost, so that both share it.
        assert_eq!((gain(ALICE), gain(DUTY)), (-644, -643));
        assert!(Lost::get().is_empty());
        // A block in which others could join is no excuse.
        let other = kept();
        run_to(10);
        assert_ok!(dispute(other, Some(DUTY), answer(2)));
        ClosedAt::set(17);
        judge(other, answer(1));
        assert_eq!(Lost::get().len(), 1);
    });
}

#[test]
fn counts_the_seats_of_the_second_committee() {
    build_and_execute(|| {
        let task = disputed(&[(None, answer(2))]);
        let (second, silent) =
            (second_of(task), SecondMember { node: 7, answer: None, missed: false });
        let mut members = second_members(&[Some(answer(1)), None]);
        members.push(silent);
        Disputes::judge(task, SecondVerdict { second, answer: None, members });
        assert_eq!(DutyCounts::get(), [(SECOND, false), (SECOND + 1, true), (7, false)]);
    });
}

#[test]
fn ends_an_upheld_task_with_its_members_as_they_were() {
    build_and_execute(|| {
        keep(9, settled_task([Some(answer(1)), Some(answer(1)), Some(answer(2))]));
        dispute_all(9, &[(Some(NICK), answer(2))]);
        judge(9, answer(1));
        let wrong = MemberConduct::Failed(ServiceFault::WrongAnswer);
        let won = MemberConduct::Won;
        assert_eq!(ended(), [(NINA, won, false), (NORA, won, false), (NICK, wrong, false)]);
        assert_eq!(Work::get(), [(NINA, PROTOCOL), (NORA, PROTOCOL)]);
        assert_eq!(Disputes::settled(9), None);
        assert!(Closed::get()[0].slashable);
    });
}

#[test]
fn ends_an_overturned_task_with_its_members_as_they_were_wrong() {
    build_and_execute(|| {
        keep(9, settled_task([Some(answer(1)), Some(answer(1)), Some(answer(2))]));
        dispute_all(9, &[(Some(NICK), answer(2))]);
        judge(9, answer(2));
        let (won, attended) = (MemberConduct::Won, MemberConduct::Attended);
        assert_eq!(ended(), [(NINA, won, true), (NORA, won, true), (NICK, attended, false)]);
        assert!(Closed::get()[0].members.iter().all(|member| member.protocol == 0));
        assert!(Work::get().is_empty());
        assert!(Lost::get().iter().map(|lost| lost.node).eq([NINA, NORA]));
    });
}

#[test]
fn ends_a_member_that_was_wrong_both_times_as_one_that_lost() {
    build_and_execute(|| {
        keep(9, settled_task([Some(answer(1)), Some(answer(3)), None]));
        dispute_all(9, &[(None, answer(2))]);
        judge(9, answer(2));
        let wrong = MemberConduct::Failed(ServiceFault::WrongAnswer);
        let overtaken = MemberConduct::Overtaken;
        let won = MemberConduct::Won;
        assert_eq!(ended(), [(NINA, won, true), (NORA, wrong, true), (NICK, overtaken, false)]);
        assert!(Lost::get().iter().map(|lost| lost.node).eq([NINA, NORA]));
    });
}

#[test]
fn corrects_an_overturned_task_without_slashes_if_nobody_won() {
    build_and_execute(|| {
        let task = disputed(&[(Some(DUTY), answer(3)), (None, ambiguous(1, 2))]);
        judge(task, answer(2));
        assert_eq!(decided().decision, Decision::Overturned { answer: answer(2) });
        assert!(ended().iter().all(|(_, _, lost)| *lost));
        assert!(Work::get().is_empty());
        // Only the disputer that the second committee contradicts.
        assert!(Lost::get().iter().map(|lost| lost.node).eq([DUTY]));
    });
}

#[test]
fn lets_a_task_be_disputed_once_more_if_nothing_is_agreed() {
    build_and_execute(|| {
        let task = disputed(&[(None, answer(2))]);
        run_to(40);
        events();
        judge_split(task);
        assert_eq!(events().last(), Some(&Event::WindowStarted { task, until: 140 }));
        let kept = Disputes::settled(task).unwrap();
        assert_eq!((kept.since, kept.until, kept.again), (40, 140, true));
        assert_eq!(kept.state, State::Undisputed);
        let second: Vec<_> = (SECOND..SECOND + 9).collect();
        assert_eq!(kept.excluded.to_vec(), second);
        assert!(Closed::get().is_empty() && Disputes::open_disputes(&ALICE).is_empty());
        assert!(!OpenIn::<Test>::contains_key(SERVICE));

        run_to(140);
        assert_ok!(dispute(task, None, answer(2)));
        let mut excluded = vec![ALICE];
        excluded.extend(NODES);
        excluded.extend(second);
        assert_eq!(Disputes::excluded(task), excluded);
        // Now 27 nodes are left of 40, one less with every disputer.
        judge_split(task);
        assert_eq!(Disputes::settled(task), None);
        assert!(ended().iter().all(|(_, conduct, lost)| *conduct == MemberConduct::Won && !lost));
        assert_eq!(Work::get().len(), 3);
    });
}

#[test]
fn lets_the_answer_stand_after_a_second_window() {
    build_and_execute(|| {
        let task = disputed(&[(None, answer(2))]);
        judge_split(task);
        run_to(102);
        assert_eq!(Disputes::settled(task), None);
        assert_eq!((ended().len(), Work::get().len()), (3, 3));
    });
}

#[test]
fn counts_a_committee_that_could_not_be_drawn_as_the_first_of_two() {
    build_and_execute(|| {
        let task = kept();
        for _ in 0..2 {
            assert_ok!(dispute(task, None, answer(2)));
            judge_with(task, None, &[]);
        }
        assert_eq!(Disputes::settled(task), None);
        assert_eq!(ended().len(), 3);
    });
}

#[test]
fn counts_too_few_nodes_for_a_second_dispute() {
    build_and_execute(|| {
        let task = disputed(&[(None, answer(2))]);
        judge_split(task);
        // 12 of 30 nodes are excluded, and a thirteenth is one too many.
        let nodes = NODES.into_iter().chain(DUTY..);
        OnDuty::set(nodes.take(30).map(|node| (node, 0)).collect());
        assert_noop!(dispute(task, Some(DUTY), answer(2)), Error::<Test>::TooFewNodes);
        assert_ok!(dispute(task, Some(NINA), answer(2)));
    });
}

#[test]
fn gives_the_treasury_what_an_account_cannot_take() {
    build_and_execute(|| {
        let usage = Usage { input: 99, output: 50 };
        let nearly = Answer::Output(Output { usage, ..output(1) });
        keep(9, settled_task([Some(nearly); 3]));
        dispute_all(9, &[(Some(DUTY), nearly)]);
        assert_ok!(Balances::transfer_all(signed(DUTY), BOB, false));
        judge(9, nearly);
        // 209 and 21 a seat leave less than the existential deposit.
        let decided = decided();
        assert_eq!((decided.spent, decided.forfeited), (9 * 230, 9));
        assert_eq!(Balances::free_balance(DUTY), 0);
        assert_eq!(gain(TREASURY), 9 * 21 + 9);
    });
}

#[test]
fn weighs_every_slash_and_count_that_it_can_take() {
    build_and_execute(|| {
        // Three disputers, nine members and three members of the second committee.
        let slashes = FakeStake::lose_weight() * 15;
        let counts = FakeStake::count_weight() * 9;
        assert_eq!(Disputes::judge_weight(), <() as WeightInfo>::judge() + slashes + counts);
    });
}
