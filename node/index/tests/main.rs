//! The index's database.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

mod bytes;
mod common;
mod disputes;
mod governance;
mod keeps;
mod lists;
