//! How a node has served: what its service slashes and its jail follow from.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use nes_core::{EraIndex, ServiceFault};
use scale_info::TypeInfo;

/// The first tasks of a new node, whose faults are not slashed.
pub(crate) const GRACE_TASKS: u32 = 20;

/// The tasks of an era below which missing some is no fault.
pub(crate) const FEW_TASKS: u32 = 20;

/// The tasks of an era of which one may be missed.
pub(crate) const TOLERATED_MISSES: u32 = 20;

/// The eras after which a fault no longer counts towards a jail.
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
pub struct Conduct {
    /// Its tasks that have ended, counted up to the newcomers' 20.
    pub tasks: u32,
    /// The era of its last task.
    pub era: EraConduct,
    /// When its answers were wrong.
    pub wrong_answers: FaultEras,
    /// When it committed and did not reveal.
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
    /// Which.
    pub index: EraIndex,
    /// Its tasks that ended in the era.
    pub tasks: u32,
    /// Those of them to which it committed nothing.
    pub missed: u32,
}

/// So many faults of a kind within [`FAULT_MEMORY_ERAS`] eras jail a node.
fn too_many(fault: ServiceFault) -> usize {
    match fault {
        ServiceFault::WrongAnswer => 3,
        ServiceFault::NoReveal => 5,
        ServiceFault::NoCommit => 10,
    }
}

impl Conduct {
    /// Whether the node is so new that its faults are not slashed.
    pub fn is_newcomer(&self) -> bool {
        self.tasks < GRACE_TASKS
    }

    /// Counts a task that ended in `era`, and whether the node committed nothing to it; an earlier
    /// era must have been closed.
    pub fn count(&mut self, era: EraIndex, missed: bool) {
        self.tasks = self.tasks.saturating_add(1).min(GRACE_TASKS);
        self.era.index = era;
        self.era.tasks = self.era.tasks.saturating_add(1);
        self.era.missed = self.era.missed.saturating_add(missed.into());
    }

    /// Ends the era of the last task when it is before `era`; tells whether too many of its tasks
    /// were missed.
    pub fn close_era(&mut self, era: EraIndex) -> bool {
        if self.era.index >= era {
            return false;
        }
        let EraConduct { tasks, missed, .. } = core::mem::take(&mut self.era);
        tasks >= FEW_TASKS && missed.saturating_mul(TOLERATED_MISSES) > tasks
    }

    /// Notes a fault in `era`; tells whether it jails the node. The faults that did are forgotten.
    pub fn note(&mut self, fault: ServiceFault, era: EraIndex) -> bool {
        let eras = match fault {
            ServiceFault::WrongAnswer => &mut self.wrong_answers,
            ServiceFault::NoReveal => &mut self.unrevealed,
            ServiceFault::NoCommit => &mut self.missed,
        };
        eras.retain(|earlier| era.saturating_sub(*earlier) < FAULT_MEMORY_ERAS);
        // The list has room for as many as jail a node.
        let jails = eras.try_push(era).is_err() || eras.len() >= too_many(fault);
        if jails {
            eras.clear();
        }
        jails
    }
}
