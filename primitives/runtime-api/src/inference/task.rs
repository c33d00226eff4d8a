//! An open task.

use alloc::vec::Vec;

use codec::{Decode, Encode};
use nes_core::{Answer, Balance, Hash, ServiceId, Tariff, Usage};
use scale_info::TypeInfo;

/// The state of an open task now.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct TaskInfo<AccountId, BlockNumber> {
    /// The account that requested it and pays.
    pub payer: AccountId,
    /// The service that was asked.
    pub service: ServiceId,
    /// The service's version when it was asked.
    pub version: u32,
    /// The hash of the input's bytes.
    pub input_hash: Hash,
    /// The URI of the input, at most 256 bytes.
    pub input_uri: Vec<u8>,
    /// The most usage that the payer pays for.
    pub max_usage: Usage,
    /// The highest tariff that the payer accepts, part by part.
    pub max_tariff: Tariff,
    /// The amount that was taken from the payer until the task ends, in planck.
    pub escrow: Balance,
    /// The number of equal answers that agree it.
    pub quorum: u8,
    /// The block in which it was requested.
    pub requested: BlockNumber,
    /// The last block of the present phase.
    pub due: BlockNumber,
    /// Its phase.
    pub phase: TaskPhase,
    /// Its committee; empty until it is drawn.
    pub members: Vec<MemberInfo<AccountId>>,
}

/// The phase of an open task, named after the step that it waits for.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum TaskPhase {
    /// The draw of its committee.
    Queued,
    /// The commitments of its committee.
    Committing,
    /// The answers behind the commitments.
    Revealing,
}

/// A member of a task's committee.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct MemberInfo<AccountId> {
    /// The drawn node.
    pub node: AccountId,
    /// Its tariff when it was drawn.
    pub tariff: Tariff,
    /// True if it has committed to an answer.
    pub committed: bool,
    /// The answer that it has revealed.
    pub revealed: Option<Answer>,
}
