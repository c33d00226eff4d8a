//! The tests: a file for each subject.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod genesis;
mod invariants;
mod periods;
