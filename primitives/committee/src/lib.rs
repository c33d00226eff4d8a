//! How a committee is drawn, how its nodes commit to their answers and what the answers add up to.
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
