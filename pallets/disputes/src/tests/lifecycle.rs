use super::*;

#[test]
fn an_answer_that_nobody_disputes_is_final_after_its_window() {
    build_and_execute(|| {
        let task = kept();
        run_to(101);
        assert!(Disputes::settled(task).is_some());
        run_to(102);
        assert_eq!(Disputes::settled(task), None);
        assert_eq!(Work::get().len(), 3);
        assert_eq!(Windows::<Test>::iter().count(), 0);
    });
}

#[test]
fn a_wrong_answer_is_overturned() {
    build_and_execute(|| {
        let issuance = Balances::total_issuance();
        let task = kept();

        // The payer disputes in block 20, and a node joins in the last block for that.
        run_to(20);
        assert_ok!(dispute(task, None, answer(2)));
        run_to(27);
        assert_ok!(dispute(task, Some(DUTY), answer(2)));
        assert_eq!(pot(), 2 * BOND);
        check();

        // The second committee is drawn in block 36 by outputs of blocks after the last join.
        let SecondCommittee { of, due, .. } = Opened::get().remove(0);
        assert_eq!((of, due), (task, 36));
        run_to(36);
        assert_eq!(Disputes::excluded(task), [ALICE, NINA, NORA, NICK, DUTY]);
        assert!(Disputes::seed(task, SERVICE).is_some());

        // Disputers open when it reveals.
        start_revealing(task);
        assert_ok!(open(task, None, answer(2)));
        assert_ok!(open(task, Some(DUTY), answer(2)));
        check();
        run_to(80);
        judge(task, answer(2));

        let decided = decided();
        assert_eq!(decided.decision, Decision::Overturned { answer: answer(2) });
        assert_eq!((gain(ALICE), gain(DUTY)), (-644, -643));
        assert_eq!(Lost::get().len(), 3);
        assert_eq!(DutyCounts::get().len(), 9);
        assert!(ended().iter().all(|(_, _, lost)| *lost));
        assert_eq!((Settled::<Test>::iter().count(), By::<Test>::iter().count()), (0, 0));
        assert_eq!((OpenIn::<Test>::iter().count(), Windows::<Test>::iter().count()), (0, 0));
        assert_eq!(Balances::total_issuance(), issuance);
    });
}

#[test]
fn two_committees_without_a_decision_let_the_answer_stand() {
    build_and_execute(|| {
        let task = kept();
        for opened in 1..=2 {
            run_to(System::block_number() + 50);
            dispute_all(task, &[(None, answer(2))]);
            assert_eq!(Opened::get().len(), opened);
            judge_split(task);
            check();
        }
        assert_eq!(Disputes::settled(task), None);
        assert_eq!(gain(ALICE), -2 * 9 * INPUT_PRICE as i128);
        assert!(ended().iter().all(|(_, conduct, lost)| *conduct == MemberConduct::Won && !lost));
    });
}

#[test]
fn the_development_chain_disputes_before_five_nodes() {
    build_by_and_execute(DEVELOPMENT, || {
        let nodes = NODES.into_iter().chain(DUTY..DUTY + 7);
        OnDuty::set(nodes.map(|node| (node, 0)).collect());
        let task = kept();
        let bond = 5 * SEAT_PRICE;
        assert_ok!(dispute_by(ALICE, task, None, answer(2), bond));
        assert_ok!(dispute_by(DUTY, task, Some(DUTY), answer(2), bond));
        start_revealing(task);
        assert_ok!(open(task, None, answer(2)));
        assert_ok!(open(task, Some(DUTY), answer(2)));
        judge_with(task, Some(answer(2)), &[Some(answer(2)); 5]);
        assert_eq!(decided().spent, 5 * PRICE);
        assert_eq!(pot(), 0);
    });
}
