//! The draw of a committee, the commitments of its nodes and the verdict over their answers.
//!
//! Everything here is a pure function: no storage, no runtime, the same result on every machine.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod answers;
mod draw;

pub use answers::{agreed, commitment, Seat};
pub use draw::{draw, max_looks, Band, Place};
