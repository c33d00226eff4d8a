//! The tests: a file for each subject.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod genesis;
mod invariants;
mod set_params;
mod settle;
mod settle_at_random;
mod split;
