//! The real runtime, driven from outside: one binary, because each takes a minute to link.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod api;
mod common;
mod economics;
mod governance;
mod journeys;
mod limits;
mod random;
mod simulation;
