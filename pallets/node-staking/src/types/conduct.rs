//! The conduct of a node as a service, from which its service slashes and its jail follow.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
    traits::{ConstU32, Get},
    BoundedVec,
};
use nes_core::EraIndex;
use scale_info::TypeInfo;
use sp_runtime::SaturatedConversion;

/// The number of failed tasks from which on an era can be a fault.
pub(crate) const LEAST_FAILURES: u32 = 4;

/// The number of an era's tasks for each tolerated failure.
pub(crate) const TASKS_PER_FAILURE: u32 = 20;

/// The number of an era's seats in second committees from which on missing them can be a fault.
pub(crate) const LEAST_DUTIES: u32 = 8;

/// The number of eras after which a fault, or a lost dispute, no longer counts towards a jail.
pub(crate) const FAULT_MEMORY_ERAS: EraIndex = 28;

/// The number of eras with a fault within [`FAULT_MEMORY_ERAS`] that jails a node.
pub(crate) const JAILING_FAULTS: u32 = 10;

/// The number of lost disputes within [`FAULT_MEMORY_ERAS`] that jails a node.
pub(crate) const JAILING_DISPUTES: u32 = 3;

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
    /// The era of its last task or seat in a second committee.
    pub era: EraConduct,
    /// The last eras with a fault, oldest first.
    pub faults: BoundedVec<EraIndex, ConstU32<JAILING_FAULTS>>,
    /// The eras of its last slashes for disputes, oldest first.
    pub disputes: BoundedVec<EraIndex, ConstU32<JAILING_DISPUTES>>,
}

/// A node's tasks in an era, and its seats in second committees.
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
    /// The number of those that it failed: it committed nothing, did not reveal, or gave another
    /// answer than the agreed one.
    pub failed: u32,
    /// The number of its seats in second committees that ended in the era.
    pub duty: u32,
    /// The number of those that it missed.
    pub duty_missed: u32,
}

impl EraConduct {
    /// Counts a task.
    pub fn count_task(&mut self, failed: bool) {
        self.tasks = self.tasks.saturating_add(1);
        self.failed = self.failed.saturating_add(failed.into());
    }

    /// Counts a seat in a second committee.
    pub fn count_duty(&mut self, missed: bool) {
        self.duty = self.duty.saturating_add(1);
        self.duty_missed = self.duty_missed.saturating_add(missed.into());
    }

    /// Returns the number of its faults: one if at least four tasks failed, and more than one in 20;
    /// one if it missed more than half of at least eight seats in second committees.
    pub fn faults(&self) -> u32 {
        let tasks = self.failed >= LEAST_FAILURES
            && self.failed.saturating_mul(TASKS_PER_FAILURE) > self.tasks;
        let duty = self.duty >= LEAST_DUTIES && self.duty_missed.saturating_mul(2) > self.duty;
        u32::from(tasks).saturating_add(duty.into())
    }

    /// Returns true if it has a fault.
    pub fn is_fault(&self) -> bool {
        self.faults() > 0
    }

    /// Returns true if it has enough failures, or missed seats, for a fault, if the others are few; once
    /// true, it stays so.
    pub fn may_be_fault(&self) -> bool {
        self.failed >= LEAST_FAILURES || self.duty_missed.saturating_mul(2) > LEAST_DUTIES
    }
}

impl ConductRecord {
    /// Returns the conduct in `era`. An earlier era that was not taken before is forgotten.
    pub fn era_mut(&mut self, era: EraIndex) -> &mut EraConduct {
        if self.era.index != era {
            self.era = EraConduct { index: era, ..Default::default() };
        }
        &mut self.era
    }

    /// Takes the conduct in `era` out of the record, so that it is judged once; none if its last
    /// task or seat ended in another era.
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

    /// Notes an `era` with a fault; returns true if it jails the node. The faults that did are
    /// forgotten.
    pub fn note(&mut self, era: EraIndex) -> bool {
        remember(&mut self.faults, era)
    }

    /// Notes a slash for a dispute in `era`; returns true if it jails the node. The ones that did
    /// are forgotten.
    pub fn note_dispute(&mut self, era: EraIndex) -> bool {
        remember(&mut self.disputes, era)
    }

    /// Forgets a slash for a dispute in `era`, which was cancelled.
    pub fn forget_dispute(&mut self, era: EraIndex) {
        if let Some(at) = self.disputes.iter().position(|noted| *noted == era) {
            self.disputes.remove(at);
        }
    }
}

/// Adds `era` to the `eras` that have not passed out of memory. Empties them and returns true when
/// the list is full, which has room for as many as jail a node.
fn remember<Room: Get<u32>>(eras: &mut BoundedVec<EraIndex, Room>, era: EraIndex) -> bool {
    eras.retain(|earlier| era.saturating_sub(*earlier) < FAULT_MEMORY_ERAS);
    let jails = eras.try_push(era).is_err() || eras.is_full();
    if jails {
        eras.clear();
    }
    jails
}
