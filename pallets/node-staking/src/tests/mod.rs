//! A file for each call, one for each thing that happens without a call, and a node's whole life.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may panic"
)]

mod chill;
mod genesis;
mod invariants;
mod leave;
mod lifecycle;
mod ports;
mod register;
mod sessions;
mod set_agent;
mod set_params;
mod set_profile;
mod validate;
mod withdraw;
