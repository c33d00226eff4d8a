//! Code that several pallets of NES chain need, once.
//!
//! Nothing here knows a runtime: a pallet hands in its own types, and keeps its storage to itself.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[allow(
    clippy::as_conversions,
    reason = "the codec's derives write them for enums, and a constant has no other conversion"
)]
pub mod params;
