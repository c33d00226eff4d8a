//! Random sequences of all commands to the pallet, which is compared with the model after every
//! step.
//!
//! The amount that a position has on hold is always the exact value of its parts together, rounded
//! down once. A delegation is at most a planck less than the requested amount, and so is stake that
//! arrives by redelegation, of which that planck is free. What a slash of the node that it left takes
//! is the loss of the shares that it was there, whose value is rounded down before and after; a
//! planck more goes where the shares that pay it are worth a part of one. Rewards are those of an
//! exact division, except for the remainder of a reward when shares changed before the next one,
//! which is less than a planck for every million NES behind the node.

use std::collections::{BTreeMap, BTreeSet};

use frame_support::assert_ok;

use super::model::{apply, Chance, Command, Model};
use crate::{mock::*, Event};

/// The number of steps of a run.
const STEPS: u32 = 25_000;

/// The balance of every account at the start, in planck: above the cap of all NES.
const RICHES: u128 = 100_000_000_000 * UNIT;

/// The errors that must arise. The others need lists that are full, a ranking that is locked or a
/// hook without weight.
const ERRORS: [&str; 35] = [
    "AlreadyRegistered",
    "NotRegistered",
    "StakeBelowMinimum",
    "DelegationBelowMinimum",
    "OverDelegationRatio",
    "AmountMissing",
    "InsufficientStake",
    "InsufficientUnbonding",
    "NoPosition",
    "CommissionAboveMaximum",
    "CommissionRaiseTooLarge",
    "InvalidEndpoint",
    "AgentDoesNotExist",
    "NoSessionKeys",
    "AlreadyValidator",
    "NotValidator",
    "NodeLeaving",
    "NodeJailed",
    "NodeExhausted",
    "SlashPending",
    "NotJailed",
    "StillJailed",
    "NothingToWithdraw",
    "SameNode",
    "OwnNode",
    "StakeMatured",
    "StillAnswerable",
    "NothingLeft",
    "NothingToClaim",
    "NothingToApply",
    "UnknownSlash",
    "NoStakeInNode",
    "AlreadyAppealed",
    "TooLateToAppeal",
    "ParamsOutOfBounds",
];

/// The numbers of calls and other commands that were done, by their names, and of refusals, by the
/// names of their errors.
#[derive(Default)]
struct Counts {
    done: BTreeMap<String, u32>,
    refused: BTreeMap<&'static str, u32>,
}

/// The seed, the step and the command, which are printed if a test panics.
struct Trace<'a>(u64, u32, &'a Command);

impl Drop for Trace<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("seed {}, step {}: {:?}", self.0, self.1, self.2);
        }
    }
}

#[test]
fn first_sequence_agrees_with_the_model() {
    run(1);
}

#[test]
fn second_sequence_agrees_with_the_model() {
    run(2);
}

#[test]
fn third_sequence_agrees_with_the_model() {
    run(3);
}

#[test]
fn fourth_sequence_agrees_with_the_model() {
    run(4);
}

fn run(seed: u64) {
    build_and_execute(|| {
        let mut chance = Chance(seed);
        let mut counts = Counts::default();
        let mut model = start();
        for step in 0..STEPS {
            let command = chance.choose(&model);
            let _trace = Trace(seed, step, &command);
            System::reset_events();
            match command {
                Command::NextSession => next_session(&mut model),
                Command::NextEra { blocks, hook } => next_era(&mut model, blocks, hook),
                Command::Hook => run_hook(&mut model),
                _ => counts.note(&command, do_both(&mut model, &command)),
            }
            model.assert_agrees();
            assert_ok!(NodeStaking::do_try_state());
        }
        counts.assert_enough(&model);
    });
}

/// Returns the model of a chain without nodes, which it starts.
fn start() -> Model {
    let actors = [ALICE, BOB, CHARLIE, DAVE, EVE, FERDIE, TREASURY];
    for who in actors {
        assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), who, RICHES));
    }
    let model = Model::new(params(), TREASURY, &actors.map(|who| (who, RICHES)));
    model.assert_agrees();
    model
}

/// Runs the command on the model and on the pallet, and checks that the results agree.
fn do_both(model: &mut Model, command: &Command) -> Result<(), &'static str> {
    let mut next = model.clone();
    let expected = next.run(command);
    assert_eq!(apply(command), expected);
    if expected.is_ok() {
        *model = next;
    }
    if let Command::Equivocation { node, fraction, session, .. } = *command {
        let answered = model.has_answered_for(node, fraction, session / ERA);
        assert!(answered, "an offence is not slashed as reported");
    }
    expected
}

/// Lets a session pass for both, unless an era ends with it. The pallet chooses the sets.
fn next_session(model: &mut Model) {
    if !(Session::current_index() + 1).is_multiple_of(ERA) {
        rotate(model);
    }
}

fn rotate(model: &mut Model) {
    Session::rotate_session();
    model.validators = Session::validators();
    model.queued = Session::queued_keys().into_iter().map(|(who, _)| who).collect();
}

/// Lets the era end for both, in which the nodes made these numbers of `blocks`, and runs the `hook`
/// in the next one.
fn next_era(model: &mut Model, blocks: [usize; 4], hook: bool) {
    let blocks: BTreeMap<u64, usize> = (1..).zip(blocks).collect();
    let authors = blocks.iter().flat_map(|(who, count)| std::iter::repeat_n(*who, *count));
    Authors::set(authors.collect());
    for _ in Session::current_index() % ERA + 1..ERA {
        rotate(model);
    }
    model.end_era(&blocks);
    model.era += 1;
    rotate(model);
    if hook {
        run_hook(model);
    }
}

/// Runs the hook for both. The pallet decides the order in which slashes of one era are executed,
/// and nodes are judged.
fn run_hook(model: &mut Model) {
    System::reset_events();
    poll();
    let (mut executed, mut slashed) = (Vec::new(), Vec::new());
    for event in events() {
        match event {
            Event::SlashExecuted { slash, .. } => executed.push(slash),
            Event::Slashed { node, .. } => slashed.push(node),
            _ => {}
        }
    }
    let once: BTreeSet<u32> = executed.iter().copied().collect();
    assert_eq!(once.len(), executed.len(), "a slash was executed twice");
    assert!(model.due().into_iter().eq(once), "not all that was due was executed, or more");
    executed.into_iter().for_each(|slash| model.execute(slash));
    model.judge_ended(&slashed);
}

impl Counts {
    fn note(&mut self, command: &Command, outcome: Result<(), &'static str>) {
        let name: String =
            format!("{command:?}").chars().take_while(|letter| letter.is_alphanumeric()).collect();
        let done = self.done.entry(name).or_default();
        match outcome {
            Ok(()) => *done += 1,
            Err(error) => *self.refused.entry(error).or_default() += 1,
        }
    }

    /// Checks that the sequence reached every interesting case often enough.
    fn assert_enough(&self, model: &Model) {
        println!("{} eras\n{:?}\n{:?}\n{:?}", model.era, self.done, self.refused, model.seen);
        for (name, done) in &self.done {
            assert!(*done >= 10, "{name} was done too seldom");
        }
        assert_eq!(self.done.len(), 28, "a command was not tried");
        for error in ERRORS {
            assert!(self.refused.contains_key(error), "{error} did not arise");
        }
        let (seen, moves) = (&model.seen, &model.seen.moves);
        for often in [
            seen.slashes,
            seen.service_slashes,
            seen.executed_with_a_loss,
            seen.executed_after_an_appeal,
            seen.slashed_when_leaving,
            seen.reporters_paid,
            seen.lost_disputes,
            seen.awarded,
            seen.topped_up,
            seen.restaked,
            seen.gone,
            moves.under_a_pending_slash,
            moves.beside_other_arrivals,
            moves.short_of_a_planck,
            moves.slashed_after,
            moves.cancelled,
            moves.losses_by_both,
            moves.ended,
        ] {
            assert!(often >= 40, "{seen:?}");
        }
        for seldom in [
            seen.service_jails,
            seen.faults_of_both_kinds,
            seen.dispute_jails,
            seen.beyond_the_cap,
            seen.beyond_for_others,
            seen.awards_cut,
            seen.slashes_that_grew,
            seen.differences,
            seen.exhausted,
            seen.reporters_capped,
            seen.appeals_of_delegators,
            seen.absent,
            seen.left_in_the_set,
            seen.executed_without_the_node,
            seen.cancelled_after_an_appeal,
            seen.worthless_withdrawn,
            moves.away_from_a_leaving_node,
            moves.joined,
            moves.slashed_before,
            moves.more_lost_than_left,
            moves.lost_of_entries,
            moves.ended_with_the_position,
            moves.gone_with_an_arrival,
            moves.late_entries,
            moves.rebonded,
            moves.restaked,
            moves.withdrawn,
        ] {
            assert!(seldom > 0, "{seen:?}");
        }
    }
}
