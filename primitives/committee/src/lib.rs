//! The draw of a committee, the commitments of its nodes and the verdict over their answers.
//!
//! Everything here is a pure function: no storage, no runtime, the same result on every machine.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod commitment;
mod draw;
mod verdict;

pub use commitment::commitment;
pub use draw::{draw, max_looks};
pub use verdict::agreed;
