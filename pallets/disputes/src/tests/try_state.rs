use nes_support::params::Name;

use super::*;

/// Checks that the invariants report `complaint`.
fn complains(complaint: &'static str) {
    assert_eq!(Disputes::do_try_state(), Err(complaint.into()));
}

/// Breaks the state of `task`, checks that the invariants report `complaint`, and mends it.
fn breaks(task: TaskId, damage: impl FnOnce(&mut KeptTaskOf<Test>), complaint: &'static str) {
    let sound = Disputes::settled(task).unwrap();
    Settled::<Test>::mutate(task, |task| damage(task.as_mut().unwrap()));
    complains(complaint);
    Settled::<Test>::insert(task, sound);
    assert_storage_noop!(check());
}

fn change(task: &mut KeptTaskOf<Test>, change: impl FnOnce(&mut Vec<Disputer<u64>>)) {
    let (State::Waiting(disputers) | State::Open { disputers, .. }) = &mut task.state else {
        panic!("not disputed")
    };
    let mut changed = disputers.to_vec();
    change(&mut changed);
    *disputers = changed.try_into().unwrap();
}

/// Keeps a task that ALICE and NINA dispute.
fn open_dispute() -> TaskId {
    let task = kept();
    assert_ok!(dispute(task, None, answer(2)));
    assert_ok!(dispute(task, Some(NINA), answer(2)));
    task
}

/// Keeps tasks that ALICE disputes, the third of which waits.
fn waiting() -> TaskId {
    let tasks = [(); 3].map(|()| kept());
    for task in tasks {
        assert_ok!(dispute(task, None, answer(2)));
    }
    tasks[2]
}

#[test]
fn notice_parameters_out_of_bounds() {
    build_and_execute(|| {
        Parameters::<Test>::mutate(|params| params.window = 0);
        complains("the parameters are out of bounds");
        Parameters::<Test>::kill();
    });
}

#[test]
fn notice_a_change_of_an_unknown_parameter() {
    build_and_execute(|| {
        let name: Name = b"colour".to_vec().try_into().unwrap();
        ChangedAt::<Test>::insert(&name, 1);
        complains("an unknown parameter changed");
        ChangedAt::<Test>::remove(&name);
    });
}

#[test]
fn notice_rules_out_of_bounds() {
    build_and_execute(|| {
        FixedRules::<Test>::mutate(|rules| rules.quorum = 4);
        complains("rules out of bounds");
        FixedRules::<Test>::kill();
    });
}

#[test]
fn notice_a_pot_with_less_than_the_bonds() {
    build_and_execute(|| {
        open_dispute();
        let send = |from, to, amount| {
            assert_ok!(Balances::transfer_keep_alive(signed(from), to, amount));
        };
        send(Disputes::pot(), BOB, 1);
        complains("an account has less than it owes");
        send(BOB, Disputes::pot(), 2);
        // Somebody may send the pot more than is missing.
        assert_eq!(Disputes::do_try_state(), Ok(()));
        send(Disputes::pot(), BOB, 1);
    });
}

#[test]
fn notice_unsound_tasks() {
    build_and_execute(|| {
        let task = kept();
        let twice = |task: &mut KeptTaskOf<Test>| task.members.as_mut()[1].node = NINA;
        breaks(task, twice, "a node with two seats of one task");
        breaks(task, |task| task.since = 102, "a window that ends before it begins");
        let exclude = |task: &mut KeptTaskOf<Test>| task.excluded = vec![1].try_into().unwrap();
        breaks(task, exclude, "a first dispute that excludes nodes");
    });
}

#[test]
fn notice_a_wrong_window() {
    build_and_execute(|| {
        let task = kept();
        Windows::<Test>::remove(101, task);
        complains("a task whose window never ends");
        Windows::<Test>::insert(102, task, ());
        complains("a window under a wrong block");
        Windows::<Test>::remove(102, task);
        Windows::<Test>::insert(101, task, ());

        Windows::<Test>::insert(101, 77, ());
        complains("a window without a task");
        Windows::<Test>::remove(101, 77);

        let from = WindowsFrom::<Test>::mutate(|from| core::mem::replace(from, 102));
        complains("a window under a block that is worked off");
        WindowsFrom::<Test>::put(from);

        let other = open_dispute();
        Windows::<Test>::insert(101, other, ());
        complains("a window of a disputed task");
        Windows::<Test>::remove(101, other);
    });
}

#[test]
fn notice_wrong_disputers() {
    build_and_execute(|| {
        let task = open_dispute();
        let breaks = |damage: fn(&mut Vec<Disputer<u64>>), complaint| {
            breaks(task, |task| change(task, damage), complaint);
        };
        breaks(|all| all.clear(), "a dispute without disputers");
        breaks(|all| all[0].node = Some(NINA), "a disputer with two places");
        breaks(|all| all[0].who = BOB, "a disputer who is no node and not the payer");
        breaks(|all| all[0].bond -= 1, "a bond that is not the required one");
        breaks(|all| all[1].bond -= 1, "a bond that is not the required one");
        breaks(|all| all[0].risk += 1, "a payer that risks not its bond");
        let unsound = "an answer that the task cannot have";
        breaks(|all| all[0].reply = Reply::Opened(ambiguous(2, 1)), unsound);
    });
}

#[test]
fn notice_a_node_with_more_than_its_bond() {
    build_and_execute(|| {
        let task = open_dispute();
        assert_ok!(Balances::transfer_keep_alive(signed(BOB), Disputes::pot(), 1));
        let complaint = "a bond that is not the required one";
        breaks_bond(task, complaint);
        assert_ok!(Balances::transfer_keep_alive(signed(Disputes::pot()), BOB, 1));
    });
}

fn breaks_bond(task: TaskId, complaint: &'static str) {
    let sound = Disputes::settled(task).unwrap();
    let damage = |all: &mut Vec<Disputer<u64>>| all[1].bond += 1;
    Settled::<Test>::mutate(task, |task| change(task.as_mut().unwrap(), damage));
    complains(complaint);
    Settled::<Test>::insert(task, sound);
}

#[test]
fn notice_more_disputers_than_places() {
    build_by_and_execute(DEVELOPMENT, || {
        let task = kept();
        for node in [NINA, NORA] {
            assert_ok!(dispute_by(node, task, Some(node), answer(2), 5 * SEAT_PRICE));
        }
        let third = |all: &mut Vec<Disputer<u64>>| {
            let disputer = all[0].clone();
            all.push(Disputer { node: Some(NICK), ..disputer });
        };
        breaks(task, |task| change(task, third), "more disputers than places");
    });
}

#[test]
fn notice_an_undisputed_task_with_a_dispute() {
    build_and_execute(|| {
        let task = open_dispute();
        breaks(task, |task| task.state = State::Undisputed, "a task whose window never ends");
    });
}

#[test]
fn notice_a_question_whose_bond_overflows() {
    build_and_execute(|| {
        let task = open_dispute();
        let damage = |task: &mut KeptTaskOf<Test>| task.question.median = Balance::MAX;
        breaks(task, damage, "a question whose bond overflows");
    });
}

#[test]
fn notice_an_answer_to_a_dispute_that_waits() {
    build_and_execute(|| {
        let task = waiting();
        let open = |all: &mut Vec<Disputer<u64>>| all[0].reply = Reply::Opened(answer(2));
        breaks(task, |task| change(task, open), "an answer to a dispute that waits");
    });
}

#[test]
fn notice_wrong_records_of_disputers() {
    build_and_execute(|| {
        let task = open_dispute();
        By::<Test>::remove(NINA, task);
        complains("a disputer without a record");
        By::<Test>::insert(NINA, task, ());
        By::<Test>::insert(BOB, task, ());
        complains("a record without a disputer");
        By::<Test>::remove(BOB, task);
    });
}

#[test]
fn notice_a_node_with_too_many_disputes() {
    build_and_execute(|| {
        let tasks = [(); 4].map(|()| kept());
        for task in &tasks {
            assert_ok!(dispute(*task, Some(DUTY + *task), answer(2)));
        }
        let sound = tasks.map(|task| Disputes::settled(task).unwrap());
        for task in tasks {
            Settled::<Test>::mutate(task, |row| {
                change(row.as_mut().unwrap(), |all| all[0].node = Some(NINA));
            });
            By::<Test>::insert(NINA, task, ());
            By::<Test>::remove(DUTY + task, task);
        }
        complains("a node with too many disputes");
        for (task, row) in tasks.into_iter().zip(sound) {
            Settled::<Test>::insert(task, row);
            By::<Test>::remove(NINA, task);
            By::<Test>::insert(DUTY + task, task, ());
        }
    });
}

#[test]
fn notice_a_wrong_count_of_disputes() {
    build_and_execute(|| {
        open_dispute();
        OpenIn::<Test>::insert(SERVICE, 2);
        complains("a wrong count of disputes");
        OpenIn::<Test>::remove(SERVICE);
        complains("a wrong count of disputes");
        OpenIn::<Test>::insert(SERVICE, 1);
        OpenIn::<Test>::insert(SERVICE + 1, 0);
        complains("a wrong count of disputes");
        OpenIn::<Test>::remove(SERVICE + 1);
    });
}

#[test]
fn notice_a_wrong_line() {
    build_and_execute(|| {
        let (task, other) = (waiting(), kept());
        assert_ok!(dispute_by(ALICE, other, None, answer(2), BOND + 1));
        let sound = Waiting::<Test>::get(SERVICE);
        assert_eq!(sound.to_vec(), [(BOND + 1, other), (BOND, task)]);
        let breaks = |damage: fn(&mut Line), complaint| {
            Waiting::<Test>::mutate(SERVICE, damage);
            complains(complaint);
            Waiting::<Test>::insert(SERVICE, sound.clone());
            assert_storage_noop!(check());
        };
        breaks(|line| line.as_mut().swap(0, 1), "a line out of order");
        breaks(|line| line.as_mut()[0].0 += 1, "a place in line that is not its dispute's");
        breaks(|line| line.as_mut()[0].1 = 0, "a place in line that is not its dispute's");
        breaks(|line| line.as_mut()[0].1 = 77, "a place in line without a task");
        breaks(|line| line.truncate(1), "a dispute that waits in no line");
        Waiting::<Test>::insert(SERVICE + 1, Line::default());
        complains("a line that nothing moves");
        Waiting::<Test>::remove(SERVICE + 1);
    });
}

#[test]
fn notice_a_dispute_that_waits_for_nothing() {
    build_and_execute(|| {
        let task = open_dispute();
        let sound = Disputes::settled(task).unwrap();
        let State::Open { disputers, .. } = sound.state.clone() else { panic!("it is open") };
        OpenIn::<Test>::remove(SERVICE);
        let line: Line = vec![(BOND + RISK, task)].try_into().unwrap();
        Waiting::<Test>::insert(SERVICE, line);
        let waiting = KeptTask { state: State::Waiting(disputers), ..sound.clone() };
        Settled::<Test>::insert(task, waiting);
        complains("a line that nothing moves");
        Settled::<Test>::insert(task, sound);
        Waiting::<Test>::remove(SERVICE);
        OpenIn::<Test>::insert(SERVICE, 1);
    });
}
