//! The types that every part of NES chain shares: accounts, money, ids, prices and answers.
//!
//! Nothing here depends on storage or on a runtime's configuration.

#![cfg_attr(not(feature = "std"), no_std)]
#![allow(clippy::as_conversions, reason = "the codec's derives write them for enums")]

extern crate alloc;

mod chain;
mod emission;
mod node;
mod price;
mod quote;
mod receipt;
mod service;
mod task;

pub use chain::{AccountId, Balance, BlockNumber, EraIndex, Hash, Moment, Nonce, Signature};
pub use emission::EmissionParts;
pub use node::ServiceKey;
pub use price::{FeeParts, Tariff, Usage};
pub use quote::{Quote, QuoteError};
pub use receipt::{MemberConduct, MemberReceipt, Outcome, Receipt, ServiceFault, Shortage};
pub use service::{ServiceId, ServiceKind, Verification, MAX_COMMITTEE};
pub use task::{Answer, Salt, TaskId};
