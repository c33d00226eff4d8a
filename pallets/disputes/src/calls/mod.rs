//! The bodies of the calls.

mod dispute;
mod open_dispute;
