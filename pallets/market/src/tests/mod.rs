//! The tests of the market, a file for each call and port.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test stops where a step fails"
)]

mod delist;
mod draw;
mod holds;
mod index;
mod invariants;
mod lifecycle;
mod publish;
mod quote;
mod reputation;
mod retire;
mod set_offer;
mod set_params;
mod update;
mod withdraw_offer;
