use frame_support::assert_storage_noop;
use nes_support::params::Name;

use super::*;

/// Breaks the state of `task`, checks that the invariants report `complaint`, and mends it.
fn breaks(task: TaskId, damage: impl FnOnce(&mut TaskOf<Test>), complaint: &'static str) {
    let sound = Inference::task(task).unwrap();
    Tasks::<Test>::mutate(task, |task| damage(task.as_mut().unwrap()));
    assert_eq!(Inference::do_try_state(), Err(complaint.into()));
    Tasks::<Test>::insert(task, sound);
    assert_storage_noop!(check());
}

/// Returns the request of `task`.
fn bought(task: &mut TaskOf<Test>) -> &mut Purchase<u64> {
    match &mut task.purpose {
        Purpose::Paid(purchase) => purchase,
        Purpose::Second { .. } => panic!("not paid for"),
    }
}

fn member(task: &mut TaskOf<Test>, index: usize) -> &mut Member<u64> {
    match &mut task.phase {
        Phase::Queued => panic!("not drawn"),
        Phase::Committing(members) | Phase::Revealing(members) => &mut members.as_mut()[index],
    }
}

#[test]
fn notice_parameters_out_of_bounds() {
    build_and_execute(|| {
        Parameters::<Test>::mutate(|params| params.max_units = 0);
        assert_eq!(Inference::do_try_state(), Err("the parameters are out of bounds".into()));
        Parameters::<Test>::kill();
    });
}

#[test]
fn notice_a_change_of_an_unknown_parameter() {
    build_and_execute(|| {
        let name: Name = b"colour".to_vec().try_into().unwrap();
        ChangedAt::<Test>::insert(&name, 1);
        assert_eq!(Inference::do_try_state(), Err("an unknown parameter changed".into()));
        ChangedAt::<Test>::remove(&name);
    });
}

#[test]
fn notice_an_escrow_account_with_less_than_the_escrows() {
    build_and_execute(|| {
        queued();
        let account = Inference::escrow_account();
        let send = |from, to, amount| {
            assert_ok!(Balances::transfer_keep_alive(signed(from), to, amount));
        };
        let complaint = "an account has less than it owes";
        send(account, BOB, 1);
        assert_eq!(Inference::do_try_state(), Err(complaint.into()));
        // Somebody may send the account more than is missing.
        send(BOB, account, 2);
        check();
        // What a task prepaid is owed too.
        breaks(0, |task| bought(task).work_fee.prepaid += 2, complaint);
    });
}

#[test]
fn notice_an_escrow_that_is_not_the_highest_price() {
    build_and_execute(|| {
        let complaint = "an escrow that is not the highest price";
        let task = queued();
        breaks(task, |task| bought(task).escrow += 1, complaint);
        breaks(task, |task| task.max_usage.input += 1, complaint);
        breaks(task, |task| bought(task).max_price += 1, complaint);
        breaks(task, |task| bought(task).max_price = Balance::MAX, complaint);
        breaks(task, |task| task.shape.base += 1, complaint);
        breaks(task, |task| task.seats = 2, complaint);
    });
}

#[test]
fn notice_a_wrong_draw() {
    build_and_execute(|| {
        let task = queued();
        let complains = |complaint| assert_eq!(Inference::do_try_state(), Err(complaint));
        Draws::<Test>::remove(3, task);
        complains("a task without a row in the agenda".into());
        Draws::<Test>::insert(4, task, ());
        complains("a draw under a wrong block".into());
        Draws::<Test>::insert(3, task, ());
        complains("a draw under a wrong block".into());
        Draws::<Test>::remove(4, task);

        Draws::<Test>::insert(3, 77, ());
        complains("a draw without a task".into());
        Draws::<Test>::remove(3, 77);

        let from = DrawsFrom::<Test>::mutate(|from| core::mem::replace(from, 4));
        complains("a draw under a block that is worked off".into());
        DrawsFrom::<Test>::put(from);
    });
}

#[test]
fn notice_a_wrong_deadline() {
    build_and_execute(|| {
        assert_ok!(request(ALICE, |wish| wish.max_usage.output = 0));
        let task = 0;
        run_to(3);
        let complains = |complaint| assert_eq!(Inference::do_try_state(), Err(complaint));
        Deadlines::<Test>::remove(23, task);
        complains("a task without a row in the agenda".into());
        Draws::<Test>::insert(23, task, ());
        complains("a draw of a task that was drawn".into());
        Draws::<Test>::remove(23, task);
        Deadlines::<Test>::insert(24, task, ());
        complains("a deadline under a wrong block".into());
        Deadlines::<Test>::remove(24, task);
        Deadlines::<Test>::insert(23, task, ());

        let waiting = queued();
        Draws::<Test>::remove(5, waiting);
        Deadlines::<Test>::insert(5, waiting, ());
        complains("a deadline of a task that is not drawn".into());
        Deadlines::<Test>::remove(5, waiting);
        Draws::<Test>::insert(5, waiting, ());

        Deadlines::<Test>::insert(23, 77, ());
        complains("a deadline without a task".into());
        Deadlines::<Test>::remove(23, 77);

        let from = DeadlinesFrom::<Test>::mutate(|from| core::mem::replace(from, 24));
        complains("a deadline under a block that is worked off".into());
        DeadlinesFrom::<Test>::put(from);
    });
}

#[test]
fn notice_an_id_that_was_not_given() {
    build_and_execute(|| {
        queued();
        NextTaskId::<Test>::put(0);
        let complaint = "a task with an id that was not given";
        assert_eq!(Inference::do_try_state(), Err(complaint.into()));
        NextTaskId::<Test>::put(1);
    });
}

#[test]
fn notice_seats_and_quorums_out_of_bounds() {
    build_and_execute(|| {
        let task = queued();
        breaks(task, |task| task.seats = 0, "seats out of bounds");
        breaks(task, |task| task.seats = 10, "seats out of bounds");
        let complaint = "a quorum that is not more than half of the seats";
        breaks(task, |task| task.quorum = 1, complaint);
        breaks(task, |task| task.quorum = 4, complaint);
    });
}

#[test]
fn notice_a_wrong_committee() {
    build_and_execute(|| {
        let task = drawn();
        breaks(task, |task| member(task, 1).node = NINA, "a node with two seats of one task");
        breaks(
            task,
            |task| member(task, 1).price = MAX_PRICE + 1,
            "a member with a price above the maximum",
        );
        let drop_one = |task: &mut TaskOf<Test>| match &mut task.phase {
            Phase::Committing(members) => drop(members.pop()),
            _ => panic!("not committing"),
        };
        breaks(task, drop_one, "a committee that is not full");
    });
}

#[test]
fn notice_replies_that_do_not_fit_the_phase() {
    build_and_execute(|| {
        let task = drawn();
        breaks(
            task,
            |task| member(task, 1).reply = Reply::Revealed(answer(1)),
            "an answer while the members commit",
        );
        breaks(
            task,
            |task| member(task, 1).reply = Reply::Missed,
            "an answer while the members commit",
        );
        breaks(
            task,
            |task| (0..3).for_each(|i| member(task, i).reply = Reply::Committed(Hash::zero())),
            "a task that waits for commitments when all are in",
        );
        for node in NODES {
            assert_ok!(commit(task, node, answer(1)));
        }
        breaks(
            task,
            |task| (0..3).for_each(|i| member(task, i).reply = Reply::Revealed(answer(1))),
            "a task that waits for answers when all are in",
        );
    });
}

#[test]
fn notice_an_answer_that_the_task_cannot_have() {
    build_and_execute(|| {
        let task = revealing([answer(1); 3]);
        let (low, high) = (Hash::repeat_byte(1), Hash::repeat_byte(2));
        let usage = Usage { input: 101, output: 0 };
        for given in [
            Answer::Output(Output { usage, ..output(1) }),
            Answer::Unservable(Unservable::Ambiguous(high, low)),
            Answer::Unservable(Unservable::Ambiguous(low, low)),
            UNREADABLE,
        ] {
            breaks(
                task,
                |task| member(task, 1).reply = Reply::Revealed(given),
                "an answer that the task cannot have",
            );
        }
    });
}

#[test]
fn notice_a_work_fee_of_more_than_was_prepaid() {
    build_and_execute(|| {
        let task = queued();
        breaks(
            task,
            |task| {
                let WorkFee { prepaid, used } = &mut bought(task).work_fee;
                *used = *prepaid + 1;
            },
            "more of a work fee was used than was prepaid",
        );
    });
}

#[test]
fn notice_a_patience_out_of_bounds() {
    build_and_execute(|| {
        let task = queued();
        breaks(task, |task| bought(task).patience = 0, "a patience out of bounds");
        breaks(task, |task| bought(task).patience = 101, "a patience out of bounds");
    });
}

#[test]
fn notice_a_phase_that_began_before_its_task() {
    build_and_execute(|| {
        for task in [queued(), drawn()] {
            let complaint = "a phase that began before its task";
            breaks(task, |task| task.since = task.requested - 1, complaint);
        }
    });
}

#[test]
fn notice_a_deadline_after_the_window() {
    build_and_execute(|| {
        let task = drawn();
        breaks(task, |task| task.due += 1, "a deadline after the window");
        breaks(task, |task| task.window -= 1, "a deadline after the window");
        for node in NODES {
            assert_ok!(commit(task, node, answer(1)));
        }
        breaks(task, |task| task.since -= 1, "a deadline after the window");
    });
}

#[test]
fn notice_an_answer_that_can_cost_stake_without_an_in_line_input() {
    build_and_execute(|| {
        assert_ok!(request(ALICE, |wish| wish.input = remote()));
        let complaint = "an answer that can cost stake without an in-line input";
        breaks(0, |task| bought(task).slashable = Some(MEDIAN), complaint);
    });
}

#[test]
fn notice_a_second_committee_of_a_task_that_is_not_settled() {
    build_and_execute(|| {
        let open = queued();
        let (_, second) = disputed();
        let complaint = "a second committee of a task that is not settled";
        for of in [open, second, second + 1] {
            breaks(second, |task| task.purpose = Purpose::Second { of }, complaint);
        }
    });
}

#[test]
fn notice_a_price_in_a_second_committee() {
    build_and_execute(|| {
        let (_, second) = disputed();
        run_to(System::block_number() + 16);
        let complaint = "a member with a price above the maximum";
        breaks(second, |task| member(task, 4).price = 1, complaint);
    });
}

/// All that the account has above its existential deposit is anyone else's.
#[test]
fn count_no_escrow_for_a_second_committee() {
    build_and_execute(|| {
        disputed();
        queued();
        assert_eq!(escrows(), TAKEN + KEEP);
        let account = signed(Inference::escrow_account());
        assert_ok!(Balances::transfer_keep_alive(account, BOB, 1));
        let complaint = "an account has less than it owes";
        assert_eq!(Inference::do_try_state(), Err(complaint.into()));
        let account = Inference::escrow_account();
        assert_ok!(Balances::transfer_keep_alive(signed(BOB), account, 1));
    });
}
