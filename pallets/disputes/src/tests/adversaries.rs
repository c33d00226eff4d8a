use super::*;

/// The commitment names its disputer, so that a copy opens nothing.
#[test]
fn who_copies_a_commitment_cannot_open_it() {
    build_and_execute(|| {
        let task = kept();
        assert_ok!(dispute(task, None, answer(2)));
        let commitment = commitment(task, ALICE, answer(2));
        let copied = Disputes::dispute(signed(DUTY), task, Some(DUTY), commitment, BOND);
        assert!(copied.is_ok());
        start_revealing(task);
        assert_ok!(open(task, None, answer(2)));
        assert_noop!(open(task, Some(DUTY), answer(2)), Error::<Test>::WrongOpening);
        judge(task, answer(2));
        // It has lost, pays all, and is slashed.
        assert_eq!((gain(ALICE), gain(DUTY)), (0, -9 * PRICE as i128));
        assert_eq!(Lost::get().last().unwrap().node, DUTY);
    });
}

/// A commitment to another task, version or chain does not open either.
#[test]
fn who_commits_for_another_task_cannot_open_it() {
    build_and_execute(|| {
        let (task, other) = (kept(), kept());
        let commitment = commitment(other, ALICE, answer(2));
        assert!(Disputes::dispute(signed(ALICE), task, None, commitment, BOND).is_ok());
        start_revealing(task);
        assert_noop!(open(task, None, answer(2)), Error::<Test>::WrongOpening);
    });
}

/// A friend of wrong members who disputes first, to let the dispute fail, only adds to what is lost.
#[test]
fn a_friend_who_disputes_first_keeps_nobody_out() {
    build_and_execute(|| {
        let task = kept();
        assert_ok!(dispute(task, Some(DUTY), answer(1)));
        assert_ok!(dispute(task, None, answer(2)));
        start_revealing(task);
        assert_ok!(open(task, None, answer(2)));
        judge(task, answer(2));
        let lost: Vec<_> = Lost::get().iter().map(|lost| lost.node).collect();
        assert_eq!(lost, [NINA, NORA, NICK, DUTY]);
        // The friend pays the committee, and the honest payer is the first winner.
        assert_eq!((gain(ALICE), gain(DUTY)), (0, -9 * PRICE as i128));
        let paid: Balance = Lost::get()[0].awards.iter().map(|award| award.amount).sum();
        assert_eq!(paid, 3 * PAID + 3 * RISK / 5);
    });
}

/// A dispute among friends about a right answer moves nothing to them.
#[test]
fn a_vain_dispute_among_friends_costs_them() {
    build_and_execute(|| {
        let parties = [DUTY, DUTY + 1, DUTY + 2, DUTY + 3].map(|node| (Some(node), answer(2)));
        let task = disputed(&parties);
        judge(task, answer(1));
        let paid: i128 = (DUTY..DUTY + 4).map(gain).sum();
        assert_eq!(paid, -9 * PRICE as i128);
        assert_eq!(Lost::get().len(), 4);
        assert!(Lost::get().iter().all(|lost| lost.awards.is_empty()));
        assert!(ended().iter().all(|(_, conduct, lost)| *conduct == MemberConduct::Won && !lost));
    });
}

/// Friends who take all places in the last block, and open nothing, save the wrong members from the
/// slash, but not themselves.
#[test]
fn friends_who_take_all_places_pay_for_it() {
    build_and_execute(|| {
        let task = kept();
        assert_ok!(dispute(task, None, answer(2)));
        for node in DUTY..DUTY + 4 {
            Stakes::mutate(|stakes| stakes.insert(node, 5 * STAKE));
            assert_ok!(dispute(task, Some(node), answer(2)));
        }
        assert_eq!(gain(ALICE), 0);
        start_revealing(task);
        judge(task, answer(2));
        assert!(Lost::get().iter().map(|lost| lost.node).eq(DUTY..DUTY + 4));
        assert!(ended().iter().all(|(_, _, lost)| *lost));
    });
}

#[test]
fn joiners_cannot_empty_the_pool() {
    build_and_execute(|| {
        let nodes = NODES.into_iter().chain(DUTY..DUTY + 20);
        OnDuty::set(nodes.map(|node| (node, 0)).collect());
        let task = kept();
        let joined = (DUTY..DUTY + 20).filter(|node| dispute(task, Some(*node), answer(2)).is_ok());
        assert_eq!(joined.count(), 2);
        assert_noop!(dispute(task, Some(DUTY + 5), answer(2)), Error::<Test>::TooFewNodes);
        let excluded = Disputes::excluded(task).len();
        assert_eq!(OnDuty::get().len() - excluded, 18);
    });
}

#[test]
fn many_disputes_at_once_do_not_run_at_once() {
    build_and_execute(|| {
        let tasks = [(); 20].map(|()| kept());
        for task in tasks {
            assert_ok!(dispute(task, None, answer(2)));
        }
        assert_eq!(Opened::get().len(), 2);
        for number in 1..=20 {
            let open: Vec<_> = tasks
                .into_iter()
                .filter(|task| Disputes::settled(*task).is_some() && is_open(*task))
                .collect();
            assert!((1..=2).contains(&open.len()));
            judge(open[0], answer(1));
            assert_eq!(Closed::get().len(), number);
            check();
        }
        assert_eq!(Opened::get().len(), 20);
    });
}

/// A stolen key of an agent disputes with its own money, and only tasks of the node.
#[test]
fn a_stolen_agent_key_disputes_only_tasks_of_its_node() {
    build_and_execute(|| {
        let mut task = settled_task([Some(answer(1)); 3]);
        task.members.remove(0);
        keep(5, task);
        let refused = Error::<Test>::AgentOnlyForMembers;
        assert_noop!(dispute_by(AGENT, 5, Some(NINA), answer(2), BOND), refused);
        assert_ok!(dispute(5, Some(NINA), answer(2)));
    });
}

#[test]
fn who_has_not_opened_wins_nothing() {
    build_and_execute(|| {
        let task = kept();
        assert_ok!(dispute(task, None, answer(2)));
        judge(task, answer(2));
        assert_eq!(gain(ALICE), -(BOND as i128));
        assert!(Lost::get().is_empty());
        assert!(ended().iter().all(|(_, _, lost)| *lost));
    });
}

/// An answer that names both outputs contradicts neither.
#[test]
fn who_names_both_outputs_wins_nothing() {
    build_and_execute(|| {
        let task = disputed(&[(None, ambiguous(1, 2))]);
        judge(task, answer(2));
        assert_eq!(gain(ALICE), -9 * PRICE as i128);
        assert!(Lost::get().is_empty());
    });
}

/// The same result with a larger usage is another answer.
#[test]
fn a_committee_that_billed_too_much_is_contradicted() {
    build_and_execute(|| {
        let usage = Usage { input: 100, output: 11 };
        let billed = Answer::Output(Output { usage, ..output(1) });
        keep(5, settled_task([Some(billed), Some(billed), Some(answer(1))]));
        dispute_all(5, &[(Some(NICK), answer(1))]);
        judge(5, answer(1));
        assert_eq!(decided().decision, Decision::Overturned { answer: answer(1) });
        assert!(Lost::get().iter().map(|lost| lost.node).eq([NINA, NORA]));
        let attended = (NICK, MemberConduct::Attended, false);
        assert_eq!(ended()[2], attended);
    });
}

/// A wrong member who disputes its own lie is slashed with the others, and its reward is a small part
/// of what they lose.
#[test]
fn a_wrong_member_gains_nothing_by_disputing_its_own_lie() {
    build_and_execute(|| {
        let task = disputed(&[(Some(NINA), answer(2))]);
        judge(task, answer(2));
        let lost = Lost::get();
        assert!(lost.iter().map(|lost| lost.node).eq(NODES));
        assert!(lost[0].awards.iter().all(|award| award.who != NINA));
        let awards = lost.iter().flat_map(|lost| &lost.awards);
        let own = awards.filter(|award| award.who == NINA).map(|award| award.amount);
        let own: Balance = own.sum();
        assert_eq!(own, 9 * PRICE + 3 * RISK / 5);
        assert!(own < 9 * PRICE + 3 * RISK);
    });
}

/// A verdict about another dispute than the one that goes on changes nothing.
#[test]
#[cfg(not(debug_assertions))]
fn a_verdict_about_another_dispute_changes_nothing() {
    build_and_execute(|| {
        let task = kept();
        let verdict = |second| SecondVerdict { second, answer: None, members: vec![] };
        assert_storage_noop!(Disputes::judge(task, verdict(1_000)));
        assert_storage_noop!(Disputes::judge(task + 1, verdict(1_000)));
        assert_ok!(dispute(task, None, answer(2)));
        assert_storage_noop!(Disputes::judge(task, verdict(second_of(task) + 1)));
    });
}
