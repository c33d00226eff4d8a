//! What a task asks of a member of its committee.

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
    /// Where the input can be fetched, at most 256 bytes.
    pub input_uri: Vec<u8>,
    /// The most usage that an answer may report.
    pub max_usage: Usage,
    /// What the node is paid for its usage, when its answer is agreed.
    pub tariff: Tariff,
    /// What the node must do next.
    pub duty: Duty,
    /// The last block in which it can.
    pub due: BlockNumber,
}

/// What a member must do next.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Duty {
    /// Commit to an answer.
    Commit,
    /// Reveal the answer that it committed to.
    Reveal,
    /// Nothing: it has done its part of the present phase, or missed that of the one before.
    Wait,
}
