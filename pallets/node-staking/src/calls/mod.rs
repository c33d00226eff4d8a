//! The bodies of the calls.

mod delegation;
mod exit;
mod operator;
mod reward;
mod slash;
