//! The money formulas of NES chain, each with its invariants and property tests beside it.
//!
//! Everything here is a pure function over integers; whatever is rounded down in one part stays in
//! another, so that the parts of an amount sum to it.

#![cfg_attr(not(feature = "std"), no_std)]

mod accumulator;
mod retained;
mod split;

pub use accumulator::{earned, Accumulator, Earned, UNITS};
pub use retained::{Retained, Worth};
pub use split::split;
