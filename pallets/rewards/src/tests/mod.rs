//! The tests: a file for each subject.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod attend;
mod distribute;
mod era_end;
mod genesis;
mod points;
mod random;
mod self_dealing;
mod set_params;
mod settle;
mod try_state;
mod years;
