//! The conduct of a node as a service, from which its service slashes and its jail follow.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use nes_core::EraIndex;
use scale_info::TypeInfo;
use sp_runtime::SaturatedConversion;

/// The number of failed tasks from which on an era can be a fault.
pub(crate) const LEAST_FAILURES: u32 = 4;

/// The number of an era's tasks for each tolerated failure.
pub(crate) const TASKS_PER_FAILURE: u32 = 20;

/// The number of eras after which a fault no longer counts towards a jail.
pub(crate) const FAULT_MEMORY_ERAS: EraIndex = 28;

/// The number of faults within [`FAULT_MEMORY_ERAS`] that jails a node.
pub(crate) const JAILING_FAULTS: u32 = 10;

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
    /// The era of its last task.
    pub era: EraConduct,
    /// The last eras in which too many of its tasks failed, oldest first.
    pub faults: BoundedVec<EraIndex, ConstU32<JAILING_FAULTS>>,
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
    /// The number of those that it failed: it committed nothing, or did not reveal.
    pub failed: u32,
}

impl EraConduct {
    /// Returns true if so many tasks failed that the era is a fault: at least four, and more than one
    /// in 20.
    pub fn is_fault(&self) -> bool {
        self.failed >= LEAST_FAILURES && self.failed.saturating_mul(TASKS_PER_FAILURE) > self.tasks
    }
}

impl ConductRecord {
    /// Counts a task that ended in `era`. An earlier era that was not taken before is forgotten.
    pub fn count(&mut self, era: EraIndex, failed: bool) {
        if self.era.index != era {
            self.era = EraConduct { index: era, ..Default::default() };
        }
        self.era.tasks = self.era.tasks.saturating_add(1);
        self.era.failed = self.era.failed.saturating_add(failed.into());
    }

    /// Takes the tasks of `era` out of the record, so that they are judged once; none if its last
    /// task ended in another era.
    pub fn take(&mut self, era: EraIndex) -> EraConduct {
        if self.era.index == era {
            core::mem::take(&mut self.era)
        } else {
            EraConduct::default()
        }
    }

    /// Returns the number of faults that still count in `era`.
    pub fn faults_at(&self, era: EraIndex) -> u32 {
        let counts = |fault: &&EraIndex| era.saturating_sub(**fault) < FAULT_MEMORY_ERAS;
        self.faults.iter().filter(counts).count().saturated_into()
    }

    /// Notes a fault in `era`; returns true if it jails the node. The faults that did are
    /// forgotten.
    pub fn note(&mut self, era: EraIndex) -> bool {
        self.faults.retain(|earlier| era.saturating_sub(*earlier) < FAULT_MEMORY_ERAS);
        // The list has room for the number of faults that jails a node.
        let jails = self.faults.try_push(era).is_err() || self.faults.is_full();
        if jails {
            self.faults.clear();
        }
        jails
    }
}
