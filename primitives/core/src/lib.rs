//! The types that every part of NES chain shares: accounts, money, ids, prices and answers.
//!
//! Nothing here depends on storage or on a runtime's configuration.

#![cfg_attr(not(feature = "std"), no_std)]
#![allow(clippy::as_conversions, reason = "the codec's derives write them for enums")]

extern crate alloc;

mod chain;
mod price;
mod service;
mod task;

pub use chain::{
    AccountId, Balance, BlockNumber, EmissionParts, EraIndex, FeeParts, Hash, Moment, Nonce,
    Signature,
};
pub use price::{Quote, QuoteError, Shape, Tariff, Usage};
pub use service::{ServiceId, ServiceKey, ServiceKind, Verification, MAX_COMMITTEE};
pub use task::{
    Answer, DecidedDispute, Decision, MemberConduct, MemberReceipt, Outcome, Output, Receipt, Salt,
    SecondSeat, ServiceFault, Shortage, TaskId, Unservable,
};
