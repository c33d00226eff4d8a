//! The conduct of nodes, as services and as validators.

use std::collections::BTreeMap;

use super::{Model, Outcome};
use crate::mock::ERA_SLOTS;

/// A node's tasks and faults.
#[derive(Clone, Default, Debug)]
pub(crate) struct Conduct {
    /// The era of the last task, and the numbers of tasks and of failed ones in it.
    pub era: u32,
    pub tasks: u32,
    pub failed: u32,
    /// The eras of its faults.
    pub faults: Vec<u32>,
}

impl Conduct {
    /// Returns true if the last era is a fault: at least four tasks failed, and more than a
    /// twentieth.
    pub(crate) fn is_fault(&self) -> bool {
        self.failed >= 4 && f64::from(self.failed) / f64::from(self.tasks) > 0.05
    }

    /// Returns true if a fault in `era` is the tenth in 28 eras, after which they are forgotten.
    fn is_too_many(&mut self, era: u32) -> bool {
        self.faults.push(era);
        self.faults.retain(|fault| fault + 28 > era);
        let jails = self.faults.len() == 10;
        if jails {
            self.faults.clear();
        }
        jails
    }
}

impl Model {
    /// Counts a task of `node` that has ended.
    pub(super) fn task(&mut self, node: u64, failed: bool) -> Outcome {
        let era = self.era;
        let conduct = self.node(node)?.conduct.clone();
        if conduct.era < era && conduct.is_fault() {
            self.judge(node);
        }
        let conduct = &mut self.node(node)?.conduct;
        if conduct.era < era {
            (conduct.era, conduct.tasks, conduct.failed) = (era, 0, 0);
        }
        conduct.tasks += 1;
        conduct.failed += u32::from(failed);
        Ok(())
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
        let judged: Vec<u64> = all.into_iter().filter(|who| self.judge(*who)).collect();
        assert_eq!(judged, slashed, "others were slashed for their tasks");
        assert_eq!(usize::try_from(self.next_slash - before).unwrap(), slashed.len());
    }

    /// Slashes `node` for the era of its last tasks, which is a fault; returns false if that costs
    /// nothing, or finds no place.
    fn judge(&mut self, node: u64) -> bool {
        let fraction = self.params.failed_tasks.min(self.params.service_slash_cap).deconstruct();
        let row = self.nodes.get_mut(&node).unwrap();
        let era = row.conduct.era;
        row.conduct =
            Conduct { faults: std::mem::take(&mut row.conduct.faults), ..Conduct::default() };
        if fraction == 0 || row.slashes.len() == 64 {
            return false;
        }
        let jails = row.conduct.is_too_many(era);
        let slash = self.slash(node, fraction, None, None).unwrap();
        if jails {
            self.jail(node, slash);
        }
        self.chill_if_too_little(node, false);
        self.seen.service_slashes += 1;
        self.seen.service_jails += u32::from(jails);
        true
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
