mod verdict;

use frame_support::{
    dispatch::CheckIfFeeless,
    traits::{Hooks, UnfilteredDispatchable},
    weights::{Weight, WeightMeter},
};
use nes_committee::Seat;
use nes_support::queue::Metering;
use nes_traits::{SecondCommittee, SecondCommittees, SecondDraw};

use super::*;

/// The members of a second committee.
const MEMBERS: [u64; 5] = [51, 52, 53, 54, 55];

/// Returns the drawn second committee of a settled task, both by their ids.
fn drawn_second() -> (TaskId, TaskId) {
    let (of, second) = disputed();
    run_to(System::block_number() + 16);
    events();
    (of, second)
}

/// Returns a second committee of which all have committed to these answers.
fn revealing_second(answers: [Answer; 5]) -> (TaskId, TaskId) {
    let (of, second) = drawn_second();
    for (node, answer) in MEMBERS.into_iter().zip(answers) {
        assert_ok!(commit(second, node, answer));
    }
    (of, second)
}

fn is_revealing(second: TaskId) -> bool {
    <Inference as SecondCommittees<u64>>::is_revealing(second)
}

#[test]
fn committees_are_tasks_that_nobody_pays_for() {
    build_and_execute(|| {
        make_slashable();
        settle([answer(1); 3]);
        run_to(9);
        events();
        let second = second_of(0);
        assert_eq!((second, NextTaskId::<Test>::get()), (1, 2));
        assert_eq!(
            Inference::task(second),
            Some(Task {
                purpose: Purpose::Second { of: 0 },
                service: SERVICE,
                version: VERSION,
                input: task_input(),
                max_usage: MAX_USAGE,
                shape: SHAPE,
                seats: 5,
                quorum: 4,
                requested: 1,
                commit_window: 2 * WINDOW,
                since: 9,
                window: 0,
                due: 25,
                phase: Phase::Queued,
            })
        );
        assert_eq!(events(), [Event::SecondOpened { task: second, of: 0 }]);
        assert_eq!(escrows(), 0);
        // The ids of both kinds come from one counter.
        assert_eq!(queued(), 2);
    });
}

#[test]
fn committees_are_not_opened_when_the_ids_are_used_up() {
    build_and_execute(|| {
        NextTaskId::<Test>::put(TaskId::MAX);
        let committee =
            SecondCommittee { of: 0, question: question(), seats: 5, quorum: 4, due: 17 };
        let opened = <Inference as SecondCommittees<u64>>::open(committee);
        assert_eq!(opened, Err(sp_runtime::ArithmeticError::Overflow.into()));
        assert_eq!(Tasks::<Test>::iter().count(), 0);
    });
}

#[test]
fn committees_are_drawn_from_the_nodes_on_duty_without_the_excluded() {
    build_and_execute(|| {
        let (_, second) = disputed();
        Duty::set([NODES.to_vec(), ON_DUTY.to_vec()].concat());
        Excluded::set(NODES.to_vec());
        let opened = System::block_number();
        run_to(opened + 15);
        assert_eq!(Inference::task(second).unwrap().phase, Phase::Queued);
        events();
        run_to(opened + 16);
        let request = SecondDraw {
            service: SERVICE,
            version: VERSION,
            seats: 5,
            requested: 1,
            excluded: NODES.to_vec(),
        };
        assert_eq!(SecondDraws::get(), [(request, Hash::repeat_byte(0xBB))]);
        let state = Inference::task(second).unwrap();
        let members = MEMBERS.map(|node| Member { node, price: 0, reply: Reply::None });
        assert_eq!(state.phase, Phase::Committing(members.to_vec().try_into().unwrap()));
        let due = opened + 16 + 2 * u64::from(WINDOW);
        assert_eq!((state.since, state.window, state.due), (opened + 16, 2 * WINDOW, due));
        let members = MEMBERS.to_vec();
        assert_eq!(events(), [Event::Drawn { task: second, members, due }]);
        // Their seats are a duty beside the slots.
        assert!(Busy::get().is_empty());
    });
}

#[test]
fn committees_are_drawn_from_the_seed_of_the_dispute_alone() {
    build_and_execute(|| {
        let (_, second) = disputed();
        let asked = Asked::get();
        Randomness::set(None);
        run_to(System::block_number() + 16);
        assert_eq!(Inference::task(second).unwrap().members().len(), 5);
        assert_eq!((Asked::get(), Seeds::get().len()), (asked, 1));
    });
}

#[test]
fn committees_are_drawn_late_if_the_agenda_is_behind_and_have_their_time_then() {
    build_and_execute(|| {
        let (_, second) = disputed();
        let due = System::block_number() + 16;
        run_to(due - 1);
        System::set_block_number(due);
        let Metering { look, step } = Inference::metering_of_draws();
        let enough = look.saturating_add(step);
        let mut meter = WeightMeter::with_limit(enough.saturating_sub(Weight::from_parts(1, 0)));
        draw_due(&mut meter);
        assert_eq!(SecondDraws::get(), []);
        System::set_block_number(due + 7);
        draw_due(&mut WeightMeter::with_limit(enough));
        let state = Inference::task(second).unwrap();
        assert_eq!((state.since, state.due), (due + 7, due + 7 + 2 * u64::from(WINDOW)));
    });
}

#[test]
fn committees_take_answers_as_others_do_and_free_of_fee() {
    build_and_execute(|| {
        let (_, second) = drawn_second();
        let node = MEMBERS[0];
        let commitment = commitment(second, node, answer(1));
        let call = Call::<Test>::commit { task: second, node, commitment };
        assert!(call.is_feeless(&signed(node)));
        for node in MEMBERS {
            assert_ok!(commit(second, node, answer(1)));
        }
        let call = Call::<Test>::reveal { task: second, node, answer: answer(1), salt: SALT };
        assert!(call.is_feeless(&signed(node)) && call.pool_tag().is_some());
        let revealed = call.dispatch_bypass_filter(signed(node)).unwrap();
        assert_eq!(revealed.actual_weight, Some(<()>::reveal()));

        let above = Usage { output: MAX_USAGE.output + 1, ..MAX_USAGE };
        let above = Answer::Output(Output { usage: above, ..output(1) });
        let twice = Answer::Unservable(Unservable::Ambiguous(Hash::zero(), Hash::zero()));
        for (given, error) in [
            (answer(2), Error::<Test>::WrongOpening),
            (above, Error::<Test>::UsageAboveMaximum),
            (twice, Error::<Test>::NotAmbiguous),
            (UNREADABLE, Error::<Test>::InputIsInline),
        ] {
            assert_noop!(reveal(second, MEMBERS[1], given), error);
        }
    });
}

#[test]
fn committees_have_no_member_of_the_first() {
    build_and_execute(|| {
        let (_, second) = drawn_second();
        for node in NODES {
            assert_noop!(commit(second, node, answer(1)), Error::<Test>::NotAMember);
        }
    });
}

/// A commitment to the disputed task says nothing in this one, though input and version are the same.
#[test]
fn committees_take_no_commitment_to_the_disputed_task() {
    build_and_execute(|| {
        let (of, second) = drawn_second();
        let input = task_input().content_hash;
        let (version, node) = (VERSION, MEMBERS[0]);
        let seat = Seat { genesis: GENESIS, task: of, input, version, node };
        let copied = nes_committee::commitment(&seat, &answer(1), &SALT);
        assert_ok!(Inference::commit(signed(node), second, node, copied));
        for node in &MEMBERS[1..] {
            assert_ok!(commit(second, *node, answer(1)));
        }
        assert_noop!(reveal(second, node, answer(1)), Error::<Test>::WrongOpening);
        assert_noop!(commit(of, node, answer(1)), Error::<Test>::UnknownTask);
    });
}

#[test]
fn committees_cannot_be_cancelled() {
    build_and_execute(|| {
        let (of, second) = disputed();
        run_to(System::block_number() + 10);
        for who in [ALICE, BOB, Inference::escrow_account()] {
            assert_noop!(Inference::cancel(signed(who), second), Error::<Test>::NotThePayer);
            assert_noop!(Inference::cancel(signed(who), of), Error::<Test>::UnknownTask);
        }
    });
}

#[test]
fn committees_give_the_others_six_blocks_after_a_quorum_or_a_quarter_of_those_since_the_draw() {
    for (passed, wait) in [(0, 6), (24, 6), (25, 7), (40, 10), (48, 2)] {
        build_and_execute(|| {
            let (_, second) = drawn_second();
            let now = System::block_number() + passed;
            run_to(now);
            for node in &MEMBERS[..4] {
                assert_ok!(commit(second, *node, answer(1)));
            }
            assert_eq!(Inference::task(second).unwrap().due, now + wait, "{passed} blocks");
            check();
            run_to(now + wait);
            assert!(!is_revealing(second));
            end_block();
            let due = now + wait + 40;
            assert_eq!(events().pop(), Some(Event::RevealingStarted { task: second, due }));
            assert!(is_revealing(second));
        });
    }
}

#[test]
fn committees_move_no_money_and_report_nothing() {
    build_and_execute(|| {
        let other = queued_for(BOB);
        let ids = disputed();
        let reports = (Closed::get(), Judged::get(), Work::get(), Reports::get(), OpenTasks::get());
        let balances = || -> Vec<Balance> {
            let pot = Inference::escrow_account();
            let all = [ALICE, BOB, PUBLISHER, TREASURY, COLLECTOR, pot].into_iter();
            all.chain(NODES).chain(ON_DUTY).map(Balances::free_balance).collect()
        };
        let before = balances();
        let issuance = Balances::total_issuance();
        run_to(19);
        for node in MEMBERS {
            assert_ok!(commit(ids.1, node, answer(2)));
            check();
        }
        for node in MEMBERS {
            assert_ok!(reveal(ids.1, node, answer(2)));
            check();
        }
        run_to(28);
        assert_eq!(Verdicts::get().len(), 1);
        assert_eq!(balances(), before);
        assert_eq!(Balances::total_issuance(), issuance);
        let after = (Closed::get(), Judged::get(), Work::get(), Reports::get(), OpenTasks::get());
        assert_eq!(after, reports);
        assert!(Inference::task(other).is_some());
    });
}

#[test]
fn committees_do_not_hinder_each_other() {
    build_and_execute(|| {
        let (first, second) = disputed();
        let (third, fourth) = disputed();
        run_to(System::block_number() + 16);
        for node in MEMBERS {
            assert_ok!(commit(second, node, answer(1)));
            assert_ok!(commit(fourth, node, answer(2)));
        }
        for node in MEMBERS {
            assert_ok!(reveal(second, node, answer(1)));
            assert_ok!(reveal(fourth, node, answer(2)));
        }
        run_to(System::block_number() + 9);
        let answers: Vec<_> =
            Verdicts::get().into_iter().map(|(of, verdict)| (of, verdict.answer)).collect();
        assert!(answers.contains(&(first, Some(answer(1)))));
        assert!(answers.contains(&(third, Some(answer(2)))));
    });
}

#[test]
fn committees_tell_if_a_block_took_no_calls() {
    build_and_execute(|| {
        let took_none = <Inference as SecondCommittees<u64>>::took_no_calls_after;
        Migrating::set(true);
        run_to(5);
        Migrating::set(false);
        run_to(9);
        assert!(took_none(4));
        assert!(!took_none(5));
    });
}

#[test]
fn committees_are_not_revealing_after_their_deadline_when_the_hook_did_not_come_by() {
    build_and_execute(|| {
        let (_, second) = revealing_second([answer(1); 5]);
        let due = Inference::task(second).unwrap().due;
        System::set_block_number(due);
        assert!(is_revealing(second));
        System::set_block_number(due + 1);
        assert!(!is_revealing(second));
        assert!(!is_revealing(second + 1));
    });
}

#[test]
fn committees_are_weighed_with_their_judgement() {
    build_and_execute(|| {
        let end = <()>::settle_second(9).saturating_add(JUDGE_WEIGHT);
        let draw = <()>::draw_second(9).saturating_add(<()>::look_at_duties(104 - 9));
        assert!(end.all_lte(Inference::metering_of_deadlines().step));
        assert!(draw.saturating_add(end).all_lte(Inference::metering_of_draws().step));
        let steps = <()>::agenda_step().saturating_mul(3);
        let all = draw.saturating_add(<()>::expire_committing(9)).saturating_add(end);
        let weight = <Inference as SecondCommittees<u64>>::weight();
        assert_eq!(weight, all.saturating_add(steps));
    });
}

#[test]
fn committees_take_from_the_hooks_what_they_weigh() {
    let look = <()>::agenda_step();
    let drawn = <()>::draw_second(5).saturating_add(<()>::look_at_duties(3));
    let end = <()>::settle_second(5).saturating_add(JUDGE_WEIGHT);
    build_and_execute(|| {
        let (_, second) = disputed();
        VainLooks::set(3);
        let due = System::block_number() + 16;
        run_to(due - 1);
        System::set_block_number(due);
        let mut meter = WeightMeter::new();
        draw_due(&mut meter);
        assert_eq!(meter.consumed(), look.saturating_add(drawn));
        for node in MEMBERS {
            assert_ok!(commit(second, node, answer(1)));
        }
        run_to(due + 40);
        let used = Inference::on_idle(due + 40, Weight::MAX);
        assert_eq!(used, look.saturating_add(end));
        assert_eq!(Verdicts::get().len(), 1);
    });
    build_and_execute(|| {
        disputed();
        VainLooks::set(8 - 4);
        Duty::mutate(|nodes| nodes.truncate(4));
        let due = System::block_number() + 16;
        run_to(due - 1);
        System::set_block_number(due);
        let mut meter = WeightMeter::new();
        draw_due(&mut meter);
        assert_eq!(meter.consumed(), look.saturating_add(drawn).saturating_add(end));
    });
}
