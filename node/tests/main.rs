//! The node's binary, driven from outside; one binary of tests, because each takes long to link.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

mod bad_start;
mod common;
mod dev_chain;
mod index;
mod subcommands;
mod validator;
