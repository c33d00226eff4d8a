//! The end of tasks, as the pallets that keep records of nodes hear of it.

use alloc::vec::Vec;

use nes_core::{Balance, MemberConduct, ServiceId};

/// A task that has ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EndedTask<AccountId> {
    /// The service that was asked.
    pub service: ServiceId,
    /// The account that requested the task and paid.
    pub payer: AccountId,
    /// True if an answer to it could cost stake. Only then do silence and another answer than the
    /// agreed one count against a node.
    pub slashable: bool,
    /// The members of its committee, in the order of the draw; none if it was never drawn.
    pub members: Vec<EndedMember<AccountId>>,
}

/// A member of the committee of a task that has ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EndedMember<AccountId> {
    /// The node.
    pub node: AccountId,
    /// Its conduct in the task.
    pub conduct: MemberConduct,
    /// True if a second committee has contradicted its answer, for which it is slashed apart.
    pub lost: bool,
    /// The part of its fee that nobody can have paid to himself, burned or the treasury's, in
    /// planck.
    pub protocol: Balance,
}

/// The register that makes nodes answer for their conduct.
pub trait NodeConduct<AccountId> {
    /// Handles the end of a task: counts it for each member that answered or failed.
    fn close_task(task: &EndedTask<AccountId>);
}
