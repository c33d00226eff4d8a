//! Code that several pallets of NES chain share.
//!
//! Nothing here depends on a runtime: a pallet passes its own types and keeps its own storage.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod account;
pub mod holds;
#[allow(
    clippy::as_conversions,
    reason = "the codec's derives write them for enums, and a constant has no other conversion"
)]
pub mod params;
pub mod queue;
