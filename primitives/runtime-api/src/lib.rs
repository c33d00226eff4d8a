//! The runtime APIs of NES chain, which its JSON-RPC is built on.
//!
//! Every query that the node answers is a call of one of these, so clients that speak to the
//! runtime directly get the same answers with their types from the metadata.

#![cfg_attr(not(feature = "std"), no_std)]
#![allow(clippy::as_conversions, reason = "the codec's derives write them for enums")]
#![allow(clippy::multiple_bound_locations, reason = "the macro of the runtime APIs writes them")]

extern crate alloc;

mod governance;
mod inference;
mod market;
mod nodes;
mod page;
mod parameters;
mod rewards;
mod supply;
mod validators;

pub use governance::*;
pub use inference::*;
pub use market::*;
pub use nodes::*;
pub use page::{Page, MAX_PAGE, MAX_SCAN};
pub use parameters::*;
pub use rewards::*;
pub use supply::*;
pub use validators::*;
