//! The tests: a file a call and a port, and files of the adversaries, the line of waiting disputes,
//! the slashes, the windows, the rules, the ring, the invariants, whole life cycles, and random calls
//! with their model.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod adversaries;
mod dispute;
mod judge;
mod keep;
mod lifecycle;
mod line;
mod model;

mod open_dispute;
mod random;

mod ring;
mod rules;
mod set_params;
mod slashes;
mod try_state;

mod windows;

use frame_support::{assert_noop, assert_ok, assert_storage_noop, traits::Hooks, weights::Weight};
use frame_system::RawOrigin;
use nes_core::*;
use nes_traits::{
    Award, Disputes as _, LostDispute, SecondCommittee, SecondCommittees, SecondVerdict,
    StakeAtRisk,
};

use crate::{mock::*, *};

/// The rules of the development chain.
const DEVELOPMENT: Rules = Rules { places: 2, seats: 5, quorum: 4, fewest: 5, operators: 10 };

/// Returns the disputers of `task`, each with its name and what it risks.
fn disputers(task: TaskId) -> Vec<(u64, Balance)> {
    let task = Disputes::settled(task).unwrap();
    task.disputers().iter().map(|disputer| (*disputer.name(), disputer.risk)).collect()
}

/// Returns true if `task` waits in line.
fn waits(task: TaskId) -> bool {
    matches!(Disputes::settled(task).unwrap().state, State::Waiting(_))
}

/// Returns true if a dispute of `task` goes on.
fn is_open(task: TaskId) -> bool {
    matches!(Disputes::settled(task).unwrap().state, State::Open { .. })
}

/// Keeps a task that is disputed by these, who open these answers, and whose second committee
/// reveals.
fn disputed(parties: &[(Option<u64>, Answer)]) -> TaskId {
    let task = kept();
    dispute_all(task, parties);
    task
}

/// Disputes `task` in the same way.
fn dispute_all(task: TaskId, parties: &[(Option<u64>, Answer)]) {
    for (node, answer) in parties {
        assert_ok!(dispute(task, *node, *answer));
    }
    start_revealing(task);
    for (node, answer) in parties {
        assert_ok!(open(task, *node, *answer));
    }
}
