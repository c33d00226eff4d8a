use super::*;

/// Keeps this number of tasks, each disputed by ALICE with a bond that is that much above the least,
/// in the order of the `raises`.
fn dispute_with(raises: impl IntoIterator<Item = Balance>) -> Vec<TaskId> {
    let mut tasks = vec![];
    for raise in raises {
        let task = kept();
        assert_ok!(dispute_by(ALICE, task, None, answer(2), BOND + raise));
        tasks.push(task);
    }
    tasks
}

/// Returns the tasks in line.
fn line() -> Vec<TaskId> {
    Waiting::<Test>::get(SERVICE).into_iter().map(|(_, task)| task).collect()
}

#[test]
fn begins_when_a_twentieth_of_the_nodes_is_disputed() {
    build_and_execute(|| {
        let tasks = dispute_with([0; 2]);
        assert!(tasks.iter().all(|task| is_open(*task)));
        let third = kept();
        events();
        assert_ok!(dispute(third, None, answer(2)));
        assert_eq!(events()[1..], [Event::DisputeWaits { task: third }]);
        assert!(waits(third));
        assert_eq!(Opened::get().len(), 2);
        assert_eq!((OpenIn::<Test>::get(SERVICE), line()), (2, vec![third]));
    });
}

#[test]
fn leaves_room_for_one_dispute_at_least() {
    build_and_execute(|| {
        let nodes = NODES.into_iter().chain(DUTY..DUTY + 36);
        OnDuty::set(nodes.map(|node| (node, 0)).collect());
        // A twentieth of 39 is less than two.
        let tasks = dispute_with([0; 2]);
        assert!(is_open(tasks[0]) && waits(tasks[1]));
    });
    build_by_and_execute(DEVELOPMENT, || {
        let nodes = NODES.into_iter().chain(DUTY..DUTY + 7);
        OnDuty::set(nodes.map(|node| (node, 0)).collect());
        let tasks = dispute_with([0; 2]);
        assert!(is_open(tasks[0]) && waits(tasks[1]));
    });
}

#[test]
fn is_one_for_each_service() {
    build_and_execute(|| {
        dispute_with([0; 3]);
        let mut task = settled_task([Some(answer(1)); 3]);
        task.question.service = SERVICE + 1;
        keep(77, task);
        assert_ok!(dispute(77, None, answer(2)));
        assert!(is_open(77));
        assert_eq!(OpenIn::<Test>::get(SERVICE + 1), 1);
    });
}

#[test]
fn is_in_the_order_of_the_risks() {
    build_and_execute(|| {
        let tasks = dispute_with([0, 0, 1, 3, 2, 3]);
        assert_eq!(line(), [tasks[3], tasks[5], tasks[4], tasks[2]]);
        run_to(30);
        events();
        judge(tasks[0], answer(1));
        let second = second_of(tasks[3]);
        let started = Event::DisputeStarted { task: tasks[3], second, closes: 37, draws: 46 };
        assert_eq!(events().last(), Some(&started));
        assert_eq!(Opened::get().last().unwrap().due, 46);
        assert_eq!(line(), [tasks[5], tasks[4], tasks[2]]);
        for (ended, next) in [(1, 5), (3, 4), (5, 2)] {
            judge(tasks[ended], answer(1));
            assert!(is_open(tasks[next]));
            check();
        }
        for ended in [4, 2] {
            judge(tasks[ended], answer(1));
        }
        assert!(!OpenIn::<Test>::contains_key(SERVICE) && !Waiting::<Test>::contains_key(SERVICE));
    });
}

#[test]
fn moves_who_is_joined_forward() {
    build_and_execute(|| {
        let tasks = dispute_with([0, 0, 5, 0, 1]);
        assert_eq!(line(), [tasks[2], tasks[4], tasks[3]]);
        // It waits, and takes joins as long as it does.
        run_to(200);
        assert_ok!(dispute(tasks[3], Some(NINA), answer(2)));
        assert_eq!(line(), [tasks[3], tasks[2], tasks[4]]);
        assert_eq!(Waiting::<Test>::get(SERVICE)[0], (BOND + RISK, tasks[3]));
        judge(tasks[0], answer(1));
        assert!(is_open(tasks[3]));
        run_to(207);
        assert_ok!(dispute(tasks[3], Some(NORA), answer(2)));
    });
}

#[test]
fn counts_what_is_left_at_risk_when_one_is_displaced() {
    build_and_execute(|| {
        let tasks = dispute_with([0, 0, 0]);
        let task = tasks[2];
        for node in [NINA, NORA, NICK] {
            assert_ok!(dispute(task, Some(node), answer(2)));
        }
        Stakes::mutate(|stakes| stakes.insert(DUTY, 20 * (BOND + 1)));
        assert_ok!(dispute(task, Some(DUTY), answer(2)));
        // The nodes risk less than ALICE, so that the latest of them has lost its place.
        assert_eq!(disputers(task), [(ALICE, BOND), (NINA, RISK), (NORA, RISK), (DUTY, BOND + 1)]);
        assert_eq!(Waiting::<Test>::get(SERVICE)[0], (2 * BOND + 1 + 2 * RISK, task));
    });
}

#[test]
fn has_thirty_two_places() {
    build_and_execute(|| {
        let tasks = dispute_with([10; 2 + MAX_WAITING as usize]);
        let (first, last) = (tasks[2], tasks[33]);
        let new = kept();
        let refused = || Error::<Test>::QueueFull;
        assert_noop!(dispute_by(ALICE, new, None, answer(2), BOND + 10), refused());
        assert_ok!(dispute(last, Some(NINA), answer(2)));
        assert_noop!(dispute_by(ALICE, new, None, answer(2), BOND + 10), refused());
        run_to(50);
        events();
        let before = gain(ALICE);
        assert_ok!(dispute_by(ALICE, new, None, answer(2), BOND + 11));
        // Of those with the smallest risk the latest lost its place, and its bond came back.
        let (displaced, bond) = (tasks[32], BOND + 10);
        assert_eq!(
            events()[1..],
            [
                Event::Displaced { task: displaced, who: ALICE, node: None, bond },
                Event::WindowStarted { task: displaced, until: 150 },
                Event::DisputeWaits { task: new },
            ]
        );
        assert_eq!(gain(ALICE), before - 1);
        assert_eq!(line()[..3], [last, new, first]);
        check();
        // Its window has started anew.
        run_to(150);
        assert_noop!(dispute(displaced, None, answer(2)), refused());
        run_to(151);
        assert_noop!(dispute(displaced, None, answer(2)), Error::<Test>::UnknownTask);
    });
}

#[test]
fn gives_all_disputers_of_a_displaced_dispute_their_bonds_back() {
    build_and_execute(|| {
        let tasks = dispute_with(core::iter::repeat_n(5_000, 1 + MAX_WAITING as usize));
        let poor = kept();
        assert_ok!(dispute(poor, None, answer(2)));
        assert_ok!(dispute_by(AGENT, poor, Some(NINA), answer(2), BOND));
        assert_ok!(dispute(poor, Some(NORA), answer(2)));
        assert_eq!(line().last(), Some(&poor));
        assert_eq!((gain(AGENT), gain(NORA)), (-(BOND as i128), -(BOND as i128)));
        let new = kept();
        assert_ok!(dispute_by(ALICE, new, None, answer(2), BOND + 5_000));
        assert!(is_open(tasks[0]));
        assert_eq!((gain(AGENT), gain(NORA)), (0, 0));
        assert_eq!(Disputes::settled(poor).unwrap().state, State::Undisputed);
        assert!(Disputes::open_disputes(&NINA).is_empty());
        assert!(Disputes::open_disputes(&NORA).is_empty());
    });
}

#[test]
fn moves_on_when_nodes_come_and_waits_when_they_go() {
    build_and_execute(|| {
        let tasks = dispute_with([0, 0, 1, 2, 3]);
        OnDuty::mutate(|nodes| nodes.extend((500..540).map(|node| (node, 0))));
        // There is room for four, and a new dispute lets one start, the one with the largest risk.
        let new = dispute_with([0]);
        assert!(is_open(tasks[4]) && waits(tasks[3]) && waits(new[0]));
        OnDuty::mutate(|nodes| nodes.retain(|node, _| *node < 500));
        judge(tasks[0], answer(1));
        assert_eq!((OpenIn::<Test>::get(SERVICE), line().len()), (2, 3));
        judge(tasks[1], answer(1));
        assert!(is_open(tasks[3]));
    });
}
