//! The tests of the pallet.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod check_proof;
mod forget_before;
mod prove;
mod start_session;
mod try_state;
