//! The tests of the market, a file for each call and port.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test stops where a step fails"
)]

mod account;
mod bands;
mod chance;
mod changes;
mod close_task;
mod delist;
mod draw;
mod duty;
mod index;
mod lifecycle;
mod prices;
mod publish;
mod quote;
mod random;
mod refresh_offer;
mod retire;
mod second_draw;
mod set_exact;
mod set_offer;
mod set_params;
mod slashable;
mod standing;
mod try_state;
mod update;
mod versions;
mod withdraw_offer;
