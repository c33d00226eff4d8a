//! The bodies of the calls.

mod reply;
mod request;

pub use request::{BLOCKS_TO_DRAW, MAX_BLOCKS_BEHIND};
