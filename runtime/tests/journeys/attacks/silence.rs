//! Members that say nothing, or say it late.

use nes_core::{BlockNumber, MemberConduct, ServiceFault};
use nes_runtime::{genesis::DEVELOPMENT, Runtime};
use pallet_inference::{Phase, Tasks};
use pallet_market::Offers;
use sp_keyring::Sr25519Keyring::{Bob, Charlie, Dave};
use sp_runtime::Perbill;

use super::{conduct_of, ended, now, record, Record};
use crate::common::{
    disputes::{members, open_exact_market, requested, OPERATORS},
    on_chain, run, run_to,
    task::{answer, commit, open_market, receipt, request, request_spec, reveal, NODES, SERVICE},
};

/// The step of which Dave's node does nothing.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Silent {
    Never,
    Commitment,
    Answer,
}

/// Returns the number of blocks from the draw to the end of a task. Its members commit this number of
/// blocks `after` the draw, and reveal in the block after the one in which that has begun.
fn duration(after: BlockNumber, silent: Silent) -> BlockNumber {
    let mut end = 0;
    on_chain(DEVELOPMENT, || {
        open_market();
        request();
        run(2);
        let draw = now();
        run(after);
        let is_silent = |node, steps: &[Silent]| node == Dave && steps.contains(&silent);
        let commits = |node: &_| !is_silent(*node, &[Silent::Commitment]);
        let reveals = |node: &_| !is_silent(*node, &[Silent::Commitment, Silent::Answer]);
        NODES.into_iter().filter(commits).for_each(|node| commit(0, node, answer(9)));
        end = loop {
            run(1);
            if receipt().is_some() {
                break now() - 1;
            }
            let task = Tasks::<Runtime>::get(0).unwrap();
            let open = task.members().iter().any(|member| member.answer().is_some());
            if matches!(task.phase, Phase::Revealing(_)) && !open {
                NODES.into_iter().filter(reveals).for_each(|node| reveal(0, node, answer(9)));
            }
            if receipt().is_some() {
                break now();
            }
        };
        let expected = match silent {
            Silent::Never => MemberConduct::Won,
            _ => MemberConduct::Overtaken,
        };
        assert_eq!(conduct_of(Dave, &ended()), expected);
        end -= draw;
    });
    end
}

/// Regression: one silent member of three made 25 blocks of five.
#[test]
fn of_one_member_costs_three_blocks_at_most() {
    for after in 1..=8 {
        let without = duration(after, Silent::Never);
        assert_eq!(without, after + 1);
        for silent in [Silent::Commitment, Silent::Answer] {
            let with = duration(after, silent);
            assert!(with <= without + 3, "{silent:?}: {with} and {without}");
        }
    }
}

/// Returns the record of a node before and after a task in which its answer could cost it stake, and
/// in which it has this fault.
fn fault(fault: ServiceFault) -> (Record, Record) {
    let mut records = None;
    on_chain(DEVELOPMENT, || {
        open_exact_market(0..OPERATORS);
        let task = requested(request_spec());
        let members = <[_; 3]>::try_from(members(task)).unwrap();
        let [first, node, last] = members.clone();
        Offers::<Runtime>::mutate(SERVICE, &node, |offer| {
            offer.as_mut().unwrap().standing = Perbill::one();
        });
        let before = record(node.clone());
        match fault {
            ServiceFault::NoCommit => {
                commit(task, first.clone(), answer(9));
                run(22);
                reveal(task, first, answer(9));
            }
            ServiceFault::NoReveal => {
                members.iter().for_each(|node| commit(task, node.clone(), answer(9)));
                reveal(task, first, answer(9));
            }
            ServiceFault::WrongAnswer => {
                let all = [(first, 9), (node.clone(), 8), (last, 9)];
                all.iter().for_each(|(node, result)| commit(task, node.clone(), answer(*result)));
                all.iter().for_each(|(node, result)| reveal(task, node.clone(), answer(*result)));
            }
        }
        let receipt = ended();
        assert_eq!(conduct_of(node.clone(), &receipt), MemberConduct::Failed(fault));
        let member = receipt.members.into_iter().find(|member| member.node == node).unwrap();
        assert_eq!(member.parts.node, 0);
        // What can be disputed counts when its window is over.
        if let Some(until) = receipt.disputable_until {
            assert_eq!(record(node.clone()), before);
            run_to(until + 1);
        }
        records = Some((before, record(node)));
    });
    records.unwrap()
}

/// Regression: who withheld its answer lost less than who gave a wrong one.
#[test]
fn of_a_whole_window_is_one_fault_in_both_steps_and_no_less_than_a_wrong_answer() {
    use ServiceFault::{NoCommit, NoReveal, WrongAnswer};

    let (before, missed) = fault(NoCommit);
    assert_eq!((missed.tasks, missed.failed), (before.tasks + 1, before.failed + 1));
    assert_eq!(missed.standing, Perbill::from_percent(86));
    assert_eq!(fault(NoReveal), (before, missed));

    let ((_, missed), (_, wrong)) = (fault(NoReveal), fault(WrongAnswer));
    assert!(missed.failed >= wrong.failed && missed.standing <= wrong.standing);
    assert_eq!(missed.stake, wrong.stake);
}

#[test]
fn of_most_members_ends_with_the_whole_window() {
    on_chain(DEVELOPMENT, || {
        open_market();
        request();
        run(2);
        let draw = now();
        commit(0, Bob, answer(9));
        run(21);
        commit(0, Charlie, answer(9));
        assert_eq!(now(), draw + 21);
        run(1);
        [Bob, Charlie].iter().for_each(|node| reveal(0, *node, answer(9)));
        let fault = MemberConduct::Failed(ServiceFault::NoCommit);
        assert_eq!(conduct_of(Dave, &ended()), fault);
    });
}
