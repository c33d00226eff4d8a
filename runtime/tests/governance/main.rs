//! Governance on the real runtime: its tracks and origins, its emergencies, and what an attacker
//! can do against it.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

mod agenda;
mod apps;
mod attacks;
mod blocks;
mod calls;
#[path = "../common/mod.rs"]
mod common;
mod failure;
mod filters;
mod limits;
mod origins;
mod proxies;
mod reports;
mod safe_mode;
mod steps;
mod timing;
mod tracks;
mod treasury;
mod versions;
mod votes;
mod weights;
