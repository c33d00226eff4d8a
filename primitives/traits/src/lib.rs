//! The ports between the pallets of NES chain.
//!
//! A pallet never depends on another pallet of the chain: it asks through a trait of this crate,
//! and the runtime decides which pallet answers.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod disputes;
mod eras;
mod fees;
mod market;
mod nodes;
mod sessions;
mod tasks;
mod vesting;

pub use disputes::{
    Award, Disputes, Duties, InputPlace, LostDispute, Question, SecondCommittee, SecondCommittees,
    SecondDraw, SecondMember, SecondVerdict, SettledMember, SettledTask, StakeAtRisk,
};
pub use eras::{BlockCount, OnEraStart};
pub use fees::{Attendance, FeeSettlement, FeeShare, NodeRewards};
pub use market::{Draw, DrawRequest, Market, Seat, Terms, VersionTerms};
pub use nodes::{NodeRegistry, OnNodeRemoved};
pub use sessions::SessionHistory;
pub use tasks::{EndedMember, EndedTask, NodeConduct};
pub use vesting::VestingRegister;
