//! The tests: a file for each subject.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod at_random;
mod distribute;
mod era_end;
mod genesis;
mod invariants;
mod points;
mod self_dealing;
mod set_params;
mod settle;
mod settle_at_random;
mod split;
mod years;
