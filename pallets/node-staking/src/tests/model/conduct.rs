//! The conduct of nodes, as services and as validators.

use std::collections::BTreeMap;

use super::{Cause, Model, Outcome};
use crate::mock::ERA_SLOTS;

/// A node's tasks, its seats in second committees and its faults.
#[derive(Clone, Default, Debug)]
pub(crate) struct Conduct {
    /// The era of the last task or seat, and the numbers of tasks, of failed ones, of seats and of
    /// missed ones in it.
    pub era: u32,
    pub tasks: u32,
    pub failed: u32,
    pub seats: u32,
    pub missed: u32,
    /// The eras with a fault.
    pub faults: Vec<u32>,
    /// The eras of the lost disputes.
    pub lost: Vec<u32>,
}

impl Conduct {
    /// Returns true if at least four tasks failed, and more than a twentieth.
    fn failed_tasks(&self) -> bool {
        self.failed >= 4 && f64::from(self.failed) / f64::from(self.tasks) > 0.05
    }

    /// Returns true if more than half of at least eight seats were missed.
    fn missed_seats(&self) -> bool {
        self.seats >= 8 && f64::from(self.missed) / f64::from(self.seats) > 0.5
    }

    /// Returns true if the last era has a fault.
    pub(crate) fn is_fault(&self) -> bool {
        self.failed_tasks() || self.missed_seats()
    }

    /// Returns true if an `era` with a fault is the tenth in 28, after which they are forgotten.
    fn is_too_many(&mut self, era: u32) -> bool {
        is_too_many(&mut self.faults, era, 10)
    }

    /// Returns true if a dispute that is lost in `era` is the third in 28, after which they are
    /// forgotten.
    pub(super) fn has_lost_too_many(&mut self, era: u32) -> bool {
        is_too_many(&mut self.lost, era, 3)
    }

    /// Forgets a dispute that was lost in `era`.
    pub(super) fn forget_lost(&mut self, era: u32) {
        let at = self.lost.iter().position(|lost| *lost == era);
        at.map(|at| self.lost.remove(at));
    }
}

/// Adds `era` to those of the last 28; returns true and empties them if they are as many as jail.
fn is_too_many(eras: &mut Vec<u32>, era: u32, jailing: usize) -> bool {
    eras.push(era);
    eras.retain(|earlier| earlier + 28 > era);
    let jails = eras.len() == jailing;
    if jails {
        eras.clear();
    }
    jails
}

impl Model {
    /// Counts a task of `node` that has ended.
    pub(super) fn task(&mut self, node: u64, failed: bool) -> Outcome {
        let conduct = self.conduct(node)?;
        conduct.tasks += 1;
        conduct.failed += u32::from(failed);
        Ok(())
    }

    /// Counts a seat of `node` in a second committee.
    pub(super) fn seat(&mut self, node: u64, missed: bool) -> Outcome {
        let conduct = self.conduct(node)?;
        conduct.seats += 1;
        conduct.missed += u32::from(missed);
        Ok(())
    }

    /// Returns the conduct of `node` in this era, with any earlier one judged.
    fn conduct(&mut self, node: u64) -> Outcome<&mut Conduct> {
        let era = self.era;
        let conduct = self.node(node)?.conduct.clone();
        if conduct.era < era && conduct.is_fault() {
            self.judge(node);
        }
        let conduct = &mut self.node(node)?.conduct;
        if conduct.era < era {
            let Conduct { faults, lost, .. } = std::mem::take(conduct);
            *conduct = Conduct { era, faults, lost, ..Conduct::default() };
        }
        Ok(conduct)
    }

    /// Judges every node of which an ended era is a fault; those that are slashed for it must be
    /// `slashed`, which come in this order.
    pub(crate) fn judge_ended(&mut self, slashed: &[u64]) {
        let era = self.era;
        let ended = self.nodes.iter().filter(|(_, row)| row.conduct.era < era);
        let faults = ended.filter(|(_, row)| row.conduct.is_fault());
        let mut all: Vec<u64> = faults.map(|(who, _)| *who).collect();
        all.sort_by_key(|who| slashed.iter().position(|other| other == who));
        let before = self.next_slash;
        let judge = |who: u64| std::iter::repeat_n(who, self.judge(who));
        let judged: Vec<u64> = all.into_iter().flat_map(judge).collect();
        assert_eq!(judged, slashed, "others were slashed for their conduct");
        assert_eq!(usize::try_from(self.next_slash - before).unwrap(), slashed.len());
    }

    /// Slashes `node` for each fault of its last era, as far as the list has room; returns the number
    /// of the slashes. A fault that costs nothing is none.
    fn judge(&mut self, node: u64) -> usize {
        let fraction = self.params.failed_tasks.min(self.params.service_slash_cap).deconstruct();
        let row = self.nodes.get_mut(&node).unwrap();
        let Conduct { era, faults, lost, .. } = row.conduct.clone();
        let both = row.conduct.failed_tasks() && row.conduct.missed_seats();
        row.conduct = Conduct { faults, lost, ..Conduct::default() };
        let room = 64 - row.slashes.len();
        let slashes = if both { 2 } else { 1 }.min(room);
        if fraction == 0 || slashes == 0 {
            return 0;
        }
        let jails = row.conduct.is_too_many(era);
        for _ in 0..slashes {
            let slash = self.slash(node, fraction, Cause::Service, None).unwrap();
            if jails {
                self.jail(node, slash);
            }
            self.chill_if_too_little(node, false);
            self.seen.service_slashes += 1;
        }
        self.seen.faults_of_both_kinds += u32::from(slashes == 2);
        self.seen.service_jails += u32::from(jails);
        slashes
    }

    /// Ends the era in which these nodes made these numbers of `blocks`: takes the role of those of
    /// the set that made none, the last of which have the least stake.
    pub(crate) fn end_era(&mut self, blocks: &BTreeMap<u64, usize>) {
        let (all, seats) = (blocks.values().sum::<usize>(), self.validators.len());
        if all < 10 * seats || 2 * all < usize::try_from(ERA_SLOTS).unwrap() {
            return;
        }
        // Who has chilled, left or been jailed meanwhile takes no place of another one.
        let stands = |who: &u64| {
            let node = &self.nodes[who];
            node.validator && node.leaving.is_none() && node.jail.is_none()
        };
        let idle = |who: &u64| blocks.get(who).is_none_or(|count| *count == 0) && stands(who);
        let absent: Vec<u64> = self.validators.iter().copied().rev().filter(idle).collect();
        for who in absent.into_iter().take((seats / 10).max(1)) {
            let row = self.nodes.get_mut(&who).unwrap();
            self.seen.absent += u32::from(std::mem::take(&mut row.validator));
        }
    }
}
