//! The assignment of a task to a member of its committee.

use alloc::vec::Vec;

use codec::{Decode, Encode};
use nes_core::{Hash, ServiceId, Tariff, Usage};
use scale_info::TypeInfo;

/// An open task as one of its members sees it.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct Assignment<BlockNumber> {
    /// The service that was asked.
    pub service: ServiceId,
    /// The service's version when it was asked.
    pub version: u32,
    /// The hash of the input's bytes.
    pub input_hash: Hash,
    /// The URI of the input, at most 256 bytes.
    pub input_uri: Vec<u8>,
    /// The most usage that an answer may report.
    pub max_usage: Usage,
    /// The tariff by which the node is paid for its usage if its answer is agreed.
    pub tariff: Tariff,
    /// The next duty of the node.
    pub duty: Duty,
    /// The last block in which the node can do its duty.
    pub due: BlockNumber,
}

/// The next duty of a member.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Duty {
    /// The commitment to an answer.
    Commit,
    /// The reveal of the answer that it committed to.
    Reveal,
    /// No duty: it has done its part of the present phase, or missed that of the one before.
    Wait,
}
