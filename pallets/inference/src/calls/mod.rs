//! The bodies of the calls.

mod reply;
mod request;

pub use request::{
    Request, BLOCKS_TO_CANCEL, BLOCKS_TO_DRAW, MAX_BLOCKS_BEHIND, MAX_PATIENCE, MAX_WORK, PATIENCE,
};
