//! The money formulas of NES chain, each with its invariants and property tests.
//!
//! Everything here is a pure function over integers. An amount that is rounded down in one part
//! stays in another, so that the parts of an amount sum to it.

#![cfg_attr(not(feature = "std"), no_std)]

mod accumulator;
mod emission;
mod retained;
mod reward;
mod split;
mod vesting;

pub use accumulator::{earned, Accumulator, Earned, UNITS};
pub use emission::{divide, emission, room_left, YEAR_MILLIS};
pub use retained::{Retained, Worth};
pub use reward::{incentive, portion};
pub use split::split;
pub use vesting::{shrink, unvested, Schedule};
