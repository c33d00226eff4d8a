//! The conduct of a node as a service, from which its service slashes and its jail follow.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use nes_core::{EraIndex, ServiceFault};
use scale_info::TypeInfo;

/// The number of a new node's first tasks whose faults are not slashed.
pub(crate) const GRACE_TASKS: u32 = 20;

/// The number of tasks in an era below which missed ones are no fault.
pub(crate) const FEW_TASKS: u32 = 20;

/// The number of an era's tasks for each tolerated miss.
pub(crate) const TOLERATED_MISSES: u32 = 20;

/// The number of eras after which a fault no longer counts towards a jail.
pub(crate) const FAULT_MEMORY_ERAS: EraIndex = 28;

/// The eras of a node's last faults of one kind, oldest first.
type FaultEras = BoundedVec<EraIndex, ConstU32<10>>;

/// A node's record as a service.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Clone,
    PartialEq,
    Eq,
    Debug,
    Default,
)]
pub struct ConductRecord {
    /// The number of its tasks that have ended, counted up to the 20 of the grace.
    pub tasks: u32,
    /// The era of its last task.
    pub era: EraConduct,
    /// The eras in which it gave a wrong answer.
    pub wrong_answers: FaultEras,
    /// The eras in which it committed and did not reveal.
    pub unrevealed: FaultEras,
    /// The eras in which it missed too many tasks.
    pub missed: FaultEras,
}

/// A node's tasks in an era.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
)]
pub struct EraConduct {
    /// The index of the era.
    pub index: EraIndex,
    /// The number of its tasks that ended in the era.
    pub tasks: u32,
    /// The number of those to which it committed nothing, without those within its grace.
    pub missed: u32,
}

/// Returns the number of faults of a kind within [`FAULT_MEMORY_ERAS`] eras that jails a node.
fn too_many(fault: ServiceFault) -> usize {
    match fault {
        ServiceFault::WrongAnswer => 3,
        ServiceFault::NoReveal => 5,
        ServiceFault::NoCommit => 10,
    }
}

impl ConductRecord {
    /// Returns true if the node is so new that its faults are not slashed.
    pub fn is_newcomer(&self) -> bool {
        self.tasks < GRACE_TASKS
    }

    /// Counts a task that ended in `era`, as missed if the node committed nothing to it; an earlier
    /// era must have been closed.
    pub fn count(&mut self, era: EraIndex, missed: bool) {
        self.tasks = self.tasks.saturating_add(1).min(GRACE_TASKS);
        self.era.index = era;
        self.era.tasks = self.era.tasks.saturating_add(1);
        self.era.missed = self.era.missed.saturating_add(missed.into());
    }

    /// Ends the era of the last task if it is before `era`; returns true if too many of its tasks
    /// were missed.
    pub fn close_era(&mut self, era: EraIndex) -> bool {
        if self.era.index >= era {
            return false;
        }
        let EraConduct { tasks, missed, .. } = core::mem::take(&mut self.era);
        tasks >= FEW_TASKS && missed.saturating_mul(TOLERATED_MISSES) > tasks
    }

    /// Notes a fault in `era`; returns true if it jails the node. The faults that did are
    /// forgotten.
    pub fn note(&mut self, fault: ServiceFault, era: EraIndex) -> bool {
        let eras = match fault {
            ServiceFault::WrongAnswer => &mut self.wrong_answers,
            ServiceFault::NoReveal => &mut self.unrevealed,
            ServiceFault::NoCommit => &mut self.missed,
        };
        eras.retain(|earlier| era.saturating_sub(*earlier) < FAULT_MEMORY_ERAS);
        // The list has room for the number of faults that jails a node.
        let jails = eras.try_push(era).is_err() || eras.len() >= too_many(fault);
        if jails {
            eras.clear();
        }
        jails
    }
}
