use frame_support::traits::Hooks;
use nes_traits::{EndedMember, EndedTask, SettledMember, SettledTask};

use super::*;

/// Returns the member of a settled task that was paid this fee for its output.
fn winner(node: u64, fee: Balance) -> SettledMember<u64> {
    let (answer, conduct) = (Some(answer(1)), MemberConduct::Won);
    SettledMember { node, answer, conduct, paid: fee, protocol: parts(fee).protocol() }
}

/// Returns the member of a settled task for which nothing was paid.
fn other(node: u64, answer: Option<Answer>, conduct: MemberConduct) -> SettledMember<u64> {
    SettledMember { node, answer, conduct, paid: 0, protocol: 0 }
}

/// Returns the receipt of the slashable task that ended last.
fn slashable_receipt() -> Receipt<u64> {
    receipt_of(TAKEN + KEEP)
}

/// Checks that the last task was reported at its settlement and cannot be disputed.
fn is_closed(is_slashable: bool, conducts: [MemberConduct; 3]) {
    assert_eq!((Kept::get(), OpenTasks::get(), Busy::get()), (vec![], 0, vec![]));
    let ended = Closed::get().pop().unwrap();
    assert_eq!(Judged::get().last(), Some(&ended));
    assert_eq!(Judged::get().len(), 1);
    assert_eq!(ended.slashable, is_slashable);
    let reported: Vec<_> = ended.members.iter().map(|member| member.conduct).collect();
    assert_eq!(reported, conducts);
    assert!(ended.members.iter().all(|member| !member.lost));
}

#[test]
fn tasks_are_those_with_an_in_line_input_of_a_version_that_is() {
    build_and_execute(|| {
        make_slashable();
        for (input, slashable) in [(inline(), Some(MEDIAN)), (remote(), None)] {
            let task = NextTaskId::<Test>::get();
            assert_ok!(request(ALICE, |wish| wish.input = input));
            assert_eq!(purchase(task).slashable, slashable);
            let Some(Event::Requested { slashable: told, .. }) = events().pop() else { panic!() };
            assert_eq!(told, slashable.is_some());
        }
        assert_eq!(Bonds::get(), [(SHAPE, MEDIAN, MAX_USAGE)]);
    });
}

#[test]
fn tasks_stay_so_whatever_becomes_of_the_version() {
    build_and_execute(|| {
        make_slashable();
        let before = queued();
        with_version(|version| version.slashable = None);
        let after = queued();
        run_to(3);
        assert_eq!(purchase(before).slashable, Some(MEDIAN));
        assert_eq!(purchase(after).slashable, None);
    });
}

#[test]
fn tasks_are_refused_if_a_dispute_would_be_too_expensive() {
    build_and_execute(|| {
        Affordable::set(false);
        queued();
        make_slashable();
        assert_noop!(request(ALICE, |_| {}), Error::<Test>::TooLargeToDispute);
        assert_ok!(request(ALICE, |wish| wish.input = remote()));
    });
}

#[test]
fn tasks_are_drawn_from_nodes_that_agreed_to_it() {
    build_and_execute(|| {
        queued();
        make_slashable();
        queued();
        assert_ok!(request(ALICE, |wish| wish.input = remote()));
        run_to(3);
        let flags: Vec<_> = Asked::get().into_iter().map(|asked| asked.slashable).collect();
        assert_eq!((flags.len(), flags.iter().filter(|flag| **flag).count()), (3, 1));
    });
}

#[test]
fn tasks_with_an_agreed_output_are_kept_for_a_dispute() {
    build_and_execute(|| {
        make_slashable();
        let task = revealing([answer(1), answer(2), answer(1)]);
        run_to(5);
        events();
        reveal_all(task, [answer(1), answer(2), answer(1)]);
        let wrong = MemberConduct::Failed(ServiceFault::WrongAnswer);
        let members = vec![
            winner(NINA, fee(PRICE)),
            other(NORA, Some(answer(2)), wrong),
            winner(NICK, fee(PRICE)),
        ];
        let settled =
            SettledTask { payer: ALICE, question: question(), answer: answer(1), members };
        assert_eq!(Kept::get(), [(task, settled)]);
        assert_eq!((Closed::get(), Judged::get(), Work::get()), (vec![], vec![], vec![]));
        // The work is done, but the service's row stays for a dispute.
        assert_eq!((Busy::get(), OpenTasks::get()), (vec![], 1));
        assert_eq!(Reports::get(), [("disputes", 0)]);

        // They are paid as ever.
        let Receipt { outcome, members, paid, disputable_until, .. } = slashable_receipt();
        assert_eq!(outcome, Outcome::Agreed { output: output(1) });
        assert_eq!(members[0], won(NINA, answer(1), fee(PRICE)));
        assert_eq!(members[1], at_fault(NORA, Some(answer(2)), ServiceFault::WrongAnswer));
        assert_eq!((paid, disputable_until), (2 * fee(PRICE), Some(105)));
        assert_eq!(Balances::free_balance(NINA), START_BALANCE + parts(fee(PRICE)).node);
    });
}

#[test]
fn tasks_with_an_agreed_reason_that_follows_from_the_input_are_kept() {
    let (low, high) = (Hash::repeat_byte(1), Hash::repeat_byte(2));
    for reason in [Unservable::Invalid, Unservable::TooLarge, Unservable::Ambiguous(low, high)] {
        build_and_execute(|| {
            make_slashable();
            let given = Answer::Unservable(reason);
            reveal_all(revealing([given; 3]), [given; 3]);
            let (_, settled) = Kept::get().pop().unwrap();
            assert_eq!(settled.answer, given);
            // Of an attendance of 110, or 105, the node gets 11, or 10.
            let paid = [(NINA, 110, 99), (NORA, 105, 95), (NICK, 110, 99)];
            let members = paid.map(|(node, paid, protocol)| {
                let (answer, conduct) = (Some(given), MemberConduct::Attended);
                SettledMember { node, answer, conduct, paid, protocol }
            });
            assert_eq!(settled.members, members);
            assert_eq!(slashable_receipt().disputable_until, Some(103));
        });
    }
}

#[test]
fn tasks_that_a_deadline_settles_are_kept_with_the_window_of_the_commitments() {
    build_and_execute(|| {
        make_slashable();
        let task = drawn();
        for node in [NINA, NORA] {
            assert_ok!(commit(task, node, answer(1)));
        }
        run_to(7);
        assert_ok!(reveal(task, NINA, answer(1)));
        assert_eq!(Inference::task(task).unwrap().window, 20);
        // The hook of block 6 started the reveals, and NORA withholds until the end.
        run_to(26);
        assert_ok!(reveal(task, NORA, answer(1)));
        let (_, settled) = Kept::get().pop().unwrap();
        assert_eq!(settled.question, question());
        assert_eq!(settled.members[2], other(NICK, None, MemberConduct::Overtaken));

        let task = revealing([answer(1); 3]);
        assert_ok!(reveal(task, NINA, answer(1)));
        assert_ok!(reveal(task, NORA, answer(1)));
        run_to(System::block_number() + 4);
        assert!(Inference::task(task).is_some());
        end_block();
        let (kept, settled) = Kept::get().pop().unwrap();
        assert_eq!(kept, task);
        assert_eq!(settled.members[2], other(NICK, None, MemberConduct::Overtaken));
        let until = System::block_number() + DISPUTABLE;
        assert_eq!(slashable_receipt().disputable_until, Some(until.try_into().unwrap()));
    });
}

#[test]
fn tasks_without_an_agreed_answer_are_closed_at_once_and_count() {
    use MemberConduct::*;
    build_and_execute(|| {
        make_slashable();
        settle([answer(1), answer(2), INVALID]);
        assert_eq!(slashable_receipt().outcome, Outcome::Inconclusive);
        is_closed(true, [Attended; 3]);
    });
    build_and_execute(|| {
        make_slashable();
        drawn();
        run_to(29);
        assert_eq!(slashable_receipt().outcome, Outcome::Expired);
        is_closed(true, [Failed(ServiceFault::NoCommit); 3]);
    });
    for cancels in [true, false] {
        build_and_execute(|| {
            make_slashable();
            no_nodes();
            let task = drawn();
            if cancels {
                assert_ok!(Inference::cancel(signed(ALICE), task));
            }
            run_to(20);
            assert_eq!(slashable_receipt().disputable_until, None);
            assert_eq!((Kept::get(), OpenTasks::get()), (vec![], 0));
            let ended =
                EndedTask { service: SERVICE, payer: ALICE, slashable: true, members: vec![] };
            assert_eq!((Closed::get(), Judged::get()), (vec![ended.clone()], vec![ended]));
        });
    }
}

#[test]
fn tasks_are_none_with_a_remote_input_and_closed_at_once() {
    use MemberConduct::*;
    for (given, conduct) in [(answer(1), Won), (INVALID, Attended), (UNREADABLE, Blameless)] {
        build_and_execute(|| {
            make_slashable();
            assert_ok!(request(ALICE, |wish| wish.input = remote()));
            run_to(3);
            for node in NODES {
                assert_ok!(commit(0, node, given));
            }
            reveal_all(0, [given; 3]);
            assert_eq!(receipt().disputable_until, None);
            is_closed(false, [conduct; 3]);
        });
    }
}

#[test]
fn tasks_are_none_while_the_version_is_not_and_closed_at_once() {
    build_and_execute(|| {
        settle([answer(1), answer(2), answer(1)]);
        assert_eq!(receipt().disputable_until, None);
        let wrong = MemberConduct::Failed(ServiceFault::WrongAnswer);
        is_closed(false, [MemberConduct::Won, wrong, MemberConduct::Won]);
    });
}

#[test]
fn tasks_count_as_no_work_at_their_settlement_and_others_do() {
    build_and_execute(|| {
        settle([answer(1), answer(1), answer(2)]);
        assert_eq!(Work::take(), [(NINA, 12), (NORA, 10)]);
        settle([INVALID; 3]);
        settle([answer(1), answer(2), answer(3)]);
        // A node without a price earns nothing.
        Drawable::set(vec![(NINA, PRICE), (NORA, 0), (NICK, PRICE)]);
        settle([answer(1); 3]);
        assert_eq!(Work::take(), [(NINA, 12), (NICK, 12)]);
        make_slashable();
        settle([answer(1); 3]);
        assert_eq!(Work::get(), []);
    });
}

#[test]
fn tasks_prepay_that_they_are_kept_and_get_it_back_if_they_are_not() {
    build_and_execute(|| {
        make_slashable();
        let task = revealing([answer(1); 3]);
        assert_eq!(purchase(task).work_fee.prepaid, PREPAID + KEEP);
        assert_eq!(escrows(), TAKEN + KEEP);
        reveal_all(task, [answer(1); 3]);
        assert_eq!(slashable_receipt().work_fee, SETTLEMENT + KEEP);
        assert_eq!((collected(), escrows()), (SETTLEMENT + KEEP, 0));

        settle([answer(1), answer(2), answer(3)]);
        assert_eq!(slashable_receipt().work_fee, SETTLEMENT);
        // A third draw, and kept.
        let nodes = no_nodes();
        let task = queued();
        run_to(System::block_number() + 4);
        Drawable::set(nodes);
        run_to(System::block_number() + 1);
        for node in NODES {
            assert_ok!(commit(task, node, INVALID));
        }
        reveal_all(task, [INVALID; 3]);
        assert_eq!(slashable_receipt().work_fee, 2 * DRAW + SETTLEMENT + KEEP);
    });
}

#[test]
fn tasks_cost_no_more_than_they_prepaid_when_work_becomes_dearer() {
    build_and_execute(|| {
        make_slashable();
        let task = revealing([answer(1); 3]);
        WorkPrice::set(100);
        reveal_all(task, [answer(1); 3]);
        let Receipt { work_fee, refund, paid, .. } = slashable_receipt();
        assert_eq!((work_fee, refund), (PREPAID + KEEP, ESCROW - paid));
    });
}

#[test]
fn tasks_take_the_weight_of_being_kept() {
    let last = |answers: [Answer; 3]| {
        let task = revealing(answers);
        let reveals = NODES.into_iter().zip(answers).map(|(node, answer)| {
            Inference::reveal(signed(node), task, node, answer, SALT).unwrap().actual_weight
        });
        reveals.fold(None, |_, weight| weight)
    };
    build_and_execute(|| {
        make_slashable();
        let kept = <()>::reveal().saturating_add(<()>::settle_kept(3));
        assert_eq!(last([answer(1); 3]), Some(kept));
        assert_eq!(last([answer(1), answer(1), answer(2)]), Some(kept));
        let closed = <()>::reveal_agreed(3);
        assert_eq!(last([answer(1), answer(2), answer(3)]), Some(closed));
        assert!(kept.all_lte(Inference::reveal_weight()));

        let task = revealing([answer(1); 3]);
        assert_ok!(reveal(task, NINA, answer(1)));
        assert_ok!(reveal(task, NORA, answer(1)));
        let due = Inference::task(task).unwrap().due;
        run_to(due);
        let look = Inference::metering_of_deadlines().look;
        let used = Inference::on_idle(due, frame_support::weights::Weight::MAX);
        assert_eq!(used, look.saturating_add(<()>::settle_kept(3)));
    });
}

#[test]
fn tasks_report_the_protocols_part_if_they_are_closed() {
    build_and_execute(|| {
        make_slashable();
        settle([answer(1), answer(2), answer(3)]);
        let member = |node, protocol| EndedMember {
            node,
            conduct: MemberConduct::Attended,
            lost: false,
            protocol,
        };
        let members = vec![member(NINA, 99), member(NORA, 95), member(NICK, 99)];
        let ended = EndedTask { service: SERVICE, payer: ALICE, slashable: true, members };
        assert_eq!(Closed::get(), [ended]);
    });
}
