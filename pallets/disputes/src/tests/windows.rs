use nes_support::queue::share_of_block;

use super::*;

#[test]
fn end_with_a_report_of_every_member() {
    build_and_execute(|| {
        let answers = [Some(answer(1)), Some(answer(1)), Some(answer(2))];
        keep(0, settled_task(answers));
        run_to(101);
        assert!(Closed::get().is_empty());
        run_to(102);
        let wrong = MemberConduct::Failed(ServiceFault::WrongAnswer);
        let won = MemberConduct::Won;
        assert_eq!(ended(), [(NINA, won, false), (NORA, won, false), (NICK, wrong, false)]);
        let task = Closed::get().remove(0);
        assert_eq!((task.service, task.payer, task.slashable), (SERVICE, ALICE, true));
        assert!(task.members.iter().map(|member| member.protocol).eq([PROTOCOL, PROTOCOL, 0]));
        assert_eq!(Work::get(), [(NINA, PROTOCOL), (NORA, PROTOCOL)]);
        assert_eq!(Disputes::settled(0), None);
        assert!(events().is_empty());
    });
}

#[test]
fn count_no_work_where_nobody_won() {
    build_and_execute(|| {
        keep(0, settled_task([Some(INVALID); 3]));
        run_to(102);
        assert!(Work::get().is_empty());
        assert!(ended().iter().all(|(_, conduct, _)| *conduct == MemberConduct::Attended));
    });
}

#[test]
fn count_no_work_of_which_nothing_was_the_protocols() {
    build_and_execute(|| {
        let mut task = settled_task([Some(answer(1)); 3]);
        task.members[0].protocol = 0;
        keep(0, task);
        run_to(102);
        assert_eq!(Work::get(), [(NORA, PROTOCOL), (NICK, PROTOCOL)]);
    });
}

#[test]
fn start_anew_if_a_block_took_no_calls() {
    build_and_execute(|| {
        let task = kept();
        run_to(60);
        ClosedAt::set(50);
        run_to(102);
        assert_eq!(events(), [Event::WindowStarted { task, until: 201 }]);
        assert_ok!(dispute(task, None, answer(2)));
        let other = kept();
        run_to(250);
        // A closed block before a window is nothing to it.
        assert_eq!(Disputes::settled(other), None);
    });
}

#[test]
fn end_if_no_further_block_took_no_calls() {
    build_and_execute(|| {
        let task = kept();
        ClosedAt::set(50);
        run_to(201);
        assert!(Disputes::settled(task).is_some());
        run_to(202);
        assert_eq!(Disputes::settled(task), None);
    });
}

#[test]
fn do_not_end_while_the_answer_is_disputed() {
    build_and_execute(|| {
        let tasks = [(); 3].map(|()| kept());
        for task in tasks {
            assert_ok!(dispute(task, None, answer(2)));
        }
        run_to(500);
        assert!(is_open(tasks[0]) && is_open(tasks[1]) && waits(tasks[2]));
        assert_eq!(Windows::<Test>::iter().count(), 0);
        assert!(Closed::get().is_empty());
    });
}

#[test]
fn end_as_far_as_the_block_has_room() {
    build_and_execute(|| {
        let tasks = [(); 5].map(|()| kept());
        System::set_block_number(101);
        WindowsFrom::<Test>::put(101);
        let (look, step) =
            (<() as WeightInfo>::look_for_windows(), <() as WeightInfo>::end_window(3));
        let room = look + step + step;
        assert_eq!(Disputes::on_idle(101, room), room);
        assert_eq!((Closed::get().len(), WindowsFrom::<Test>::get()), (2, 101));
        check();
        System::set_block_number(102);
        // A dispute comes too late also where the end of the window does.
        let left = tasks.into_iter().find(|task| Disputes::settled(*task).is_some()).unwrap();
        assert_noop!(dispute(left, None, answer(2)), Error::<Test>::TooLate);
        let rest = step + step + step + look + look;
        assert_eq!(Disputes::on_idle(102, Weight::MAX), rest);
        assert_eq!((Closed::get().len(), WindowsFrom::<Test>::get()), (5, 103));
    });
}

#[test]
fn take_no_more_than_a_tenth_of_a_block() {
    build_and_execute(|| {
        // So far behind that the looks alone take more.
        let (share, look) = (share_of_block::<Test>(10), <() as WeightInfo>::look_for_windows());
        let behind = share.ref_time() / look.ref_time() + 10;
        System::set_block_number(behind);
        let used = Disputes::on_idle(behind, Weight::MAX);
        assert!(used.all_lte(share) && (used + look).ref_time() > share.ref_time());
        assert!(WindowsFrom::<Test>::get() < behind);
    });
}

#[test]
fn take_no_weight_in_a_full_block() {
    build_and_execute(|| {
        kept();
        System::set_block_number(101);
        assert_eq!(Disputes::on_idle(101, Weight::zero()), Weight::zero());
        assert!(Closed::get().is_empty());
    });
}
